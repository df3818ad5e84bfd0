-- 20261121T035327_key_pages_by_id · down · mariadb
-- guard SC6004 [pages.title] SELECT `title` FROM `pages` WHERE `title` IS NOT NULL GROUP BY `title` HAVING count(*) > 1 LIMIT 5

-- texts are UTF-8
SET NAMES utf8mb4;

-- a value that does not fit is an error
SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION';

-- instants are in UTC
SET SESSION time_zone = '+00:00';

-- drop primary key of pages (id); drop column pages.id; add primary key of pages (title)
ALTER TABLE `pages`
  DROP PRIMARY KEY,
  DROP COLUMN `id`,
  ADD PRIMARY KEY (`title`);
