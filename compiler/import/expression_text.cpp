#include "import/expression_text.h"

#include <utility>

#include "base/text.h"
#include "catalog/expr_printer.h"

namespace schemac::import {

using namespace catalog;

std::string name_text(const std::string& name) { return text::quoted(name, '`'); }

std::string name_text(const QName& name) {
  return name.schema.empty() ? name_text(name.name) : name_text(name.schema) + "." + name_text(name.name);
}

std::string names_text(const std::vector<std::string>& names) {
  std::vector<std::string> out;
  for (const std::string& name : names) out.push_back(name_text(name));
  return text::join(out, ", ");
}

std::string collation_text(const std::string& name) {
  std::string out, part;
  bool quoted = false;
  for (const char c : name) {
    if (c == '"') quoted = !quoted;
    if (c == '.' && !quoted) out += name_text(std::exchange(part, "")) + ".";
    if (c != '"' && (c != '.' || quoted)) part += c;
  }
  return out + name_text(part);
}

std::string raw_text(const std::string& sql) {
  // text that holds three quotes stands between more of them; one at its edge would be taken for one of theirs
  std::string quotes(3, '"');
  while (sql.find(quotes) != sql.npos) quotes += '"';
  return quotes + (sql.starts_with('"') ? " " : "") + sql + (sql.ends_with('"') ? " " : "") + quotes;
}

std::string raw_text(const std::string& dialect, const std::string& sql) { return dialect + " " + raw_text(sql); }

std::string type_text(const Type& type) {
  std::string out = type.kind == TypeKind::portable ? type.name.name : name_text(type.name);
  if (type.kind == TypeKind::native) out = type.dialect + "." + out;
  if (!type.args.empty()) out += "(" + text::join(type.args, ", ") + ")";
  for (const std::string& word : type.words) out += " " + word;
  for (int i = 0; i < type.dimensions; ++i) out += "[]";
  return out;
}

namespace {

class LanguagePrinter final : public ExprPrinter {
  std::string word(const std::string& keyword) const override { return keyword; }
  std::string name(const std::string& name) const override { return name_text(name); }
  std::string table(const std::string& name) const override { return dotted(name); }
  std::string literal(const std::string& characters) const override { return text::quoted(characters, '\''); }
  std::string label(const std::string& label) const override { return name_text(label); }
  std::string array(const std::string& elements) const override { return "[" + elements + "]"; }
  std::string type(const Type& type) const override { return type_text(type); }
  std::string collation(const std::string& name) const override { return collation_text(name); }

  std::string call(const std::string& function, const std::string& arguments) const override {
    if (arguments.empty() && function.starts_with("current_")) return function;  // as SQL spells these
    return dotted(function) + "(" + arguments + ")";
  }

  std::string raw(const Expr& e) const override { return raw_text(e.dialect, e.text); }
  std::string by_dialect(const Expr& e) const override {
    std::vector<std::string> forms;
    for (const Expr& form : e.args) forms.push_back(print(form));
    return text::join(forms, " ");
  }
  int binding_of_raw(const Expr&) const override { return 9; }  // it stands in its own quotes

  static std::string dotted(const std::string& name) {
    std::vector<std::string> parts;
    for (const std::string& part : text::split(name, '.')) parts.push_back(name_text(part));
    return text::join(parts, ".");
  }
};

}  // namespace

std::string expression_text(const Expr& expr) { return LanguagePrinter().print(expr); }

}  // namespace schemac::import
