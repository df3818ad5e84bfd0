#include "diag/render.h"

#include "diag/render_formats.h"

namespace schemac::diag {

std::optional<Format> parse_format(std::string_view name) {
  if (name == "text") return Format::text;
  if (name == "json") return Format::json;
  if (name == "github") return Format::github;
  if (name == "sarif") return Format::sarif;
  return std::nullopt;
}

std::string_view severity(const Diagnostic& diagnostic) {
  switch (info(diagnostic.code).class_) {
    case Class::note:
      return "note";
    case Class::warning:
      return "warning";
    case Class::input:
    case Class::refused:
    case Class::database:
      break;
  }
  return "error";
}

std::string render(const SourceMap& sources, const Diagnostics& diagnostics, Format format, bool colour) {
  switch (format) {
    case Format::text:
      return render_text(sources, diagnostics, colour);
    case Format::json:
      return render_json(sources, diagnostics);
    case Format::github:
      return render_github(sources, diagnostics);
    case Format::sarif:
      return render_sarif(sources, diagnostics);
  }
  return {};
}

}  // namespace schemac::diag
