// json, github and sarif.
#include <fmt/core.h>

#include <map>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "diag/render.h"
#include "diag/render_formats.h"

namespace schemac::diag {

namespace {

using Json = nlohmann::ordered_json;

// Messages may quote a database's or a file's bytes: what is not UTF-8 is replaced, never thrown at.
std::string write(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

Json place(const SourceMap& sources, Span span) {
  const LineColumn begin = sources.position(span.source, span.begin);
  const LineColumn end = sources.position(span.source, span.end);
  return {{"file", sources.name(span.source)}, {"line", begin.line},   {"column", begin.column}, {"end_line", end.line},
          {"end_column", end.column},          {"offset", span.begin}, {"end_offset", span.end}};
}

Json region(const SourceMap& sources, Span span) {
  const LineColumn begin = sources.position(span.source, span.begin);
  const LineColumn end = sources.position(span.source, span.end);
  return {{"startLine", begin.line}, {"startColumn", begin.column}, {"endLine", end.line}, {"endColumn", end.column}};
}

Json location(const SourceMap& sources, Span span) {
  return {{"physicalLocation",
           {{"artifactLocation", {{"uri", sources.name(span.source)}}}, {"region", region(sources, span)}}}};
}

std::string with_help(const Diagnostic& d) { return d.help.empty() ? d.message : d.message + "\nhelp: " + d.help; }

Json sarif_result(const SourceMap& sources, const Diagnostic& d, std::size_t rule) {
  Json result = {
      {"ruleId", info(d.code).id}, {"ruleIndex", rule}, {"level", severity(d)}, {"message", {{"text", with_help(d)}}}};
  for (const Label& label : d.labels) {
    if (!label.span.exists()) continue;
    if (!result.contains("locations")) {
      result["locations"] = Json::array({location(sources, label.span)});
      continue;
    }
    Json related = location(sources, label.span);
    related["message"] = {{"text", label.text}};
    result["relatedLocations"].push_back(std::move(related));
  }
  std::map<std::uint32_t, Json> replacements;  // by source
  for (const FixIt& fix : d.fixes)
    replacements[fix.span.source.value].push_back(
        {{"deletedRegion", region(sources, fix.span)}, {"insertedContent", {{"text", fix.text}}}});
  if (replacements.empty()) return result;
  Json changes = Json::array();
  for (auto& [source, list] : replacements)
    changes.push_back({{"artifactLocation", {{"uri", sources.name({source})}}}, {"replacements", std::move(list)}});
  result["fixes"] = Json::array({{{"artifactChanges", std::move(changes)}}});
  return result;
}

std::string escaped(std::string text, bool property) {
  text = text::replace_all(std::move(text), "%", "%25");
  text = text::replace_all(std::move(text), "\r", "%0D");
  text = text::replace_all(std::move(text), "\n", "%0A");
  if (!property) return text;
  return text::replace_all(text::replace_all(std::move(text), ":", "%3A"), ",", "%2C");
}

}  // namespace

std::string render_json(const SourceMap& sources, const Diagnostics& diagnostics) {
  Json list = Json::array();
  for (const Diagnostic& d : diagnostics) {
    Json labels = Json::array();
    for (const Label& label : d.labels) {
      if (!label.span.exists()) continue;
      Json entry = place(sources, label.span);
      entry["text"] = label.text;
      labels.push_back(std::move(entry));
    }
    Json fixes = Json::array();
    for (const FixIt& fix : d.fixes) {
      Json entry = place(sources, fix.span);
      entry["replacement"] = fix.text;
      fixes.push_back(std::move(entry));
    }
    list.push_back({{"code", info(d.code).id},
                    {"name", info(d.code).name},
                    {"severity", severity(d)},
                    {"message", d.message},
                    {"labels", std::move(labels)},
                    {"help", d.help},
                    {"fixes", std::move(fixes)}});
  }
  return write({{"diagnostics", std::move(list)}});
}

std::string render_github(const SourceMap& sources, const Diagnostics& diagnostics) {
  std::string result;
  for (const Diagnostic& d : diagnostics) {
    std::string properties;
    if (!d.labels.empty() && d.labels.front().span.exists()) {
      const Span span = d.labels.front().span;
      const LineColumn begin = sources.position(span.source, span.begin);
      const LineColumn end = sources.position(span.source, span.end);
      properties =
          fmt::format("file={},line={},col={},endLine={},endColumn={},", escaped(sources.name(span.source), true),
                      begin.line, begin.column, end.line, end.column);
    }
    const std::string_view command = severity(d) == "note" ? "notice" : severity(d);
    result += fmt::format("::{} {}title={}::{}\n", command, properties,
                          escaped(fmt::format("{} {}", info(d.code).id, info(d.code).name), true),
                          escaped(with_help(d), false));
  }
  return result;
}

std::string render_sarif(const SourceMap& sources, const Diagnostics& diagnostics) {
  Json rules = Json::array();
  std::map<Code, std::size_t> index;
  Json results = Json::array();
  for (const Diagnostic& d : diagnostics) {
    const auto [found, added] = index.emplace(d.code, index.size());
    if (added) rules.push_back({{"id", info(d.code).id}, {"name", info(d.code).name}});
    results.push_back(sarif_result(sources, d, found->second));
  }
  return write({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                {"version", "2.1.0"},
                {"runs", Json::array({{{"tool", {{"driver", {{"name", "schemac"}, {"rules", std::move(rules)}}}}},
                                       {"columnKind", "unicodeCodePoints"},
                                       {"results", std::move(results)}}})}});
}

}  // namespace schemac::diag
