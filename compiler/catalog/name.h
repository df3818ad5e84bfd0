// Names of objects: an optional schema (namespace) and the name itself, in the database's own spelling.
#pragma once

#include <compare>
#include <string>

#include "catalog/describe.h"

namespace schemac::catalog {

struct QName {
  std::string schema;  // empty: the dialect's default schema
  std::string name;

  QName() = default;
  QName(std::string only_name) : name(std::move(only_name)) {}
  QName(const char* only_name) : name(only_name) {}
  QName(std::string in_schema, std::string its_name) : schema(std::move(in_schema)), name(std::move(its_name)) {}

  /// Of what text() gives.
  static QName of_text(const std::string& text) {
    const auto dot = text.find('.');
    return dot == text.npos ? QName(text) : QName(text.substr(0, dot), text.substr(dot + 1));
  }
  std::string text() const { return schema.empty() ? name : schema + "." + name; }
  bool empty() const { return name.empty(); }

  friend auto operator<=>(const QName&, const QName&) = default;
  static constexpr auto fields() { return std::tuple{field("schema", &QName::schema), field("name", &QName::name)}; }
};

}  // namespace schemac::catalog
