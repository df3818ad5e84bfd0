// SQL scripts: cutting them into statements as the engine's own client does.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/dialect_id.h"

namespace schemac::engine {

struct Statement {
  std::string text;       // from its first word to before its terminator
  std::string comment;    // the comments that stand directly before it, as written
  std::size_t begin = 0;  // the bytes of `text` in the script: [begin, end)
  std::size_t end = 0;
  std::size_t line = 1;  // of the first word, counted from 1
};

/// The statements of `script`, in order; nothing for what holds only blanks and comments. Right about quotes, comments
/// and compound bodies: PostgreSQL's dollar quotes, parentheses and BEGIN ATOMIC; MySQL's backslashes and DELIMITER
/// lines (without which a body with semicolons is cut, as by the mysql client); SQLite's triggers. What is left open at
/// the end belongs to the last statement: the engine then says what is wrong.
std::vector<Statement> split_script(DialectId dialect, std::string_view script);

/// The line by which the engine's own client stops at the first error, as the mysql client does anyway: a script that
/// goes on would drop a table of which the copy has failed. The splitter passes over it.
std::string_view stop_at_errors(DialectId dialect);

/// Where `?` stands for a value in `sql`: outside quotes and comments.
std::vector<std::size_t> placeholders(DialectId dialect, std::string_view sql);

}  // namespace schemac::engine
