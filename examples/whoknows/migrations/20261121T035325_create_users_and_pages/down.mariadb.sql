-- 20261121T035325_create_users_and_pages · down · mariadb

-- texts are UTF-8
SET NAMES utf8mb4;

-- a value that does not fit is an error
SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION';

-- instants are in UTC
SET SESSION time_zone = '+00:00';

-- drop table pages
DROP TABLE `pages`;

-- drop table users
DROP TABLE `users`;
