// Names that an engine would cut off or refuse.
#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "sema/objects.h"

namespace schemac::sema {

namespace {

constexpr std::size_t kPostgresBytes = 63;
constexpr std::size_t kMysqlCharacters = 64;

class NameLengths {
 public:
  explicit NameLengths(Analysis& analysis) : analysis_(analysis) {}

  void of(const ast::Name& name, const catalog::Dialects& dialects) const {
    if (name.text.size() <= kPostgresBytes) return;
    const auto matters = [&](DialectId id) {
      return dialects.empty() || std::find(dialects.begin(), dialects.end(), to_string(id)) != dialects.end();
    };
    if (matters(DialectId::postgres))
      say(name, {DialectId::sqlite, DialectId::mysql, DialectId::mariadb}, fmt::format("{} bytes", name.text.size()),
          "PostgreSQL keeps", kPostgresBytes);
    const auto characters = text::code_points(name.text);
    if (characters <= kMysqlCharacters) return;
    std::vector<DialectId> taken_by{DialectId::sqlite, DialectId::postgres};
    for (const DialectId id : {DialectId::mysql, DialectId::mariadb})
      if (!matters(id)) taken_by.push_back(id);
    if (taken_by.size() < kAllDialects.size())
      say(name, std::move(taken_by), fmt::format("{} characters", characters), "MySQL and MariaDB take",
          kMysqlCharacters);
  }
  void of(const std::optional<ast::Name>& name, const catalog::Dialects& dialects) const {
    if (name) of(*name, dialects);
  }
  void of(const ast::QualifiedName& name, const catalog::Dialects& dialects) const { of(name.parts.back(), dialects); }

  void of(const std::vector<ast::TableMember>& members, const catalog::Dialects& dialects) const {
    for (const ast::TableMember& member : members) {
      if (const auto* block = std::get_if<ast::DialectMembers>(&member.kind))
        of(block->members, both(dialects, dialect_names(block->dialects)));
      else if (const auto* column = std::get_if<ast::Column>(&member.kind))
        of(*column, dialects);
      else if (const auto* primary = std::get_if<ast::PrimaryKey>(&member.kind))
        of(primary->name, dialects);
      else if (const auto* unique = std::get_if<ast::UniqueKey>(&member.kind))
        of(unique->name, dialects);
      else if (const auto* foreign = std::get_if<ast::ForeignKey>(&member.kind))
        of(foreign->name, dialects);
      else if (const auto* check = std::get_if<ast::Check>(&member.kind))
        of(check->name, dialects);
      else if (const auto* index = std::get_if<ast::Index>(&member.kind))
        of(index->name, dialects);
      else if (const auto* raw = std::get_if<ast::RawConstraint>(&member.kind))
        of(raw->name, dialects);
    }
  }

 private:
  void of(const ast::Column& column, const catalog::Dialects& dialects) const {
    of(column.name, dialects);
    for (const ast::ColumnModifier& modifier : column.modifiers)
      if (const auto* check = std::get_if<ast::Box<ast::CheckModifier>>(&modifier.kind)) of((*check)->name, dialects);
  }

  void say(const ast::Name& name, std::vector<DialectId> taken_by, const std::string& length, const char* who,
           std::size_t most) const {
    analysis_.report_unless(
        std::move(taken_by),
        diag::make(diag::Code::SC3006, name.text, length, who, most).at(name.span).with_help("shorten it"));
  }

  Analysis& analysis_;
};

}  // namespace

void check_name_lengths(Analysis& analysis) {
  const NameLengths lengths(analysis);
  const Symbols& symbols = analysis.symbols;
  for (const auto& [name, declared] : symbols.namespaces) lengths.of(declared.node->name, declared.dialects);
  for (const auto& [name, declared] : symbols.enums) {
    lengths.of(declared.node->name, declared.dialects);
    if (const auto on_postgres = both({"postgres"}, declared.dialects); !on_postgres.empty())
      for (const ast::EnumLabel& label : declared.node->labels) lengths.of(label.name, on_postgres);
  }
  for (const auto& [name, declared] : symbols.mixins) lengths.of(declared.node->members, declared.dialects);
  for (const auto& [name, declared] : symbols.tables) {
    lengths.of(declared.node->name, declared.dialects);
    lengths.of(declared.node->members, declared.dialects);
  }
  for (const auto& [name, declared] : symbols.views) {
    lengths.of(declared.node->name, declared.dialects);
    for (const ast::Name& column : declared.node->columns) lengths.of(column, declared.dialects);
  }
  for (const auto& declared : symbols.triggers) lengths.of(declared.node->name, declared.dialects);
  for (const auto& declared : symbols.routines) lengths.of(declared.node->name, declared.dialects);
}

}  // namespace schemac::sema
