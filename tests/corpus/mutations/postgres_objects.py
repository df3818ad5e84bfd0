"""PostgreSQL: changes of what is beside tables, and of how tables hang together."""

import re

from mutations.dice import Changes
from mutations.postgres_tables import quoted

CHANGES = change = Changes()


# -- types


@change()
def new_domain(db, dice):
    table = db.table(dice)
    column = dice.one_of(c for c in db.columns(table[1]) if c[1] == "text" or c[1].startswith("character varying"))
    name = quoted(dice.new_name("d"))
    return (f"CREATE DOMAIN {name} AS {column[1]} {dice.choice(['', 'NOT NULL '])}CHECK (length(VALUE) < 5000);\n"
            f"ALTER TABLE {table[0]} ALTER COLUMN {column[0]} TYPE {name}")


@change(weight=2)
def change_domain(db, dice):
    domain = dice.one_of(db.types("d"))
    checks = [row[0] for row in db.rows(f"SELECT quote_ident(conname) FROM pg_constraint WHERE contypid = {domain[1]} ORDER BY 1")]
    changes = [
        f"ADD CONSTRAINT {quoted(dice.new_name('dk'))} CHECK (VALUE::text <> 'mutated')", "SET NOT NULL", "DROP NOT NULL",
        "ADD CHECK (length(VALUE::text) < 4000) NOT VALID", "DROP DEFAULT", f"RENAME TO {quoted(dice.new_name('d'))}",
    ]
    for check in checks:
        changes += [f"DROP CONSTRAINT {check}", f"RENAME CONSTRAINT {check} TO {quoted(dice.new_name('dk'))}"]
    return f"ALTER DOMAIN {domain[0]} {dice.choice(changes)}"


@change()
def new_composite(db, dice):
    name = quoted(dice.new_name("ct"))
    return (f"CREATE TYPE {name} AS (street text, \"House Number\" integer, place numeric(9,6)[]);\n"
            f"ALTER TABLE {db.table(dice)[0]} ADD COLUMN {quoted(dice.new_name('c'))} {name}{dice.choice(['', '[]'])}")


@change()
def change_composite(db, dice):
    kind = dice.one_of(db.types("c"))
    attribute = dice.one_of(db.rows(f"""SELECT quote_ident(attname) FROM pg_attribute a JOIN pg_type t ON t.typrelid = attrelid
        WHERE t.oid = {kind[1]} AND attnum > 0 AND NOT attisdropped ORDER BY attnum"""))[0]
    return f"ALTER TYPE {kind[0]} " + dice.choice([
        f"ADD ATTRIBUTE {quoted(dice.new_name('a'))} date", f"DROP ATTRIBUTE {attribute}",
        f"RENAME ATTRIBUTE {attribute} TO {quoted(dice.new_name('a'))}", f"RENAME TO {quoted(dice.new_name('ct'))}",
    ])


@change()
def new_enum(db, dice):
    name = quoted(dice.new_name("e"))
    return (f"CREATE TYPE {name} AS ENUM ('a', 'b c', 'it''s');\n"
            f"ALTER TABLE {db.table(dice)[0]} ADD COLUMN {quoted(dice.new_name('c'))} {name} NOT NULL DEFAULT 'b c', "
            f"ADD COLUMN {quoted(dice.new_name('c'))} {name}[]")


@change(weight=2)
def change_enum(db, dice):
    kind = dice.one_of(db.types("e"))
    label = dice.one_of(db.rows(f"SELECT quote_literal(enumlabel) FROM pg_enum WHERE enumtypid = {kind[1]} ORDER BY enumsortorder"))[0]
    return f"ALTER TYPE {kind[0]} " + dice.choice([
        "ADD VALUE 'mutated'", f"ADD VALUE 'mutated before' BEFORE {label}", f"ADD VALUE 'mutated behind' AFTER {label}",
        f"RENAME VALUE {label} TO 'mutated label'", f"RENAME TO {quoted(dice.new_name('e'))}",
    ])


@change()
def comment_on_type(db, dice):
    kind = dice.one_of(db.types("e") + db.types("d") + db.types("c"))
    return f"COMMENT ON TYPE {kind[0]} IS 'mutated'"


# -- views


@change(weight=2)
def new_view(db, dice):
    of, name = dice.one_of(db.relations("rpvm"))[0], quoted(dice.new_name("v"))
    return dice.choice([
        f"CREATE VIEW {name} AS SELECT * FROM {of}",
        f"CREATE VIEW {name} WITH (security_barrier, security_invoker = true) AS SELECT * FROM {of}",
        f"CREATE VIEW {name} AS SELECT * FROM {of} WHERE 1 < 2 WITH LOCAL CHECK OPTION",
        f"CREATE VIEW {name} AS SELECT count(*) AS how_many FROM {of}",
        f"CREATE MATERIALIZED VIEW {name} AS SELECT * FROM {of};\nCREATE INDEX ON {name} ((1))",
        f"CREATE MATERIALIZED VIEW {name} WITH (fillfactor = 80) AS SELECT count(*) AS n FROM {of} WITH NO DATA",
    ])


@change()
def change_view(db, dice):
    view = dice.one_of(db.relations("v"))
    column = dice.one_of(db.columns(view[1]))[0]
    text = db.view_definition(view[1])
    return dice.choice([
        f"CREATE OR REPLACE VIEW {view[0]} AS SELECT w.*, 1 AS mutated FROM ({text}) w",
        f"ALTER VIEW {view[0]} SET (security_barrier = true)", f"ALTER VIEW {view[0]} SET (security_invoker = on)",
        f"ALTER VIEW {view[0]} RENAME COLUMN {column} TO {quoted(dice.new_name('vc'))}",
        f"ALTER VIEW {view[0]} ALTER COLUMN {column} SET DEFAULT NULL",
        f"ALTER VIEW {view[0]} RENAME TO {quoted(dice.new_name('v'))}",
        f"COMMENT ON COLUMN {view[0]}.{column} IS 'mutated'",
        f"CREATE RULE {quoted(dice.new_name('r'))} AS ON INSERT TO {view[0]} DO INSTEAD NOTHING",
    ])


@change()
def drop_view(db, dice):
    view = dice.one_of([("", v) for v in db.relations("v")] + [("MATERIALIZED ", v) for v in db.relations("m")])
    return f"DROP {view[0]}VIEW {view[1][0]} CASCADE"


# -- functions and triggers


@change()
def new_function(db, dice):
    name, table = quoted(dice.new_name("f")), db.table(dice)[0]
    return dice.choice([
        f"CREATE FUNCTION {name}(a integer, b text DEFAULT 'it''s') RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE "
        "AS $$SELECT b || a$$",
        f"CREATE FUNCTION {name}() RETURNS SETOF {table} LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO 'pg_catalog' "
        f"ROWS 5 AS $$SELECT * FROM {table}$$",
        f"CREATE FUNCTION {name}(INOUT a integer, VARIADIC b integer[]) LANGUAGE sql RETURN a + 1",
        f"CREATE PROCEDURE {name}(a integer) LANGUAGE plpgsql AS $$BEGIN COMMIT; END$$",
        f"CREATE FUNCTION {name}(a integer) RETURNS TABLE (x integer, y text) LANGUAGE plpgsql COST 7 "
        "AS $$BEGIN RETURN QUERY SELECT a, 'y'::text; END$$",
        f"CREATE AGGREGATE {name}(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0')",
    ])


@change()
def use_function(db, dice):
    """A function that a default and a check call, so that it cannot go before them."""
    name, table = quoted(dice.new_name("f")), db.table(dice)[0]
    column = quoted(dice.new_name("c"))
    return (f"CREATE FUNCTION {name}(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$SELECT a * 2$$;\n"
            f"ALTER TABLE {table} ADD COLUMN {column} integer DEFAULT {name}(4) CHECK ({name}({column}) > 0)")


@change(weight=2)
def change_function(db, dice):
    function = dice.one_of(db.routines("f"))
    definition = db.rows(f"SELECT pg_get_functiondef({function[1]})")[0][0]
    options = ["SECURITY DEFINER", "SECURITY INVOKER", "SET search_path TO 'public'", "COST 33", "VOLATILE", "LEAKPROOF",
               "PARALLEL RESTRICTED", "STRICT", "RESET ALL", f"RENAME TO {quoted(dice.new_name('f'))}"]
    changes = [f"ALTER FUNCTION {function[0]} {dice.choice(options)}"]
    if re.search(r"(?im)^\s*begin\b", definition):
        changes.append(re.sub(r"(?im)^(\s*)begin\b", r"\1BEGIN /* mutated */", definition, count=1))
    return dice.choice(changes)


@change()
def drop_routine(db, dice):
    return f"DROP ROUTINE {dice.one_of(db.routines('fpa'))[0]} CASCADE"


@change(weight=2)
def new_trigger(db, dice):
    table, column = db.column(dice)
    function, trigger = quoted(dice.new_name("tf")), quoted(dice.new_name("t"))
    when = dice.choice([
        f"TRIGGER {trigger} BEFORE INSERT OR UPDATE ON {table[0]} FOR EACH ROW",
        f"TRIGGER {trigger} AFTER UPDATE OF {column[0]} ON {table[0]} FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)",
        f"TRIGGER {trigger} AFTER DELETE ON {table[0]} REFERENCING OLD TABLE AS gone FOR EACH STATEMENT",
        f"CONSTRAINT TRIGGER {trigger} AFTER INSERT ON {table[0]} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW",
        f"TRIGGER {trigger} BEFORE TRUNCATE ON {table[0]}",
    ])
    return (f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN coalesce(NEW, OLD); END$$;\n"
            f"CREATE {when} EXECUTE FUNCTION {function}({dice.choice(['', chr(39) + 'a b' + chr(39)])})")


@change(weight=2)
def change_trigger(db, dice):
    triggers = db.rows("""SELECT quote_ident(tgname), tgrelid::regclass FROM pg_trigger
        WHERE NOT tgisinternal AND tgparentid = 0 ORDER BY 2, 1""")
    trigger, table = dice.one_of(triggers)
    return dice.choice([
        f"DROP TRIGGER {trigger} ON {table}", f"ALTER TABLE {table} DISABLE TRIGGER {trigger}",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}", f"ALTER TABLE {table} ENABLE REPLICA TRIGGER {trigger}",
        f"ALTER TRIGGER {trigger} ON {table} RENAME TO {quoted(dice.new_name('t'))}",
        f"COMMENT ON TRIGGER {trigger} ON {table} IS 'mutated'",
    ])


@change()
def new_rule(db, dice):
    table, event = db.table(dice)[0], dice.choice(["DELETE", "UPDATE"])
    return f"CREATE RULE {quoted(dice.new_name('r'))} AS ON {event} TO {table} DO {dice.choice(['INSTEAD', 'ALSO'])} NOTHING"


# -- schemas, sequences, rights


@change()
def move_to_schema(db, dice):
    name = quoted(dice.new_name("s"))
    movable = [("TABLE", t[0]) for t in db.relations("rp")] + [("VIEW", v[0]) for v in db.relations("v")]
    movable += [("TYPE", t[0]) for t in db.types("e") + db.types("c")] + [("DOMAIN", t[0]) for t in db.types("d")]
    movable += [("ROUTINE", r[0]) for r in db.routines("fp")]
    kind, what = dice.one_of(movable)
    return f"CREATE SCHEMA {name};\nALTER {kind} {what} SET SCHEMA {name}"


@change()
def rename_schema(db, dice):
    schemas = db.rows("""SELECT quote_ident(nspname) FROM pg_namespace
        WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public') ORDER BY 1""")
    return f"ALTER SCHEMA {dice.one_of(schemas)[0]} RENAME TO {quoted(dice.new_name('s'))}"


@change(weight=2)
def change_sequence(db, dice):
    sequence = dice.one_of(db.relations("S"))[0]
    return dice.choice([
        f"ALTER SEQUENCE {sequence} INCREMENT BY 3", f"ALTER SEQUENCE {sequence} CACHE 7 CYCLE",
        f"ALTER SEQUENCE {sequence} OWNED BY NONE", f"ALTER SEQUENCE {sequence} RENAME TO {quoted(dice.new_name('seq'))}",
        f"ALTER SEQUENCE {sequence} MAXVALUE 32000", f"DROP SEQUENCE {sequence} CASCADE",
        f"ALTER SEQUENCE {sequence} MINVALUE -10 START WITH -3", f"ALTER SEQUENCE {sequence} AS bigint",
        f"CREATE SEQUENCE {quoted(dice.new_name('seq'))} AS smallint START WITH 5",
    ])


@change()
def grant(db, dice):
    table, column = db.column(dice)
    return dice.choice([
        f"GRANT SELECT ON {table[0]} TO PUBLIC", f"GRANT SELECT ({column[0]}), UPDATE ({column[0]}) ON {table[0]} TO PUBLIC",
        f"REVOKE ALL ON {table[0]} FROM CURRENT_USER", f"GRANT INSERT, TRIGGER ON {table[0]} TO PUBLIC",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
        "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON ROUTINES FROM PUBLIC",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO PUBLIC",
    ])


@change()
def grant_beside_tables(db, dice):
    grants = [f"GRANT USAGE ON SEQUENCE {s[0]} TO PUBLIC" for s in db.relations("S")]
    grants += [f"REVOKE EXECUTE ON ROUTINE {r[0]} FROM PUBLIC" for r in db.routines("fp")]
    grants += [f"REVOKE USAGE ON TYPE {t[0]} FROM PUBLIC" for t in db.types("e") + db.types("c") + db.types("d")]
    return dice.one_of(grants)


@change()
def policy(db, dice):
    table, column = db.column(dice)
    existing = db.rows("SELECT quote_ident(polname), polrelid::regclass FROM pg_policy ORDER BY 2, 1")
    name = quoted(dice.new_name("p"))
    new = [
        f"CREATE POLICY {name} ON {table[0]} USING ({column[0]} IS NOT NULL)",
        f"CREATE POLICY {name} ON {table[0]} AS RESTRICTIVE FOR UPDATE TO CURRENT_USER USING (true) WITH CHECK ({column[0]} IS NULL)",
    ]
    old = [[f"DROP POLICY {p} ON {on}", f"ALTER POLICY {p} ON {on} RENAME TO {name}", f"ALTER POLICY {p} ON {on} TO PUBLIC USING (false)"]
           for p, on in existing]
    return dice.choice(new + sum(old, []))


@change()
def statistics(db, dice):
    table = db.table(dice)
    one, other = dice.some_of(db.columns(table[1]), 2)
    kinds = dice.choice(["", " (ndistinct, mcv)", " (dependencies)"])
    return f"CREATE STATISTICS {quoted(dice.new_name('st'))}{kinds} ON {one[0]}, {other[0]} FROM {table[0]}"


# -- partitions


@change()
def new_partitions(db, dice):
    table, *parts = [quoted(dice.new_name("p")) for _ in range(3)]
    return dice.choice([
        f"CREATE TABLE {table} (id integer, k text) PARTITION BY LIST (k);\n"
        f"CREATE TABLE {parts[0]} PARTITION OF {table} FOR VALUES IN ('a', NULL);\n"
        f"CREATE TABLE {parts[1]} PARTITION OF {table} DEFAULT;\nCREATE INDEX ON {table} (id)",
        f"CREATE TABLE {table} (id integer, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);\n"
        f"CREATE TABLE {parts[0]} PARTITION OF {table} FOR VALUES FROM (MINVALUE) TO ('2024-02-02');\n"
        f"CREATE TABLE {parts[1]} PARTITION OF {table} FOR VALUES FROM ('2024-02-02') TO (MAXVALUE)",
        f"CREATE TABLE {table} (id integer, k text) PARTITION BY HASH (id);\n"
        f"CREATE TABLE {parts[0]} PARTITION OF {table} FOR VALUES WITH (MODULUS 2, REMAINDER 0);\n"
        f"CREATE TABLE {parts[1]} PARTITION OF {table} FOR VALUES WITH (MODULUS 2, REMAINDER 1) PARTITION BY LIST (k)",
    ])


def partitions_of(db):
    """(partition, table, bounds)"""
    return db.rows("""SELECT c.oid::regclass, i.inhparent::regclass, pg_get_expr(c.relpartbound, c.oid) FROM pg_class c
        JOIN pg_inherits i ON i.inhrelid = c.oid WHERE c.relispartition AND c.relkind IN ('r', 'p') ORDER BY 2, 1""")


@change(weight=2)
def change_partition(db, dice):
    partition, table, bounds = dice.one_of(partitions_of(db))
    other = quoted(dice.new_name("p"))
    return dice.choice([
        f"ALTER TABLE {table} DETACH PARTITION {partition}",
        f"DROP TABLE {partition}",
        f"ALTER TABLE {table} DETACH PARTITION {partition};\nALTER TABLE {table} ATTACH PARTITION {partition} {bounds}",
        f"DROP TABLE {partition};\nCREATE TABLE {other} PARTITION OF {table} {bounds}",
        f"CREATE INDEX ON {partition} ((1))",
        f"ALTER TABLE {partition} SET (fillfactor = 60)",
    ])


@change(weight=2)
def change_partitioned(db, dice):
    table = dice.one_of(db.relations("p"))
    column = dice.one_of(db.columns(table[1]))[0]
    name = quoted(dice.new_name("pc"))
    return dice.choice([
        f"CREATE INDEX ON {table[0]} ({column})", f"ALTER TABLE {table[0]} ADD COLUMN {name} integer DEFAULT 3",
        f"ALTER TABLE {table[0]} ADD CHECK ({column} IS NOT NULL OR true)",
        f"CREATE TABLE {name} PARTITION OF {table[0]} DEFAULT",
        f"CREATE TABLE {name} (LIKE {table[0]} INCLUDING ALL);\nALTER TABLE {table[0]} ATTACH PARTITION {name} DEFAULT",
    ])
