#include "schemac/rest/resource.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "schemac/http/problem.h"
#include "schemac/query/render.h"
#include "schemac/query/row.h"
#include "schemac/rest/convert.h"
#include "schemac/rest/database_problem.h"
#include "schemac/rest/input.h"

namespace schemac::rest {

namespace {

constexpr int kPuts = 5;  // attempts, where others make and delete the same row meanwhile
constexpr std::string_view kSingular = "application/vnd.pgrst.object+json";

/// "Return = \"minimal\"" as "return=minimal": preferences are told apart without regard to case, and their values may
/// stand in quotes (RFC 7240, section 2).
std::string plain_preference(std::string_view entry) {
  const auto equals = entry.find('=');
  std::string plain;
  for (std::size_t i = 0; i < entry.size(); ++i) {
    const char c = entry[i];
    if (c == ' ' || c == '\t' || c == '"') continue;
    plain += i < equals && c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return plain;
}

/// Whether one of the preferences in the request's Prefer headers, as "return=minimal", is what `wanted` tells.
template <class Wanted>
bool any_preference(const http::Request& request, Wanted&& wanted) {
  for (const auto& [name, value] : request.headers) {
    if (!http::equals_ignoring_case(name, "Prefer")) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const auto comma = rest.find_first_of(",;");
      if (wanted(plain_preference(rest.substr(0, comma)))) return true;
      rest = comma == rest.npos ? std::string_view{} : rest.substr(comma + 1);
    }
  }
  return false;
}

bool prefers(const http::Request& request, std::string_view preference) {
  return any_preference(request, [&](std::string_view entry) { return entry == preference; });
}

/// What would write something else than was meant, were it passed over. A GET without its condition is only longer.
void refuse_unserved(const http::Request& request) {
  if (any_preference(request, [](std::string_view entry) { return entry.starts_with("resolution="); }))
    throw http::bad_request("Upserts are not served here: take 'resolution' out of Prefer, or PUT each row.");
  if (prefers(request, "tx=rollback"))
    throw http::bad_request("What is written here stays: take 'tx=rollback' out of Prefer.");
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (!request.header("If-Match").empty() || (!reads && !request.header("If-None-Match").empty()))
    throw http::bad_request("Rows have no ETag here: If-Match and If-None-Match cannot be answered.");
}

/// An item is named by its path: a condition beside it would be passed over.
void refuse_conditions(const http::Request& request) {
  for (const auto& [name, value] : request.query)
    if (name != "select")
      throw http::bad_request("'" + name +
                              "' is not served here: of parameters, what names one row takes 'select' alone.");
}

bool wants_singular(const http::Request& request) {
  return request.header("Accept").find("vnd.pgrst.object") != std::string_view::npos;
}

http::Problem not_one(std::int64_t count) {
  return {.status = 406,
          .code = "not-a-single-row",
          .detail = "One row was asked for, and " + std::to_string(count) + " were found."};
}

/// `Range: 0-9` as offset and limit, where the query string gives neither.
void apply_range(const http::Request& request, query::Select& select) {
  auto range = request.header("Range");
  if (range.starts_with("items=")) range.remove_prefix(6);
  const auto dash = range.find('-');
  if (dash == range.npos || select.limit || select.offset) return;
  std::int64_t first = 0, last = -1;
  if (std::from_chars(range.data(), range.data() + dash, first).ec != std::errc{} || first < 0) return;
  const auto end = range.substr(dash + 1);
  select.offset = first;
  if (end.empty()) return;
  const auto [rest, error] = std::from_chars(end.data(), end.data() + end.size(), last);
  if (error == std::errc::result_out_of_range) return;  // further than any table reaches
  if (error != std::errc{} || rest != end.data() + end.size() || last < first)
    throw http::Problem{.status = 416, .code = "range-not-satisfiable", .detail = "The range ends before it begins."};
  if (last - first < std::numeric_limits<std::int64_t>::max()) select.limit = last - first + 1;
}

/// "0-9/57": the rows given, and how many there are where that was asked.
std::string content_range(std::int64_t offset, std::int64_t count, const std::optional<std::int64_t>& total) {
  const auto given = count == 0 ? "*" : std::to_string(offset) + "-" + std::to_string(offset + count - 1);
  return given + "/" + (total ? std::to_string(*total) : "*");
}

/// Within the transaction, which is taken back: what is answered with 406 was not done.
query::Written one_if_asked(const http::Request& request, const query::Returning& returning, query::Written written) {
  if (!returning.columns.empty() && wants_singular(request) && written.count != 1) throw not_one(written.count);
  return written;
}

http::Response array_or_one(const http::Request& request, std::string rows, std::int64_t count, int status) {
  if (!wants_singular(request)) return http::Response::json("[" + rows + "]", status);
  if (count != 1) throw not_one(count);
  auto response = http::Response::empty(status);
  response.header("Content-Type", std::string(kSingular) + "; charset=utf-8");
  response.body = std::move(rows);
  return response;
}

http::Response written_response(const http::Request& request, query::Written written,
                                const query::Returning& returning) {
  auto response = returning.columns.empty() ? http::Response::empty(204)
                                            : array_or_one(request, std::move(written.json), written.count, 200);
  const std::optional<std::int64_t> total =
      prefers(request, "count=exact") ? std::optional(written.count) : std::nullopt;
  response.header("Content-Range", content_range(0, written.count, total));
  return response;
}

/// The text of a key's part, as it stands in a path: what its JSON says.
std::string path_text(const query::Column& column, const db::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return http::percent_encoded(*text);
  std::string written;
  query::append_neutral(written, column, value);
  if (const auto* octets = std::get_if<db::Bytes>(&value); octets != nullptr)
    written = "\\x" + written.substr(4, written.size() - 5);  // "\\x6869" in quotes, as JSON has it
  return http::percent_encoded(written);
}

/// A write reaches every row that its filter finds, and no part of them.
void require_filter(const http::Request& request, const query::Filter& filter, std::string_view doing) {
  for (const auto* part : {"limit", "offset", "order"})
    if (request.query_value(part))
      throw http::bad_request("'" + std::string(part) + "' is not served where rows are written: to " +
                              std::string(doing) + " some of them, filter by their key.");
  if (!request.header("Range").empty()) throw http::bad_request("A Range is not served where rows are written.");
  if (!filter.matches_everything()) return;
  throw http::bad_request("To " + std::string(doing) + " every row of a collection, a filter is needed that says so: " +
                          "name a key, or ask a condition that all rows meet.");
}

}  // namespace

Resource::Resource(db::Database& database, const Exposure& exposure, Identify identify)
    : database_(database),
      exposure_(exposure),
      view_(*exposure.table, exposure.fields),
      identify_(std::move(identify)) {}

void Resource::add(http::Router& router, std::string_view method, const std::string& path, Operation operation,
                   Method handler) {
  const auto allowed = std::any_of(exposure_.permissions.begin(), exposure_.permissions.end(),
                                   [&](const auto& permission) { return permission.operation == operation; });
  if (!allowed) return;  // what nobody may do does not exist
  router.add(method, path,
             [this, operation, handler](http::Request& request) { return run(request, operation, handler); });
}

void Resource::mount(http::Router& router, std::string_view prefix) {
  base_ = std::string(prefix) + "/" + std::string(exposure_.path);
  add(router, "GET", base_, Operation::read, &Resource::list);
  add(router, "POST", base_, Operation::create, &Resource::create);
  add(router, "PATCH", base_, Operation::update, &Resource::update_matching);
  add(router, "DELETE", base_, Operation::erase, &Resource::erase_matching);
  if (table().key.empty()) return;
  auto item = base_;
  for (const auto part : table().key) item += "/{" + std::string(part) + "}";
  add(router, "GET", item, Operation::read, &Resource::read);
  add(router, "PUT", item, Operation::update, &Resource::replace);
  add(router, "PATCH", item, Operation::update, &Resource::update);
  add(router, "DELETE", item, Operation::erase, &Resource::erase);
}

http::Response Resource::run(http::Request& request, Operation operation, Method handler) {
  try {
    refuse_unserved(request);
    auto caller = identify_ ? identify_(request) : std::nullopt;
    const auto lease = database_.acquire();
    Call call{request, *lease, std::move(caller)};
    authorize(call, operation);
    return (this->*handler)(call);
  } catch (const db::Error& error) {
    const auto problem = problem_of(error, table());
    if (problem.status >= 500) throw;  // no fault of the client's: the app logs what the database said
    return problem.response();
  }
}

void Resource::authorize(const Call& call, Operation operation) const {
  for (const auto& permission : exposure_.permissions) {
    if (permission.operation != operation) continue;
    if (permission.role == "anyone") return;
    if (!call.caller) continue;
    const auto& roles = call.caller->roles;
    if (std::find(roles.begin(), roles.end(), permission.role) != roles.end()) return;
  }
  if (!call.caller) throw http::Problem{.status = 401, .code = "not-authenticated", .detail = "Log in to do this."};
  throw http::Problem{.status = 403, .code = "forbidden", .detail = "You may not do this."};
}

bool Resource::may_read(const Call& call) const {
  try {
    authorize(call, Operation::read);
    return true;
  } catch (const http::Problem&) {
    return false;
  }
}

void Resource::before_write(Call&, Operation, Input&) {}

std::vector<db::Value> Resource::key_of(const Call& call) const {
  std::vector<db::Value> key;
  for (const auto part : table().key) {
    const auto& column = table().columns[*table().find(part)];
    auto converted = convert_text(column, call.request.parameter(part));
    if (std::holds_alternative<http::FieldError>(converted))
      throw http::not_found("No row of " + std::string(table().name) + " has such a key.");
    key.push_back(std::get<db::Value>(std::move(converted)));
  }
  return key;
}

/// What is written is not shown to who may not read it: asked for, it is refused; else it is left out.
query::Returning Resource::representation(const Call& call, bool by_default) const {
  const http::Request& request = call.request;
  const bool asked = prefers(request, "return=representation");
  if (asked) authorize(call, Operation::read);
  if (asked && table().key.empty())  // only some engines tell which rows they wrote
    throw http::bad_request(std::string(table().name) + " has no primary key: what was written cannot be shown.");
  if (!asked && (!by_default || prefers(request, "return=minimal") || !may_read(call))) return {};
  return selected(request);
}

/// The columns that the request selects: all, where it does not say.
query::Returning Resource::selected(const http::Request& request) const {
  const auto columns = request.query_value("select");
  if (!columns) return {view_.columns(), {}};
  auto collection = parse_collection(view_, {{"select", std::string(*columns)}});
  return {std::move(collection.select.columns), std::move(collection.names)};
}

std::string Resource::location_of(std::span<const db::Value> key) const {
  std::string location = base_;
  for (std::size_t i = 0; i < key.size(); ++i) {
    const auto segment = path_text(table().columns[*table().find(table().key[i])], key[i]);
    if (segment.empty()) return "";  // a row whose key is the empty text is found by a filter alone
    location += "/" + segment;
  }
  return location;
}

http::Response Resource::list(Call& call) {
  auto collection = parse_collection(view_, call.request.query);
  apply_range(call.request, collection.select);
  const auto engine = call.connection.engine();
  std::optional<std::int64_t> total;
  if (prefers(call.request, "count=exact")) {
    const auto statement = query::count(engine, table(), collection.select.filter);
    const auto rows = call.connection.query(statement.sql, statement.values);
    rows->next();
    total = rows->integer(0);
  }
  const auto statement = query::select(engine, table(), collection.select);
  const auto rows = call.connection.query(statement.sql, statement.values);
  std::string body;
  std::int64_t count = 0;
  for (; rows->next(); ++count) {
    if (count > 0) body += ',';
    query::append_row(body, table(), collection.select.columns, collection.names, *rows);
  }
  const auto offset = collection.select.offset.value_or(0);
  if (total && offset > *total)
    throw http::Problem{.status = 416,
                        .code = "range-not-satisfiable",
                        .detail = "There are only " + std::to_string(*total) + " rows."};
  const int status = total && count < *total ? 206 : 200;
  auto response = array_or_one(call.request, std::move(body), count, status);
  response.header("Content-Range", content_range(offset, count, total));
  return response;
}

http::Response Resource::create(Call& call) {
  refuse_conditions(call.request);
  const auto body = parse_body(call.request);
  std::vector<Input> rows;
  if (const auto* items = body.array())
    for (const auto& item : *items) rows.push_back(parse_row(view_, InputKind::create, item));
  else
    rows.push_back(parse_row(view_, InputKind::create, body));
  for (auto& row : rows) before_write(call, Operation::create, row);
  const auto returning = representation(call, false);
  auto written = db::transaction(call.connection, [&] {
    return one_if_asked(call.request, returning, query::insert_rows(call.connection, table(), rows, returning));
  });
  auto response = returning.columns.empty() ? http::Response::empty(201)
                                            : array_or_one(call.request, std::move(written.json), written.count, 201);
  if (body.object() != nullptr && written.keys.size() == 1 && !written.keys.front().empty())
    if (const auto location = location_of(written.keys.front()); !location.empty())
      response.header("Location", location);
  return response;
}

http::Response Resource::update_matching(Call& call) {
  authorize(call, Operation::read);  // a filter tells what rows hold
  const auto collection = parse_collection(view_, call.request.query);
  require_filter(call.request, collection.select.filter, "change");
  auto changes = parse_row(view_, InputKind::update, parse_body(call.request));
  before_write(call, Operation::update, changes);
  const auto returning = representation(call, false);
  if (changes.empty()) return written_response(call.request, {}, returning);
  auto written = db::transaction(call.connection, [&] {
    return one_if_asked(call.request, returning,
                        query::update_rows(call.connection, table(), changes, collection.select.filter, returning));
  });
  return written_response(call.request, std::move(written), returning);
}

http::Response Resource::erase_matching(Call& call) {
  authorize(call, Operation::read);  // as above
  const auto collection = parse_collection(view_, call.request.query);
  require_filter(call.request, collection.select.filter, "delete");
  const auto returning = representation(call, false);
  auto written = db::transaction(call.connection, [&] {
    return one_if_asked(call.request, returning,
                        query::erase_rows(call.connection, table(), collection.select.filter, returning));
  });
  return written_response(call.request, std::move(written), returning);
}

http::Response Resource::item(Call& call, const query::Filter& filter, int status, const query::Returning& returning) {
  query::Select what;
  what.columns = returning.columns;
  what.filter = filter;
  const auto statement = query::select(call.connection.engine(), table(), what);
  const auto rows = call.connection.query(statement.sql, statement.values);
  if (!rows->next()) throw http::not_found("No row of " + std::string(table().name) + " has this key.");
  std::string body;
  query::append_row(body, table(), returning.columns, returning.names, *rows);
  return http::Response::json(std::move(body), status);
}

http::Response Resource::read(Call& call) {
  refuse_conditions(call.request);
  return item(call, query::key_filter(table(), key_of(call)), 200, selected(call.request));
}

http::Response Resource::update(Call& call) {
  refuse_conditions(call.request);
  const auto filter = query::key_filter(table(), key_of(call));
  auto changes = parse_row(view_, InputKind::update, parse_body(call.request));
  before_write(call, Operation::update, changes);
  const auto returning = representation(call, true);
  if (changes.empty()) {
    const bool is_shown = !returning.columns.empty();
    auto found = item(call, filter, 200, is_shown ? returning : query::Returning{view_.columns(), {}});
    return is_shown ? std::move(found) : http::Response::empty(204);
  }
  const auto written = db::transaction(
      call.connection, [&] { return query::update_rows(call.connection, table(), changes, filter, returning); });
  if (written.count == 0) throw http::not_found("No row of " + std::string(table().name) + " has this key.");
  return returning.columns.empty() ? http::Response::empty(204) : http::Response::json(written.json);
}

http::Response Resource::replace(Call& call) {
  refuse_conditions(call.request);
  const auto key = key_of(call);
  auto row = parse_replacement(view_, key, parse_body(call.request));
  before_write(call, Operation::update, row);
  const auto returning = representation(call, true);
  bool created = false;
  const auto put = [&] {
    auto changed = query::update_rows(call.connection, table(), row, query::key_filter(table(), key), returning);
    created = changed.count == 0;
    if (!created) return changed;
    auto whole = row;
    for (std::size_t i = 0; i < key.size(); ++i) {
      const auto part = *table().find(table().key[i]);
      if (auto wrong = last_number(table().columns[part], key[i])) throw http::invalid({*std::move(wrong)});
      whole.push_back({part, key[i]});
    }
    const std::vector<Input> rows = {std::move(whole)};
    return query::insert_rows(call.connection, table(), rows, returning);
  };
  query::Written written;
  for (int attempt = 1;; ++attempt) try {
      written = db::transaction(call.connection, put);
      break;
    } catch (const db::Error& error) {  // who came between made the row: it is replaced, then, unless it goes again
      if (error.kind() != db::ErrorKind::unique || !created || attempt == kPuts) throw;
    }
  const int status = created ? 201 : returning.columns.empty() ? 204 : 200;
  auto response =
      returning.columns.empty() ? http::Response::empty(status) : http::Response::json(written.json, status);
  if (created) response.header("Location", location_of(key));
  return response;
}

http::Response Resource::erase(Call& call) {
  refuse_conditions(call.request);
  const auto filter = query::key_filter(table(), key_of(call));
  const auto returning = representation(call, false);
  const auto written =
      db::transaction(call.connection, [&] { return query::erase_rows(call.connection, table(), filter, returning); });
  if (written.count == 0) throw http::not_found("No row of " + std::string(table().name) + " has this key.");
  return returning.columns.empty() ? http::Response::empty(204) : http::Response::json(written.json);
}

}  // namespace schemac::rest
