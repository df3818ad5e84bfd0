#include "store/migration_json.h"

#include <simdjson.h>

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace schemac::store {

using nlohmann::ordered_json;

namespace {

constexpr int kFormat = 1;

std::optional<diag::Code> code_named(const std::string& id) {
  const auto codes = diag::all_codes();
  for (std::size_t i = 0; i < codes.size(); ++i)
    if (codes[i].id == id) return static_cast<diag::Code>(i);
  return std::nullopt;
}

std::string text_of(simdjson::simdjson_result<simdjson::ondemand::value> value) {
  return std::string(std::string_view(value));
}

std::string plain(const simdjson::simdjson_error& error) {
  switch (error.error()) {
    case simdjson::NO_SUCH_FIELD:
      return "a property is missing";
    case simdjson::INCORRECT_TYPE:
      return "a property is not of its type";
    default:
      return "it is no whole JSON";
  }
}

/// simdjson reads past the end of a text; the capacity for that is its caller's.
struct Document {
  explicit Document(std::string json) : text(std::move(json)) {
    text.reserve(text.size() + simdjson::SIMDJSON_PADDING);
    root = parser.iterate(text);
  }
  std::string text;
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document root;
};

}  // namespace

std::string migration_to_json(const Migration& migration, const catalog::ChangeSet& changes) {
  ordered_json out;
  out["format"] = kFormat;
  out["id"] = migration.id;
  out["message"] = migration.message;
  out["parents"] = migration.parents;
  out["hash_before"] = migration.hash_before;
  out["hash_after"] = migration.hash_after;
  out["dialects"] = ordered_json::array();
  for (const auto& [dialect, scripts] : migration.scripts) out["dialects"].push_back(to_string(dialect));
  out["scripts"] = ordered_json::object();
  for (const auto& [dialect, scripts] : migration.scripts)
    out["scripts"][std::string(to_string(dialect))] = checksum(migration, dialect);
  out["hazards"] = ordered_json::array();
  for (const plan::Hazard& hazard : migration.hazards)
    out["hazards"].push_back(
        {{"code", diag::info(hazard.code).id}, {"subject", hazard.subject}, {"text", hazard.text}});
  out["accepted"] = migration.accepted;
  std::string text = out.dump(2);
  text.resize(text.size() - std::string_view("\n}").size());
  return text + ",\n  \"changes\": " + text::indented(catalog::to_json(changes), 2).substr(2) + "\n}\n";
}

Result<Migration> migration_from_json(std::string text, std::vector<DialectId>& dialects) {
  try {
    Document document(std::move(text));
    auto& in = document.root;
    if (const std::int64_t format = in["format"]; format != kFormat)
      return failure(diag::Code::SC7001, "it is of format " + std::to_string(format));
    Migration out;
    out.message = text_of(in["message"]);
    for (auto parent : in["parents"]) out.parents.push_back(text_of(parent));
    out.hash_before = text_of(in["hash_before"]);
    out.hash_after = text_of(in["hash_after"]);
    for (auto name : in["dialects"]) {
      const auto dialect = parse_dialect(text_of(name));
      if (!dialect) return failure(diag::Code::SC7001, "unknown dialect '" + text_of(name) + "'");
      dialects.push_back(*dialect);
    }
    if (simdjson::ondemand::object scripts;
        in["scripts"].get(scripts) == simdjson::SUCCESS)  // none before they were noted
      for (const DialectId dialect : dialects) out.as_planned[dialect] = text_of(scripts[to_string(dialect)]);
    for (simdjson::ondemand::object hazard : in["hazards"])
      if (const auto code = code_named(text_of(hazard["code"])))
        out.hazards.push_back({*code, text_of(hazard["subject"]), text_of(hazard["text"])});
    for (auto code : in["accepted"]) out.accepted.push_back(text_of(code));
    return out;
  } catch (const simdjson::simdjson_error& e) {
    return failure(diag::Code::SC7001, plain(e));
  }
}

Result<catalog::ChangeSet> changes_from_migration_json(std::string text) {
  try {
    Document document(std::move(text));
    simdjson::ondemand::array changes = document.root["changes"];
    return catalog::changes_from_json(std::string_view(changes.raw_json()));
  } catch (const simdjson::simdjson_error& e) {
    return failure(diag::Code::SC7001, plain(e));
  }
}

}  // namespace schemac::store
