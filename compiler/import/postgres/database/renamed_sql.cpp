#include "import/postgres/database/renamed_sql.h"

#include <algorithm>

#include "base/text.h"
#include "dialect/postgres/read_sql.h"

namespace schemac::import::postgres {

namespace {

using What = Renaming::What;

QName qname(const std::vector<std::string>& parts) {
  if (parts.empty()) return {};
  return {parts.size() > 1 ? Database::schema_of(parts[parts.size() - 2]) : "", parts.back()};
}

class Renamer : public QueryListener {
 public:
  /// `owner` is the relation that the statement is about.
  Renamer(const SqlText& text, const Renaming& renaming, const QName& owner)
      : text_(text), r_(renaming), of_it_(owner.name.empty() || owner == renaming.from) {}

  void node(const Node& node) override {
    if (node.has("typemod") && node.has("names")) {
      const QName name = qname(node.strings("names"));
      if (name == r_.from && (r_.what == What::type || r_.what == What::relation) && r_.names_type)
        put(node.location(), node.strings("names").size(), called(r_.to));
      else
        unclear |= name == r_.from && r_.what == What::program;
    } else if (node.is("FuncCall")) {
      call(node);
    } else if (node.is("TypeCast")) {
      registered(node);
    } else if (node.is("CreateTrigStmt") && r_.what == What::program && qname(node.strings("funcname")) == r_.from) {
      const std::size_t at = text_.find(0, text_.size(), "execute") + 2;
      put(text_[at].begin, node.strings("funcname").size(), called(r_.to));
    } else if (node.has("objname")) {
      unclear |= qname(node.strings("objname")) == r_.from;
    }
    if (r_.what != What::column) return;
    // keys of constraints, statistics, publications: their columns have no place in the tree
    const auto columns = node.has("pubname") ? std::vector<std::string>{} : node.strings("columns");
    const bool lists = std::find(columns.begin(), columns.end(), r_.column) != columns.end();
    const bool is_one = (node.is("IndexElem") || node.is("StatsElem")) && node.text("name") == r_.column;
    unclear |= of_it_ && (lists || is_one);
    if (node.is("PartitionElem") && node.text("name") == r_.column) put(node.location(), 1, ident(r_.new_column));
  }

  void relation(const Node& range_var, const FromItem& item) override {
    ++items_;
    names_.insert(item.called);
    if (r_.what != What::relation || item.relation != r_.from) return;
    put(range_var.location(), range_var.text("schemaname").empty() ? 1 : 2, called(r_.to));
    names_.erase(names_.find(item.called));
    plain_ |= !item.aliased;
  }

  void column(const Node& ref, const FromItem* item, const QueryColumn* column) override {
    const auto fields = ref.strings("fields");
    if (r_.what == What::relation) {
      const bool whole_row = fields.size() == 1 && item && !column;
      const bool of_it = item && item->relation == r_.from && !item->aliased;
      plain_ |= of_it && (fields.size() > 1 || whole_row);
      if (fields.size() > 1 && of_it)
        put(ref.location(), fields.size() - 1, fields.size() > 2 ? called(r_.to) : ident(r_.to.name));
      else if (whole_row && of_it)
        put(ref.location(), 1, ident(r_.to.name));
      else if (!item)
        unclear |= fields.size() == 1 ? fields[0] == r_.from.name : fields[fields.size() - 2] == r_.from.name;
      return;
    }
    if (r_.what != What::column || fields.back() != r_.column) return;
    if (!item || (!column && !item->known)) {
      unclear = true;
    } else if (column && column->of == r_.from && column->column == r_.column) {
      const auto first = ref.location();
      if (!first) return void(unclear = true);
      const std::size_t last = text_.at_byte(*first) + 2 * (fields.size() - 1);
      if (fields.size() == 1) bare_.emplace_back(splices.size(), item->called);
      put(text_[last].begin, 1, ident(r_.new_column));
    }
  }

  void target(const Node& target) override {
    if (!target.text("name").empty() || figured_name(target["val"]) != r_.old_name()) return;
    const std::size_t first = text_.at_byte(target.location().value_or(0)), end = end_of_target(first);
    const std::size_t begin_byte = text_[first].begin, end_byte = text_[end - 1].end;
    const bool changed = std::any_of(splices.begin(), splices.end(), [&](const Splice& splice) {
      return splice.begin >= begin_byte && splice.begin < end_byte;
    });
    if (changed) splices.push_back({end_byte, end_byte, " AS " + ident(r_.old_name())});
  }

  void star(const Node&, const std::vector<StarColumn>*) override { has_star_ = true; }

  void written(const Node& target, const QName& of) override {
    if (r_.what == What::column && of == r_.from && target.text("name") == r_.column)
      put(target.location(), 1, ident(r_.new_column));
  }

  /// Once all has been seen.
  void finish() {
    // another of the query has the name already: the server would number them
    if (plain_ && r_.from.name != r_.to.name && names_.contains(r_.to.name)) unclear = true;
    if (items_ > 1)  // a column of another may be called so, too
      for (const auto& [at, qualifier] : bare_) splices[at].text = ident(qualifier) + "." + splices[at].text;
    unclear |= has_star_ && r_.what == What::column;
  }

  Splices splices;
  bool unclear = false;

 private:
  void call(const Node& node) {
    const auto name = node.strings("funcname");
    if (r_.what == What::program && qname(name) == r_.from) put(node.location(), name.size(), called(r_.to));
    const auto args = node.list("args");
    const bool of_sequence = !name.empty() && (name.back() == "nextval" || name.back() == "currval");
    if (of_sequence && r_.what == What::relation && !args.empty() && args[0].is("A_Const")) literal(args[0]);
  }

  /// 'a.b'::regclass is the object, not the text.
  void registered(const Node& cast) {
    static const std::map<std::string, What> kNames = {
        {"regclass", What::relation}, {"regtype", What::type}, {"regproc", What::program}};
    const auto type = cast["typeName"].strings("names");
    const auto found = type.empty() ? kNames.end() : kNames.find(type.back());
    if (found != kNames.end() && found->second == r_.what && cast["arg"].is("A_Const")) literal(cast["arg"]);
  }
  void literal(const Node& constant) {
    if (!constant.has("sval") || dialect::postgres::read_name(constant["sval"].text("sval")) != r_.from) return;
    put(constant.location(), 1, text::quoted(called(r_.to), '\''));
  }

  /// `parts` words with dots between them.
  void put(std::optional<std::size_t> at, std::size_t parts, std::string text) {
    const std::size_t first = at ? text_.at_byte(*at) : text_.size(), last = first + 2 * (parts - 1);
    if (last >= text_.size() || text_[first].begin != *at || r_.is_overloaded) return void(unclear = true);
    splices.push_back({text_[first].begin, text_[last].end, std::move(text)});
  }

  /// The token behind a target of SELECT.
  std::size_t end_of_target(std::size_t first) const {
    static const std::set<std::string_view> kBehind = {",",     "from",      "where",  "group", "having", "window",
                                                       "union", "intersect", "except", "order", "limit",  "offset",
                                                       "fetch", "for",       "into",   ";",     ")"};
    int depth = 0;
    std::size_t at = first;
    for (; at < text_.size(); ++at) {
      const std::string &word = text_[at].lower, &before = at > first ? text_[at - 1].lower : text_[at].lower;
      const bool within = (word == "from" && before == "distinct") || (word == "group" && before == "within");
      if (depth == 0 && at > first && !within && kBehind.contains(word)) break;
      if (word == "(" || word == "[") ++depth;
      if (word == ")" || word == "]") --depth;
    }
    return at;
  }

  const SqlText& text_;
  const Renaming& r_;
  bool of_it_;
  std::size_t items_ = 0;
  std::multiset<std::string> names_;
  std::vector<std::pair<std::size_t, std::string>> bare_;  // splices of columns without a table, and what may say it
  bool plain_ = false, has_star_ = false;
};

}  // namespace

std::optional<std::string> renamed_statement(const Database& db, const Renaming& renaming, const std::string& kept,
                                             std::vector<FromItem> around) {
  if (kept.find(renaming.old_name()) == kept.npos) return kept;
  const std::string sql = marks_as_names(kept);
  const ParseTree tree(sql);
  if (tree.error()) return std::nullopt;
  const SqlText text(sql);
  Renamer renamer(text, renaming, around.empty() ? QName() : around.front().relation);
  for (const Node& statement : tree.statements()) walk_query(db, statement, renamer, around);
  renamer.finish();
  if (renamer.unclear) return std::nullopt;
  return names_as_marks(spliced(sql, renamer.splices));
}

std::optional<std::string> renamed_expression(const Database& db, const Renaming& renaming, const std::string& sql,
                                              std::vector<FromItem> around) {
  static constexpr std::string_view kBefore = "SELECT WHERE ";
  auto out = renamed_statement(db, renaming, std::string(kBefore) + sql, std::move(around));
  if (out) out->erase(0, kBefore.size());
  return out;
}

std::vector<FromItem> around_relation(const Database& db, const QName& name) {
  FromItem item = from_relation(db, name);
  std::vector<FromItem> out{item};
  for (const char* row : {"new", "old"}) {
    item.called = row;
    item.aliased = item.only_qualified = true;
    out.push_back(item);
  }
  return out;
}

}  // namespace schemac::import::postgres
