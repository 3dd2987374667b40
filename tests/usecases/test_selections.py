"""A report is asked with the same words wherever it is asked, and none of them means nothing."""

from datetime import date

import pytest

from bot.usecases import tickets
from bot.usecases.reports.selections import WrongWord, asked_for, groupings_of, selection_of
from tests.usecases.conftest import CONFIG, PRIVATE, configure


def asked(team, reader=None, **words):
    """Which tickets' clocks these words ask for."""
    with team.program.look() as work:
        return sorted({row.ticket for row in asked_for(work, words, reader).rows})


def refused(team, reader=None, **words):
    with team.program.look() as work, pytest.raises(WrongWord) as wrong:
        asked_for(work, words, reader)
    return wrong.value


@pytest.fixture
def answered(team):
    """Carla's printer, which Ana answered; Dan's bill, which nobody has."""
    team.writes("UCARLA", "Printer #URGENT")
    team.does(tickets.reply, 1, "UANA", "On it")
    team.writes("UDAN", "A bill", channel="CBILLING")
    return team


@pytest.mark.parametrize(
    ("key", "written", "numbers"),
    [
        *(("agent", each, ["1"]) for each in ("UANA", "@UANA", "ana@example.com")),
        ("agent", "UBOB", []),
        *(("agent", each, ["2"]) for each in ("unassigned", "Unassigned")),
        *(("level", each, ["1"]) for each in ("Urgent SLA", "urgent sla", "“Urgent SLA”")),
        *(("metric", each, ["1", "2"]) for each in ("first_reply", "First reply", "first-reply")),
        ("metric", "call_answer", []),
        *(("state", each, ["2"]) for each in ("running", "Running")),
        *(("department", each, ["2"]) for each in ("Billing", "#billing")),
        ("customer", "acme", ["1"]),
    ],
)
@pytest.mark.parametrize("reader", [None, "UADA"], ids=["the terminal", "an admin in Slack"])
def test_a_word_asks_for_the_same_in_both(answered, reader, key, written, numbers):
    assert asked(answered, reader, **{key: written}) == numbers


@pytest.mark.parametrize(
    ("key", "written", "said", "advice"),
    [
        ("level", "Urgnt SLA", "Did you mean Urgent SLA?", "did you mean Urgent SLA?"),
        ("metric", "speed", "There are: first_reply, ", "use one of first_reply, "),
        ("state", "late", "There are: running, paused, ", "use one of running, paused, "),
        ("department", "Sales", "No clock has `department:Sales`", "use one of Support, Billing"),
        ("customer", "Beta", "There are: Acme", "use one of Acme"),
        ("agent", "ana", "a name may be anybody's", "give their e-mail address or Slack id"),
        ("agent", "UNOBODY", "a name may be anybody's", "give their e-mail address or Slack id"),
        ("from", "Monday", "`Monday` is no date", "give a date such as 2026-03-02"),
        ("to", "0999-01-01", "between 1971 and 2199", "give a day between 1971 and 2199"),
    ],
)
@pytest.mark.parametrize("reader", [None, "UADA"], ids=["the terminal", "an admin in Slack"])
def test_a_word_that_means_nothing_is_refused_with_what_is_known(
    answered, reader, key, written, said, advice
):
    wrong = refused(answered, reader, **{key: written})
    assert (wrong.key, wrong.written) == (key, written)
    assert said in str(wrong)
    assert wrong.advice.startswith(advice)


def test_what_only_old_clocks_have_may_be_asked_for(answered):
    """A level or a department that is configured no more stays in the log."""
    gone = CONFIG.replace(
        "  Urgent SLA: {targets: {first_reply: 1h, next_reply: 30m}}\n", ""
    ).replace("then: {level: Urgent SLA}", "then: {priority: urgent}")
    configure(answered, gone)
    assert asked(answered, level="urgent sla") == ["1"]


def test_a_department_that_is_hidden_is_refused_like_one_that_is_not_there(answered):
    configure(answered, PRIVATE)
    assert asked(answered, "UCID", department="Billing") == ["2"]
    hidden, absent = (refused(answered, "UANA", department=each) for each in ("Billing", "Bolling"))
    assert str(hidden).replace("Billing", "X") == str(absent).replace("Bolling", "X")
    assert "Billing" not in hidden.advice


def test_imported_agents_are_asked_for_by_the_names_they_came_with(team):
    team.writes("UCARLA", "Printer")
    team.does(tickets.assign, 1, "UADA", "UANA")
    with team.program.look() as work:
        (row, *_) = asked_for(work, {}).rows
        imported = [row._replace(agent="Maria")]
        assert selection_of(work, {"agent": "maria"}, imported).agent == "Maria"
        with pytest.raises(WrongWord, match="Did you mean Maria"):
            selection_of(work, {"agent": "Mario"}, imported)


def test_days_are_cut_in_the_workspaces_zone_unless_another_is_named(team):
    with team.program.look() as work:
        given = selection_of(work, {"from": "2026-03-01", "to": "2026-03-02"})
        other = selection_of(work, {}, zone_name="Europe/Ljubljana")
    assert (given.first_on, given.last_on) == (date(2026, 3, 1), date(2026, 3, 2))
    assert (given.zone.key, other.zone.key) == ("UTC", "Europe/Ljubljana")


def test_groups_are_read_alike_and_one_that_is_none_is_refused():
    assert groupings_of("Level, metric,") == ["level", "metric"]
    with pytest.raises(WrongWord, match="cannot group by `levle`") as wrong:
        groupings_of("levle")
    assert (wrong.value.key, wrong.value.advice) == ("by", "did you mean level?")
