-- 20261121T035325_create_users_and_pages · down · postgres

-- a backslash means itself
SET standard_conforming_strings = on;

-- functions may name what comes later
SET check_function_bodies = off;

-- all or nothing
BEGIN;

-- drop table pages
DROP TABLE "pages";

-- drop table users
DROP TABLE "users";

-- drop enum Language
DROP TYPE "Language";

-- all or nothing
COMMIT;
