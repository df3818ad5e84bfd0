// What a view or a trigger reads that is kept as SQL does not go from under it.
#include "program/project.h"

namespace schemac::test {
namespace {

class RawViews : public Project {
 protected:
  static std::string table(const std::string& name, const std::string& members) {
    return "table " + name + " { id : bigint identity primary key\n" + members + " }\n";
  }
  void refused(const std::string& schema, bool is_refused = true) {
    write("app.schema", schema);
    const std::string said = schemac("plan -m next --accept all", is_refused ? 3 : 0);
    EXPECT_EQ(said.find("seen reads it") != said.npos, is_refused) << said;
  }
  /// `text` as SQL of the engine.
  static std::string sql(const std::string& text) {
    const std::string engine = GetParam() == DialectId::mariadb ? "mysql" : std::string(to_string(GetParam()));
    return engine + " \"\"\"" + text + "\"\"\"";
  }
  std::size_t columns_of_seen() {
    database_.run("INSERT INTO t (name) SELECT 'x' WHERE NOT EXISTS (SELECT 1 FROM t)");
    return must(database_.connect()->query("SELECT * FROM seen")).rows[0].size();
  }
};

const std::string kBoth = "  name : varchar(20)\n  age : int?\n";

TEST_P(RawViews, HoldWhatTheyRead) {
  const std::string kView = "view seen { " +
                            sql("select o.name, row_number() over (order by o.id) as age from t o join u on u.id = "
                                "o.id where u.name <> ''") +
                            " }\n";
  const std::string u = RawViews::table("u", kBoth);
  step("start", RawViews::table("t", kBoth) + u + kView);
  refused(RawViews::table("t", "  age : int?\n") + u + kView);
  refused(RawViews::table("t", "  called : varchar(20) was name\n  age : int?\n") + u + kView);
  refused(RawViews::table("w was t", kBoth) + u + kView);
  refused(RawViews::table("t", kBoth) + kView);
  refused(RawViews::table("t", kBoth) + RawViews::table("u", "  age : int?\n") + kView);
  // whose columns it does not read, whatever it calls its own
  step("age", RawViews::table("t", "  name : varchar(20)\n") + RawViews::table("u", "  name : varchar(20)\n") + kView);
  EXPECT_EQ(value("SELECT count(*) FROM seen"), "0");
  schemac("rollback");
  EXPECT_EQ(value("SELECT count(*) FROM seen"), "0");
}

TEST_P(RawViews, ChangeWithWhatTheyRead) {
  const auto view = [](const std::string& column) {
    return "view seen { " + sql("select *, row_number() over (order by id) as n from t where " + column + " <> ''") +
           " }\n";
  };
  step("first", RawViews::table("t", kBoth) + view("name"));
  const std::string less = RawViews::table("t", "  name : varchar(20)\n") + view("name");
  if (GetParam() == DialectId::sqlite) {
    step("less", less);
    EXPECT_EQ(columns_of_seen(), 3);
    schemac("rollback");
    fs::remove_all(up_of("less").parent_path());
    schemac("repair --snapshot");
  } else {
    write("app.schema", less);
    const std::string said = schemac("plan -m less --accept all", 3);
    EXPECT_NE(said.find("seen reads `*` of t"), said.npos) << said;
  }
  step("more", RawViews::table("t", kBoth + "  more : int?\n  last : int?\n") + view("name"));
  EXPECT_EQ(columns_of_seen(), 6);
  schemac("rollback");
  EXPECT_EQ(columns_of_seen(), 4);
  schemac("apply");
  step("renamed",
       RawViews::table("t", "  called : varchar(20) was name\n  age : int?\n  more : int?\n  last : int?\n") +
           view("called"));
  EXPECT_EQ(value("SELECT count(*) FROM seen WHERE called = ''"), "0");
  schemac("rollback");
  EXPECT_EQ(value("SELECT count(*) FROM seen WHERE name = ''"), "0");
}

TEST_P(RawViews, OfOneTableToo) {
  const std::string view = "view seen { " + sql("select id, name from t") + " }\n";
  step("start", RawViews::table("t", kBoth) + view);
  refused(RawViews::table("t", "  called : varchar(20) was name\n  age : int?\n") + view);
  refused(RawViews::table("t", "  age : int?\n") + view);
}

TEST_P(RawViews, LetAColumnGoThatIsCalledAsATableThatTheyRead) {
  const std::string rest = RawViews::table("age", "  name : varchar(20)\n") + "view seen { " +
                           sql("select o.id, a.name from t o inner join age a on a.id = o.id") + " }\n";
  step("start", RawViews::table("t", kBoth) + rest);
  refused(RawViews::table("t", "  name : varchar(20)\n") + rest, false);
}

class RawTriggers : public RawViews {};

TEST_P(RawTriggers, HoldTheColumnsOfTheirRow) {
  const std::string trigger = "table log {\n  n : int?\n}\ntrigger seen on t after insert for each row { " +
                              sql("insert into log (n) values (new.age)") + " }\n";
  step("start", RawViews::table("t", kBoth) + trigger);
  refused(RawViews::table("t", "  name : varchar(20)\n") + trigger);
  refused(RawViews::table("t", "  name : varchar(20)\n  years : int? was age\n") + trigger);
  refused(RawViews::table("t", "  age : int?\n") + trigger, false);
}

SCHEMAC_ON_EVERY_ENGINE(RawViews);
// on PostgreSQL it is a function that reads the row, when it runs
INSTANTIATE_TEST_SUITE_P(, RawTriggers, testing::Values(DialectId::sqlite, DialectId::mysql, DialectId::mariadb),
                         engine_name);

}  // namespace
}  // namespace schemac::test
