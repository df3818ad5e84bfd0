-- 20261121T035325_create_users_and_pages · up · sqlite

-- rebuilding a table must not cascade
PRAGMA foreign_keys = OFF;

-- renames reach no other table
PRAGMA legacy_alter_table = ON;

-- all or nothing
BEGIN IMMEDIATE;

-- create table pages
CREATE TABLE "pages" (
  "title" VARCHAR(255) NOT NULL PRIMARY KEY,
  "url" VARCHAR(500) NOT NULL UNIQUE,
  "language" TEXT NOT NULL DEFAULT 'en' CHECK ("language" IN ('en', 'da')),
  "last_updated" TIMESTAMPTZ,
  "content" TEXT NOT NULL
);

-- create table users
CREATE TABLE "users" (
  "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "username" VARCHAR(64) NOT NULL UNIQUE,
  "email" VARCHAR(255) NOT NULL UNIQUE,
  "password" VARCHAR(255) NOT NULL,
  CHECK (length("username") > 0)
);

-- insert seed row https://en.wikipedia.org/wiki/MATLAB of pages
INSERT INTO "pages" ("title", "url", "language", "content") SELECT 'MATLAB', 'https://en.wikipedia.org/wiki/MATLAB', 'en', 'MATLAB is a numerical computing environment and a programming language.' WHERE NOT EXISTS (SELECT 1 FROM "pages" WHERE "url" = 'https://en.wikipedia.org/wiki/MATLAB');

-- insert seed row https://en.wikipedia.org/wiki/Ruby_(programming_language) of pages
INSERT INTO "pages" ("title", "url", "language", "content") SELECT 'Ruby', 'https://en.wikipedia.org/wiki/Ruby_(programming_language)', 'en', 'Ruby is an interpreted programming language that values the happiness of programmers.' WHERE NOT EXISTS (SELECT 1 FROM "pages" WHERE "url" = 'https://en.wikipedia.org/wiki/Ruby_(programming_language)');

-- insert seed row https://en.wikipedia.org/wiki/Fortran of pages
INSERT INTO "pages" ("title", "url", "language", "content") SELECT 'Fortran', 'https://en.wikipedia.org/wiki/Fortran', 'en', 'Fortran is a compiled programming language for numerical computing, first made in 1957.' WHERE NOT EXISTS (SELECT 1 FROM "pages" WHERE "url" = 'https://en.wikipedia.org/wiki/Fortran');

-- insert seed row https://en.wikipedia.org/wiki/Java_(programming_language) of pages
INSERT INTO "pages" ("title", "url", "language", "content") SELECT 'Java', 'https://en.wikipedia.org/wiki/Java_(programming_language)', 'en', 'Java is an object-oriented programming language whose programs run on a virtual machine.' WHERE NOT EXISTS (SELECT 1 FROM "pages" WHERE "url" = 'https://en.wikipedia.org/wiki/Java_(programming_language)');

-- insert seed row https://da.wikipedia.org/wiki/Fortran of pages
INSERT INTO "pages" ("title", "url", "language", "content") SELECT 'Fortran (dansk)', 'https://da.wikipedia.org/wiki/Fortran', 'da', 'Fortran er et programmeringssprog til numeriske beregninger.' WHERE NOT EXISTS (SELECT 1 FROM "pages" WHERE "url" = 'https://da.wikipedia.org/wiki/Fortran');

-- no row may point nowhere
PRAGMA foreign_key_check;

-- all or nothing
COMMIT;

-- as it was
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;
