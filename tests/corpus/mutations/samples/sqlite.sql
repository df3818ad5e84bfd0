-- A shop with some of everything that SQLite has.
CREATE TABLE customers (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name VARCHAR(80) NOT NULL COLLATE NOCASE,
  mail TEXT UNIQUE ON CONFLICT IGNORE,
  joined DATE DEFAULT CURRENT_DATE,
  note TEXT DEFAULT 'it''s',
  CONSTRAINT "has a name" CHECK (length(name) > 0)
);

CREATE TABLE goods (
  id INTEGER PRIMARY KEY,
  "Full Name" TEXT NOT NULL,
  price DECIMAL(10,2) NOT NULL DEFAULT 0,
  height INTEGER,
  twice INTEGER GENERATED ALWAYS AS (height * 2) STORED,
  label TEXT AS ("Full Name" || '!'),
  UNIQUE ("Full Name", price)
);
CREATE INDEX goods_lower ON goods (lower("Full Name")) WHERE height IS NOT NULL;
CREATE INDEX goods_twice ON goods (twice DESC);

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
  goods INTEGER REFERENCES goods DEFERRABLE INITIALLY DEFERRED,
  state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'paid', 'sent')),
  ordered DATETIME DEFAULT (datetime('now'))
);
CREATE UNIQUE INDEX orders_open ON orders (customer, goods) WHERE state = 'new' AND goods > 1000;

CREATE TABLE settings (k TEXT PRIMARY KEY, v TEXT) WITHOUT ROWID;
CREATE TABLE readings (at TEXT NOT NULL, value REAL, raw BLOB, PRIMARY KEY (at, value)) STRICT;
CREATE TABLE plain (a, b, c);

CREATE VIEW open_orders AS
  SELECT o.id, o.state, c.name FROM orders o JOIN customers c ON c.id = o.customer WHERE o.state <> 'sent';
CREATE VIEW open_names AS SELECT name FROM open_orders;

CREATE TRIGGER orders_paid AFTER UPDATE OF state ON orders WHEN NEW.state = 'none' BEGIN
  UPDATE goods SET height = height + 1 WHERE id = NEW.goods;
END;
CREATE TRIGGER open_orders_gone INSTEAD OF DELETE ON open_orders BEGIN
  DELETE FROM orders WHERE id = OLD.id;
END;
