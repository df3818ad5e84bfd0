// PostgreSQL's own parser, as libpg_query brings it: a statement becomes a tree of nodes, in the words of
// src/include/nodes/parsenodes.h.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace schemac::dialect::postgres::parse {

/// A node of a parse tree, or nothing: what is asked of nothing is nothing again.
class Node {
 public:
  Node() = default;
  explicit Node(const nlohmann::json& json);

  explicit operator bool() const { return json_ != nullptr; }
  /// "CreateStmt"; empty where the place allows one kind alone.
  const std::string& kind() const { return kind_; }
  bool is(const char* kind) const { return kind_ == kind; }

  Node operator[](const char* member) const;
  std::vector<Node> list(const char* member) const;
  std::string text(const char* member) const;
  bool flag(const char* member) const;
  long long number(const char* member) const;
  bool has(const char* member) const;
  /// Of a list of String nodes: a name with what stands before its dots.
  std::vector<std::string> strings(const char* member) const;
  /// The byte of the statement where it begins; an operator stands between its operands.
  std::optional<std::size_t> location() const;
  /// Each node below this one, members in their order.
  std::vector<Node> children() const;

 private:
  const nlohmann::json* member(const char* name) const;
  const nlohmann::json* json_ = nullptr;
  std::string kind_;
};

/// Calls `visit` on every node, parents first.
template <class F>
void walk(const Node& root, F&& visit) {
  visit(root);
  for (const Node& child : root.children()) walk(child, visit);
}

struct SyntaxError {
  std::string message;
  std::size_t at = 0;  // the byte where the parser stopped
};

/// One statement with its tree.
class ParseTree {
 public:
  /// `sql` holds one statement.
  explicit ParseTree(const std::string& sql);
  const std::optional<SyntaxError>& error() const { return error_; }
  /// Nothing where `sql` holds only comments.
  Node statement() const;
  /// All of a text that holds several.
  std::vector<Node> statements() const;
  /// As libpg_query gives it; nothing where there is an error.
  const nlohmann::json* as_json() const { return error_ ? nullptr : json_.get(); }

 private:
  std::shared_ptr<const nlohmann::json> json_;
  std::optional<SyntaxError> error_;
};

}  // namespace schemac::dialect::postgres::parse
