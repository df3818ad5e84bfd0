-- 20261121T035328_search_pages_by_full_text · up · postgres

-- a backslash means itself
SET standard_conforming_strings = on;

-- functions may name what comes later
SET check_function_bodies = off;

-- all or nothing
BEGIN;

-- add column pages.document
ALTER TABLE "pages" ADD COLUMN "document" tsvector;

-- add index pages_document_idx of pages (document)
CREATE INDEX "pages_document_idx" ON "pages" USING gin ("document");

-- create function pages_pages_document()
CREATE FUNCTION "pages_pages_document"() RETURNS trigger LANGUAGE plpgsql AS $schemac$
begin
  new.document :=
    setweight(to_tsvector((case new.language when 'da' then 'danish' else 'english' end)::regconfig, new.title), 'A') ||
    setweight(to_tsvector((case new.language when 'da' then 'danish' else 'english' end)::regconfig, new.content), 'B');
  return new;
end;
$schemac$;

-- create trigger pages.pages_document
CREATE TRIGGER "pages_document" before insert OR update ON "pages" FOR EACH ROW EXECUTE FUNCTION "pages_pages_document"();

-- the pages that are there already
UPDATE pages SET title = title;

-- all or nothing
COMMIT;
