#include "plan/raw_hazards.h"

#include <fmt/format.h>

#include <algorithm>

namespace schemac::plan {

using namespace catalog;
using dialect::Statements;

namespace {

bool says(const Statements& statements, const std::string& text) {
  return std::any_of(statements.begin(), statements.end(),
                     [&](const auto& statement) { return statement.sql.find(text) != statement.sql.npos; });
}

}  // namespace

std::vector<Hazard> raw_hazards(const Input& input, const dialect::Both& both) {
  std::vector<Hazard> out;
  if (input.quarantine.way_back) return out;
  const dialect::Dialect& d = input.dialect;
  for (const Change& change : input.changes) {
    const auto* drop = std::get_if<Drop<RawObject>>(&change);
    const auto* alter = std::get_if<Alter<RawObject>>(&change);
    if (!drop && !alter) continue;
    const RawObject& before = drop ? drop->object : alter->before;
    const std::string name = before.name.text();
    if (d.raw_kind(before) == dialect::RawKind::type) {  // it holds no rows
      if (alter && d.loses_parts(*alter))
        out.push_back({diag::Code::SC5003, name,
                       name + " has fewer attributes; no rollback brings back what rows hold of the others"});
      continue;
    }
    Statements done = d.object(Drop<RawObject>{before, true}, both, input.quarantine);
    if (alter)
      for (auto& made : d.object(Create<RawObject>{alter->after, false}, both, input.quarantine))
        done.push_back(std::move(made));
    if (!says(done, d.quoted(d.quarantined(before.name, input.quarantine).name))) continue;
    if (drop)
      out.push_back(
          {diag::Code::SC5001, name, fmt::format(fmt::runtime(diag::info(diag::Code::SC5001).message), name)});
    else if (says(done, "INSERT INTO "))
      out.push_back({diag::Code::SC5002, name,
                     name + " is made anew without all of its columns; their values are kept in quarantine"});
    else
      out.push_back({diag::Code::SC5001, name, name + " is made anew, and empty; its rows are kept in quarantine"});
  }
  return out;
}

}  // namespace schemac::plan
