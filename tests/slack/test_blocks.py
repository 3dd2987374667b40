"""What is drawn: inside Slack's limits whatever is in it, pinging nobody, and true in words."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest

from bot import wording
from bot.slack.draw.blocks import elements
from bot.slack.draw.blocks.digest import digest
from bot.slack.draw.blocks.editors import editor_form
from bot.slack.draw.blocks.explanation import why_shown
from bot.slack.draw.blocks.forms import FormQuestions, FormValues, reply_form, ticket_form
from bot.slack.draw.blocks.inputs import notice
from bot.slack.draw.blocks.level_editor import LevelFields, level_blocks
from bot.slack.draw.blocks.lists import next_up, page_of_tickets, ticket_in_full
from bot.slack.draw.blocks.merges import readers_form, readers_shown
from bot.slack.draw.blocks.offers import form_offer
from bot.slack.draw.blocks.promises import levels_shown
from bot.slack.draw.blocks.reports import log_table, report_table
from bot.slack.draw.blocks.requests import request_in_full, requests_shown
from bot.slack.draw.blocks.rules import rules_shown
from bot.slack.draw.blocks.solution import your_rating
from bot.slack.draw.names import Names
from bot.slack.draw.speech import SlackSpeech
from bot.store.outbox import MessagePlace
from bot.store.people import Person
from bot.usecases.requesters.requests import Request, Requests
from bot.usecases.tickets.lists import TicketList
from bot.usecases.tickets.merges import Readers, Side
from bot.usecases.tickets.queue import NextTicket
from bot.views.agent_messages import AgentNote, ClockAlert, LiveCard, RequesterWrote
from bot.views.conversation_messages import ConversationBegun, RelayedReply, RelayedText
from bot.views.requester_messages import (
    AnswerAwaited,
    Confirmation,
    DepartmentQuestion,
    DirectConfirmation,
    NobodyThere,
    RatingQuestion,
    RatingThanks,
    SolvedQuestion,
    TicketReopened,
)
from bot.views.speech import ReadAlone
from bot.views.tickets import (
    AlarmHold,
    AlertView,
    ClockView,
    ClosingClock,
    ClosingView,
    ExplainedClock,
    TicketView,
)
from bot.wording.markup import Markup
from sandbox.blockkit import problems, view_problems
from sla_core.configuration import Level, Target
from sla_core.configuration.conditions import Condition
from sla_core.configuration.rule import Actions, Rule
from sla_core.reports.compliance import ComplianceRow, Times
from sla_core.reports.log import log_rows
from sla_core.tickets.vocabulary import METRICS, PRIORITIES
from sla_core.why import COUNTED, PAUSED, Explanation, LevelChoice, Span, Terms
from tests import recording
from tests.sla_core.builders import clock as clock_of
from tests.sla_core.builders import created, definition, played
from tests.sla_core.builders import level as level_of
from tests.slack.fakes import text_of

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
EVIL = "<!channel> & <@U1> `*_~ " * 400
LONG = "é😀x" * 2000
QUOTES = '\\"' * 4000

CLOCK = ClockView(
    metric="first_reply",
    cycle=1,
    state="running",
    target_seconds=14400,
    elapsed_seconds=3600,
    remaining_seconds=10800,
    started_at=NOW,
    due_at=NOW + timedelta(hours=4),
    breached_at=None,
    stopped_at=None,
    is_paused=False,
)
TICKET = TicketView(
    number=42,
    subject="Printer",
    requester="UCARLA",
    status="new",
    priority="high",
    department="Support",
    customer="Acme",
    assignee=None,
    level="Standard",
    level_chosen_by="Tag URGENT",
    tags=("vpn",),
    source="slack",
    channel_id="C1",
    thread_ts="1772438400.000100",
    created_at=NOW,
    now=NOW,
    clocks=(CLOCK,),
)
ANA = Person(
    id="UANA",
    name="ana",
    real_name="Ana Kovač",
    email=None,
    time_zone=None,
    is_admin=False,
    is_bot=False,
    is_guest=False,
    is_stranger=False,
    is_deleted=False,
    seen_at=NOW,
)
ROW = log_rows(played(created(), level_of(first_reply=60), "mon 09:00"))[0]._replace(
    ticket="42",
    requester="UCARLA",
    customer=None,
    department="Support",
    agent="UANA",
    level="Standard",
    metric="first_reply",
    cycle=1,
    priority="normal",
    target_seconds=60,
    started_at_s=1772438400,
    due_at_s=None,
    stopped_at_s=None,
    state="running",
    elapsed_seconds=5,
    paused_seconds=0,
    remaining_seconds=-5,
    breached_at_s=None,
    decided_at_s=None,
    cancel_reason=None,
    withdrawn_at_s=None,
    source="slack",
    customer_group=None,
    tags=(),
    subject=None,
    created_at_s=1772438400,
)


def wild(text):
    """A ticket in which every text is this one."""
    return replace(
        TICKET,
        subject=text,
        requester=text,
        department=text,
        customer=text,
        assignee=text,
        level=text,
        level_chosen_by=text,
        tags=(text,) * 20,
        status="new",
        clocks=tuple(replace(CLOCK, cycle=number) for number in range(60)),
    )


def span(minute, kind=COUNTED, name=""):
    start_s = int(NOW.timestamp()) + 60 * minute
    return Span(start_s, start_s + 60, kind, name, 60 if kind in (COUNTED, PAUSED) else 0)


def explained(text, spans, *, view=CLOCK, terms=1):
    """A clock of which every text is this one, on a calendar of Ljubljana."""
    office = definition(zone="Europe/Ljubljana", name=text)
    of = level_of(text, first_reply=4 * 3600, on=text)
    clock = clock_of("2026-03-02T08:00:00Z", of=of, on=office)
    choice = LevelChoice(0, text, text, None, text)
    term = Terms(clock.started_at_s, clock.promise, "normal", 4 * 3600, choice, text, text)
    changed = [term._replace(priority=("low", "high")[n % 2]) for n in range(terms)]
    why = Explanation(clock, clock.started_at_s + 3600, tuple(spans), tuple(changed), None)
    return ExplainedClock(view, why, None, {})


def told_to_the_requester(speech, ticket, text):
    """Every message to who asked, in public and for them alone."""
    every = (
        Confirmation(ticket, NOW),
        DirectConfirmation(ticket, by=text, back_at=NOW),
        DirectConfirmation(ticket),
        NobodyThere(ticket, NOW),
        AnswerAwaited(ticket, NOW),
        SolvedQuestion(ticket, in_silence=True),
        SolvedQuestion(ticket, in_silence=False),
        TicketReopened(ticket),
        RatingQuestion(ticket),
        RatingThanks(ticket, may_comment=True),
        RatingThanks(ticket, may_comment=False),
        DepartmentQuestion(),
    )
    for alone in (None, ReadAlone("Europe/Ljubljana", NOW)):
        yield from map(speech.for_reader("en", alone).payload, every)
    yield your_rating(ticket.number, 5)
    request = Request(7, text, "resolved", text, NOW, MessagePlace("C1", "1.000001"), NOW)
    yield request_in_full(request, Names(), "example")
    page = Requests(tuple([request] * 20), 2, 3, 60)
    yield elements.message("Your requests", requests_shown(page, Names(), "example"))


def messages(text):
    """Every message there is, with this text wherever a person's text can be."""
    ticket, names, speech = wild(text), Names(), SlackSpeech(Names(), "example")
    level = Level(text, {"first_reply": Target(60, (("high", 30),))}, calendar=text)
    rule = Rule(
        text, Actions(level=text, add_tags=(text,)), ((Condition("subject", "contains", text),),)
    )
    counted = ComplianceRow((text, "UANA"), Times.of([1]), Times.of([]), 0, 0)
    spans = tuple(span(n, "holiday" if n % 2 else PAUSED, text) for n in range(200))
    yield speech.payload(LiveCard(ticket))
    for point, is_breach in (("75%", False), ("-15m", False), ("breach", True), ("+1h", True)):
        until = None if is_breach else NOW
        heeds = (AlarmHold("acknowledged", text, until), AlarmHold("snoozed", text, until))
        said = AlertView(CLOCK, point, is_breach, ("U1", "S1"), heeds)
        yield speech.payload(ClockAlert(ticket, said, to_channel=True))
        yield speech.payload(ClockAlert(ticket, said, card=MessagePlace("C1", "1.000001")))
        yield digest([speech.summary(ClockAlert(ticket, said))] * 20)
    closing = ClosingClock(7, text, "C1", "1.000001", text, text, "first_reply", 1800)
    yield speech.payload(ClosingView(text, NOW, NOW, (closing,) * 200))
    yield from told_to_the_requester(speech, ticket, text)
    yield from speech.pieces(ConversationBegun(ticket, text, is_relayed=True))
    yield from speech.pieces(ConversationBegun(ticket, text, is_relayed=False))
    yield speech.payload(RequesterWrote(text, text, MessagePlace("C1", "1.000001")))
    yield speech.payload(RequesterWrote(text, text, MessagePlace("C1", "2.000001"), "1.000001"))
    yield from speech.pieces(RelayedText(text, text))
    yield from speech.pieces(RelayedReply(replace(ANA, real_name=text), text))
    yield from speech.pieces(AgentNote(replace(ANA, real_name=text), text))
    yield ticket_in_full(ticket, names, "example")
    yield next_up(NextTicket(ticket, CLOCK, 5), frozenset(range(9999)), names, "example")
    yield page_of_tickets(TicketList([ticket] * 10, 2, 3, 30), text, names, "example")
    yield form_offer("text", "label", "ticket_new", text)
    yield levels_shown([level] * 90)
    yield rules_shown([rule] * 90)
    yield report_table([counted] * 200, ["level", "agent"], "UTC", names)
    yield log_table([ROW._replace(level=text)] * 200, "UTC", names)
    yield why_shown(1, [explained(text, spans, terms=30)] * 60)
    yield why_shown(1, [explained(text, spans, terms=30)] * 60, to_requester=True)
    request = Request(7, text, "open", text, NOW, None, NOW)
    yield page_of_tickets(TicketList([request] * 10, 2, 3, 30), text, names, "example")
    yield readers_shown(many_readers(text), names)


def many_readers(text):
    """Two tickets that many asked for, here and there."""
    asked = tuple((f"{text} {number}", "C0SUPPORT" if number % 2 else None) for number in range(90))
    return Readers(Side(1, text, asked, "C0SUPPORT"), Side(2, None, asked, None))


@pytest.mark.parametrize(
    ("root_ts", "said"),
    [
        (None, "|the channel>"),
        ("2.000001", "|the thread>"),
        ("1.000001", "?thread_ts=1.000001&amp;cid=C1|the thread>"),
    ],
    ids=["in the channel", "a thread", "in a thread"],
)
def test_a_line_on_what_was_written_leads_to_where_it_stands(root_ts, said):
    speech = SlackSpeech(Names(), "example")
    shown = speech.payload(
        RequesterWrote("Carla", "Hello", MessagePlace("C1", "2.000001"), root_ts)
    )
    place = "https://example.slack.com/archives/C1/p2000001"
    assert shown["text"] == f"*Carla* wrote in <{place}{said}: Hello"


def test_who_asked_several_times_is_named_once_where_most_read():
    asked = (("Mira", "C1"), ("Mira", None), ("Dan", None), ("Mira", "C2"), ("Mira", "C1"))
    found = Readers(Side(5, None, asked, "C1"), Side(7, None, (("Ola", None),), None))
    told = [
        line for line in text_of(readers_shown(found, Names())).splitlines() if "answer in" in line
    ]
    assert [line.split("• ")[-1] for line in told] == [
        "Mira, and all in <#C1>, <#C2>, will read what agents answer in #7.",
        "Dan will read what agents answer in #7.",
    ]


@pytest.mark.parametrize(
    "text", [EVIL, LONG, QUOTES, "plain"], ids=["evil", "long", "quotes", "plain"]
)
def test_every_message_is_one_that_slack_takes(text):
    for payload in messages(text):
        recording.keep(payload, is_posted=True)
        assert payload["text"].strip()
        assert len(payload["text"]) <= 3_900
        assert len(json.dumps(payload.get("blocks", []), ensure_ascii=False)) <= 13_000
        assert problems(payload.get("blocks", []), "message") == []


def test_every_message_pings_nobody_but_whom_the_level_names():
    for payload in messages(EVIL):
        shown = text_of(payload)
        assert "<!channel>" not in shown
        assert shown.count("<@") == shown.count("<@U1>")
        if (
            "alerts at once" not in shown
            and "Breach" not in shown
            and "Warning" not in shown
            and "Still late" not in shown
        ):
            assert "<@" not in shown


OWN_FIELDS = {
    "plan": {"type": "choice", "options": ["free", "gold"], "required": True},
    "seats": {"type": "number"},
    "order": {"type": "text"},
}


@pytest.mark.parametrize("text", [EVIL, LONG, ""], ids=["evil", "long", "empty"])
def test_every_form_is_one_that_slack_takes(text):
    many = {f"{number} {text}"[:200]: {"required": number > 60} for number in range(150)}
    for view in (
        ticket_form(
            FormQuestions(True, OWN_FIELDS, True, True), FormValues(text, text, text, "U1", text)
        ),
        ticket_form(FormQuestions(True, many, True, True), FormValues(text)),
        ticket_form(FormQuestions(False, {}, False, False), FormValues(text)),
        ticket_form(FormQuestions(True, {}, False, False), FormValues(text), "kept"),
        reply_form(123456789, text),
        level_form(text),
        readers_form(many_readers(text), Names()),
        notice("A title that is far too long for a modal", text),
    ):
        recording.keep({"view": view})
        assert view_problems(view) == []


def level_form(text):
    """The form of a level with as much in it as there may be."""
    entry = {"at": "+1h", "to": [text] * 30, "metrics": list(METRICS), "repeat": 3}
    times = [{"metric": m, "priority": p, "time": "1h"} for m in METRICS for p in PRIORITIES]
    fields = dict.fromkeys((*METRICS, "calendar", "name", "quiet", "resolve_after"), text)
    blocks = level_blocks(LevelFields(fields, [entry] * 50, times, more=True, is_new=True))
    return editor_form("level_new", text, blocks, "0" * 16, "Mon 09:00")


@pytest.mark.parametrize("typed", ["ж" * 3000, "😀" * 3000, '"' * 3000, "\\" * 3000, "\x00" * 3000])
def test_what_was_typed_goes_into_the_offered_form_whole_or_shortened(typed):
    value = form_offer("text", "label", "ticket_new", typed)["blocks"][1]["elements"][0]["value"]
    offered = json.loads(value)
    assert len(offered["text"]) > 300
    assert typed.startswith(offered["text"])
    assert offered["form"] == "ticket_new"


def test_a_short_text_goes_into_the_offered_form_as_it_is():
    for typed in ("", "ж", "Drucker brennt", "ж" * 400):
        shown = form_offer("text", "label", "ticket_new", typed)["blocks"][1]["elements"][0]
        assert json.loads(shown["value"])["text"] == typed


def test_slack_makes_no_links_and_mentions_of_its_own_out_of_what_people_wrote():
    texts = []

    def walk(node):
        if isinstance(node, dict):
            texts.extend([node] if node.get("type") == "mrkdwn" else [])
            node = list(node.values())
        if isinstance(node, list):
            for each in node:
                walk(each)

    for payload in messages("@channel #general https://x.example"):
        walk(payload)
    assert len(texts) > 10
    assert all(each["verbatim"] for each in texts)


@pytest.mark.parametrize("kind", [RelayedReply, AgentNote])
def test_a_text_of_people_is_said_whole_however_much_of_it_is_escaped(kind):
    said = [each["text"] for each in SlackSpeech().pieces(kind(ANA, "<" * 15_000 + "end"))]
    assert "".join(said).count("&lt;") == 15_000
    assert said[-1].endswith("&lt;end")


def test_a_description_begins_the_conversation_and_goes_on_below_it_in_who_asked_s_name():
    text = "\n".join(f"line {number}" for number in range(2_000))
    root, *rest = SlackSpeech().pieces(ConversationBegun(TICKET, text, is_relayed=True))
    shown = [root["blocks"][1]["text"]["text"], *(each["text"] for each in rest)]
    assert "\n".join(shown) == text
    assert {each["username"] for each in rest} == {"UCARLA"}


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (20, "20 s"),
        (60, "1 min"),
        (90, "1 min 30 s"),
        (599, "9 min 59 s"),
        (659, "10 min"),
        (3600, "1 h"),
        (7800, "2 h 10 min"),
        (-7800, "2 h 10 min"),
        (360_000, "100 h"),
    ],
)
def test_a_duration_in_words(seconds, said):
    assert wording.words.duration(seconds) == said


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        (
            CLOCK,
            "*First reply*: 3 h of business time left, due <!date^1772452800^{date_short_pretty}",
        ),
        (CLOCK, "{time}|Mon 2 Mar 12:00 UTC>"),
        (replace(CLOCK, remaining_seconds=-60), "was due"),
        (replace(CLOCK, remaining_seconds=-60), "overdue by 1 min of business time"),
        (replace(CLOCK, is_paused=True, due_at=None), "paused, 3 h of business time left"),
        (replace(CLOCK, due_at=None), "due in more than 5 years"),
    ],
)
def test_a_clock_is_told_in_words_alone(clock, said):
    payload = SlackSpeech().payload(LiveCard(replace(TICKET, clocks=(clock,))))
    assert said in text_of(payload)


def test_a_card_without_promise_says_so():
    assert "No promise runs" in text_of(
        SlackSpeech().payload(LiveCard(replace(TICKET, clocks=(), level=None)))
    )


def offered(payload):
    """The action ids of each row of buttons and menus."""
    rows = [block for block in payload["blocks"] if block["type"] == "actions"]
    return [[each["action_id"] for each in row["elements"]] for row in rows]


def test_a_card_offers_claim_while_nobody_has_it():
    assert offered(SlackSpeech().payload(LiveCard(TICKET)))[0][0] == "ticket_claim"
    assert (
        "ticket_claim"
        not in offered(SlackSpeech().payload(LiveCard(replace(TICKET, assignee="UANA"))))[0]
    )


def test_a_card_offers_all_that_is_done_with_a_ticket_and_says_so_in_words():
    first, second = offered(SlackSpeech().payload(LiveCard(TICKET)))
    done = ("claim", "reply", "note", "pending", "resolve", "no_reply", "why")
    assert first == [f"ticket_{each}" for each in done]
    moved = ("hold", "assign", "raise_priority", "escalate")
    assert second == [f"ticket_{each}" for each in moved]
    shown = text_of(SlackSpeech().payload(LiveCard(TICKET)))
    for label in ("Claim", "Reply", "Note", "Pending", "Resolve", "No reply needed", "Why?"):
        assert label in shown


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"status": "pending"}, "ticket_pending"),
        ({"status": "on_hold"}, "ticket_hold"),
        ({"priority": "urgent"}, "ticket_raise_priority"),
        ({"is_escalated": True}, "ticket_escalate"),
    ],
)
def test_a_card_does_not_offer_what_is_so_already(change, missing):
    before, after = TICKET, replace(TICKET, **change)
    assert missing in chain(*offered(SlackSpeech().payload(LiveCard(before))))
    assert missing not in chain(*offered(SlackSpeech().payload(LiveCard(after))))


def test_a_card_of_a_resolved_ticket_offers_to_reopen_it():
    resolved = SlackSpeech().payload(LiveCard(replace(TICKET, status="resolved")))
    assert offered(resolved) == [["ticket_reopen", "ticket_note", "ticket_why"]]


def test_a_card_says_in_words_that_the_ticket_is_escalated():
    assert "*Escalated*" not in text_of(SlackSpeech().payload(LiveCard(TICKET)))
    shown = text_of(SlackSpeech().payload(LiveCard(replace(TICKET, is_escalated=True))))
    assert "*Escalated*\nYes, before all others until an agent replies" in shown


@pytest.mark.parametrize("status", ["spam", "deleted"])
def test_a_card_of_spam_or_of_a_deleted_ticket_offers_nothing(status):
    blocks = SlackSpeech().payload(LiveCard(replace(TICKET, status=status)))["blocks"]
    assert [each["type"] for each in blocks] == ["section", "section", "section", "context"]


def test_a_button_carries_the_number_and_nothing_else():
    rows = [
        each
        for each in SlackSpeech().payload(LiveCard(TICKET))["blocks"]
        if each["type"] == "actions"
    ]
    assert {each["value"] for row in rows for each in row["elements"]} == {"42"}


@pytest.mark.parametrize(
    ("point", "is_breach", "said"),
    [
        ("75%", False, "Warning: the first reply is at 75%"),
        ("-15m", False, "Warning: the first reply is due in 15m"),
        ("breach", True, "Breach: the first reply is late"),
        ("+1h", True, "Still late: the first reply, +1h"),
    ],
)
def test_an_alert_says_what_is_wrong_in_its_first_words(point, is_breach, said):
    alert = AlertView(CLOCK, point, is_breach, ("ULEA", "S9"))
    payload = SlackSpeech().payload(ClockAlert(TICKET, alert))
    assert payload["text"].startswith(said)
    assert "<@ULEA> · <!subteam^S9>" in text_of(payload)
    assert "reply_broadcast" not in payload


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("level_change", "Breach: the first reply is late, as its promise was changed"),
        ("calendar_change", "Breach: the first reply is late, as its calendar was changed"),
        ("merged", "Breach: the first reply is late, as another ticket went into this one"),
    ],
)
def test_a_breach_that_a_change_brought_says_so(reason, said):
    clock = replace(CLOCK, breach_reason=reason)
    payload = SlackSpeech().payload(
        ClockAlert(TICKET, AlertView(clock, "breach", True), to_channel=True)
    )
    assert payload["text"].startswith(said)


def test_an_alert_for_the_channel_is_broadcast():
    payload = SlackSpeech().payload(
        ClockAlert(TICKET, AlertView(CLOCK, "breach", True), to_channel=True)
    )
    assert payload["reply_broadcast"] is True


LATE = replace(CLOCK, state="missed", remaining_seconds=-60)
DONE = replace(LATE, breached_at=NOW, stopped_at=NOW)


def test_a_breach_that_was_answered_before_it_was_said_says_when_and_by_whom():
    speech = SlackSpeech(Names(), "example")
    payload = speech.payload(
        ClockAlert(TICKET, AlertView(DONE, "breach", True, done_by="UANA"), to_channel=True)
    )
    assert payload["text"].startswith("Breach: the first reply was late")
    done = "Done <!date^1772438400^{date_short_pretty} {time}|"
    assert done in text_of(payload)
    assert "> by UANA." in text_of(payload)
    by_a_rule = text_of(
        speech.payload(ClockAlert(TICKET, AlertView(DONE, "breach", True), to_channel=True))
    )
    assert done in by_a_rule
    assert " by " not in by_a_rule.partition(done)[2].partition("\n")[0]
    line = speech.summary(ClockAlert(TICKET, AlertView(DONE, "breach", True, done_by="UANA")))
    assert line.startswith("*Breach: the first reply was late* · <https://example.slack.com/")
    assert line.endswith("> by UANA.")


def test_an_alarm_that_proved_false_takes_itself_back():
    in_time = replace(DONE, breached_at=None, state="met")
    said = AlertView(in_time, "breach", True, done_by="UANA")
    payload = SlackSpeech(Names(), "example").payload(ClockAlert(TICKET, said))
    assert payload["text"].startswith("Taken back: the first reply was in time")


@pytest.mark.parametrize(
    ("ticket", "clock", "expected"),
    [
        (
            TICKET,
            CLOCK,
            (
                "ticket_claim ticket_assign alarm_acknowledge alarm_snooze ticket_raise_priority "
                "ticket_escalate thread_open"
            ),
        ),
        (
            replace(TICKET, assignee="UANA", priority="urgent", is_escalated=True),
            LATE,
            "ticket_assign alarm_acknowledge review_open thread_open",
        ),
        (replace(TICKET, status="resolved"), LATE, "thread_open"),
        (replace(TICKET, status="answered"), DONE, "review_open thread_open"),
    ],
    ids=["a warning", "a breach", "of a ticket that is resolved", "of a clock that stopped"],
)
def test_an_alert_offers_what_helps_now(ticket, clock, expected):
    alert = AlertView(clock, "75%", False)
    payload = SlackSpeech(Names(), "example").payload(ClockAlert(ticket, alert))
    assert offered(payload) == [expected.split()]


def test_an_alert_waits_for_15_30_or_60_minutes():
    payload = SlackSpeech().payload(ClockAlert(TICKET, AlertView(CLOCK, "75%", False)))
    menus = [each for each in payload["blocks"][-1]["elements"] if "options" in each]
    assert [menu["placeholder"]["text"] for menu in menus] == ["Acknowledge", "Snooze"]
    for menu in menus:
        values = [option["value"] for option in menu["options"]]
        assert values == [f"42 first_reply 1 {minutes}" for minutes in (15, 30, 60)]


@pytest.mark.parametrize(
    ("kind", "until", "said"),
    [
        ("acknowledged", NOW, "Acknowledged by UANA until <!date^1772438400^"),
        ("acknowledged", None, "Acknowledged by UANA."),
        ("snoozed", NOW, "Snoozed by UANA until <!date^1772438400^"),
        ("snoozed", None, "Snoozed by UANA."),
    ],
)
def test_an_alert_says_who_took_note_of_it(kind, until, said):
    alert = AlertView(CLOCK, "75%", False, heeds=(AlarmHold(kind, "UANA", until),))
    assert said in text_of(SlackSpeech().payload(ClockAlert(TICKET, alert)))


def test_an_alert_in_another_channel_leads_to_the_card():
    speech, alert = SlackSpeech(Names(), "example"), AlertView(CLOCK, "75%", False)
    at_home = speech.payload(ClockAlert(TICKET, alert))["blocks"][-1]["elements"][-1]
    elsewhere = speech.payload(ClockAlert(TICKET, alert, card=MessagePlace("CSLA", "9.000001")))
    assert at_home["url"].endswith("/C1/p1772438400000100")
    assert elsewhere["blocks"][-1]["elements"][-1]["url"].endswith("/CSLA/p9000001")


def test_an_alert_is_one_line_with_those_it_mentions():
    speech = SlackSpeech(Names(), "example")
    line = speech.summary(ClockAlert(TICKET, AlertView(CLOCK, "breach", True, ("ULEA", "S9"))))
    assert line.count("\n") == 0
    assert line.startswith("*Breach: the first reply is late* · <https://example.slack.com/")
    assert line.endswith("<@ULEA> <!subteam^S9>")


def test_a_digest_mentions_each_person_once_and_names_them_in_its_lines():
    lea = replace(ANA, id="ULEA", real_name="Lea <Lead>")
    names = Names({"ULEA": lea, "UANA": ANA}.get)
    speech = SlackSpeech(names, "example")
    called = [("ULEA", "UANA"), ("ULEA", "S9"), (), ("S9",), ("UNEW", "ULEA")]
    alerts = [AlertView(CLOCK, "breach", True, mentions) for mentions in called]
    message = digest([speech.summary(ClockAlert(TICKET, alert)) for alert in alerts])
    head, *lines, last = message["text"].splitlines()
    assert head == "5 alerts at once"
    subject = TICKET.subject
    assert [line.partition(f" {subject}")[2] for line in lines] == [
        " · Lea &lt;Lead&gt;, Ana Kovač",
        " · Lea &lt;Lead&gt;",
        "",
        "",
        " · Lea &lt;Lead&gt;",
    ]
    assert last == "For <@ULEA> <@UANA> <!subteam^S9> <@UNEW>"
    assert message["blocks"][-1]["text"]["text"].endswith(f"\n{last}")


def test_a_digest_mentions_all_however_many_they_are_and_fits():
    people = [[f"UA{line}B{number}" for number in range(40)] for line in range(20)]
    called = [" ".join(f"<@{each}|{'x' * 40}>" for each in some) for some in people]
    blocks = digest([f"late · {mentions}" for mentions in called])["blocks"]
    said = "".join(block["text"]["text"] for block in blocks)
    assert re.findall(r"<@(\w+)>", said) == [each for some in people for each in some]
    assert all(len(block["text"]["text"]) <= 3000 for block in blocks)


def test_a_digest_counts_its_alerts_and_leaves_none_out():
    lines = [f"{number:03} " + "x" * 700 for number in range(20)]
    shown = digest(lines)
    assert shown["text"].startswith("20 alerts at once\n000 ")
    assert len(shown["text"]) <= 3000
    said = text_of({"blocks": shown["blocks"]})
    assert [line[:3] for line in said.splitlines() if line[:3].isdecimal()] == [
        f"{number:03}" for number in range(20)
    ]
    assert all(len(block["text"]["text"]) <= 3000 for block in shown["blocks"])


def test_what_breaches_after_closing_time_is_told_with_what_is_left():
    closing = ClosingClock(7, "Printer", None, None, "Support", "UANA", "first_reply", 1800)
    shown = text_of(SlackSpeech().payload(ClosingView("office", NOW, NOW, (closing,))))
    assert "*office* closes <!date^1772438400^" in shown
    assert "#7 · Printer: first reply, 30 min at closing time, assignee UANA" in shown


def test_a_confirmation_tells_by_when_there_is_an_answer():
    confirmed, unpromised = (
        SlackSpeech().payload(Confirmation(ticket))["text"]
        for ticket in (TICKET, replace(TICKET, clocks=()))
    )
    assert "an answer by <!date^1772452800^" in confirmed
    assert "has been told" in unpromised


def test_a_confirmation_promises_nothing_that_is_broken_or_kept():
    speech = SlackSpeech()
    due_at = TICKET.open_clocks[0].due_at
    late = replace(TICKET, now=due_at)
    stopped = tuple(replace(clock, stopped_at=NOW) for clock in TICKET.clocks)
    for ticket in (late, replace(TICKET, clocks=stopped)):
        assert speech.payload(Confirmation(ticket))["text"].endswith(" now.")
        assert "answer by" not in speech.payload(DirectConfirmation(ticket))["text"]


def test_who_reads_alone_has_times_in_their_own_zone():
    speech = SlackSpeech().for_reader(None, ReadAlone("Asia/Kolkata", NOW))
    said = speech.payload(Confirmation(TICKET, NOW))["text"]
    assert "an answer by Mon 17:30." in said
    assert "back Mon" in said


def test_a_conversation_says_whom_it_reaches_and_when_nobody_will_receive_it():
    reached, unreached = (
        SlackSpeech().pieces(ConversationBegun(TICKET, "", is_relayed=is_relayed))[0]["text"]
        for is_relayed in (True, False)
    )
    assert "What you write here goes to UCARLA in Slack" in reached
    assert "nobody will receive this" in unreached


def test_the_question_whether_it_is_solved_says_what_its_buttons_do_in_words():
    solved = SlackSpeech().payload(SolvedQuestion(TICKET, in_silence=False))
    assert "Yes, thank you" in text_of(solved)
    assert "No, I still need help" in text_of(solved)


def test_a_score_is_never_told_to_all_who_read_the_thread():
    rated = SlackSpeech().payload(RatingThanks(TICKET, may_comment=True))
    assert not any(each in text_of(rated) for each in ("Good", "OK", "Bad"))


def test_a_request_shows_who_has_it_and_what_was_promised_and_opens_its_thread():
    request = Request(7, "Printer", "open", None, NOW, MessagePlace("C1", "1.000001"), NOW)
    shown = text_of(request_in_full(request, Names(), "example"))
    assert "https://example.slack.com/archives/C1/p1000001|#7" in shown
    assert "with the team · nobody has it yet · promised by <!date^" in shown
    assert "I still need help" not in shown


def test_people_are_called_by_their_names():
    names = Names()
    names.learn([ANA])
    assert "*Assignee*\nAna Kovač" in text_of(
        SlackSpeech(names).payload(LiveCard(replace(TICKET, assignee="UANA")))
    )


def test_a_text_is_cut_with_an_ellipsis_and_never_inside_an_entity():
    for length in range(3, 20):
        cut = elements.escaped("a&b<c>d&e" * 5, length)
        assert len(cut) <= length
        assert cut.endswith("…")
        assert (
            elements.escape(cut.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))
            == cut
        )


def test_lines_that_do_not_fit_are_counted():
    shown = elements.joined([f"line {number}" for number in range(100)], 100)
    assert len(shown) <= 100
    kept = shown.splitlines()
    assert kept[-1] == f"… and {100 - len(kept) + 1} more"
    assert elements.joined(["x" * 50], 10) == "x" * 9 + "…"


def test_nothing_in_a_sentence_is_alive_but_what_is_markup_already():
    told = "<@U1> has it since <!date^1^{time}|08:00 UTC>, <!here> & <b>"
    assert elements.sentence(told) == elements.escape(told)
    assert elements.sentence(Markup(told)) == told


def test_slack_finds_no_address_in_a_name():
    for name in ("https://evil.example/x", "evil.example", "ana@evil.example"):
        shown = elements.unlinked(name)
        assert shown.replace("\u2060", "") == name
        assert not re.search(r"[.:@/][^\u2060]", shown)
    assert elements.unlinked("Dr. Ana K.") == "Dr. Ana K."


def test_why_shows_the_first_and_last_of_many_spans_and_what_was_counted_between():
    spans = [span(n, *((PAUSED, "pending") if n % 2 else (COUNTED,))) for n in range(100)]
    shown = text_of(why_shown(1, [explained("L", spans)]))
    assert "… 60 spans in between, 30 min of them counted …" in shown
    assert "Mon 2 Mar 09:00 to 09:01: counted 1 min" in shown
    assert "Mon 2 Mar 10:39 to 10:40: paused (pending), 1 min of it business time" in shown
    assert "*Sum: 50 min of 4 h*, 3 h left" in shown


def test_why_tells_agents_that_replies_count_undelivered_and_how_many_are():
    shown = text_of(why_shown(1, [explained("L", ())], undelivered=2))
    assert "A reply counts from the moment it was stored" in shown
    assert "*Not delivered:* 2 messages on this ticket" in shown
    assert "Not delivered" not in text_of(why_shown(1, [explained("L", ())]))


def test_why_tells_who_asked_no_more_than_that_something_has_not_arrived():
    clocks = [explained("L", ())]
    shown = text_of(why_shown(1, clocks, to_requester=True, undelivered=2))
    assert "Not all that was written here has arrived yet." in shown
    assert not any(word in shown for word in ("Slack", "2 messages", "card's thread"))
    assert "arrived" not in text_of(why_shown(1, clocks, to_requester=True))


def test_why_folds_business_days_in_a_row():
    kinds = ((COUNTED,), ("outside hours",))
    shown = text_of(why_shown(1, [explained("L", [span(n, *kinds[n % 2]) for n in range(99)])]))
    assert "Mon 2 Mar 09:00 to 10:39: counted in 50 parts 50 min" in shown


def test_why_says_each_kind_of_fact_once_however_often_the_promise_changed():
    shown = text_of(why_shown(1, [explained("L", [span(0)], terms=3)]))
    assert shown.count("Promise: ") == 1
    assert shown.count("until Mon 2 Mar 09:00 L, 4 h at") == 2


def test_why_without_clocks_says_so():
    assert "No promise" in why_shown(1, [])["text"]


def test_a_condition_is_told_in_words():
    lasting = Condition("created_at", "older_than", 7200)
    among = Condition("priority", "in", ["high", "urgent"])
    rule = Rule("Late", Actions(stop=True), ((lasting, among), (among,)), active=False)
    told = text_of(rules_shown([rule]))
    assert "*Late* (switched off)" in told
    assert (
        "When it was created more than 2 h ago and the priority is high or urgent, "
        "or when the priority is high or urgent, stop." in told
    )


def test_nothing_promised_is_told():
    assert "no levels yet" in levels_shown([])["text"]
    assert "no rules yet" in rules_shown([])["text"]


@pytest.mark.parametrize(
    ("left_s", "said"), [(7200, "counts as due in 2 h"), (-60, "waits 1 min longer than a week")]
)
def test_a_ticket_without_a_level_says_why_it_is_next(left_s, said):
    ticket = replace(TICKET, clocks=(), level=None)
    assert said in text_of(next_up(NextTicket(ticket, None, left_s), frozenset(), Names(), None))


@pytest.mark.parametrize(
    ("chooser", "said"),
    [
        ("Tag URGENT", "Standard (rule: Tag URGENT)"),
        ("department", "Standard (the department's level)"),
        ("default", "Standard (the default level)"),
        (None, "Standard (set by hand)"),
    ],
)
def test_a_card_says_what_chose_the_level(chooser, said):
    assert said in text_of(
        SlackSpeech().payload(LiveCard(replace(TICKET, level_chosen_by=chooser)))
    )


def test_a_card_of_a_resolved_ticket_says_what_became_of_its_promises():
    met = replace(CLOCK, state="met", stopped_at=NOW)
    late = replace(CLOCK, metric="resolution", state="missed", stopped_at=NOW)
    told = text_of(
        SlackSpeech().payload(LiveCard(replace(TICKET, status="resolved", clocks=(met, late))))
    )
    assert "*First reply*: met after 1 h of business time" in told
    assert "*Resolution*: missed after 1 h of business time" in told


def test_why_says_in_words_why_a_clock_was_cancelled():
    cancelled = replace(CLOCK, state="cancelled", cancel_reason="resolved_unanswered")
    shown = text_of(why_shown(1, [explained("L", (), view=cancelled)]))
    assert "cancelled, resolved before it was answered" in shown
