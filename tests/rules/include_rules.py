#!/usr/bin/env python3
"""The never-rules of docs/architecture over every #include line, the length of files and the top level: include_rules.py ROOT.
Exits 1 and names each breach."""

import collections
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
DRIVERS = re.compile(r"^(pqxx/|libpq-fe\.h|mysql\.h|mysql/|mariadb/|cppconn/|mysql_(connection|driver)\.h|sqlite3\.h)")
PARSER_FILE = "compiler/dialect/postgres/parse/parse_tree.cpp"
DRIVER_FOLDERS = re.compile(r"^(compiler/engine|runtime/src/db)/[^/]+/")
MAY_SEE_SYNTAX = {"syntax", "sema", "lsp", "cli", "import"}
SOURCE_FOLDERS = ("compiler", "runtime", "examples", "tests")
TOP_LEVEL = {*SOURCE_FOLDERS, "grammar", "stdlib", "docs", "CMakeLists.txt", "CMakePresets.json", "README.md", "LICENSE", "dev"}
NEVER_COMMITTED = {"build", "compile_commands.json", "node_modules"}
MAX_LINES = 500


def rule_of_include(path, target, rooms):
    """What `path` breaks by including `target`, or None. `rooms` are the folders of compiler/."""
    parts = path.split("/")
    to_room = target.split("/")[0] if target.split("/")[0] in rooms and "/" in target else None
    if DRIVERS.match(target) and not DRIVER_FOLDERS.match(path):
        return "a driver's headers belong to compiler/engine/<name> and runtime/src/db/<name> (rule 5)"
    if target.startswith("pg_query") and path != PARSER_FILE:
        return f"PostgreSQL's parser is seen by {PARSER_FILE} alone (rule 5)"
    if parts[0] == "runtime" and to_room:
        return "the runtime never includes the compiler (rule 1)"
    if "generated" in parts[:-1] and to_room:
        return "generated code includes the runtime alone (rule 1)"
    if parts[0] != "compiler" or len(parts) < 3:
        return None
    return rule_of_room(parts[1], parts, target, to_room)


def rule_of_room(room, parts, target, to_room):
    if target.startswith("schemac/") and not target.startswith("schemac/base/"):
        return "of the runtime the compiler includes only schemac/base (rule 1)"
    below = {"base": {"base"}, "diag": {"base", "diag"}, "catalog": {"base", "diag", "catalog"}}
    if room in below and to_room and to_room not in below[room]:
        return f"{room} includes only {', '.join(sorted(below[room]))} (rule 2)"
    if target.startswith("antlr4") and room != "syntax":
        return "only syntax includes ANTLR (rule 3)"
    if to_room == "syntax" and room not in MAY_SEE_SYNTAX:
        return f"only {', '.join(sorted(MAY_SEE_SYNTAX))} include syntax (rule 3)"
    if room in ("diff", "plan", "codegen") and to_room == "dialect" and target != "dialect/dialect.h":
        return f"of dialect, {room} includes only dialect/dialect.h (rule 4)"
    if room == "dialect" and len(parts) > 3:
        return rule_of_dialect(parts[2], target)
    if room == "codegen" and to_room == "catalog" and not parts[-1].startswith("view"):
        return "emitters include the view model, never catalog (rule 6)"
    return None


def rule_of_dialect(own, target):
    into = target.split("/")
    if into[0] == "dialect" and len(into) > 2 and into[1] not in (own, "common"):
        return "dialects never include each other (rule 4)"
    if into[0] == "engine" and target != "engine/connection.h":
        return "of engine, a dialect includes only engine/connection.h (rule 4)"
    return None


def cycle_in(edges):
    """A list of folders that include each other in a ring, or None."""
    state, trail = {}, []

    def visit(node):
        state[node] = "open"
        trail.append(node)
        for following in sorted(edges[node]):
            if state.get(following) == "open":
                return trail[trail.index(following):] + [following]
            if following not in state and (found := visit(following)):
                return found
        state[node] = "done"
        trail.pop()
        return None

    for node in sorted(edges):
        if node not in state and (found := visit(node)):
            return found
    return None


def source_files(root):
    for folder in SOURCE_FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".h", ".cpp") and path.is_file():
                yield path


def breaches(root):
    rooms = {p.name for p in (root / "compiler").iterdir() if p.is_dir()}
    edges = collections.defaultdict(set)
    found = []
    for file in source_files(root):
        path = file.relative_to(root).as_posix()
        text = file.read_text(encoding="utf-8")
        for match in INCLUDE.finditer(text):
            line, target = text.count("\n", 0, match.start(2)) + 1, match.group(2)
            if rule := rule_of_include(path, target, rooms):
                found.append(f"{path}:{line}: includes '{target}': {rule}")
            from_room, to_room = path.split("/")[1], target.split("/")[0]
            if path.startswith("compiler/") and "/" in target and to_room in rooms and to_room != from_room:
                edges[from_room].add(to_room)
        if (lines := text.count("\n")) > MAX_LINES and "/expected" not in path:
            found.append(f"{path}: {lines} lines; a file past {MAX_LINES} wants a wall (rule 7)")
    for path in sorted(root.iterdir()):
        if path.name not in TOP_LEVEL | NEVER_COMMITTED and not path.name.startswith("."):
            found.append(f"{path.name}: the top level holds {', '.join(sorted(TOP_LEVEL))} and dotfiles alone")
    if ring := cycle_in(collections.defaultdict(set, edges)):
        found.append(f"folders include each other in a ring: {' -> '.join(ring)} (rule 7)")
    return found


if __name__ == "__main__":
    wrong = breaches(pathlib.Path(sys.argv[1]))
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)
