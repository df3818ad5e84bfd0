-- 20261121T035325_create_users_and_pages · up · mariadb

-- texts are UTF-8
SET NAMES utf8mb4;

-- a value that does not fit is an error
SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION';

-- instants are in UTC
SET SESSION time_zone = '+00:00';

-- create table pages
CREATE TABLE `pages` (
  `title` varchar(255) NOT NULL,
  `url` varchar(500) NOT NULL,
  `language` enum('en','da') NOT NULL DEFAULT 'en',
  `last_updated` datetime(6) NULL,
  `content` longtext NOT NULL,
  PRIMARY KEY (`title`),
  UNIQUE KEY `pages_url_key` (`url`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin COMMENT='One page of the index.';

-- create table users
CREATE TABLE `users` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `username` varchar(64) NOT NULL COMMENT 'The name to log in with.',
  `email` varchar(255) NOT NULL,
  `password` varchar(255) NOT NULL COMMENT 'The password as an argon2id hash; never the password itself, and never served.',
  PRIMARY KEY (`id`),
  UNIQUE KEY `users_email_key` (`email`),
  UNIQUE KEY `users_username_key` (`username`),
  CONSTRAINT `users_username_check` CHECK (char_length(`username`) > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin COMMENT='A person who can log in.';

-- insert seed row https://en.wikipedia.org/wiki/MATLAB of pages
INSERT INTO `pages` (`title`, `url`, `language`, `content`) SELECT 'MATLAB', 'https://en.wikipedia.org/wiki/MATLAB', 'en', 'MATLAB is a numerical computing environment and a programming language.' WHERE NOT EXISTS (SELECT 1 FROM `pages` WHERE `url` = 'https://en.wikipedia.org/wiki/MATLAB');

-- insert seed row https://en.wikipedia.org/wiki/Ruby_(programming_language) of pages
INSERT INTO `pages` (`title`, `url`, `language`, `content`) SELECT 'Ruby', 'https://en.wikipedia.org/wiki/Ruby_(programming_language)', 'en', 'Ruby is an interpreted programming language that values the happiness of programmers.' WHERE NOT EXISTS (SELECT 1 FROM `pages` WHERE `url` = 'https://en.wikipedia.org/wiki/Ruby_(programming_language)');

-- insert seed row https://en.wikipedia.org/wiki/Fortran of pages
INSERT INTO `pages` (`title`, `url`, `language`, `content`) SELECT 'Fortran', 'https://en.wikipedia.org/wiki/Fortran', 'en', 'Fortran is a compiled programming language for numerical computing, first made in 1957.' WHERE NOT EXISTS (SELECT 1 FROM `pages` WHERE `url` = 'https://en.wikipedia.org/wiki/Fortran');

-- insert seed row https://en.wikipedia.org/wiki/Java_(programming_language) of pages
INSERT INTO `pages` (`title`, `url`, `language`, `content`) SELECT 'Java', 'https://en.wikipedia.org/wiki/Java_(programming_language)', 'en', 'Java is an object-oriented programming language whose programs run on a virtual machine.' WHERE NOT EXISTS (SELECT 1 FROM `pages` WHERE `url` = 'https://en.wikipedia.org/wiki/Java_(programming_language)');

-- insert seed row https://da.wikipedia.org/wiki/Fortran of pages
INSERT INTO `pages` (`title`, `url`, `language`, `content`) SELECT 'Fortran (dansk)', 'https://da.wikipedia.org/wiki/Fortran', 'da', 'Fortran er et programmeringssprog til numeriske beregninger.' WHERE NOT EXISTS (SELECT 1 FROM `pages` WHERE `url` = 'https://da.wikipedia.org/wiki/Fortran');
