// Every name that the files declare, before anything is resolved.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "diag/diagnostic.h"
#include "sema/sema.h"
#include "syntax/ast.h"

namespace schemac::sema {

/// A declaration with what surrounds it.
template <class Node>
struct Declared {
  const Node* node = nullptr;
  const ast::Declaration* declaration = nullptr;
  catalog::Dialects dialects;  // of the `for` block around it
};

template <class Node>
using Names = std::map<std::string, Declared<Node>>;  // by full name: "sales.orders"

struct Symbols {
  Names<ast::Mixin> mixins;
  Names<ast::TypeAlias> types;
  Names<ast::Enum> enums;
  Names<ast::Table> tables;
  Names<ast::View> views;
  Names<ast::Namespace> namespaces;
  Names<ast::Role> roles;
  std::vector<Declared<ast::Extension>> extensions;
  std::vector<Declared<ast::Trigger>> triggers;
  std::vector<Declared<ast::Routine>> routines;
  std::vector<Declared<ast::RawObject>> raw_objects;
  std::vector<Declared<ast::Seed>> seeds;
  std::vector<Declared<ast::Policy>> policies;
  std::vector<Declared<ast::Api>> apis;
  bool broken = false;  // something could not be read: what is not found may be in there
};

/// Collects the declarations of all files; SC2002 for a name that is declared twice.
Symbols collect(const std::deque<ast::File>& files, diag::Diagnostics& diagnostics);

catalog::QName qname(const ast::QualifiedName& name);
catalog::Dialects dialect_names(const std::vector<ast::DialectName>& dialects);

/// What stands in both, where neither is "all".
catalog::Dialects both(const catalog::Dialects& outer, const catalog::Dialects& inner);

template <class Node>
std::vector<std::string> keys(const Names<Node>& names) {
  std::vector<std::string> result;
  for (const auto& [key, value] : names) result.push_back(key);
  return result;
}

/// Adds to `d`, which tells of an unknown `name` at `place`, the candidate that was probably meant.
void suggest(diag::Diagnostic& d, diag::Span place, const std::string& name,
             const std::vector<std::string>& candidates);

}  // namespace schemac::sema
