#include "schemac/base/url.h"

#include <gtest/gtest.h>

namespace schemac {
namespace {

DatabaseUrl parsed(std::string_view text) {
  std::string error;
  auto url = parse_database_url(text, error);
  EXPECT_TRUE(url) << text << ": " << error;
  return url.value_or(DatabaseUrl{});
}

std::string error_of(std::string_view text) {
  std::string error;
  EXPECT_FALSE(parse_database_url(text, error)) << text;
  return error;
}

TEST(DatabaseUrl, ReadsEveryPart) {
  const auto url = parsed("postgres://me:p%40ss@db.example:5433/shop?sslmode=require");
  EXPECT_EQ(url.engine, Engine::postgres);
  EXPECT_EQ(url.user, "me");
  EXPECT_EQ(url.password, "p@ss");
  EXPECT_EQ(url.host, "db.example");
  EXPECT_EQ(url.port, 5433);
  EXPECT_EQ(url.database, "shop");
  EXPECT_EQ(url.options.at("sslmode"), "require");
}

TEST(DatabaseUrl, ReadsSocketsAndIpv6) {
  EXPECT_EQ(parsed("postgres://postgres@/db?host=/tmp/pg").options.at("host"), "/tmp/pg");
  EXPECT_EQ(parsed("mariadb://root@/db?socket=/tmp/s").options.at("socket"), "/tmp/s");
  EXPECT_EQ(parsed("mysql://root@[::1]:3306/db").host, "::1");
}

TEST(DatabaseUrl, ReadsSqliteFiles) {
  EXPECT_EQ(parsed("sqlite:app.db").database, "app.db");
  EXPECT_EQ(parsed("sqlite::memory:").database, ":memory:");
  EXPECT_EQ(parsed("sqlite:///var/lib/app.db").database, "/var/lib/app.db");
}

TEST(DatabaseUrl, SaysWhatIsWrong) {
  EXPECT_EQ(error_of("postgres://localhost"), "the database's name is missing: postgres://host/NAME");
  EXPECT_TRUE(error_of("mysql://h:70000/db").starts_with("what stands behind the host's ':' is no port"));
  EXPECT_EQ(error_of("sqlite:app.db?mode=ro"), "an SQLite URL takes no options, found 'mode'");
  EXPECT_EQ(error_of("mysql://h/db?tls=1"), "'tls' is not an option here; socket, ssl and ssl-ca are");
  EXPECT_EQ(error_of("oracle://h/db"), "a database URL begins with sqlite:, postgres://, mysql:// or mariadb://");
}

TEST(DatabaseUrl, SaysNothingOfAPasswordThatIsNotEncoded) {
  for (const char* url : {"mysql://me:se/cret@h/db", "postgres://me:12/cret@h/db", "postgres://me:12?cret@h/db",
                          "mysql://me:se?cret@h/db", "mysql://me:12/x?cret@h"})
    EXPECT_EQ(error_of(url).find("cret"), std::string::npos) << error_of(url);
}

TEST(DatabaseUrl, NeverPrintsThePassword) {
  EXPECT_EQ(parsed("postgres://me:secret@h:1/db?password=x&a=b").redacted(), "postgres://me@h:1/db?a=b");
}

}  // namespace
}  // namespace schemac
