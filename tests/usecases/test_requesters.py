"""What one who asked is told: promised when, who is away, whether it is solved, how it was."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.config.document import read
from bot.errors import UserFacingError
from bot.store import events
from bot.usecases import tickets
from bot.usecases.intake.new_tickets import NewTicket, open_ticket
from bot.usecases.promises.configuration import apply_configuration
from bot.usecases.requesters.requests import PAGE, requests
from bot.usecases.tickets import csat
from tests.usecases.conftest import CONFIG
from tests.usecases.slack_stand_in import rows

OFFICE = CONFIG.replace(
    "Standard: {targets: {first_reply: 4h, next_reply: 8h, resolution: 40h}}",
    "Standard: {targets: {first_reply: 4h, next_reply: 8h, resolution: 40h}, calendar: office}",
).replace(
    "levels:",
    """calendars:
  office: {time_zone: Europe/Ljubljana, hours: {mon-fri: ["09:00-17:00"]}}
levels:""",
)
EVENING = datetime(2026, 3, 2, 18, tzinfo=UTC)
"""Monday, seven in the evening at the office, which opens at nine: eight in UTC."""


@pytest.fixture
def evening(team):
    """The office is closed since five."""
    with team.program.work() as work:
        apply_configuration(work, read(OFFICE, "sla.yml", work.now_s).configuration, "UADA")
    team.clock.at = EVENING
    return team


@pytest.fixture
def resolved(team):
    """Ticket 1 of Carla, resolved."""
    team.thread, _ = team.writes("UCARLA", "Printer")
    team.clock.move(minutes=10)
    team.does(tickets.resolve, 1, "UANA")
    team.clock.move(minutes=10)
    return team


def ratings(team) -> list[dict]:
    with team.program.look() as work:
        kept = events.of(work.connection, "T1", 1)
    return [each.body for each in kept if each.type == "rated"]


def asks_by_form(team, **more):
    values = {"department": "Support", "subject": "Toner"} | more
    asked = NewTicket("UCARLA", "UCARLA", team.clock.now(), "It is empty", **values)
    return team.does(open_ticket, asked)


# --- promised when, and who is away -----------------------------------------------------------


def test_who_writes_within_the_hours_is_told_of_no_absence(evening):
    evening.clock.at = EVENING - timedelta(hours=4)
    evening.writes("UCARLA", "Printer")
    assert evening.said("confirmation:1") == ["opened #1"]


def test_who_writes_outside_the_hours_is_told_from_when_on_somebody_is_there(evening):
    evening.writes("UCARLA", "Printer")
    assert evening.said("confirmation:1") == ["opened #1, back Tue 08:00"]


def test_what_one_reads_alone_has_their_own_zone(evening):
    asks_by_form(evening)
    assert evening.said("dm:1") == ["#1 opened by you, back Tue 09:00"]


def test_a_second_ticket_of_the_same_evening_does_not_repeat_it(evening):
    evening.writes("UCARLA", "Printer")
    evening.clock.move(hours=1)
    evening.writes("UCARLA", "And the screen")
    assert evening.said("confirmation:2") == ["opened #2"]
    evening.writes("UDAN", "My screen as well")
    assert evening.said("confirmation:3") == ["opened #3, back Tue 08:00"]


def test_more_words_of_the_same_evening_do_not_repeat_it(evening):
    ts, _ = evening.writes("UCARLA", "Printer")
    evening.clock.move(hours=1)
    evening.writes("UCARLA", "It smokes", thread_ts=ts)
    assert rows(evening, "away:") == []


def test_who_writes_again_on_another_evening_is_told_once_more(evening):
    ts, _ = evening.writes("UCARLA", "Printer")
    for _ in range(2):
        evening.clock.move(hours=12)
        evening.writes("UCARLA", "Hello?", thread_ts=ts)
        assert rows(evening, "away:") == [] if evening.clock.now().hour == 6 else True
    evening.clock.move(minutes=5)
    evening.writes("UCARLA", "Anybody?", thread_ts=ts)
    assert evening.said("away:UCARLA:") == ["away #1, back Wed 08:00"]


def test_a_third_person_in_the_thread_is_told_nothing(evening):
    ts, _ = evening.writes("UCARLA", "Printer")
    evening.clock.move(days=1)
    evening.writes("UDAN", "Mine too", thread_ts=ts)
    assert rows(evening, "away:") == []


# --- is it solved? -----------------------------------------------------------------------------


def test_resolving_asks_the_requester_in_their_thread_with_or_without_a_text(resolved):
    [question] = rows(resolved, "solved:1:")
    assert question.payload == {"text": "solved #1?", "thread_ts": resolved.thread}
    resolved.writes("UDAN", "Screen")
    resolved.does(tickets.resolve, 2, "UANA", text="New cable")
    assert resolved.said("solved:2:") == ["solved #2?"]


def test_no_opens_the_ticket_again_and_tells_the_team(resolved):
    view = resolved.does(csat.not_solved, 1, "UCARLA")
    assert view.status == "open"
    assert "reopened #1" in resolved.said("solved:1:")
    assert "still needs help" in resolved.said("heard:1:unsolved")[0]


def test_writing_opens_it_as_well_and_takes_the_question_back(resolved):
    _, view = resolved.writes("UCARLA", "It smokes again", thread_ts=resolved.thread)
    assert view.status == "open"
    assert resolved.said("solved:1:")[-1] == "reopened #1"


def test_a_late_answer_finds_the_ticket_as_it_is(resolved):
    resolved.writes("UCARLA", "It smokes again", thread_ts=resolved.thread)
    before = resolved.keys()
    assert resolved.does(csat.not_solved, 1, "UCARLA").status == "open"
    assert resolved.does(csat.solved, 1, "UCARLA").status == "open"
    assert resolved.keys() == before


@pytest.mark.parametrize("who", ["UDAN", "UANA", "UADA"])
def test_only_who_asked_says_whether_it_is_solved(resolved, who):
    for act in (csat.solved, csat.not_solved):
        with pytest.raises(UserFacingError, match="Only who asked for ticket"):
            resolved.does(act, 1, who)
    with pytest.raises(UserFacingError, match="Only who asked for ticket"):
        resolved.does(csat.rate, 1, who, 5)


def test_each_resolution_asks_whether_it_is_solved(resolved):
    resolved.does(csat.not_solved, 1, "UCARLA")
    resolved.clock.move(minutes=5)
    resolved.does(tickets.resolve, 1, "UANA")
    keys = [row.key for row in rows(resolved, "solved:1:") if row.method == "chat.postMessage"]
    assert len(keys) == 2


def test_no_reply_needed_that_puts_a_resolution_back_asks_nothing_anew(resolved):
    resolved.writes("UCARLA", "Thanks!", thread_ts=resolved.thread)
    resolved.clock.move(seconds=30)
    view = resolved.does(tickets.no_reply, 1, "UANA")
    assert view.status == "resolved"
    assert resolved.said("solved:1:")[-1] == "solved #1?"
    keys = [row.key for row in rows(resolved, "solved:1:") if row.method == "chat.postMessage"]
    assert len(keys) == 1


# --- how was it? -------------------------------------------------------------------------------


def test_yes_asks_how_it_was_and_one_click_more_says_it(resolved):
    resolved.does(csat.solved, 1, "UCARLA")
    assert resolved.said("rating:1") == ["rate #1"]
    view = resolved.does(csat.rate, 1, "UCARLA", 5)
    assert view.status == "resolved"
    assert ratings(resolved) == [{"score": 5}]
    assert resolved.said("solved:1:")[-1] == "rated #1 and comment"


def test_the_team_reads_the_rating_at_the_card_and_nobody_else_does(resolved):
    resolved.does(csat.rate, 1, "UCARLA", 1)
    [told] = rows(resolved, "heard:1:rated")
    assert (told.lane, told.thread_key) == ("CSLA", "card:1")
    assert told.payload["text"] == "*Carla* rated the help: Bad."


def test_how_it_was_is_asked_once_of_a_ticket_however_often_it_is_resolved(resolved):
    resolved.does(csat.solved, 1, "UCARLA")
    resolved.does(csat.not_solved, 1, "UCARLA")
    resolved.clock.move(minutes=5)
    resolved.does(tickets.resolve, 1, "UANA")
    resolved.does(csat.solved, 1, "UCARLA")
    assert len(rows(resolved, "rating:1")) == 1
    assert resolved.said("solved:1:")[-1] == "rated #1"


def test_yes_pressed_twice_still_asks_how_it_was(resolved):
    resolved.does(csat.solved, 1, "UCARLA")
    resolved.clock.move(seconds=1)
    resolved.does(csat.solved, 1, "UCARLA")
    assert resolved.said("solved:1:")[-1] == "rate #1"
    resolved.does(csat.rate, 1, "UCARLA", 5)
    resolved.clock.move(seconds=1)
    resolved.does(csat.solved, 1, "UCARLA")
    assert resolved.said("solved:1:")[-1] == "rated #1 and comment"


def test_of_several_ratings_the_latest_counts_and_the_same_again_is_none(resolved):
    for score in (1, 1, 5):
        resolved.clock.move(seconds=30)
        resolved.does(csat.rate, 1, "UCARLA", score)
    assert [each["score"] for each in ratings(resolved)] == [1, 5]


def test_a_comment_goes_with_the_score(resolved):
    with pytest.raises(UserFacingError, match="Say first how it was"):
        resolved.does(csat.comment, 1, "UCARLA", "Quick")
    resolved.does(csat.rate, 1, "UCARLA", 5)
    resolved.does(csat.comment, 1, "UCARLA", "  Quick  ")
    assert ratings(resolved)[-1] == {"score": 5, "text": "Quick"}
    assert "They add: Quick" in resolved.said("heard:1:rated")[-1]


def test_a_long_comment_stands_whole_in_the_cards_thread(resolved):
    resolved.does(csat.rate, 1, "UCARLA", 5)
    resolved.clock.move(seconds=30)
    resolved.does(csat.comment, 1, "UCARLA", "x" * 2_000 + "|end")
    assert [each[-3:] for each in resolved.said("heard:1:rated")[-2:]] == ["xxx", "end"]


def test_a_ticket_that_is_open_again_is_not_rated(resolved):
    resolved.does(csat.not_solved, 1, "UCARLA")
    with pytest.raises(UserFacingError, match="I ask when it is resolved"):
        resolved.does(csat.rate, 1, "UCARLA", 5)


# --- one's own requests -------------------------------------------------------------------------


def test_ones_own_requests_are_listed_newest_first_with_who_has_them_and_what_was_promised(team):
    team.writes("UCARLA", "Printer")
    team.writes("UDAN", "Not hers")
    team.clock.move(minutes=10)
    team.writes("UCARLA", "Screen #URGENT")
    team.does(tickets.claim, 3, "UANA")
    with team.program.look() as work:
        found = requests(work, "UCARLA")
    assert [(each.number, each.assignee) for each in found.requests] == [(3, "UANA"), (1, None)]
    newest = found.requests[0]
    assert newest.promised_at == team.clock.now() + timedelta(hours=1)
    assert newest.place is not None
    assert newest.place.channel_id == "CSUPPORT"
    assert not newest.is_late


def test_a_request_that_is_late_says_so(team):
    team.writes("UCARLA", "Screen #URGENT")
    team.clock.move(hours=2)
    with team.program.look() as work:
        [request] = requests(work, "UCARLA").requests
    assert request.is_late


def test_requests_come_in_pages_of_twenty_and_a_page_too_far_is_the_last(team):
    for _ in range(PAGE + 1):
        asks_by_form(team)
    with team.program.look() as work:
        first, last = requests(work, "UCARLA"), requests(work, "UCARLA", 9)
        none = requests(work, "UDAN")
    assert (len(first.requests), first.pages, first.total) == (20, 2, 21)
    assert [each.number for each in last.requests] == [1]
    assert (none.requests, none.pages, none.total) == ((), 1, 0)
