#include "schemac/http/problem.h"

#include "schemac/base/utf8.h"
#include "schemac/json/writer.h"

namespace schemac::http {

namespace {

void write_field(json::Writer& writer, const FieldError& error) {
  writer.begin_object().key("field").string(error.field).key("code").string(error.code);
  writer.key("detail").string(error.detail);
  if (!error.constraint.empty()) writer.key("constraint").string(error.constraint);
  writer.end_object();
}

}  // namespace

Response Problem::response() const {
  std::string body;
  json::Writer writer(body);
  writer.begin_object().key("type").string("urn:schemac:problem:" + code);
  writer.key("title").string(reason_phrase(status)).key("status").integer(status);
  writer.key("detail").string(detail).key("code").string(code).key("message").string(detail);
  if (!constraint.empty()) writer.key("constraint").string(constraint);
  if (!errors.empty()) {
    writer.key("errors").begin_array();
    for (const auto& error : errors) write_field(writer, error);
    writer.end_array();
  }
  writer.end_object();
  Response response;
  response.status = status;
  response.header("Content-Type", "application/problem+json");
  response.body = std::move(body);
  return response;
}

Problem bad_request(std::string detail) { return {.status = 400, .code = "bad-request", .detail = std::move(detail)}; }

Problem not_found(std::string detail) { return {.status = 404, .code = "not-found", .detail = std::move(detail)}; }

void require_text(const Fields& fields) {
  for (const auto& [name, value] : fields) {
    if (!is_text(name)) throw bad_request("A parameter's name is not UTF-8 text.");
    if (!is_text(value)) throw bad_request("The value of '" + name + "' is not UTF-8 text.");
  }
}

Problem invalid(std::vector<FieldError> errors) {
  const auto count = errors.size();
  std::string detail = count == 1 ? errors.front().detail : std::to_string(count) + " fields are not valid.";
  return {.status = 422, .code = "validation-failed", .detail = std::move(detail), .errors = std::move(errors)};
}

}  // namespace schemac::http
