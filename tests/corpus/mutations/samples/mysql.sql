-- A shop with some of everything that MySQL and MariaDB both have.
CREATE TABLE customers (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  name varchar(80) NOT NULL,
  mail varchar(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  joined date DEFAULT '2020-01-02',
  kind enum('person','firm') NOT NULL DEFAULT 'person',
  note text,
  PRIMARY KEY (id),
  UNIQUE KEY name_mail (name, mail),
  CONSTRAINT mail_has_no_blank CHECK (mail NOT LIKE '% %')
) COMMENT='who buys';

CREATE TABLE goods (
  id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  `Full Name` varchar(100) NOT NULL,
  price decimal(10,2) NOT NULL DEFAULT '0.00',
  tags set('new','old','dear') DEFAULT 'new',
  height int DEFAULT NULL,
  twice int GENERATED ALWAYS AS (height * 2) VIRTUAL,
  half int GENERATED ALWAYS AS (height / 2) STORED,
  changed timestamp NULL DEFAULT current_timestamp ON UPDATE current_timestamp,
  KEY name_price (`Full Name`(20), price),
  KEY half_of (half)
);

CREATE TABLE orders (
  id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer bigint unsigned NOT NULL,
  goods int DEFAULT NULL,
  state tinyint(1) NOT NULL DEFAULT 0,
  ordered datetime(3) NOT NULL DEFAULT current_timestamp(3),
  KEY of_customer (customer, ordered),
  CONSTRAINT orders_customer FOREIGN KEY (customer) REFERENCES customers (id) ON DELETE CASCADE,
  CONSTRAINT orders_goods FOREIGN KEY (goods) REFERENCES goods (id)
);

CREATE TABLE events (
  id int NOT NULL,
  at date NOT NULL,
  kind varchar(20) DEFAULT 'it''s',
  PRIMARY KEY (id, at)
) PARTITION BY RANGE COLUMNS (at) (
  PARTITION old_ones VALUES LESS THAN ('2024-02-02'),
  PARTITION new_ones VALUES LESS THAN (MAXVALUE)
);

CREATE TABLE counts (a int, b int) PARTITION BY HASH (a) PARTITIONS 2;

CREATE VIEW open_orders AS
  SELECT o.id, o.state, c.name FROM orders o JOIN customers c ON c.id = o.customer WHERE o.state = 0;
CREATE SQL SECURITY INVOKER VIEW open_names AS SELECT name FROM open_orders;

CREATE TRIGGER orders_first BEFORE INSERT ON orders FOR EACH ROW SET NEW.state = coalesce(NEW.state, 0);
CREATE TRIGGER orders_second BEFORE INSERT ON orders FOR EACH ROW SET @seen = NEW.id;

CREATE FUNCTION doubled(a int) RETURNS int DETERMINISTIC RETURN a * 2;
CREATE PROCEDURE how_many(OUT n int) READS SQL DATA SELECT count(*) INTO n FROM orders;
CREATE EVENT clean ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 00:00:00' DISABLE DO DELETE FROM events WHERE at < '2000-01-01';
