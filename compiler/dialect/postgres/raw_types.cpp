#include "dialect/postgres/raw_types.h"

#include <fmt/format.h>

#include <array>

#include "base/text.h"
#include "dialect/postgres/emit.h"
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

std::string unquoted(const std::string& name) {
  return name.starts_with('"') ? text::replace_all(name.substr(1, name.size() - 2), "\"\"", "\"") : name;
}

Made made_by(const RawObject& object) {
  static constexpr std::array<std::string_view, 4> kKinds = {"DOMAIN", "TYPE", "SEQUENCE", "COLLATION"};
  const std::string text(text::trim(object.create.text));
  for (const std::string_view kind : kKinds) {
    const std::string start = "CREATE " + std::string(kind) + " ";
    if (text::to_upper(text.substr(0, start.size())) != start) continue;
    Made out{std::string(kind), first_name(std::string_view(text).substr(start.size())), {}};
    bool quoted = false;
    std::size_t dot = out.name.npos;
    for (std::size_t i = 0; i < out.name.size(); ++i) {
      if (out.name[i] == '"') quoted = !quoted;
      if (!quoted && out.name[i] == '.') dot = i;
    }
    out.qname = dot == out.name.npos ? QName(unquoted(out.name))
                                     : QName(unquoted(out.name.substr(0, dot)), unquoted(out.name.substr(dot + 1)));
    return out;
  }
  return {};
}

std::string kept_name(const Dialect& d, const Made& made, const Quarantine& quarantine) {
  return d.quoted(quarantine.name(made.qname.name, d.max_identifier_bytes()));
}

std::vector<std::string> lines_of(const RawObject& object) {
  return text::split(std::string(text::trim(object.create.text)), '\n');
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

RawKind raw_kind(const RawObject& object) {
  const std::string& text = object.create.text;
  if (!made_by(object).kind.empty()) return RawKind::type;
  if (text.starts_with("CREATE MATERIALIZED VIEW ") || text.starts_with("CREATE AGGREGATE ")) return RawKind::relation;
  if (text.starts_with("ALTER DEFAULT PRIVILEGES ")) return RawKind::default_of_new;
  if (text.starts_with("ALTER ") && text.find(" OWNER TO ") != text.npos) return RawKind::owner;
  return text.starts_with("CREATE ") || text.find(" ADD CONSTRAINT ") != text.npos ? RawKind::other : RawKind::setting;
}

Statements quarantine_type(const Dialect& d, const RawObject& object, const Quarantine& quarantine) {
  const std::string what = "put " + object.name.text() + " aside";
  const Made made = made_by(object);
  const std::string kept = kept_name(d, made, quarantine);
  const std::string renamed = made.qname.schema.empty() ? kept : d.quoted(made.qname.schema) + "." + kept;
  return {{"CREATE SCHEMA IF NOT EXISTS schemac", what},
          {fmt::format("ALTER {} {} RENAME TO {}", made.kind, made.name, kept), what},
          {fmt::format("ALTER {} {} SET SCHEMA schemac", made.kind, renamed), what}};
}

Statements restore_type(const Dialect& d, const RawObject& object, const Quarantine& quarantine) {
  const std::string what = "bring back " + object.name.text();
  const Made made = made_by(object);
  const std::string kept = kept_name(d, made, quarantine);
  const std::string schema = made.qname.schema.empty() ? "public" : d.quoted(made.qname.schema);
  return {{fmt::format("ALTER {} schemac.{} SET SCHEMA {}", made.kind, kept, schema), what},
          {fmt::format("ALTER {} {}.{} RENAME TO {}", made.kind, schema, kept, d.quoted(made.qname.name)), what}};
}

Statements alter_type(const Dialect& d, const Alter<RawObject>& c, const Both& both, const Quarantine& quarantine) {
  const Made made = made_by(c.before);
  if (made.kind.empty()) return {};
  const std::string text(text::trim(c.after.create.text));
  if (made.kind == "SEQUENCE") return {{"ALTER" + text.substr(6), describe(c)}};
  const auto before = lines_of(c.before), after = lines_of(c.after);
  if (made.kind == "DOMAIN" && before[0] == after[0]) return alter_domain(made, before, after, describe(c));
  return swap(d, c, both, quarantine);
}

}  // namespace schemac::dialect::postgres
