#include "dialect/common/sql_printer.h"

#include "base/text.h"
#include "catalog/expr_printer.h"

namespace schemac::dialect {

namespace {

bool is_keyword_function(const std::string& name) {
  return name == "current_timestamp" || name == "current_date" || name == "current_time" || name == "current_user" ||
         name == "session_user" || name == "localtimestamp" || name == "localtime";
}

class SqlPrinter final : public catalog::ExprPrinter {
 public:
  explicit SqlPrinter(const Dialect& dialect) : dialect_(dialect) {}

 private:
  std::string word(const std::string& keyword) const override { return text::to_upper(keyword); }
  std::string name(const std::string& name) const override { return dialect_.quoted(name); }
  std::string table(const std::string& name) const override {
    const auto dot = name.find('.');
    return dot == name.npos ? dialect_.quoted(std::string_view(name))
                            : dialect_.quoted(name.substr(0, dot)) + "." + dialect_.quoted(name.substr(dot + 1));
  }
  std::string literal(const std::string& characters) const override { return dialect_.literal(characters); }
  std::string label(const std::string& label) const override { return dialect_.literal(label); }
  std::string array(const std::string& elements) const override { return "ARRAY[" + elements + "]"; }
  std::string type(const catalog::Type& type) const override { return dialect_.type_sql(type); }
  std::string collation(const std::string& name) const override { return name; }

  std::string call(const std::string& function, const std::string& arguments) const override {
    if (!is_keyword_function(function)) return function + "(" + arguments + ")";
    return text::to_upper(function) + (arguments.empty() ? "" : "(" + arguments + ")");
  }

  std::string raw(const Expr& e) const override { return e.text; }
  std::string by_dialect(const Expr& e) const override {
    const Expr* form = catalog::expr::for_dialect(e, dialect_.id());
    return form ? form->text : "NULL";
  }
  int binding_of_raw(const Expr& e) const override {  // MySQL's `interval 1 day` stands in no parentheses
    return e.text.starts_with("interval ") && (e.dialect == "mysql" || e.dialect == "mariadb") ? 9 : 0;
  }

  const Dialect& dialect_;
};

}  // namespace

std::string print_sql(const Expr& expr, const Dialect& dialect) { return SqlPrinter(dialect).print(expr); }

std::string action_sql(std::string_view event, catalog::ReferentialAction action) {
  if (action == catalog::ReferentialAction::no_action) return "";
  const std::string_view words = enum_names(action)[static_cast<std::size_t>(action)];
  return " ON " + std::string(event) + " " + text::to_upper(words);
}

std::string event_sql(const Dialect& dialect, const std::string& event) {
  constexpr std::string_view update_of = "update of ";
  if (!event.starts_with(update_of)) return text::to_upper(event);
  std::vector<std::string> columns;
  for (const std::string& column : text::split(event.substr(update_of.size()), ','))
    columns.push_back(dialect.quoted(text::trim(column)));
  return "UPDATE OF " + text::join(columns, ", ");
}

}  // namespace schemac::dialect
