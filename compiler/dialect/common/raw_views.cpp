#include "dialect/common/raw_views.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "dialect/common/sql_lexer.h"

namespace schemac::dialect {

using namespace catalog;

namespace {

/// Names are one in any case.
bool is_called(const SqlToken& token, const std::string& name) {
  return token.is_name() && text::to_lower(token.text) == text::to_lower(name);
}

bool is_any_of(const SqlToken& token, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return token.is(word); });
}

/// A query in tokens.
class Query {
 public:
  Query(DialectId id, const std::string& sql) : id_(id), tokens_(lex_sql(id, sql)) {}

  bool makes_view() const {
    for (const SqlToken& token : tokens_) {
      if (token.is("view")) return true;
      if (is_any_of(token, {"as", "begin", "on", "("})) break;
    }
    return false;
  }

  bool reads(const QName& table) const { return !names_of(table).empty(); }

  /// Of the row that a trigger is about.
  bool reads_of_row(const std::string& column) const {
    for (std::size_t i = 2; i < tokens_.size(); ++i)
      if (is_called(tokens_[i], column) && tokens_[i - 1].is(".") &&
          (is_called(tokens_[i - 2], "new") || is_called(tokens_[i - 2], "old")))
        return true;
    return false;
  }

  enum class Reads { not_at_all, without_saying_whose, certainly };

  /// Whether a view has all columns of the table, also one that is in quarantine there.
  bool reads_all_of(const QName& table) const {
    const std::set<std::string> names = names_of(table);
    for (std::size_t i = 1; !names.empty() && i < tokens_.size(); ++i) {
      if (!tokens_[i].is("*")) continue;
      if (is_any_of(tokens_[i - 1], {"select", "distinct", "all", ","})) return true;
      if (i > 1 && tokens_[i - 1].is(".") && names.contains(text::to_lower(tokens_[i - 2].text))) return true;
    }
    return false;
  }

  Reads reads(const QName& table, const std::string& column) const {
    const std::set<std::string> names = names_of(table);
    Reads out = Reads::not_at_all;
    for (std::size_t i = 1; !names.empty() && i + 1 < tokens_.size(); ++i) {
      if (!is_called(tokens_[i], column)) continue;
      const SqlToken& before = tokens_[i - 1];
      if (before.is(".")) {
        if (i > 1 && names.contains(text::to_lower(tokens_[i - 2].text))) return Reads::certainly;
      } else if (!is_any_of(tokens_[i + 1], {"(", "."}) &&
                 !is_any_of(before, {"as", ")", "from", "join", "straight_join"}) &&
                 before.kind != SqlTokenKind::name) {
        out = Reads::without_saying_whose;  // neither a function nor an alias nor a table
      }
    }
    return out;
  }

 private:
  /// What the columns of a table are called by, wherever it is read: its alias, or its name.
  std::set<std::string> names_of(const QName& table) const {
    std::set<std::string> out;
    for (std::size_t i = 1; i + 1 < tokens_.size(); ++i) {
      if (!is_called(tokens_[i], table.name) || tokens_[i + 1].is(".")) continue;
      const bool qualified = i > 2 && tokens_[i - 1].is(".");
      if (!may_be_of(table.schema, qualified ? &tokens_[i - 2] : nullptr)) continue;
      const std::size_t first = qualified ? i - 2 : i;
      if (!is_any_of(tokens_[first - 1], {"from", "join", "straight_join", ",", "("})) continue;
      const SqlToken& behind = tokens_[i + 1].is("as") ? tokens_[std::min(i + 2, tokens_.size() - 1)] : tokens_[i + 1];
      out.insert(text::to_lower(is_alias(behind) ? behind.text : table.name));
    }
    return out;
  }
  /// Without a schema, a name is one of the default schema; MySQL's qualifier is the database.
  bool may_be_of(const std::string& schema, const SqlToken* qualifier) const {
    if (!schema.empty()) return qualifier && is_called(*qualifier, schema);
    return !qualifier || id_ != DialectId::postgres || is_called(*qualifier, "public");
  }
  static bool is_alias(const SqlToken& token) {
    static constexpr std::array<std::string_view, 22> kClauses = {
        "join",   "inner",     "cross",  "left",  "right",     "natural", "straight_join", "on",
        "using",  "where",     "group",  "order", "limit",     "having",  "window",        "union",
        "except", "intersect", "ignore", "force", "partition", "for"};
    if (token.kind == SqlTokenKind::name) return true;
    return token.kind == SqlTokenKind::word && !token.is("use") &&
           std::find(kClauses.begin(), kClauses.end(), token.text) == kClauses.end();
  }

  DialectId id_;
  std::vector<SqlToken> tokens_;
};

struct Going {
  QName table, before;
  std::string column;           // empty: the table itself
  bool stays_in_table = false;  // a column, under a name of quarantine
};

std::optional<Going> going(const Change& change, const Both& both, bool quarantine_is_in_table) {
  const auto of = [&](const QName& table, const std::string& column) {
    return Going{table, table_name_before(both.changes, table), column};
  };
  if (const auto* c = std::get_if<DropColumn>(&change)) {
    Going out = of(c->table, c->column.name);
    out.stays_in_table = c->kept && quarantine_is_in_table;
    return out;
  }
  if (const auto* c = std::get_if<RenameColumn>(&change)) return of(c->table, c->from);
  if (const auto* c = std::get_if<RenameTable>(&change)) return Going{c->from, c->from, ""};
  if (const auto* c = std::get_if<Drop<Table>>(&change)) return Going{c->object.name, c->object.name, ""};
  return std::nullopt;
}

bool is_there(const Going& what, const Catalog& after) {
  const Table* table = after.tables.find(what.table);
  return table && (what.column.empty() || table->find_column(what.column));
}

/// Whether a name that says no table may be a column of another that is read, too.
bool has_another(const Query& query, const Going& what, const Catalog& after) {
  return std::any_of(after.tables.begin(), after.tables.end(), [&](const Table& table) {
    return !(table.name == what.table) && table.find_column(what.column) && query.reads(table.name);
  });
}

bool may_speak_of(const Expr& query, const Going& what) {
  bool out = false;
  expr::walk(query, [&](const Expr& node) {
    out |= node.kind == ExprKind::raw ||
           (node.kind == ExprKind::table && (node.text == what.table.name || node.text == what.before.name));
  });
  return out;
}

/// Where a query was read whole, names stand in it as they are: `A` is not what was called `a`.
bool may_name(const Expr& query, const std::string& column) {
  if (column.empty() || expr::has_raw(query)) return true;
  const auto columns = expr::columns_of(query);
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

}  // namespace

std::optional<Dialect::Refusal> breaks_reader(const Dialect& d, const Change& change, const Both& both,
                                              bool quarantine_is_in_table) {
  const auto what = going(change, both, quarantine_is_in_table);
  if (!what || is_there(*what, both.after)) return std::nullopt;  // or something else of that name is
  const auto broken = [&](const std::string& sql) {
    const Query query(d.id(), sql);
    const auto reads = [&](const QName& table) {
      if (what->column.empty()) return query.reads(table);
      const auto how = query.reads(table, what->column);
      return how == Query::Reads::certainly ||
             (how == Query::Reads::without_saying_whose && !has_another(query, *what, both.after));
    };
    return reads(what->table) || reads(what->before);
  };
  const auto refusal = [](const char* kind, const QName& reader) {
    return Dialect::Refusal{fmt::format("{} {} reads it, and would be left behind broken", kind, reader.text()),
                            fmt::format("change the {} in the same migration, or drop it: it is SQL in which schemac "
                                        "renames nothing",
                                        kind)};
  };
  const auto shows_quarantine = [&](const std::string& sql) {
    const Query query(d.id(), sql);
    return what->stays_in_table && (query.reads_all_of(what->table) || query.reads_all_of(what->before));
  };
  const auto star_refusal = [&](const QName& reader) {
    return Dialect::Refusal{fmt::format("view {} reads `*` of {}, where the dropped column stays in quarantine",
                                        reader.text(), what->table.text()),
                            "write out in the view which columns it has"};
  };
  for (const Trigger& trigger : both.after.triggers) {
    const bool of_row = trigger.table == what->table && !what->column.empty();
    if (of_row && Query(d.id(), trigger.body.text).reads_of_row(what->column)) return refusal("trigger", trigger.name);
  }
  for (const View& view : both.after.views) {
    if (!may_speak_of(view.query, *what)) continue;
    if (may_name(view.query, what->column) && broken(d.sql(view.query))) return refusal("view", view.name);
    if (shows_quarantine(d.sql(view.query))) return star_refusal(view.name);
  }
  for (const RawObject& object : both.after.raw_objects) {
    if (Query(d.id(), object.create.text).makes_view() && broken(object.create.text))
      return refusal("view", object.name);
  }
  return std::nullopt;
}

}  // namespace schemac::dialect
