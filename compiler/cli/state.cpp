#include "cli/state.h"

#include "dialect/dialects.h"
#include "store/files.h"

namespace schemac::cli {

namespace {

Result<StateValue> from_database(const std::string& url) {
  auto connection = connect(url, false);
  if (!connection) return failure(std::move(connection.error()));
  const DialectId dialect = (*connection)->dialect();
  auto inspected = dialect::get(dialect).inspect(**connection);
  if (!inspected) return failure(std::move(inspected.error()));
  return StateValue{std::move(inspected->catalog), dialect, {}, std::move(inspected->unmanaged), {}, {},
                    std::move(*connection)};
}

Result<StateValue> from_migrations(std::string_view argument) {
  const auto at = argument.rfind('@');
  const std::string folder(argument.substr(0, at));
  const auto there = store::is_there(folder);
  if (!there) return failure(there.error());
  if (!*there) return failure(diag::Code::SC4002, folder);
  auto migrations = store::Migrations::load(folder);
  if (!migrations) return failure(std::move(migrations.error()));
  if (at + 1 == argument.size())
    return failure(diag::make(diag::Code::SC7005, "", folder).with_help("leave '@' out for all of its migrations"));
  auto catalog = migrations->fold(at == argument.npos ? std::string_view{} : argument.substr(at + 1));
  if (!catalog) return failure(std::move(catalog.error()));
  return StateValue{std::move(*catalog), std::nullopt, {}, {}, {}};
}

}  // namespace

Result<StateValue> load_state(Session& session, const std::string& argument) {
  constexpr std::string_view migrations = "migrations:";
  if (argument == "empty") return StateValue{};
  if (argument.starts_with(migrations)) return from_migrations(std::string_view(argument).substr(migrations.size()));
  if (looks_like_database_url(argument)) return from_database(argument);
  auto schema = load_schema(session, {argument}, {});
  if (!schema) return failure(std::move(schema.error()));
  return StateValue{std::move(schema->catalog), std::nullopt,
                    std::move(schema->renames), {},
                    std::move(schema->limited), std::move(schema->rename_places)};
}

Result<catalog::Catalog> physical(StateValue& state, DialectId dialect) {
  if (state.physical) {
    if (*state.physical == dialect) return std::move(state.catalog);
    return failure(diag::Code::SC4014, to_string(*state.physical), to_string(dialect));
  }
  diag::Diagnostics problems;
  sema::report_limits({{}, {}, {}, {}, state.limited, {}}, {dialect}, problems);
  catalog::Catalog out = dialect::get(dialect).lower(state.catalog, problems);
  if (diag::has_errors(problems)) return failure(std::move(problems));
  return out;
}

}  // namespace schemac::cli
