#include "catalog/json.h"

#include "catalog/json_read.h"

namespace schemac::catalog {

void JsonText::separate() {
  constexpr std::size_t block = 1 << 16;
  if (digest_ && out_.size() >= block) {
    digest_->add(out_);
    out_.clear();
  }
  if (!first_) out_ += ',';
  first_ = false;
  out_ += '\n';
  out_.append(static_cast<std::size_t>(depth_) * 2, ' ');
}

void JsonText::open(char bracket) {
  out_ += bracket;
  ++depth_;
  first_ = true;
}

void JsonText::close(char bracket) {
  --depth_;
  if (!first_) {
    out_ += '\n';
    out_.append(static_cast<std::size_t>(depth_) * 2, ' ');
  }
  out_ += bracket;
  first_ = false;
}

void JsonText::key(std::string_view name) {
  separate();
  string(name);
  out_ += ": ";
}

void JsonText::string(std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  out_ += '"';
  for (const char c : text) switch (c) {
      case '"':
        out_ += "\\\"";
        break;
      case '\\':
        out_ += "\\\\";
        break;
      case '\n':
        out_ += "\\n";
        break;
      case '\r':
        out_ += "\\r";
        break;
      case '\t':
        out_ += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) {
          out_ += c;
        } else {
          out_ += "\\u00";
          out_ += hex[static_cast<unsigned char>(c) >> 4];
          out_ += hex[c & 15];
        }
    }
  out_ += '"';
}

std::string to_json(const Catalog& catalog) { return to_json_text(catalog); }

Result<Catalog> catalog_from_json(std::string_view text) {
  try {
    Catalog catalog;
    read_json(nlohmann::json::parse(text), catalog);
    return catalog;
  } catch (const nlohmann::json::exception& e) {
    return failure(diag::Code::SC7001, plain(e));
  } catch (const JsonMismatch& e) {
    return failure(diag::Code::SC7001, e.what());
  }
}

std::string hash_of(const Catalog& catalog) {
  Sha256 digest;
  JsonText out(digest);
  write_json(out, catalog);
  digest.add(out.take());
  return digest.digest();
}

}  // namespace schemac::catalog
