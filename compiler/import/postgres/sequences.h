// Sequences: of their own, and those that number a column.
#pragma once

#include "import/postgres/statement.h"

namespace schemac::import::postgres {

/// Takes the options of CREATE SEQUENCE, ALTER SEQUENCE or an identity column.
void set_options(const Statement& s, Sequence& sequence, const std::vector<Node>& options);
/// With what PostgreSQL fills in where nothing is said.
Sequence completed(Sequence sequence);
/// 'schema.name'::regclass inside nextval().
std::string next_value_of(const QName& sequence);

/// The sequence of a new serial or identity column, called as the server calls it unless `options` name it.
QName number_column(const Statement& s, const QName& table, const std::string& column, Sequence sequence,
                    const std::vector<Node>& options);

void create_sequence(const Statement& s);
void alter_sequence(const Statement& s);

/// The sequence that goes with a column; nullptr where none does.
const QName* sequence_of(const Database& db, const QName& table, const std::string& column, bool identity);
void drop_sequence(Database& db, const QName& name);

/// Makes numbered columns of sequences that number one, and statements of all others.
void finish_sequences(Database& db);

}  // namespace schemac::import::postgres
