-- 20261121T035328_search_pages_by_full_text · up · mysql

-- texts are UTF-8
SET NAMES utf8mb4;

-- a value that does not fit is an error
SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION';

-- instants are in UTC
SET SESSION time_zone = '+00:00';

-- add index pages_title_content_idx of pages (title, content)
ALTER TABLE `pages`
  ADD FULLTEXT KEY `pages_title_content_idx` (`title`, `content`);
