// Names, texts, dialects and documentation.
#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "syntax/convert.h"
#include "syntax/doc_line.h"

namespace schemac::ast {

std::string QualifiedName::str() const {
  std::string result;
  for (const Name& part : parts) result += (result.empty() ? "" : ".") + part.text;
  return result;
}

}  // namespace schemac::ast

namespace schemac::syntax {

diag::Span Converter::span(const antlr4::Token& token) const {
  return {source_, static_cast<std::uint32_t>(token.getStartIndex()),
          static_cast<std::uint32_t>(token.getStopIndex() + 1)};
}

diag::Span Converter::span(const antlr4::ParserRuleContext& context) const {
  const auto begin = static_cast<std::uint32_t>(context.start->getStartIndex());
  const auto end = context.stop == nullptr ? begin : static_cast<std::uint32_t>(context.stop->getStopIndex() + 1);
  return {source_, begin, std::max(begin, end)};
}

std::string_view Converter::text(const antlr4::Token& token) const {
  return text_.substr(token.getStartIndex(), token.getStopIndex() + 1 - token.getStartIndex());
}

antlr4::ParserRuleContext& Converter::only_child(antlr4::ParserRuleContext& context) {
  if (context.exception != nullptr || context.children.empty()) throw Incomplete{};
  return static_cast<antlr4::ParserRuleContext&>(*context.children.front());
}

// ── documentation

namespace {
std::string without_slashes(std::string_view line) {
  line.remove_prefix(3);
  if (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  return doc_text(line);
}
}  // namespace

// The lines above the node. Those passed over on the way belong to what could not be read, or to nothing.
ast::Doc Converter::doc(const antlr4::ParserRuleContext& context) {
  const std::uint32_t begin = span(context).begin;
  ast::Doc doc;
  for (; next_doc_ < docs_->size() && (*docs_)[next_doc_].begin < begin; ++next_doc_) {
    const SetAside& line = (*docs_)[next_doc_];
    if (!line.own_line || line.anchor != begin) {
      strays_.push_back(next_doc_);
      continue;
    }
    if (!doc.span.exists()) {
      doc.span = {source_, line.begin, line.end};
    } else {
      doc.text += '\n';
    }
    doc.text += without_slashes(text_.substr(line.begin, line.end - line.begin));
    doc.span.end = line.end;
  }
  return doc;
}

// A line above, or at the end of its own line.
ast::Doc Converter::leaf_doc(const antlr4::ParserRuleContext& context) {
  ast::Doc result = doc(context);
  if (next_doc_ == docs_->size() || context.stop == nullptr) return result;
  const SetAside& line = (*docs_)[next_doc_];
  const std::uint32_t last = static_cast<std::uint32_t>(context.stop->getStartIndex());
  if (line.own_line || line.anchor != last) return result;
  ++next_doc_;
  if (!result.text.empty()) result.text += '\n';
  result.text += without_slashes(text_.substr(line.begin, line.end - line.begin));
  result.span = {source_, result.span.exists() ? result.span.begin : line.begin, line.end};
  return result;
}

void Converter::report_stray_docs(const std::deque<SetAside>& docs, std::uint32_t end) {
  for (; next_doc_ < docs.size() && docs[next_doc_].begin < end; ++next_doc_) strays_.push_back(next_doc_);
  for (std::size_t stray : strays_)
    diagnostics_.push_back(diag::make(diag::Code::SC1010)
                               .at({source_, docs[stray].begin, docs[stray].end})
                               .fix({source_, docs[stray].begin, docs[stray].begin + 3}, "//"));
  strays_.clear();
}

// ── names

ast::Name Converter::name_of(const antlr4::Token& token) {
  std::string_view written = text(token);
  if (token.getType() != P::QUOTED) return {{span(token)}, std::string(written)};
  written.remove_prefix(1);
  if (!written.empty() && written.back() == '`') written.remove_suffix(1);
  return {{span(token)}, text::replace_all(std::string(written), "``", "`")};
}

ast::Name Converter::name(P::NameContext* context) { return name_of(need_token(need(context).start)); }
ast::Name Converter::plain_name(P::PlainNameContext* context) { return name_of(need_token(need(context).start)); }

std::optional<ast::Name> Converter::maybe_name(P::NameContext* context) {
  if (context == nullptr) return std::nullopt;
  return name(context);
}

ast::QualifiedName Converter::qualified(P::QualifiedNameContext* context) {
  return {place(need(context)), names(context->parts)};
}

std::vector<ast::Name> Converter::names(const std::vector<P::NameContext*>& list) {
  std::vector<ast::Name> result;
  result.reserve(list.size());
  for (P::NameContext* each : list) result.push_back(name(each));
  if (result.empty()) throw Incomplete{};
  return result;
}

std::vector<ast::Name> Converter::names(P::NameListContext* list) {
  return list == nullptr ? std::vector<ast::Name>() : names(need(list).names);
}

ast::Naming Converter::naming(const std::vector<P::NamingContext*>& list) {
  ast::Naming result;
  for (P::NamingContext* each : list) {
    const bool again = need(each).code != nullptr ? result.code.has_value() : result.was.has_value();
    if (again) diagnostics_.push_back(diag::make(diag::Code::SC1013, text(*each->start)).at(span(*each)));
    if (each->code != nullptr) {
      result.code = name(each->code);
    } else {
      result.was = qualified(each->old);
    }
  }
  return result;
}

// ── texts

std::string Converter::string(const antlr4::Token& token) {
  std::string_view written = text(need_token(&token));
  const std::string quote(written.substr(0, 1));
  written.remove_prefix(1);
  if (!written.empty() && written.back() == quote.front()) written.remove_suffix(1);
  return text::replace_all(std::string(written), quote + quote, quote);
}

std::string Converter::raw(const antlr4::Token& token) {
  const std::string_view written = text(need_token(&token));
  std::size_t quotes = std::min<std::size_t>(written.find_first_not_of('"'), 5);
  if (written.find_first_not_of('"') == std::string_view::npos) quotes = 3;
  if (written.size() < 2 * quotes) throw Incomplete{};  // never closed: reported
  return std::string(written.substr(quotes, written.size() - 2 * quotes));
}

// ── dialects

DialectId Converter::dialect(const ast::Name& name) {
  if (const auto id = parse_dialect(name.text)) return *id;
  std::vector<std::string> known;
  for (DialectId id : kAllDialects) known.emplace_back(to_string(id));
  diag::Diagnostic d = diag::make(diag::Code::SC1009, name.text).at(name.span, "no dialect of this name");
  const std::string near = text::nearest(text::to_lower(name.text), known);
  if (near.empty()) {
    d.with_help("the dialects are " + text::join(known, ", "));
  } else {
    d.with_help(fmt::format("write '{}'", near)).fix(name.span, near);
  }
  diagnostics_.push_back(std::move(d));
  throw Incomplete{};
}

std::vector<ast::DialectName> Converter::dialects(const std::vector<P::NameContext*>& list) {
  std::vector<ast::DialectName> result;
  for (const ast::Name& each : names(list)) result.push_back({{each.span}, dialect(each)});
  return result;
}

std::vector<ast::DialectRaw> Converter::alternatives(const std::vector<P::DialectRawContext*>& list) {
  std::vector<ast::DialectRaw> result;
  for (P::DialectRawContext* each : list) {
    const DialectId id = dialect(name(need(each).dialect));
    if (std::any_of(result.begin(), result.end(), [&](const auto& other) { return other.dialect == id; }))
      diagnostics_.push_back(diag::make(diag::Code::SC1013, to_string(id)).at(span(*each)));
    result.push_back({place(*each), id, raw(need_token(each->create))});
  }
  return result;
}

std::vector<ast::RawDefinition> Converter::definitions(const std::vector<P::RawDefinitionContext*>& list) {
  std::vector<ast::RawDefinition> result;
  for (P::RawDefinitionContext* each : list) {
    const DialectId id = dialect(name(need(each).dialect));
    if (std::any_of(result.begin(), result.end(), [&](const auto& other) { return other.dialect == id; }))
      diagnostics_.push_back(diag::make(diag::Code::SC1013, to_string(id)).at(span(*each)));
    std::optional<std::string> drop;
    if (each->drop != nullptr) drop = raw(*each->drop);
    result.push_back({place(*each), id, raw(need_token(each->create)), std::move(drop)});
  }
  if (result.empty()) throw Incomplete{};
  return result;
}

}  // namespace schemac::syntax
