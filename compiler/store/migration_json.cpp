#include "store/migration_json.h"

#include <nlohmann/json.hpp>

#include "catalog/change.h"

namespace schemac::store {

using nlohmann::json;
using nlohmann::ordered_json;

namespace {

constexpr int kFormat = 1;

std::optional<diag::Code> code_named(const std::string& id) {
  const auto codes = diag::all_codes();
  for (std::size_t i = 0; i < codes.size(); ++i)
    if (codes[i].id == id) return static_cast<diag::Code>(i);
  return std::nullopt;
}

}  // namespace

std::string migration_to_json(const Migration& migration) {
  ordered_json out;
  out["format"] = kFormat;
  out["id"] = migration.id;
  out["message"] = migration.message;
  out["parents"] = migration.parents;
  out["hash_before"] = migration.hash_before;
  out["hash_after"] = migration.hash_after;
  out["dialects"] = ordered_json::array();
  for (const auto& [dialect, scripts] : migration.scripts) out["dialects"].push_back(to_string(dialect));
  out["hazards"] = ordered_json::array();
  for (const plan::Hazard& hazard : migration.hazards)
    out["hazards"].push_back(
        {{"code", diag::info(hazard.code).id}, {"subject", hazard.subject}, {"text", hazard.text}});
  out["accepted"] = migration.accepted;
  out["changes"] = ordered_json::parse(catalog::to_json(migration.changes));
  return out.dump(2) + "\n";
}

Result<Migration> migration_from_json(std::string_view text, std::vector<DialectId>& dialects) {
  try {
    const json in = json::parse(text);
    if (in.at("format").get<int>() != kFormat)
      return failure(diag::Code::SC7001, "it is of format " + in.at("format").dump());
    Migration out;
    out.message = in.at("message").get<std::string>();
    out.parents = in.at("parents").get<std::vector<std::string>>();
    out.hash_before = in.at("hash_before").get<std::string>();
    out.hash_after = in.at("hash_after").get<std::string>();
    out.accepted = in.at("accepted").get<std::vector<std::string>>();
    for (const json& name : in.at("dialects")) {
      const auto dialect = parse_dialect(name.get<std::string>());
      if (!dialect) return failure(diag::Code::SC7001, "unknown dialect " + name.dump());
      dialects.push_back(*dialect);
    }
    for (const json& hazard : in.at("hazards"))
      if (const auto code = code_named(hazard.at("code").get<std::string>()))
        out.hazards.push_back({*code, hazard.at("subject").get<std::string>(), hazard.at("text").get<std::string>()});
    auto changes = catalog::changes_from_json(in.at("changes").dump());
    if (!changes) return failure(std::move(changes.error()));
    out.changes = std::move(*changes);
    return out;
  } catch (const json::exception& e) {
    return failure(diag::Code::SC7001, e.what());
  }
}

}  // namespace schemac::store
