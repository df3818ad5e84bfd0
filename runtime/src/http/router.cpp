#include "schemac/http/router.h"

#include <stdexcept>

#include "schemac/base/url.h"
#include "schemac/base/utf8.h"
#include "schemac/http/problem.h"

namespace schemac::http {

namespace {

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  if (path.starts_with('/')) path.remove_prefix(1);
  while (true) {
    const auto slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == path.npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

bool is_parameter(std::string_view segment) { return segment.starts_with('{') && segment.ends_with('}'); }

}  // namespace

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> children;
  std::unique_ptr<Node> any;  // the child for a parameter
  struct Route {
    Handler handler;
    std::vector<std::string> names;  // of the parameters, from the left
  };
  std::map<std::string, Route, std::less<>> routes;  // by method

  std::string allowed() const {
    std::string list;
    for (const auto& [method, route] : routes) list += (list.empty() ? "" : ", ") + method;
    if (routes.contains("GET")) list += ", HEAD";
    return list + ", OPTIONS";
  }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;

void Router::add(std::string_view method, std::string_view pattern, Handler handler) {
  if (!pattern.starts_with('/')) throw std::invalid_argument("a route begins with '/': " + std::string(pattern));
  Node* node = root_.get();
  std::vector<std::string> names;
  for (const auto segment : segments_of(pattern)) {
    auto& child = is_parameter(segment) ? node->any : node->children[std::string(segment)];
    if (!child) child = std::make_unique<Node>();
    if (is_parameter(segment)) names.emplace_back(segment.substr(1, segment.size() - 2));
    node = child.get();
  }
  node->routes.insert_or_assign(std::string(method), Node::Route{std::move(handler), std::move(names)});
}

namespace {

/// The node that the segments from `index` lead to, statics first; the parameters' values are left in `values`.
template <class Node>
const Node* find(const Node& node, const std::vector<std::string_view>& segments, std::size_t index,
                 std::vector<std::string>& values) {
  if (index == segments.size()) return node.routes.empty() ? nullptr : &node;
  if (const auto child = node.children.find(percent_decoded(segments[index])); child != node.children.end())
    if (const auto* found = find(*child->second, segments, index + 1, values)) return found;
  if (!node.any || segments[index].empty()) return nullptr;
  values.push_back(percent_decoded(segments[index]));
  if (const auto* found = find(*node.any, segments, index + 1, values)) return found;
  values.pop_back();
  return nullptr;
}

}  // namespace

Router::Match Router::match(Request& request) const {
  std::vector<std::string> values;
  const auto* node = find(*root_, segments_of(request.path), 0, values);
  if (node == nullptr) return {};
  auto route = node->routes.find(request.method);
  if (route == node->routes.end() && request.method == "HEAD") route = node->routes.find("GET");
  if (route == node->routes.end()) return {nullptr, node->allowed()};
  request.path_parameters.clear();
  for (std::size_t i = 0; i < values.size(); ++i)
    request.path_parameters.emplace_back(route->second.names[i], std::move(values[i]));
  return {&route->second.handler, {}};
}

Response Router::handle(Request& request) const {
  if (!is_text(percent_decoded(request.path)))
    return bad_request("The path is not UTF-8 text, or holds U+0000.").response();
  require_text(request.query);
  const auto found = match(request);
  if (found.handler != nullptr) return (*found.handler)(request);
  if (found.allow.empty() && otherwise_) return otherwise_(request);
  if (found.allow.empty()) return not_found("There is nothing at " + request.path + ".").response();
  if (request.method == "OPTIONS") return std::move(Response::empty(204).header("Allow", found.allow));
  auto response = Problem{.status = 405,
                          .code = "method-not-allowed",
                          .detail = request.path + " does not take " + request.method + "."}
                      .response();
  response.header("Allow", found.allow);
  return response;
}

}  // namespace schemac::http
