// The part of lowering and raising that is the same for each engine; what is not is asked of a Lowering.
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect {

/// How one dialect turns the pieces of a portable catalog into its own.
class Lowering {
 public:
  explicit Lowering(const Dialect& dialect) : dialect_(dialect) {}
  virtual ~Lowering() = default;

  Catalog run(const Catalog& portable, diag::Diagnostics& diagnostics);

 protected:
  virtual catalog::Type type(const catalog::Type& portable) = 0;
  /// Rewrites one node, its arguments being lowered already: now() → CURRENT_TIMESTAMP(6).
  virtual Expr node(Expr expr) { return expr; }
  /// Whether a setting that is said for no dialect is a word of this one.
  virtual bool knows(std::string_view option) const { return (void)option, true; }
  /// Those that this dialect has for a check.
  virtual catalog::Options settings_of_check(const catalog::Options& all) const {
    return (void)all, catalog::Options{};
  }
  /// Raw SQL of this dialect as what inspection makes of the same text, so that both compare equal.
  virtual Expr read_raw(const std::string& sql) { return catalog::expr::raw(dialect_.id(), sql); }
  virtual Expr read_raw_default(const std::string& sql, const Column& column) { return (void)column, read_raw(sql); }
  virtual Expr read_raw_query(const std::string& sql) { return catalog::expr::raw(dialect_.id(), sql); }
  /// What is left to do for a table whose columns and members are lowered.
  virtual void table(Table& table, const Table& portable) = 0;
  /// The order in which the settings of a table, a key or a view compare.
  virtual void order(catalog::Options& settings) const;
  virtual bool has_enums() const { return false; }
  /// An instant is written with its offset; else it is of UTC without a word.
  virtual bool keeps_offsets() const { return false; }
  virtual void routine(catalog::Routine& routine) { (void)routine; }
  virtual void trigger(catalog::Trigger& trigger, Catalog& out) { (void)trigger, (void)out; }
  /// For engines whose triggers fire for each row, and for one event each: the other events get a trigger of their own,
  /// called after them.
  void one_event_each(catalog::Trigger& trigger, Catalog& out);

  /// A member of a table, as messages call it; of none, the subject is called alone.
  struct Member {
    std::string_view kind, name;
  };
  Expr expr(const Expr& portable, const std::string& subject, Member member = {});
  /// For engines to which names of columns that differ in case alone are one name.
  void demand_columns_apart(const Table& table);
  void complain(diag::Diagnostic diagnostic, std::string subject) {
    diagnostic.subject = std::move(subject);
    diagnostics_->push_back(std::move(diagnostic));
  }

  bool is_for(const catalog::Dialects& dialects, bool mariadb_beside = false) const;

  const Dialect& dialect_;
  const Catalog* portable_ = nullptr;
  diag::Diagnostics* diagnostics_ = nullptr;
  const Table* reading_ = nullptr;  // the table, its types lowered, whose expressions are being lowered

 private:
  catalog::Options options_as_written(const catalog::Options& all, bool mariadb_beside = false) const;
  catalog::Options options(const catalog::Options& all) const;
  catalog::Options settings(const catalog::Options& all, bool mariadb_beside = false) const;
  Table lowered(const Table& portable);
  Expr part(const Expr& portable, const std::string& subject, Member member);
  void demand_no_schema(const catalog::QName& name);
  void demand_own_type(const catalog::Type& type, const std::string& subject);
  void demand_deferral(const Table& table);
  void demand_own_names(const Catalog& out);
  void lower_args(Expr& e, const std::string& subject, Member member);
  void lower_column(Column& column, const std::string& subject);
};

}  // namespace schemac::dialect
