// The parser behind sql_reader.h: of use to a dialect that reads whole statements, as SQLite's does.
#pragma once

#include "dialect/common/sql_reader.h"

namespace schemac::dialect {

/// The tree has no form for what stands here.
struct Unreadable {};

class SqlParser {
 public:
  SqlParser(std::string_view sql, ReaderRules rules)
      : rules_(std::move(rules)), sql_(sql), tokens_(lex_sql(rules_.dialect, sql)) {}

  // Each reads one thing from where the parser stands, and throws Unreadable where it cannot.
  Expr expression(int above = 0);
  Expr select();
  catalog::Type type();

  // The tokens themselves.
  const SqlToken& peek(std::size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
  SqlToken take() { return tokens_[std::min(at_++, tokens_.size() - 1)]; }
  bool at_end() const { return peek().kind == SqlTokenKind::end; }
  bool at(std::string_view text) const { return peek().is(text); }
  bool accept(std::string_view text);
  /// Accepts all of the words or none.
  bool accept_all(std::initializer_list<std::string_view> words);
  void expect(std::string_view text);
  std::string name();
  /// What stands between here and the `)` that closes an already taken `(`, which is taken too.
  std::string_view rest_of_parentheses();
  std::string_view source(std::size_t begin, std::size_t end) const { return sql_.substr(begin, end - begin); }

 private:
  bool mysql_family() const { return rules_.dialect == DialectId::mysql || rules_.dialect == DialectId::mariadb; }
  Expr finish(Expr expr) const { return rules_.finish(std::move(expr)); }

  Expr prefix();
  Expr primary();
  Expr number();
  Expr parenthesised();
  Expr word();
  std::string called(const SqlToken& part) const;
  Expr column();
  Expr call(const std::string& function, std::size_t begin);
  Expr special_call(const std::string& function);
  Expr case_();
  Expr array();
  std::vector<Expr> list_until(std::string_view closer);

  int infix_power() const;
  Expr infix(Expr left, int power);
  Expr comparison(Expr left, const std::string& op, int power);
  Expr quantified(Expr left, const std::string& op, bool any);
  Expr is(Expr left);
  Expr in(Expr left, bool negated);
  Expr between(Expr left, bool negated);
  Expr like(Expr left, bool negated);

  Expr select_core();
  void limit(Expr& query);
  Expr select_item();
  Expr from_item();
  Expr joined();
  Expr source_table();
  Expr order_key();
  std::string alias_if_any();

  ReaderRules rules_;
  std::string_view sql_;
  std::vector<SqlToken> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace schemac::dialect
