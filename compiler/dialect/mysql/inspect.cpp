// Views, triggers and routines; and by name, what else there is.
#include "dialect/mysql/inspect.h"

#include <map>

#include "base/text.h"
#include "dialect/common/reserved.h"
#include "dialect/mysql/mysql.h"

namespace schemac::dialect::mysql {

using namespace catalog;

namespace {

std::string quoted_name(const std::string& name) { return text::quoted(name, '`'); }

Result<void> views(Inspecting& state) {
  return state.each(
      "SELECT table_name, view_definition, check_option, security_type FROM information_schema.views"
      " WHERE table_schema = DATABASE()",
      [&](const Row& row) {
        if (is_reserved_name(text_of(row[0]))) return;
        View view;
        view.name = text_of(row[0]);
        view.query = read_query(text_of(row[1]), state.id, state.database);
        if (row[2] != "NONE") view.options.push_back(state.option("check_option", text::to_lower(text_of(row[2]))));
        if (row[3] != "DEFINER") view.options.push_back(state.option("security", text::to_lower(text_of(row[3]))));
        state.out.catalog.views.add(std::move(view));
      });
}

Result<void> triggers(Inspecting& state) {
  return state.each(
      "SELECT trigger_name, event_object_table, action_timing, event_manipulation, action_statement"
      " FROM information_schema.triggers WHERE trigger_schema = DATABASE() ORDER BY action_order",
      [&](const Row& row) {
        if (is_reserved_name(text_of(row[0])) || is_reserved_name(text_of(row[1]))) return;
        Trigger trigger;
        trigger.name = text_of(row[0]);
        trigger.table = text_of(row[1]);
        trigger.timing = text::to_lower(text_of(row[2]));
        trigger.events = {text::to_lower(text_of(row[3]))};
        trigger.body = expr::raw(state.id, std::string(text::trim(text_of(row[4]))));
        state.out.catalog.triggers.add(std::move(trigger));
      });
}

/// Each routine's parameters as CREATE writes them, by its kind and name; a function's result under position 0.
struct Signature {
  std::vector<std::string> parameters;
  std::string returns;
};

Result<std::map<std::string, Signature>> signatures(Inspecting& state) {
  std::map<std::string, Signature> found;
  auto done = state.each(
      "SELECT routine_type, specific_name, ordinal_position, parameter_mode, parameter_name, dtd_identifier"
      " FROM information_schema.parameters WHERE specific_schema = DATABASE() ORDER BY specific_name, ordinal_position",
      [&](const Row& row) {
        Signature& signature = found[text_of(row[0]) + " " + text_of(row[1])];
        if (row[2] == "0") {
          signature.returns = text_of(row[5]);
          return;
        }
        const std::string mode = row[0] == "PROCEDURE" ? text_of(row[3]) + " " : "";
        signature.parameters.push_back(mode + quoted_name(text_of(row[4])) + " " + text_of(row[5]));
      });
  if (!done) return failure(std::move(done.error()));
  return found;
}

std::string definition_of(const Row& row, const Signature& signature) {
  std::string text = "CREATE " + text_of(row[1]) + " " + quoted_name(text_of(row[0])) + "(" +
                     text::join(signature.parameters, ", ") + ")";
  if (!signature.returns.empty()) text += " RETURNS " + signature.returns;
  if (row[3] == "YES") text += " DETERMINISTIC";
  if (row[4] != "CONTAINS SQL") text += " " + text_of(row[4]);
  if (row[5] != "DEFINER") text += " SQL SECURITY " + text_of(row[5]);
  if (!text_of(row[6]).empty()) text += " COMMENT " + text::quoted(text_of(row[6]), '\'');
  return text + "\n" + std::string(text::trim(text_of(row[2])));
}

Result<void> routines(Inspecting& state) {
  auto parameters = signatures(state);
  if (!parameters) return failure(std::move(parameters.error()));
  return state.each(
      "SELECT routine_name, routine_type, routine_definition, is_deterministic, sql_data_access, security_type,"
      " routine_comment FROM information_schema.routines WHERE routine_schema = DATABASE()",
      [&](const Row& row) {
        if (is_reserved_name(text_of(row[0]))) return;
        if (!row[2] || (row[1] != "FUNCTION" && row[1] != "PROCEDURE")) {
          state.out.unmanaged.push_back(text::to_lower(text_of(row[1])) + " " + text_of(row[0]) +
                                        ", whose text may not be read");
          return;
        }
        Routine routine;
        routine.name = text_of(row[0]);
        routine.kind = text::to_lower(text_of(row[1]));
        routine.definition = expr::raw(state.id, definition_of(row, (*parameters)[*row[1] + " " + *row[0]]));
        state.out.catalog.routines.add(std::move(routine));
      });
}

}  // namespace

Result<void> inspect_programs(Inspecting& state) {
  for (const auto part : {views, triggers, routines})
    if (auto done = part(state); !done) return done;
  return state.each("SELECT event_name FROM information_schema.events WHERE event_schema = DATABASE()",
                    [&](const Row& row) { state.out.unmanaged.push_back("event " + text_of(row[0])); });
}

Result<Inspection> MysqlDialect::inspect(engine::Connection& connection) const {
  auto database = connection.query_value("SELECT DATABASE()");
  if (!database) return failure(std::move(database.error()));
  Inspecting state{connection, id_, database->value_or(""), {}};
  for (const auto part : {inspect_tables, inspect_keys, inspect_programs})
    if (auto done = part(state); !done) return failure(std::move(done.error()));
  state.out.catalog.canonicalise();
  return std::move(state.out);
}

}  // namespace schemac::dialect::mysql
