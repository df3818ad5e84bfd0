// What a database's URL may ask for, before any server is reached.
#include "schemac/db/database.h"

#include <gtest/gtest.h>

namespace schemac::db {
namespace {

std::string refusal_of(const std::string& text) {
  std::string error;
  const auto url = parse_database_url(text, error);
  if (!url) return error;
  Database database(*url);
  try {
    database.acquire();
  } catch (const Error& refused) {
    return refused.what();
  }
  return "";
}

TEST(Database, RefusesAnOptionThatItDoesNotKnow) {
  EXPECT_EQ(refusal_of("mysql://me@127.0.0.1:1/shop?tls=true"),
            "'tls' is not an option here; socket, ssl and ssl-ca are");
}

TEST(Database, KnowsTheOptionsThatSchemacKnows) {
  for (const char* options : {"?ssl=true", "?ssl=false", "?ssl-ca=ca.pem", "?socket=/nowhere/s"})
    EXPECT_NE(refusal_of("mariadb://me@127.0.0.1:1/shop" + std::string(options)).find("cannot connect"),
              std::string::npos)
        << options;
}

}  // namespace
}  // namespace schemac::db
