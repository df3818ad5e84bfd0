#include "corpus/raw_sql.h"

#include "base/text.h"

namespace schemac::corpus {

using namespace catalog;

namespace {

/// "create materialized view": what a statement makes, in the words that it begins with.
std::string kind_of(const std::string& statement) {
  std::vector<std::string> words;
  for (const std::string& word : text::split(text::to_lower(statement.substr(0, 200)), ' '))
    if (!word.empty()) words.push_back(word);
  words.resize(std::min<std::size_t>(words.size(), words.size() > 1 && words[1] == "materialized" ? 3 : 2));
  return text::join(words, " ");
}

}  // namespace

std::map<std::string, int> raw_sql_in(const Catalog& catalog) {
  std::map<std::string, int> out;
  const auto count = [&](const char* kind, const Expr& e) {
    if (expr::has_raw(e)) ++out[kind];
  };
  for (const Table& table : catalog.tables) {
    for (const Column& column : table.columns) {
      if (column.default_value) count("default", *column.default_value);
      if (column.generated) count("generated column", column.generated->expr);
    }
    for (const Check& check : table.checks) count("check", check.expr);
    for (const Index& index : table.indexes) {
      for (const IndexPart& part : index.parts) count("index", part.expr);
      if (index.where) count("index", *index.where);
    }
  }
  for (const View& view : catalog.views) count("view", view.query);
  for (const Routine& routine : catalog.routines) count("routine", routine.definition);
  for (const Trigger& trigger : catalog.triggers) {
    count("trigger", trigger.body);
    if (trigger.when) count("trigger condition", *trigger.when);
  }
  for (const RawObject& object : catalog.raw_objects) ++out[kind_of(object.create.text)];
  return out;
}

}  // namespace schemac::corpus
