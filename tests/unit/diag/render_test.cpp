#include "diag/render.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace schemac::diag {
namespace {

using testing::HasSubstr;

struct Blog {
  SourceMap sources;
  SourceId blog = sources.add("blog.schema", "table users {\n}\ntable posts {\n\tauthør : user?  hidden\n}\n");
  SourceId other = sources.add("other,file.schema", "table user_groups {}\n");

  Span find(SourceId source, std::string_view needle) const {
    const auto at = static_cast<std::uint32_t>(sources.text(source).find(needle));
    return {source, at, at + static_cast<std::uint32_t>(needle.size())};
  }
  Diagnostics unknown_table() const {
    return {make(Code::SC1001, "'users'", "'user'")
                .at(find(blog, "user?"), "no table of this name")
                .at(find(blog, "users"), "a similar name is declared here")
                .at(find(other, "user_groups"))
                .with_help("write 'users'")
                .fix(find(blog, "user?"), "users?")};
  }
};

TEST(RenderText, ShowsEachPlaceItsMarkAndTheHelp) {
  const Blog blog;
  EXPECT_EQ(render(blog.sources, blog.unknown_table(), Format::text),
            "error[SC1001]: expected 'users', found 'user'\n"
            " --> blog.schema:4:11\n"
            "4 | \tauthør : user?  hidden\n"
            "  | \t         ^^^^^ no table of this name\n"
            "1 | table users {\n"
            "  |       ----- a similar name is declared here\n"
            " ::: other,file.schema:1:7\n"
            "1 | table user_groups {}\n"
            "  |       -----------\n"
            "help: write 'users'   (schemac check --fix)\n");
}

TEST(RenderText, MarksTheFirstLineOfALongSpanAndOneColumnOfAnEmptyOne) {
  const Blog blog;
  const Diagnostics two = {make(Code::SC1001, "a", "b").at({blog.blog, 0, 15}),
                           make(Code::SC1001, "a", "b").at({blog.blog, 13, 13})};
  const std::string text = render(blog.sources, two, Format::text);
  EXPECT_THAT(text, HasSubstr("  | ^^^^^^^^^^^^^\n"));
  EXPECT_THAT(text, HasSubstr("  |              ^\n"));
}

TEST(RenderText, ShowsNoBytesThatCommandATerminal) {
  SourceMap sources;
  const SourceId file = sources.add("a.schema", "a\033[2Jø b\n\xF2\x80\x01 c\n");
  const std::string text =
      render(sources, {make(Code::SC1001, "x", "y").at({file, 8, 9}), make(Code::SC1001, "x", "y").at({file, 14, 15})},
             Format::text);
  EXPECT_THAT(text, HasSubstr("1 | a?[2Jø b\n  |        ^\n"));
  EXPECT_THAT(text, HasSubstr("2 | ?? c\n  |    ^\n"));
}

TEST(RenderText, SaysWhatHasNoPlace) {
  const Blog blog;
  EXPECT_EQ(render(blog.sources, {make(Code::SC4001, "no such flag: --x")}, Format::text),
            "error[SC4001]: no such flag: --x\n");
}

TEST(RenderText, ColoursOnlyWhereAsked) {
  const Blog blog;
  EXPECT_THAT(render(blog.sources, blog.unknown_table(), Format::text, true), HasSubstr("\033[1;31merror[SC1001]"));
  EXPECT_EQ(render(blog.sources, blog.unknown_table(), Format::text).find('\033'), std::string::npos);
}

TEST(RenderJson, GivesPlacesInLinesAndOffsets) {
  const Blog blog;
  const auto json = nlohmann::json::parse(render(blog.sources, blog.unknown_table(), Format::json));
  const auto& d = json.at("diagnostics").at(0);
  EXPECT_EQ(d.at("code"), "SC1001");
  EXPECT_EQ(d.at("severity"), "error");
  EXPECT_EQ(d.at("labels").size(), 3U);
  EXPECT_EQ(d.at("labels").at(0).at("line"), 4);
  EXPECT_EQ(d.at("labels").at(0).at("column"), 11);
  EXPECT_EQ(d.at("labels").at(0).at("end_column"), 16);
  EXPECT_EQ(d.at("fixes").at(0).at("replacement"), "users?");
  EXPECT_EQ(nlohmann::json::parse(render(blog.sources, {}, Format::json)).at("diagnostics").size(), 0U);
}

TEST(RenderGithub, EscapesWhatTheWorkflowCommandsReserve) {
  const Blog blog;
  const Diagnostics found = {make(Code::SC4001, "100%, or:\nnothing").at({blog.other, 6, 10}).with_help("see, below")};
  EXPECT_EQ(render(blog.sources, found, Format::github),
            "::error file=other%2Cfile.schema,line=1,col=7,endLine=1,endColumn=11,title=SC4001 usage::"
            "100%25, or:%0Anothing%0Ahelp: see, below\n");
}

TEST(RenderSarif, HasRulesResultsAndFixes) {
  const Blog blog;
  const auto json = nlohmann::json::parse(render(blog.sources, blog.unknown_table(), Format::sarif));
  EXPECT_EQ(json.at("version"), "2.1.0");
  const auto& run = json.at("runs").at(0);
  EXPECT_EQ(run.at("tool").at("driver").at("rules").at(0).at("id"), "SC1001");
  const auto& result = run.at("results").at(0);
  EXPECT_EQ(result.at("ruleIndex"), 0);
  EXPECT_EQ(result.at("level"), "error");
  EXPECT_EQ(result.at("locations").at(0).at("physicalLocation").at("region").at("startLine"), 4);
  EXPECT_EQ(result.at("relatedLocations").size(), 2U);
  EXPECT_EQ(
      result.at("fixes").at(0).at("artifactChanges").at(0).at("replacements").at(0).at("insertedContent").at("text"),
      "users?");
}

TEST(RenderMachine, SurvivesBytesThatAreNotUtf8) {
  const Blog blog;
  const Diagnostics found = {make(Code::SC8001, "sqlite", std::string("broken \xFF byte"))};
  EXPECT_THAT(render(blog.sources, found, Format::json), HasSubstr("broken \xEF\xBF\xBD byte"));
  EXPECT_THAT(render(blog.sources, found, Format::sarif), HasSubstr("broken \xEF\xBF\xBD byte"));
}

}  // namespace
}  // namespace schemac::diag
