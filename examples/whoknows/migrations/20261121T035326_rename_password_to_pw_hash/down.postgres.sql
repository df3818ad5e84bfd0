-- 20261121T035326_rename_password_to_pw_hash · down · postgres

-- a backslash means itself
SET standard_conforming_strings = on;

-- functions may name what comes later
SET check_function_bodies = off;

-- all or nothing
BEGIN;

-- rename column users.pw_hash to password
ALTER TABLE "users" RENAME COLUMN "pw_hash" TO "password";

-- all or nothing
COMMIT;
