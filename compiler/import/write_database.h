// An inspected database as .schema text that stands for all of it. What the language does not say, or would say
// otherwise, stands in SQL: the text is read again, and each expression that does not come back as the database has it
// is written as the engine writes it.
#pragma once

#include "dialect/dialect.h"

namespace schemac::import {

std::string write_database(const dialect::Inspection& inspected, const dialect::Dialect& dialect);

struct SchemaFile {
  std::string name;  // "orders.schema"
  std::string text;
};

/// The same in files of one folder (table_groups.h), each with the imports that it needs to be read alone.
std::vector<SchemaFile> write_database_split(const dialect::Inspection& inspected, const dialect::Dialect& dialect);

}  // namespace schemac::import
