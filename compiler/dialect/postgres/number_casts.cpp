#include "dialect/postgres/number_casts.h"

#include <algorithm>
#include <array>

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

/// In the order in which one is converted to the next (typeconv-oper.html).
constexpr std::array<std::string_view, 6> kNumbers = {"smallint", "integer", "bigint",
                                                      "numeric",  "real",    "double precision"};
constexpr int kUnknown = -1, kInteger = 1, kBigint = 2, kNumeric = 3, kReal = 4, kDouble = 5;

int rank_of(const Type& type) {
  const auto found = std::find(kNumbers.begin(), kNumbers.end(), type.name.name);
  if (type.kind != TypeKind::native || type.dimensions > 0 || found == kNumbers.end()) return kUnknown;
  return static_cast<int>(found - kNumbers.begin());
}

bool is_among(std::initializer_list<std::string_view> names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Its arguments come to be of one type.
bool unites(const Expr& e) {
  return e.kind == ExprKind::case_ ||
         (e.kind == ExprKind::call && is_among({"coalesce", "greatest", "least", "nullif"}, e.text));
}

bool is_arithmetic(const Expr& e) {
  return (e.kind == ExprKind::binary || e.kind == ExprKind::unary) && is_among({"+", "-", "*", "/", "%"}, e.text);
}

bool compares(const Expr& e) {
  return e.kind == ExprKind::in || e.kind == ExprKind::not_in ||
         (e.kind == ExprKind::binary &&
          (is_among({"=", "<>", "<", "<=", ">", ">="}, e.text) || e.text.starts_with("is ")));
}

bool is_literal(const Expr& e) {
  return e.kind == ExprKind::number || (e.kind == ExprKind::unary && e.args[0].kind == ExprKind::number);
}

int rank_of_digits(const std::string& digits) {
  if (digits.find_first_not_of("0123456789") != digits.npos || digits.size() > 18) return kNumeric;
  return std::stoll(digits) > 2147483647 ? kBigint : kInteger;
}

class AddedCasts {
 public:
  AddedCasts(Expr& parent, const Table* table) : parent_(parent), table_(table) {
    if (parent.kind == ExprKind::case_) {
      for (Expr& clause : parent.args)
        if (clause.text != "operand") args_.push_back(&clause.args.back());
    } else {
      for (Expr& arg : parent.args) args_.push_back(&arg);
    }
  }

  /// Literals first: what stands beside them says what they are of. Of two that could go the left one stays.
  void remove() {
    for (const bool literals : {true, false})
      for (auto arg = args_.rbegin(); arg != args_.rend(); ++arg)
        if ((*arg)->kind == ExprKind::cast && is_literal((*arg)->args[0]) == literals && is_added(**arg)) {
          Expr inner = std::move((*arg)->args[0]);
          **arg = std::move(inner);
        }
  }

 private:
  int rank(const Expr& e) const {
    if (e.kind == ExprKind::number) return rank_of_digits(e.text);
    if (e.kind == ExprKind::cast) return rank_of(*e.type);
    if (e.kind == ExprKind::column) {
      const Column* column = table_ ? table_->find_column(e.text) : nullptr;
      return column ? rank_of(column->type) : kUnknown;
    }
    const bool keeps_type = e.kind == ExprKind::call && (unites(e) || e.text == "abs");
    return is_arithmetic(e) || keeps_type ? common_rank(e.args) : kUnknown;
  }
  int common_rank(const std::vector<Expr>& args) const {
    int highest = kUnknown;
    bool mixed = false;
    for (const Expr& arg : args) {
      const int one = rank(arg);
      if (one == kUnknown) return kUnknown;
      mixed |= highest != kUnknown && one != highest;
      highest = std::max(highest, one);
    }
    return mixed && highest == kReal ? kDouble : highest;
  }

  bool is_added(const Expr& cast) const {
    const int from = rank(cast.args[0]), to = cast.type->args.empty() ? rank_of(*cast.type) : kUnknown;
    if (from == kUnknown || from >= to) return false;
    if (!unites(parent_) && to <= kBigint) return false;  // operators take integers of any two sizes
    bool beside_one = false, beside_unknown = false;
    for (const Expr* other : args_) {
      if (other == &cast || other->kind == ExprKind::null_) continue;
      const int its = rank(*other);
      beside_one |= its == to || (to == kDouble && its == kReal);
      beside_unknown |= its == kUnknown;
    }
    if (beside_one || (is_literal(cast.args[0]) && beside_unknown)) return true;
    return parent_.kind == ExprKind::call && !unites(parent_) && is_for_function(from, to, cast);
  }

  /// A function that has no form for integers takes them as it can.
  bool is_for_function(int from, int to, const Expr& arg) const {
    if (from > kBigint) return false;
    if (to == kDouble) return !is_among({"abs", "mod", "gcd", "lcm"}, parent_.text);
    return is_among({"round", "trunc"}, parent_.text) && args_.size() == 2 && args_[0] == &arg;
  }

  const Expr& parent_;
  const Table* table_;
  std::vector<Expr*> args_;
};

}  // namespace

bool is_number(const Type& type) { return rank_of(type) != kUnknown; }

Expr without_added_casts(Expr parent, const Table* table) {
  if (is_arithmetic(parent) || compares(parent) || unites(parent) || parent.kind == ExprKind::call)
    AddedCasts(parent, table).remove();
  return parent;
}

}  // namespace schemac::dialect::postgres
