-- 20261121T035326_rename_password_to_pw_hash · down · mysql

-- texts are UTF-8
SET NAMES utf8mb4;

-- a value that does not fit is an error
SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION';

-- instants are in UTC
SET SESSION time_zone = '+00:00';

-- rename column users.pw_hash to password
ALTER TABLE `users`
  RENAME COLUMN `pw_hash` TO `password`;
