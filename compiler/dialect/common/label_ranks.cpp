#include "dialect/common/label_ranks.h"

#include <algorithm>

namespace schemac::dialect {

using namespace catalog;

namespace {

/// What a query reads from, under the name that it has there.
struct Source {
  std::string alias;
  const Table* table = nullptr;
  const Expr* query = nullptr;
  const std::vector<std::string>* names = nullptr;  // of the query's columns, where the view says them
};

struct Scope {
  std::vector<Source> sources;
  const Scope* outer = nullptr;
};

const Expr* find_clause(const Expr& select, std::string_view word) {
  const auto found =
      std::find_if(select.args.begin(), select.args.end(), [&](const Expr& e) { return e.text == word; });
  return found == select.args.end() ? nullptr : &*found;
}

class Ranking {
 public:
  explicit Ranking(const Catalog& catalog) : catalog_(catalog) {}

  void run(Expr& e, const Scope& outer) const {
    Scope own{{}, &outer};
    if (e.kind == ExprKind::select) own = scope_of(e, &outer);
    const Scope& scope = e.kind == ExprKind::select ? own : outer;
    for (Expr& arg : e.args) run(arg, scope);
    rank(e, scope);
  }

 private:
  Scope scope_of(const Expr& select, const Scope* outer) const {
    Scope out{{}, outer};
    if (const Expr* from = find_clause(select, "from"))
      for (const Expr& source : from->args) add(source, "", out);
    return out;
  }

  void add(const Expr& source, const std::string& alias, Scope& out) const {
    if (source.kind == ExprKind::alias) return add(source.args[0], source.text, out);
    if (source.kind == ExprKind::join)
      for (std::size_t i = 0; i < 2; ++i) add(source.args[i], "", out);
    if (source.kind == ExprKind::subquery) out.sources.push_back({alias, nullptr, &source.args[0], nullptr});
    if (source.kind != ExprKind::table) return;
    const QName name = QName::of_text(source.text);
    const View* view = catalog_.views.find(name);
    out.sources.push_back({alias.empty() ? name.name : alias, catalog_.tables.find(name),
                           view && view->query.kind == ExprKind::select ? &view->query : nullptr,
                           view && !view->columns.empty() ? &view->columns : nullptr});
  }

  const Enum* enum_of(const Expr& e, const Scope& scope) const {
    if (e.kind != ExprKind::column) return nullptr;
    for (const Scope* at = &scope; at; at = at->outer)
      for (const Source& source : at->sources) {
        if (!e.args.empty() && !source.alias.empty() && e.args[0].text != source.alias) continue;
        if (const Enum* found = column_of(source, e.text)) return found;
      }
    return nullptr;
  }

  const Enum* column_of(const Source& source, const std::string& name) const {
    if (source.query) return given(*source.query, name, source.names);
    const Column* column = source.table ? source.table->find_column(name) : nullptr;
    const bool is_enum = column && column->type.kind == TypeKind::enumeration && column->type.dimensions == 0;
    return is_enum ? catalog_.enums.find(column->type.name) : nullptr;
  }

  /// Of the column that `select` gives by this name; a union's are of its first query.
  const Enum* given(const Expr& select, const std::string& name, const std::vector<std::string>* names) const {
    const Expr* items = find_clause(select, "columns");
    if (!items) return nullptr;
    const Scope scope = scope_of(select, nullptr);
    for (std::size_t i = 0; i < items->args.size(); ++i) {
      const Expr& item = items->args[i];
      if (item.kind == ExprKind::star) {
        Expr column = expr::column(name);
        column.args = item.args;
        if (const Enum* found = enum_of(column, scope)) return found;
        continue;
      }
      const bool renamed = names && i < names->size();
      if ((renamed ? (*names)[i] : item.text) != name) continue;
      return enum_of(item.kind == ExprKind::alias ? item.args[0] : item, scope);
    }
    return nullptr;
  }

  /// "mood > sad" becomes "mood in (fine, glad)".
  void rank(Expr& e, const Scope& scope) const {
    const bool between = e.kind == ExprKind::between || e.kind == ExprKind::not_between;
    const bool turned = e.kind == ExprKind::binary && e.args[0].kind == ExprKind::label;
    if (!between && (e.kind != ExprKind::binary || (e.text[0] != '<' && e.text[0] != '>') || e.text == "<>")) return;
    const Expr column = e.args[turned ? 1 : 0];
    const Enum* labels = enum_of(column, scope);
    if (!labels) return;
    if (!between && enum_of(e.args[1], scope) == labels && !turned) {
      for (Expr& side : e.args) side = place_of(side, *labels);
      return;
    }
    const auto rank = [&](const Expr& label) {
      const auto at = std::find_if(labels->labels.begin(), labels->labels.end(),
                                   [&](const EnumLabel& each) { return each.name == label.text; });
      return label.kind == ExprKind::label ? at - labels->labels.begin() : -1;
    };
    std::ptrdiff_t lowest = 0, highest = std::ssize(labels->labels) - 1;
    if (between) {
      lowest = rank(e.args[1]);
      highest = rank(e.args[2]);
      if (lowest < 0 || highest < 0) return;
    } else {
      const auto bound = rank(e.args[turned ? 0 : 1]);
      if (bound < 0) return;
      const bool above = (e.text[0] == '>') != turned;
      const std::ptrdiff_t beyond = e.text.size() == 1 ? 1 : 0;
      (above ? lowest : highest) = above ? bound + beyond : bound - beyond;
    }
    const bool none = e.kind == ExprKind::not_between;
    if (lowest > highest) {  // of no label: false, and unknown of null
      e = expr::binary(none ? "=" : "<>", column, column);
      return;
    }
    e = expr::node(none ? ExprKind::not_in : ExprKind::in, "", {column});
    for (auto i = lowest; i <= highest; ++i)
      e.args.push_back(expr::label(labels->labels[static_cast<std::size_t>(i)].name));
  }

  /// `case mood when sad then 0 when fine then 1 … end`
  static Expr place_of(const Expr& column, const Enum& labels) {
    Expr out = expr::node(ExprKind::case_, "", {expr::node(ExprKind::clause, "operand", {column})});
    int place = 0;
    for (const EnumLabel& each : labels.labels)
      out.args.push_back(
          expr::node(ExprKind::clause, "when", {expr::label(each.name), expr::number(std::to_string(place++))}));
    return out;
  }

  const Catalog& catalog_;
};

}  // namespace

Expr with_labels_ranked(Expr portable, const Catalog& catalog, const Table* table) {
  Scope scope;
  if (table) scope.sources.push_back({"", table, nullptr, nullptr});
  Ranking(catalog).run(portable, scope);
  return portable;
}

}  // namespace schemac::dialect
