-- 20261121T035325_create_users_and_pages · down · sqlite

-- rebuilding a table must not cascade
PRAGMA foreign_keys = OFF;

-- renames reach no other table
PRAGMA legacy_alter_table = ON;

-- all or nothing
BEGIN IMMEDIATE;

-- drop table pages
DROP TABLE "pages";

-- drop table users
DROP TABLE "users";

-- no row may point nowhere
PRAGMA foreign_key_check;

-- all or nothing
COMMIT;

-- as it was
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;
