// The texts of MySQL's DDL that more than one statement needs.
#pragma once

#include "dialect/mysql/mysql.h"

namespace schemac::dialect::mysql {

std::string column_sql(const Dialect& d, const Column& column);
std::string key_sql(const Dialect& d, const catalog::PrimaryKey& key);
std::string key_sql(const Dialect& d, const catalog::Unique& key);
std::string key_sql(const Dialect& d, const catalog::Index& index);
std::string constraint_sql(const Dialect& d, const catalog::ForeignKey& key);
std::string constraint_sql(const Dialect& d, const catalog::Check& check);
std::string options_sql(const Dialect& d, const catalog::Options& options, const std::string& comment);

/// All of one table's changes, one ALTER TABLE where that can be: the server makes it atomic.
AlterationSql alter(const Dialect& d, const TableAlteration& alteration, const Quarantine& quarantine);

/// The column as it lies in quarantine: nullable, numbering nothing.
Column released(const Column& column, const std::string& name);

}  // namespace schemac::dialect::mysql
