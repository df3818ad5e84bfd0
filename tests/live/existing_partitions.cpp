// Rows that belong to another partition once partitions come, go, or get other bounds.
#include <fmt/format.h>

#include "existing_schemas.h"

namespace schemac::test {

namespace {

struct Part {
  std::string name, bound;
};
using Parts = std::vector<Part>;

std::string range(int from, int to) { return fmt::format("FOR VALUES FROM ({}) TO ({})", from, to); }

/// A table with a generated column, an identity column and an index, in these parts.
std::string days(const Parts& parts) {
  std::string sql =
      "CREATE TABLE days (day int NOT NULL PRIMARY KEY, said text, twice int GENERATED ALWAYS AS (day * 2) STORED, n "
      "bigint GENERATED ALWAYS AS IDENTITY) PARTITION BY RANGE (day); CREATE INDEX ON days (said);";
  for (const Part& part : parts) sql += "CREATE TABLE " + part.name + " PARTITION OF days " + part.bound + ";";
  return sql;
}
/// A trigger that would change each row, and one that is off; and keys that lead to and from the rows.
std::string surroundings() {
  return "CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.said := upper(NEW.said); RETURN NEW; "
         "END'; CREATE TRIGGER loud BEFORE INSERT ON days FOR EACH ROW EXECUTE FUNCTION shout();"
         "CREATE TRIGGER off AFTER DELETE ON days FOR EACH STATEMENT EXECUTE FUNCTION shout();"
         "ALTER TABLE days DISABLE TRIGGER off; CREATE TABLE notes (day int REFERENCES days);";
}

std::string numbers(const std::string& by, const Parts& parts) {
  std::string sql = "CREATE TABLE numbers (a int NOT NULL, b text) PARTITION BY " + by + ";";
  for (const Part& part : parts) sql += "CREATE TABLE " + part.name + " PARTITION OF numbers " + part.bound + ";";
  return sql;
}

Parts hashed(int count) {
  Parts out;
  for (int i = 0; i < count; ++i)
    out.push_back({fmt::format("h{}", i), fmt::format("FOR VALUES WITH (MODULUS {}, REMAINDER {})", count, i)});
  return out;
}

}  // namespace

/// The column of a parent changes, and what reads it reads a partition, or an heir's heir.
static void read_through_heirs(std::vector<Existing>& out) {
  const std::string parted =
      "CREATE TABLE p (id int, b text, g text GENERATED ALWAYS AS (b || 'x') STORED) PARTITION "
      "BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9);";
  const std::string heirs =
      "CREATE TABLE p (id int, b text, g text GENERATED ALWAYS AS (b || 'x') STORED); CREATE TABLE h (z int) INHERITS "
      "(p); CREATE TABLE p1 () INHERITS (h);";
  const std::string rows = "INSERT INTO p1 (id, b) VALUES (1, 'v');";
  const std::string readers =
      "CREATE VIEW v AS SELECT b, g FROM p1; CREATE VIEW w AS SELECT * FROM v; CREATE MATERIALIZED VIEW m AS SELECT b "
      "FROM p1; CREATE TABLE o (a int); CREATE RULE r AS ON INSERT TO o DO ALSO SELECT b FROM p1; CREATE FUNCTION f() "
      "RETURNS text LANGUAGE sql BEGIN ATOMIC SELECT max(b) FROM p1; END;";
  const auto with = [](std::string tables, const std::string& is, const std::string& becomes) {
    return tables.replace(tables.find(is), is.size(), becomes);
  };
  for (const auto& [whose, tables] : {std::pair("a partition", parted), std::pair("an heir's heir", heirs)}) {
    const std::string what = std::string(" while ") + whose + " is read";
    out.push_back({"a parent's column gets another type" + what, tables + rows + readers,
                   with(tables, "b text", "b varchar(20)") + readers});
    out.push_back({"a parent's column is computed otherwise" + what, tables + rows + readers,
                   with(tables, "'x'", "'y'") + readers});
  }
}

std::vector<Existing> parted_on_postgres() {
  const std::string rows = "INSERT INTO days (day, said) VALUES (1, 'a'), (5, 'b'), (12, 'c'), (19, 'd');";
  const std::string some = "INSERT INTO numbers VALUES (1, 'x'), (5, 'a'), (5, 'z'), (9, 'q');";
  const std::string many = "INSERT INTO numbers SELECT i, 'v' || i FROM generate_series(1, 40) i;";
  const std::string noted = "INSERT INTO notes VALUES (1), (19);";
  const std::string nested =
      "CREATE TABLE t (a int NOT NULL, b int NOT NULL, PRIMARY KEY (a, b)) PARTITION BY RANGE (a);";
  const std::string pairs = "INSERT INTO t VALUES (1, 1), (2, 2), (3, 3), (8, 1), (11, 1), (12, 2);";
  const std::string apart =
      "CREATE TABLE late (day int NOT NULL PRIMARY KEY, said text, twice int GENERATED ALWAYS AS (day * 2) STORED, n "
      "bigint NOT NULL); CREATE INDEX ON late (said);";
  const auto parts_of = [](const std::string& other, const std::string& end) {
    return "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TABLE p (a int) "
           "PARTITION BY RANGE (a); CREATE TABLE q (a int) PARTITION BY RANGE (a); CREATE TRIGGER r BEFORE INSERT ON p "
           "FOR "
           "EACH ROW EXECUTE FUNCTION f(); CREATE TRIGGER r BEFORE INSERT ON q FOR EACH ROW EXECUTE FUNCTION f();"
           "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) " +
           end +
           "; ALTER TABLE p1 DISABLE TRIGGER r; COMMENT ON "
           "TRIGGER r ON p1 IS 'off'; CREATE TABLE p2 PARTITION OF " +
           other +
           " FOR VALUES FROM (10) TO (20); ALTER TABLE "
           "p2 ENABLE ALWAYS TRIGGER r;";
  };
  const auto heirs_with = [](const std::string& trigger) {
    return "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TABLE p (id int, b "
           "text) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9); CREATE TABLE p2 "
           "PARTITION OF p FOR VALUES FROM (9) TO (20) PARTITION BY RANGE (id); CREATE TABLE p2x PARTITION OF p2 FOR "
           "VALUES FROM (9) TO (12); CREATE TABLE a (b text); CREATE TABLE h (c int) INHERITS (a); CREATE TRIGGER said "
           "AFTER " +
           trigger + " ON p FOR EACH ROW EXECUTE FUNCTION f();";
  };
  const auto keyed = [](const std::string& part, const std::string& heir) {
    return "CREATE TABLE p (id int NOT NULL, b text) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR "
           "VALUES "
           "FROM (0) TO (9) PARTITION BY RANGE (id); CREATE TABLE p1x PARTITION OF p1 FOR VALUES FROM (0) TO (5); "
           "CREATE TABLE a (n int); CREATE TABLE h () INHERITS (a); ALTER TABLE " +
           part + " ADD PRIMARY KEY (id), ADD CONSTRAINT positive CHECK (id >= 0); CREATE INDEX ON " + part +
           " (b); ALTER TABLE " + heir + " ADD CONSTRAINT small CHECK (n < 100);";
  };
  const auto heirs_by_default = [](const std::string& own) {
    return "CREATE TABLE p (a int DEFAULT 1); CREATE TABLE h (c int) INHERITS (p); ALTER TABLE h ALTER a SET DEFAULT " +
           own +
           "; CREATE TABLE g () INHERITS (h); CREATE TABLE b () INHERITS (h); ALTER TABLE b ALTER a SET DEFAULT 9;";
  };
  const std::string parted_heirs = heirs_with("INSERT"),
                    off =
                        "ALTER TABLE p1 DISABLE TRIGGER said; CREATE TRIGGER own AFTER "
                        "UPDATE OF b ON p1 FOR EACH ROW WHEN (OLD.b IS DISTINCT FROM NEW.b) EXECUTE FUNCTION f();";
  const auto pair = [](std::string what, std::string from, std::string to, const std::string& both) {
    return Existing{std::move(what), std::move(from) + both, std::move(to) + both, true};
  };
  std::vector<Existing> out = {
      pair("a partition is split", days({{"d1", range(0, 20)}}), days({{"d2", range(0, 10)}, {"d3", range(10, 20)}}),
           rows),
      pair("partitions are joined", days({{"d1", range(0, 10)}, {"d2", range(10, 20)}}), days({{"d3", range(0, 20)}}),
           rows),
      pair("a partition leaves rows to a new one", days({{"d1", range(0, 20)}}),
           days({{"d1", range(0, 10)}, {"d2", range(10, 20)}}), rows),
      pair("partitions swap their bounds", days({{"d1", range(0, 10)}, {"d2", range(10, 20)}}),
           days({{"d2", range(0, 10)}, {"d1", range(10, 20)}}), rows),
      pair("a default partition takes over", days({{"d1", range(0, 10)}, {"d2", range(10, 20)}}),
           days({{"d1", range(0, 10)}, {"rest", "DEFAULT"}}), rows),
      pair("a new partition takes its rows from the default one", days({{"d1", range(0, 10)}, {"rest", "DEFAULT"}}),
           days({{"d1", range(0, 10)}, {"d2", range(10, 15)}, {"rest", "DEFAULT"}}), rows),
      pair("a default partition gets bounds", days({{"d1", "DEFAULT"}}),
           days({{"d1", range(0, 10)}, {"d2", range(10, 20)}}), rows),
      pair("rows that a key leads to, with triggers, go to another partition, and the table gets a column",
           days({{"d1", range(0, 20)}, {"rest", "DEFAULT"}}) + rows + surroundings(),
           days({{"d2", range(0, 10)}, {"d3", range(10, 20)}, {"rest", "DEFAULT"}}) +
               "ALTER TABLE days ADD mark int DEFAULT 7;" + rows + surroundings(),
           noted),
      pair("an index has the name of one that goes", days({{"d1", range(0, 20)}}) + "CREATE INDEX own ON d1 (twice);",
           days({{"d2", range(0, 10)}, {"d3", range(10, 20)}}) + "CREATE INDEX own ON d2 (twice);", rows),
      pair("partitions by lists, one with null, change their shares",
           numbers("LIST (b)", {{"l1", "FOR VALUES IN ('x', 'a')"}, {"l2", "FOR VALUES IN ('z', 'q', NULL)"}}),
           numbers("LIST (b)", {{"l1", "FOR VALUES IN ('x', NULL)"}, {"l3", "FOR VALUES IN ('a', 'q', 'z')"}}),
           some + "INSERT INTO numbers VALUES (3, NULL)"),
      pair("partitions by a hash become more", numbers("HASH (a)", hashed(2)), numbers("HASH (a)", hashed(4)), many),
      pair("partitions by a hash become fewer", numbers("HASH (a)", hashed(4)), numbers("HASH (a)", hashed(3)), many),
      pair("partitions by two columns are bounded elsewhere",
           numbers("RANGE (a, b)", {{"m1", "FOR VALUES FROM (MINVALUE, MINVALUE) TO (5, 'k')"},
                                    {"m2", "FOR VALUES FROM (5, 'k') TO (MAXVALUE, MAXVALUE)"}}),
           numbers("RANGE (a, b)", {{"m1", "FOR VALUES FROM (MINVALUE, MINVALUE) TO (3, 'k')"},
                                    {"m2", "FOR VALUES FROM (3, 'k') TO (MAXVALUE, MAXVALUE)"}}),
           some),
      pair(
          "partitions of a partition change with it",
          nested + "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10) PARTITION BY LIST (b); CREATE TABLE t1x "
                   "PARTITION OF t1 FOR VALUES IN (1, 2); CREATE TABLE t1d PARTITION OF t1 DEFAULT; CREATE TABLE t2 "
                   "PARTITION OF t FOR VALUES FROM (10) TO (20);",
          nested + "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (5) PARTITION BY LIST (b); CREATE TABLE t1x "
                   "PARTITION OF t1 FOR VALUES IN (1); CREATE TABLE t1d PARTITION OF t1 DEFAULT; CREATE TABLE t3 "
                   "PARTITION OF t FOR VALUES FROM (5) TO (20) PARTITION BY HASH (b); CREATE TABLE t3a PARTITION OF t3 "
                   "FOR VALUES WITH (MODULUS 1, REMAINDER 0);",
          pairs),
      pair("a partition is of an enum that loses a label, and is split",
           "CREATE TYPE e AS ENUM ('a', 'b', 'c');" + numbers("RANGE (a)", {{"m1", range(0, 20)}}) +
               "ALTER TABLE numbers ADD e e; ",
           "CREATE TYPE e AS ENUM ('b', 'a');" + numbers("RANGE (a)", {{"m2", range(0, 5)}, {"m3", range(5, 20)}}) +
               "ALTER TABLE numbers ADD e e; ",
           "INSERT INTO numbers VALUES (1, 'x', 'a'), (7, 'y', 'b')"),
      {"a partition becomes a table of its own while another takes its bounds",
       days({{"d1", range(0, 10)}, {"late", range(10, 20)}}) + rows,
       days({{"d1", range(0, 10)}, {"d2", range(10, 20)}}) + apart},
      {"partitions and heirs have a check that is not validated", "CREATE TABLE apart (n int);",
       "CREATE TABLE apart (n int);" + numbers("RANGE (a)", {{"m1", range(0, 20)}, {"m2", "DEFAULT"}}) +
           "ALTER TABLE numbers ADD CONSTRAINT later CHECK (a <> 7) NOT VALID;"
           "COMMENT ON CONSTRAINT later ON numbers IS 'not yet'; CREATE TABLE parent (a int); CREATE TABLE heir (b "
           "int) "
           "INHERITS (parent); ALTER TABLE parent ADD CONSTRAINT late CHECK (a > 0) NOT VALID;"},
      {"publications of tables that have heirs, which they leave out, or of which they have columns and rows",
       "CREATE TABLE t (id int PRIMARY KEY, a int); CREATE TABLE h (y int) INHERITS (t); CREATE PUBLICATION part FOR "
       "TABLE t (id, a) WHERE (a > 0); CREATE PUBLICATION alone FOR TABLE ONLY t; INSERT INTO h VALUES (1, 2, 3)",
       "CREATE TABLE t (id int PRIMARY KEY, a int); CREATE TABLE h (y int) INHERITS (t); CREATE PUBLICATION part FOR "
       "TABLE t (id, a) WHERE (a > 1); CREATE PUBLICATION alone FOR TABLE ONLY t WITH (publish = 'insert')"},
      {"partitions and heirs have comments and states of triggers that are not their parents'",
       parted_heirs + "COMMENT ON COLUMN p1.b IS 'was'; INSERT INTO p1 VALUES (1, 'x')",
       parted_heirs + "COMMENT ON COLUMN p1.b IS 'own'; COMMENT ON COLUMN p2x.id IS 'deep'; COMMENT ON COLUMN h.b IS "
                      "'as its parent''s'; ALTER TABLE p DISABLE TRIGGER said; ALTER TABLE p1 ENABLE TRIGGER said;"
                      "ALTER TABLE p2 ENABLE REPLICA TRIGGER said; ALTER TABLE p2x ENABLE ALWAYS TRIGGER said;"},
      {"an heir's default changes, which its heirs have from it, but for one", heirs_by_default("2"),
       heirs_by_default("3")},
      {"an heir's default goes, which its heirs have from it, but for one", heirs_by_default("2"),
       heirs_by_default("1")},
      {"what a partition and an heir had of their own becomes their parents'",
       keyed("p1x", "h") + "INSERT INTO p VALUES (1, 'x'); INSERT INTO h VALUES (2)", keyed("p", "a")},
      {"what a parent had becomes its partition's and its heir's own",
       keyed("p", "a") + "INSERT INTO p VALUES (1, 'x'); INSERT INTO h VALUES (2)", keyed("p1x", "h")},
      {"partitions with states of triggers of their own get other bounds and another parent",
       parts_of("p", "TO (10)") + "INSERT INTO p VALUES (1), (11)", parts_of("q", "TO (9)")},
      {"a trigger is off on one partition, whose parent's trigger changes", parted_heirs + off,
       heirs_with("UPDATE") + off},
  };
  read_through_heirs(out);
  return out;
}

}  // namespace schemac::test
