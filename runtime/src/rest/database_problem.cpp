#include "schemac/rest/database_problem.h"

#include <algorithm>

namespace schemac::rest {

namespace {

using db::ErrorKind;
using query::Constraint;
using query::ConstraintKind;

std::string joined(std::span<const std::string_view> names, std::string_view separator) {
  std::string out;
  for (const auto name : names) out += (out.empty() ? "" : std::string(separator)) + std::string(name);
  return out;
}

bool may_be(const Constraint& constraint, ErrorKind kind) {
  switch (constraint.kind) {
    case ConstraintKind::primary_key:
    case ConstraintKind::unique:
      return kind == ErrorKind::unique;
    case ConstraintKind::foreign_key:
      return kind == ErrorKind::foreign_key;
    case ConstraintKind::check:
      return kind == ErrorKind::check;
  }
  return false;
}

/// MySQL and MariaDB tell a key as `table.key`, and of that its first 64 characters.
bool is_cut(const Constraint& constraint, const std::string& told, const query::Table& table) {
  return table.name.size() + 1 + constraint.name.size() > 64 && constraint.name.starts_with(told);
}

/// The one constraint whose name begins as the server could tell it.
const Constraint* find_cut(const db::ErrorDetail& detail, const query::Table& table) {
  const Constraint* found = nullptr;
  for (const auto& constraint : table.constraints) {
    if (!may_be(constraint, detail.kind) || !is_cut(constraint, detail.constraint, table)) continue;
    if (found != nullptr) return nullptr;
    found = &constraint;
  }
  return found;
}

/// The constraint that an error is about: by its name, or by its columns where SQLite tells those instead. MySQL calls
/// every primary key PRIMARY.
const Constraint* find_constraint(const db::ErrorDetail& detail, const query::Table& table) {
  for (const auto& constraint : table.constraints) {
    if (!may_be(constraint, detail.kind)) continue;
    if (!detail.constraint.empty() && constraint.name == detail.constraint) return &constraint;
    if (detail.constraint == "PRIMARY" && constraint.kind == ConstraintKind::primary_key) return &constraint;
    if (!detail.column.empty() && detail.kind == ErrorKind::unique && joined(constraint.columns, ",") == detail.column)
      return &constraint;
  }
  const bool may_be_cut = detail.kind == ErrorKind::unique && detail.column.empty();
  return may_be_cut ? find_cut(detail, table) : nullptr;
}

http::Problem problem(int status, std::string code, std::string detail) {
  return {.status = status, .code = std::move(code), .detail = std::move(detail)};
}

void name_fields(http::Problem& problem, const Constraint* constraint, const std::string& code) {
  if (constraint == nullptr) return;
  problem.constraint = constraint->name;
  for (const auto column : constraint->columns)
    problem.errors.push_back({std::string(column), code, problem.detail, std::string(constraint->name)});
}

http::Problem unique_problem(const Constraint* constraint, const query::Table& table) {
  auto out = problem(409, "unique-violation", "A row of " + std::string(table.name) + " with this key exists already.");
  if (constraint != nullptr)
    out.detail =
        "A row of " + std::string(table.name) + " with this " + joined(constraint->columns, ", ") + " exists already.";
  name_fields(out, constraint, "unique");
  return out;
}

http::Problem foreign_key_problem(const Constraint* constraint) {
  if (constraint == nullptr)
    return problem(409, "foreign-key-violation",
                   "Another row still refers to this one, or one that this row refers to is missing.");
  auto out = problem(409, "foreign-key-violation",
                     joined(constraint->columns, ", ") + " refers to a row of " +
                         std::string(constraint->referenced_table) + " that does not exist.");
  name_fields(out, constraint, "foreign-key");
  return out;
}

http::Problem check_problem(const Constraint* constraint, const db::ErrorDetail& detail) {
  const auto name = constraint != nullptr ? std::string(constraint->name) : detail.constraint;
  auto out = problem(422, "validation-failed",
                     "The row does not satisfy " + (name.empty() ? "a check of the schema" : name) + ".");
  name_fields(out, constraint, "check");
  if (constraint != nullptr && out.errors.size() == 1)
    out.detail = out.errors.front().detail = out.errors.front().field + " does not satisfy " + name + ".";
  return out;
}

http::Problem not_null_problem(const db::ErrorDetail& detail) {
  if (detail.column.empty()) return problem(422, "validation-failed", "A required value is missing.");
  return http::invalid({{detail.column, "required", detail.column + " must not be null.", ""}});
}

}  // namespace

std::optional<http::Problem> unavailable(const db::Error& error) {
  switch (error.kind()) {
    case ErrorKind::connection:
    case ErrorKind::pool_exhausted:
    case ErrorKind::busy:
    case ErrorKind::serialization:
    case ErrorKind::timeout:
      return problem(503, "database-unavailable", "The database cannot answer now; try again.");
    default:
      return std::nullopt;
  }
}

http::Problem problem_of(const db::Error& error, const query::Table& table) {
  if (auto away = unavailable(error)) return *std::move(away);
  const auto& detail = error.detail();
  const auto* constraint = find_constraint(detail, table);
  switch (detail.kind) {
    case ErrorKind::unique:
      return unique_problem(constraint, table);
    case ErrorKind::foreign_key:
      return foreign_key_problem(constraint);
    case ErrorKind::check:
      return check_problem(constraint, detail);
    case ErrorKind::not_null:
      return not_null_problem(detail);
    case ErrorKind::invalid_value:
      return problem(422, "validation-failed", "A value is out of range or of the wrong type.");
    default:
      break;
  }
  return problem(500, "internal-error", "The server could not carry out the request.");
}

}  // namespace schemac::rest
