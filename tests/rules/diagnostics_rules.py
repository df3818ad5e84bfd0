#!/usr/bin/env python3
"""Of each diagnostic code: one declaration, one docs entry, one golden case.
diagnostics_rules.py ROOT [--declarations | --docs | --golden]: one of the three, or all"""

import collections
import pathlib
import re
import sys

DECLARATION = re.compile(r'^DIAG\((SC(\d)\d{3}), (\w+), "([a-z0-9-]+)", ', re.MULTILINE)
DOCS_ENTRY = re.compile(r"^#+ (SC\d{4})\b", re.MULTILINE)
USE = re.compile(r"\bSC\d{4}\b")


def declared(root):
    return DECLARATION.findall((root / "compiler/diag/diagnostics.def").read_text(encoding="utf-8"))


def repeated(names):
    return sorted(name for name, count in collections.Counter(names).items() if count > 1)


def declaration_faults(root):
    text = (root / "compiler/diag/diagnostics.def").read_text(encoding="utf-8")
    found = declared(root)
    faults = [f"{code} is declared twice" for code in repeated(d[0] for d in found)]
    faults += [f'the name "{name}" is given to two codes' for name in repeated(d[3] for d in found)]
    if len(re.findall(r"^DIAG\(", text, re.MULTILINE)) != len(found):
        faults.append('a declaration is not of the form DIAG(SCnnnn, class, "name-in-kebab-case", …')
    return faults


def use_faults(root):
    used = set()
    for path in sorted((root / "compiler").rglob("*")):
        if path.suffix in (".h", ".cpp"):
            used.update(USE.findall(path.read_text(encoding="utf-8")))
    return [f"{d[0]} is declared but nothing reports it" for d in declared(root) if d[0] not in used]


def docs_faults(root):
    codes = {d[0] for d in declared(root)}
    entries = DOCS_ENTRY.findall((root / "docs/diagnostics.md").read_text(encoding="utf-8"))
    faults = [f"{code} has no entry in docs/diagnostics.md" for code in sorted(codes - set(entries))]
    faults += [f"docs/diagnostics.md explains {code}, which is not declared" for code in sorted(set(entries) - codes)]
    return faults + [f"docs/diagnostics.md explains {code} twice" for code in repeated(entries)]


def golden_faults(root):
    shown = set()
    for path in sorted((root / "tests/golden").rglob("*")):
        if path.is_file() and path.suffix not in (".cpp", ".h", ".txt", ".py"):
            shown.update(USE.findall(path.read_text(encoding="utf-8", errors="replace")))
    return [f"no golden case shows {d[0]}" for d in declared(root) if d[0] not in shown]


CHECKS = {
    "--declarations": [declaration_faults],
    "--docs": [use_faults, docs_faults],
    "--golden": [golden_faults],
}


def faults(root, option=None):
    chosen = CHECKS[option] if option else sum(CHECKS.values(), [])
    return [fault for check in chosen for fault in check(root)]


if __name__ == "__main__":
    wrong = faults(pathlib.Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)
