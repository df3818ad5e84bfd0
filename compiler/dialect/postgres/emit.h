// The texts of PostgreSQL's DDL that more than one statement needs.
#pragma once

#include "dialect/postgres/postgres.h"

namespace schemac::dialect::postgres {

/// The order in which settings compare and are written: PostgreSQL keeps storage parameters as they were given, those
/// of the TOAST table behind the others.
void order_settings(catalog::Options& settings);

/// The storage parameters among them.
catalog::Options storage_of(const catalog::Options& settings);

std::string column_sql(const Dialect& d, const Table& table, const Column& column);
std::string identity_sql(const Dialect& d, const Table& table, const Column& column);
/// Of a column that has one.
std::string default_sql(const Dialect& d, const Column& column);
std::string constraint_sql(const Dialect& d, const catalog::PrimaryKey& key);
std::string constraint_sql(const Dialect& d, const catalog::Unique& key);
std::string constraint_sql(const Dialect& d, const catalog::ForeignKey& key);
std::string constraint_sql(const Dialect& d, const catalog::Check& check);
std::string create_index_sql(const Dialect& d, const QName& table, const catalog::Index& index);

/// COMMENT ON `what`; an empty comment takes it away.
Statement comment_sql(const Dialect& d, const std::string& what, const std::string& comment);

/// The sequence that numbers an identity or serial column; of a column that names none, the one that the engine would
/// choose.
QName sequence_of(const Table& table, const Column& column);

/// `serial` makes a sequence of the conventional name; one of another name is made before the column, and given to it
/// afterwards.
Statements sequence_before(const Dialect& d, const Table& table, const Column& column);
Statements sequence_after(const Dialect& d, const Table& table, const Column& column);

/// What goes by this name while it is in quarantine: there, all schemas are one.
std::string kept_name(const Dialect& d, const QName& name, const Quarantine& quarantine);

/// Whether it may call a function, an operator or a type of somebody's own: those can go while what calls them is kept.
bool may_call_others(const Expr& e);

/// ALTER statements for one table.
AlterationSql alter(const Dialect& d, const TableAlteration& alteration, const Quarantine& quarantine);

/// Statements for what is not a table.
Statements object_sql(const Dialect& d, const Change& change, const Both& both, const Quarantine& quarantine);

}  // namespace schemac::dialect::postgres
