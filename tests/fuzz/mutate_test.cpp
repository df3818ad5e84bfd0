// A short run of what libFuzzer does at length: texts of the test corpus, mutated at random. The seed is printed; run
// again with SCHEMAC_FUZZ_SEED=… to see the same, and with SCHEMAC_FUZZ_SECONDS=… for longer.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "fuzz/parse_target.h"
#include "unit/syntax/pages.h"

namespace schemac::syntax {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> corpus() {
  std::vector<std::string> result(std::begin(kPages), std::end(kPages));
  for (const char* folder : {SCHEMAC_GOLDEN "/syntax", SCHEMAC_GOLDEN "/sema", SCHEMAC_STDLIB})
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
      if (entry.path().extension() != ".schema") continue;
      std::ostringstream text;
      text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      result.push_back(text.str());
    }
  return result;
}

class Mutator {
 public:
  Mutator(const std::vector<std::string>& corpus, unsigned seed) : corpus_(corpus), random_(seed) {}

  /// A piece of the corpus with a few changes of bytes, words or lines.
  std::string next() {
    std::string text = any(corpus_);
    constexpr std::size_t kLongest = 1200;  // keeps each try short
    if (text.size() > kLongest) {
      const std::size_t begin = text.rfind('\n', below(text.size() - kLongest));
      text = text.substr(begin == std::string::npos ? 0 : begin, kLongest);
    }
    for (std::size_t changes = below(4); changes > 0; --changes) change(text);
    return text;
  }

 private:
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }

  template <class T>
  const T& any(const std::vector<T>& list) {
    return list[below(list.size())];
  }

  static std::size_t line_end(const std::string& text, std::size_t at) {
    return std::min(text.find('\n', std::min(at, text.size())), text.size());
  }

  static const std::vector<std::string>& comments() {
    static const std::vector<std::string> all = {" // c",   "\n// c\n", "\n\n\n  // c", " /// d",
                                                 "\n/// d", "\n///",    "\n\n"};
    return all;
  }

  static const std::vector<std::string>& spaces() {
    static const std::vector<std::string> all = {"  ", "\t", " // c\n", "\n", "\r\n", " \n /// d\n "};
    return all;
  }

  void change(std::string& text) {
    static const std::vector<std::string> words = {
        "{",          "}",      "(",    ")",     "[",     "]",      ",",        ";",    "\n",       "\n\n",  "\"\"\"",
        "\"\"\"\"",   "'",      "\"",   "`",     "///",   "// x\n", "/// d\n",  "--",   "/*",       "table", "check",
        "index",      "unique", "as",   "was",   "end",   "select", "not",      "null", "postgres", "or",    "::",
        ":",          "=",      "?",    "users", ".",     "-",      "\xC3\xA9", "\xFF", "\r\n",     "for",   "primary",
        "references", "case",   "then", "1e9",   "x'0F'", "on",     "\t",       "\x01", "in (1)",   "like",  "default"};
    const std::size_t at = below(text.size() + 1);
    switch (below(9)) {
      // These three often leave the text sound, so that there is something to format.
      case 6:
        text.insert(line_end(text, at), any(comments()));
        break;
      case 7: {
        const std::size_t space = text.find(' ', at);
        if (space != std::string::npos) text.replace(space, 1, any(spaces()));
        break;
      }
      case 8: {
        const std::size_t begin = line_end(text, at);
        text.insert(begin, text.substr(begin, line_end(text, begin + 1) - begin));
        break;
      }
      case 0:
        text.insert(at, any(words));
        break;
      case 1:
        text.insert(at, " " + any(words) + " ");
        break;
      case 2:
        text.erase(at, 1 + below(8));
        break;
      case 3:
        text.erase(at, below(80));
        break;
      case 4: {
        const std::string& other = any(corpus_);
        text.insert(at, other.substr(below(other.size() + 1), below(120)));
        break;
      }
      default:
        if (at < text.size()) text[at] = static_cast<char>(random_());
    }
  }

  const std::vector<std::string>& corpus_;
  std::mt19937 random_;
};

TEST(Fuzz, NoTextBreaksTheParserOrTheFormatter) {
  const char* seed_text = std::getenv("SCHEMAC_FUZZ_SEED");
  const char* seconds_text = std::getenv("SCHEMAC_FUZZ_SECONDS");
  const unsigned seed = seed_text != nullptr ? static_cast<unsigned>(std::stoul(seed_text)) : std::random_device()();
  const std::chrono::seconds time(seconds_text != nullptr ? std::stoi(seconds_text) : 5);
  RecordProperty("seed", std::to_string(seed));
  std::printf("seed %u\n", seed);
  const std::vector<std::string> texts = corpus();
  for (const std::string& text : texts) ASSERT_EQ(broken_promise(text), "") << text;
  Mutator mutator(texts, seed);
  std::size_t tries = 0;
  std::size_t sound = 0;
  for (const auto end = std::chrono::steady_clock::now() + time; std::chrono::steady_clock::now() < end; ++tries) {
    const std::string text = mutator.next();
    bool is_sound = false;
    ASSERT_EQ(broken_promise(text, &is_sound), "") << "seed " << seed << ", try " << tries << ", of the text:\n"
                                                   << text;
    sound += is_sound ? 1 : 0;
  }
  std::printf("%zu texts tried, %zu of them sound\n", tries, sound);
  EXPECT_GT(tries, 100U);
  EXPECT_GT(sound, tries / 20);
}

}  // namespace
}  // namespace schemac::syntax
