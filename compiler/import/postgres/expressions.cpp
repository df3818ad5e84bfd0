// Expressions: found in the text of their statement, with the names in them made to mean the same anywhere.
#include <algorithm>

#include "base/text.h"
#include "dialect/postgres/read_sql.h"
#include "import/postgres/statement.h"

namespace schemac::import::postgres {

using namespace catalog;

namespace {

class Qualifier {
 public:
  explicit Qualifier(const Statement& s) : s_(s), db_(s.db) {}

  Splices run(const Node& root) {
    walk(root, [&](const Node& node) {
      if (node.is("CommonTableExpr")) local_.insert(node.text("ctename"));
    });
    walk(root, [&](const Node& node) { visit(node); });
    return std::move(out_);
  }

 private:
  void visit(const Node& node) {
    if (node.is("TypeCast") && node["arg"].is("A_ArrayExpr")) cast_elements(node);
    if (node.has("fromClause")) write_out_table(node.list("fromClause"));  // the parts of a UNION go without their kind
    if (node.has("relname")) {                                             // a RangeVar
      if (node.text("schemaname").empty() && !local_.contains(node.text("relname")))
        put(db_.find_relation("", node.text("relname")), node.location());
    } else if (node.is("FuncCall")) {
      const auto name = node.strings("funcname");
      if (name.size() == 1) put(db_.find_program("", name[0]), node.location());
      if (!name.empty() && (name.back() == "nextval" || name.back() == "currval" || name.back() == "setval"))
        sequence_in(node);
    } else if (node.has("typemod")) {  // a TypeName
      const auto name = node.strings("names");
      if (name.size() == 1) put(db_.find_type("", name[0]), node.location());
    }
  }

  /// TABLE a is SELECT * FROM a.
  void write_out_table(const std::vector<Node>& from) {
    if (from.size() != 1 || !from[0].is("RangeVar") || !from[0].location()) return;
    std::size_t before = s_.text.at_byte(*from[0].location());
    for (const std::string_view word : {"(", "only"})
      if (before > 0 && s_.text[before - 1].lower == word) --before;
    if (before == 0 || s_.text[before - 1].lower != "table") return;
    const auto& word = s_.text[before - 1];
    const auto same = [&](const Splice& splice) { return splice.begin == word.begin; };
    if (std::none_of(out_.begin(), out_.end(), same)) out_.push_back({word.begin, word.end, "SELECT * FROM"});
  }

  /// ARRAY[a, b]::text[] casts each element, and that is what is kept of it.
  void cast_elements(const Node& cast) {
    const std::vector<Node> elements = cast["arg"].list("elements");
    const bool casts = std::any_of(elements.begin(), elements.end(), [](const Node& e) { return e.is("TypeCast"); });
    const std::string type = type_text(s_, cast["typeName"]);
    if (!casts || !type.ends_with("[]")) return;
    const std::size_t open = s_.text.find(s_.text.at_byte(cast["arg"].location().value_or(0)), s_.text.size(), "[");
    const std::size_t close = s_.text.closing(open, s_.text.size());
    for (const auto& [begin, end] : s_.text.parts(open + 1, close)) {
      out_.push_back({s_.text[begin].begin, s_.text[begin].begin, "CAST("});
      out_.push_back({s_.text[end].begin, s_.text[end].begin, " AS " + type.substr(0, type.size() - 2) + ")"});
    }
  }

  /// The text in nextval('a.b') is a name too.
  void sequence_in(const Node& call) {
    const std::vector<Node> args = call.list("args");
    if (args.empty()) return;
    const Node text = args[0].is("TypeCast") ? args[0]["arg"] : args[0];
    if (!text.is("A_Const") || !text.has("sval") || !text.location()) return;
    const QName name = dialect::postgres::read_name(text["sval"].text("sval"));
    const auto found = db_.find_relation(name.schema, name.name);
    if (!found) return;
    const std::string plain = text["sval"].text("sval");
    out_.push_back({*text.location(), text.location().value_or(0) + plain.size() + 2 + quotes_in(plain),
                    text::quoted(called(*found), '\'')});
  }
  static std::size_t quotes_in(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\''));
  }

  void put(const std::optional<QName>& name, std::optional<std::size_t> at) {
    if (!name || name->schema.empty() || !at) return;
    const Splice splice{*at, *at, ident(name->schema) + "."};
    const bool there =
        std::any_of(out_.begin(), out_.end(), [&](const Splice& s) { return s.begin == *at && s.end == *at; });
    if (!there) out_.push_back(splice);
  }

  const Statement& s_;
  const Database& db_;
  std::set<std::string> local_;
  Splices out_;
};

/// What PostgreSQL keeps of what people write: BETWEEN as two comparisons, IN of one as one.
Expr as_kept(Expr e) {
  for (Expr& arg : e.args) arg = as_kept(std::move(arg));
  const bool single = e.args.size() == 2 && e.args[1].kind != ExprKind::select;
  if (e.kind == ExprKind::between && e.args.size() == 3)
    return expr::binary("and", expr::binary(">=", e.args[0], e.args[1]), expr::binary("<=", e.args[0], e.args[2]));
  if (e.kind == ExprKind::not_between && e.args.size() == 3)
    return expr::binary("or", expr::binary("<", e.args[0], e.args[1]), expr::binary(">", e.args[0], e.args[2]));
  if (e.kind == ExprKind::in && single) return expr::binary("=", e.args[0], e.args[1]);
  if (e.kind == ExprKind::not_in && single) return expr::binary("<>", e.args[0], e.args[1]);
  return e;
}

}  // namespace

Splices qualified(const Statement& s, const Node& root) { return Qualifier(s).run(root); }

std::string sql_of(const Statement& s, std::size_t begin, std::size_t end, const Node& root) {
  return s.text.slice(begin, end, qualified(s, root));
}

Expr expression(const Database& db, const std::string& sql, const Table* table) {
  return as_kept(dialect::postgres::read(sql, {table, db.enums()}));
}

Expr expression(const Statement& s, std::size_t begin, std::size_t end, const Node& root, const Table* table) {
  return expression(s.db, sql_of(s, begin, end, root), table);
}

Expr default_value(const Statement& s, std::size_t begin, std::size_t end, const Node& root, const Column& column,
                   const Table* table) {
  return as_kept(dialect::postgres::read_default(sql_of(s, begin, end, root), column, {table, s.db.enums()}));
}

std::vector<std::string> columns_in(const Node& root) {
  std::vector<std::string> out;
  walk(root, [&](const Node& node) {
    if (!node.is("ColumnRef")) return;
    const std::vector<Node> fields = node.list("fields");
    const std::string name = fields.empty() || fields.back().is("A_Star") ? "*" : fields.back().text("sval");
    if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
  });
  return out;
}

}  // namespace schemac::import::postgres
