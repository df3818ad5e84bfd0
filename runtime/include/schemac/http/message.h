// Requests and responses as handlers see them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace schemac::http {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// Names and values of a query string or a form body, decoded, in order. `+` is a space.
Fields parse_urlencoded(std::string_view text);

/// For a path segment or a query value: everything but unreserved characters as %XX.
std::string percent_encoded(std::string_view text);

/// ASCII, without case.
bool equals_ignoring_case(std::string_view a, std::string_view b);

struct Request {
  std::string method;
  std::string target;  // as sent: "/pages?limit=1"
  std::string path;    // without query, still encoded
  Fields query;
  Fields headers;
  std::string body;
  std::string remote;      // the peer's address, without port
  Fields path_parameters;  // filled by the router, decoded

  /// The first header of this name, in any case; empty where there is none.
  std::string_view header(std::string_view name) const;
  /// The first query parameter of this name.
  std::optional<std::string_view> query_value(std::string_view name) const;
  /// The path parameter that the route declares; empty where it declares none of this name.
  std::string_view parameter(std::string_view name) const;
  /// The cookie of this name, as sent.
  std::optional<std::string_view> cookie(std::string_view name) const;
  /// The media type without its parameters, in lower case: "application/json".
  std::string media_type() const;
};

struct Response {
  int status = 200;
  Fields headers;
  std::string body;

  static Response json(std::string body, int status = 200);
  static Response html(std::string body, int status = 200);
  static Response text(std::string body, int status = 200);
  static Response empty(int status = 204);
  /// 303: the next request is a GET.
  static Response redirect(std::string_view location);

  Response& header(std::string_view name, std::string_view value);
};

/// "Not Found" for 404.
std::string_view reason_phrase(int status);

}  // namespace schemac::http
