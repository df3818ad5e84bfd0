// Views, functions, triggers, rules and policies: what holds a query or a program.
#pragma once

#include "import/postgres/statement.h"

namespace schemac::import::postgres {

void create_view(const Statement& s);
void create_table_as(const Statement& s);  // and materialized views
void select_into(const Statement& s);
void refresh(const Statement& s);
void create_function(const Statement& s);
void alter_function(const Statement& s);
void create_trigger(const Statement& s);
void create_event_trigger(const Statement& s);
void alter_event_trigger(const Statement& s);
void create_rule(const Statement& s);
void create_policy(const Statement& s);
void alter_policy(const Statement& s);

/// The function that DROP, COMMENT or GRANT means by an ObjectWithArgs; its place in `db.programs`. SC4025 where there
/// is none.
std::multimap<QName, Program>::iterator find_function(const Statement& s, const Node& object);

/// A function as it is by another name.
catalog::Routine renamed_routine(Database& db, const catalog::Routine& routine, const QName& to);

inline constexpr const char* kMaterializedView = "materialized view \x01";

}  // namespace schemac::import::postgres
