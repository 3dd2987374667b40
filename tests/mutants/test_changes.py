"""What is changed in code, and that what is said of unnoticed changes still speaks of the code."""

import json

import pytest

from tests.mutants.__main__ import AREAS, EXPLAINED, ROOT, drawn
from tests.mutants.changes import mutants_of

CASES = {
    "a < b": "(a <= b)",
    "a in b": "(a not in b)",
    "a and b": "((a) or (b))",
    "not a": "bool(a)",
    "b if a else c": "(c if (a) else b)",
    "a + 1": "(a - 1)",
    "min(a, b)": "max",
    "[x for x in a if x]": "True",
    "(a, b)": "b, a",
    "sorted(a)": "list(a)",
    "True": "False",
}


@pytest.mark.parametrize(("code", "new"), CASES.items(), ids=CASES)
def test_one_thing_is_changed_at_a_time(tmp_path, code, new):
    (tmp_path / "code.py").write_text(f"def f(a, b, c):\n    x = {code}\n    return x\n")
    found = [mutant.new for mutant in mutants_of(tmp_path, "code.py")]
    assert new in found
    assert found.count("None") == 1  # what is returned


@pytest.mark.parametrize(
    "code", ["raise ValueError(1 + 1)", "log.info('x', 1 + 1)", "'text'", "f'{a + 1}'"]
)
def test_words_are_left_alone(tmp_path, code):
    (tmp_path / "code.py").write_text(f"def f(a, log):\n    {code}\n")
    assert mutants_of(tmp_path, "code.py") == []


def test_a_change_is_of_its_place_only(tmp_path):
    (tmp_path / "code.py").write_text("def f(ä):\n    return ä < 2, ä < 3\n", encoding="utf-8")
    code = (tmp_path / "code.py").read_bytes()
    written = [mutant.written_into(code).decode() for mutant in mutants_of(tmp_path, "code.py")]
    assert "def f(ä):\n    return (ä <= 2), ä < 3\n" in written
    assert len(set(written)) == len(written)


def test_the_same_seed_draws_the_same_of_every_area():
    once, again = drawn(7, 60), drawn(7, 60)
    assert once == again
    assert {area for area in AREAS for mutant in once if mutant.file.startswith(area)} == {*AREAS}


def test_what_is_said_of_unnoticed_changes_speaks_of_the_code():
    for entry in json.loads(EXPLAINED.read_text()):
        found = [
            mutant
            for mutant in mutants_of(ROOT, entry["file"])
            if (mutant.old, mutant.new) == (entry["old"], entry["new"])
        ]
        assert [mutant for mutant in found if mutant.function == entry["function"]], entry
        assert entry["why"]
