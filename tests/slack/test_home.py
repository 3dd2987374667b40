"""App Home in blocks: within Slack's limits, whatever there is to show."""

from datetime import UTC, datetime, timedelta

from bot.slack.draw.blocks.elements import message, section
from bot.slack.draw.blocks.home import home_view
from bot.slack.draw.names import Names
from bot.store.home_counts import DepartmentCount
from bot.store.outbox import MessagePlace
from bot.views.hearing import HearingNow
from bot.views.home import (
    AgentsHome,
    ChannelNow,
    DepartmentNow,
    DepartmentSetUp,
    Home,
    SetUp,
    ShownHome,
)
from bot.views.requests import Request, Requests
from bot.views.tickets import ClockView, TicketView
from sandbox.blockkit import view_problems
from tests import recording
from tests.slack.fakes import text_of

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LONG = "<!channel> & " * 400


def ticket(number):
    due_at = NOW + timedelta(hours=1)
    clock = ClockView(
        *("first_reply", 1, "running", 14400, 10800, 3600, NOW, due_at, None, None),
        is_paused=False,
    )
    return TicketView(
        *(number, LONG, "UCARLA", "open", "normal", LONG, None, None, "Standard", None, ()),
        *("slack", "CSUPPORT", "1.2", NOW, NOW, (clock,)),
        is_escalated=True,
    )


def request(number):
    return Request(number, LONG, "open", "UANA", NOW, MessagePlace("CSUPPORT", "1.2"), NOW)


def everything():
    return Home(
        now=NOW,
        agent=AgentsHome(
            queue=tuple(map(ticket, range(1, 11))),
            queued=200,
            waiting=7,
            met=3,
            missed=1,
            nearly_due=tuple(map(ticket, range(11, 16))),
            near=40,
            unassigned=1000,
        ),
        watched=tuple(
            DepartmentNow(DepartmentCount(f"{number} {LONG}", 9, 1, 1, 1), 2)
            for number in range(30)
        ),
        set_up=SetUp(
            departments=tuple(
                DepartmentSetUp(LONG, (ChannelNow(LONG, "left"),) * 20, None, 0) for _ in range(30)
            ),
            levels=(LONG,) * 20,
            default_level=None,
            warnings=(LONG,) * 200,
            undelivered=3,
            hearing=HearingNow("doubted", NOW, LONG),
            set_aside=3,
            missing_scopes=("im:read", "commands"),
        ),
        requests=Requests(tuple(map(request, range(1, 21))), 1, 9, 180),
        language=None,
        time_zone="Europe/Ljubljana",
    )


def nothing():
    return Home(NOW, None, (), None, Requests((), 1, 1, 0), None, None)


def shown(home, said=None):
    view = home_view(ShownHome(home, said), Names(), "example")
    recording.keep({"view": view})
    assert view_problems(view) == []
    return view


def test_slack_takes_all_there_can_be_and_what_one_can_do_is_never_cut_off():
    answer = message("Done", [section(LONG) for _ in range(50)])
    view = shown(everything(), answer)
    assert len(view["blocks"]) == 100
    assert "In which language shall I speak with you?" in text_of(view)
    assert "Your queue" in text_of(view)


def test_nothing_in_it_pings():
    assert "<!channel" not in text_of(shown(everything()))


def test_who_has_nothing_is_told_so_kindly():
    said = text_of(shown(nothing()))
    assert "You have not asked for anything yet." in said
    assert "Slack does not tell me your time zone, so times are in UTC." in said
    assert "Your queue" not in said


def test_who_may_not_review_is_told_of_no_misses():
    now = DepartmentNow(DepartmentCount("Support", 1, 0, 0, 0), None)
    assert "Misses" not in text_of(shown(Home(NOW, None, (now,), None, None, None, None)))


def opened(bot, tab, user="UANA", event_id="Ev7"):
    event = {"type": "app_home_opened", "user": user, "channel": "D1", "tab": tab}
    return bot.event({**event, "event_ts": bot.ts()}, event_id)


def test_an_opened_home_is_kept_once_and_shown(bot):
    for _ in range(2):
        assert opened(bot, "home").status == 200
    [row] = bot.outgoing("home:")
    assert (row.lane, row.method) == ("UANA", "views.publish")
    assert "Your queue" in text_of(row.payload["view"])


def test_the_tab_of_messages_is_slacks_own(bot):
    assert opened(bot, "messages").status == 200
    assert bot.outgoing("home:") == []
