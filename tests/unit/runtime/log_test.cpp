#include "app/log.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

namespace schemac::app {
namespace {

struct Pipe {
  Pipe() { EXPECT_EQ(::pipe(ends.data()), 0); }
  ~Pipe() {
    ::close(ends[0]);
    ::close(ends[1]);
  }

  std::string read_once() {
    std::string text(std::size_t{64} * 1024, '\0');
    const auto got = ::read(ends[0], text.data(), text.size());
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return text;
  }

  std::array<int, 2> ends{};
};

TEST(Log, WritesAllItsLinesBeforeItEnds) {
  Pipe pipe;
  {
    Log log(pipe.ends[1]);
    log.message("info", "one");
    log.message("error", "two");
  }
  const std::string text = pipe.read_once();
  EXPECT_NE(text.find(R"("kind":"info","message":"one"})"
                      "\n"),
            text.npos)
      << text;
  EXPECT_NE(text.find(R"("kind":"error","message":"two"})"
                      "\n"),
            text.npos)
      << text;
}

TEST(Log, DoesNotWaitForAReaderThatStalls) {
  Pipe pipe;  // which holds 64 KiB
  const std::string line(std::size_t{1024} * 1024, 'x');
  Log log(pipe.ends[1]);
  for (int i = 0; i < 40; ++i) log.message("info", line);  // more than it keeps
  std::string text;
  while (text.find("lines of the log were dropped") == text.npos) text += pipe.read_once();
  EXPECT_LT(text.size(), 40 * line.size());
}

TEST(Log, EndsThoughNobodyReads) {
  Pipe pipe;
  Log log(pipe.ends[1]);
  log.message("info", std::string(std::size_t{1024} * 1024, 'x'));
}

}  // namespace
}  // namespace schemac::app
