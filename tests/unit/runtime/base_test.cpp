#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "schemac/app/settings.h"
#include "schemac/base/decimal.h"
#include "schemac/base/dotenv.h"
#include "schemac/base/time.h"
#include "schemac/base/utf8.h"

namespace schemac {
namespace {

std::string sql_of(std::string_view text) {
  const auto instant = parse_timestamp(text);
  return instant ? to_sql(*instant) : "none";
}

TEST(Time, ReadsWhatClientsAndEnginesWrite) {
  EXPECT_EQ(sql_of("2026-11-21T10:30:05Z"), "2026-11-21 10:30:05");
  EXPECT_EQ(sql_of("2026-11-21 10:30:05.120+02"), "2026-11-21 08:30:05.12");
  EXPECT_EQ(sql_of("2026-01-01T00:00:00.000001-05:30"), "2026-01-01 05:30:00.000001");
  EXPECT_EQ(sql_of("2024-02-29"), "2024-02-29 00:00:00");
  for (const char* text : {"2026-02-29", "2026-13-01", "2026-11-21T24:00:00", "2026-11-21T10:30:05.",
                           "2026-11-21T10:30:05+", "x", "2026-11-21T10:30:05Zx", ""})
    EXPECT_EQ(sql_of(text), "none") << text;
}

TEST(Time, WritesRfc3339) {
  std::string out;
  append_iso(out, *parse_timestamp("1969-12-31T23:59:59.5Z"), "+00:00");
  EXPECT_EQ(out, "1969-12-31T23:59:59.5+00:00");
  EXPECT_EQ(to_sql(*parse_date("2026-11-21")), "2026-11-21");
  EXPECT_EQ(to_sql(*parse_time_of_day("10:30")), "10:30:00");
  EXPECT_EQ(parse_time_of_day("25:00"), std::nullopt);
}

TEST(Decimal, NormalisesWithoutRounding) {
  EXPECT_EQ(normalized_decimal("+0012.300"), "12.300");
  EXPECT_EQ(normalized_decimal("-0.0"), "0.0");
  EXPECT_EQ(normalized_decimal(".5"), "0.5");
  EXPECT_EQ(normalized_decimal("1.5e3"), "1500");
  EXPECT_EQ(normalized_decimal("15e-4"), "0.0015");
  for (const char* text : {"", "-", ".", "1x", "1e", "1e9999", "NaN", "0x1"})
    EXPECT_EQ(normalized_decimal(text), std::nullopt) << text;
  EXPECT_EQ(decimal_with_scale("12.3", 2), "12.30");
  EXPECT_EQ(decimal_with_scale("12.300", 1), "12.3");
  EXPECT_EQ(decimal_with_scale("12.345", 2), std::nullopt);
  EXPECT_EQ(rounded_decimal("3.3000000000000003", 2), "3.30");
  EXPECT_EQ(rounded_decimal("9.995", 2), "10.00");
  EXPECT_EQ(rounded_decimal("-0.005", 2), "-0.01");
  EXPECT_EQ(rounded_decimal("0.4", 0), "0");
  EXPECT_EQ(rounded_decimal("12.3", 2), "12.30");
}

TEST(Decimal, ComparesExactly) {
  EXPECT_EQ(compare_decimals("1.0", "1.00"), 0);
  EXPECT_EQ(compare_decimals("-0", "0"), 0);
  EXPECT_LT(compare_decimals("9.99", "10"), 0);
  EXPECT_LT(compare_decimals("-10", "-9"), 0);
  EXPECT_GT(compare_decimals("123456789012345678.91", "123456789012345678.90"), 0);
}

TEST(Utf8, CountsCodePoints) {
  EXPECT_EQ(count_code_points("Æ😀a"), 3U);
  EXPECT_EQ(code_points_of("Æ😀a"), U"Æ😀a");
  EXPECT_EQ(utf8_sequence_length("\xED\xA0\x80"), 0U) << "a surrogate";
  EXPECT_EQ(utf8_sequence_length("\xC0\x80"), 0U) << "an overlong form";
}

TEST(Dotenv, ReadsNamesAndValues) {
  std::string error;
  const auto values =
      parse_dotenv("# comment\nA=1\nexport B = two words # note\nC='x # y'\nD=\"a\\nb\"\r\nE=\n", error);
  EXPECT_EQ(error, "");
  EXPECT_EQ(values, (std::map<std::string, std::string>{
                        {"A", "1"}, {"B", "two words"}, {"C", "x # y"}, {"D", "a\nb"}, {"E", ""}}));
  EXPECT_EQ(parse_dotenv("\xEF\xBB\xBF\nA=1\n", error).count("A"), 1U) << "as Windows' editors begin a file";
}

TEST(Dotenv, SaysWhichLineIsWrong) {
  std::string error;
  parse_dotenv("A=1\nnonsense\n", error);
  EXPECT_EQ(error, "line 2: expected NAME=value");
  parse_dotenv("A=\"x\n", error);
  EXPECT_EQ(error, "line 1: the quotes around the value of A do not close at its end");
}

TEST(Dotenv, IsReadOrToldWhyNot) {
  const auto folder = std::filesystem::temp_directory_path() / "schemac_dotenv_test";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder / "is_a_folder");
  EXPECT_NO_THROW(app::Environment::load((folder / "none").string()));
  EXPECT_THROW(app::Environment::load((folder / "is_a_folder").string()), std::runtime_error);
  std::ofstream(folder / "settings") << "SCHEMAC_DOTENV_TEST=here\n";
  EXPECT_EQ(app::Environment::load((folder / "settings").string()).get("SCHEMAC_DOTENV_TEST"), "here");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace schemac
