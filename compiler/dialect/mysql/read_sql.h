// What MySQL and MariaDB print of expressions and queries.
#pragma once

#include "dialect/dialect.h"

namespace schemac::dialect::mysql {

/// A check, generated column or index expression. MySQL's information_schema shows quotes and backslashes behind a
/// backslash, which is undone; MariaDB's does not.
Expr read(std::string_view printed, DialectId id);

/// COLUMN_DEFAULT; nothing where it says NULL. `generated`: MySQL's EXTRA says DEFAULT_GENERATED, an expression; else
/// MySQL shows the value alone, and the column's type says what it is.
std::optional<Expr> read_default(std::string_view printed, const catalog::Type& type, DialectId id, bool generated);

/// An expression as MySQL's catalog tables show it, as SQL that can be sent in UTF-8. They show each byte of what was
/// kept as a character of Latin-1, where each literal is in the character set that stands before it: letters of one
/// that is not UTF-8 become digits, `_latin1 0xf8`.
std::string kept_expression(std::string_view shown);

/// An expression of MySQL's without the character sets of its texts, which become UTF-8, but for what a collation of
/// such a set compares. MySQL says of a text the set of the column that it stands beside, and of those in checks from
/// the next ALTER TABLE on, whatever that does.
std::string without_character_sets(std::string_view sql);

/// The character set that an expression says of each of its texts, and that is not the usual one: "latin1". Nothing
/// where they are of several, hold more than ASCII or are compared by a collation.
std::string character_set_in(std::string_view sql);
/// The expression with its texts, which are ASCII, in that character set.
std::string with_character_set(std::string_view sql, const std::string& set);

/// A string whose bytes are no text becomes digits, 0x00ff.
Expr plain_bytes(Expr value, DialectId id);

/// 0x6162, which is how MySQL shows the default of a binary column and what catalog tables cannot show.
Expr read_bytes(std::string_view hex, const catalog::Type& type);

/// A view's query, which names `database` before each table.
Expr read_query(std::string_view printed, DialectId id, const std::string& database);

/// Whether MySQL writes more into a view's query each time it reads it: to what EXCEPT and INTERSECT compare with what
/// is never null, that it is not null.
bool is_rewritten(std::string_view query);

/// Such a query without what MySQL added: `kept` has the additions once, as its catalog tables show it, and `shown`
/// twice.
std::string as_first_written(const std::string& kept, const std::string& shown);

/// An expression or a query as a person writes it.
Expr read_written(std::string_view sql, DialectId id);
/// A default as SHOW CREATE TABLE has it.
Expr read_written_default(std::string_view sql, const catalog::Type& type, DialectId id);

/// SQL without `database`. before the names of its tables.
std::string without_database(std::string_view sql, DialectId id, const std::string& database);

/// Digits without zeros that say nothing: "1.50" → "1.5", "0.00" → "0". Servers print a decimal's whole scale.
std::string plain_number(std::string_view digits);

}  // namespace schemac::dialect::mysql
