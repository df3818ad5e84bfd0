// What scripts ask the server's own catalogs before they make something: IF NOT EXISTS (SELECT FROM pg_type …).
#pragma once

#include "import/postgres/statement.h"

namespace schemac::import::postgres {

enum class Answer { no, yes, unknown, of_roles };

/// A condition of an IF. Roles are the server's: nobody here knows which there are.
Answer answer_to(Database& db, const Node& condition);

}  // namespace schemac::import::postgres
