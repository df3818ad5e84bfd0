#include <cstdio>

#include "notes.h"
#include "schemac/db/database.h"
#include "v1.h"

/// Inserts a note into the database of the URL given and prints what is there.
int main(int, char** argv) {
  std::string error;
  const auto url = schemac::parse_database_url(argv[1], error);
  if (!url) return 1;
  schemac::db::Database database(*url);
  const outside::model::V1 api(database);
  const auto connection = database.acquire();
  outside::model::NewNote note;
  note.text = "installed";
  outside::model::notes::insert(*connection, note);
  for (const auto& found : outside::model::notes::list(*connection)) std::printf("%s\n", found.text.c_str());
  return api.notes ? 0 : 1;
}
