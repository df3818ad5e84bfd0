// An expression as text. The shape is the same in SQL and in the language: what stands where, and what needs
// parentheses. How a word, a name or a literal is spelt is asked of the one who prints.
#pragma once

#include "catalog/expr.h"

namespace schemac::catalog {

class ExprPrinter {
 public:
  virtual ~ExprPrinter() = default;
  std::string print(const Expr& e) const;

 protected:
  /// A keyword, or several, given in lower case.
  virtual std::string word(const std::string& keyword) const = 0;
  virtual std::string name(const std::string& name) const = 0;
  /// "table" or "schema.table".
  virtual std::string table(const std::string& name) const = 0;
  virtual std::string literal(const std::string& characters) const = 0;
  virtual std::string label(const std::string& label) const = 0;
  virtual std::string array(const std::string& elements) const = 0;
  virtual std::string type(const Type& type) const = 0;
  virtual std::string collation(const std::string& name) const = 0;
  virtual std::string call(const std::string& function, const std::string& arguments) const = 0;
  virtual std::string raw(const Expr& e) const = 0;
  virtual std::string by_dialect(const Expr& e) const = 0;
  /// How tightly a raw node binds: 0 where it needs parentheses inside anything, 9 where it needs none.
  virtual int binding_of_raw(const Expr& e) const = 0;

 private:
  int binding(const Expr& e) const;
  std::string signed_text(const Expr& e) const;
  std::string list(const std::vector<Expr>& args, std::size_t from = 0) const;
  std::string inside(const Expr& parent, std::size_t at) const;
  std::string test(const Expr& e, const std::string& predicate) const;
  std::string like(const Expr& e, const std::string& predicate) const;
  std::string qualifier(const Expr& e) const;
  std::string case_text(const Expr& e) const;
  std::string select(const Expr& e) const;
  std::string join(const Expr& e) const;
};

}  // namespace schemac::catalog
