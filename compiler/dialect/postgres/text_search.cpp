#include "dialect/postgres/text_search.h"

#include <array>
#include <regex>

#include "base/text.h"
#include "dialect/postgres/raw_types.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

constexpr int kDeepest = 8;  // copies of copies

/// A name, or a list of them, in one form: as it is found without a schema.
std::string plain(std::string_view written) {
  static const std::regex kNeedless("\"([a-z_][a-z0-9_]*)\"");
  std::vector<std::string> parts;
  for (const std::string& part : text::split(std::string(written), ',')) {
    std::string name(text::trim(part));
    if (name.find('"') == name.npos) name = text::to_lower(name);
    name = std::regex_replace(name, kNeedless, "$1");
    for (const std::string_view schema : {"public.", "pg_catalog."})
      if (name.starts_with(schema)) name.erase(0, schema.size());
    parts.push_back(std::move(name));
  }
  return text::join(parts, ", ");
}

/// https://www.postgresql.org/docs/current/textsearch-configuration.html: those that come with PostgreSQL take words to
/// their stems, and the rest as it is. Two have the stems of English for what is written in ASCII.
std::optional<TextSearch> built_in(const std::string& name) {
  static constexpr std::array<std::string_view, 30> kNames = {
      "simple",  "arabic",  "armenian",  "basque",  "catalan",    "danish",    "dutch",      "english",
      "finnish", "french",  "german",    "greek",   "hindi",      "hungarian", "indonesian", "irish",
      "italian", "nepali",  "norwegian", "polish",  "portuguese", "romanian",  "russian",    "serbian",
      "spanish", "swedish", "tamil",     "turkish", "yiddish",    "lithuanian"};
  if (std::find(kNames.begin(), kNames.end(), name) == kNames.end()) return {};
  const bool latin = name != "hindi" && name != "russian";
  TextSearch out{"", "default", {}};
  for (const char* token : {"email", "file", "float", "host", "hword_numpart", "int", "numhword", "numword", "sfloat",
                            "uint", "url", "url_path", "version"})
    out.mappings[token] = "simple";
  const std::string stem = name == "simple" ? "simple" : name + "_stem";
  for (const char* token : {"hword", "hword_part", "word"}) out.mappings[token] = stem;
  for (const char* token : {"asciihword", "asciiword", "hword_asciipart"})
    out.mappings[token] = latin ? stem : "english_stem";
  return out;
}

std::optional<TextSearch> read(const std::string& sql, const Catalog& catalog, int depth);

std::optional<TextSearch> copied(const std::string& name, const Catalog& catalog, int depth) {
  if (depth == kDeepest) return {};
  for (const RawObject& object : catalog.raw_objects)
    if (auto made = read(object.create.text, catalog, depth + 1); made && made->name == name) return made;
  return built_in(name);
}

/// ALTER TEXT SEARCH CONFIGURATION name …
bool alter(TextSearch& search, const std::string& clause) {
  constexpr auto kForm = std::regex::ECMAScript | std::regex::icase;
  static const std::regex kMap(R"((?:add|alter)\s+mapping\s+for\s+([\s\S]+?)\s+with\s+([\s\S]+))", kForm);
  static const std::regex kDrop(R"(drop\s+mapping\s+(?:if\s+exists\s+)?for\s+([\s\S]+))", kForm);
  static const std::regex kReplace(R"(alter\s+mapping\s+(?:for\s+([\s\S]+?)\s+)?replace\s+(\S+)\s+with\s+(\S+))",
                                   kForm);
  std::smatch found;
  if (std::regex_match(clause, found, kReplace)) {
    const std::vector<std::string> tokens = text::split(plain(found[1].str()), ',');
    for (auto& [token, dictionaries] : search.mappings) {
      const bool meant =
          std::any_of(tokens.begin(), tokens.end(), [&](const std::string& each) { return text::trim(each) == token; });
      if (found[1].matched && !meant) continue;
      std::vector<std::string> each = text::split(dictionaries, ',');
      for (std::string& name : each)
        if (text::trim(name) == plain(found[2].str())) name = plain(found[3].str());
      dictionaries = plain(text::join(each, ","));
    }
    return true;
  }
  const bool maps = std::regex_match(clause, found, kMap);
  if (!maps && !std::regex_match(clause, found, kDrop)) return false;
  for (const std::string& part : text::split(plain(found[1].str()), ',')) {
    const std::string token(text::trim(part));
    if (maps)
      search.mappings[token] = plain(found[2].str());
    else
      search.mappings.erase(token);
  }
  return true;
}

std::optional<TextSearch> read(const std::string& sql, const Catalog& catalog, int depth) {
  static const std::regex kStatement(
      R"re((create|alter)\s+text\s+search\s+configuration\s+((?:"[^"]*"|[\w.$])+)\s*([\s\S]*))re",
      std::regex::ECMAScript | std::regex::icase);
  static const std::regex kOption(R"(\(\s*(copy|parser)\s*=\s*(\S+?)\s*\))",
                                  std::regex::ECMAScript | std::regex::icase);
  static constexpr std::string_view kStart = "create text search configuration";
  if (text::to_lower(text::trim(sql).substr(0, kStart.size())) != kStart) return {};
  std::optional<TextSearch> out;
  for (const std::string& statement : statements_of(sql)) {
    std::smatch found, option;
    if (!std::regex_match(statement, found, kStatement)) return {};
    const std::string rest = found[3].str();
    if (text::to_lower(found[1].str()) == "alter") {
      if (!out || plain(found[2].str()) != out->name || !alter(*out, rest)) return {};
      continue;
    }
    if (out || !std::regex_match(rest, option, kOption)) return {};
    const std::string of = plain(option[2].str());
    out = text::to_lower(option[1].str()) == "copy" ? copied(of, catalog, depth) : TextSearch{"", of, {}};
    if (!out) return {};
    out->name = plain(found[2].str());
  }
  return out;
}

}  // namespace

std::optional<TextSearch> text_search_in(const std::string& sql, const Catalog& catalog) {
  return read(sql, catalog, 0);
}

}  // namespace schemac::dialect::postgres
