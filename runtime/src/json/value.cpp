#include "schemac/json/value.h"

#include <algorithm>

#include "schemac/base/decimal.h"
#include "schemac/json/writer.h"

namespace schemac::json {

namespace {

void append_array(std::string& out, const Array& items) {
  out += '[';
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ',';
    append_canonical(out, items[i]);
  }
  out += ']';
}

void append_object(std::string& out, const Object& members) {
  std::vector<const Object::value_type*> ordered;
  for (const auto& member : members) ordered.push_back(&member);
  std::sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) {
    return a->first.size() != b->first.size() ? a->first.size() < b->first.size() : a->first < b->first;
  });
  out += '{';
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    if (i > 0) out += ',';
    append_string(out, ordered[i]->first);
    out += ':';
    append_canonical(out, ordered[i]->second);
  }
  out += '}';
}

/// 2.50 and 25e-1 are 2.5: MySQL keeps JSON's numbers as such, PostgreSQL as they were written. Very large and very
/// small ones keep their exponent, as in JavaScript: 1e300 has not 301 digits.
std::string canonical_number(const std::string& digits) {
  auto plain = normalized_decimal(digits);
  if (!plain) return digits;
  const auto point = std::min(plain->find('.'), plain->size());
  const bool negative = plain->front() == '-';
  const auto whole = point - (negative ? 1 : 0);
  std::string significant =
      plain->substr(negative ? 1 : 0, whole) + (point < plain->size() ? plain->substr(point + 1) : "");
  const auto first = significant.find_first_not_of('0');
  if (first == significant.npos) return "0";
  const auto exponent = static_cast<long>(whole) - 1 - static_cast<long>(first);
  if (exponent > 20 || exponent < -6) {
    significant = significant.substr(first, significant.find_last_not_of('0') + 1 - first);
    if (significant.size() > 1) significant.insert(1, ".");
    return (negative ? "-" : "") + significant + "e" + std::to_string(exponent);
  }
  return shortest_decimal(*std::move(plain));
}

}  // namespace

const Value* Value::find(std::string_view name) const {
  const auto* members = object();
  if (members == nullptr) return nullptr;
  for (const auto& [key, value] : *members)
    if (key == name) return &value;
  return nullptr;
}

std::string_view Value::kind() const {
  switch (data_.index()) {
    case 0:
      return "null";
    case 1:
      return "a boolean";
    case 2:
      return "a number";
    case 3:
      return "a string";
    case 4:
      return "an array";
    default:
      return "an object";
  }
}

void append_canonical(std::string& out, const Value& value) {
  if (const auto* truth = value.boolean()) {
    out += *truth ? "true" : "false";
  } else if (const auto* number = value.number()) {
    out += canonical_number(number->digits);
  } else if (const auto* text = value.string()) {
    append_string(out, *text);
  } else if (const auto* items = value.array()) {
    append_array(out, *items);
  } else if (const auto* members = value.object()) {
    append_object(out, *members);
  } else {
    out += "null";
  }
}

}  // namespace schemac::json
