// What of a table goes and comes back around a change: what reads columns that get another name, that go, or that are
// computed no more.
#pragma once

#include <set>

#include "dialect/mysql/questions.h"

namespace schemac::dialect::mysql {

/// A column shorter than this gains nothing from standing apart, which costs a pointer in the row.
constexpr std::size_t kWorthItsOwnPlace = 64;

class SteppingAside {
 public:
  SteppingAside(const Dialect& dialect, const TableAlteration& alteration, const Quarantine& quarantine)
      : d_(dialect), a_(alteration), quarantine_(quarantine), table_(dialect.qualified(alteration.after.name)) {}

 protected:
  template <class M>
  bool is_dropped(const M& member) const {
    return std::any_of(a_.changes.begin(), a_.changes.end(), [&](const Change& change) {
      const auto* drop = std::get_if<catalog::DropMember<M>>(&change);
      return drop && drop->member.name == member.name;
    });
  }

  std::string old_name(const std::string& column) const;
  /// What is kept goes by the name that it had before the migration, under which the way back looks for it.
  std::string kept_name(const std::string& column) const {
    return quarantine_.name(quarantine_.way_back ? column : old_name(column), d_.max_identifier_bytes());
  }
  /// The column as it lies in quarantine; it has the characters that it had, whichever the table comes to have. Where
  /// it would make the row too long, its values stand apart from the row.
  Column kept(const Column& column) const;

  /// A clause of the statement, said once; not where a statement before it carried it out.
  void drop(const std::string& clause);
  void drop_column(const std::string& name) { drop("DROP COLUMN " + d_.quoted(old_name(name))); }
  void drop_index(const std::string& name) { drop("DROP INDEX " + d_.quoted(name)); }
  void drop_check(const catalog::Check& check);
  std::string rename_sql(const std::string& index, const std::string& name) const {
    return "RENAME INDEX " + d_.quoted(index) + " TO " + d_.quoted(name);
  }

  /// The server refuses to rename a column that a check, a generated column or an index expression reads: those go and
  /// come again in the same statement.
  void step_aside_for_renames();
  /// With a column that goes, the servers drop the checks and indexes that read it, or refuse.
  void readers_step_aside(const std::string& column);
  void steps_aside(const catalog::Check& check);

  /// The servers make no plain column of a virtual one: it becomes a stored one first.
  void keep_computed(const catalog::AlterColumn& change);
  /// Labels get other names by the numbers that the server keeps for them: the past of a row, which no statement
  /// updates, has them, too. `column` goes by its old name.
  void renumber(Column column, const std::vector<catalog::RenameLabel>& renamed);
  /// Columns that are computed of this one keep what they hold, where they are to be plain.
  void settle_readers(const std::string& column);
  void change(const std::string& name, const Column& to, std::string what);

  const Dialect& d_;
  const TableAlteration& a_;
  const Quarantine& quarantine_;
  const std::string table_;
  std::vector<std::string> drops_, adds_;
  std::set<std::string> made_, touched_;  // columns
  std::set<std::string> settled_;         // indexes of which no more is to be said
  AlterationSql out_;

 private:
  bool reads_renamed(const Expr& e) const;
  bool is_renamed(const catalog::Check& check) const;
  /// Whether the columns that the table is to have and those in quarantine are too long for one row.
  bool row_is_full() const;
  template <class M>
  void keys_step_aside(const std::vector<M>& before, const std::vector<M>& after, const std::string& column);
  void stop_computing(const Column& column, const std::string& name);

  std::set<std::string> aside_;                  // checks that go and come in the same statement
  std::set<std::string> plain_;                  // columns that are computed no more
  std::set<std::string> early_;                  // clauses that were carried out before the rest
  std::vector<std::string>* earlier_ = nullptr;  // those of such a statement, while it is put together
};

}  // namespace schemac::dialect::mysql
