#include "dialect/postgres/prerequisites.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace schemac::dialect::postgres {

using namespace catalog;

namespace {

using Lines = std::vector<std::string>;

/// One line for each thing that ALTER can change by itself: inspect_operators.cpp writes them so.
Lines lines_of(const RawObject& object) {
  Lines out;
  for (std::string& line : text::split(std::string(text::trim(object.create.text)), '\n')) {
    std::string_view text = text::trim(line);
    while (!text.empty() && (text.back() == ',' || text.back() == ';')) text.remove_suffix(1);
    if (text != ")") out.emplace_back(text);
  }
  return out;
}

Lines without(const Lines& lines, const Lines& others) {
  Lines out;
  for (const std::string& line : lines)
    if (std::find(others.begin(), others.end(), line) == others.end()) out.push_back(line);
  return out;
}

/// "… ADD MAPPING FOR word WITH simple" → "… DROP MAPPING FOR word".
std::string unmapped(const std::string& mapping) {
  return text::replace_all(mapping.substr(0, mapping.find(" WITH ")), " ADD MAPPING ", " DROP MAPPING ");
}

/// Names alone unset an option (sql-altertsdictionary.html).
std::string options_after(const Lines& before, const Lines& after) {
  Lines options = without(after, before);
  const auto name = [](const std::string& option) { return option.substr(0, option.find(" =")); };
  for (const std::string& option : without(before, after))
    if (std::none_of(options.begin(), options.end(), [&](const auto& o) { return name(o) == name(option); }))
      options.push_back(name(option));
  return text::join(options, ", ");
}

}  // namespace

bool is_prerequisite(const RawObject& object) {
  static constexpr std::array<std::string_view, 3> kStarts = {"CREATE OPERATOR ", "CREATE CAST ",
                                                              "CREATE TEXT SEARCH "};
  return std::any_of(kStarts.begin(), kStarts.end(), [&](std::string_view start) {
    return text::to_upper(object.create.text.substr(0, start.size())) == start;
  });
}

Statements alter_prerequisite(const Alter<RawObject>& c) {
  const std::string what = describe(c);
  const Lines before = lines_of(c.before), after = lines_of(c.after);
  Statements out;
  if (before.front() == after.front() && before.front().starts_with("CREATE TEXT SEARCH CONFIGURATION ")) {
    for (const std::string& mapping : without(before, after)) out.push_back({unmapped(mapping), what});
    for (const std::string& mapping : without(after, before)) out.push_back({mapping, what});
  } else if (before.front() == after.front() && before.front().starts_with("CREATE TEXT SEARCH DICTIONARY ")) {
    const std::string alter = "ALTER" + before.front().substr(6, before.front().find(" (") - 6);
    out.push_back({alter + " (" + options_after(before, after) + ")", what});
  } else {
    out = {{c.before.drop.text, what}, {c.after.create.text, what}};
  }
  return out;
}

}  // namespace schemac::dialect::postgres
