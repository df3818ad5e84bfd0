#include "dialect/postgres/raw_types.h"

#include <fmt/format.h>

#include <array>
#include <regex>

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

/// A new type takes the old one's place in each column, as with an enum that loses labels.
Statements swap(const Dialect& d, const Alter<RawObject>& c, const Both& both, const Quarantine& quarantine) {
  const std::string what = describe(c);
  const Made made = made_by(c.before);
  const std::string aside = d.quoted("_schemac_old_" + made.qname.name);
  Statements out;
  if (!quarantine.way_back) {
    out = quarantine_type(d, c.before, quarantine);
    out.push_back({c.after.create.text, what});
  } else {
    out.push_back({fmt::format("ALTER {} {} RENAME TO {}", made.kind, made.name, aside), what});
    for (auto& statement : restore_type(d, c.after, quarantine)) out.push_back(std::move(statement));
  }
  for (const Table& table : both.before.tables)
    for (const Column& column : table.columns) {
      if (made.kind == "COLLATION" && !column.collation.empty() && read_name(column.collation) == made.qname)
        out.push_back({fmt::format("ALTER TABLE {} ALTER COLUMN {} TYPE {} COLLATE {}", d.qualified(table.name),
                                   d.quoted(column.name), d.type_sql(column.type), column.collation),
                       "give " + table.name.text() + "." + column.name + " the new collation"});
      if (column.type.name.name != made.name) continue;
      for (auto& statement : retype(d, {table, column, both, quarantine})) out.push_back(std::move(statement));
    }
  if (quarantine.way_back)
    out.push_back(
        {fmt::format("DROP {} {}", made.kind, d.qualified({made.qname.schema, "_schemac_old_" + made.qname.name})),
         what});
  return out;
}

}  // namespace

RawObject calling_nothing(const RawObject& type) {
  if (made_by(type).kind != "DOMAIN") return type;
  std::vector<std::string> lines = lines_of(type);
  std::erase_if(lines, [](const std::string& line) {
    return line.starts_with("CONSTRAINT ") || (line.starts_with("DEFAULT ") && line.find('(') != line.npos);
  });
  RawObject out = type;
  out.create.text = text::join(lines, "\n");
  return out;
}

RawKind raw_kind(const RawObject& object) {
  const std::string& text = object.create.text;
  if (!made_by(object).kind.empty()) return RawKind::type;
  if (is_prerequisite(object)) return RawKind::prerequisite;
  if (text.starts_with("CREATE MATERIALIZED VIEW ") || text.starts_with("CREATE AGGREGATE ")) return RawKind::relation;
  if (text.starts_with("ALTER DEFAULT PRIVILEGES ")) return RawKind::default_of_new;
  if (text.starts_with("ALTER ") && text.find(" OWNER TO ") != text.npos) return RawKind::owner;
  return text.starts_with("CREATE ") || text.find(" ADD CONSTRAINT ") != text.npos ? RawKind::other : RawKind::setting;
}

Statements quarantine_type(const Dialect& d, const RawObject& object, const Quarantine& quarantine) {
  const std::string what = "put " + object.name.text() + " aside";
  const Made made = made_by(object);
  const std::string name = kept(d, made, quarantine);
  const std::string renamed = made.qname.schema.empty() ? name : d.quoted(made.qname.schema) + "." + name;
  Statements out;
  if (made.kind == "DOMAIN") out = alter_domain(made, lines_of(object), lines_of(calling_nothing(object)), what);
  out.push_back({"CREATE SCHEMA IF NOT EXISTS schemac", what});
  out.push_back({fmt::format("ALTER {} {} RENAME TO {}", made.kind, made.name, name), what});
  out.push_back({fmt::format("ALTER {} {} SET SCHEMA schemac", made.kind, renamed), what});
  return out;
}

Statements restore_type(const Dialect& d, const RawObject& object, const Quarantine& quarantine) {
  const std::string what = "bring back " + object.name.text();
  const Made made = made_by(object);
  const std::string name = kept(d, made, quarantine);
  const std::string schema = made.qname.schema.empty() ? "public" : d.quoted(made.qname.schema);
  Statements out{
      {fmt::format("ALTER {} schemac.{} SET SCHEMA {}", made.kind, name, schema), what},
      {fmt::format("ALTER {} {}.{} RENAME TO {}", made.kind, schema, name, d.quoted(made.qname.name)), what}};
  if (made.kind == "DOMAIN")
    for (auto& statement : alter_domain(made, lines_of(calling_nothing(object)), lines_of(object), what))
      out.push_back(std::move(statement));
  return out;
}

std::vector<Guard> domain_guards(const Dialect& d, const Alter<RawObject>& c, const Both& both) {
  const Made made = made_by(c.before);
  const auto before = lines_of(c.before), after = lines_of(c.after);
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
  if (made.kind == "DOMAIN" && before[0] == after[0]) return alter_domain(made, before, after, describe(c));
  return swap(d, c, both, quarantine);
}

}  // namespace schemac::dialect::postgres
