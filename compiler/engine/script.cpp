#include "engine/script.h"

#include <algorithm>
#include <utility>

#include "base/sql_scanner.h"
#include "base/text.h"

namespace schemac::engine {

namespace {

/// What of a statement has been seen so far, as far as it decides whether a semicolon ends it.
class BodyTracker {
 public:
  explicit BodyTracker(DialectId dialect) : dialect_(dialect) {}

  void word(const std::string& lower) {
    if (words_.size() < 4) words_.push_back(lower);
    if (dialect_ == DialectId::postgres) track_atomic(lower);
    before_last_ = std::exchange(last_, lower);
  }
  void symbol(char c) {
    if (c == '(') ++parentheses_;
    if (c == ')') parentheses_ = std::max(0, parentheses_ - 1);
    before_last_ = std::exchange(last_, std::string(1, c));
  }
  void other() { before_last_ = std::exchange(last_, ""); }

  /// Whether a semicolon here ends the statement.
  bool ends() const {
    if (dialect_ == DialectId::postgres) return parentheses_ == 0 && depth_ == 0;
    if (dialect_ == DialectId::sqlite && creates_trigger()) return last_ == "end" && before_last_ == ";";
    return true;
  }

 private:
  /// As psql does it: in a function's definition BEGIN and CASE open a level that END closes.
  void track_atomic(const std::string& word) {
    if (depth_ == 0 && !creates_routine()) return;
    if (word == "begin" || (word == "case" && depth_ > 0)) ++depth_;
    if (word == "end" && depth_ > 0) --depth_;
  }
  bool creates_routine() const {
    return !words_.empty() && words_[0] == "create" &&
           std::any_of(words_.begin(), words_.end(), [](const auto& w) { return w == "function" || w == "procedure"; });
  }
  bool creates_trigger() const {
    if (words_.size() < 2 || words_[0] != "create") return false;
    const bool temporary = words_[1] == "temp" || words_[1] == "temporary";
    return words_.size() > (temporary ? 2u : 1u) && words_[temporary ? 2 : 1] == "trigger";
  }

  DialectId dialect_;
  std::vector<std::string> words_;  // the first few
  std::string last_, before_last_;
  int parentheses_ = 0, depth_ = 0;
};

class Splitter {
 public:
  Splitter(DialectId dialect, std::string_view script) : dialect_(dialect), script_(script), body_(dialect) {}

  std::vector<Statement> split() {
    while (at_ < script_.size()) {
      if (!open_ && (take_delimiter_line() || take_client_line())) continue;
      if (open_ && at_terminator()) {
        finish(at_);
        at_ += delimiter_.size();
      } else if (!open_ && script_.substr(at_).starts_with(delimiter_)) {
        at_ += delimiter_.size();  // an empty statement
        comment_.clear();
      } else {
        take_piece();
      }
    }
    if (open_) finish(script_.size());
    return std::move(statements_);
  }

 private:
  bool at_terminator() const {
    return script_.substr(at_).starts_with(delimiter_) && (delimiter_ != ";" || body_.ends());
  }

  void take_piece() {
    const ScannedPiece piece = scan_piece(dialect_, script_, at_, backslashes_);
    const std::string_view text = script_.substr(piece.begin, piece.end - piece.begin);
    std::size_t end = piece.end;
    switch (piece.piece) {
      case Piece::blank:
        break;
      case Piece::comment:
        if (!open_) comment_ += std::string(text) + "\n";
        break;
      case Piece::word:
        start();
        end = std::min(end, word_limit(piece));
        body_.word(text::to_lower(script_.substr(piece.begin, end - piece.begin)));
        break;
      case Piece::symbol:
        start();
        body_.symbol(text[0]);
        break;
      case Piece::quoted:
        start();
        body_.other();
        break;
    }
    at_ = end;
    if (piece.piece != Piece::blank && piece.piece != Piece::comment) content_end_ = end;
  }

  /// A delimiter such as `$$` may stand directly behind a word, whose characters it shares.
  std::size_t word_limit(const ScannedPiece& piece) const {
    if (delimiter_ == ";") return piece.end;
    const std::size_t found = script_.find(delimiter_, piece.begin);
    return found == script_.npos || found == piece.begin ? piece.end : found;
  }

  void start() {
    if (open_) return;
    open_ = true;
    begin_ = at_;
    body_ = BodyTracker(dialect_);
  }

  void finish(std::size_t terminator) {
    const std::size_t end = std::min(content_end_, terminator);
    line_ += static_cast<std::size_t>(std::count(script_.begin() + static_cast<long>(counted_to_),
                                                 script_.begin() + static_cast<long>(begin_), '\n'));
    counted_to_ = begin_;
    statements_.push_back(
        {std::string(script_.substr(begin_, end - begin_)), std::string(text::trim(comment_)), begin_, end, line_});
    open_ = false;
    comment_.clear();
    note_mode(text::to_lower(statements_.back().text));
  }

  /// SET sql_mode = '…', also inside of /*!50003 … */ as dumps have it: whether backslashes escape from here on.
  void note_mode(const std::string& statement) {
    if (dialect_ != DialectId::mysql && dialect_ != DialectId::mariadb) return;
    const std::size_t set = statement.find("set "), mode = statement.find("sql_mode");
    if (mode == statement.npos || set > mode || statement.starts_with("create")) return;
    backslashes_ = statement.find("no_backslash_escapes", mode) == statement.npos;
  }

  /// The mysql client's DELIMITER command, which is a line of its own.
  bool take_delimiter_line() {
    constexpr std::string_view kWord = "delimiter";
    if (dialect_ != DialectId::mysql && dialect_ != DialectId::mariadb) return false;
    const std::size_t line_end = std::min(script_.find('\n', at_), script_.size());
    const std::string_view line = text::trim(script_.substr(at_, line_end - at_));
    if (text::to_lower(line.substr(0, kWord.size())) != kWord || line.size() < kWord.size() + 2) return false;
    const std::string_view rest = line.substr(kWord.size());
    if (rest[0] != ' ' && rest[0] != '\t') return false;
    delimiter_ = text::split(text::trim(rest), ' ')[0];
    at_ = line_end;
    return true;
  }

  bool take_client_line() {
    const std::string_view line = stop_at_errors(dialect_), rest = script_.substr(at_);
    if (line.empty() || !rest.starts_with(line) || (at_ > 0 && script_[at_ - 1] != '\n')) return false;
    if (rest.size() > line.size() && rest[line.size()] != '\n') return false;
    at_ += line.size();
    comment_.clear();
    return true;
  }

  DialectId dialect_;
  std::string_view script_;
  std::size_t at_ = 0;
  std::string delimiter_ = ";";
  BodyTracker body_;
  bool backslashes_ = true;
  bool open_ = false;  // whether a statement has begun
  std::size_t begin_ = 0, content_end_ = 0;
  std::string comment_;
  std::size_t line_ = 1, counted_to_ = 0;
  std::vector<Statement> statements_;
};

}  // namespace

std::vector<Statement> split_script(DialectId dialect, std::string_view script) {
  return Splitter(dialect, script).split();
}

std::string_view stop_at_errors(DialectId dialect) {
  if (dialect == DialectId::sqlite) return ".bail on";
  return dialect == DialectId::postgres ? "\\set ON_ERROR_STOP on" : "";
}

std::vector<std::size_t> placeholders(DialectId dialect, std::string_view sql) {
  std::vector<std::size_t> found;
  for (std::size_t at = 0; at < sql.size();) {
    const ScannedPiece piece = scan_piece(dialect, sql, at);
    if (piece.piece == Piece::symbol && sql[at] == '?') found.push_back(at);
    at = piece.end;
  }
  return found;
}

}  // namespace schemac::engine
