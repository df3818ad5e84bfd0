#include "diff/swaps.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"

namespace schemac::diff {

using namespace catalog;

namespace {

/// What the names of one circle belong to: all tables, all enums, the columns of a table, the labels of an enum.
using Owner = std::pair<RenameKind, std::string>;

bool is_there(const Rename& rename, const std::string& name, const Catalog& catalog) {
  switch (rename.kind) {
    case RenameKind::table:
      return catalog.tables.find(name) != nullptr;
    case RenameKind::enumeration:
      return catalog.enums.find(name) != nullptr;
    case RenameKind::column: {
      const Table* table = catalog.tables.find(rename.object);
      return table && table->find_column(name);
    }
    case RenameKind::label: {
      const Enum* found = catalog.enums.find(rename.object);
      return found && std::any_of(found->labels.begin(), found->labels.end(),
                                  [&](const EnumLabel& label) { return label.name == name; });
    }
    case RenameKind::view:
    case RenameKind::index:
    case RenameKind::constraint:
      return false;  // told apart by what they say
  }
  return false;
}

bool is_member(const Rename& r) { return r.kind == RenameKind::column || r.kind == RenameKind::label; }

std::string new_name(const Rename& r) { return is_member(r) ? r.to : r.object.text(); }

std::string subject_of(const Rename& r) { return is_member(r) ? r.object.text() + "." + new_name(r) : new_name(r); }

std::string described(const Owner& owner, const std::vector<std::string>& names) {
  const std::string list = (names.size() > 1 ? "s '" : " '") + text::join(names, "', '") + "'";
  switch (owner.first) {
    case RenameKind::table:
      return "table" + list;
    case RenameKind::enumeration:
      return "enum" + list;
    case RenameKind::label:
      return fmt::format("label{} of '{}'", list, owner.second);
    default:
      return fmt::format("column{} of '{}'", list, owner.second);
  }
}

/// How the circle is gone round without two things of one name: a rename in each migration.
std::string steps(const std::vector<std::string>& circle) {
  std::vector<std::string> out = {fmt::format("'{0}_old was {0}'", circle.front())};
  for (std::size_t i = 0; i + 1 < circle.size(); ++i)
    out.push_back(fmt::format("'{} was {}'", circle[i], circle[i + 1]));
  out.push_back(fmt::format("'{} was {}_old'", circle.back(), circle.front()));
  return text::join(out, ", then ");
}

}  // namespace

diag::Diagnostics swapped_names(const Renames& renames, const Catalog& from) {
  std::map<Owner, std::map<std::string, std::string>> old_names;  // by new name
  for (const Rename& rename : renames) {
    const bool member = is_member(rename);
    const std::string name = member ? rename.to : rename.object.text();
    if (name == rename.from || !is_there(rename, name, from) || !is_there(rename, rename.from, from)) continue;
    old_names[{rename.kind, member ? rename.object.text() : ""}][name] = rename.from;
  }
  diag::Diagnostics out;
  for (const auto& [owner, old_name] : old_names)
    for (const auto& [first, unused] : old_name) {
      std::vector<std::string> circle;
      std::string at = first;
      for (auto next = old_name.find(at); next != old_name.end() && circle.size() < old_name.size();
           next = old_name.find(at)) {
        circle.push_back(at);
        at = next->second;
        if (at == first) break;
      }
      if (at != first || *std::min_element(circle.begin(), circle.end()) != first) continue;  // told once
      diag::Diagnostic d = diag::make(diag::Code::SC7012, described(owner, circle));
      d.subject = owner.second.empty() ? first : owner.second + "." + first;
      d.with_help("take a step in each migration, each planned by itself: " + steps(circle));
      out.push_back(std::move(d));
    }
  return out;
}

diag::Diagnostics reused_names(const Renames& renames, const Catalog& to) {
  diag::Diagnostics out;
  for (const Rename& rename : renames) {
    const bool passed_on = std::any_of(renames.begin(), renames.end(), [&](const Rename& other) {
      const bool beside = other.kind == rename.kind && (!is_member(rename) || other.object == rename.object);
      return beside && new_name(other) == rename.from;
    });
    if (passed_on || !is_there(rename, rename.from, to)) continue;
    const std::string owner = is_member(rename) ? rename.object.text() : "";
    diag::Diagnostic d =
        diag::make(diag::Code::SC7013, described({rename.kind, owner}, {rename.from}), new_name(rename));
    d.subject = subject_of(rename);
    out.push_back(std::move(d).with_help("plan the rename by itself first, and what is to have the old name after it"));
  }
  return out;
}

diag::Diagnostics taken_names(const Renames& renames, const Catalog& from, const Catalog& to) {
  diag::Diagnostics out;
  for (const Rename& rename : renames) {
    const std::string name = new_name(rename);
    if (rename.kind == RenameKind::label || name == rename.from) continue;
    if (!is_there(rename, name, from) || !is_there(rename, rename.from, from) || is_there(rename, rename.from, to))
      continue;
    const std::string owner = is_member(rename) ? rename.object.text() : "";
    diag::Diagnostic d = diag::make(diag::Code::SC7014, described({rename.kind, owner}, {rename.from}), name);
    d.subject = subject_of(rename);
    out.push_back(std::move(d).with_help(
        fmt::format("where '{0}' goes, plan that by itself first, and the rename after it; where '{0}' stays, take "
                    "'was {1}' out",
                    name, rename.from)));
  }
  return out;
}

}  // namespace schemac::diff
