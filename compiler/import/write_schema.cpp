#include "import/write_schema.h"

#include <algorithm>

#include "base/text.h"
#include "import/expression_text.h"
#include "syntax/doc_line.h"

namespace schemac::import {

using namespace catalog;

namespace {

std::string action_text(const char* event, ReferentialAction action, const std::vector<std::string>& columns) {
  if (action == ReferentialAction::no_action) return "";
  std::string out =
      std::string(" on ") + event + " " + std::string(enum_names(action)[static_cast<std::size_t>(action)]);
  return columns.empty() ? out : out + " (" + names_text(columns) + ")";
}

std::string deferral(bool deferrable, bool deferred) {
  return !deferrable ? "" : deferred ? " deferrable initially deferred" : " deferrable";
}

std::string optional_name(const std::string& name) { return name.empty() ? "" : " " + name_text(name); }

class SchemaWriter {
 public:
  SchemaWriter(const Catalog& catalog, DialectId dialect) : catalog_(catalog), dialect_(to_string(dialect)) {}

  Written write(const std::vector<std::string>& unmanaged) {
    for (const Namespace& space : catalog_.namespaces) {
      doc(space.comment);
      line("schema " + name_text(space.name.name));
    }
    for (const Extension& extension : catalog_.extensions) {
      const std::string& schema = extension.name.schema;
      line("extension " + name_text(extension.name.name) + (schema.empty() ? "" : " schema " + name_text(schema)));
    }
    for (const Enum& object : catalog_.enums) enumeration(object);
    for (const Table& object : catalog_.tables) table(object);
    for (const View& object : catalog_.views) view(object);
    for (const Routine& object : catalog_.routines) routine(object);
    for (const Trigger& object : catalog_.triggers) trigger(object);
    for (const RawObject& object : catalog_.raw_objects) raw_object(object);
    if (!unmanaged.empty()) line("\n// Not managed by schemac, and left alone:");
    for (const std::string& what : unmanaged) line("//   " + text::replace_all(what, "\n", " "));
    return std::move(out_);
  }

 private:
  /// Ends a declaration's or member's text. The expressions that it says stand on its lines.
  void line(const std::string& text) {
    const std::uint32_t first = lines_ + 1;
    lines_ += static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    for (const Expr* expression : said_) out_.places.push_back({first, lines_, expression});
    said_.clear();
    out_.text += text + "\n";
  }
  std::string say(const Expr& expression) {
    said_.push_back(&expression);
    return expression_text(expression);
  }
  void doc(const std::string& comment, const char* indent = "") {
    if (comment.empty()) return;
    for (const std::string& text : text::split(comment, '\n'))
      line(indent + std::string("/// ") + syntax::doc_line(text));
  }

  void enumeration(const Enum& object) {
    line("");
    doc(object.comment);
    std::vector<std::string> labels;
    for (const EnumLabel& label : object.labels) labels.push_back(name_text(label.name));
    line("enum " + name_text(object.name) + " { " + text::join(labels, ", ") + " }");
  }

  void table(const Table& t) {
    line("");
    doc(t.comment);
    line("table " + name_text(t.name) + " {");
    for (const Column& c : t.columns) column(t, c);
    if (t.primary_key && !(is_on_column(*t.primary_key) && t.find_column(t.primary_key->columns[0])))
      line("  primary key" + optional_name(t.primary_key->name) + " (" + names_text(t.primary_key->columns) + ")" +
           key_options(t.primary_key->options) +
           deferral(t.primary_key->deferrable, t.primary_key->initially_deferred));
    for (const Unique& key : t.uniques)
      if (!(is_on_column(key) && t.find_column(key.columns[0]))) unique(key);  // the column may be its parent's
    for (const ForeignKey& key : t.foreign_keys) foreign_key(key);
    for (const Check& check : t.checks)
      if (check.column.empty()) this->check(check);
    for (const Index& i : t.indexes) index(i);
    options(t.options);
    line("}");
  }

  static bool is_on_column(const PrimaryKey& key) {
    return key.name.empty() && key.columns.size() == 1 && key.options.empty() && !key.deferrable;
  }
  static bool is_on_column(const Unique& key) {
    return key.name.empty() && key.columns.size() == 1 && !key.nulls_not_distinct && !key.deferrable &&
           key.comment.empty() && key.options.empty();
  }

  void column(const Table& t, const Column& c) {
    doc(c.comment, "  ");
    std::string text = "  " + name_text(c.name) + " : " + column_type(c) + (c.nullable ? "?" : "");
    if (c.identity) text += identity(*c.identity);
    if (t.primary_key && is_on_column(*t.primary_key) && t.primary_key->columns[0] == c.name) text += " primary key";
    for (const Unique& key : t.uniques)
      if (is_on_column(key) && key.columns[0] == c.name) text += " unique";
    if (c.generated)
      text += " generated always as (" + say(c.generated->expr) + ")" + (c.generated->stored ? " stored" : " virtual");
    if (c.default_value) text += " = " + say(*c.default_value);
    if (c.on_update) text += " on update " + say(*c.on_update);
    if (!c.collation.empty()) text += " collate " + collation_text(c.collation);
    for (const Check& check : t.checks)
      if (check.column == c.name) text += " check" + optional_name(check.name) + " (" + say(check.expr) + ")";
    line(text + with(c.options));
  }

  /// PostgreSQL's serial is a type with a sequence; it is written as its users know it.
  static std::string column_type(const Column& c) {
    if (!c.identity || c.identity->kind != IdentityKind::serial) return type_text(c.type);
    if (c.type.is("bigint")) return "postgres.bigserial";
    return c.type.is("smallint") ? "postgres.smallserial" : "postgres.serial";
  }

  static std::string identity(const Identity& identity) {
    if (identity.kind == IdentityKind::serial && identity.sequence.empty()) return "";
    std::vector<std::string> parts;
    if (identity.kind == IdentityKind::always) parts.emplace_back("always");
    for (const Option& o : identity.options) {
      const std::string word = o.name == "min" ? "minvalue" : o.name == "max" ? "maxvalue" : o.name;
      parts.push_back(o.name == "cycle" ? word : word + " " + o.value);
    }
    if (!identity.sequence.empty()) parts.push_back("name " + name_text(identity.sequence));
    return parts.empty() ? " identity" : " identity (" + text::join(parts, ", ") + ")";
  }

  /// PostgreSQL's INCLUDE is a word of its own.
  static std::string key_options(const Options& options) {
    Options others;
    std::string text;
    for (const Option& o : options) {
      if (o.name != "include" || o.dialect != to_string(DialectId::postgres)) {
        others.push_back(o);
        continue;
      }
      std::vector<std::string> columns;
      for (const std::string& column : text::split(o.value, ',')) columns.emplace_back(text::trim(column));
      text = " include (" + names_text(columns) + ")";
    }
    return text + with(others);
  }
  void unique(const Unique& key) {
    line("  unique" + optional_name(key.name) + (key.nulls_not_distinct ? " nulls not distinct" : "") + " (" +
         names_text(key.columns) + ")" + key_options(key.options) + deferral(key.deferrable, key.initially_deferred));
  }
  void foreign_key(const ForeignKey& key) {
    std::string text = "  foreign key" + optional_name(key.name) + " (" + names_text(key.columns) + ") references " +
                       name_text(key.table);
    const bool implied = std::any_of(key.options.begin(), key.options.end(),
                                     [](const Option& o) { return o.name == "references" && o.value == "key"; });
    if (!key.referenced.empty() && !implied) text += " (" + names_text(key.referenced) + ")";
    text += action_text("delete", key.on_delete, key.set_columns) + action_text("update", key.on_update, {});
    for (const Option& said : key.options)
      if (said.name.starts_with("on_")) text += " " + text::replace_all(said.name, "_", " ") + " " + said.value;
    if (!key.match.empty()) text += " match full";
    line(text + deferral(key.deferrable, key.initially_deferred) + (key.not_valid ? " not valid" : ""));
  }
  void check(const Check& check) {
    doc(check.comment, "  ");
    line("  check" + optional_name(check.name) + " (" + say(check.expr) + ")" + (check.not_valid ? " not valid" : "") +
         (check.not_enforced ? " not enforced" : "") + (check.no_inherit ? " no inherit" : "") + with(check.options));
  }
  void index(const Index& i) {
    doc(i.comment, "  ");
    std::vector<std::string> parts;
    for (const IndexPart& part : i.parts) {
      std::string text = part.expr.kind == ExprKind::column ? name_text(part.expr.text) : "(" + say(part.expr) + ")";
      if (!part.prefix.empty()) text += "(" + part.prefix + ")";
      if (!part.collation.empty()) text += " collate " + collation_text(part.collation);
      if (!part.opclass.empty()) text += " " + name_text(part.opclass);
      if (part.descending) text += " desc";
      if (!part.nulls.empty()) text += " nulls " + part.nulls;
      parts.push_back(std::move(text));
    }
    std::string text = std::string("  ") + (i.unique ? "unique " : "") + (i.kind.empty() ? "" : i.kind + " ") +
                       "index" + optional_name(i.name);
    if (!i.method.empty()) text += " using " + i.method;
    text += " (" + text::join(parts, ", ") + ")";
    if (!i.include.empty()) text += " include (" + names_text(i.include) + ")";
    if (i.nulls_not_distinct) text += " nulls not distinct";
    Options settings = i.options;
    if (i.invisible) settings.push_back({dialect_, "invisible", "true"});
    text += with(settings);
    if (i.where) text += " where (" + say(*i.where) + ")";
    // settings outside of a dialect's block are PostgreSQL's
    const bool apart = !settings.empty() && dialect_ != to_string(DialectId::postgres);
    line(apart ? "  for " + dialect_ + " { " + std::string(text::trim(text)) + " }" : text);
  }
  static std::string with(const Options& options) {
    std::vector<std::string> settings;
    for (const Option& o : options) settings.push_back(name_text(o.name) + " = " + text::quoted(o.value, '\''));
    return settings.empty() ? "" : " with (" + text::join(settings, ", ") + ")";
  }
  void options(const Options& all) {
    if (all.empty()) return;
    std::vector<std::string> parts;
    for (const Option& o : all) parts.push_back(name_text(o.name) + " = " + text::quoted(o.value, '\''));
    line("  for " + dialect_ + " { " + text::join(parts, ", ") + " }");
  }

  void view(const View& v) {
    line("");
    doc(v.comment);
    const std::string columns = v.columns.empty() ? "" : " (" + names_text(v.columns) + ")";
    line("view " + name_text(v.name) + columns + with(v.options) + " {\n  " + say(v.query) + "\n}");
  }
  void routine(const Routine& r) {
    line("");
    doc(r.comment);
    const auto overloads = std::count_if(catalog_.routines.begin(), catalog_.routines.end(), [&](const Routine& other) {
      return other.name == r.name && other.kind == r.kind;
    });
    const std::string which = overloads > 1 ? " (" + raw_text(dialect_, r.signature) + ")" : "";
    line(r.kind + " " + name_text(r.name) + which + with(r.options) + " {\n  " + say(r.definition) + "\n}");
  }
  /// "update of a, b" as the language writes it.
  static std::vector<std::string> events(std::vector<std::string> all) {
    constexpr std::string_view update_of = "update of ";
    for (std::string& event : all) {
      if (!event.starts_with(update_of)) continue;
      std::vector<std::string> columns;
      for (const std::string& column : text::split(event.substr(update_of.size()), ','))
        columns.emplace_back(text::trim(column));
      event = std::string(update_of) + "(" + names_text(columns) + ")";
    }
    return all;
  }
  void trigger(const Trigger& t) {
    line("");
    doc(t.comment);
    std::string text = "trigger " + name_text(t.name) + " on " + name_text(t.table) + " " + t.timing + " " +
                       text::join(events(t.events), ", ");
    text += t.per_statement ? " for each statement" : " for each row";
    if (t.when) text += " when (" + say(*t.when) + ")";
    line(text + with(t.options) + " {\n  " + say(t.body) + "\n}");
  }
  void raw_object(const RawObject& r) {
    line("");
    std::string text = "sql " + name_text(r.name) + " {\n  " + say(r.create);
    if (r.drop.kind == ExprKind::raw) text += " drop " + raw_text(r.drop.text);
    line(text + "\n}");
  }

  const Catalog& catalog_;
  const std::string dialect_;
  Written out_;
  std::uint32_t lines_ = 0;
  std::vector<const Expr*> said_;  // by what is to be the next line
};

}  // namespace

Written write_schema(const Catalog& raised, DialectId dialect, const std::vector<std::string>& unmanaged) {
  return SchemaWriter(raised, dialect).write(unmanaged);
}

}  // namespace schemac::import
