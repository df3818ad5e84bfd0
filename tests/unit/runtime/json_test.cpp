#include <gtest/gtest.h>

#include <limits>

#include "schemac/json/value.h"
#include "schemac/json/writer.h"

namespace schemac::json {
namespace {

std::string canonical(std::string_view text) {
  const auto parsed = parse(text);
  if (const auto* error = std::get_if<ParseError>(&parsed)) return "error: " + error->message;
  std::string out;
  append_canonical(out, std::get<Value>(parsed));
  return out;
}

TEST(JsonParse, KeepsEveryDigit) {
  EXPECT_EQ(canonical("[9223372036854775807, -12345678901234567890.123456789]"),
            "[9223372036854775807,-12345678901234567890.123456789]");
}

TEST(JsonParse, ReadsEscapesAndUnicode) { EXPECT_EQ(canonical(R"("a\u00e6\n\"😀\ud83d\ude00")"), "\"aæ\\n\\\"😀😀\""); }

TEST(JsonParse, OrdersMembersAsTheEnginesDo) {
  EXPECT_EQ(canonical(R"({"bb":1,"a":2,"aa":3})"), R"({"a":2,"aa":3,"bb":1})");
}

TEST(JsonParse, WritesEqualNumbersEqually) { EXPECT_EQ(canonical("[2.50, 25e-1, 1e2, 1.0, -0]"), "[2.5,2.5,100,1,0]"); }

TEST(JsonParse, TakesScalarsAtTheTop) {
  EXPECT_EQ(canonical(" null "), "null");
  EXPECT_EQ(canonical("true"), "true");
  EXPECT_EQ(canonical("\"x\""), "\"x\"");
}

TEST(JsonParse, RefusesWhatIsNotJson) {
  for (const char* text : {"",     "{",          "[1,]",      "{\"a\":1,}", "01",    "[1.]",     "[.5]",    "[+1]",
                           "[1e]", "nul",        "[nul]",     "[tru]",      "'a'",   "{a:1}",    "[1] [2]", "[1]x",
                           "1,2",  "[\"\x01\"]", "[\"\\x\"]", "[\"\xff\"]", "[NaN]", "{\"a\" 1}"})
    EXPECT_TRUE(canonical(text).starts_with("error: ")) << text << " → " << canonical(text);
}

TEST(JsonParse, RefusesAMemberTwice) {
  EXPECT_EQ(canonical(R"({"a":1,"\u0061":2})"), "error: the member 'a' is given twice");
}

TEST(JsonParse, BoundsTheDepth) {
  EXPECT_EQ(canonical(std::string(10'000, '[')), "error: an array or object is not closed");
  EXPECT_EQ(canonical(std::string(70, '[') + std::string(70, ']')), "error: nested deeper than 64 levels");
  EXPECT_EQ(canonical(std::string(64, '[') + std::string(64, ']')).size(), 128U);
}

TEST(JsonWrite, EscapesAndMendsText) {
  std::string out;
  append_string(out, std::string_view("a\"\\\n\x01\0\xff\xC3\xA6", 9));
  EXPECT_EQ(out, "\"a\\\"\\\\\\n\\u0001\\u0000\xEF\xBF\xBDæ\"");
}

TEST(JsonWrite, WritesTheShortestNumbers) {
  std::string out;
  Writer writer(out);
  writer.begin_array().number(0.1).number(1e300).integer(std::numeric_limits<std::int64_t>::min()).end_array();
  append_number(out, 0.1F);
  append_number(out, std::numeric_limits<double>::infinity());
  EXPECT_EQ(out, "[0.1,1e+300,-9223372036854775808]0.1null");
}

TEST(JsonWrite, PlacesCommas) {
  std::string out;
  Writer(out).begin_object().key("a").begin_array().null().boolean(true).end_array().key("b").string("x").end_object();
  EXPECT_EQ(out, R"({"a":[null,true],"b":"x"})");
}

}  // namespace
}  // namespace schemac::json
