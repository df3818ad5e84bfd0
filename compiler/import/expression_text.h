// Names, types and expressions of a catalog in the words of the language. Every name is in backticks: the formatter
// takes away those that are not needed.
#pragma once

#include "catalog/catalog.h"

namespace schemac::import {

std::string name_text(const std::string& name);
std::string name_text(const catalog::QName& name);
std::string names_text(const std::vector<std::string>& names);
std::string type_text(const catalog::Type& type);
/// A collation, which the catalog may have in the quotes of SQL.
std::string collation_text(const std::string& name);
std::string expression_text(const catalog::Expr& expr);
/// `"""…"""`
std::string raw_text(const std::string& sql);
/// `postgres """…"""`
std::string raw_text(const std::string& dialect, const std::string& sql);

}  // namespace schemac::import
