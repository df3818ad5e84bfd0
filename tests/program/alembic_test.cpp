// A database that Alembic managed is taken up, changed and brought back by the program itself; Alembic's own table
// stays as it is all the while.
#include "program/project.h"

namespace schemac::test {
namespace {

/// As Alembic and Flask-SQLAlchemy write them.
constexpr const char* kManaged = R"(
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
INSERT INTO alembic_version (version_num) VALUES ('3f2a9c1b7d04');
CREATE TABLE users (id INTEGER NOT NULL, username VARCHAR(64) NOT NULL, PRIMARY KEY (id), UNIQUE (username));
CREATE TABLE posts (id INTEGER NOT NULL, body VARCHAR(140), user_id INTEGER, PRIMARY KEY (id), FOREIGN KEY(user_id) REFERENCES users (id));
CREATE INDEX ix_posts_body ON posts (body);
INSERT INTO users (id, username) VALUES (1, 'ada');
INSERT INTO posts (id, body, user_id) VALUES (1, 'first', 1);
)";

class Alembic : public Project {
 protected:
  void add_to_schema(const std::string& after, const std::string& line) {
    std::string text = read("app.schema");
    text.insert(text.find('\n', text.find(after)), "\n" + line);
    write("app.schema", text);
  }
};

TEST_P(Alembic, IsTakenUpChangedAndBroughtBack) {
  database_.run(kManaged);
  const std::string said = schemac("import --alembic '" + database_.url() + "' -o app.schema");
  EXPECT_NE(said.find("at Alembic's revision 3f2a9c1b7d04"), said.npos) << said;
  EXPECT_NE(said.find("2 tables"), said.npos) << said;
  schemac("check app.schema");
  schemac("fmt --check app.schema");
  schemac("plan -m start");
  schemac("baseline");
  schemac("verify");
  schemac("diff --exit-code --from '" + database_.url() + "' --to app.schema");

  add_to_schema("table posts {", "  likes : int = 7");
  schemac("plan -m likes");
  schemac("apply");
  EXPECT_EQ(value("SELECT likes FROM posts"), "7");
  EXPECT_EQ(value("SELECT version_num FROM alembic_version"), "3f2a9c1b7d04");
  schemac("verify");
  schemac("rollback");
  EXPECT_EQ(value("SELECT body FROM posts"), "first");
  EXPECT_EQ(value("SELECT version_num FROM alembic_version"), "3f2a9c1b7d04");
  schemac("verify");

  database_.run("DROP TABLE alembic_version");
  schemac("verify");
  schemac("import --alembic '" + database_.url() + "'", 1);
}

/// A schema that declares the table, as plain `inspect` writes it, is held to it.
TEST_P(Alembic, TableIsLikeAnyOtherWhereItIsDeclared) {
  database_.run(kManaged);
  schemac("inspect '" + database_.url() + "' -o app.schema");
  schemac("plan -m start");
  schemac("baseline");
  schemac("verify");
  database_.run("DROP TABLE alembic_version");
  EXPECT_NE(schemac("verify", 2).find("alembic_version"), std::string::npos);
}

SCHEMAC_ON_EVERY_ENGINE(Alembic);

}  // namespace
}  // namespace schemac::test
