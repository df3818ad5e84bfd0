// Errors as RFC 9457 problem+json: the same text for the same mistake, whichever engine noticed it.
#pragma once

#include <string>
#include <vector>

#include "schemac/http/message.h"

namespace schemac::http {

/// What is wrong with one field of a request.
struct FieldError {
  std::string field;
  std::string code;  // "required", "type", "too-long", "not-a-label", "check", "unique", "foreign-key", "read-only", …
  std::string detail;
  std::string constraint;  // the schema's constraint that says so, where it has a name
};

/// Thrown by handlers, or returned as a response.
struct Problem {
  int status = 500;
  std::string code;    // the last part of the problem's type, "unique-violation"
  std::string detail;  // one sentence for the person who sent the request
  std::string constraint = {};
  std::vector<FieldError> errors = {};

  /// `{"type":"urn:schemac:problem:CODE","title":…,"status":…,"detail":…,"code":…,"message":…,…}`; `message` repeats
  /// the detail under the name that PostgREST's clients read.
  Response response() const;
};

Problem bad_request(std::string detail);
Problem not_found(std::string detail);
/// Throws 400 where a name or value is not text (UTF-8 without U+0000). The router asks this of every query string;
/// whoever reads a form asks it of the form.
void require_text(const Fields& fields);
/// 422 with what is wrong with each field.
Problem invalid(std::vector<FieldError> errors);

}  // namespace schemac::http
