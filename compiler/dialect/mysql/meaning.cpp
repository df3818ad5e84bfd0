#include "dialect/mysql/meaning.h"

#include "dialect/common/json_array.h"
#include "dialect/mysql/types.h"

namespace schemac::dialect::mysql {

using namespace catalog;

namespace {

bool is_call(const Expr& e, std::string_view function) { return e.kind == ExprKind::call && e.text == function; }
bool is_binary(const Expr& e, std::string_view op) { return e.kind == ExprKind::binary && e.text == op; }

/// `||` is OR here: a chain of it becomes one concat().
Expr concat(const Expr& e) {
  std::vector<Expr> args;
  for (const Expr& arg : e.args) {
    if (is_call(arg, "concat"))
      args.insert(args.end(), arg.args.begin(), arg.args.end());
    else
      args.push_back(arg);
  }
  return expr::call("concat", std::move(args));
}

/// CAST knows a few words of its own (cast-functions.html).
Type cast_type(DialectId id, const Type& type) {
  const std::string& word = type.name.name;
  if (word.ends_with("text") || word == "varchar")
    return native(id, "char", word == "varchar" ? type.args : std::vector<std::string>{});
  if (word.ends_with("int")) return native(id, "signed");
  if (word.ends_with("blob")) return native(id, "binary");
  return type;
}

Type raised_cast_type(DialectId id, const Type& type) {
  if (type == native(id, "signed")) return portable("bigint");
  if (type == native(id, "binary")) return portable("bytes");
  if (type.kind == TypeKind::native && type.name.name == "char" && type.words.empty())
    return type.args.empty() ? portable("text") : portable("varchar", type.args);
  return raise_type(type, id);
}

}  // namespace

Expr in_words_of(DialectId id, Expr e) {
  if (e.kind == ExprKind::label) return expr::string(e.text);
  if (e.kind == ExprKind::array) return json_array(e, ", ");
  if (is_call(e, "now") && e.args.empty()) return expr::call("current_timestamp", {expr::number("6")});
  if (is_call(e, "length")) e.text = "char_length";
  if (is_call(e, "substr")) e.text = "substring";
  if (is_binary(e, "||")) return concat(e);
  if (is_binary(e, "is not distinct from")) e.text = "<=>";
  if (is_binary(e, "is distinct from")) {
    e.text = "<=>";
    return expr::node(ExprKind::unary, "not", {e});
  }
  if (e.kind == ExprKind::cast) e.type = cast_type(id, *e.type);
  const bool single = e.args.size() == 2 && e.args[1].kind != ExprKind::select;
  if (e.kind == ExprKind::in && single) return expr::binary("=", e.args[0], e.args[1]);
  if (e.kind == ExprKind::not_in && single) return expr::binary("<>", e.args[0], e.args[1]);
  return e;
}

void raise_words(Expr& root, DialectId id) {
  for (Expr& arg : root.args) raise_words(arg, id);
  if (root == expr::call("current_timestamp", {expr::number("6")})) root = expr::call("now");
  if (is_call(root, "char_length")) root.text = "length";
  if (is_call(root, "substring")) root.text = "substr";
  if (is_call(root, "concat") && root.args.size() > 1) {
    Expr chain = std::move(root.args[0]);
    for (std::size_t i = 1; i < root.args.size(); ++i)
      chain = expr::binary("||", std::move(chain), std::move(root.args[i]));
    root = std::move(chain);
  }
  if (is_binary(root, "<=>")) root.text = "is not distinct from";
  if (root.kind == ExprKind::unary && root.text == "not" && is_binary(root.args[0], "is not distinct from")) {
    Expr distinct = std::move(root.args[0]);
    distinct.text = "is distinct from";
    root = std::move(distinct);
  }
  if (root.kind == ExprKind::cast) root.type = raised_cast_type(id, *root.type);
}

}  // namespace schemac::dialect::mysql
