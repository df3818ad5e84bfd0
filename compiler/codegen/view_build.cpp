#include "codegen/view_build.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "catalog/catalog.h"
#include "codegen/names.h"
#include "codegen/view_constraints.h"
#include "codegen/view_sql.h"
#include "codegen/view_types.h"
#include "dialect/dialect.h"

namespace schemac::codegen {

namespace {

using catalog::Catalog;
using catalog::QName;
using catalog::Table;

/// Whether an object or member for `dialects` exists on every configured one: only then is it the same everywhere.
bool is_everywhere(const catalog::Dialects& dialects, const Options& options) {
  const auto has = [&](DialectId id) {
    return std::find(dialects.begin(), dialects.end(), to_string(id)) != dialects.end();
  };
  return dialects.empty() || std::all_of(options.dialects.begin(), options.dialects.end(), [&](const auto* dialect) {
           return has(dialect->id()) || (dialect->id() == DialectId::mariadb && has(DialectId::mysql));
         });
}

/// A dialect's own type is there on that dialect alone.
bool is_portable_enough(const catalog::Type& type, const Options& options) {
  return type.kind != catalog::TypeKind::native || is_everywhere({type.dialect}, options);
}

class Builder {
 public:
  Builder(const Catalog& catalog, const Options& options) : catalog_(catalog), options_(options) {
    diag::Diagnostics ignored;  // what a dialect lacks is `check`'s concern
    named_ = options.naming->lower(catalog, ignored);
    for (const auto* dialect : options.dialects)
      if (dialect->id() == DialectId::sqlite) sqlite_ = dialect;
    if (sqlite_ != nullptr) on_sqlite_ = sqlite_->lower(catalog, ignored);
  }

  Result<ModelView> build() {
    model_.cpp_namespace = options_.cpp_namespace;
    model_.title = options_.title;
    for (const auto& object : catalog_.enums)
      if (is_everywhere(object.dialects, options_)) add_enum(object);
    for (const auto& table : catalog_.tables)
      if (is_everywhere(table.dialects, options_)) add_table(table);
    for (const auto& view : catalog_.views)
      if (is_everywhere(view.dialects, options_)) add_view(view);
    for (const auto& api : catalog_.apis) add_api(api);
    if (!errors_.empty()) return tl::unexpected(std::move(errors_));
    return std::move(model_);
  }

 private:
  std::string source_of(const QName& name) const {
    const auto found = options_.sources.find(name.text());
    return found == options_.sources.end() ? name.text() : name.text() + " (" + found->second + ")";
  }

  /// Every type and namespace of the generated code needs a name of its own.
  void claim(const std::string& cpp_name, const std::string& object) {
    const auto [found, fresh] = claimed_.emplace(cpp_name, object);
    if (!fresh && clashing_.emplace(found->second, object).second)
      errors_.push_back(diag::make(diag::Code::SC9001, found->second, object, cpp_name));
  }

  /// So does every column of a row.
  void claim_member(const EntityView& entity, const std::string& member, const QName& table,
                    const std::string& column) {
    for (const ColumnView& other : entity.columns)
      if (other.member == member)
        errors_.push_back(diag::make(diag::Code::SC9001, fmt::format("columns '{}'", other.name),
                                     fmt::format("'{}' of {}", column, table.text()), member)
                              .with_help("give one of them another name with 'as'"));
  }

  void add_enum(const catalog::Enum& object) {
    EnumView view;
    view.name = enum_name(object);
    view.file = snake(view.name);
    view.doc = object.comment;
    view.source = "enum " + source_of(object.name);
    std::set<std::string> taken;
    for (const auto& label : object.labels) {
      auto enumerator = identifier(label.code_name.empty() ? label.name : label.code_name);
      while (!taken.insert(enumerator).second) enumerator += '_';
      view.labels.push_back({label.name, std::move(enumerator), label.comment});
    }
    claim(view.name, "enum " + object.name.text());
    model_.enums.push_back(std::move(view));
  }

  /// What tables and views have in common: names and columns.
  EntityView describe_rows(const Table& table) {
    EntityView entity;
    entity.schema = table.name.schema;
    entity.table = table.name.name;
    entity.entity = table.code_name.empty() ? pascal(table.name.name) : identifier(table.code_name);
    entity.scope = identifier(snake(table.name.name));
    if (entity.scope == entity.entity) entity.scope += "_table";
    entity.doc = table.comment;
    for (const auto& column : table.columns)
      if (is_everywhere(column.dialects, options_) && is_portable_enough(column.type, options_))
        add_column(table, column, entity);
    return entity;
  }

  void add_table(const Table& table) {
    auto entity = describe_rows(table);
    entity.source = "table " + source_of(table.name);
    if (table.primary_key) entity.key = indexes_of(entity, table.primary_key->columns);
    const auto* named = named_.tables.find(table.name);
    entity.constraints = describe_constraints(table, named != nullptr ? *named : table, entity);
    add_lookups(table, entity);
    add_entity(std::move(entity), table.name, "table ");
  }

  void add_entity(EntityView entity, const QName& name, const std::string& kind) {
    for (const auto& cpp_name : {entity.entity, "New" + entity.entity, entity.entity + "Patch", entity.scope})
      claim(cpp_name, kind + name.text());
    places_[name.text()] = model_.entities.size();
    model_.entities.push_back(std::move(entity));
  }

  /// A view is read like a table without a key.
  void add_view(const catalog::View& view) {
    if (options_.view_columns == nullptr) return;
    const auto columns = options_.view_columns->find(view.name.text());
    if (columns == options_.view_columns->end()) return;
    Table table;
    table.name = view.name;
    table.code_name = view.code_name;
    table.comment = view.comment;
    table.columns = columns->second;
    auto entity = describe_rows(table);
    entity.writable = false;
    entity.source = "view " + source_of(view.name);
    add_entity(std::move(entity), table.name, "view ");
  }

  void add_column(const Table& table, const catalog::Column& column, EntityView& entity) {
    ColumnView view;
    view.name = column.name;
    view.member = identifier(column.code_name.empty() ? column.name : column.code_name);
    claim_member(entity, view.member, table.name, column.name);
    view.doc = column.comment;
    // a row has a key, though SQLite lets its columns be declared without NOT NULL
    const auto& key = table.primary_key;
    const bool in_key = key && std::find(key->columns.begin(), key->columns.end(), column.name) != key->columns.end();
    view.nullable = column.nullable && !in_key;
    view.has_default = column.default_value.has_value();
    view.identity = column.identity.has_value();
    view.generated = column.generated.has_value();
    view.touched = column.on_update.has_value();
    view.hidden = column.hidden;
    describe_type(catalog_, column.type, view);
    if (const auto* lowered = on_sqlite_.tables.find(table.name))
      if (const auto* there = lowered->find_column(column.name); there != nullptr && there->default_value)
        view.sqlite_default = sqlite_->sql(*there->default_value);
    entity.columns.push_back(std::move(view));
  }

  static std::vector<std::size_t> indexes_of(const EntityView& entity, const std::vector<std::string>& names) {
    std::vector<std::size_t> out;
    for (const auto& name : names)
      for (std::size_t i = 0; i < entity.columns.size(); ++i)
        if (entity.columns[i].name == name) out.push_back(i);
    return out.size() == names.size() ? out : std::vector<std::size_t>{};
  }

  void add_lookups(const Table& table, EntityView& entity) {
    if (!entity.key.empty()) {
      entity.lookups.push_back({"find", "kFind", entity.key, select_by(options_, entity, entity.key)});
      entity.erase = erase_by_key(options_, entity);
    }
    for (const auto& unique : table.uniques) {
      const auto columns = indexes_of(entity, unique.columns);
      const bool finds_one = !columns.empty() && std::none_of(columns.begin(), columns.end(), [&](const auto column) {
        return entity.columns[column].nullable;
      });
      if (!finds_one || !is_everywhere(unique.dialects, options_)) continue;
      std::string function = "find_by", constant = "kFindBy";
      for (const auto column : columns) {
        function += "_" + snake(entity.columns[column].name);
        constant += pascal(entity.columns[column].name);
      }
      entity.lookups.push_back({function, constant, columns, select_by(options_, entity, columns)});
    }
  }

  void add_api(const catalog::Api& api) {
    ApiView view;
    view.name = api.name.name;
    view.scope = identifier(snake(api.name.name));
    view.class_name = pascal(api.name.name);
    if (view.class_name == view.scope) view.class_name += "Api";
    claim(view.class_name, "api " + view.name);
    claim(view.scope, "api " + view.name);
    for (const auto& exposure : api.exposures) add_exposure(exposure, view);
    model_.apis.push_back(std::move(view));
  }

  void add_exposure(const catalog::Exposure& exposure, ApiView& api) {
    const auto place = places_.find(exposure.object.text());
    if (place == places_.end()) {
      errors_.push_back(diag::make(diag::Code::SC9002, exposure.object.text(), api.name));
      return;
    }
    ExposureView view;
    view.entity = place->second;
    view.path = exposure.path.empty() ? exposure.object.name : exposure.path;
    while (view.path.starts_with('/')) view.path.erase(0, 1);
    view.member = identifier(snake(view.path));
    view.constant = "k" + pascal(view.path);
    view.fields = exposure.columns;
    for (const auto& permission : exposure.permissions)
      for (const auto& operation : permission.operations)
        if (operation != "call")
          view.permissions.push_back({operation == "delete" ? "erase" : operation, permission.role});
    api.exposures.push_back(std::move(view));
  }

  const Catalog& catalog_;
  const Options& options_;
  const dialect::Dialect* sqlite_ = nullptr;  // where it is configured
  Catalog on_sqlite_;                         // for defaults as SQLite writes them
  Catalog named_;                             // for the names of constraints
  ModelView model_;
  std::map<std::string, std::string> claimed_;              // C++ name → object
  std::set<std::pair<std::string, std::string>> clashing_;  // objects, each pair told of once
  std::map<std::string, std::size_t> places_;               // table → its entity
  diag::Diagnostics errors_;
};

}  // namespace

Result<ModelView> build_view(const catalog::Catalog& catalog, const Options& options) {
  return Builder(catalog, options).build();
}

}  // namespace schemac::codegen
