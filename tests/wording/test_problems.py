"""What the core refuses, as a person in Slack reads it: in their language, with the same facts."""

import re

import pytest

from bot.wording.problems import SENTENCES, read_back, sentence
from sla_core import errors
from sla_core.errors import LevelError, SlaError
from tests.sla_core.test_errors import PROBLEMS, blanks


def test_every_error_of_the_core_has_sentences():
    known = {each for each in vars(errors).values() if isinstance(each, type)}
    assert {each for each in known if issubclass(each, SlaError)} == set(SENTENCES)


@pytest.mark.parametrize(("refused", "problem"), PROBLEMS)
def test_a_problem_reads_in_english_as_it_does_in_the_terminal(refused, problem):
    english, said = refused.ENGLISH[problem], SENTENCES[refused][problem]()
    assert blanks(said) == blanks(english)
    assert said == re.sub(r"\{(\w+)!r\}", r"'{\1}'", english)


def test_a_sentence_has_the_facts_of_its_error(foreign):
    error = LevelError("unknown_metric", name="smile", known=("first_reply", "resolution"))
    assert sentence(error) == "ûñķñöŵñ ɱéţŕîç 'smile': ûšé öñé öƒ first_reply, resolution"


@pytest.mark.parametrize(("refused", "problem"), PROBLEMS)
def test_what_was_written_down_in_english_is_read_back_with_its_facts(foreign, refused, problem):
    facts = {
        name: f"x{place}" for place, name in enumerate(sorted(blanks(refused.ENGLISH[problem])))
    }
    error = refused(problem, **facts)
    assert read_back(refused.__name__, str(error)) == sentence(error)


def test_what_nobody_knows_stands_for_itself(foreign):
    assert read_back("LevelError", "the sky is green") == "the sky is green"
    assert read_back("ConfigRefused", "a: b") == "a: b"
