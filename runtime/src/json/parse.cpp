// The only file that sees simdjson.
#include <simdjson.h>

#include <optional>
#include <unordered_set>

#include "schemac/json/value.h"

namespace schemac::json {

namespace {

namespace ondemand = simdjson::ondemand;

/// The grammar of RFC 8259: simdjson hands over the token's text before it has checked it.
bool is_number(std::string_view text) {
  std::size_t i = 0;
  const auto digit = [&] { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  const auto digits = [&] {
    const auto start = i;
    while (digit()) ++i;
    return i > start;
  };
  if (i < text.size() && text[i] == '-') ++i;
  if (i < text.size() && text[i] == '0') {
    ++i;
  } else if (!digits()) {
    return false;
  }
  if (i < text.size() && text[i] == '.') {
    ++i;
    if (!digits()) return false;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (!digits()) return false;
  }
  return i == text.size();
}

struct Failure {
  std::string message;
};

class Converter {
 public:
  explicit Converter(std::size_t max_depth) : max_depth_(max_depth) {}

  template <class Source>  // ondemand::document or ondemand::value
  Value convert(Source& source, std::size_t depth = 0) {
    if (depth > max_depth_) throw Failure{"nested deeper than " + std::to_string(max_depth_) + " levels"};
    switch (source.type().value()) {
      case ondemand::json_type::object:
        return convert_object(source.get_object().value(), depth);
      case ondemand::json_type::array:
        return convert_array(source.get_array().value(), depth);
      case ondemand::json_type::string:
        return Value(std::string(source.get_string().value()));
      case ondemand::json_type::boolean:
        return Value(bool(source.get_bool().value()));
      case ondemand::json_type::null:
        if (!is_null(source)) throw Failure{"not a JSON value"};
        return Value();
      case ondemand::json_type::number:
        return convert_number(source);
    }
    throw Failure{"not a JSON value"};
  }

 private:
  template <class Source>
  static bool is_null(Source& source) {
    return bool(simdjson::simdjson_result<bool>(source.is_null()).value());
  }

  template <class Source>
  static Value convert_number(Source& source) {
    auto digits = std::string_view(simdjson::simdjson_result<std::string_view>(source.raw_json_token()).value());
    digits = digits.substr(0, digits.find_last_not_of(" \t\r\n") + 1);
    if (!is_number(digits)) throw Failure{"'" + std::string(digits.substr(0, 40)) + "' is not a number"};
    return Value(Number{std::string(digits)});
  }

  Value convert_array(ondemand::array source, std::size_t depth) {
    Array items;
    for (auto element : source) {
      auto value = element.value();
      items.push_back(convert(value, depth + 1));
    }
    return Value(std::move(items));
  }

  Value convert_object(ondemand::object source, std::size_t depth) {
    Object members;
    std::unordered_set<std::string> names;
    for (auto field : source) {
      std::string name(field.unescaped_key().value());
      if (!names.insert(name).second) throw Failure{"the member '" + name + "' is given twice"};
      auto value = field.value().value();
      members.emplace_back(std::move(name), convert(value, depth + 1));
    }
    return Value(std::move(members));
  }

  std::size_t max_depth_;
};

/// Scalars at the root take another road through simdjson, with its own gaps; inside an array there is one road only.
bool is_container(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != text.npos && (text[first] == '{' || text[first] == '[');
}

}  // namespace

std::variant<Value, ParseError> parse(std::string_view text, std::size_t max_depth) {
  const bool wrapped = !is_container(text);
  const simdjson::padded_string padded(wrapped ? "[" + std::string(text) + "]" : std::string(text));
  ondemand::parser parser;
  try {
    auto document = parser.iterate(padded).value();
    auto value = Converter(max_depth + (wrapped ? 1 : 0)).convert(document);
    if (document.current_location().error() != simdjson::OUT_OF_BOUNDS)
      return ParseError{"something follows the JSON value"};
    if (!wrapped) return value;
    if (value.array()->size() != 1) return ParseError{"expected one JSON value"};
    return Value(value.array()->front());
  } catch (const Failure& failure) {
    return ParseError{failure.message};
  } catch (const simdjson::simdjson_error& error) {
    switch (error.error()) {
      case simdjson::EMPTY:
        return ParseError{"the text is empty"};
      case simdjson::UTF8_ERROR:
        return ParseError{"the text is not UTF-8"};
      case simdjson::UNCLOSED_STRING:
        return ParseError{"a string is not closed"};
      case simdjson::UNESCAPED_CHARS:
        return ParseError{"a string holds a control character that is not escaped"};
      case simdjson::STRING_ERROR:
        return ParseError{"a string holds an escape that JSON does not know"};
      case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
        return ParseError{"an array or object is not closed"};
      default:
        return ParseError{"the text is not JSON"};
    }
  }
}

}  // namespace schemac::json
