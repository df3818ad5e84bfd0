// The labels of enums, which an engine without enum types keeps with each column.
#pragma once

#include "catalog/catalog.h"

namespace schemac::catalog {

/// The labels that are a column's own: of its type where that lists them (MySQL, string-type-overview "ENUM"), else of
/// the check that stands for an enum. Empty where it has none.
std::vector<std::string> labels_of(const Table& table, const std::string& column);

/// True where the check does nothing but list the labels of one column: what an enum is where there is no type for it.
bool lists_labels(const Check& check);

/// `from` becomes `to` among the labels and in the defaults; where `to` is a label already, the two become one. False
/// where there is no such label.
bool rename_label(Catalog& catalog, const QName& enumeration, const std::string& from, const std::string& to);
bool rename_label(Table& table, const std::string& column, const std::string& from, const std::string& to);

/// Every text `from` in `e`, a condition on a column of an enum, becomes `to`.
void rename_label(Expr& e, const std::string& from, const std::string& to);

}  // namespace schemac::catalog
