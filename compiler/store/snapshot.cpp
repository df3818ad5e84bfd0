#include "store/snapshot.h"

#include <nlohmann/json.hpp>

#include "catalog/json_read.h"

namespace schemac::store {

using nlohmann::ordered_json;

namespace {

constexpr int kFormat = 1;
constexpr std::string_view kHead = "{\n  \"format\": 1";

}  // namespace

std::string snapshot_of(std::string_view catalog_json) {
  std::string out(kHead);
  if (catalog_json != "{}") out += ",";
  out += catalog_json == "{}" ? "\n}" : catalog_json.substr(1);
  return out + "\n";
}

Result<std::string> catalog_json_of(std::string text) {
  // the common case, of which only the bytes are looked at: it is as it was written; moved in place, since it is long
  if (text.starts_with(kHead) && text.ends_with("\n}\n")) {
    const std::string_view rest = std::string_view(text).substr(kHead.size());
    if (rest == "\n}\n") return "{}";
    if (rest.starts_with(",\n")) {
      text.pop_back();
      text.replace(0, kHead.size() + 1, "{");
      return text;
    }
  }
  try {
    ordered_json in = ordered_json::parse(text);
    if (!in.is_object() || !in.contains("format")) return failure(diag::Code::SC7001, "it does not say its format");
    if (in["format"] != kFormat)
      return failure(diag::make(diag::Code::SC7001, "it is of format " + in["format"].dump())
                         .with_help("a newer schemac wrote it; use that one, or a newer one still"));
    in.erase("format");
    return in.dump(2);
  } catch (const nlohmann::json::exception& e) {
    return failure(diag::Code::SC7001, catalog::plain(e));
  }
}

}  // namespace schemac::store
