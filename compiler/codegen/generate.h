// From a catalog to the files of a service: models, repositories, REST resources, OpenAPI.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "diag/diagnostic.h"

namespace schemac::catalog {
struct Catalog;
struct Column;
}  // namespace schemac::catalog

namespace schemac::dialect {
class Dialect;
}

namespace schemac::codegen {

struct Options {
  std::vector<const dialect::Dialect*> dialects;  // those the service is to run on
  const dialect::Dialect* naming = nullptr;       // whose names nameless constraints get: PostgreSQL's
  std::string cpp_namespace = "model";            // may be nested: "shop::model"
  std::string title = "API";                      // of the OpenAPI document
  /// The columns of portable views, by the view's name: those views are generated too, to be read.
  const std::map<std::string, std::vector<catalog::Column>>* view_columns = nullptr;
  std::map<std::string, std::string> sources = {};  // table or enum → "blog.schema:12", for the banners
};

struct File {
  std::string path;  // below the output folder, with '/'
  std::string content;
};

/// The files, in the order of their paths; the same input gives the same bytes. Fails where two things would be called
/// the same in C++.
Result<std::vector<File>> generate(const catalog::Catalog& catalog, const Options& options);

}  // namespace schemac::codegen
