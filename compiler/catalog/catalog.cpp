#include "catalog/catalog.h"

#include "catalog/json.h"

namespace schemac::catalog {

namespace {

/// By name; unnamed members, which only a portable catalog has, by what they say.
template <class T>
void sort_members(std::vector<T>& members) {
  if (members.size() < 2) return;
  std::stable_sort(members.begin(), members.end(), [](const T& a, const T& b) {
    if (a.name != b.name) return a.name < b.name;
    return a.name.empty() && to_json_text(a) < to_json_text(b);
  });
}

}  // namespace

bool has_option(const Options& options, std::string_view name) {
  return std::any_of(options.begin(), options.end(), [&](const Option& option) { return option.name == name; });
}
std::string option_of(const Options& options, std::string_view name) {
  const auto found =
      std::find_if(options.begin(), options.end(), [&](const Option& option) { return option.name == name; });
  return found == options.end() ? "" : found->value;
}

void Table::canonicalise() {
  sort_members(uniques);
  sort_members(foreign_keys);
  sort_members(checks);
  sort_members(indexes);
}

void Catalog::canonicalise() {
  for_each_field<Catalog>([&](auto f) { (this->*f.member).sort(); });
  for (std::uint32_t i = 0; i < tables.size(); ++i) tables.edit({i}).canonicalise();
}

}  // namespace schemac::catalog
