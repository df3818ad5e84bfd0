// From method and path to a handler.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "schemac/http/message.h"

namespace schemac::http {

using Handler = std::function<Response(Request&)>;

/// Paths are static ("/about") or have parameters ("/pages/{key}"); a parameter takes one segment, and a static
/// segment wins over a parameter. A path that exists under another method answers 405 with Allow; HEAD goes to GET's
/// handler; OPTIONS answers with Allow.
class Router {
 public:
  Router();
  ~Router();
  Router(Router&&) noexcept;

  /// Adds a route; replaces the one with this method and pattern, so that an application can override what is
  /// generated.
  void add(std::string_view method, std::string_view pattern, Handler handler);
  void get(std::string_view pattern, Handler handler) { add("GET", pattern, std::move(handler)); }
  void post(std::string_view pattern, Handler handler) { add("POST", pattern, std::move(handler)); }

  /// What answers where no such path exists, instead of a problem with 404: a page, say.
  void otherwise(Handler handler) { otherwise_ = std::move(handler); }

  struct Match {
    const Handler* handler = nullptr;  // nothing where no such path or method exists
    std::string allow;                 // the methods that the path has, where the method asked for is not among them
  };
  /// Finds the handler and fills the request's path parameters.
  Match match(Request& request) const;

  /// Match and run; 404, 405 and OPTIONS are answered here, and a path or query that is not text with 400.
  Response handle(Request& request) const;

 private:
  struct Node;
  std::unique_ptr<Node> root_;
  Handler otherwise_;
};

}  // namespace schemac::http
