// The same meaning everywhere: what docs/language.md promises of portable expressions and constraints, with the same
// rows on every engine.
#include <gtest/gtest.h>

#include "dialect/dialects.h"
#include "plan/migration_plan.h"
#include "support/compiled.h"
#include "support/database.h"

namespace schemac::test {
namespace {

struct Meaning {
  const char* name;
  const char* expression;  // over the columns of `facts`
  const char* value;       // true is 1, null is "null", a number has no zeros at its end
};

constexpr Meaning kMeanings[] = {
    {"case_counts", "mixed = small", "0"},
    {"case_counts_in_like", "small like 'A%'", "0"},
    {"not_like", "small not like 'A%'", "1"},
    {"like_a_sign", "'50%*' like '50\\%*'", "1"},
    {"like_no_sign", "'50xx' like '50\\%*'", "0"},
    {"like_what_a_column_says", "small like mixed || '%'", "0"},
    {"like_its_own", "small like small", "1"},
    {"like_any", "small like 'a_c%'", "1"},
    {"spaces_count", "small = padded", "0"},
    {"length_in_code_points", "length(accented)", "4"},
    {"length_with_spaces", "length(padded)", "4"},
    {"joined", "small || '-' || mixed", "abc-Abc"},
    {"joined_with_null", "small || nothing", "null"},
    {"empty_is_not_null", "'' is null", "0"},
    {"null_is_unknown", "nothing = nothing", "null"},
    {"null_is_the_same", "nothing is not distinct from null", "1"},
    {"null_in_list", "small in ('x', nothing)", "null"},
    {"remainder", "seven % two", "1"},
    {"remainder_of_negative", "-seven % two", "-1"},
    {"quotient", "cast(seven as decimal(20, 6)) / two", "3.5"},
    {"rounded_half_up", "round(cast(2.5 as decimal(4, 1)))", "3"},
    {"rounded_to_places", "round(price, 1)", "12.4"},
    {"exact", "price + 0.10", "12.45"},
    {"not_true", "not yes", "0"},
    {"is_true", "yes is true", "1"},
    {"unknown_is_not_true", "(nothing = 'x') is true", "0"},
    {"and_with_unknown", "(nothing = 'x') and not yes", "0"},
    {"or_with_unknown", "(nothing = 'x') or yes", "1"},
    {"first_that_is_there", "coalesce(nothing, small)", "abc"},
    {"nothing_if_equal", "nullif(small, 'abc')", "null"},
    {"part", "substr(small, 2, 2)", "bc"},
    {"part_to_the_end", "substr(small, 2)", "bc"},
    {"trimmed", "trim(padded)", "abc"},
    {"trimmed_left", "ltrim('  x ') || '|'", "x |"},
    {"trimmed_right", "rtrim(' x  ') || '|'", " x|"},
    {"replaced", "replace(small, 'b', 'B')", "aBc"},
    {"replaced_by_case", "replace(small, 'B', 'x')", "abc"},
    {"upper_ascii", "upper(small)", "ABC"},
    {"between", "seven between 7 and 8", "1"},
    {"case_of_unknown", "case when nothing = 'x' then 1 else 2 end", "2"},
    {"as_text", "cast(seven as varchar(10)) || 'x'", "7x"},
    {"as_number", "cast('42' as int) + 1", "43"},
    {"absolute", "abs(-seven)", "7"},
};

std::string schema_text() {
  std::string out = R"(
enum Size { small, large }
table facts {
  id       : int          primary key
  mixed    : varchar(10)
  small    : varchar(10)
  padded   : varchar(10)
  accented : varchar(10)
  nothing  : varchar(10)?
  seven    : int
  two      : int
  price    : decimal(10, 2)
  yes      : bool
}
table parents {
  code : varchar(10) primary key
}
table kept {
  id     : int          primary key
  name   : varchar(5)?  unique
  amount : int?         check (amount > 0)
  size   : Size         = small
  parent : parents.code?
  ratio  : decimal(6, 2)?
}
table lists {
  id      : int    primary key
  words   : text[] = ['say "x"', 'C:\dir', 'it''s ü']
  numbers : int[]  = [-1, 2]
  grid    : int[][] = [[1, 2], [3, 4]]
}
enum Mood { sad, fine, glad }
table graded {
  id      : int   primary key
  above   : Mood? check (above > sad)
  up_to   : Mood? check (up_to <= fine)
  amid    : Mood? check (amid between fine and glad)
  outside : Mood? check (outside not between fine and glad)
  turned  : Mood? check (fine < turned)
  none    : Mood? check (none < sad)
  first   : Mood?
  second  : Mood?
  check rising (first < second)
}
table moods {
  id   : int primary key
  mood : Mood
}
seed moods by id {
  id, mood
  (1, sad)
  (2, fine)
  (3, glad)
}
view apart { select id from moods where mood > sad }
view joined { select a.id from moods a join moods b on b.id = a.id and b.mood < glad }
view named { select m.id, m.mood as how from moods m }
view passing { select id from named where how between fine and glad }
view within { select t.id from (select id, mood as how from moods) t where t.how <= fine }
view beyond { select m.id from moods m where exists (select 1 from moods o where o.id = m.id and m.mood > fine) }
view ranked { select (select count(*) from moods o where o.mood > m.mood) as id from moods m where m.id in (select n.id + 0 from moods n) }
view counted { select case when mood >= fine then 1 else 0 end as id from moods where mood < glad }
seed lists by id {
  id, words
  (1, ['"', '\'])
}
view meanings {
  select id)";
  for (const Meaning& meaning : kMeanings) out += std::string(", ") + meaning.expression + " as " + meaning.name;
  return out + "\n  from facts\n}\n";
}

/// A value as every engine could have written it.
std::string plain(const engine::Value& value) {
  if (!value) return "null";
  if (*value == "t" || *value == "f") return *value == "t" ? "1" : "0";
  std::string out = *value;
  if (out.find('.') != out.npos && out.find_first_not_of("-0123456789.") == out.npos) {
    out.erase(out.find_last_not_of('0') + 1);
    if (out.ends_with('.')) out.pop_back();
  }
  return out;
}

class SameMeaning : public EveryEngine {
 protected:
  void SetUp() override {
    const auto plan =
        must(plan::plan_both_ways({{}, compiled(schema_text()), {}}, dialect::get(GetParam()), "mean01", {true, true}));
    for (const auto& statement : plan.up.statements) must(sql(statement.sql));
    must(
        sql("INSERT INTO facts (id, mixed, small, padded, accented, seven, two, price, yes) VALUES "
            "(1, 'Abc', 'abc', 'abc ', '\xC3\xBC"
            "ber', 7, 2, 12.35, " +
            dialect::get(GetParam()).sql(catalog::expr::boolean(true)) + ")"));
    must(sql("INSERT INTO parents (code) VALUES ('p'), ('P'), ('p ')"));
  }

  Result<void> sql(const std::string& text) { return database_.connection().execute(text); }

  TestDatabase database_{GetParam()};
  int id_ = 0;
};

TEST_P(SameMeaning, OfComparisonsOfLabels) {
  const auto accepted = [&](const std::string& column) {
    std::string out;
    for (const char* label : {"sad", "fine", "glad"})
      if (sql("INSERT INTO graded (id, " + column + ") VALUES (" + std::to_string(++id_) + ", '" + label + "')"))
        out += std::string(label) + " ";
    EXPECT_TRUE(sql("INSERT INTO graded (id, " + column + ") VALUES (" + std::to_string(++id_) + ", NULL)"));
    return out;
  };
  EXPECT_EQ(accepted("above"), "fine glad ");
  EXPECT_EQ(accepted("up_to"), "sad fine ");
  EXPECT_EQ(accepted("amid"), "fine glad ");
  EXPECT_EQ(accepted("outside"), "sad ");
  EXPECT_EQ(accepted("turned"), "glad ");
  EXPECT_EQ(accepted("none"), "");
  EXPECT_TRUE(sql("INSERT INTO graded (id, first, second) VALUES (101, 'sad', 'fine')"));
  EXPECT_FALSE(sql("INSERT INTO graded (id, first, second) VALUES (102, 'glad', 'fine')"));
  EXPECT_FALSE(sql("INSERT INTO graded (id, first, second) VALUES (103, 'fine', 'fine')"));
}

TEST_P(SameMeaning, OfComparisonsOfLabelsInViews) {
  const auto ids = [&](const std::string& view) {
    std::string out;
    for (const auto& row : must(database_.connection().query("SELECT id FROM " + view + " ORDER BY id")))
      out += row[0].value_or("null") + " ";
    return out;
  };
  EXPECT_EQ(ids("apart"), "2 3 ");
  EXPECT_EQ(ids("joined"), "1 2 ");
  EXPECT_EQ(ids("passing"), "2 3 ");
  EXPECT_EQ(ids("within"), "1 2 ");
  EXPECT_EQ(ids("beyond"), "3 ");
  EXPECT_EQ(ids("counted"), "0 1 ");
  EXPECT_EQ(ids("ranked"), "0 1 2 ");
}

TEST_P(SameMeaning, OfExpressions) {
  const auto rows = must(database_.connection().query("SELECT * FROM meanings"));
  ASSERT_EQ(rows.size(), 1u);
  for (std::size_t i = 0; i < std::size(kMeanings); ++i)
    EXPECT_EQ(plain(rows.rows[0][i + 1]), kMeanings[i].value) << kMeanings[i].expression;
}

TEST_P(SameMeaning, OfConstraints) {
  EXPECT_TRUE(sql("INSERT INTO kept (id, parent) VALUES (1, 'p'), (2, 'P'), (3, 'p ')"));  // keys tell case and spaces
  EXPECT_TRUE(sql("INSERT INTO kept (id, name) VALUES (4, NULL), (5, NULL)"));             // nulls are not equal
  EXPECT_TRUE(sql("INSERT INTO kept (id, name) VALUES (6, 'a'), (7, 'A'), (8, 'a ')"));    // nor are these
  EXPECT_FALSE(sql("INSERT INTO kept (id, name) VALUES (9, 'a')"));
  EXPECT_TRUE(sql("INSERT INTO kept (id, amount) VALUES (10, NULL)"));  // unknown passes a check
  EXPECT_FALSE(sql("INSERT INTO kept (id, amount) VALUES (11, 0)"));
  EXPECT_FALSE(sql("INSERT INTO kept (id, parent) VALUES (12, 'q')"));
  EXPECT_FALSE(sql("DELETE FROM parents WHERE code = 'p'"));
  EXPECT_TRUE(
      sql("INSERT INTO kept (id, name) VALUES (13, '\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC')"));  // 5 code points
  // what docs/language.md says that SQLite takes
  const bool takes_anything = GetParam() == DialectId::sqlite;
  EXPECT_EQ(sql("INSERT INTO kept (id, name) VALUES (14, 'sixsix')").has_value(), takes_anything);
  EXPECT_EQ(sql("INSERT INTO kept (id, name) VALUES (NULL, 'x')").has_value(), takes_anything);
  EXPECT_EQ(sql("INSERT INTO kept (id, ratio) VALUES (16, 12345.5)").has_value(), takes_anything);
  EXPECT_FALSE(sql("INSERT INTO kept (id, size) VALUES (15, 'medium')"));
  const auto size = must(database_.connection().query_value("SELECT size FROM kept WHERE id = 1"));
  EXPECT_EQ(size, "small");
}

TEST_P(SameMeaning, OfLists) {
  const auto element = [&](const std::string& column, int at, int row) {
    std::string value = "json_extract(" + column + ", '$[" + std::to_string(at) + "]')";
    if (GetParam() == DialectId::postgres) value = column + "[" + std::to_string(at + 1) + "]";
    if (GetParam() == DialectId::mysql || GetParam() == DialectId::mariadb) value = "json_unquote(" + value + ")";
    const std::string query = "SELECT " + value + " FROM lists WHERE id = " + std::to_string(row);
    return must(database_.connection().query_value(query)).value_or("null");
  };
  must(sql("INSERT INTO lists (id) VALUES (2)"));
  EXPECT_EQ(element("words", 0, 1), "\"");
  EXPECT_EQ(element("words", 1, 1), "\\");
  EXPECT_EQ(element("words", 0, 2), "say \"x\"");
  EXPECT_EQ(element("words", 1, 2), "C:\\dir");
  EXPECT_EQ(element("words", 2, 2), "it's ü");
  EXPECT_EQ(element("numbers", 0, 2), "-1");
  EXPECT_EQ(element("numbers", 1, 2), "2");
  const std::string corner = GetParam() == DialectId::postgres ? "grid[2][1]" : "json_extract(grid, '$[1][0]')";
  EXPECT_EQ(must(database_.connection().query_value("SELECT " + corner + " FROM lists")), "3");
}

SCHEMAC_ON_EVERY_ENGINE(SameMeaning);

}  // namespace
}  // namespace schemac::test
