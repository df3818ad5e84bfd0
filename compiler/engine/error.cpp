#include "engine/error.h"

#include "base/text.h"

namespace schemac::engine {

namespace {

constexpr std::size_t kShownBytes = 1000;  // of a statement in an error message

std::string code_of(const EngineError& error) {
  if (!error.sqlstate.empty() && error.number) return fmt::format(" ({}, SQLSTATE {})", error.number, error.sqlstate);
  if (!error.sqlstate.empty()) return fmt::format(" (SQLSTATE {})", error.sqlstate);
  return error.number ? fmt::format(" ({})", error.number) : "";
}

std::string statement_of(const EngineError& error) {
  if (error.sql.empty()) return "";
  const std::string_view shown = text::truncated(error.sql, kShownBytes);
  const std::string_view rest = shown.size() < error.sql.size() ? " …" : "";
  return "\n" + text::indented(fmt::format("{}{}", shown, rest), 4);
}

}  // namespace

diag::Diagnostic to_diagnostic(const EngineError& error) {
  const std::string_view product = product_name(error.dialect);
  const std::string said = std::string(text::trim(error.message)) + code_of(error) + statement_of(error);
  switch (error.kind) {
    case ErrorKind::connection_lost:
      return diag::make(diag::Code::SC8007, product, said);
    case ErrorKind::read_only:
      return diag::make(diag::Code::SC8005, fmt::format("the {} database", product), said);
    case ErrorKind::storage:
      return diag::make(diag::Code::SC8008, product, said)
          .with_help("make room where the database lies, and look at its disk; then run this again");
    case ErrorKind::busy:
      if (error.dialect == DialectId::sqlite)
        return diag::make(diag::Code::SC8006, "the SQLite database", said)
            .with_help("wait for the other process, or stop it; then run this again");
      break;
    case ErrorKind::statement:
    case ErrorKind::constraint:
    case ErrorKind::timeout:
      break;
  }
  return diag::make(diag::Code::SC8001, product, said);
}

}  // namespace schemac::engine
