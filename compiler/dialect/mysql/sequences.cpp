#include "dialect/mysql/sequences.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "base/text.h"
#include "dialect/common/sql_lexer.h"

namespace schemac::dialect::mysql {

using namespace catalog;

namespace {

constexpr DialectId kId = DialectId::mariadb;

/// CREATE SEQUENCE `s` start with 5 minvalue 1 maxvalue 20 increment by 3 cache 1000 nocycle ENGINE=InnoDB COMMENT='x'
class Sequence {
 public:
  explicit Sequence(const RawObject& object) : Sequence(object.create.text) {}
  explicit Sequence(std::string sql) : sql_(std::move(sql)), tokens_(lex_sql(kId, sql_)) {
    std::size_t at = 0;
    while (!token(at).is("sequence")) ++at;
    for (++at; token(at).is("if") || token(at).is("not") || token(at).is("exists");) ++at;
    if (token(at + 1).is(".")) at += 2;  // the database
    name_ = token(at).name(kId);
    for (++at; token(at).kind != SqlTokenKind::end;) at = take(at);
    complete();
  }

  const std::string& name() const { return name_; }
  std::int64_t number(const std::string& setting) const {
    std::int64_t out = 0;
    const std::string& text = settings_.at(setting);
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
  }
  bool counts_down() const { return number("increment") < 0; }

  /// All of what it counts by: the server would compute what is left out from what it has.
  std::string settings() const {
    const std::string cache = settings_.at("cache");
    return (type_.empty() ? "" : "AS " + type_ + " ") +
           fmt::format("START WITH {} MINVALUE {} MAXVALUE {} INCREMENT BY {} {} {}", settings_.at("start"),
                       settings_.at("minvalue"), settings_.at("maxvalue"), settings_.at("increment"),
                       cache == "0" ? "NOCACHE" : "CACHE " + cache, cycle_ ? "CYCLE" : "NOCYCLE");
  }
  /// What it has as any table has it: "ENGINE", "COMMENT".
  const std::map<std::string, std::string>& options() const { return options_; }

 private:
  const SqlToken& token(std::size_t at) const { return tokens_[std::min(at, tokens_.size() - 1)]; }

  /// One setting; gives where the next one begins.
  std::size_t take(std::size_t at) {
    const std::string& word = token(at).text;
    if (word == "cycle" || word == "nocycle") return cycle_ = word == "cycle", at + 1;
    if (word == "nocache") return settings_["cache"] = "0", at + 1;
    if (word == "nominvalue" || word == "nomaxvalue") return at + 1;
    if (word == "no") return token(at + 1).is("cache") ? (settings_["cache"] = "0", at + 2) : at + 2;
    std::size_t value = at + 1;
    while (token(value).is("with") || token(value).is("by") || token(value).is("=")) ++value;
    std::size_t end = value + 1;
    if (word == "as") {
      while (token(end).is("unsigned")) ++end;
      return type_ = written(value, end), end;
    }
    static constexpr std::array<std::string_view, 5> kNumbers = {"start", "minvalue", "maxvalue", "increment", "cache"};
    if (std::find(kNumbers.begin(), kNumbers.end(), word) == kNumbers.end())
      return options_[text::to_upper(word)] = written(value, end), end;
    if (token(value).is("-") || token(value).is("+")) ++end;
    settings_[word] = (token(value).is("-") ? "-" : "") + token(end - 1).text;
    return end;
  }
  std::string written(std::size_t first, std::size_t end) const {
    return sql_.substr(token(first).begin, token(end - 1).end - token(first).begin);
  }
  /// With what the server takes where nothing is said.
  void complete() {
    settings_.emplace("increment", "1");
    settings_.emplace("cache", "1000");
    const bool down = counts_down();
    settings_.emplace("minvalue", down ? "-9223372036854775807" : "1");
    settings_.emplace("maxvalue", down ? "-1" : "9223372036854775806");
    settings_.emplace("start", settings_.at(down ? "maxvalue" : "minvalue"));
  }

  const std::string sql_;
  const std::vector<SqlToken> tokens_;
  std::string name_, type_;
  std::map<std::string, std::string> settings_, options_;
  bool cycle_ = false;
};

/// With those that the server prints where they were not typed.
std::map<std::string, std::string> all_options(const Sequence& sequence) {
  auto out = sequence.options();
  out.emplace("ENGINE", "innodb");
  out["ENGINE"] = text::to_lower(out["ENGINE"]);
  return out;
}

Statement rename(const Dialect& d, const QName& from, const QName& to, std::string what) {
  return {fmt::format("RENAME TABLE {} TO {}", d.qualified(from), d.qualified(to)), std::move(what)};
}

/// Those of the table that it is.
std::string changed_options(const Sequence& before, const Sequence& after) {
  std::vector<std::string> clauses;
  for (const auto& [name, value] : after.options())
    if (const auto had = before.options().find(name); had == before.options().end() || had->second != value)
      clauses.push_back(name + "=" + value);
  for (const auto& [name, value] : before.options())
    if (!after.options().contains(name) && name != "ENGINE")
      clauses.push_back(name + (name == "COMMENT" ? "=''" : "=DEFAULT"));
  return text::join(clauses, ", ");
}

}  // namespace

bool is_sequence(const std::string& sql) {
  const std::vector<SqlToken> tokens = lex_sql(kId, sql);
  if (!tokens[0].is("create")) return false;
  const bool replaces = tokens.size() > 3 && tokens[1].is("or") && tokens[2].is("replace");
  return tokens[replaces ? 3 : 1].is("sequence");
}
bool is_sequence(const RawObject& object) { return is_sequence(object.create.text); }

bool same_sequence(const std::string& printed, const std::string& typed) {
  const Sequence one(printed), other(typed);
  return one.name() == other.name() && one.settings() == other.settings() && all_options(one) == all_options(other);
}

Statements alter_sequence(const Dialect& d, const Alter<RawObject>& change, const Quarantine& quarantine) {
  const Sequence before(change.before), after(change.after);
  const std::string name = d.qualified(after.name()), what = describe(change);
  Statements out;
  if (before.name() != after.name()) {  // another one takes its place
    out = quarantine_sequence(d, change.before, quarantine);
    out.push_back({change.after.create.text, what});
    if (quarantine.way_back) {
      out = restore_sequence(d, change.after, quarantine);
      out.push_back({change.before.drop.text, what});
    }
    return out;
  }
  if (before.settings() != after.settings()) {
    // SETVAL leaves alone what is further on; ALTER SEQUENCE refuses what is not as far
    const std::string bound = after.counts_down() ? "maxvalue" : "minvalue";
    const bool tighter =
        after.counts_down() ? after.number(bound) < before.number(bound) : after.number(bound) > before.number(bound);
    if (tighter && before.counts_down() == after.counts_down())
      out.push_back({fmt::format("DO SETVAL({}, {}, 0)", name, after.number(bound)), "go on from its new beginning"});
    out.push_back({fmt::format("ALTER SEQUENCE {} {}", name, after.settings()), what});
  }
  if (const std::string clauses = changed_options(before, after); !clauses.empty())
    out.push_back({fmt::format("ALTER TABLE {} {}", name, clauses), what});
  return out;
}

Statements quarantine_sequence(const Dialect& d, const RawObject& sequence, const Quarantine& quarantine) {
  const QName name = Sequence(sequence).name();
  return {rename(d, name, d.quarantined(name, quarantine), "keep sequence " + name.text() + " in quarantine")};
}

Statements restore_sequence(const Dialect& d, const RawObject& sequence, const Quarantine& quarantine) {
  const QName name = Sequence(sequence).name();
  return {rename(d, d.quarantined(name, quarantine), name, "bring back sequence " + name.text())};
}

std::vector<Guard> sequence_guards(const Dialect& d, const Alter<RawObject>& change) {
  const Sequence before(change.before), after(change.after);
  if (before.name() != after.name() || before.counts_down() != after.counts_down()) return {};
  const bool down = after.counts_down();
  const std::string bound = down ? "minvalue" : "maxvalue";
  const std::int64_t then = before.number(bound), now = after.number(bound);
  if (down ? now <= then : now >= then) return {};
  return {{diag::Code::SC6005, fmt::format("{} {} of sequence {}", text::to_upper(bound), now, after.name()),
           fmt::format("SELECT next_not_cached_value FROM {} WHERE next_not_cached_value {} {}",
                       d.qualified(before.name()), down ? "<" : ">", now)}};
}

}  // namespace schemac::dialect::mysql
