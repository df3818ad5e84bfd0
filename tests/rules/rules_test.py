#!/usr/bin/env python3
"""The checkers themselves: each rule is seen to bite on a small tree that breaks it."""

import pathlib
import tempfile
import unittest

import diagnostics_rules
import include_rules


class Tree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for room in ("base", "diag", "catalog", "syntax", "sema", "diff", "dialect/mysql", "dialect/sqlite", "engine", "codegen"):
            (self.root / "compiler" / room).mkdir(parents=True)

    def write(self, path, text):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")


class IncludeRules(Tree):
    def breaches_of(self, path, include):
        self.write(path, f"#include {include}\n")
        return include_rules.breaches(self.root)

    def test_each_rule_bites(self):
        for path, include, rule in [
            ("runtime/src/a.cpp", '"catalog/catalog.h"', "rule 1"),
            ("compiler/sema/a.cpp", '"schemac/http/server.h"', "rule 1"),
            ("examples/x/generated/a.h", '"diag/diagnostic.h"', "rule 1"),
            ("compiler/base/a.h", '"diag/diagnostic.h"', "rule 2"),
            ("compiler/catalog/a.h", '"syntax/ast.h"', "rule 2"),
            ("compiler/sema/a.cpp", "<antlr4-runtime.h>", "rule 3"),
            ("compiler/diff/a.cpp", '"syntax/ast.h"', "rule 3"),
            ("compiler/diff/a.cpp", '"dialect/mysql/emit.h"', "rule 4"),
            ("compiler/dialect/mysql/a.cpp", '"dialect/sqlite/emit.h"', "rule 4"),
            ("compiler/dialect/mysql/a.cpp", '"engine/script.h"', "rule 4"),
            ("compiler/engine/connection.cpp", "<pqxx/pqxx>", "rule 5"),
            ("tests/live/a.cpp", "<sqlite3.h>", "rule 5"),
            ("compiler/import/sql_dump.cpp", "<pg_query.h>", "rule 5"),
            ("compiler/codegen/emit_cpp.cpp", '"catalog/catalog.h"', "rule 6"),
        ]:
            with self.subTest(path=path, include=include):
                found = self.breaches_of(path, include)
                self.assertTrue(found and rule in found[0], found)
                (self.root / path).unlink()

    def test_what_is_allowed_passes(self):
        for path, include in [
            ("compiler/sema/a.cpp", '"schemac/base/url.h"'),
            ("compiler/sema/b.cpp", '"syntax/ast.h"'),
            ("compiler/diff/a.cpp", '"dialect/dialect.h"'),
            ("compiler/dialect/mysql/a.cpp", '"engine/connection.h"'),
            ("compiler/dialect/mysql/b.cpp", '"dialect/mysql/emit.h"'),
            ("compiler/dialect/mysql/c.cpp", '"dialect/common/reader.h"'),
            ("compiler/engine/sqlite/a.cpp", "<sqlite3.h>"),
            ("compiler/codegen/view_model.cpp", '"catalog/catalog.h"'),
        ]:
            with self.subTest(path=path, include=include):
                self.assertEqual(self.breaches_of(path, include), [])

    def test_what_lies_about_at_the_top_is_named(self):
        self.write("a.txt", "")
        self.write(".clang-format", "")
        self.assertEqual([breach.split(":")[0] for breach in include_rules.breaches(self.root)], ["a.txt"])

    def test_rings_and_long_files_are_named(self):
        self.write("compiler/sema/a.cpp", '#include "diff/d.h"\n')
        self.write("compiler/diff/a.cpp", '#include "engine/e.h"\n')
        self.write("compiler/engine/a.cpp", '#include "sema/s.h"\n')
        self.assertIn("diff -> engine -> sema -> diff", "\n".join(include_rules.breaches(self.root)))
        self.write("compiler/base/long.cpp", "\n" * 501)
        self.assertIn("501 lines", "\n".join(include_rules.breaches(self.root)))


class DiagnosticsRules(Tree):
    def setUp(self):
        super().setUp()
        self.write("compiler/diag/diagnostics.def", 'DIAG(SC1001, input, "unexpected", "{}")\n')
        self.write("compiler/sema/a.cpp", "make(Code::SC1001)")
        self.write("docs/diagnostics.md", "## SC1001 unexpected\n")
        self.write("tests/golden/a/expected.err", "error[SC1001]: …")

    def faults(self):
        return "\n".join(diagnostics_rules.faults(self.root))

    def test_a_complete_code_passes(self):
        self.assertEqual(self.faults(), "")

    def test_each_lack_is_named(self):
        for path, text, fault in [
            ("compiler/diag/diagnostics.def", 'DIAG(SC1001, input, "a", "")\nDIAG(SC1001, input, "b", "")\n', "declared twice"),
            ("compiler/diag/diagnostics.def", "DIAG(SC1001, input, unexpected)\n", "not of the form"),
            ("compiler/sema/a.cpp", "", "nothing reports it"),
            ("docs/diagnostics.md", "", "has no entry"),
            ("docs/diagnostics.md", "## SC1001\n## SC1001\n", "twice"),
            ("docs/diagnostics.md", "## SC1001\n## SC1002\n", "not declared"),
            ("tests/golden/a/expected.err", "", "no golden case"),
        ]:
            with self.subTest(path=path, fault=fault):
                self.setUp()
                self.write(path, text)
                self.assertIn(fault, self.faults())


if __name__ == "__main__":
    unittest.main()
