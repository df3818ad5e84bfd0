#include "fuzz/parse_target.h"

#include "diag/render.h"
#include "syntax/format.h"
#include "syntax/parse.h"

namespace schemac::syntax {

std::string broken_promise(std::string_view text, bool* sound) {
  diag::SourceMap sources;
  diag::Diagnostics found;
  const diag::SourceId source = sources.add("fuzz.schema", std::string(text));
  const ast::File file = parse(sources, source, found);
  for (diag::Format format : {diag::Format::text, diag::Format::json, diag::Format::github, diag::Format::sarif})
    diag::render(sources, found, format, true);
  for (const diag::Diagnostic& d : found) {
    if (d.labels.empty()) return "a diagnostic says no place: " + d.message;
    for (const diag::Label& label : d.labels)
      if (label.span.begin > label.span.end || label.span.end > text.size()) return "a label is outside the text";
    for (const diag::FixIt& fix : d.fixes)
      if (fix.span.begin > fix.span.end || fix.span.end > text.size()) return "a fix is outside the text";
  }
  const bool errors = diag::has_errors(found);
  if (file.broken && !errors) return "something was left out, and nothing said why";
  if (errors) return {};
  if (sound != nullptr) *sound = true;

  diag::Diagnostics ignored;
  const auto once = format(sources, source, ignored);
  if (!once) return "a text without errors was not formatted";
  const diag::SourceId formatted = sources.add("formatted.schema", *once);
  diag::Diagnostics again;
  const ast::File reread = parse(sources, formatted, again);
  if (diag::has_errors(again))
    return "the formatted text has errors:\n" + *once + diag::render(sources, again, diag::Format::text);
  if (!(reread == file)) return "the formatted text says something else:\n" + *once;
  if (reread.comments.size() != file.comments.size()) return "formatting lost a comment:\n" + *once;
  const auto twice = format(sources, formatted, ignored);
  if (!twice || *twice != *once)
    return "formatting twice is not formatting once:\n" + *once + "\n--\n" + twice.value_or("");
  return {};
}

}  // namespace schemac::syntax
