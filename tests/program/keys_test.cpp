// Foreign keys whose other side changes in the same plan.
#include "program/project.h"

namespace schemac::test {
namespace {

class Keys : public Project {};

constexpr const char* kArtists = R"(
table artists { id : bigint identity primary key, name : varchar(20) }
table albums { id : bigint identity primary key, artist : artists.id }
)";

TEST_P(Keys, ToAColumnThatIsNumberedAnewAreRefusedWhileRowsHoldTheOldNumbers) {
  step("start", kArtists);
  database_.run(
      "INSERT INTO artists (name) VALUES ('gone'), ('second'), ('third'); DELETE FROM artists WHERE name = 'gone';"
      "INSERT INTO albums (artist) VALUES (2);");
  write("app.schema", R"(
table artists { number : bigint identity primary key, name : varchar(20) }
table albums { id : bigint identity primary key, artist : artists.number }
)");
  schemac("plan -m renumbered --accept all");
  const std::string said = schemac("apply", 3);  // 2 would be the third's number from now on
  EXPECT_NE(said.find("SC6006"), said.npos) << said;
  EXPECT_EQ(value("SELECT name FROM artists WHERE id = 2"), "second");

  database_.run("DELETE FROM albums;");
  schemac("apply");
  schemac("rollback");
  EXPECT_EQ(value("SELECT name FROM artists WHERE id = 2"), "second");
}

TEST_P(Keys, ToAColumnOfAnotherNameThatHoldsTheSameValuesAreMade) {
  step("start", R"(
table artists { id : bigint identity primary key, name : varchar(20) }
table albums { id : bigint identity primary key, artist : bigint }
)");
  database_.run("INSERT INTO artists (name) VALUES ('first'); INSERT INTO albums (artist) VALUES (1), (2);");
  const std::string renamed = R"(
table artists { number : bigint identity primary key was id, name : varchar(20) }
table albums { id : bigint identity primary key, artist : artists.number }
)";
  write("app.schema", renamed);
  schemac("plan -m renamed --accept all");
  const std::string said = schemac("apply", 3);
  EXPECT_NE(said.find("SC6006"), said.npos) << said;
  database_.run("DELETE FROM albums WHERE artist = 2;");
  schemac("apply");
  EXPECT_EQ(value("SELECT name FROM artists a JOIN albums b ON b.artist = a.number"), "first");
}

SCHEMAC_ON_EVERY_ENGINE(Keys);

}  // namespace
}  // namespace schemac::test
