// SQLite keeps a schema as the text of its CREATE statements; these read them back.
#pragma once

#include <string_view>
#include <vector>

#include "dialect/dialect.h"

namespace schemac::dialect::sqlite {

// Each throws Unreadable (dialect/common/sql_parser.h) where the statement is not what it should be.
Table read_table(std::string_view sql);
catalog::Index read_index(std::string_view sql);
catalog::View read_view(std::string_view sql);
catalog::Trigger read_trigger(std::string_view sql);

/// A check without a name is written with its column where it reads one alone.
void place_checks(Table& table);

/// An expression or a query as a person writes it.
Expr read_written(std::string_view sql);

/// A trigger's body in the one form that is compared: its statements, without BEGIN and END, each ended by a semicolon.
std::string trigger_body(std::string_view text);

}  // namespace schemac::dialect::sqlite
