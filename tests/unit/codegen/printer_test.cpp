#include "codegen/printer.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "codegen/names.h"

namespace schemac::codegen {
namespace {

TEST(Printer, FillsInAndIndents) {
  Printer out;
  out.print("a $x$ $$\n", {{"x", "1"}});
  {
    const auto scope = out.indented();
    out.print("b\n\nc\n");
  }
  EXPECT_EQ(out.take(), "a 1 $\n  b\n\n  c\n");
  EXPECT_THROW(out.print("$y$"), std::logic_error);
}

TEST(Printer, BreaksWhatIsTooWide) {
  Printer out;
  const std::string wide(60, 'w');
  out.call("int f", {wide + " a", wide + " b"}, ";");
  out.braced("X", {"." + wide, "." + wide}, ",");
  out.braced("Longer", {".a", "." + std::string(108, 'w')}, ",");
  out.list("x = ", {wide, wide}, ";");
  EXPECT_EQ(out.take(), "int f(" + wide + " a,\n      " + wide + " b);\nX{." + wide + ",\n  ." + wide +
                            "},\nLonger{\n    .a, ." + std::string(108, 'w') + "},\nx = {\n    " + wide + ",\n    " +
                            wide + ",\n};\n");
}

TEST(Literal, Escapes) {
  EXPECT_EQ(literal("a\"\\\n\x01"
                    "1"),
            R"("a\"\\\n\0011")");
  EXPECT_EQ(literal("what??/"), R"("what?\?/")") << "which would be a trigraph";
  EXPECT_EQ(raw_literal("a"), "R\"(a)\"");
  EXPECT_EQ(raw_literal("\"(a)\" )q\""), "R\"qq(\"(a)\" )q\")qq\"");
}

TEST(Names, AreIdentifiers) {
  EXPECT_EQ(identifier("class"), "class_");
  EXPECT_EQ(identifier("2nd-best"), "_2nd_best");
  EXPECT_EQ(identifier("linux"), "linux_") << "a macro";
  EXPECT_EQ(identifier("EOF"), "EOF_");
  EXPECT_EQ(identifier("EUR"), "EUR");
  EXPECT_EQ(pascal("last_updated"), "LastUpdated");
  EXPECT_EQ(snake("PageLink"), "page_link");
}

}  // namespace
}  // namespace schemac::codegen
