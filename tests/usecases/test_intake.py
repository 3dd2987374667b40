"""Who writes what, where, and what it means: joined, followed, or nothing at all."""

from dataclasses import replace

import pytest

from bot.errors import UserFacingError
from bot.store import events, people, tickets, user_groups
from bot.store.people import Person
from bot.store.user_groups import UserGroup
from bot.usecases.ground.directory import Directory
from bot.usecases.ground.subjects import first_line, says_something, shows_something
from bot.usecases.intake import direct_messages
from bot.usecases.intake.channel_messages import message_posted
from bot.usecases.tickets import close, merge, note
from bot.views.messages import Message
from sla_core.configuration import Department
from tests.usecases.conftest import person


def row(team, number=1):
    with team.program.look() as work:
        return tickets.get(work.connection, "T1", number)


def types(team, number=1):
    with team.program.look() as work:
        return [each.type for each in events.of(work.connection, "T1", number)]


def test_what_comes_within_three_minutes_joins_and_what_comes_later_does_not(team):
    team.writes("UCARLA", "Printer")
    team.clock.move(seconds=179)
    team.writes("UCARLA", "It burns")
    assert types(team)[-1] == "requester_message"
    team.clock.move(seconds=2)
    team.writes("UCARLA", "Screen")
    assert row(team, 2).subject == "Screen"


def test_what_somebody_else_writes_joins_nothing(team):
    team.writes("UCARLA", "Printer")
    team.writes("UDAN", "Screen")
    assert row(team, 2).requester == "UDAN"


def test_in_another_channel_it_is_another_request(team):
    team.writes("UCARLA", "Printer")
    team.writes("UCARLA", "Invoice", channel="CBILLING")
    assert row(team, 2).department == "Billing"


def test_once_an_agent_spoke_nothing_joins(team):
    ts, _ = team.writes("UCARLA", "Printer")
    team.writes("UANA", "Which one?", thread_ts=ts)
    team.writes("UCARLA", "Screen")
    assert row(team, 2).subject == "Screen"


def test_an_agents_note_is_no_word_of_theirs(team):
    team.writes("UCARLA", "Printer")
    team.does(note, 1, "UANA", "known problem")
    team.writes("UCARLA", "It burns")
    assert types(team)[-1] == "requester_message"


def test_the_thread_of_a_message_that_joined_belongs_to_the_ticket(team):
    team.writes("UCARLA", "Printer")
    ts, _ = team.writes("UCARLA", "It burns")
    team.writes("UANA", "I am coming", thread_ts=ts)
    assert types(team)[-1] == "agent_reply"
    assert row(team).status == "answered"


def test_an_agent_of_another_department_is_a_requester_here(team):
    team.writes("UCID", "My own printer")
    assert row(team).requester == "UCID"
    team.writes("UCID", "Hello?", channel="CBILLING")
    assert row(team, 2) is None


def test_a_message_to_a_closed_ticket_opens_one_that_follows(team):
    ts, _ = team.writes("UCARLA", "Printer")
    team.does(close, 1, "UANA")
    team.clock.move(minutes=5)
    team.writes("UCARLA", ":+1:", thread_ts=ts)
    assert row(team, 2) is None
    team.writes("UCARLA", "It burns again", thread_ts=ts)
    assert row(team, 2).thread_ts == ts
    assert row(team, 1).thread_ts is None
    team.writes("UANA", "Again?", thread_ts=ts)
    assert types(team, 2)[-1] == "agent_reply"


def test_a_message_to_a_closed_ticket_that_another_went_into_opens_one_too(team):
    ts, _ = team.writes("UCARLA", "Printer")
    team.clock.move(minutes=5)
    team.writes("UCARLA", "Printer!")
    team.does(merge, 1, 2, "UANA")
    team.writes("UCARLA", "Hello?", thread_ts=ts)
    assert types(team, 2)[-1] == "requester_message"
    team.does(close, 2, "UANA")
    team.clock.move(minutes=5)
    team.writes("UCARLA", "Still there?", thread_ts=ts)
    assert row(team, 3).thread_ts == ts


@pytest.mark.parametrize(
    "text",
    ["", "  \n", ":wave:", ":+1::skin-tone-3: 🎉", "👩‍👧 ❤️", "\u200d\ufe0f", "* *", "```\n```"],
)
def test_emoji_blanks_and_formatting_say_nothing(text):
    assert not says_something(text)


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u3164", "\u2800", "_ *~* `>", "\ufe0f"])
def test_blanks_and_formatting_show_nothing(text):
    assert not shows_something(text)


@pytest.mark.parametrize("text", ["🎉", ":wave:", "-", "*a*", "שלום", "\u202ea"])
def test_all_else_shows_something(text):
    assert shows_something(text)


@pytest.mark.parametrize("text", ["?", "a", "10:30:15", "שלום", "[smoke.png]", "42", "::"])
def test_all_else_says_something(text):
    assert says_something(text)


def test_a_subject_turns_no_text_around_it():
    assert first_line("\u202eabc\u202c \u2067שלום\u2069") == "abc שלום"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("```\nerror 42\n```\nWhy does it fail?", "Why does it fail?"),
        ("```error 42```\nWhy?", "Why?"),
        ("> You wrote this\n>> and that\nNo, I did not", "No, I did not"),
        (":fire: :fire:\n---\n***\nPrinter burns", "Printer burns"),
        ("```\n```\n>\nPrinter", "Printer"),
        ("```\nerror 42\n```", "error 42"),
        ("```error 42", "error 42"),
        ("> quoted only", "quoted only"),
        ("*bold* and _slanted_, `code`", "bold and slanted, code"),
        ("*_both_*: ~gone~ (`x`)", "both: gone (x)"),
        ("a*b*c snake_case_name 2 * 3 * 4 _open", "a*b*c snake_case_name 2 * 3 * 4 _open"),
        ("https://a.example/_x_/y", "https://a.example/_x_/y"),
        ("> ```\n> error 42\n> ```", "error 42"),
        ("```", ""),
        ("\U0001f525\n42", "42"),
    ],
)
def test_a_subject_is_of_ones_own_words(text, subject):
    assert first_line(text) == subject


def test_a_subject_is_the_first_line_that_holds_anything():
    assert first_line("\n \n  Printer \nburns") == "Printer"
    assert first_line("???\n!!!") == "???"
    assert first_line("My <printer> burns > smokes") == "My <printer> burns > smokes"
    assert first_line("x" * 200) == "x" * 149 + "…"


GROUP = UserGroup("S1", "desk", "Desk", ("UANA", "UDAN", "UGUEST"), False, None)  # type: ignore[arg-type]


@pytest.fixture
def here(clock, db):
    def known(id_: str, **more: bool) -> Person:
        return replace(person(id_, f"{id_.lower()}@example.com", clock.now()), **more)

    team = [known("UANA"), known("UDAN", is_deleted=True), known("UGUEST", is_guest=True)]
    group = replace(GROUP, seen_at=clock.now())
    with db.writing() as connection:
        people.save_all(connection, "T1", team)
        user_groups.save(connection, "T1", group)
        gone = replace(group, id="S2", handle="gone", is_disabled=True)
        user_groups.save(connection, "T1", gone)
    with db.reading() as connection:
        yield Directory(connection, "T1")


@pytest.mark.parametrize("name", ["S1", "<!subteam^S1|@desk>", "<!subteam^S1>"])
def test_a_group_on_a_roster_stands_for_its_staff(here, name):
    assert here.roster(Department("Support", agents=(name,))) == {"UANA"}


@pytest.mark.parametrize("name", ["S2", "@gone", "@desk", "desk", "S9"])
def test_a_group_that_is_not_there_stands_for_nobody(here, name):
    assert here.roster(Department("Support", agents=(name,))) == frozenset()


def test_groups_are_kept_and_changed(db, clock):
    group = replace(GROUP, seen_at=clock.now())
    with db.writing() as connection:
        user_groups.save(connection, "T1", group)
        user_groups.save(connection, "T1", replace(group, members=("UBOB",)))
    with db.reading() as connection:
        assert user_groups.listing(connection, "T1") == [replace(group, members=("UBOB",))]
        assert user_groups.get(connection, "T1", "S9") is None


def to_the_bot(team, text, ts):
    return Message("D1", ts, None, "UCARLA", text, team.clock.now())


def test_a_choice_opens_one_ticket_with_all_that_was_written(team):
    first = to_the_bot(team, "Invoice", "1772438400.000001")
    more = to_the_bot(team, "number 77", "1772438410.000001")
    team.does(message_posted, first)
    assert row(team) is None
    assert team.said("department:") == ["which department"]
    team.does(direct_messages.choose, first, [more], "Billing")
    assert types(team)[-1] == "requester_message"
    assert (row(team).department, row(team).requester_channel_id) == ("Billing", "D1")
    with pytest.raises(UserFacingError, match="#1"):
        team.does(direct_messages.choose, first, [], "Support")


def test_a_closed_request_to_the_bot_goes_on_in_the_same_thread(team):
    first = to_the_bot(team, "Invoice", "1772438400.000001")
    team.does(direct_messages.choose, first, [], "Support")
    team.does(close, 1, "UANA")
    team.does(message_posted, replace(first, ts="1772438500.000001", thread_ts=first.ts))
    assert row(team, 2).requester_thread_ts == first.ts
    assert row(team, 1).requester_thread_ts is None
