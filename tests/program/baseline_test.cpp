// A database that schemac's own SQL made is at the state of the schema: it is adopted, and nothing differs.
#include "program/project.h"

namespace schemac::test {
namespace {

class Baseline : public Project {};

TEST_P(Baseline, TakesWhatTheSchemasOwnSqlMade) {
  write("app.schema", R"(
table authors {
  id   : int primary key
  name : varchar(20) unique
}
table books {
  id     : int primary key
  author : authors.id
  price  : int?
  index (price desc)
}
view cheap {
  select books.id, books.price as price from books where books.price in (1, 2)
}
view cheapest {
  select cheap.id from cheap
}
view shelf {
  select b.id, a.name from books b join authors a on a.id = b.author where b.price between 1 and 9
}
)");
  const std::string to = std::string(to_string(GetParam()));
  schemac("diff --from empty --to app.schema --dialect " + to + " -o made.sql");
  database_.run(read("made.sql"));
  schemac("plan -m first");
  schemac("baseline");
  schemac("verify");
  schemac("diff --from '" + database_.url() + "' --to app.schema --exit-code");
}

SCHEMAC_ON_EVERY_ENGINE(Baseline);

}  // namespace
}  // namespace schemac::test
