-- 20261121T035327_key_pages_by_id · up · sqlite

-- rebuilding a table must not cascade
PRAGMA foreign_keys = OFF;

-- renames reach no other table
PRAGMA legacy_alter_table = ON;

-- all or nothing
BEGIN IMMEDIATE;

-- make pages anew, as it is to be
CREATE TABLE "_schemac_new_pages" (
  "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "title" VARCHAR(255) NOT NULL,
  "url" VARCHAR(500) NOT NULL UNIQUE,
  "language" TEXT NOT NULL DEFAULT 'en' CHECK ("language" IN ('en', 'da')),
  "last_updated" TIMESTAMPTZ,
  "content" TEXT NOT NULL
);

-- copy its rows
INSERT INTO "_schemac_new_pages" ("id", "title", "url", "language", "last_updated", "content") SELECT "t".rowid, "t"."title", "t"."url", "t"."language", "t"."last_updated", "t"."content" FROM "pages" AS "t";

-- drop the old table
DROP TABLE "pages";

-- give the new one its name
ALTER TABLE "_schemac_new_pages" RENAME TO "pages";

-- no row may point nowhere
PRAGMA foreign_key_check;

-- all or nothing
COMMIT;

-- as it was
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;
