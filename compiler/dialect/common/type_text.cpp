#include "dialect/common/type_text.h"

#include "base/text.h"

namespace schemac::dialect {

TypeText split_type(std::string_view printed) {
  TypeText out;
  const auto open = printed.find('(');
  if (open == printed.npos) return out.before = std::string(text::trim(printed)), out;
  out.before = std::string(text::trim(printed.substr(0, open)));
  std::string arg;
  char quote = 0;
  std::size_t at = open + 1;
  for (; at < printed.size(); ++at) {
    const char c = printed[at];
    if (quote) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == ')') {
      break;
    } else if (c == ',') {
      out.args.emplace_back(text::trim(arg));
      arg.clear();
      continue;
    }
    arg += c;
  }
  if (!text::trim(arg).empty()) out.args.emplace_back(text::trim(arg));
  if (at < printed.size()) out.behind = std::string(text::trim(printed.substr(at + 1)));
  return out;
}

std::string args_text(const std::vector<std::string>& args) {
  return args.empty() ? "" : "(" + text::join(args, ",") + ")";
}

const TypeRow* find_by_portable(std::span<const TypeRow> rows, std::string_view portable) {
  for (const TypeRow& row : rows)
    if (row.portable == portable) return &row;
  return nullptr;
}

const TypeRow* find_by_native(std::span<const TypeRow> rows, std::string_view native, std::size_t arg_count) {
  for (const TypeRow& row : rows) {
    if (row.native != native) continue;
    const auto* type = catalog::find_portable_type(row.portable);
    const auto count = static_cast<int>(arg_count);
    if (row.keeps_args ? count >= type->min_args && count <= type->max_args : count == 0) return &row;
  }
  return nullptr;
}

}  // namespace schemac::dialect
