#include "store/merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace schemac::store {

using namespace catalog;

namespace {

/// What the changes of one branch lay hands on, drop, and count on being there.
struct Reach {
  std::set<std::string> changed, dropped, needed;
};

struct Collect {
  Reach& reach;

  template <class T>
  void operator()(const Create<T>& c) {
    touch(name(c.object));
    if constexpr (std::is_same_v<T, Table>)
      for (const ForeignKey& key : c.object.foreign_keys) reach.needed.insert(key.table.text());
  }
  template <class T>
  void operator()(const Drop<T>& c) {
    touch(name(c.object));
    reach.dropped.insert(name(c.object));
  }
  template <class T>
  void operator()(const Alter<T>& c) {
    touch(name(c.before));
  }
  void operator()(const RenameTable& c) { renamed(c.from, c.to); }
  void operator()(const RenameEnum& c) { renamed(c.from, c.to); }
  void operator()(const RenameLabel& c) { touch(c.object.text()); }
  void operator()(const AddMember<ForeignKey>& c) {
    touch(c.table.text());
    reach.needed.insert(c.member.table.text());
  }
  template <class T>
  void operator()(const T& c) {
    touch(c.table.text());
  }

 private:
  template <class T>
  static std::string name(const T& object) {
    if constexpr (requires { object.table.text(); })
      return object.table.text();  // a trigger, a policy, seed rows: they change with their table
    else if constexpr (requires { object.name.text(); })
      return object.name.text();
    else
      return object.name;
  }
  void touch(const std::string& what) { reach.changed.insert(what); }
  void renamed(const QName& from, const QName& to) {
    touch(from.text());
    touch(to.text());
    reach.dropped.insert(from.text());
  }
};

std::set<std::string> ancestors(const Migrations& migrations, const Migration& head) {
  std::set<std::string> out{head.hash};
  for (auto m = migrations.all().rbegin(); m != migrations.all().rend(); ++m)
    if (out.contains(m->hash)) out.insert(m->parents.begin(), m->parents.end());
  return out;
}

Result<Reach> reach_of(const Migrations& migrations, const std::set<std::string>& of,
                       const std::set<std::string>& but) {
  Reach out;
  for (const Migration& migration : migrations.all()) {
    if (!of.contains(migration.hash) || but.contains(migration.hash)) continue;
    auto changes = migrations.changes(migration);
    if (!changes) return failure(std::move(changes.error()));
    for (const Change& change : *changes) std::visit(Collect{out}, change);
  }
  return out;
}

std::string first_common(const std::set<std::string>& a, const std::set<std::string>& b) {
  const auto found = std::find_if(a.begin(), a.end(), [&](const std::string& name) { return b.contains(name); });
  return found == a.end() ? "" : *found;
}

Result<void> fit_together(const Migrations& migrations, const Migration& a, const Migration& b) {
  const auto of_a = ancestors(migrations, a), of_b = ancestors(migrations, b);
  auto left = reach_of(migrations, of_a, of_b);
  if (!left) return failure(std::move(left.error()));
  auto right = reach_of(migrations, of_b, of_a);
  if (!right) return failure(std::move(right.error()));
  std::string why;
  if (const auto both = first_common(left->changed, right->changed); !both.empty())
    why = fmt::format("it and '{}' both change {}", a.id, both);
  else if (const auto gone = first_common(left->dropped, right->needed); !gone.empty())
    why = fmt::format("'{}' drops {}, which it refers to", a.id, gone);
  else if (const auto lost = first_common(right->dropped, left->needed); !lost.empty())
    why = fmt::format("it drops {}, which '{}' refers to", lost, a.id);
  if (why.empty()) return {};
  return failure(
      diag::make(diag::Code::SC7002, b.id, why)
          .with_help("plan one of the branches again on top of the other: roll it back where it was applied, "
                     "delete its folders, then run 'schemac repair --snapshot' and 'schemac plan'"));
}

}  // namespace

Result<Catalog> merged(const Migrations& migrations) {
  const auto heads = migrations.heads();
  for (std::size_t i = 0; i < heads.size(); ++i)
    for (std::size_t j = i + 1; j < heads.size(); ++j)
      if (auto fit = fit_together(migrations, *heads[i], *heads[j]); !fit) return failure(std::move(fit.error()));
  return migrations.fold();
}

}  // namespace schemac::store
