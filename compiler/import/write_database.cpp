#include "import/write_database.h"

#include <algorithm>
#include <unordered_map>

#include "diag/source.h"
#include "dialect/common/naming.h"
#include "import/expression_text.h"
#include "import/table_groups.h"
#include "import/write_schema.h"
#include "sema/sema.h"
#include "syntax/format.h"

namespace schemac::import {

using namespace catalog;

namespace {

/// Rounds of writing and reading again: errors hide others, and are fewer each time.
constexpr int kRounds = 5;

/// An expression of the catalog to be written, with the same one as the database has it.
struct Site {
  Expr* written = nullptr;
  const Expr* physical = nullptr;
  std::string place;  // tells what is read again where to look: "default of pages.title"
};

class DatabaseWriter {
 public:
  DatabaseWriter(const dialect::Inspection& inspected, const dialect::Dialect& dialect)
      : inspected_(inspected), d_(dialect), catalog_(dialect.raise(inspected.catalog)) {}

  std::string run() { return formatted(settled().text); }

  std::vector<SchemaFile> run_split() {
    (void)settled();
    std::vector<SchemaFile> out;
    std::vector<SchemaPart> parts = parts_of(catalog_);
    if (parts.empty()) parts.push_back({"tables", {}, {}});
    for (const SchemaPart& part : parts) {
      std::string text;
      for (const std::string& name : part.imports) text += "import \"" + name + ".schema\"\n";
      // what is not managed belongs to none of them: it stands in the first
      const bool is_first = out.empty();
      text += write_schema(part.catalog, d_.id(), is_first ? inspected_.unmanaged : std::vector<std::string>{}).text;
      out.push_back({part.name + ".schema", formatted(text)});
    }
    return out;
  }

 private:
  /// The text once each expression in it comes back as the database has it.
  Written settled() {
    find_sites();
    Written written = write_schema(catalog_, d_.id(), inspected_.unmanaged);
    for (int round = 0; round < kRounds && settle(written); ++round)
      written = write_schema(catalog_, d_.id(), inspected_.unmanaged);
    return written;
  }

  static std::string formatted(const std::string& text) {
    diag::SourceMap sources;
    diag::Diagnostics problems;
    const auto source = sources.add("inspected", text);
    // what the formatter cannot read is still worth more than nothing: `check` will say what is wrong with it
    return syntax::format(sources, source, problems).value_or(text);
  }

  void find_sites() {
    for (std::uint32_t i = 0; i < catalog_.tables.size(); ++i)
      sites_of_table(catalog_.tables.edit({i}), inspected_.catalog);
    for (std::uint32_t i = 0; i < catalog_.views.size(); ++i) {
      View& view = catalog_.views.edit({i});
      const View* physical = inspected_.catalog.views.find(view.name);
      add(view.query, physical ? &physical->query : nullptr, "view " + view.name.text());
    }
    for (std::uint32_t i = 0; i < catalog_.triggers.size(); ++i) {
      Trigger& trigger = catalog_.triggers.edit({i});
      const Trigger* physical = inspected_.catalog.triggers.find(key_of(trigger));
      if (trigger.when)
        add(*trigger.when, physical && physical->when ? &*physical->when : nullptr, "trigger " + key_of(trigger));
    }
  }

  void add(Expr& written, const Expr* physical, std::string place) {
    sites_.push_back({&written, physical, std::move(place)});
  }

  void sites_of_table(Table& table, const Catalog& physical) {
    const Table* other = physical.tables.find(table.name);
    Table named = table;  // members as the database calls them, in the order of `table`
    dialect::name_members(named, d_.max_identifier_bytes());
    for (Column& column : table.columns) {
      const Column* same = other ? other->find_column(column.name) : nullptr;
      const std::string of = table.name.text() + "." + column.name;
      if (column.default_value)
        add(*column.default_value, same && same->default_value ? &*same->default_value : nullptr, "default of " + of);
      if (column.generated)
        add(column.generated->expr, same && same->generated ? &same->generated->expr : nullptr, "generated " + of);
    }
    for (std::size_t i = 0; i < table.checks.size(); ++i) {
      const Check* same = other ? find(other->checks, named.checks[i].name) : nullptr;
      add(table.checks[i].expr, same ? &same->expr : nullptr,
          "check " + named.checks[i].name + " of " + table.name.text());
    }
    for (std::size_t i = 0; i < table.indexes.size(); ++i) {
      Index& index = table.indexes[i];
      const Index* same = other ? find(other->indexes, named.indexes[i].name) : nullptr;
      const std::string of = named.indexes[i].name + " of " + table.name.text();
      for (std::size_t k = 0; k < index.parts.size(); ++k)
        if (index.parts[k].expr.kind != ExprKind::column)
          add(index.parts[k].expr, same && k < same->parts.size() ? &same->parts[k].expr : nullptr,
              "part " + std::to_string(k) + " of index " + of);
      if (index.where) add(*index.where, same && same->where ? &*same->where : nullptr, "where of index " + of);
    }
  }

  template <class M>
  static const M* find(const std::vector<M>& members, const std::string& name) {
    for (const M& member : members)
      if (member.name == name) return &member;
    return nullptr;
  }

  /// Reads what was written; true where something of it is now to be written otherwise.
  bool settle(const Written& written) {
    diag::SourceMap sources;
    diag::Diagnostics problems;
    const sema::Input input{{"inspected"}, "", [&](const std::string&) { return std::optional(written.text); }};
    const sema::Schema schema = sema::analyse(input, sources, problems);
    if (diag::has_errors(problems)) return settle_errors(written, sources, problems);
    const Catalog lowered = d_.lower(schema.catalog, problems);
    DatabaseWriter read({lowered, {}}, d_, lowered);
    std::unordered_map<std::string, const Expr*> found;
    for (const Site& site : read.sites_) found.emplace(site.place, site.written);
    bool changed = false;
    for (Site& site : sites_) {
      const auto same = found.find(site.place);
      if (site.physical && same != found.end() && !(*same->second == *site.physical)) changed |= make_raw(site);
    }
    return changed;
  }

  /// For reading: the sites of a catalog that is physical already.
  DatabaseWriter(const dialect::Inspection& inspected, const dialect::Dialect& dialect, Catalog catalog)
      : inspected_(inspected), d_(dialect), catalog_(std::move(catalog)) {
    find_sites();
  }

  bool settle_errors(const Written& written, const diag::SourceMap& sources, const diag::Diagnostics& problems) {
    bool changed = false;
    for (const diag::Diagnostic& problem : problems) {
      if (problem.labels.empty()) continue;
      const diag::Span span = problem.labels[0].span;
      const std::uint32_t line = sources.position(span.source, span.begin).line;
      for (const auto& [first, last, expression] : written.places) {
        if (line < first || line > last) continue;
        for (Site& site : sites_)
          if (site.written == expression && is_inside(sources, span, line, *expression)) changed |= make_raw(site);
      }
    }
    return changed;
  }

  /// Whether the place of an error lies in the expression, where that stands on one line.
  static bool is_inside(const diag::SourceMap& sources, diag::Span span, std::uint32_t line, const Expr& expression) {
    const std::string text = expression_text(expression);
    const std::string_view whole = sources.text(span.source);
    const std::string_view on_line = sources.line_text(span.source, line);
    const auto begin_of_line = static_cast<std::size_t>(on_line.data() - whole.data());
    for (std::size_t at = on_line.find(text); at != on_line.npos; at = on_line.find(text, at + 1))
      if (begin_of_line + at <= span.begin && span.end <= begin_of_line + at + text.size()) return true;
    return on_line.find(text) == on_line.npos;
  }

  bool make_raw(Site& site) const {
    if (site.written->kind == ExprKind::raw) return false;
    const Expr& as_it_is = site.physical ? *site.physical : *site.written;
    *site.written = expr::raw(d_.id(), as_it_is.kind == ExprKind::raw ? as_it_is.text : d_.sql(as_it_is));
    return true;
  }

  const dialect::Inspection& inspected_;
  const dialect::Dialect& d_;
  Catalog catalog_;  // as it is to be written
  std::vector<Site> sites_;
};

}  // namespace

std::string write_database(const dialect::Inspection& inspected, const dialect::Dialect& dialect) {
  return DatabaseWriter(inspected, dialect).run();
}

std::vector<SchemaFile> write_database_split(const dialect::Inspection& inspected, const dialect::Dialect& dialect) {
  return DatabaseWriter(inspected, dialect).run_split();
}

}  // namespace schemac::import
