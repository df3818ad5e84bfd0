-- 20261121T035328_search_pages_by_full_text · down · postgres

-- a backslash means itself
SET standard_conforming_strings = on;

-- functions may name what comes later
SET check_function_bodies = off;

-- all or nothing
BEGIN;

-- drop trigger pages.pages_document
DROP TRIGGER "pages_document" ON "pages";

-- drop function pages_pages_document()
DROP FUNCTION "pages_pages_document"();

-- drop index pages_document_idx of pages (document)
DROP INDEX "pages_document_idx";

-- drop column pages.document
ALTER TABLE "pages" DROP COLUMN "document";

-- all or nothing
COMMIT;
