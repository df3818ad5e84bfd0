#include "import/postgres/database/query.h"

#include <algorithm>

#include "import/postgres/database/expression_types.h"

namespace schemac::import::postgres {

using catalog::Column;

namespace {

struct Frame {
  std::vector<FromItem> items;
  std::vector<StarColumn> star;
  bool star_known = true;
  std::set<std::string> merged;  // by USING

  void add(FromItem item) {
    for (const QueryColumn& column : item.columns) star.push_back({item.called, column.name});
    star_known = star_known && item.known;
    items.push_back(std::move(item));
  }
  void add(Frame other) {
    for (FromItem& item : other.items) items.push_back(std::move(item));
    for (StarColumn& column : other.star) star.push_back(std::move(column));
    star_known = star_known && other.star_known;
    merged.merge(other.merged);
  }
};

struct Meaning {
  const FromItem* item = nullptr;
  const QueryColumn* column = nullptr;
};

const QueryColumn* column_named(const std::vector<QueryColumn>& columns, const std::string& name) {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const QueryColumn& c) { return c.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

bool same_type(const QueryColumn& a, const QueryColumn& b) {
  return a.type && b.type && a.type->type == b.type->type && a.type->collation == b.type->collation;
}

bool ends_in_star(const Node& ref) {
  const auto fields = ref.list("fields");
  return ref.is("ColumnRef") && !fields.empty() && fields.back().is("A_Star");
}

/// Of what is a column of its own from there on.
QueryColumns computed(QueryColumns columns) {
  for (QueryColumn& column : columns.columns) column.of = {}, column.column.clear();
  return columns;
}

void rename_all(QueryColumns& columns, const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size() && i < columns.columns.size(); ++i) columns.columns[i].name = names[i];
}

class Walker {
 public:
  Walker(const Database& db, QueryListener& listener, std::vector<FromItem> around) : db_(db), listener_(listener) {
    Frame frame;
    for (FromItem& item : around) frame.add(std::move(item));
    frames_.push_back(std::move(frame));
  }

  QueryColumns statement(const Node& node) {
    if (node.is("SelectStmt")) return select(node);
    if (node.is("InsertStmt") || node.is("UpdateStmt") || node.is("DeleteStmt")) return change(node);
    expression(node);
    return {false, {}};
  }

 private:
  // -- queries

  QueryColumns select(const Node& q) {
    listener_.node(q);
    const std::size_t before = queries_.size();
    with(q["withClause"]);
    const std::string op = q.text("op");
    QueryColumns out = op.empty() || op == "SETOP_NONE" ? simple(q) : set_operation(q);
    queries_.resize(before);
    return out;
  }

  void with(const Node& clause) {
    for (const Node& each : clause.list("ctes")) {
      const auto names = each.strings("aliascolnames");
      const Node query = each["ctequery"];
      QueryColumns columns{false, {}};
      if (clause.flag("recursive")) {  // its own name stands for what it gives
        for (const std::string& name : names) columns.columns.push_back({name, {}, {}, {}});
        queries_.emplace_back(each.text("ctename"), columns);
      }
      columns = computed(statement(query));
      rename_all(columns, names);
      if (clause.flag("recursive")) queries_.pop_back();
      queries_.emplace_back(each.text("ctename"), std::move(columns));
    }
  }

  QueryColumns set_operation(const Node& q) {
    QueryColumns left = computed(select(q["larg"])), right = select(q["rarg"]);
    for (std::size_t i = 0; i < left.columns.size(); ++i)
      if (i >= right.columns.size() || !same_type(right.columns[i], left.columns[i])) left.columns[i].type.reset();
    for (const Node& each : q.list("sortClause")) by_output(each["node"], left);
    expression(q["limitCount"]);
    expression(q["limitOffset"]);
    return left;
  }

  QueryColumns simple(const Node& q) {
    Frame frame;
    for (const Node& item : q.list("fromClause")) frame.add(from(item, frame));
    frames_.push_back(std::move(frame));
    QueryColumns out = values(q);
    for (const Node& target : q.list("targetList")) add_target(target, out);
    expression(q["whereClause"]);
    for (const char* list : {"groupClause", "windowClause"})
      for (const Node& each : q.list(list)) by_input(each, out);
    expression(q["havingClause"]);
    for (const Node& each : q.list("sortClause")) by_output(each["node"], out);
    for (const Node& each : q.list("distinctClause")) by_output(each, out);
    expression(q["limitCount"]);
    expression(q["limitOffset"]);
    frames_.pop_back();
    return out;
  }

  QueryColumns values(const Node& q) {
    QueryColumns out;
    for (const Node& row : q.list("valuesLists")) {
      const auto items = row.list("items");
      for (std::size_t i = 0; i < items.size(); ++i) {
        expression(items[i]);
        if (i >= out.columns.size()) out.columns.push_back({"column" + std::to_string(i + 1), {}, {}, {}});
      }
    }
    return out;
  }

  void add_target(const Node& target, QueryColumns& out) {
    const Node value = target["val"];
    if (ends_in_star(value)) return add_star(target, value, out);
    expression(value);
    listener_.target(target);
    QueryColumn column;
    if (value.is("ColumnRef"))
      if (const Meaning meaning = resolved(value); meaning.column) column = *meaning.column;
    if (!value.is("ColumnRef")) column.type = computed_type(value);
    column.name = target.text("name");
    if (column.name.empty()) column.name = figured_name(value);
    if (column.name.empty()) column.name = "?column?";
    out.columns.push_back(std::move(column));
  }

  /// A text has the collation of the columns that it is made of.
  std::optional<KnownType> computed_type(const Node& value) {
    std::set<std::string> collations;
    const auto of_column = [&](const Node& ref) {
      const Meaning meaning = resolved(ref);
      return meaning.column ? meaning.column->type : std::nullopt;
    };
    walk(value, [&](const Node& node) {
      if (!node.is("ColumnRef")) return;
      if (const auto type = of_column(node); type && !type->collation.empty()) collations.insert(type->collation);
    });
    const auto type = type_of(value, {[&](const Node& ref) {
                                        const auto known = of_column(ref);
                                        return known ? std::optional(known->type) : std::nullopt;
                                      },
                                      [&](const Node& written) { return listener_.type(written); }});
    if (!type) return std::nullopt;
    static const std::set<std::string_view> kTexts = {"text", "character varying", "character", "bpchar", "name"};
    if (collations.empty() || !kTexts.contains(type->name.name)) return KnownType{*type, ""};
    return collations.size() == 1 ? std::optional(KnownType{*type, *collations.begin()}) : std::nullopt;
  }

  void add_star(const Node& target, const Node& ref, QueryColumns& out) {
    const Frame& frame = frames_.back();
    std::vector<StarColumn> columns = frame.star;
    bool known = frame.star_known;
    if (ref.list("fields").size() > 1) {
      const Meaning meaning = qualified(ref);
      listener_.column(ref, meaning.item, nullptr);
      columns.clear();
      known = meaning.item && meaning.item->known;
      if (known)
        for (const QueryColumn& column : meaning.item->columns) columns.push_back({meaning.item->called, column.name});
    }
    listener_.star(target, known ? &columns : nullptr);
    out.known = out.known && known;
    for (const StarColumn& column : columns) {
      QueryColumn added;
      for (const FromItem& item : frame.items)
        if (const QueryColumn* found = column_named(item.columns, column.name);
            found && (column.qualifier.empty() || item.called == column.qualifier)) {
          added = *found;
          break;
        }
      added.name = column.name;
      out.columns.push_back(std::move(added));
    }
  }

  // -- FROM

  FromItem named(const Node& range_var) const {
    const std::string schema = range_var.text("schemaname"), name = range_var.text("relname");
    if (schema.empty())
      for (auto it = queries_.rbegin(); it != queries_.rend(); ++it)
        if (it->first == name) return {name, {}, true, false, it->second.known, it->second.columns};
    FromItem item = from_relation(db_, {Database::schema_of(schema), name});
    item.called = name;
    return item;
  }

  static void call(FromItem& item, const Node& alias) {
    if (!alias) return;
    item.called = alias.text("aliasname");
    item.aliased = true;
    const auto names = alias.strings("colnames");
    for (std::size_t i = 0; i < names.size() && i < item.columns.size(); ++i) item.columns[i].name = names[i];
  }

  static Frame of_one(FromItem item) {
    Frame out;
    out.add(std::move(item));
    return out;
  }

  Frame from(const Node& node, const Frame& left) {
    if (node.is("RangeVar")) {
      FromItem item = named(node);
      call(item, node["alias"]);
      listener_.relation(node, item);
      return of_one(std::move(item));
    }
    if (node.is("JoinExpr")) return join(node, left);
    if (node.is("RangeTableSample")) {
      for (const Node& each : node.list("args")) expression(each);
      return from(node["relation"], left);
    }
    FromItem item;
    item.known = false;
    frames_.push_back(node.is("RangeSubselect") && !node.flag("lateral") ? Frame{} : left);
    if (node.is("RangeSubselect")) {
      QueryColumns columns = computed(select(node["subquery"]));
      item.known = columns.known;
      item.columns = std::move(columns.columns);
    } else {
      for (const Node& child : node.children()) expression(child);
      const auto functions = node.list("functions");
      const auto items = functions.empty() ? functions : functions[0].list("items");
      if (!items.empty() && !items[0].strings("funcname").empty()) item.called = items[0].strings("funcname").back();
    }
    frames_.pop_back();
    call(item, node["alias"]);
    return of_one(std::move(item));
  }

  Frame join(const Node& node, const Frame& left) {
    Frame out = from(node["larg"], left);
    Frame seen = left;
    seen.add(out);
    const std::size_t first_right = out.star.size();
    out.add(from(node["rarg"], seen));
    auto names = node.strings("usingClause");
    if (node.flag("isNatural"))
      for (std::size_t i = 0; i < first_right; ++i)
        if (std::any_of(out.star.begin() + static_cast<std::ptrdiff_t>(first_right), out.star.end(),
                        [&](const StarColumn& c) { return c.name == out.star[i].name; }))
          names.push_back(out.star[i].name);
    if (!names.empty()) {
      std::vector<StarColumn> star;
      for (const std::string& name : names) star.push_back({"", name}), out.merged.insert(name);
      for (const StarColumn& column : out.star)
        if (!out.merged.contains(column.name)) star.push_back(column);
      out.star = std::move(star);
    }
    frames_.push_back(out);
    expression(node["quals"]);
    frames_.pop_back();
    if (node.has("alias")) {  // it hides what it is of
      FromItem item;
      item.known = false;
      call(item, node["alias"]);
      return of_one(std::move(item));
    }
    return out;
  }

  // -- changes of rows, in rules and functions

  QueryColumns change(const Node& node) {
    listener_.node(node);
    const std::size_t before = queries_.size();
    with(node["withClause"]);
    const Node range_var = node["relation"];
    FromItem item = named(range_var);
    const QName of = item.relation;
    call(item, range_var["alias"]);
    listener_.relation(range_var, item);
    if (node.is("InsertStmt")) expression(node["selectStmt"]);
    Frame frame = of_one(item);
    for (const char* list : {"fromClause", "usingClause"})
      for (const Node& each : node.list(list)) frame.add(from(each, frame));
    const Node conflict = node["onConflictClause"];
    if (conflict) {
      item.called = "excluded";
      item.aliased = item.only_qualified = true;
      frame.add(item);
    }
    frames_.push_back(std::move(frame));
    for (const Node& holder : {node, conflict})
      for (const char* list : {"cols", "targetList"})
        for (const Node& each : holder.list(list)) {
          listener_.written(each, of);
          expression(each["val"]);
        }
    expression(node["whereClause"]);
    expression(conflict["whereClause"]);
    expression(conflict["infer"]);
    QueryColumns out;
    for (const Node& target : node.list("returningList")) add_target(target, out);
    frames_.pop_back();
    queries_.resize(before);
    return out;
  }

  // -- expressions

  void expression(const Node& node) {
    if (!node) return;
    if (node.is("SelectStmt") || node.is("InsertStmt") || node.is("UpdateStmt") || node.is("DeleteStmt")) {
      statement(node);
      return;
    }
    listener_.node(node);
    if (node.is("ColumnRef")) {
      const Meaning meaning = ends_in_star(node) ? qualified(node) : resolved(node);
      listener_.column(node, meaning.item, meaning.column);
    } else if (node.has("relname")) {
      listener_.relation(node, named(node));
    } else {
      for (const Node& child : node.children()) expression(child);
    }
  }

  static bool is_output(const Node& node, const QueryColumns& out) {
    const auto fields = node.list("fields");
    return node.is("ColumnRef") && fields.size() == 1 && column_named(out.columns, fields[0].text("sval"));
  }
  void by_output(const Node& node, const QueryColumns& out) {
    if (!is_output(node, out)) expression(node);
  }
  void by_input(const Node& node, const QueryColumns& out) {
    if (!is_output(node, out) || resolved(node).item) expression(node);
  }

  Meaning resolved(const Node& ref) const {
    const auto fields = ref.strings("fields");
    if (fields.size() != 1) return qualified(ref);
    for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame) {
      Meaning found;
      int times = 0;
      bool known = true;
      for (const FromItem& item : frame->items) {
        if (item.only_qualified) continue;
        known = known && item.known;
        if (const QueryColumn* column = column_named(item.columns, fields[0])) found = {&item, column}, ++times;
      }
      if (frame->merged.contains(fields[0]) || times > 1) return {};
      if (times == 1) return found;
      if (!known) return {};
    }
    return {item_called(fields[0]), nullptr};  // a whole row
  }

  const FromItem* item_called(const std::string& name) const {
    for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame)
      for (const FromItem& item : frame->items)
        if (item.called == name) return &item;
    return nullptr;
  }

  /// "a.b" and "s.a.b"; the b may be *.
  Meaning qualified(const Node& ref) const {
    const auto fields = ref.strings("fields");
    if (fields.size() < 2) return {};
    const std::string& table = fields[fields.size() - 2];
    const FromItem* item = item_called(table);
    if (fields.size() > 2) {
      item = nullptr;
      const QName wanted(Database::schema_of(fields[fields.size() - 3]), table);
      for (const Frame& frame : frames_)
        for (const FromItem& each : frame.items)
          if (!each.aliased && each.relation == wanted) item = &each;
    }
    return {item, item ? column_named(item->columns, fields.back()) : nullptr};
  }

  const Database& db_;
  QueryListener& listener_;
  std::vector<Frame> frames_;
  std::vector<std::pair<std::string, QueryColumns>> queries_;  // of WITH
};

}  // namespace

FromItem from_relation(const Database& db, const QName& name) {
  FromItem out;
  out.called = name.name;
  out.known = false;
  const auto found = db.relations.find(name);
  if (found == db.relations.end()) return out;
  out.relation = name;
  if (db.table(name)) {
    out.known = true;
    for (const Column& column : db.all_columns(name))
      out.columns.push_back({column.name, name, column.name, KnownType{column.type, column.collation}});
    return out;
  }
  out.known = !found->second.columns.empty();
  for (const std::string& column : found->second.columns) out.columns.push_back({column, name, column, {}});
  const auto& types = found->second.types;
  for (std::size_t i = 0; i < types.size() && i < out.columns.size(); ++i) out.columns[i].type = types[i];
  return out;
}

QueryColumns walk_query(const Database& db, const Node& statement, QueryListener& listener,
                        std::vector<FromItem> around) {
  return Walker(db, listener, std::move(around)).statement(statement);
}

namespace {

/// Writes out each *.
class StarWriter : public QueryListener {
 public:
  using Written = std::function<std::optional<catalog::Type>(const Node&)>;
  StarWriter(const SqlText& text, const Written& written) : text_(text), written_(written) {}

  std::optional<catalog::Type> type(const Node& type_name) override { return written_(type_name); }

  void star(const Node& target, const std::vector<StarColumn>* columns) override {
    if (!columns || columns->empty()) return;
    const std::size_t first = text_.at_byte(target.location().value_or(0));
    std::size_t last = first;  // "*", "a.*", "s.a.*"
    while (text_[last].lower != "*" && last + 1 < text_.size()) ++last;
    std::vector<std::string> names;
    std::set<std::string> qualifiers;
    for (const StarColumn& column : *columns) qualifiers.insert(column.qualifier);
    for (const StarColumn& column : *columns)
      names.push_back(
          (column.qualifier.empty() || (first == last && qualifiers.size() == 1) ? "" : ident(column.qualifier) + ".") +
          ident(column.name));
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
    splices.push_back({text_[first].begin, text_[last].end, all});
  }

  Splices splices;

 private:
  const SqlText& text_;
  const Written& written_;
};

}  // namespace

ReadQuery read_query(const Database& db, const std::string& sql,
                     const std::function<std::optional<catalog::Type>(const Node&)>& written) {
  const ParseTree tree(sql);
  const SqlText text(sql);
  StarWriter writer(text, written);
  ReadQuery out;
  out.columns = walk_query(db, tree.statement(), writer);
  out.sql = spliced(sql, writer.splices);
  return out;
}

}  // namespace schemac::import::postgres
