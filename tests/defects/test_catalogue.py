"""docs/defects.md against the tests it names: every defect is there, and what is said is so."""

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "defects.md"
FORTY = range(1, 41)
_DEFECT = re.compile(r"^### (\d+)\. ", re.MULTILINE)
_TEST = re.compile(r"`(test_\w+)\.py::(test_\w+)`")
_SEEN_IN = re.compile(r"^Seen in (.+?)\. ", re.MULTILINE)


def told():
    """The defects of the page: ``{7: its text}``."""
    _, *parts = _DEFECT.split(PAGE.read_text(encoding="utf-8"))
    return dict(zip(map(int, parts[::2]), parts[1::2], strict=True))


def marked():
    """The marks of every test: ``(number, module, test, seen in)``."""
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        module = import_module(f"tests.defects.{file.stem}")
        for name, test in vars(module).items():
            for mark in getattr(test, "pytestmark", ()):
                if mark.name == "defect":
                    yield mark.kwargs["number"], file.stem, name, mark.kwargs["seen_in"]


@pytest.fixture(scope="module")
def tests():
    return list(marked())


def test_every_defect_has_a_test(tests):
    assert {number for number, *_ in tests} == set(FORTY)


@pytest.mark.parametrize("number", FORTY)
def test_the_page_names_the_tests_of_a_defect_and_no_others(tests, number):
    assert set(_TEST.findall(told()[number])) == {
        (module, name) for own, module, name, _ in tests if own == number
    }


@pytest.mark.parametrize("number", FORTY)
def test_every_place_where_a_defect_was_seen_has_a_test(tests, number):
    (seen_in,) = _SEEN_IN.findall(told()[number])
    places = " ".join(seen for own, *_, seen in tests if own == number)
    assert set(_words(seen_in)) == set(_words(places))


def _words(places):
    return re.findall(r"[\w.-]*\w", places)
