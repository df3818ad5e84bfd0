// Tables, columns, constraints and indexes.
#include <fmt/format.h>

#include "base/text.h"
#include "dialect/common/reserved.h"
#include "dialect/postgres/emit.h"
#include "dialect/postgres/inspect.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

/// A name as SQL writes it: quoted only where it must be.
std::string quoted_where_needed(const std::string& name) {
  const bool plain = !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == name.npos &&
                     (name[0] < '0' || name[0] > '9');
  return plain ? name : text::quoted(name, '"');
}

std::string collation_name(const engine::Value& schema, const engine::Value& name) {
  if (!name) return "";
  const bool system = schema == "pg_catalog" || schema == "public";
  return (system ? "" : text::quoted(text_of(schema), '"') + ".") + text::quoted(*name, '"');
}

ReferentialAction action_of(const engine::Value& code) {
  if (code == "r") return ReferentialAction::restrict;
  if (code == "c") return ReferentialAction::cascade;
  if (code == "n") return ReferentialAction::set_null;
  if (code == "d") return ReferentialAction::set_default;
  return ReferentialAction::no_action;
}

/// What of a sequence differs from CREATE SEQUENCE without options.
Options sequence_options(const Row& row, std::size_t from) {
  Options options;
  const auto add = [&](const char* name, const std::string& value, const std::string& usual) {
    if (value != usual) options.push_back({"postgres", name, value});
  };
  const std::string type = text_of(row[from]), increment = text_of(row[from + 2]);
  const bool down = increment.starts_with("-");
  const std::string highest = type == "smallint" ? "32767" : type == "integer" ? "2147483647" : "9223372036854775807";
  const std::string lowest = type == "smallint" ? "-32768" : type == "integer" ? "-2147483648" : "-9223372036854775808";
  const std::string start = text_of(row[from + 1]), first = text_of(row[down ? from + 4 : from + 3]);
  add("start", start, start == first ? (down ? "-1" : "1") : "");  // where it is not said it follows the bound
  add("increment", increment, "1");
  add("min", text_of(row[from + 3]), down ? lowest : "1");
  add("max", text_of(row[from + 4]), down ? "-1" : highest);
  add("cache", text_of(row[from + 5]), "1");
  if (is_true(row[from + 6])) options.push_back({"postgres", "cycle", "true"});
  std::sort(options.begin(), options.end());
  return options;
}

void take_default(Inspecting& state, const Table& table, Column& column, const Row& row) {
  const std::string identity = text_of(row[7]), printed = text_of(row[6]);
  const bool serial = row[10].has_value() && identity.empty() && printed.starts_with("nextval(");
  if (!identity.empty() || serial) {
    column.identity = Identity{};
    column.identity->kind = serial            ? IdentityKind::serial
                            : identity == "a" ? IdentityKind::always
                                              : IdentityKind::by_default;
    if (row[10] != sequence_of(table, column).name) column.identity->sequence = text_of(row[10]);
    column.identity->options = sequence_options(row, 11);
    return;
  }
  if (printed.empty()) return;
  const Surroundings surroundings{&table, state.enums};
  if (row[8] == "s")
    column.generated = Generated{read(printed, surroundings), true};
  else
    column.default_value = read_default(printed, column, surroundings);
}

void take_column(Inspecting& state, const Row& row) {
  Table* table = state.table(row[0]);
  if (!table || is_reserved_name(text_of(row[1]))) return;
  Column column;
  column.name = text_of(row[1]);
  column.type = read_type(text_of(row[2]), state.enums);
  column.nullable = !is_true(row[3]);
  column.collation = collation_name(row[4], row[5]);
  column.comment = text_of(row[9]);
  table->columns.push_back(std::move(column));
}

}  // namespace

Result<void> inspect_tables(Inspecting& state) {
  auto done = state.each(
      "SELECT c.oid, n.nspname, c.relname, comment.description,"
      " array_to_json(c.reloptions || (SELECT array_agg('toast.' || o) FROM pg_class h, unnest(h.reloptions) o"
      " WHERE h.oid = c.reltoastrelid)), c.relpersistence = 'u', quote_ident(s.spcname), CASE c.relkind WHEN 'p' THEN "
      "pg_get_partkeydef(c.oid) END,"
      " (SELECT string_agg(" +
          qualified_sql("pn.nspname", "p.relname") +
          ", ', ' ORDER BY i.inhseqno) FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn"
          " ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid), pg_get_expr(c.relpartbound, c.oid),"
          " CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END"
          " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          " LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace" +
          comment_of("pg_class", "c.oid") + " WHERE c.relkind IN ('r', 'p') AND " + kOwnNamespaces + " AND " +
          not_of_extension("pg_class", "c"),
      [&](const Row& row) {
        if (is_reserved_name(text_of(row[2]))) return;
        Table table;
        table.name = name_of(row[1], row[2]);
        table.comment = text_of(row[3]);
        table.options = storage_options(row[4]);
        if (is_true(row[5])) table.options.push_back({"postgres", "unlogged", "true"});
        const auto option = [&](const char* name, const engine::Value& value) {
          if (value) table.options.push_back({"postgres", name, *value});
        };
        option("tablespace", row[6]);
        option("partition_by", row[7]);
        option(row[9] ? "partition_of" : "inherits", row[8]);
        option("partition", row[9]);
        option("of_type", row[10]);
        order_settings(table.options);
        state.tables.emplace(text_of(row[0]), table.name);
        state.out.catalog.tables.add(std::move(table));
      });
  if (!done) return done;
  const std::string columns =
      "SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, cn.nspname, co.collname,"
      " pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated, comment.description,"
      " s.relname, format_type(q.seqtypid, NULL), q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, "
      "q.seqcycle"
      " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
      " JOIN pg_type t ON t.oid = a.atttypid"
      " LEFT JOIN pg_collation co ON co.oid = a.attcollation AND a.attcollation <> t.typcollation"
      " LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace"
      " LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum" +
      comment_of("pg_class", "a.attrelid", "a.attnum") +
      " LEFT JOIN pg_depend o ON o.refclassid = 'pg_class'::regclass AND o.refobjid = a.attrelid AND o.refobjsubid = "
      "a.attnum"
      " AND o.classid = 'pg_class'::regclass AND o.objsubid = 0 AND o.deptype IN ('a', 'i')"
      " AND EXISTS (SELECT FROM pg_sequence q JOIN pg_class c ON c.oid = q.seqrelid WHERE q.seqrelid = o.objid AND " +
      kNumbersColumn +
      ")"
      " LEFT JOIN pg_class s ON s.oid = o.objid LEFT JOIN pg_sequence q ON q.seqrelid = s.oid"
      " WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND a.attinhcount = 0 AND " +
      kOwnNamespaces + " ORDER BY a.attrelid, a.attnum";
  auto rows = state.connection.query(columns);
  if (!rows) return failure(std::move(rows.error()));
  for (const Row& row : *rows) take_column(state, row);  // all types first: defaults are read against them
  for (const Row& row : *rows) {
    Table* table = state.table(row[0]);
    if (Column* column = table ? table->find_column(text_of(row[1])) : nullptr)
      take_default(state, *table, *column, row);
  }
  return {};
}

Result<void> inspect_constraints(Inspecting& state) {
  const auto names = [](const char* keys, const char* table) {
    return fmt::format(
        "(SELECT json_agg(a.attname ORDER BY k.n) FROM unnest(k0.{}) WITH ORDINALITY k(num, n)"
        " JOIN pg_attribute a ON a.attrelid = k0.{} AND a.attnum = k.num)",
        keys, table);
  };
  const std::string query =
      "SELECT k0.conrelid, k0.conname, k0.contype, " + names("conkey", "conrelid") + ", fn.nspname, f.relname, " +
      names("confkey", "confrelid") +
      ", k0.confdeltype, k0.confupdtype, k0.confmatchtype = 'f', k0.condeferrable, k0.condeferred, NOT k0.convalidated,"
      " k0.connoinherit, pg_get_expr(k0.conbin, k0.conrelid), comment.description,"
      " i.indnullsnotdistinct, " +
      names("confdelsetcols", "conrelid") +
      ", array_to_json(ic.reloptions), (SELECT string_agg(a.attname, ', ' ORDER BY k) FROM "
      "generate_series(i.indnkeyatts +"
      " 1, i.indnatts) k JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k - 1]), "
      "quote_ident(space.spcname)"
      " FROM pg_constraint k0 JOIN pg_namespace n ON n.oid = k0.connamespace"
      " LEFT JOIN pg_class f ON f.oid = k0.confrelid LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace"
      " LEFT JOIN pg_index i ON i.indexrelid = k0.conindid AND k0.contype IN ('p', 'u')"
      " LEFT JOIN pg_class ic ON ic.oid = i.indexrelid LEFT JOIN pg_tablespace space ON space.oid = ic.reltablespace" +
      comment_of("pg_constraint", "k0.oid") +
      " WHERE k0.conrelid <> 0 AND k0.conparentid = 0 AND k0.coninhcount = 0 AND " + kOwnNamespaces;
  return state.each(query, [&](const Row& row) {
    Table* table = state.table(row[0]);
    const std::string name = text_of(row[1]), type = text_of(row[2]);
    if (!table || is_reserved_name(name)) return;
    Options options = storage_options(row[18]);
    if (row[19]) options.push_back({"postgres", "include", *row[19]});
    if (row[20]) options.push_back({"postgres", "tablespace", *row[20]});
    order_settings(options);
    if (type == "p") {
      table->primary_key = PrimaryKey{name, list_of(row[3]), options, is_true(row[10]), is_true(row[11])};
    } else if (type == "u") {
      table->uniques.push_back(
          {name, list_of(row[3]), is_true(row[16]), is_true(row[10]), is_true(row[11]), options, "", {}});
    } else if (type == "f") {
      table->foreign_keys.push_back({name,
                                     list_of(row[3]),
                                     name_of(row[4], row[5]),
                                     list_of(row[6]),
                                     action_of(row[7]),
                                     action_of(row[8]),
                                     is_true(row[9]) ? "full" : "",
                                     is_true(row[10]),
                                     is_true(row[11]),
                                     is_true(row[12]),
                                     list_of(row[17]),
                                     {},
                                     "",
                                     {}});
    } else if (type == "c") {
      Check check;
      check.name = name;
      check.expr = read(text_of(row[14]), {table, state.enums});
      check.not_valid = is_true(row[12]);
      check.no_inherit = is_true(row[13]);
      check.comment = text_of(row[15]);
      table->checks.push_back(std::move(check));
    }
  });
}

namespace {

/// " (siglen = '100')"
std::string opclass_options(const engine::Value& json) {
  std::vector<std::string> parts;
  for (const Option& o : storage_options(json)) parts.push_back(o.name + " = " + text::quoted(o.value, '\''));
  return parts.empty() ? "" : " (" + text::join(parts, ", ") + ")";
}

}  // namespace

Result<void> inspect_indexes(Inspecting& state) {
  // one row for each column of each index, in order
  const std::string query =
      "SELECT i.indrelid, c.relname, i.indisunique, m.amname, k.n > i.indnkeyatts,"
      " CASE i.indkey[k.n - 1] WHEN 0 THEN pg_get_indexdef(c.oid, k.n, false) END,"
      " i.indkey[k.n - 1] = 0, o.opcname, o.opcdefault, cn.nspname, co.collname, i.indoption[k.n - 1],"
      " pg_get_expr(i.indpred, i.indrelid), array_to_json(c.reloptions), comment.description,"
      " i.indnullsnotdistinct, k.n, i.indisvalid, ka.attname,"
      " array_to_json(ia.attoptions), quote_ident(space.spcname)"
      " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
      " LEFT JOIN pg_tablespace space ON space.oid = c.reltablespace"
      " JOIN pg_am m ON m.oid = c.relam CROSS JOIN LATERAL generate_series(1, i.indnatts) k(n)"
      " LEFT JOIN pg_attribute ka ON ka.attrelid = i.indrelid AND ka.attnum = i.indkey[k.n - 1] AND ka.attnum <> 0"
      " LEFT JOIN pg_opclass o ON o.oid = i.indclass[k.n - 1]"
      " LEFT JOIN pg_attribute ia ON ia.attrelid = i.indexrelid AND ia.attnum = k.n"
      " LEFT JOIN pg_type it ON it.oid = ia.atttypid"
      " LEFT JOIN pg_collation co ON co.oid = i.indcollation[k.n - 1]"
      " AND i.indcollation[k.n - 1] <> COALESCE(ka.attcollation, it.typcollation)"
      " LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace" +
      comment_of("pg_class", "c.oid") +
      " WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'))"
      " AND NOT c.relispartition AND (c.relkind = 'i' OR i.indisvalid) AND " +
      kOwnNamespaces + " ORDER BY c.oid, k.n";
  return state.each(query, [&](const Row& row) {
    Table* table = state.table(row[0]);
    if (!table || is_reserved_name(text_of(row[1]))) return;
    if (row[16] == "1") {
      Index index;
      index.name = text_of(row[1]);
      index.unique = is_true(row[2]);
      if (row[3] != "btree") index.method = text_of(row[3]);
      if (row[12]) index.where = read(*row[12], {table, state.enums});
      index.options = storage_options(row[13]);
      if (row[20]) index.options.push_back({"postgres", "tablespace", *row[20]});
      index.comment = text_of(row[14]);
      index.nulls_not_distinct = is_true(row[15]);
      table->indexes.push_back(std::move(index));
      if (!is_true(row[17]))
        state.out.unmanaged.push_back("index " + text_of(row[1]) + ", which is invalid: it was not built to its end");
    }
    Index& index = table->indexes.back();
    if (is_true(row[4])) {
      index.include.push_back(text_of(row[18]));
      return;
    }
    IndexPart part;
    part.expr = is_true(row[6]) ? read(text_of(row[5]), {table, state.enums}) : expr::column(text_of(row[18]));
    const int flags = std::stoi(row[11].value_or("0"));
    part.descending = flags & 1;
    if (const bool nulls_first = flags & 2; nulls_first != part.descending) part.nulls = nulls_first ? "first" : "last";
    part.collation = collation_name(row[9], row[10]);
    if (row[7] && (!is_true(row[8]) || row[19])) part.opclass = quoted_where_needed(*row[7]) + opclass_options(row[19]);
    index.parts.push_back(std::move(part));
  });
}

}  // namespace schemac::dialect::postgres
