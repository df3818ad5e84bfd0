// The declarations of a .schema file. Include syntax/ast.h, which holds the expressions and types they are made of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "syntax/ast.h"

namespace schemac::ast {

// ── what stands after a column's type

struct PrimaryKeyModifier {
  friend bool operator==(const PrimaryKeyModifier&, const PrimaryKeyModifier&) = default;
};
struct UniqueModifier {
  friend bool operator==(const UniqueModifier&, const UniqueModifier&) = default;
};
struct HiddenModifier {
  friend bool operator==(const HiddenModifier&, const HiddenModifier&) = default;
};
/// Numbers as written; empty where unsaid.
struct IdentityModifier {
  bool always = false;  // `by default` unless said
  bool cycle = false;
  std::string start, increment, minimum, maximum, cache;
  std::optional<QualifiedName> sequence;
  friend bool operator==(const IdentityModifier&, const IdentityModifier&) = default;
};
enum class Storage { unsaid, stored, virtual_ };
struct GeneratedModifier {
  Expression value;
  Storage storage = Storage::unsaid;
  friend bool operator==(const GeneratedModifier&, const GeneratedModifier&) = default;
};
struct DefaultModifier {
  Expression value;
  friend bool operator==(const DefaultModifier&, const DefaultModifier&) = default;
};
/// `references table`, `references table.column` or `references table(column)`: the last has `column`.
struct ReferencesModifier {
  QualifiedName target;
  std::optional<Name> column;
  friend bool operator==(const ReferencesModifier&, const ReferencesModifier&) = default;
};
enum class ReferentialAction { no_action, restrict_, cascade, set_null, set_default };
enum class ReferentialEvent { delete_, update };
struct ActionModifier {
  ReferentialEvent event = ReferentialEvent::delete_;
  ReferentialAction action = ReferentialAction::no_action;
  friend bool operator==(const ActionModifier&, const ActionModifier&) = default;
};
/// `on update now()`: the value that an update gives to the column.
struct OnUpdateModifier {
  Expression value;
  friend bool operator==(const OnUpdateModifier&, const OnUpdateModifier&) = default;
};
enum class ConstraintFlag {
  deferrable,
  not_deferrable,
  initially_deferred,
  initially_immediate,
  not_valid,
  not_enforced,
  no_inherit,
  match_full
};
struct ConstraintFlagModifier {
  ConstraintFlag flag;
  friend bool operator==(const ConstraintFlagModifier&, const ConstraintFlagModifier&) = default;
};
struct CodeNameModifier {
  Name name;
  friend bool operator==(const CodeNameModifier&, const CodeNameModifier&) = default;
};
struct WasModifier {
  Name name;
  friend bool operator==(const WasModifier&, const WasModifier&) = default;
};
struct CollateModifier {
  QualifiedName collation;
  friend bool operator==(const CollateModifier&, const CollateModifier&) = default;
};
struct CharsetModifier {
  Name charset;
  friend bool operator==(const CharsetModifier&, const CharsetModifier&) = default;
};
struct CheckModifier {
  std::optional<Name> name;
  Expression condition;
  friend bool operator==(const CheckModifier&, const CheckModifier&) = default;
};

/// `engine = InnoDB`; a bare word is a Reference.
struct Option : Node {
  Name key;
  Expression value;
  friend bool operator==(const Option&, const Option&) = default;
};
/// `with (invisible = true)`
struct WithModifier {
  std::vector<Option> settings;
  friend bool operator==(const WithModifier&, const WithModifier&) = default;
};

struct ColumnModifier : Node {
  std::variant<PrimaryKeyModifier, UniqueModifier, HiddenModifier, Box<IdentityModifier>, Box<GeneratedModifier>,
               Box<DefaultModifier>, Box<ReferencesModifier>, ActionModifier, Box<OnUpdateModifier>,
               ConstraintFlagModifier, CodeNameModifier, WasModifier, CollateModifier, CharsetModifier,
               Box<CheckModifier>, WithModifier>
      kind;
  friend bool operator==(const ColumnModifier&, const ColumnModifier&) = default;
};

// ── members of tables and mixins

struct Column {
  Name name;
  TypeRef type;
  std::vector<ColumnModifier> modifiers;  // in the order written
  friend bool operator==(const Column&, const Column&) = default;
};

struct ConstraintOptions {
  std::vector<ConstraintFlag> flags;
  std::optional<Name> was;
  std::vector<Name> include;
  std::vector<Option> settings;
  friend bool operator==(const ConstraintOptions&, const ConstraintOptions&) = default;
};

/// A column (one part), a column's first `prefix_length` characters, or an expression.
struct IndexKey : Node {
  std::variant<Name, Expression> what;
  std::optional<std::uint32_t> prefix_length;
  std::optional<QualifiedName> collation;
  std::optional<Name> operator_class;
  Direction direction = Direction::unsaid;
  NullsOrder nulls = NullsOrder::unsaid;
  friend bool operator==(const IndexKey&, const IndexKey&) = default;
};

struct PrimaryKey {
  std::optional<Name> name;
  std::vector<IndexKey> keys;
  ConstraintOptions options;
  friend bool operator==(const PrimaryKey&, const PrimaryKey&) = default;
};
struct UniqueKey {
  std::optional<Name> name;
  std::vector<IndexKey> keys;
  bool nulls_equal = false;  // `nulls not distinct`
  ConstraintOptions options;
  friend bool operator==(const UniqueKey&, const UniqueKey&) = default;
};
struct ForeignKey {
  std::optional<Name> name;
  std::vector<Name> columns;
  QualifiedName target;
  std::vector<Name> referred;  // empty: the target's primary key
  std::optional<ReferentialAction> on_delete;
  std::vector<Name> on_delete_columns;  // `on delete set null (a)`
  std::optional<ReferentialAction> on_update;
  ConstraintOptions options;
  friend bool operator==(const ForeignKey&, const ForeignKey&) = default;
};
struct Check {
  std::optional<Name> name;
  Expression condition;
  ConstraintOptions options;
  friend bool operator==(const Check&, const Check&) = default;
};
/// `constraint name postgres """exclude …"""`: a constraint only a dialect has.
struct RawConstraint {
  Name name;
  std::vector<DialectRaw> alternatives;
  friend bool operator==(const RawConstraint&, const RawConstraint&) = default;
};

enum class IndexKind { plain, unique, fulltext, spatial };
struct Index {
  IndexKind kind = IndexKind::plain;
  std::optional<Name> name;
  std::optional<Name> method;
  std::vector<IndexKey> keys;
  std::vector<Name> include;
  bool nulls_equal = false;
  std::vector<Option> settings;
  std::optional<Expression> where;
  std::optional<Name> was;
  friend bool operator==(const Index&, const Index&) = default;
};

struct UseMixin {
  QualifiedName mixin;
  friend bool operator==(const UseMixin&, const UseMixin&) = default;
};

/// A dialect's name where a list of dialects is written.
struct DialectName : Node {
  DialectId id = DialectId::postgres;
  friend bool operator==(const DialectName&, const DialectName&) = default;
};

struct TableMember;

/// `for postgres, sqlite { … }` in a table.
struct DialectMembers {
  std::vector<DialectName> dialects;
  std::vector<TableMember> members;
  friend bool operator==(const DialectMembers&, const DialectMembers&) = default;
};

struct TableMember : Node {
  Doc doc;
  std::variant<Column, PrimaryKey, UniqueKey, ForeignKey, Check, RawConstraint, Index, UseMixin, DialectMembers, Option>
      kind;
  friend bool operator==(const TableMember&, const TableMember&) = default;
};

// ── declarations

struct Import {
  std::optional<QualifiedName> module;  // `std.time`
  std::string path;                     // or a file beside this one
  friend bool operator==(const Import&, const Import&) = default;
};
/// `schema sales`.
struct Namespace {
  Name name;
  friend bool operator==(const Namespace&, const Namespace&) = default;
};
struct Mixin {
  Name name;
  std::vector<TableMember> members;
  friend bool operator==(const Mixin&, const Mixin&) = default;
};
/// `type Money = decimal(12, 2) check (value >= 0)`.
struct TypeAlias {
  QualifiedName name;
  Naming naming;
  TypeRef type;
  std::vector<ColumnModifier> modifiers;  // check, default, collate or charset
  friend bool operator==(const TypeAlias&, const TypeAlias&) = default;
};
struct EnumLabel : Node {
  Doc doc;
  Name name;
  Naming naming;
  friend bool operator==(const EnumLabel&, const EnumLabel&) = default;
};
struct Enum {
  QualifiedName name;
  Naming naming;
  std::vector<EnumLabel> labels;
  friend bool operator==(const Enum&, const Enum&) = default;
};
struct Table {
  QualifiedName name;
  Naming naming;
  std::vector<TableMember> members;
  friend bool operator==(const Table&, const Table&) = default;
};

/// What creates an object in one dialect, and what drops it where it cannot be told from the first.
struct RawDefinition : Node {
  DialectId dialect = DialectId::postgres;
  std::string create;
  std::optional<std::string> drop;
  friend bool operator==(const RawDefinition&, const RawDefinition&) = default;
};

struct View {
  QualifiedName name;
  Naming naming;
  std::variant<Select, std::vector<RawDefinition>> query;
  std::vector<Name> columns;  // `view v (a, b)`
  std::vector<Option> settings;
  friend bool operator==(const View&, const View&) = default;
};

enum class TriggerTiming { before, after, instead_of };
enum class TriggerEventKind { insert, update, delete_, truncate };
struct TriggerEvent : Node {
  TriggerEventKind kind = TriggerEventKind::insert;
  std::vector<Name> columns;  // `update of (a, b)`
  friend bool operator==(const TriggerEvent&, const TriggerEvent&) = default;
};
enum class TriggerLevel { unsaid, row, statement };
struct Trigger {
  Name name;
  Naming naming;
  QualifiedName table;
  TriggerTiming timing = TriggerTiming::before;
  std::vector<TriggerEvent> events;
  TriggerLevel level = TriggerLevel::unsaid;
  std::optional<Expression> when;
  std::vector<RawDefinition> bodies;
  std::vector<Option> settings;
  friend bool operator==(const Trigger&, const Trigger&) = default;
};

enum class RoutineKind { function, procedure, event };
struct Routine {
  RoutineKind kind = RoutineKind::function;
  QualifiedName name;
  std::optional<std::vector<TypeRef>> parameters;  // which overload is meant
  std::vector<RawDefinition> bodies;
  std::vector<Option> settings;
  friend bool operator==(const Routine&, const Routine&) = default;
};

/// `sql name { sqlite """create …""" drop """drop …""" }`.
struct RawObject {
  Name name;
  std::vector<RawDefinition> bodies;
  friend bool operator==(const RawObject&, const RawObject&) = default;
};

struct Extension {
  Name name;
  std::optional<std::string> version;
  std::optional<Name> schema;
  friend bool operator==(const Extension&, const Extension&) = default;
};

struct SeedRow : Node {
  std::vector<Expression> values;
  friend bool operator==(const SeedRow&, const SeedRow&) = default;
};
struct Seed {
  QualifiedName table;
  std::vector<Name> keys;  // empty: the primary key
  std::vector<Name> columns;
  std::vector<SeedRow> rows;
  friend bool operator==(const Seed&, const Seed&) = default;
};

enum class PolicyCommand { all, select, insert, update, delete_ };
struct Policy {
  Name name;
  QualifiedName table;
  bool restrictive = false;
  std::vector<PolicyCommand> commands;  // empty: all
  std::vector<Name> roles;              // empty: everyone
  std::optional<Expression> visible;    // USING
  std::optional<Expression> checked;    // WITH CHECK
  friend bool operator==(const Policy&, const Policy&) = default;
};

struct Role {
  Name name;
  Naming naming;
  friend bool operator==(const Role&, const Role&) = default;
};

/// `read, list: anyone` or `fields: id, name`. A bare word is a Reference, `owner(author_id)` a Call.
struct ExposeRule : Node {
  std::vector<Name> keys;
  std::vector<Expression> values;
  friend bool operator==(const ExposeRule&, const ExposeRule&) = default;
};
struct Expose : Node {
  Doc doc;
  QualifiedName target;
  std::optional<Name> code;
  std::vector<ExposeRule> rules;
  friend bool operator==(const Expose&, const Expose&) = default;
};
struct Api {
  Name name;
  std::vector<Expose> exposures;
  friend bool operator==(const Api&, const Api&) = default;
};

struct Declaration;

/// `for postgres { … }` in a file.
struct DialectDeclarations {
  std::vector<DialectName> dialects;
  std::vector<Declaration> declarations;
  friend bool operator==(const DialectDeclarations&, const DialectDeclarations&) = default;
};

struct Declaration : Node {
  Doc doc;
  bool broken = false;  // an error stands inside: members may be missing, and what is not found may be one of them
  std::variant<Import, Namespace, Mixin, TypeAlias, Enum, Table, View, Trigger, Routine, RawObject, Extension, Seed,
               Policy, Role, Api, DialectDeclarations>
      kind;
  friend bool operator==(const Declaration&, const Declaration&) = default;
};

/// A `//` comment; `text` begins with the slashes.
struct Comment : Node {
  std::string text;
  friend bool operator==(const Comment&, const Comment&) = default;
};

struct File {
  diag::SourceId source;
  std::vector<Declaration> declarations;
  std::vector<Comment> comments;  // in the order of the text, for the formatter
  bool broken = false;            // a whole declaration could not be read
  friend bool operator==(const File& a, const File& b) { return a.declarations == b.declarations; }
};

}  // namespace schemac::ast
