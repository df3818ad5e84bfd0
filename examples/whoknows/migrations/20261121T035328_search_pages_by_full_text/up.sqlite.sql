-- 20261121T035328_search_pages_by_full_text · up · sqlite

-- rebuilding a table must not cascade
PRAGMA foreign_keys = OFF;

-- renames reach no other table
PRAGMA legacy_alter_table = ON;

-- all or nothing
BEGIN IMMEDIATE;

-- create trigger pages.pages_search_delete
CREATE TRIGGER "pages_search_delete" after delete ON "pages" FOR EACH ROW
BEGIN
insert into pages_search (pages_search, rowid, title, content) values ('delete', old.id, old.title, old.content);
END;

-- create trigger pages.pages_search_insert
CREATE TRIGGER "pages_search_insert" after insert ON "pages" FOR EACH ROW
BEGIN
insert into pages_search (rowid, title, content) values (new.id, new.title, new.content);
END;

-- create trigger pages.pages_search_update
CREATE TRIGGER "pages_search_update" after update ON "pages" FOR EACH ROW
BEGIN
insert into pages_search (pages_search, rowid, title, content) values ('delete', old.id, old.title, old.content);
  insert into pages_search (rowid, title, content) values (new.id, new.title, new.content);
END;

-- create sql pages_search
create virtual table pages_search using fts5(title, content, content='pages', content_rowid='id');

-- the pages that are there already
INSERT INTO pages_search (pages_search) VALUES ('rebuild');

-- no row may point nowhere
PRAGMA foreign_key_check;

-- all or nothing
COMMIT;

-- as it was
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;
