// Views, triggers and routines; and by name, what else there is.
#include "dialect/mysql/inspect.h"

#include <algorithm>

#include "base/text.h"
#include "dialect/common/reserved.h"
#include "dialect/common/sql_lexer.h"
#include "dialect/mysql/mysql.h"

namespace schemac::dialect::mysql {

using namespace catalog;

namespace {

/// "`root`@`localhost`" of "root@localhost"; nothing for who is connected, whom the server takes anyway.
std::string definer_of(const Inspecting& state, const std::string& account) {
  const std::size_t at = account.rfind('@');
  if (account == state.account || at == account.npos) return "";
  return text::quoted(account.substr(0, at), '`') + "@" + text::quoted(account.substr(at + 1), '`');
}

/// The connection that a view or a program was made on, where schemac's is another: the texts in it are of its
/// collation. What is not ASCII would have to be sent in the old character set, and means the same in UTF-8.
void note_connection(const Inspecting& state, Options& out, const engine::Value& charset,
                     const engine::Value& collation, std::string_view sql) {
  const bool ascii = std::none_of(sql.begin(), sql.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  if (charset && charset != "utf8mb4" && (ascii || charset == "utf8mb3"))
    out.push_back(state.option("character_set_client", *charset));
  if (collation && *collation != session_collation(state.id))
    out.push_back(state.option("collation_connection", *collation));
}

/// What the statement alone tells: on MySQL how the view is computed, and what its columns are called where it names
/// them; and the query with the character sets of its texts.
/// CREATE ALGORITHM=MERGE DEFINER=… VIEW `v` (`a`,`b`) AS select … WITH LOCAL CHECK OPTION.
Result<void> take_statement(Inspecting& state, View& view, const std::string& kept) {
  auto shown = state.connection.query("SHOW CREATE VIEW " + text::quoted(view.name.name, '`'));
  if (!shown) return failure(std::move(shown.error()));
  const std::string sql = text_of(shown->rows[0][1]);
  const std::vector<SqlToken> tokens = lex_sql(state.id, sql);
  std::size_t i = 0;
  for (; !tokens[i].is("view"); ++i)
    if (tokens[i].is("algorithm")) {
      const std::string algorithm = text::to_lower(tokens[i + 2].text);
      if (algorithm != "undefined") view.options.push_back(state.option("algorithm", algorithm));
    }
  for (i += 2; !tokens[i].is("as"); ++i)
    if (tokens[i].is_name()) view.columns.push_back(tokens[i].text);
  const std::size_t last = tokens.size() - 2;  // behind it stands the end
  const bool checked = last > i + 4 && tokens[last].is("option") && tokens[last - 1].is("check");
  const std::size_t begin = tokens[i + 1].begin, end = tokens[checked ? last - 4 : last].end;
  note_connection(state, view.options, shown->rows[0][2], shown->rows[0][3], sql);
  const std::string query = sql.substr(begin, end - begin);
  const bool rewritten = !state.is_mariadb() && is_rewritten(query);
  view.query = read_query(rewritten ? as_first_written(kept, query) : query, state.id, state.database);
  return {};
}

/// Views that the server itself cannot use, and why: what they read is gone, or hidden from their definers. It says so
/// where the comment of a table stands; MariaDB only where it has to open the view, as for the number of its rows.
Result<std::map<std::string, std::string>> broken_views(Inspecting& state, bool any_views) {
  std::map<std::string, std::string> out;
  if (!any_views) return out;  // to look, it opens each table
  auto done = state.each(
      "SELECT table_name, table_comment FROM information_schema.tables WHERE table_schema = DATABASE()"
      " AND table_type = 'VIEW' AND (table_comment <> 'VIEW' OR table_rows < 0)",
      [&](const Row& row) { out.emplace(text_of(row[0]), text_of(row[1])); });
  if (!done) return failure(std::move(done.error()));
  return out;
}

Result<void> views(Inspecting& state) {
  auto rows = state.connection.query(
      "SELECT table_name, check_option, security_type, definer, view_definition FROM information_schema.views"
      " WHERE table_schema = DATABASE()");
  if (!rows) return failure(std::move(rows.error()));
  auto broken = broken_views(state, !rows->empty());
  if (!broken) return failure(std::move(broken.error()));
  for (const Row& row : *rows) {
    const std::string name = text_of(row[0]);
    if (is_reserved_name(name)) continue;
    if (const auto why = broken->find(name); why != broken->end()) {
      state.out.unmanaged.push_back("view " + name + ", which cannot be read: " + why->second);
      continue;
    }
    View view;
    view.name = name;
    const auto note = [&](const char* name, const std::string& value, std::string_view usual) {
      if (value != usual) view.options.push_back(state.option(name, value));
    };
    note("check_option", text::to_lower(text_of(row[1])), "none");
    note("definer", definer_of(state, text_of(row[3])), "");
    note("security", text::to_lower(text_of(row[2])), "definer");
    if (auto done = take_statement(state, view, text_of(row[4])); !done) return done;
    std::sort(view.options.begin(), view.options.end());
    state.out.catalog.views.add(std::move(view));
  }
  return {};
}

/// The key words up to FOR EACH ROW as they were typed, which MariaDB keeps; nothing where they are as schemac types
/// them.
std::string words_of_head(const std::vector<SqlToken>& tokens) {
  std::string words;
  bool more = false;  // than there must be: IF NOT EXISTS
  const auto skip_name = [&](std::size_t at) { return tokens[at + 2].is(".") ? at + 3 : at + 1; };
  for (std::size_t i = 0; i + 3 < tokens.size(); ++i) {
    if (tokens[i].is("definer"))
      while (i + 3 < tokens.size() && !tokens[i].is("trigger")) ++i;
    words += (words.empty() ? "" : " ") + tokens[i].written;
    more |= tokens[i].is("exists");
    if (tokens[i].is("row")) break;
    if (tokens[i].is("exists") || tokens[i].is("on") || (tokens[i].is("trigger") && !tokens[i + 1].is("if")))
      i = skip_name(i);
  }
  return more || words != text::to_upper(words) ? words : "";
}

/// What the statement that SHOW CREATE gives tells alone: what stands behind FOR EACH ROW, with its quotes as they are,
/// and how what stands before it was typed.
Result<void> take_statement(Inspecting& state, Trigger& trigger) {
  auto shown = state.connection.query("SHOW CREATE TRIGGER " + text::quoted(trigger.name.name, '`'));
  if (!shown) return failure(std::move(shown.error()));
  const std::string sql = text_of(shown->rows[0][2]);
  const std::vector<SqlToken> tokens = lex_sql(state.id, sql);
  for (std::size_t i = 2; i < tokens.size(); ++i)
    if (tokens[i - 2].is("for") && tokens[i - 1].is("each") && tokens[i].is("row")) {
      std::size_t begin = tokens[i].end;
      if (i + 2 < tokens.size() && (tokens[i + 1].is("follows") || tokens[i + 1].is("precedes")))
        begin = tokens[i + 2].end;
      trigger.body = expr::raw(state.id, std::string(text::trim(std::string_view(sql).substr(begin))));
      break;
    }
  const std::string words = state.is_mariadb() ? words_of_head(tokens) : "";
  if (!words.empty()) trigger.options.push_back(state.option("words", words));
  std::sort(trigger.options.begin(), trigger.options.end());
  return {};
}

Result<void> triggers(Inspecting& state) {
  std::string previous, previous_name;  // of those that fire at the same time, in their order
  std::vector<std::string> told;        // by their statements
  auto done = state.each(
      "SELECT trigger_name, event_object_table, action_timing, event_manipulation, action_statement, definer, sql_mode,"
      " character_set_client, collation_connection"
      " FROM information_schema.triggers WHERE trigger_schema = DATABASE()"
      " ORDER BY event_object_table, action_timing, event_manipulation, action_order",
      [&](const Row& row) {
        if (is_reserved_name(text_of(row[0])) || is_reserved_name(text_of(row[1]))) return;
        Trigger trigger;
        trigger.name = text_of(row[0]);
        trigger.table = text_of(row[1]);
        trigger.timing = text::to_lower(text_of(row[2]));
        trigger.events = {text::to_lower(text_of(row[3]))};
        trigger.body = expr::raw(state.id, std::string(text::trim(text_of(row[4]))));
        const std::string moment = text_of(row[1]) + " " + trigger.timing + " " + trigger.events[0];
        if (const std::string definer = definer_of(state, text_of(row[5])); !definer.empty())
          trigger.options.push_back(state.option("definer", definer));
        if (moment == previous) trigger.options.push_back(state.option("follows", previous_name));
        if (row[6] != kSqlMode) trigger.options.push_back(state.option("sql_mode", text_of(row[6])));
        note_connection(state, trigger.options, row[7], row[8],
                        text_of(row[0]) + text_of(row[1]) + text_of(row[5]) + trigger.body.text);
        std::sort(trigger.options.begin(), trigger.options.end());
        previous = moment;
        previous_name = trigger.name.name;
        // the servers show the body with its quotes and backslashes no longer doubled, or others
        const std::string& body = trigger.body.text;
        if (state.is_mariadb() || body.find_first_of("'\"\\") != body.npos ||
            std::count(body.begin(), body.end(), '`') % 2 != 0)
          told.push_back(key_of(trigger));
        state.out.catalog.triggers.add(std::move(trigger));
      });
  for (std::size_t i = 0; done && i < told.size(); ++i)
    done = take_statement(state, *state.out.catalog.triggers.find(told[i]));
  return done;
}

/// The statement that SHOW CREATE gives, without its definer where that is who is connected.
std::string definition_of(const Inspecting& state, std::string sql, const std::string& definer) {
  const std::size_t at = definer.rfind('@');
  if (!definer_of(state, definer).empty() || at == definer.npos) return sql;
  const std::string words =
      "DEFINER=" + text::quoted(definer.substr(0, at), '`') + "@" + text::quoted(definer.substr(at + 1), '`') + " ";
  const std::size_t found = sql.find(words);
  if (found != sql.npos) sql.erase(found, words.size());
  return sql;
}

/// Routines and events: their parameters and schedules are nowhere but in the statement that makes them.
Result<void> programs(Inspecting& state) {
  auto rows = state.connection.query(
      "SELECT routine_name, routine_type, definer, sql_mode, 'SYSTEM', character_set_client, collation_connection FROM "
      "information_schema.routines"
      " WHERE routine_schema = DATABASE()"
      " UNION ALL SELECT event_name, 'EVENT', definer, sql_mode, time_zone, character_set_client,"
      " collation_connection FROM information_schema.events"
      " WHERE event_schema = DATABASE() ORDER BY 1");
  if (!rows) return failure(std::move(rows.error()));
  for (const Row& row : *rows) {
    const std::string kind = text_of(row[1]), name = text_of(row[0]);
    if (is_reserved_name(name)) continue;
    if (kind != "FUNCTION" && kind != "PROCEDURE" && kind != "EVENT") {
      state.out.unmanaged.push_back(text::to_lower(kind) + " " + name);
      continue;
    }
    auto shown = state.connection.query("SHOW CREATE " + kind + " " + text::quoted(name, '`'));
    if (!shown) return failure(std::move(shown.error()));
    const engine::Value& sql = shown->rows[0][kind == "EVENT" ? 3 : 2];
    if (!sql) {
      state.out.unmanaged.push_back(text::to_lower(kind) + " " + name + ", whose text may not be read");
      continue;
    }
    Routine routine;
    routine.name = name;
    routine.kind = text::to_lower(kind);
    routine.definition = expr::raw(state.id, std::string(text::trim(definition_of(state, *sql, text_of(row[2])))));
    if (row[3] != kSqlMode) routine.options.push_back(state.option("sql_mode", text_of(row[3])));
    if (row[4] != "SYSTEM") routine.options.push_back(state.option("time_zone", text_of(row[4])));
    note_connection(state, routine.options, row[5], row[6], routine.definition.text);
    std::sort(routine.options.begin(), routine.options.end());
    state.out.catalog.routines.add(std::move(routine));
  }
  return {};
}

/// MariaDB's sequences.
Result<void> sequences(Inspecting& state) {
  for (const std::string& name : state.sequences) {
    auto shown = state.connection.query("SHOW CREATE SEQUENCE " + text::quoted(name, '`'));
    if (!shown) return failure(std::move(shown.error()));
    RawObject sequence;
    sequence.name = name;
    sequence.create = expr::raw(state.id, text_of(shown->rows[0][1]));
    sequence.drop = expr::raw(state.id, "DROP SEQUENCE " + text::quoted(name, '`'));
    state.out.catalog.raw_objects.add(std::move(sequence));
  }
  return {};
}

/// What accounts may do here, by account and by what they may do it with; as far as whoever is connected may know.
Result<void> grants(Inspecting& state) {
  std::map<Member, std::vector<std::string>> rights;  // of an account, on something
  const auto note = [&](const Row& row) {
    if (!is_reserved_name(text_of(row[1]))) rights[{text_of(row[0]), text_of(row[1])}].push_back(text_of(row[2]));
  };
  auto done = state.each(
      "SELECT grantee, 'the database', privilege_type FROM information_schema.schema_privileges"
      " WHERE DATABASE() LIKE table_schema"
      " UNION ALL SELECT grantee, table_name, privilege_type FROM information_schema.table_privileges"
      " WHERE table_schema = DATABASE()"
      " UNION ALL SELECT grantee, table_name, CONCAT(privilege_type, ' (', column_name, ')')"
      " FROM information_schema.column_privileges WHERE table_schema = DATABASE() ORDER BY 1, 2, 3",
      note);
  // those on routines are in a table of the server's own alone, which not everybody may read
  if (auto rows = state.connection.query("SELECT CONCAT(QUOTE(user), '@', QUOTE(host)), CONCAT(LOWER(routine_type), ' "
                                         "', routine_name), UPPER(proc_priv)"
                                         " FROM mysql.procs_priv WHERE db = DATABASE() ORDER BY 1, 2"))
    for (const Row& row : *rows) note(row);
  for (const auto& [who_and_what, words] : rights)
    state.out.unmanaged.push_back("grant of " + text::join(words, ", ") + " on " + who_and_what.second + " to " +
                                  who_and_what.first);
  return done;
}

}  // namespace

Result<void> inspect_programs(Inspecting& state) {
  for (const auto part : {views, triggers, programs, sequences, grants})
    if (auto done = part(state); !done) return done;
  return {};
}

Result<Inspection> MysqlDialect::inspect(engine::Connection& connection) const {
  auto database = connection.query_value("SELECT DATABASE()");
  if (!database) return failure(std::move(database.error()));
  auto account = connection.query_value("SELECT CURRENT_USER()");
  if (!account) return failure(std::move(account.error()));
  Inspecting state{connection, id_, database->value_or(""), account->value_or(""), {}, {}, {}, {}};
  // under another mode names are quoted otherwise, and views are refused that group by too little
  auto mode = connection.query_value("SELECT @@SESSION.sql_mode");
  if (!mode) return failure(std::move(mode.error()));
  const auto run_under = [&](std::string_view wanted) {
    return connection.execute("SET SESSION sql_mode = " + text::quoted(wanted, '\''));
  };
  if (auto done = run_under(kSqlMode); !done) return failure(std::move(done.error()));
  Result<void> read;
  for (const auto part : {inspect_tables, inspect_statements, inspect_keys, inspect_programs})
    if (read) read = part(state);
  if (auto done = run_under(mode->value_or("")); !done) return failure(std::move(done.error()));
  if (!read) return failure(std::move(read.error()));
  state.out.catalog.canonicalise();
  return std::move(state.out);
}

}  // namespace schemac::dialect::mysql
