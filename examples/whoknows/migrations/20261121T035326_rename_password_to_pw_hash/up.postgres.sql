-- 20261121T035326_rename_password_to_pw_hash · up · postgres

-- a backslash means itself
SET standard_conforming_strings = on;

-- functions may name what comes later
SET check_function_bodies = off;

-- all or nothing
BEGIN;

-- rename column users.password to pw_hash
ALTER TABLE "users" RENAME COLUMN "password" TO "pw_hash";

-- all or nothing
COMMIT;
