// `was`, held against the state before.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "sema/sema.h"
#include "sema/symbols.h"

namespace schemac::sema {

using catalog::Rename;
using catalog::RenameKind;

namespace {

/// Whether the state before has the old name and the new one; nothing where what it belongs to is new itself.
struct Found {
  bool old_name = false, new_name = false;
  std::vector<std::string> gone;  // what the old name may have been to be
};

class Before {
 public:
  Before(const catalog::Renames& renames, const catalog::Catalog& now, const catalog::Catalog& before)
      : renames_(renames), now_(now), before_(before) {}

  std::optional<Found> find(const Rename& rename) const {
    switch (rename.kind) {
      case RenameKind::table:
        return before_.tables.empty() ? std::nullopt : of_list(rename, before_.tables, now_.tables);
      case RenameKind::enumeration:
        return before_.enums.empty() ? std::nullopt : of_list(rename, before_.enums, now_.enums);
      case RenameKind::column:
        return of_columns(rename);
      case RenameKind::label:
        return of_labels(rename);
      case RenameKind::view:
      case RenameKind::index:
      case RenameKind::constraint:
        return std::nullopt;  // told apart by what they say
    }
    return std::nullopt;
  }

 private:
  template <class T>
  static std::optional<Found> of_list(const Rename& rename, const catalog::ObjectList<T>& before,
                                      const catalog::ObjectList<T>& now) {
    Found out{before.find(rename.from) != nullptr, before.find(rename.object) != nullptr, {}};
    for (const T& object : before)
      if (!now.find(object.name)) out.gone.push_back(object.name.text());
    return out;
  }

  /// The table or enum by its name of before.
  template <class T>
  const T* owner(const Rename& member, RenameKind kind, const catalog::ObjectList<T>& list) const {
    if (const T* same = list.find(member.object)) return same;
    const auto renamed = std::find_if(renames_.begin(), renames_.end(),
                                      [&](const Rename& r) { return r.kind == kind && r.object == member.object; });
    return renamed == renames_.end() ? nullptr : list.find(renamed->from);
  }

  std::optional<Found> of_columns(const Rename& rename) const {
    const catalog::Table* old = owner(rename, RenameKind::table, before_.tables);
    const catalog::Table* table = now_.tables.find(rename.object);
    if (!old || !table) return std::nullopt;
    Found out{old->find_column(rename.from) != nullptr, old->find_column(rename.to) != nullptr, {}};
    for (const catalog::Column& column : old->columns)
      if (!table->find_column(column.name)) out.gone.push_back(column.name);
    return out;
  }

  std::optional<Found> of_labels(const Rename& rename) const {
    const catalog::Enum* old = owner(rename, RenameKind::enumeration, before_.enums);
    const catalog::Enum* now = now_.enums.find(rename.object);
    if (!old || !now) return std::nullopt;
    const auto has = [](const catalog::Enum& list, const std::string& name) {
      return std::any_of(list.labels.begin(), list.labels.end(), [&](const auto& label) { return label.name == name; });
    };
    Found out{has(*old, rename.from), has(*old, rename.to), {}};
    for (const catalog::EnumLabel& label : old->labels)
      if (!has(*now, label.name)) out.gone.push_back(label.name);
    return out;
  }

  const catalog::Renames& renames_;
  const catalog::Catalog& now_;
  const catalog::Catalog& before_;
};

/// What one `was` comes to; that of a mixin is of a column in each table that uses it.
struct Verdict {
  const Rename* rename = nullptr;
  bool unknown = true, done = true;  // in all of them
  std::vector<std::string> gone;
};

const char* word(RenameKind kind) {
  switch (kind) {
    case RenameKind::table:
      return "table";
    case RenameKind::enumeration:
      return "enum";
    case RenameKind::label:
      return "label";
    default:
      return "column";
  }
}

/// From behind the new name to the end of the old one: ` was old`. Nothing where that is not what stands there.
std::optional<diag::Span> clause(diag::Span old_name, const diag::SourceMap& sources) {
  const std::string_view before = sources.text(old_name.source).substr(0, old_name.begin);
  constexpr std::string_view blank = " \t\r\n";
  const auto word_end = before.find_last_not_of(blank);
  if (word_end == before.npos || word_end < 3 || text::to_lower(std::string(before.substr(word_end - 2, 3))) != "was")
    return std::nullopt;
  const auto rest = before.find_last_not_of(blank, word_end - 3);
  if (rest == before.npos || rest == word_end - 3) return std::nullopt;
  return diag::Span{old_name.source, static_cast<std::uint32_t>(rest + 1), old_name.end};
}

std::string new_name(const Rename& rename) { return rename.to.empty() ? rename.object.text() : rename.to; }

}  // namespace

void check_renames(const catalog::Renames& renames, const std::vector<diag::Span>& places, const catalog::Catalog& now,
                   const catalog::Catalog& before, bool portable, const diag::SourceMap& sources,
                   diag::Diagnostics& diagnostics) {
  const Before state(renames, now, before);
  std::map<std::pair<std::uint32_t, std::uint32_t>, Verdict> verdicts;  // by place, in the order of the text
  std::map<std::pair<std::uint32_t, std::uint32_t>, diag::Span> spans;
  for (std::size_t i = 0; i < renames.size(); ++i) {
    const Rename& rename = renames[i];
    if (!portable && rename.kind != RenameKind::table && rename.kind != RenameKind::column) continue;
    const auto found = state.find(rename);
    if (!found) continue;
    const std::pair key(places[i].source.value, places[i].begin);
    spans[key] = places[i];
    Verdict& verdict = verdicts[key];
    verdict.rename = &rename;
    verdict.unknown = verdict.unknown && !found->old_name && !found->new_name;
    verdict.done = verdict.done && !found->old_name && found->new_name;
    verdict.gone.insert(verdict.gone.end(), found->gone.begin(), found->gone.end());
  }
  for (const auto& [key, verdict] : verdicts) {
    const Rename& rename = *verdict.rename;
    if (verdict.done) {
      diag::Diagnostic d = diag::make(diag::Code::SC2038, rename.from, new_name(rename)).at(spans[key]);
      d.with_help("take it out");
      if (const auto all = clause(spans[key], sources)) d.fix(*all, "");
      diagnostics.push_back(std::move(d));
    }
    if (!verdict.unknown) continue;
    diag::Diagnostic d = diag::make(diag::Code::SC2037, word(rename.kind), new_name(rename), rename.from)
                             .at(spans[key], "nothing was called so");
    suggest(d, spans[key], rename.from, verdict.gone);
    if (d.help.empty()) d.with_help("correct the old name, or take 'was' out where this is new");
    diagnostics.push_back(std::move(d));
  }
}

}  // namespace schemac::sema
