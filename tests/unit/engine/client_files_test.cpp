#include "engine/mysql/client_files.h"

#include <gtest/gtest.h>

namespace schemac::engine {
namespace {

TEST(ClientFiles, ReadsTheClientGroupOnly) {
  const ClientDefaults found = read_option_file(
      "# a comment\n[mysqld]\nuser=mysql\n[client]\nuser = ada\n#password=old\npassword = "
      "\"s=e'c\"\n[mysqldump]\nuser=bob\n");
  EXPECT_EQ(found.user, "ada");
  EXPECT_EQ(found.password, "s=e'c");
}

TEST(ClientFiles, SaysNothingOfAnEmptyFile) {
  EXPECT_EQ(read_option_file("").user, "");
  EXPECT_EQ(read_option_file("").password, "");
}

}  // namespace
}  // namespace schemac::engine
