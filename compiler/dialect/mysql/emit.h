// The texts of MySQL's DDL that more than one statement needs.
#pragma once

#include "dialect/mysql/mysql.h"

namespace schemac::dialect::mysql {

/// The value of a setting; empty where it is not said.
/// A column with its MariaDB check, which `table` holds.
std::string column_sql(const Dialect& d, const Table& table, const Column& column);
std::string key_sql(const Dialect& d, const catalog::PrimaryKey& key);
std::string key_sql(const Dialect& d, const catalog::Unique& key);
std::string key_sql(const Dialect& d, const catalog::Index& index);
std::string constraint_sql(const Dialect& d, const catalog::ForeignKey& key);
std::string constraint_sql(const Dialect& d, const catalog::Check& check);
/// An index that a foreign key made gives way to the one that the same key makes anew, under another name: what keeps
/// it, before the key is added to `table`, which has the index.
Statements keep_index_names(const Dialect& d, const Table& table, const catalog::ForeignKey& key);
std::string options_sql(const Dialect& d, const catalog::Options& options, const std::string& comment);

bool has_another_engine(const Table& before, const Table& after);
/// Clauses of ALTER TABLE for the settings that the table is no longer to have.
std::vector<std::string> given_up_options_sql(const Table& before, const Table& after);
/// Clauses for those that differ; where the engine does, the old one is to have given up its own before. A partitioning
/// stands behind all of them, without a comma.
std::vector<std::string> changed_options_sql(const Dialect& d, const Table& before, const Table& after);
std::string changed_partition_sql(const Table& before, const Table& after);

/// All of one table's changes, one ALTER TABLE where that can be: the server makes it atomic.
AlterationSql alter(const Dialect& d, const TableAlteration& alteration, const Quarantine& quarantine);

/// The column as it lies in quarantine: nullable, numbering nothing.
Column released(const Column& column, const std::string& name);
/// The column as one that holds what was computed, and computes no more.
Column settled(const Column& column, const std::string& name);
/// The column as one of texts.
Column as_texts(const Column& column, const std::string& name);

}  // namespace schemac::dialect::mysql
