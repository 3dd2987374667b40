"""What the core refuses: problems with facts, and English for logs and the terminal."""

import ast
import pickle
from pathlib import Path
from string import Formatter

import pytest

from sla_core import errors
from sla_core.errors import IllegalEvent, LevelError, SlaError, TimelineError

ROOT = Path(__file__).resolve().parents[2]
CLASSES = {
    name: each
    for name, each in vars(errors).items()
    if isinstance(each, type) and issubclass(each, SlaError)
}
PROBLEMS = [
    (each, problem) for each in CLASSES.values() for problem in vars(each).get("ENGLISH", ())
]


def blanks(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_an_error_has_its_facts_reads_as_a_sentence_and_names_the_field_at_fault():
    error = IllegalEvent("missing_key", field="at", key="at", kind="note")
    assert (error.problem, error.field, dict(error.facts)) == (
        "missing_key",
        "at",
        {"key": "at", "kind": "note"},
    )
    assert str(error) == "`at` is missing in a `note` event"


def test_several_names_are_a_list_with_commas():
    error = LevelError("unknown_metric", name="smile", known=("first_reply", "resolution"))
    assert error.blanks == {"name": "smile", "known": "first_reply, resolution"}
    assert str(error) == "unknown metric 'smile': use one of first_reply, resolution"


def test_everything_refused_is_an_sla_error():
    assert issubclass(IllegalEvent, TimelineError)
    assert issubclass(TimelineError, SlaError)
    assert SlaError("days").field is None


def test_an_error_comes_whole_out_of_another_process():
    error = pickle.loads(pickle.dumps(LevelError("level_taken", field="name", name="Gold")))  # noqa: S301 our own
    assert (str(error), error.field) == ("there is a level 'Gold' already", "name")


@pytest.mark.parametrize(("refused", "problem"), PROBLEMS)
def test_every_problem_is_said_in_lower_case_without_a_stop(refused, problem):
    english = refused.ENGLISH[problem]
    assert not english[:1].isupper()
    assert not english.endswith(".")


def raised():
    """Each error that is made with its problem written there: class, problem, facts, place."""
    for folder in ("sla_core", "bot"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                refused = isinstance(node, ast.Call) and CLASSES.get(getattr(node.func, "id", ""))
                if refused and node.args and isinstance(node.args[0], ast.Constant):
                    facts = {each.arg for each in node.keywords} - {"field"}
                    yield refused, node.args[0].value, facts, f"{path.name}:{node.lineno}"


def test_every_error_is_raised_with_the_facts_of_its_sentence():
    wrong = [
        f"{place}: {problem}"
        for refused, problem, facts, place in raised()
        if None not in facts and facts != blanks(refused.ENGLISH.get(problem, "{unknown}"))
    ]
    assert wrong == []
