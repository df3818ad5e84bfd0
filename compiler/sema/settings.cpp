#include "sema/settings.h"

#include "syntax/format.h"

namespace schemac::sema {

std::string setting_text(const ast::Option& setting) {
  const auto* text = std::get_if<ast::StringLiteral>(&setting.value.kind);
  return text != nullptr ? text->value : syntax::print(setting.value);
}

void add_settings(catalog::Options& out, const std::vector<ast::Option>& settings, const catalog::Dialects& dialects) {
  const catalog::Dialects owners = dialects.empty() ? catalog::Dialects{""} : dialects;
  for (const ast::Option& setting : settings)
    for (const std::string& owner : owners) out.push_back({owner, setting.key.text, setting_text(setting)});
}

}  // namespace schemac::sema
