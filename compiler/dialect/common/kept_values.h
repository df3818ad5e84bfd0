// What a column held before its type changed: a table in quarantine has, by the key of each row, the value that was and
// what became of it, by which the way back knows a row that was changed since.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dialect/dialect.h"

namespace schemac::dialect {

class KeptValues {
 public:
  static constexpr std::string_view kWas = "_schemac_was";
  static constexpr std::string_view kNow = "_schemac_now";

  /// Nothing where no key tells the rows apart both before and after.
  static std::optional<KeptValues> of(const Dialect& dialect, const TableAlteration& alteration,
                                      const Quarantine& quarantine, const catalog::AlterColumn& change);

  /// The table in quarantine, quoted.
  const std::string& side() const { return side_; }
  /// By their new names, not quoted.
  const std::vector<std::string>& key_columns() const { return key_; }
  /// "_schemac_key1" and so on, quoted: names that no rename reaches.
  std::vector<std::string> side_key() const;

  /// What the table of an alteration calls the column and the key, before its columns have other names and after.
  enum class Names { old, now };
  std::string column(Names names) const { return called(column_, names); }
  std::vector<std::string> key(Names names) const;
  /// The key as columns of the table in quarantine: `t.id AS "_schemac_key1", …`.
  std::string selected_key(const std::string& table, Names names) const;
  std::string same_row(const std::string& table, const std::string& side, Names names) const;

  std::string why_kept() const { return "keep the values of " + subject_ + " in quarantine (a copy)"; }
  std::string why_marked() const { return "what became of them, so that a row that is changed is told"; }
  std::string why_emptied() const { return "empty the quarantine of " + subject_; }

 private:
  KeptValues(const Dialect& dialect, const TableAlteration& alteration) : d_(&dialect), a_(&alteration) {}
  std::string old_name(const std::string& column) const;
  std::string called(const std::string& column, Names names) const {
    return d_->quoted(names == Names::old ? old_name(column) : column);
  }

  const Dialect* d_;
  const TableAlteration* a_;
  std::string column_, side_, subject_;  // the column by its new name
  std::vector<std::string> key_;         // by their new names
};

}  // namespace schemac::dialect
