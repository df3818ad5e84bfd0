-- 20261121T035327_key_pages_by_id · up · mariadb

-- texts are UTF-8
SET NAMES utf8mb4;

-- a value that does not fit is an error
SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION';

-- instants are in UTC
SET SESSION time_zone = '+00:00';

-- drop primary key of pages (title); add column pages.id; add primary key of pages (id)
ALTER TABLE `pages`
  DROP PRIMARY KEY,
  ADD COLUMN `id` bigint NOT NULL AUTO_INCREMENT FIRST,
  ADD PRIMARY KEY (`id`);
