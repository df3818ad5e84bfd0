#include "dialect/postgres/raw_types.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <regex>
#include <set>

#include "base/sql_scanner.h"
#include "base/text.h"
#include "dialect/postgres/emit.h"
#include "dialect/postgres/prerequisites.h"
#include "dialect/postgres/read_sql.h"
#include "dialect/postgres/retype.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

/// What CREATE makes: "DOMAIN", and its name as the statement writes it.
struct Made {
  std::string kind, name;
  QName qname;
  bool is_range = false;  // or the multirange of one
};

/// The first name in `text`, quotes and all.
std::string first_name(std::string_view text) {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < text.size(); ++end) {
    if (text[end] == '"') quoted = !quoted;
    if (!quoted && (text[end] == ' ' || text[end] == '\n' || text[end] == '(')) break;
  }
  return std::string(text.substr(0, end));
}

Made made_by(const RawObject& object) {
  static constexpr std::array<std::string_view, 4> kKinds = {"DOMAIN", "TYPE", "SEQUENCE", "COLLATION"};
  const std::string text(text::trim(object.create.text));
  if (statements_of(text).size() > 1) return {};  // what goes then is told by the object's own statement alone
  for (const std::string_view kind : kKinds) {
    const std::string start = "CREATE " + std::string(kind) + " ";
    if (text::to_upper(text.substr(0, start.size())) != start) continue;
    Made out{std::string(kind), first_name(std::string_view(text).substr(start.size())), {}};
    out.qname = read_name(out.name);
    return out;
  }
  return {};
}

std::string kept(const Dialect& d, const Made& made, const Quarantine& quarantine) {
  return d.quoted(kept_name(d, made.qname, quarantine));
}

std::vector<std::string> lines_of(const RawObject& object) {
  return text::split(std::string(text::trim(object.create.text)), '\n');
}

/// A domain's condition for one column: `VALUE` stands for its value there (sql-createdomain.html).
std::string with_value(const std::string& condition, const std::string& column) {
  static const std::regex kValue("\\bVALUE\\b");
  return std::regex_replace(condition, kValue, text::replace_all(column, "$", "$$"));
}

bool has(const std::vector<std::string>& lines, const std::string& line) {
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

/// A domain whose base type stays is altered clause by clause; each clause stands on a line of its own.
Statements alter_domain(const Made& made, const std::vector<std::string>& before, const std::vector<std::string>& after,
                        const std::string& what) {
  Statements out;
  const auto alter = [&](const std::string& clause) {
    out.push_back({"ALTER DOMAIN " + made.name + " " + clause, what});
  };
  for (const std::string& line : before) {
    if (has(after, line)) continue;
    if (line.starts_with("DEFAULT ")) alter("DROP DEFAULT");
    if (line == "NOT NULL") alter("DROP NOT NULL");
    if (line.starts_with("CONSTRAINT ")) alter("DROP CONSTRAINT " + first_name(std::string_view(line).substr(11)));
  }
  for (const std::string& line : after) {
    if (has(before, line)) continue;
    if (line.starts_with("DEFAULT ")) alter("SET " + line);
    if (line == "NOT NULL") alter("SET NOT NULL");
    if (line.starts_with("CONSTRAINT ")) alter("ADD " + line);
  }
  return out;
}

/// The multirange that comes with a range type, as the statement writes it; nothing for other types.
Made multirange_of(const RawObject& object) {
  static constexpr std::string_view kOption = "MULTIRANGE_TYPE_NAME = ";
  const std::size_t at = object.create.text.find(kOption);
  if (at == std::string::npos || object.create.text.find(" AS RANGE (") > at) return {};
  Made out{"TYPE", first_name(std::string_view(object.create.text).substr(at + kOption.size())), {}};
  while (!out.name.empty() && (out.name.back() == ',' || out.name.back() == ')')) out.name.pop_back();
  out.qname = read_name(out.name);
  return out;
}

/// The type, and the multirange that comes with it.
std::vector<Made> all_made_by(const RawObject& object) {
  std::vector<Made> out{made_by(object)};
  if (Made multirange = multirange_of(object); !multirange.name.empty()) {
    out.push_back(std::move(multirange));
    for (Made& made : out) made.is_range = true;
  }
  return out;
}

/// The functions that a range type and its multirange bring along, which make their values, are called as they are; but
/// no statement on the type takes them along.
Statements move_constructors(const Dialect& d, const Made& type, const std::string& called, const QName& to) {
  if (!type.is_range) return {};
  const std::string schema = to.schema.empty() ? "public" : to.schema;
  return {{fmt::format("DO $schemac$ DECLARE made regprocedure; BEGIN\n  FOR made IN SELECT p.oid FROM pg_proc p JOIN"
                       " pg_depend o ON o.classid = 'pg_proc'::regclass AND o.objid = p.oid AND o.deptype = 'i'\n"
                       "    WHERE o.refclassid = 'pg_type'::regclass AND p.proname = {0} AND (o.refobjid = {1}::regtype"
                       " OR p.prorettype = {1}::regtype) LOOP\n"
                       "    EXECUTE format('ALTER FUNCTION %s RENAME TO %I', made, {2});\n"
                       "    EXECUTE format('ALTER FUNCTION %s SET SCHEMA %I', made, {3});\n"
                       "  END LOOP;\nEND $schemac$",
                       d.literal(called), d.literal(type.name), d.literal(to.name), d.literal(schema)),
           "what makes values of " + type.name + " goes by its name"}};
}

/// Relations with a column of the domain: those that are seen to have one, and views, whose columns' types nothing
/// tells.
std::set<std::string> may_show(const Made& domain, const Catalog& catalog) {
  std::set<std::string> out;
  for (const Table& table : catalog.tables)
    for (const Column& column : table.columns)
      if (column.type.name.name == domain.name) out.insert(table.name.name);
  if (out.empty()) return out;
  for (const View& view : catalog.views) out.insert(view.name.name);
  return out;
}

/// Arrays and composite types of a domain, rows of tables among them, do not let it get a constraint (ALTER DOMAIN:
/// find_composite_type_dependencies).
bool is_contained(const Made& domain, const Catalog& catalog) {
  const std::regex word("(^|[^\\w\"])" + std::regex_replace(domain.name, std::regex("[^\\w]"), "\\$&") +
                        "($|[^\\w\"])");
  for (const Table& table : catalog.tables)
    for (const Column& column : table.columns)
      if (column.type.name.name == domain.name && column.type.dimensions > 0) return true;
  const std::set<std::string> shown = may_show(domain, catalog);
  for (const Table& table : catalog.tables)
    for (const Column& column : table.columns)
      if (shown.contains(column.type.name.name)) return true;
  return std::any_of(catalog.raw_objects.begin(), catalog.raw_objects.end(), [&](const RawObject& object) {
    const Made made = made_by(object);
    return (made.kind == "TYPE" || made.kind == "DOMAIN") && made.name != domain.name &&
           std::regex_search(object.create.text, word);
  });
}

/// A composite type's attributes, as its lines have them.
std::vector<std::string> attributes_of(const std::vector<std::string>& lines) {
  std::vector<std::string> out;
  if (lines.size() < 3 || !lines[0].ends_with(" AS (")) return out;
  for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
    const std::string line(text::trim(lines[i]));
    out.push_back(line.ends_with(',') ? line.substr(0, line.size() - 1) : line);
  }
  return out;
}

/// Attributes that come behind the others, and go again on the way back: the values that are there have none of them.
/// Nothing where that is not all that changes.
Statements alter_attributes(const Made& made, const std::vector<std::string>& before,
                            const std::vector<std::string>& after, const std::string& what, bool way_back) {
  const auto &less = way_back ? after : before, &more = way_back ? before : after;
  Statements out;
  if (less.empty() || less.size() >= more.size() || !std::equal(less.begin(), less.end(), more.begin())) return out;
  for (std::size_t i = less.size(); i < more.size(); ++i)
    out.push_back({"ALTER TYPE " + made.name +
                       (way_back ? " DROP ATTRIBUTE " + first_name(more[i]) : " ADD ATTRIBUTE " + more[i]),
                   what});
  return out;
}

std::vector<std::string> names_of(const RawObject& composite) {
  std::vector<std::string> out;
  for (const std::string& attribute : attributes_of(lines_of(composite))) out.push_back(first_name(attribute));
  return out;
}

bool has_other_names(const Alter<RawObject>& c) {
  const auto before = names_of(c.before), after = names_of(c.after);
  return !before.empty() && !after.empty() && before != after;
}

/// Whether the parts of its values change their places: its own, or those of what it is made of.
bool moves_parts(const Alter<RawObject>& c, const Both& both) {
  if (!(c.before == c.after)) return has_other_names(c);
  return std::any_of(both.before.raw_objects.begin(), both.before.raw_objects.end(), [&](const RawObject& before) {
    const RawObject* after = both.after.raw_objects.find(before.name);
    return after && has_other_names({before, *after});
  });
}

/// Its rows would have to follow, which are the tables' own changes.
bool is_of_tables(const Made& type, const Catalog& catalog) {
  return std::any_of(catalog.tables.begin(), catalog.tables.end(),
                     [&](const Table& table) { return option_of(table.options, "of_type") == type.name; });
}

bool is_altered_in_place(const Made& made, const std::vector<std::string>& before,
                         const std::vector<std::string>& after, const Both& both) {
  if (made.kind != "DOMAIN" || before[0] != after[0]) return false;
  const auto restricts = [](const std::vector<std::string>& lines, const std::vector<std::string>& others) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](const std::string& line) { return !has(others, line) && !line.starts_with("DEFAULT "); });
  };
  return !(restricts(before, after) || restricts(after, before)) ||
         !(is_contained(made, both.before) || is_contained(made, both.after));
}

}  // namespace

std::vector<std::string> statements_of(const std::string& sql) {
  std::vector<std::string> out(1);
  bool says_something = false;
  int depth = 0;  // a body in SQL, BEGIN ATOMIC … END, has semicolons of its own
  for (std::size_t at = 0; at < sql.size();) {
    const ScannedPiece piece = scan_piece(DialectId::postgres, sql, at);
    const std::string text = sql.substr(at, piece.end - at);
    at = piece.end;
    if (piece.piece == Piece::word) {
      const std::string word = text::to_lower(text);
      if (word == "atomic" || (depth > 0 && word == "case")) ++depth;
      if (depth > 0 && word == "end") --depth;
    }
    if (text == ";" && depth == 0 && says_something) {
      out.emplace_back();
      says_something = false;
      continue;
    }
    says_something |= piece.piece != Piece::blank && piece.piece != Piece::comment;
    out.back() += text;
  }
  if (!says_something && out.size() > 1) out.pop_back();
  for (std::string& statement : out) statement = std::string(text::trim(statement));
  return out;
}

/// CREATE DOMAIN takes no check that the values that are there need not fulfil (sql-createdomain.html).
Statements create_raw(const RawObject& object, const std::string& what) {
  std::vector<std::string> lines = lines_of(object), later;
  const Made made = made_by(object);
  const auto is_later = [](const std::string& line) { return line.ends_with(" NOT VALID"); };
  if (made.kind != "DOMAIN" || std::none_of(lines.begin(), lines.end(), is_later)) return {{object.create.text, what}};
  std::copy_if(lines.begin(), lines.end(), std::back_inserter(later), is_later);
  std::erase_if(lines, is_later);
  Statements out{{text::join(lines, "\n"), what}};
  for (const std::string& line : later) out.push_back({"ALTER DOMAIN " + made.name + " ADD " + line, what});
  return out;
}

/// As with an enum that loses labels.
Statements swap_type(const Dialect& d, const Alter<RawObject>& c, const Both& both, const Quarantine& quarantine) {
  const std::string what = describe(c);
  const auto aside = [](const Made& made) { return "_schemac_old_" + made.qname.name; };
  const std::vector<Made> before = all_made_by(c.before);
  const bool by_name = moves_parts(c, both);
  Statements out;
  if (!quarantine.way_back) {
    out = quarantine_type(d, c.before, quarantine);
    for (auto& statement : create_raw(c.after, what)) out.push_back(std::move(statement));
  } else {
    for (const Made& made : before) {
      for (auto& statement : move_constructors(d, made, made.qname.name, {made.qname.schema, aside(made)}))
        out.push_back(std::move(statement));
      out.push_back({fmt::format("ALTER {} {} RENAME TO {}", made.kind, made.name, d.quoted(aside(made))), what});
    }
    for (auto& statement : restore_type(d, c.after, quarantine)) out.push_back(std::move(statement));
  }
  for (const Table& table : both.before.tables)
    for (const Column& column : table.columns)
      for (const Made& made : before) {
        if (made.kind == "COLLATION" && !column.collation.empty() && read_name(column.collation) == made.qname)
          out.push_back({fmt::format("ALTER TABLE {} ALTER COLUMN {} TYPE {} COLLATE {}", d.qualified(table.name),
                                     d.quoted(column.name), d.type_sql(column.type), column.collation),
                         "give " + table.name.text() + "." + column.name + " the new collation"});
        if (column.type.name.name != made.name) continue;
        for (auto& statement : swap_type_of(d, {table, column, both, quarantine, nullptr, by_name}))
          out.push_back(std::move(statement));
      }
  if (quarantine.way_back)
    for (const Made& made : before)
      for (auto& statement : retype_kept(d, both, quarantine, made.name, false, by_name))
        out.push_back(std::move(statement));
  if (quarantine.way_back)
    out.push_back(
        {fmt::format("DROP {} {}", before[0].kind, d.qualified({before[0].qname.schema, aside(before[0])})), what});
  return out;
}

bool loses_parts(const Alter<RawObject>& change) {
  const auto before = names_of(change.before), after = names_of(change.after);
  return !after.empty() &&
         !std::all_of(before.begin(), before.end(), [&](const auto& name) { return has(after, name); });
}

RawObject calling_nothing(const RawObject& type) {
  static const std::regex kCall("[\\w\"]\\("), kUsual("::|[-<>=~!*+/%|@&#?]+");
  static const std::set<std::string> kOperators = {"=",   "<>", "<",   "<=", ">",  ">=", "~",   "~*",  "!~",
                                                   "!~*", "~~", "!~~", "+",  "-",  "*",  "/",   "%",   "||",
                                                   "::",  "->", "->>", "@>", "<@", "&&", "~~*", "!~~*"};
  if (made_by(type).kind != "DOMAIN") return type;
  std::vector<std::string> lines = lines_of(type);
  std::erase_if(lines, [](const std::string& line) {
    if (line.starts_with("DEFAULT ")) return line.find('(') != line.npos;
    if (!line.starts_with("CONSTRAINT ")) return false;
    for (std::sregex_iterator at(line.begin(), line.end(), kUsual), end; at != end; ++at)
      if (!kOperators.contains(at->str())) return true;
    return std::regex_search(line, kCall);
  });
  RawObject out = type;
  out.create.text = text::join(lines, "\n");
  return out;
}

std::pair<std::string, QName> kind_and_name(const RawObject& object) {
  const Made made = made_by(object);
  return {text::to_lower(made.kind), made.qname};
}

RawKind raw_kind(const RawObject& object) {
  const std::string text = text::to_upper(object.create.text);
  if (!made_by(object).kind.empty()) return RawKind::type;
  if (is_prerequisite(object)) return RawKind::prerequisite;
  if (text.starts_with("CREATE MATERIALIZED VIEW ") || text.starts_with("CREATE AGGREGATE ")) return RawKind::relation;
  if (text.starts_with("ALTER DEFAULT PRIVILEGES ")) return RawKind::default_of_new;
  if (text.starts_with("ALTER ") && text.find(" OWNER TO ") != text.npos) return RawKind::owner;
  return text.starts_with("CREATE ") || text.find(" ADD CONSTRAINT ") != text.npos ? RawKind::other : RawKind::setting;
}

Statements quarantine_type(const Dialect& d, const RawObject& object, const Quarantine& quarantine) {
  const std::string what = "put " + object.name.text() + " aside";
  const std::vector<Made> all = all_made_by(object);
  Statements out;
  if (all[0].kind == "DOMAIN") out = alter_domain(all[0], lines_of(object), lines_of(calling_nothing(object)), what);
  out.push_back({"CREATE SCHEMA IF NOT EXISTS schemac", what});
  for (const Made& made : all) {
    const std::string name = kept(d, made, quarantine);
    for (auto& statement :
         move_constructors(d, made, made.qname.name, {"schemac", kept_name(d, made.qname, quarantine)}))
      out.push_back(std::move(statement));
    const std::string renamed = made.qname.schema.empty() ? name : d.quoted(made.qname.schema) + "." + name;
    out.push_back({fmt::format("ALTER {} {} RENAME TO {}", made.kind, made.name, name), what});
    out.push_back({fmt::format("ALTER {} {} SET SCHEMA schemac", made.kind, renamed), what});
  }
  return out;
}

Statements restore_type(const Dialect& d, const RawObject& object, const Quarantine& quarantine) {
  const std::string what = "bring back " + object.name.text();
  const std::vector<Made> all = all_made_by(object);
  Statements out;
  for (const Made& made : all) {
    const std::string name = kept(d, made, quarantine);
    const std::string schema = made.qname.schema.empty() ? "public" : d.quoted(made.qname.schema);
    out.push_back({fmt::format("ALTER {} schemac.{} SET SCHEMA {}", made.kind, name, schema), what});
    out.push_back(
        {fmt::format("ALTER {} {}.{} RENAME TO {}", made.kind, schema, name, d.quoted(made.qname.name)), what});
    for (auto& statement : move_constructors(d, made, kept_name(d, made.qname, quarantine), made.qname))
      out.push_back(std::move(statement));
  }
  if (all[0].kind == "DOMAIN")
    for (auto& statement : alter_domain(all[0], lines_of(calling_nothing(object)), lines_of(object), what))
      out.push_back(std::move(statement));
  return out;
}

std::vector<Guard> domain_guards(const Dialect& d, const Alter<RawObject>& c, const Both& both) {
  const Made made = made_by(c.before);
  const auto before = lines_of(c.before), after = lines_of(c.after);
  const auto calling_none = lines_of(calling_nothing(c.after));
  const bool routines_change = !(both.before.routines == both.after.routines);
  std::vector<Guard> out;
  if (made.kind != "DOMAIN") return out;
  for (const Table& table : both.before.tables)
    for (const Column& column : table.columns) {
      if (column.type.name.name != made.name || column.type.dimensions > 0) continue;
      const std::string value = d.quoted(column.name);
      const auto guard = [&](diag::Code code, const std::string& subject, const std::string& condition) {
        out.push_back({code, subject,
                       fmt::format("SELECT {} FROM {} WHERE {} LIMIT 5", value, d.qualified(table.name), condition)});
      };
      for (const std::string& line : after) {
        if (has(before, line)) continue;
        if (routines_change && !has(calling_none, line)) continue;  // what it calls may not be there yet
        const std::size_t check = line.find(" CHECK (");
        if (line == "NOT NULL") guard(diag::Code::SC6001, table.name.text() + "." + column.name, value + " IS NULL");
        if (check != line.npos && before[0] == after[0] && !line.ends_with(" NOT VALID"))
          guard(diag::Code::SC6005, fmt::format("{} of {}", c.after.name.text(), table.name.text()),
                "NOT " + with_value(line.substr(check + 7), value));
      }
    }
  return out;
}

Statements alter_type(const Dialect& d, const Alter<RawObject>& c, const Both& both, const Quarantine& quarantine) {
  if (is_prerequisite(c.before)) return alter_prerequisite(c);
  const Made made = made_by(c.before);
  if (made.kind.empty()) return {};
  const std::string text(text::trim(c.after.create.text));
  if (made.kind == "SEQUENCE") return {{"ALTER" + text.substr(6), describe(c)}};
  const auto before = lines_of(c.before), after = lines_of(c.after);
  if (is_altered_in_place(made, before, after, both)) return alter_domain(made, before, after, describe(c));
  if (Statements altered =
          alter_attributes(made, attributes_of(before), attributes_of(after), describe(c), quarantine.way_back);
      !altered.empty() && !is_of_tables(made, both.before) && !is_of_tables(made, both.after))
    return altered;
  return swap_type(d, c, both, quarantine);
}

}  // namespace schemac::dialect::postgres
