// What a .schema file says, as plain copyable values. Nothing here is resolved: a type is the name that was written.
// Nodes are equal when they say the same, wherever they stand.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/dialect_id.h"
#include "diag/source.h"

namespace schemac::ast {

using diag::Span;

/// The place of a node, which is no part of what it says.
struct Node {
  Span span = Span::none();
  friend bool operator==(const Node&, const Node&) { return true; }
};

/// A value on the heap that copies and compares as a value: what lets a node hold one of its own kind.
template <class T>
class Box {
 public:
  Box(T value) : value_(std::make_unique<T>(std::move(value))) {}  // NOLINT: a T is as good as its box
  Box(const Box& other) : value_(std::make_unique<T>(*other.value_)) {}
  Box(Box&&) noexcept = default;
  Box& operator=(const Box& other) { return value_ = std::make_unique<T>(*other.value_), *this; }
  Box& operator=(Box&&) noexcept = default;
  const T& operator*() const { return *value_; }
  T& operator*() { return *value_; }
  const T* operator->() const { return value_.get(); }
  T* operator->() { return value_.get(); }
  friend bool operator==(const Box& a, const Box& b) { return *a == *b; }

 private:
  std::unique_ptr<T> value_;
};

// ── names and texts

/// A name without its backticks.
struct Name : Node {
  std::string text;
  friend bool operator==(const Name&, const Name&) = default;
};

/// `a.b.c`; never empty.
struct QualifiedName : Node {
  std::vector<Name> parts;
  const Name& last() const { return parts.back(); }
  std::string str() const;  // "a.b.c"
  friend bool operator==(const QualifiedName&, const QualifiedName&) = default;
};

/// The `///` lines before a node, without their slashes; empty where there are none.
struct Doc : Node {
  std::string text;
  friend bool operator==(const Doc&, const Doc&) = default;
};

/// `postgres """…"""`: SQL of one dialect, untouched.
struct DialectRaw : Node {
  DialectId dialect = DialectId::postgres;
  std::string sql;
  friend bool operator==(const DialectRaw&, const DialectRaw&) = default;
};

/// The name in generated code, and the name that the stored snapshot knows.
struct Naming {
  std::optional<Name> code;
  std::optional<QualifiedName> was;
  friend bool operator==(const Naming&, const Naming&) = default;
};

// ── expressions

struct Expression;
struct Select;
struct TypeRef;

struct NullLiteral {
  friend bool operator==(const NullLiteral&, const NullLiteral&) = default;
};
struct BooleanLiteral {
  bool value = false;
  friend bool operator==(const BooleanLiteral&, const BooleanLiteral&) = default;
};
/// As written: "12", "0.50", "1e9".
struct NumberLiteral {
  std::string digits;
  friend bool operator==(const NumberLiteral&, const NumberLiteral&) = default;
};
struct StringLiteral {
  std::string value;
  friend bool operator==(const StringLiteral&, const StringLiteral&) = default;
};
/// The hexadecimal digits between the quotes of x'…'.
struct BinaryLiteral {
  std::string digits;
  friend bool operator==(const BinaryLiteral&, const BinaryLiteral&) = default;
};
struct IntervalLiteral {
  std::string value;
  friend bool operator==(const IntervalLiteral&, const IntervalLiteral&) = default;
};
struct ArrayLiteral {
  std::vector<Expression> items;
  friend bool operator==(const ArrayLiteral&, const ArrayLiteral&) = default;
};
/// A column, an enum label, or whatever else a name can mean; `t.*` where `star`.
struct Reference {
  QualifiedName name;
  bool star = false;
  friend bool operator==(const Reference&, const Reference&) = default;
};
enum class UnaryOperator { negate, plus, logical_not };
struct Unary {
  UnaryOperator op;
  Box<Expression> operand;
  friend bool operator==(const Unary&, const Unary&) = default;
};
enum class BinaryOperator {
  multiply,
  divide,
  modulo,
  add,
  subtract,
  concat,  // in the order in which they bind
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  distinct_from,
  not_distinct_from,
  like,
  not_like,
  logical_and,
  logical_or,
};
struct Binary {
  BinaryOperator op;
  Box<Expression> left;
  Box<Expression> right;
  friend bool operator==(const Binary&, const Binary&) = default;
};
/// `is [not] null`, `is [not] true`, `is [not] false`.
struct Is {
  enum class What { null, true_, false_ };
  Box<Expression> operand;
  What what;
  bool negated = false;
  friend bool operator==(const Is&, const Is&) = default;
};
struct Between {
  Box<Expression> operand;
  Box<Expression> low;
  Box<Expression> high;
  bool negated = false;
  friend bool operator==(const Between&, const Between&) = default;
};
struct In {
  Box<Expression> operand;
  std::variant<std::vector<Expression>, Box<Select>> among;
  bool negated = false;
  friend bool operator==(const In&, const In&) = default;
};
struct Call {
  QualifiedName function;
  std::vector<Expression> arguments;
  bool distinct = false;
  bool star = false;  // count(*)
  friend bool operator==(const Call&, const Call&) = default;
};
struct Case {
  struct Branch;
  std::optional<Box<Expression>> subject;
  std::vector<Branch> branches;
  std::optional<Box<Expression>> otherwise;
  friend bool operator==(const Case&, const Case&) = default;
};
struct Cast {
  Box<Expression> operand;
  Box<TypeRef> type;
  friend bool operator==(const Cast&, const Cast&) = default;
};
struct Exists {
  Box<Select> query;
  friend bool operator==(const Exists&, const Exists&) = default;
};
struct Subquery {
  Box<Select> query;
  friend bool operator==(const Subquery&, const Subquery&) = default;
};
/// Parentheses the author wrote; kept for the formatter.
struct Parenthesised {
  Box<Expression> inner;
  friend bool operator==(const Parenthesised&, const Parenthesised&) = default;
};
/// What no portable expression says, once for each dialect that matters; one entry a dialect.
struct RawExpression {
  std::vector<DialectRaw> alternatives;
  friend bool operator==(const RawExpression&, const RawExpression&) = default;
};

struct Expression : Node {
  std::variant<NullLiteral, BooleanLiteral, NumberLiteral, StringLiteral, BinaryLiteral, IntervalLiteral, ArrayLiteral,
               Reference, Unary, Binary, Is, Between, In, Call, Case, Cast, Exists, Subquery, Parenthesised,
               RawExpression>
      kind;
  friend bool operator==(const Expression&, const Expression&) = default;
};

struct Case::Branch {
  Expression when;
  Expression then;
  friend bool operator==(const Branch&, const Branch&) = default;
};

// ── types

/// `bigint`, `decimal(12, 2)`, `users.id?`, `postgres.tsvector`, `text[]`, `mysql.mediumint(8) unsigned`, or a raw type
/// for each dialect (then `name` has no parts).
struct TypeRef : Node {
  QualifiedName name;
  std::vector<Expression> arguments;
  bool is_unsigned = false;
  bool zerofill = false;
  int dimensions = 0;
  bool nullable = false;
  std::vector<DialectRaw> alternatives;
  friend bool operator==(const TypeRef&, const TypeRef&) = default;
};

// ── queries

enum class Direction { unsaid, ascending, descending };
enum class NullsOrder { unsaid, first, last };

struct OrderKey : Node {
  Expression key;
  Direction direction = Direction::unsaid;
  NullsOrder nulls = NullsOrder::unsaid;
  friend bool operator==(const OrderKey&, const OrderKey&) = default;
};

/// `expression [as alias]`, or `*` where there is no expression.
struct SelectItem : Node {
  std::optional<Expression> expression;
  std::optional<Name> alias;
  friend bool operator==(const SelectItem&, const SelectItem&) = default;
};

struct Source : Node {
  std::variant<QualifiedName, Box<Select>> what;
  std::optional<Name> alias;
  friend bool operator==(const Source&, const Source&) = default;
};

enum class JoinKind { inner, left, right, full, cross };

struct Join : Node {
  JoinKind kind = JoinKind::inner;
  Source source;
  std::optional<Expression> on;
  friend bool operator==(const Join&, const Join&) = default;
};

/// One entry of FROM: a source and what is joined to it.
struct JoinedSource : Node {
  Source first;
  std::vector<Join> joins;
  friend bool operator==(const JoinedSource&, const JoinedSource&) = default;
};

struct SelectCore : Node {
  bool distinct = false;
  std::vector<SelectItem> items;
  std::vector<JoinedSource> from;
  std::optional<Expression> where;
  std::vector<Expression> group_by;
  std::optional<Expression> having;
  friend bool operator==(const SelectCore&, const SelectCore&) = default;
};

enum class SetOperator { union_, except, intersect };

struct SetOperation : Node {
  SetOperator op = SetOperator::union_;
  bool all = false;
  SelectCore query;
  friend bool operator==(const SetOperation&, const SetOperation&) = default;
};

struct Select : Node {
  SelectCore first;
  std::vector<SetOperation> rest;  // applied from left to right
  std::vector<OrderKey> order_by;
  std::optional<Expression> limit;
  std::optional<Expression> offset;
  friend bool operator==(const Select&, const Select&) = default;
};

}  // namespace schemac::ast

#include "syntax/ast_declarations.h"
