#include "dialect/sqlite/meaning.h"

#include <optional>

#include "base/text.h"

namespace schemac::dialect::sqlite {

using namespace catalog;

namespace {

constexpr std::string_view kGlobs = "*?[";

void append_literally(std::string& glob, char c) {
  if (kGlobs.find(c) == kGlobs.npos)
    glob += c;
  else
    glob += {'[', c, ']'};
}

std::string glob_of(std::string_view like) {
  std::string out;
  for (std::size_t i = 0; i < like.size(); ++i) {
    if (like[i] == '\\' && i + 1 < like.size())
      append_literally(out, like[++i]);
    else if (like[i] == '%')
      out += '*';
    else if (like[i] == '_')
      out += '?';
    else
      append_literally(out, like[i]);
  }
  return out;
}

/// Nothing where the pattern holds a set of characters, for which LIKE has no word.
std::optional<std::string> like_of(std::string_view glob) {
  std::string out;
  for (std::size_t i = 0; i < glob.size(); ++i) {
    char c = glob[i];
    if (c == '*' || c == '?') {
      out += c == '*' ? '%' : '_';
      continue;
    }
    if (c == '[') {
      if (i + 2 >= glob.size() || kGlobs.find(glob[i + 1]) == kGlobs.npos || glob[i + 2] != ']') return std::nullopt;
      c = glob[i + 1];
      i += 2;
    }
    if (c == '%' || c == '_' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

Expr replaced(Expr text, const char* from, const char* to) {
  return expr::call("replace", {std::move(text), expr::string(from), expr::string(to)});
}

/// Of a pattern that is computed; such a one has no escapes.
Expr glob_of(Expr like) {
  if (like.kind == ExprKind::string) return expr::string(glob_of(std::string_view(like.text)));
  Expr out = replaced(std::move(like), "[", "[[]");
  out = replaced(replaced(std::move(out), "*", "[*]"), "?", "[?]");
  return replaced(replaced(std::move(out), "%", "*"), "_", "?");
}

Expr as_real(Expr number) {
  Expr out = expr::node(ExprKind::cast, "", {std::move(number)});
  out.type = native(DialectId::sqlite, "REAL");
  return out;
}

bool is_real_cast(const Expr& e) { return e.kind == ExprKind::cast && e.type && e.type->name.name == "REAL"; }

std::optional<Expr> like_of(const Expr& e) {
  if (e.kind != ExprKind::binary || e.text != "glob" || e.args[1].kind != ExprKind::string) return std::nullopt;
  auto pattern = like_of(e.args[1].text);
  if (!pattern) return std::nullopt;
  return expr::node(ExprKind::like, "", {e.args[0], expr::string(std::move(*pattern))});
}

}  // namespace

Expr with_portable_meaning(Expr e) {
  if (e.kind == ExprKind::like || e.kind == ExprKind::not_like) {
    Expr glob = expr::binary("glob", std::move(e.args[0]), glob_of(std::move(e.args[1])));
    return e.kind == ExprKind::like ? glob : expr::node(ExprKind::unary, "not", {std::move(glob)});
  }
  if (e.kind == ExprKind::binary && e.text == "/" && !is_real_cast(e.args[0])) e.args[0] = as_real(e.args[0]);
  return e;
}

void raise_meaning(Expr& root, const Dialect& sqlite) {
  const bool negated = root.kind == ExprKind::unary && root.text == "not";
  const bool divides = root.kind == ExprKind::binary && root.text == "/";
  const bool like = root.kind == ExprKind::like || root.kind == ExprKind::not_like;
  const bool is = root.kind == ExprKind::binary && (root.text == "is" || root.text == "is not");
  if (is && root.args[1].kind != ExprKind::boolean)
    root.text = root.text == "is" ? "is not distinct from" : "is distinct from";
  if (like || (divides && !is_real_cast(root.args[0]))) {
    root = expr::raw(DialectId::sqlite, sqlite.sql(root));
  } else if (divides) {
    root.args[0] = Expr(root.args[0].args[0]);
  } else if (auto pattern = like_of(negated ? root.args[0] : root)) {
    root = std::move(*pattern);
    if (negated) root.kind = ExprKind::not_like;
  }
  for (Expr& arg : root.args) raise_meaning(arg, sqlite);
}

}  // namespace schemac::dialect::sqlite
