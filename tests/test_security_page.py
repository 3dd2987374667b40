"""docs/security.md: each threat names its test, and each test it names is there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def section(title):
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def names_in(path):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


def test_each_threat_has_a_test():
    rows = [line for line in section("Each threat, and its test").splitlines() if "|" in line][2:]
    assert len(rows) >= 20
    assert [row for row in rows if not NAMED.search(row)] == []


def test_each_test_that_is_named_is_there():
    named = NAMED.findall(PAGE)
    assert [f"{path}::{name}" for path, name in named if name not in names_in(path)] == []


def test_who_reads_of_security_finds_how_to_report():
    assert "../SECURITY.md" in PAGE
    assert "docs/security.md" in (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "SECURITY.md" in (ROOT / "README.md").read_text(encoding="utf-8")
