// CREATE TABLE and ALTER TABLE.
#pragma once

#include "import/postgres/constraints.h"

namespace schemac::import::postgres {

void create_table(const Statement& s);
void alter_table(const Statement& s);
void cluster(const Statement& s);

/// A new column of a table that is there: its type, default, numbering and generation; its other constraints go to
/// `pending`. `end` is the token behind its definition.
void add_column(const Statement& s, const QName& table, const Node& definition, std::size_t end,
                WrittenConstraints& pending);

/// LIKE other INCLUDING …: the columns, before others; and what comes once the table is there.
void copy_columns(const Statement& s, const QName& table, const Node& like);
void copy_members(const Statement& s, const QName& table, const Node& like);

/// The tokens between "DEFAULT" and the next part of a column's definition, and so on: where each constraint of a
/// column ends.
std::size_t constraint_end(const Statement& s, const Node& definition, const Node& constraint, std::size_t end);

void drop_column(const Statement& s, const QName& table, const std::string& column, bool missing_ok, bool cascade);
/// "FOR VALUES FROM (1) TO (2)", "DEFAULT".
std::string bound_text(const Statement& s, const Node& bound);
void attach_partition(const Statement& s, const QName& parent, const Node& command);
void detach_partition(const Statement& s, const QName& parent, const Node& command);
void inherit(const Statement& s, const QName& heir, const QName& parent);
void disinherit(const Statement& s, const QName& heir, const QName& parent);

/// What a default is called that an heir has of its own for a column of its parent, as the inspection calls it.
std::string inherited_default_name(const Database& db, const QName& heir);

/// Says the parents of each table in its options.
void finish_inheritance(Database& db);

/// DEFAULT NULL is none, unless the value is brought to a length or a domain on the way.
bool is_no_default(const Database& db, const catalog::Type& type, const catalog::Expr& value);

/// An option of a table, or nullptr.
catalog::Option* find_option(catalog::Options& options, std::string_view name);
void set_option(catalog::Options& options, const std::string& name, const std::string& value);
/// Where a table or an index is to be kept: what a statement says, or else what is usual by now.
void set_tablespace(const Database& db, catalog::Options& options, const std::string& said);

}  // namespace schemac::import::postgres
