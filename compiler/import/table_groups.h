// Which file of a folder each object of a database is written to.
#pragma once

#include "catalog/catalog.h"

namespace schemac::import {

/// A part of a catalog that goes into one file.
struct SchemaPart {
  std::string name;  // of the file, without its extension
  catalog::Catalog catalog;
  std::vector<std::string> imports;  // names of other parts that it speaks of
};

/// A table goes with those of its schema on PostgreSQL, where that is not `public`; else with those whose names begin
/// with the same word, where there are two or more ("orders", "order_items"); else into `tables`. A word that every
/// name begins with ("wp_") counts for nothing. Its triggers go with it. Types, views, routines and what is carried in
/// SQL have a part each; parts without anything in them are left out.
std::vector<SchemaPart> parts_of(const catalog::Catalog& catalog);

}  // namespace schemac::import
