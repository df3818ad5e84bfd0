// A table or view served over HTTP: collection and item, read and written by what the schema says of it.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schemac/db/database.h"
#include "schemac/http/router.h"
#include "schemac/query/write.h"
#include "schemac/rest/query_string.h"

namespace schemac::rest {

enum class Operation { read, create, update, erase };

/// Who may do what: `role` is a role of the schema, or "anyone".
struct Permission {
  Operation operation = Operation::read;
  std::string_view role;
};

/// One `expose` of the schema.
struct Exposure {
  const query::Table* table = nullptr;
  std::string_view path;                          // "pages": served at /pages and /pages/{key}
  std::span<const std::string_view> fields = {};  // empty: every column that is not hidden
  std::span<const Permission> permissions = {};
};

/// Who sends a request.
struct Caller {
  std::string id;
  std::vector<std::string> roles;
};

/// Tells who sends a request; nothing for a stranger. Runs before each handler.
using Identify = std::function<std::optional<Caller>(const http::Request&)>;

/// One request under way.
struct Call {
  http::Request& request;
  db::Connection& connection;
  std::optional<Caller> caller;
};

/// The row of a write, by column; a column that is not there keeps its value, or takes its default.
using Input = std::vector<query::Assignment>;

/// Serves one exposure. An application derives from it and overrides what it wants otherwise: a whole handler, or
/// `before_write`, which sees and may change every row on its way to the database.
class Resource {
 public:
  Resource(db::Database& database, const Exposure& exposure, Identify identify = {});
  virtual ~Resource() = default;
  Resource(const Resource&) = delete;
  Resource& operator=(const Resource&) = delete;

  /// Adds the routes below `prefix`, "/v1" or empty. The resource must outlive the router.
  void mount(http::Router& router, std::string_view prefix);

 protected:
  /// GET /pages
  virtual http::Response list(Call& call);
  /// POST /pages: an object, or an array of them, all or none.
  virtual http::Response create(Call& call);
  /// PATCH /pages?filter: every row that the filter finds.
  virtual http::Response update_matching(Call& call);
  /// DELETE /pages?filter
  virtual http::Response erase_matching(Call& call);
  /// GET /pages/{key}
  virtual http::Response read(Call& call);
  /// PUT /pages/{key}: what the body leaves out takes its default; creates the row where there is none.
  virtual http::Response replace(Call& call);
  /// PATCH /pages/{key}: what the body leaves out stays.
  virtual http::Response update(Call& call);
  /// DELETE /pages/{key}
  virtual http::Response erase(Call& call);

  /// Throws http::Problem with 401 or 403 where the caller may not.
  virtual void authorize(const Call& call, Operation operation) const;
  /// Sees each row before it is written, validated already. May add assignments, or throw http::Problem.
  virtual void before_write(Call& call, Operation operation, Input& row);

  const query::Table& table() const { return view_.table(); }
  const View& view() const { return view_; }

 private:
  using Method = http::Response (Resource::*)(Call&);
  void add(http::Router& router, std::string_view method, const std::string& path, Operation operation, Method handler);
  http::Response run(http::Request& request, Operation operation, Method handler);

  std::vector<db::Value> key_of(const Call& call) const;
  bool may_read(const Call& call) const;
  query::Returning representation(const Call& call, bool by_default) const;
  query::Returning selected(const http::Request& request) const;
  std::string location_of(std::span<const db::Value> key) const;
  http::Response item(Call& call, const query::Filter& filter, int status, const query::Returning& returning);

  db::Database& database_;
  Exposure exposure_;
  View view_;
  Identify identify_;
  std::string base_;  // "/v1/pages"
};

}  // namespace schemac::rest
