#include "dialect/common/lowering.h"

#include <fmt/format.h>

#include <map>

#include "base/abridge.h"
#include "base/text.h"
#include "dialect/common/label_ranks.h"
#include "dialect/common/naming.h"
#include "dialect/common/sql_reader.h"

namespace schemac::dialect {

using namespace catalog;

bool Lowering::is_for(const Dialects& dialects, bool mariadb_beside) const {
  if (dialects.empty()) return true;
  const auto named = [&](DialectId id) {
    return std::find(dialects.begin(), dialects.end(), to_string(id)) != dialects.end();
  };
  return named(dialect_.id()) || (dialect_.id() == DialectId::mariadb && named(DialectId::mysql) && !mariadb_beside);
}

namespace {

constexpr std::size_t kSqlShown = 80;

/// Whether a block `for mariadb` stands in the table: what is for `mysql` is not for MariaDB then.
bool has_mariadb_block(const Table& table) {
  const auto has = [](const Dialects& dialects, DialectId id) {
    return std::find(dialects.begin(), dialects.end(), to_string(id)) != dialects.end();
  };
  const auto alone = [&](const auto& member) {
    return has(member.dialects, DialectId::mariadb) && !has(member.dialects, DialectId::mysql);
  };
  const auto any = [&](const auto& members) { return std::any_of(members.begin(), members.end(), alone); };
  const auto alone_option = [&](const Option& option) {
    const Option for_mysql{std::string(to_string(DialectId::mysql)), option.name, option.value};
    return option.dialect == to_string(DialectId::mariadb) &&
           std::find(table.options.begin(), table.options.end(), for_mysql) == table.options.end();
  };
  return any(table.columns) || any(table.uniques) || any(table.foreign_keys) || any(table.checks) ||
         any(table.indexes) || std::any_of(table.options.begin(), table.options.end(), alone_option);
}

}  // namespace

/// Options of this dialect, under its own name; where MariaDB has a word of its own, MySQL's does not count for it.
Options Lowering::options_as_written(const Options& all, bool mariadb_beside) const {
  Options out;
  const std::string mine(to_string(dialect_.id()));
  for (const Option& option : all) {
    const bool inherited = dialect_.id() == DialectId::mariadb && option.dialect == to_string(DialectId::mysql);
    if (!option.dialect.empty() && option.dialect != mine && !inherited) continue;
    if (option.dialect.empty() && !knows(option.name)) continue;
    const bool overridden = inherited && (mariadb_beside || std::any_of(all.begin(), all.end(), [&](const Option& o) {
                                            return o.dialect == mine && o.name == option.name;
                                          }));
    if (!overridden) out.push_back({mine, option.name, option.value});
  }
  return out;
}

Options Lowering::options(const Options& all) const {
  Options out = options_as_written(all);
  std::sort(out.begin(), out.end());
  return out;
}
void Lowering::order(Options& settings) const { std::sort(settings.begin(), settings.end()); }
Options Lowering::settings(const Options& all, bool mariadb_beside) const {
  Options out = options_as_written(all, mariadb_beside);
  order(out);
  return out;
}

Expr Lowering::expr(const Expr& portable, const std::string& subject, Member member) {
  if (dialect_.id() == DialectId::postgres) return part(portable, subject, member);
  const Table* table = reading_ ? portable_->tables.find(reading_->name) : nullptr;
  return part(with_labels_ranked(portable, *portable_, table), subject, member);
}

Expr Lowering::part(const Expr& portable, const std::string& subject, Member member) {
  if (portable.kind == ExprKind::raw || portable.kind == ExprKind::by_dialect) {
    const Expr* form = expr::for_dialect(portable, dialect_.id());
    if (form) return read_raw(form->text);
    std::string owner = subject;
    if (!member.kind.empty())
      owner = fmt::format("{} {}{}of {}", member.kind, member.name, member.name.empty() ? "" : " ", subject);
    const std::string& sql = portable.kind == ExprKind::raw ? portable.text : portable.args.at(0).text;
    complain(diag::make(diag::Code::SC3001, owner, text::abridged(sql, kSqlShown), to_string(dialect_.id())), subject);
    return expr::null();
  }
  Expr out = portable;
  lower_args(out, subject, member);
  if (out.kind == ExprKind::string && out.type) {
    if (!keeps_offsets()) out.text.resize(out.text.size() - kUtc.size());
    out.type = {};
    return out;
  }
  if (out.type) out.type = type(*out.type);
  return node(std::move(out));
}

/// Arrays inside of an array are parts of one value.
void Lowering::lower_args(Expr& e, const std::string& subject, Member member) {
  for (Expr& arg : e.args)
    if (e.kind == ExprKind::array && arg.kind == ExprKind::array)
      lower_args(arg, subject, member);
    else
      arg = part(arg, subject, member);
}

void Lowering::lower_column(Column& column, const std::string& subject) {
  column.code_name.clear();
  column.hidden = false;
  column.dialects.clear();
  column.options = options(column.options);
  if (column.default_value) {
    const Expr* form = expr::for_dialect(*column.default_value, dialect_.id());
    column.default_value = form ? read_raw_default(form->text, column) : expr(*column.default_value, subject);
  }
  if (column.on_update) column.on_update = expr(*column.on_update, subject);
  if (column.generated) column.generated->expr = expr(column.generated->expr, subject);
  if (column.identity) column.identity->options = options(column.identity->options);
}

void Lowering::demand_own_type(const Type& type, const std::string& subject) {
  if (type.kind != TypeKind::native || is_for({type.dialect})) return;
  complain(diag::make(diag::Code::SC3003, product_name(dialect_.id()),
                      fmt::format("type {}.{}", type.dialect, type.name.text()))
               .with_help(fmt::format("write a portable type, or put the column into 'for {} {{ … }}'", type.dialect)),
           subject);
}

void Lowering::demand_no_schema(const QName& name) {
  if (name.schema.empty() || dialect_.id() == DialectId::postgres) return;
  complain(diag::make(diag::Code::SC3003, product_name(dialect_.id()), fmt::format("schema '{}'", name.schema))
               .with_help(fmt::format("write '{}' without a schema, or for PostgreSQL alone", name.name)),
           name.text());
}

void Lowering::demand_deferral(const Table& table) {
  const auto refuse = [&](const std::string& what) {
    complain(diag::make(diag::Code::SC3003, product_name(dialect_.id()), "deferrable " + what)
                 .with_help("put it into a 'for' block of the dialects that have it, and one that is checked at once "
                            "into a block of this one"),
             table.name.text());
  };
  const auto waits = [](const auto& key) { return key.deferrable; };
  if (!dialect_.can_defer_references() && std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), waits))
    refuse("reference");
  if (dialect_.can_defer_keys()) return;
  if (std::any_of(table.uniques.begin(), table.uniques.end(), waits)) refuse("unique key");
  if (table.primary_key && table.primary_key->deferrable) refuse("primary key");
}

Table Lowering::lowered(const Table& portable) {
  Table out = portable;
  out.code_name.clear();
  out.dialects.clear();
  const bool mariadb_beside = has_mariadb_block(portable);
  out.options = settings(portable.options, mariadb_beside);
  const std::string subject = portable.name.text();
  const auto other = [&](const auto& member) { return !is_for(member.dialects, mariadb_beside); };
  std::erase_if(out.columns, other);
  std::erase_if(out.uniques, other);
  std::erase_if(out.foreign_keys, other);
  std::erase_if(out.checks, other);
  std::erase_if(out.indexes, other);
  for (Column& column : out.columns) {
    demand_own_type(column.type, subject + "." + column.name);
    column.type = type(column.type);
  }
  reading_ = &out;
  for (Column& column : out.columns) lower_column(column, subject + "." + column.name);
  for (Unique& key : out.uniques) {
    key.dialects.clear();
    key.options = settings(key.options);
  }
  if (out.primary_key) out.primary_key->options = settings(out.primary_key->options);
  for (ForeignKey& key : out.foreign_keys) {
    key.dialects.clear();
    key.options = options(key.options);
    const Table* referenced = portable_->tables.find(key.table);
    if (key.referenced.empty() && referenced && referenced->primary_key)
      key.referenced = referenced->primary_key->columns;
  }
  for (Check& check : out.checks) {
    check.dialects.clear();
    check.options = settings_of_check(check.options);
    check.expr = expr(check.expr, subject, {"check", check.name});
  }
  for (Index& index : out.indexes) {
    index.dialects.clear();
    index.options = options_as_written(index.options);  // whose order PostgreSQL keeps
    for (IndexPart& part : index.parts) part.expr = expr(part.expr, subject, {"index", index.name});
    if (index.where) index.where = expr(*index.where, subject, {"index", index.name});
  }
  reading_ = nullptr;
  demand_deferral(out);
  table(out, portable);
  out.canonicalise();
  return out;
}

void Lowering::demand_columns_apart(const Table& table) {
  std::map<std::string, const Column*> known;
  for (const Column& column : table.columns) {
    const auto [other, is_new] = known.emplace(text::to_lower(column.name), &column);
    if (!is_new)
      complain(diag::make(diag::Code::SC3003, product_name(dialect_.id()),
                          fmt::format("two columns '{}' and '{}', whose names differ in case alone",
                                      other->second->name, column.name))
                   .with_help("name one of them otherwise"),
               table.name.text() + "." + column.name);
  }
}

void Lowering::one_event_each(Trigger& trigger, Catalog& out) {
  const auto refuse = [&](const char* what, const char* help) {
    complain(diag::make(diag::Code::SC3003, product_name(dialect_.id()), what).with_help(help), trigger.name.text());
  };
  if (trigger.per_statement)
    refuse("trigger for each statement", "write a trigger for each row, of its own, for the dialects without another");
  const Trigger all = trigger;
  for (const std::string& event : all.events) {
    if (event == "truncate") refuse("trigger on truncate", "leave its body for this dialect out");
    Trigger one = all;
    one.events = {event};
    if (&event == &all.events[0]) {
      trigger = std::move(one);
      continue;
    }
    one.name.name += "_" + event.substr(0, event.find(' '));
    out.triggers.add(std::move(one));
  }
}

Catalog Lowering::run(const Catalog& portable, diag::Diagnostics& diagnostics) {
  portable_ = &portable;
  diagnostics_ = &diagnostics;
  Catalog out;
  const bool has_schemas = dialect_.id() == DialectId::postgres;
  if (has_schemas)
    for (const Namespace& space : portable.namespaces) out.namespaces.add(space);
  for (const Extension& extension : portable.extensions)
    if (is_for(extension.dialects) && has_schemas) out.extensions.add({extension.name, extension.version, {}});
  if (has_enums())
    for (Enum object : portable.enums) {
      if (!is_for(object.dialects)) continue;
      demand_no_schema(object.name);
      object.code_name.clear();
      object.dialects.clear();
      for (EnumLabel& label : object.labels) label = {label.name, "", ""};
      out.enums.add(std::move(object));
    }
  for (const Table& table : portable.tables)
    if (is_for(table.dialects)) {
      demand_no_schema(table.name);
      out.tables.add(lowered(table));
    }
  for (View view : portable.views) {
    if (!is_for(view.dialects)) continue;
    demand_no_schema(view.name);
    view.code_name.clear();
    view.dialects.clear();
    view.options = settings(view.options);
    const Expr* form = expr::for_dialect(view.query, dialect_.id());
    view.query = form ? read_raw_query(form->text) : unqualified(expr(view.query, view.name.text()));
    out.views.add(std::move(view));
  }
  // Objects that are written in SQL are for the dialects they are written in.
  for (Routine routine : portable.routines) {
    const Expr* form = expr::for_dialect(routine.definition, dialect_.id());
    if (!form || !is_for(routine.dialects)) continue;
    routine.dialects.clear();
    routine.definition = expr::raw(dialect_.id(), form->text);
    routine.options = options(routine.options);
    this->routine(routine);
    out.routines.add(std::move(routine));
  }
  for (Trigger object : portable.triggers) {
    const Expr* form = expr::for_dialect(object.body, dialect_.id());
    if (!form || !is_for(object.dialects)) continue;
    object.dialects.clear();
    object.options = options(object.options);
    object.body = expr::raw(dialect_.id(), form->text);
    reading_ = out.tables.find(object.table);
    if (object.when) object.when = expr(*object.when, object.name.text());
    reading_ = nullptr;
    trigger(object, out);
    out.triggers.add(std::move(object));
  }
  for (RawObject object : portable.raw_objects) {
    const Expr* form = expr::for_dialect(object.create, dialect_.id());
    if (!form || !is_for(object.dialects)) continue;
    const Expr* drop = expr::for_dialect(object.drop, dialect_.id());
    object.dialects.clear();
    object.create = expr::raw(dialect_.id(), form->text);
    object.drop = drop ? expr::raw(dialect_.id(), drop->text) : expr::null();
    out.raw_objects.add(std::move(object));
  }
  for (Seed seed : portable.seeds) {
    for (SeedRow& row : seed.rows)
      for (Expr& value : row.values) value = expr(value, seed.name.text());
    out.seeds.add(std::move(seed));
  }
  out.canonicalise();
  demand_own_names(out);
  return out;
}

/// What an engine keeps in one space of names has a name each.
void Lowering::demand_own_names(const Catalog& out) {
  std::map<std::pair<std::string, std::string>, std::string> taken;  // by schema and name: what it is
  const auto take = [&](const std::string& schema, const std::string& name, const std::string& what,
                        const std::string& subject, const char* help) {
    if (name.empty()) return;
    const auto [found, is_free] =
        taken.emplace(std::pair(schema, dialect_.names_ignore_case() ? text::to_lower(name) : name), what);
    if (!is_free)
      complain(diag::make(diag::Code::SC3007, what, found->second, product_name(dialect_.id())).with_help(help),
               subject);
  };
  const auto called = [](std::string_view kind, const QName& name) {
    return fmt::format("{} '{}'", kind, name.text());
  };
  for (const Table& table : out.tables)
    take(table.name.schema, table.name.name, called("table", table.name), table.name.text(), "rename one of them");
  for (const View& view : out.views)
    take(view.name.schema, view.name.name, called("view", view.name), view.name.text(), "rename one of them");
  const auto types = taken;
  for (const Enum& object : out.enums)
    take(object.name.schema, object.name.name, called("enum", object.name), object.name.text(),
         "rename the enum: a table's rows are a type of the table's name");
  taken = types;  // which indexes are not
  for (const Table& table : out.tables) {
    const auto member = [&](std::string_view kind, const std::string& name) {
      take(table.name.schema, name, fmt::format("{} '{}' of '{}'", kind, name, table.name.text()),
           table.name.text() + "." + name, "give it another name");
    };
    if (dialect_.key_names_are_shared()) {
      if (table.primary_key) member("primary key", table.primary_key->name);
      for (const Unique& key : table.uniques) member("unique key", key.name);
    }
    if (dialect_.index_names_are_shared())
      for (const Index& index : table.indexes) member("index", index.name);
  }
}

}  // namespace schemac::dialect
