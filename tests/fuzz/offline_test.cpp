// Whatever a file holds, reading it without a server ends with a catalog or with a place in the file. SQL with pieces
// cut out, doubled and exchanged, of the samples and of the corpora where SCHEMAC_CORPUS names them; the seed is
// printed, SCHEMAC_FUZZ_SEED=… tries the same again, and SCHEMAC_FUZZ_SECONDS=… more of it.
#include "import/postgres/offline.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "base/text.h"
#include "dialect/postgres/parse/same_sql.h"
#include "live/offline_samples.h"

namespace schemac::import {
namespace {

void read(const std::string& sql) {
  const auto found = read_offline(read_sql_dump(DialectId::postgres, sql), diag::SourceId{0});
  if (found) return;
  ASSERT_FALSE(found.error().empty());
  for (const diag::Diagnostic& each : found.error()) {
    ASSERT_FALSE(each.labels.empty()) << each.message;
    const diag::Span span = each.labels.front().span;
    ASSERT_LE(span.begin, span.end) << sql;
    ASSERT_LE(span.end, sql.size()) << sql;
  }
}

class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {
    for (const test::OfflineSample& sample : test::offline_samples()) samples_.emplace_back(sample.sql);
    if (const char* corpora = std::getenv("SCHEMAC_CORPUS"); corpora && *corpora) add_files(corpora);
  }

  std::string next() {
    std::string text = samples_[below(samples_.size())];
    for (std::size_t changes = below(5); changes > 0; --changes) change(text);
    return text;
  }

 private:
  void add_files(const std::filesystem::path& corpora) {
    constexpr std::uintmax_t kLargest = 20'000;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(corpora / "pairs" / "postgres"))
      if (entry.path().extension() == ".sql" && entry.file_size() <= kLargest) files.push_back(entry.path());
    std::sort(files.begin(), files.end());  // a seed is to mean the same again
    for (const auto& file : files) {
      std::ifstream in(file, std::ios::binary);
      samples_.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
  }

  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }

  void change(std::string& text) {
    if (text.empty()) return;
    static const std::string kBytes = "();,.'\"$ \n\\:[]%*-1aé";
    const std::size_t at = below(text.size()), length = below(std::min<std::size_t>(40, text.size() - at));
    switch (below(6)) {
      case 0:
        text.erase(at, length);
        return;
      case 1:
        text.insert(at, text.substr(at, length));
        return;
      case 2:
        text.resize(at);
        return;
      case 3:
        text.insert(at, 1, kBytes[below(kBytes.size())]);
        return;
      case 4: {  // a line of another
        const std::string& other = samples_[below(samples_.size())];
        const std::size_t begin = other.find('\n', below(other.size()));
        if (begin != other.npos)
          text.insert(text.rfind('\n', at) + 1, other.substr(begin + 1, other.find('\n', begin + 1) - begin));
        return;
      }
      default:
        std::swap(text[at], text[below(text.size())]);
    }
  }

  std::vector<std::string> samples_;
  std::mt19937 random_;
};

std::chrono::seconds duration() {
  const char* given = std::getenv("SCHEMAC_FUZZ_SECONDS");
  return std::chrono::seconds(given ? std::stol(given) : 5);
}

unsigned seed() {
  const char* given = std::getenv("SCHEMAC_FUZZ_SEED");
  return given ? static_cast<unsigned>(std::stoul(given)) : std::random_device{}();
}

TEST(OfflineFuzz, EndsWithACatalogOrAPlace) {
  const unsigned with = seed();
  SCOPED_TRACE("SCHEMAC_FUZZ_SEED=" + std::to_string(with));
  Mutator mutator(with);
  const auto until = std::chrono::steady_clock::now() + duration();
  int tried = 0;
  for (; std::chrono::steady_clock::now() < until && !HasFatalFailure(); ++tried) read(mutator.next());
  EXPECT_GT(tried, 20);
}

TEST(OfflineFuzz, SaysOfEveryStatementThatItIsItself) {
  using dialect::postgres::parse::ComparedSql;
  const unsigned with = seed();
  SCOPED_TRACE("SCHEMAC_FUZZ_SEED=" + std::to_string(with));
  Mutator mutator(with);
  const auto until = std::chrono::steady_clock::now() + duration();
  int tried = 0;
  ComparedSql before("SELECT 1");
  while (std::chrono::steady_clock::now() < until && !HasFailure()) {
    const std::string text = mutator.next();
    for (const std::string& piece : text::split(text, ';')) {
      const ComparedSql statement(piece);
      (void)statement.prints(before);
      if (!statement.is_sql()) continue;
      EXPECT_TRUE(statement.prints(statement)) << piece;
      before = statement;
      ++tried;
    }
  }
  EXPECT_GT(tried, 100);
}

TEST(OfflineFuzz, TakesWhatIsDeeperThanAnyoneWrites) {
  const auto repeated = [](const std::string& text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
  };
  constexpr int kMany = 100'000;
  read("CREATE VIEW v AS SELECT " + repeated("1 + ", kMany) + "1;");
  read("CREATE VIEW v AS SELECT " + repeated("(", kMany) + "1" + repeated(")", kMany) + ";");
  read("CREATE VIEW v AS SELECT 1 " + repeated("UNION SELECT 1 ", kMany) + ";");
  read("CREATE VIEW v AS SELECT 1 AS a FROM t " + repeated("JOIN t USING (a) ", kMany) + ";");
  read("CREATE TABLE t (a int CHECK (" + repeated("NOT ", kMany) + "a > 1));");
  read("DO $$ " + repeated("BEGIN ", kMany) + "END $$;");
  read("DO $$ BEGIN IF true THEN NULL; " + repeated("ELSIF true THEN NULL; ", kMany) + "END IF; END $$;");
  read("DO $$ BEGIN " + repeated("IF true THEN ", kMany) + "END $$;");
}

TEST(OfflineFuzz, TakesATextThatEndsAnywhere) {
  for (const test::OfflineSample& sample : test::offline_samples()) {
    const std::string text = sample.sql;
    for (std::size_t end = 0; end < text.size() && !HasFatalFailure(); end += 7) read(text.substr(0, end));
  }
}

}  // namespace
}  // namespace schemac::import
