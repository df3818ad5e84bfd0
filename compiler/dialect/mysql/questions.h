// Small questions about tables and columns that more than one unit asks.
#pragma once

#include "dialect/mysql/emit.h"

namespace schemac::dialect::mysql {

/// The indexes of a table, its unique keys among them.
catalog::Index index_of(const catalog::Index& index);
catalog::Index index_of(const catalog::Unique& key);
std::vector<catalog::Index> indexes_of(const Table& table);

/// A table's texts are of its collation where nothing else is said, and of the character set that it begins with.
std::string collation_of(const Table& table, const Column& column);
std::string charset_of(const Table& table, const Column& column);
bool has_collation(const catalog::Type& type);
/// Whether its texts go beyond ASCII.
bool has_letters(const catalog::Expr& e);

/// An enum or a set, which the servers keep as a number and show as a text.
bool has_labels(const catalog::Type& type);
/// char, varchar, the texts, and what has labels.
bool reads_as_text(const catalog::Type& type);
/// Whether the servers would take a value for the number of a label where the other type has no texts.
bool would_number_labels(const catalog::Type& from, const catalog::Type& to);

/// Whether the server turns no number beyond 2^63 into the other type's, though both hold it, but does so with a text.
bool goes_by_text(DialectId id, const catalog::Type& from, const catalog::Type& to);

/// How many bytes of padding go where a binary(n) becomes a shorter one, which the servers do not take off; 0 else.
std::size_t padding_taken_off(const catalog::Type& from, const catalog::Type& to);

/// The server fills it.
bool is_computed(const Column& column);
/// Whether a replica would compute another default, for which MySQL adds no column.
bool differs_by_server(const Column& column, DialectId id);

/// Whether a column of numbers comes to hold truth values.
bool becomes_truth(const Column& from, const Column& to);

}  // namespace schemac::dialect::mysql
