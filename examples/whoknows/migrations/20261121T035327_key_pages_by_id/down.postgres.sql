-- 20261121T035327_key_pages_by_id · down · postgres
-- guard SC6004 [pages.title] SELECT "title" FROM "pages" WHERE "title" IS NOT NULL GROUP BY "title" HAVING count(*) > 1 LIMIT 5

-- a backslash means itself
SET standard_conforming_strings = on;

-- functions may name what comes later
SET check_function_bodies = off;

-- all or nothing
BEGIN;

-- drop primary key pages_pkey of pages (id)
ALTER TABLE "pages" DROP CONSTRAINT "pages_pkey";

-- drop column pages.id
ALTER TABLE "pages" DROP COLUMN "id";

-- add primary key pages_pkey of pages (title)
ALTER TABLE "pages" ADD CONSTRAINT "pages_pkey" PRIMARY KEY ("title");

-- all or nothing
COMMIT;
