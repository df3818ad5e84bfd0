#include "base/routine_body.h"

#include <algorithm>

#include "base/text.h"

namespace schemac {

namespace {

/// Lower case, with a blank for each white space: places stay what they were.
std::string plain(std::string_view sql) {
  std::string out = text::to_lower(sql);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '\n' || c == '\t' || c == '\r'; }, ' ');
  return out;
}

}  // namespace

std::size_t body_at(std::string_view definition) {
  const std::string sql = plain(definition);
  const std::size_t blank =
      std::min({sql.find(" as $"), sql.find(" as '"), sql.find(" begin atomic"), sql.find(" return ")});
  return blank == sql.npos ? blank : blank + 1;
}

bool is_parsed(std::string_view body) { return !plain(body).starts_with("as "); }

std::string with_quoted_body(const std::string& definition) {
  const std::size_t at = body_at(definition);
  if (at == definition.npos || !is_parsed(std::string_view(definition).substr(at))) return definition;
  std::string body = definition.substr(at);
  const std::string lower = plain(body);
  if (lower.starts_with("begin atomic")) {
    body = body.substr(12, lower.rfind("end") - 12);
  } else {
    body = "SELECT" + body.substr(6);
  }
  return definition.substr(0, at) + "AS '" + text::replace_all(body, "'", "''") + "'";
}

}  // namespace schemac
