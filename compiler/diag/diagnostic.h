// A diagnostic: a code, a sentence, the places it speaks of, and what to do. Codes are declared once, in
// diagnostics.def, and never reused; docs/diagnostics explains each.
#pragma once

#include <fmt/core.h>

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "diag/source.h"

namespace schemac::diag {

/// What a failure means for the exit code (docs/commands: 1 input, 3 refused, 4 database).
enum class Class { note, warning, input, refused, database };

enum class Code {
#define DIAG(id, class_, name, message) id,
#include "diag/diagnostics.def"
#undef DIAG
};

struct CodeInfo {
  std::string_view id;  // "SC2104"
  Class class_;
  std::string_view name;     // "unknown-table", for suppressions and SARIF
  std::string_view message;  // fmt format of the sentence
};

const CodeInfo& info(Code code);
std::vector<CodeInfo> all_codes();

struct Label {
  Span span;
  std::string text;
};

/// Replaces the bytes of `span` by `text`.
struct FixIt {
  Span span;
  std::string text;
  friend bool operator==(const FixIt&, const FixIt&) = default;
};

struct Diagnostic {
  Code code;
  std::string message;
  std::vector<Label> labels;  // the first is where the mistake is; the others say what else matters
  std::string help;           // what to do about it; empty where the message says it
  std::vector<FixIt> fixes;
  std::string subject;  // "pages.title", where what it speaks of is known by name and not by place

  Diagnostic& at(Span span, std::string text = {}) & { return labels.push_back({span, std::move(text)}), *this; }
  Diagnostic&& at(Span span, std::string text = {}) && { return std::move(at(span, std::move(text))); }
  Diagnostic& with_help(std::string text) & { return help = std::move(text), *this; }
  Diagnostic&& with_help(std::string text) && { return std::move(with_help(std::move(text))); }
  Diagnostic& fix(Span span, std::string text) & { return fixes.push_back({span, std::move(text)}), *this; }
  Diagnostic&& fix(Span span, std::string text) && { return std::move(fix(span, std::move(text))); }
};

/// A diagnostic with its sentence filled in from diagnostics.def.
template <class... Args>
Diagnostic make(Code code, const Args&... args) {
  return {code,
          fmt::vformat(fmt::string_view(info(code).message.data(), info(code).message.size()),
                       fmt::make_format_args(args...)),
          {},
          {},
          {},
          {}};
}

using Diagnostics = std::vector<Diagnostic>;

bool has_errors(const Diagnostics& diagnostics);

/// The process's exit code for a run that ended with these: 0, 1, 3 or 4; the gravest decides.
int exit_code(const Diagnostics& diagnostics);

}  // namespace schemac::diag

namespace schemac {

/// What a stage returns: its value, or at least one error.
template <class T>
using Result = tl::expected<T, diag::Diagnostics>;

template <class... Args>
tl::unexpected<diag::Diagnostics> failure(diag::Code code, const Args&... args) {
  return tl::unexpected(diag::Diagnostics{diag::make(code, args...)});
}

inline tl::unexpected<diag::Diagnostics> failure(diag::Diagnostic diagnostic) {
  return tl::unexpected(diag::Diagnostics{std::move(diagnostic)});
}

inline tl::unexpected<diag::Diagnostics> failure(diag::Diagnostics diagnostics) {
  return tl::unexpected(std::move(diagnostics));
}

}  // namespace schemac
