#include "import/postgres/sequences.h"

#include <fmt/format.h>

#include "base/text.h"
#include "import/postgres/rights.h"

namespace schemac::import::postgres {

using namespace catalog;

std::string next_value_of(const QName& sequence) {
  return "nextval(" + text::quoted(called(sequence), '\'') + "::regclass)";
}

void set_options(const Statement& s, Sequence& sequence, const std::vector<Node>& options) {
  for (const Node& option : options) {
    const std::string name = option.text("defname");
    const bool given = option.has("arg");
    if (name == "as") sequence.type = type_text(s, option["arg"]);
    if (name == "start") sequence.start = option_value(s.text, option);
    if (name == "increment") sequence.increment = option_value(s.text, option);
    if (name == "minvalue") sequence.min = given ? option_value(s.text, option) : "";
    if (name == "maxvalue") sequence.max = given ? option_value(s.text, option) : "";
    if (name == "cache") sequence.cache = option_value(s.text, option);
    if (name == "cycle") sequence.cycle = option_value(s.text, option) != "false" && option["arg"].flag("boolval");
    if (name != "owned_by") continue;
    const auto parts = option["arg"].strings("items");
    sequence.owner = {};
    sequence.owner_column.clear();
    if (parts.size() < 2) continue;  // NONE
    sequence.owner = relation(s, {parts.begin(), parts.end() - 1});
    sequence.owner_column = parts.back();
    if (!s.db.find_column(sequence.owner, parts.back())) missing("column '" + text::join(parts, ".") + "'");
  }
}

Sequence completed(Sequence q) {
  const bool down = q.increment.starts_with("-");
  const char* highest = q.type == "smallint" ? "32767" : q.type == "integer" ? "2147483647" : "9223372036854775807";
  const char* lowest = q.type == "smallint" ? "-32768" : q.type == "integer" ? "-2147483648" : "-9223372036854775808";
  if (q.min.empty()) q.min = down ? lowest : "1";
  if (q.max.empty()) q.max = down ? "-1" : highest;
  if (q.start.empty()) q.start = down ? q.max : q.min;
  return q;
}

QName number_column(const Statement& s, const QName& table, const std::string& column, Sequence sequence,
                    const std::vector<Node>& options) {
  sequence.owner = table;
  sequence.owner_column = column;
  QName name(table.schema, s.db.relation_name(table, column, "seq", false));
  for (const Node& option : options)
    if (option.text("defname") == "sequence_name")
      name = new_name(s, written_name(option["arg"].strings("items")), option.location());
  set_options(s, sequence, options);
  s.db.relations[name] = {RelationKind::sequence, {}, {}, {}};
  s.db.sequences[name] = std::move(sequence);
  give_default_rights(s.db, "SEQUENCE", name);
  return name;
}

void create_sequence(const Statement& s) {
  const Node range_var = s.node["sequence"];
  const auto made = new_relation(s, range_var, s.node.flag("if_not_exists"));
  if (!made) return;
  const QName& name = *made;
  Sequence sequence;
  set_options(s, sequence, s.node.list("options"));
  s.db.relations[name] = {RelationKind::sequence, {}, {}, {}};
  s.db.sequences[name] = std::move(sequence);
  give_default_rights(s.db, "SEQUENCE", name);
}

void alter_sequence(const Statement& s) {
  const WrittenName written = written_name(s.node["sequence"]);
  const auto found = s.db.find_relation(written.schema, written.name);
  if (!found && s.node.flag("missing_ok")) return;
  const QName name = relation(s, s.node["sequence"]);
  if (!s.db.sequences.contains(name)) missing("sequence '" + name.text() + "'");
  Sequence& sequence = s.db.sequences[name];
  const std::string type = sequence.type;
  const Sequence before = completed(sequence);
  set_options(s, sequence, s.node.list("options"));
  // bounds that were those of the old type become those of the new one; others stay as they are
  if (sequence.type != type) return;
  if (sequence.start.empty()) sequence.start = before.start;
}

const QName* sequence_of(const Database& db, const QName& table, const std::string& column, bool identity) {
  for (const auto& [name, sequence] : db.sequences)
    if (sequence.owner == table && sequence.owner_column == column && sequence.is_identity == identity) return &name;
  return nullptr;
}

void drop_sequence(Database& db, const QName& name) {
  db.sequences.erase(name);
  db.relations.erase(name);
  std::erase_if(db.raw, [&](const RawRecord& record) { return record.on == name; });
}

namespace {

/// What of a sequence is not as CREATE SEQUENCE makes it without options.
Options options_of(const Sequence& sequence) {
  Sequence plain;
  plain.type = sequence.type;
  plain.increment = sequence.increment;
  const Sequence usual = completed(plain), is = completed(sequence);
  Options out;
  const auto add = [&](const char* name, const std::string& value, const std::string& other) {
    if (value != other) out.push_back({"postgres", name, value});
  };
  const bool down = is.increment.starts_with("-");
  add("start", is.start, is.start == (down ? is.max : is.min) ? (down ? "-1" : "1") : "");  // as inspection has it
  add("increment", is.increment, "1");
  add("min", is.min, usual.min);
  add("max", is.max, usual.max);
  add("cache", is.cache, "1");
  if (is.cycle) out.push_back({"postgres", "cycle", "true"});
  std::sort(out.begin(), out.end());
  return out;
}

/// What `serial` would have made: see kNumbersColumn of the inspection.
bool is_serial(Database& db, const QName& name, const Sequence& sequence, const Column& column) {
  const Sequence q = completed(sequence);
  Sequence usual;
  usual.type = q.type;
  usual = completed(usual);
  return !column.nullable && column.type.dimensions == 0 && column.type.name.name == q.type &&
         name.schema == sequence.owner.schema && q.start == "1" && q.increment == "1" && q.min == "1" &&
         q.cache == "1" && !q.cycle && q.max == usual.max && column.default_value &&
         *column.default_value == expression(db, next_value_of(name), nullptr);
}

void finish_column(Column& column, const QName& name, const QName& table, const Sequence& sequence) {
  if (name.name != Database::object_name(table.name, column.name, "seq")) column.identity->sequence = name.name;
  column.identity->options = options_of(sequence);
}

}  // namespace

void finish_sequences(Database& db) {
  for (const auto& [name, sequence] : db.sequences) {
    Table* table = sequence.owner_column.empty() ? nullptr : db.table(sequence.owner);
    Column* column = table ? table->find_column(sequence.owner_column) : nullptr;
    if (column && sequence.is_identity && column->identity) {
      finish_column(*column, name, table->name, sequence);
      continue;
    }
    if (column && is_serial(db, name, sequence, *column)) {
      column->default_value.reset();
      column->identity = Identity{IdentityKind::serial, "", {}};
      finish_column(*column, name, table->name, sequence);
      continue;
    }
    const Sequence q = completed(sequence);
    db.add_raw(
        {"sequence \x01",
         fmt::format("CREATE SEQUENCE \x01 AS {} INCREMENT BY {} MINVALUE {} MAXVALUE {} START WITH {} CACHE {} {}",
                     q.type, q.increment, q.min, q.max, q.start, q.cache, q.cycle ? "CYCLE" : "NO CYCLE"),
         "DROP SEQUENCE \x01", name, ""});
    if (!sequence.owner_column.empty())
      db.add_raw({"sequence \x01 of column",
                  "ALTER SEQUENCE \x01 OWNED BY " + called(sequence.owner) + "." + ident(sequence.owner_column),
                  "ALTER SEQUENCE \x01 OWNED BY NONE", name, ""});
  }
}

}  // namespace schemac::import::postgres
