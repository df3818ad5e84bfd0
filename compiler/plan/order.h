// Orders that the planner keeps: what is read stands before what reads it.
#pragma once

#include <map>
#include <set>

#include "dialect/dialect.h"

namespace schemac::plan {

/// Each behind the one that it is said to follow.
std::vector<const catalog::Trigger*> by_order_of_firing(const catalog::ObjectList<catalog::Trigger>& triggers);
/// Of triggers that go, those that fire behind them go along: they would come to fire before them.
std::vector<catalog::Trigger> with_followers(std::vector<catalog::Trigger> gone,
                                             const catalog::ObjectList<catalog::Trigger>& triggers);

/// What reads tables and may be read itself, or says something of them: a view, a raw object that is no type and, where
/// views pin what they read, a routine.
struct Reader {
  const catalog::View* view = nullptr;
  const catalog::RawObject* raw = nullptr;
  const catalog::Routine* routine = nullptr;
};

/// Every reader, those that another one reads before it, and last what says something of all that is made from then on.
/// A cycle, which no engine lets be, keeps the order of names.
std::vector<Reader> readers(const catalog::Catalog& catalog, const dialect::Dialect& dialect);

/// Whether it is of what is made from now on: rights by default.
bool settles_new(const Reader& reader, const dialect::Dialect& dialect);

/// Whether the type is one of these, or an array of one.
bool is_of_any(const catalog::Type& type, const std::set<std::string>& names);

/// Whether what the table computes, or the types of its columns, speak of one of these.
bool speaks_of(const catalog::Table& table, const std::set<std::string>& names);

/// Whether a routine's parameters or result are of one of `types`, or its parsed body reads one of `moving`.
bool is_made_of(const catalog::Routine& routine, const std::set<std::string>& types,
                const std::set<std::string>& moving);

/// Raw objects that tables are of or use, and the routines that those and tables call, each behind what it needs.
struct Need {
  const catalog::RawObject* raw = nullptr;
  const catalog::Routine* routine = nullptr;
};
std::vector<Need> needs(const catalog::Catalog& catalog, const dialect::Dialect& dialect);

/// Routines, those that another one calls before it.
std::vector<const catalog::Routine*> by_dependency(const catalog::ObjectList<catalog::Routine>& routines);

/// The name that a raw object is likely to be read by: the last word of its own.
std::string made_name(const catalog::RawObject& object);

/// Tables, those that another one is part of, or whose rows it has a type of, before it.
std::vector<const catalog::Table*> makeable(const std::vector<const catalog::Table*>& tables);

/// The alterations in that order: an heir has a column of its parent's once the parent has it.
std::vector<dialect::TableAlteration> makeable(const std::vector<dialect::TableAlteration>& work);

/// Each table's place in an order in which referenced tables come first; cycles keep the order of names.
std::map<std::string, std::size_t> parents_first(const catalog::ObjectList<catalog::Table>& tables);

/// Whether anything is made. It has the rights that are said of it, and no others: those by default stand aside
/// meanwhile.
bool makes_anything(const catalog::ChangeSet& changes);

/// True where `query` reads a table or view, or calls a routine, of one of these names. In raw SQL any word counts.
bool mentions_any(const catalog::Expr& query, const std::set<std::string>& names);

}  // namespace schemac::plan
