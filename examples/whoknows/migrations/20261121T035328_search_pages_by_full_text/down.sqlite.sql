-- 20261121T035328_search_pages_by_full_text · down · sqlite

-- rebuilding a table must not cascade
PRAGMA foreign_keys = OFF;

-- renames reach no other table
PRAGMA legacy_alter_table = ON;

-- all or nothing
BEGIN IMMEDIATE;

-- drop trigger pages.pages_search_delete
DROP TRIGGER "pages_search_delete";

-- drop trigger pages.pages_search_insert
DROP TRIGGER "pages_search_insert";

-- drop trigger pages.pages_search_update
DROP TRIGGER "pages_search_update";

-- drop sql pages_search
drop table pages_search;

-- no row may point nowhere
PRAGMA foreign_key_check;

-- all or nothing
COMMIT;

-- as it was
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;
