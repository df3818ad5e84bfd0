"""MySQL and MariaDB: changes of views, triggers, routines, events and sequences."""

import re

from mutations.dice import Changes, Impossible
from mutations.mysql_tables import quoted

CHANGES = change = Changes()


@change(weight=2)
def new_view(db, dice):
    of, name = quoted(dice.one_of(db.tables() + db.views())), quoted(dice.new_name("v"))
    return "CREATE " + dice.choice([
        f"VIEW {name} AS SELECT * FROM {of}",
        f"ALGORITHM = MERGE SQL SECURITY INVOKER VIEW {name} AS SELECT 1 AS one, w.* FROM {of} w WHERE 1 < 2 WITH LOCAL CHECK OPTION",
        f"ALGORITHM = TEMPTABLE VIEW {name} AS SELECT count(*) AS `How Many` FROM {of}",
        f"DEFINER = CURRENT_USER SQL SECURITY DEFINER VIEW {name} (a) AS SELECT concat('it''s', '\\\\', \"é\") FROM {of}",
    ])


@change(weight=2)
def change_view(db, dice):
    view = dice.one_of(db.views())
    text = db.rows(f"SHOW CREATE VIEW {quoted(view)}")[0][1]
    changes = [re.sub("^CREATE ALGORITHM=\\w+", f"CREATE OR REPLACE ALGORITHM={kind}", text)
               for kind in ("MERGE", "TEMPTABLE", "UNDEFINED")]
    changes += [text.replace("CREATE ", "CREATE OR REPLACE ", 1).replace("SQL SECURITY DEFINER", "SQL SECURITY INVOKER", 1)]
    return dice.choice(changes + [f"DROP VIEW {quoted(view)}", f"RENAME TABLE {quoted(view)} TO {quoted(dice.new_name('v'))}"])


@change(weight=2)
def new_trigger(db, dice):
    table, name = quoted(dice.one_of(db.tables())), quoted(dice.new_name("t"))
    when, event = dice.choice(["BEFORE", "AFTER"]), dice.choice(["INSERT", "UPDATE", "DELETE"])
    body = dice.choice(["SET @mutated = coalesce(@mutated, 0) + 1", "BEGIN IF 1 > 2 THEN SET @mutated = 'it''s; so'; END IF; END"])
    order = ""
    others = [t for t in db.triggers() if quoted(t[1]) == table and t[2:] == [when, event]]
    if others and dice.chance(70):
        order = f"{dice.choice(['FOLLOWS', 'PRECEDES'])} {quoted(dice.choice(others)[0])} "
    return f"DELIMITER $$\nCREATE TRIGGER {name} {when} {event} ON {table} FOR EACH ROW {order}{body} $$\nDELIMITER ;"


@change()
def trigger_beside(db, dice):
    """A second one for the same moment, so that their order counts."""
    trigger, table, when, event = dice.one_of(db.triggers())
    order = dice.choice(["FOLLOWS", "PRECEDES"])
    return (f"CREATE TRIGGER {quoted(dice.new_name('t'))} {when} {event} ON {quoted(table)} FOR EACH ROW "
            f"{order} {quoted(trigger)} SET @mutated_beside = 1")


@change()
def drop_trigger(db, dice):
    return f"DROP TRIGGER {quoted(dice.one_of(db.triggers())[0])}"


@change(weight=2)
def new_routine(db, dice):
    table, name = quoted(dice.one_of(db.tables())), quoted(dice.new_name("r"))
    text = dice.choice([
        f"PROCEDURE {name} (IN a int, OUT b text) READS SQL DATA COMMENT 'it''s' SELECT count(*) FROM {table}",
        f"FUNCTION {name} (a int) RETURNS int DETERMINISTIC RETURN a + 1",
        f"FUNCTION {name} (a varchar(20) CHARACTER SET latin1) RETURNS varchar(20) NO SQL SQL SECURITY INVOKER "
        "BEGIN DECLARE b varchar(20); SET b = a; RETURN b; END",
        f"PROCEDURE {name} (INOUT a decimal(5,2)) MODIFIES SQL DATA BEGIN label: LOOP LEAVE label; END LOOP; END",
    ])
    return f"DELIMITER $$\nCREATE {text} $$\nDELIMITER ;"


def routines(db):
    return db.rows("""SELECT routine_type, routine_name FROM information_schema.routines
        WHERE routine_schema = database() AND routine_type IN ('PROCEDURE', 'FUNCTION') ORDER BY 1, 2""")


@change()
def change_routine(db, dice):
    kind, name = dice.one_of(routines(db))
    to = dice.choice(["SQL SECURITY INVOKER", "COMMENT 'it''s mutated'", "MODIFIES SQL DATA"])
    return dice.choice([f"DROP {kind} {quoted(name)}", f"ALTER {kind} {quoted(name)} {to}"])


@change(weight=2)
def new_event(db, dice):
    table, name = quoted(dice.one_of(db.tables())), quoted(dice.new_name("e"))
    when = dice.choice(["EVERY 1 DAY STARTS '2030-01-01 00:00:00'", "AT '2037-01-01 00:00:00' ON COMPLETION PRESERVE",
                        "EVERY '1:30' HOUR_MINUTE STARTS '2031-01-01 00:00:00'",
                        "EVERY 2 WEEK STARTS '2030-01-01 00:00:00' ENDS '2036-01-01 00:00:00'"])
    state = dice.choice(["", "DISABLE ", "COMMENT 'it''s' "])
    return f"CREATE EVENT {name} ON SCHEDULE {when} {state}DO DELETE FROM {table} WHERE 1 = 0"


@change()
def change_event(db, dice):
    name = quoted(dice.one_of(db.rows("SELECT event_name FROM information_schema.events WHERE event_schema = database() ORDER BY 1"))[0])
    return dice.choice([f"DROP EVENT {name}", f"ALTER EVENT {name} DISABLE", f"ALTER EVENT {name} ENABLE",
                        f"ALTER EVENT {name} RENAME TO {quoted(dice.new_name('e'))}", f"ALTER EVENT {name} COMMENT 'mutated'"])


@change()
def sequence_or_versioning(db, dice):
    """What MariaDB alone has."""
    if not db.is_mariadb:
        raise Impossible("MySQL has neither")
    table = quoted(dice.one_of(db.tables()))
    sequences = [quoted(row[0]) for row in db.rows(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = database() AND table_type = 'SEQUENCE' ORDER BY 1")]
    changes = [f"CREATE SEQUENCE {quoted(dice.new_name('s'))} START WITH 5", f"ALTER TABLE {table} ADD SYSTEM VERSIONING",
               f"CREATE SEQUENCE {quoted(dice.new_name('s'))} MINVALUE 3 MAXVALUE 900 INCREMENT BY 7 CACHE 5 CYCLE",
               f"ALTER TABLE {table} DROP SYSTEM VERSIONING"]
    for sequence in sequences:
        changes += [f"ALTER SEQUENCE {sequence} INCREMENT BY 3 NOCYCLE", f"DROP SEQUENCE {sequence}"]
    return dice.choice(changes)
