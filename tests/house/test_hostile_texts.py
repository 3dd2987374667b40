"""A corpus of hostile texts over every input: nothing of it is ever alive in Slack.

Each round stands for a day of the whole house in which everything that can be typed, named or
configured is hostile; over all rounds every input had every kind.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.demo.member import Member
from bot.slack.act.commands.table import TABLES
from bot.slack.act.forms import KINDS as FORMS
from bot.usecases.promises.directory_changes import change_channel
from tests.house.hostile import KINDS, ROUNDS, dead_or_alive, live_in, named, promises, texts, typed
from tests.house.mischief import ALERTS, SUPPORT, filled, only_for

People = dict[str, Member]

A_NIGHT = timedelta(hours=8)
PEOPLE = ("ada", "ana", "carla", "lea", "mira", "noah")
LOOKS = (
    *("/ticket show 1", "/ticket list", "/ticket next", "/ticket help", "/sla why 1"),
    *("/sla levels", "/sla rules", "/sla rule test 1", "/sla log"),
    "/sla report level,department,customer",
    *("/sla digest day now", "/sla report agent,tag", "/sla status", "/sla review all"),
)
SAID = ("message", "reply", "joined", "edit", "direct", "below direct", "file", "shortcut")
NAMES = ("person", "display", "agent", "channel", "group", "handle", "file name")
OPENED = {
    "ticket_new": "/ticket new",
    "ticket_reply": "/ticket reply 1",
    "ticket_note": "/ticket note 1",
    "ticket_assign": "/ticket assign 1",
    "ticket_priority": "/ticket priority 1",
    "ticket_department": "/ticket dept 1",
    "ticket_level": "/ticket level 1",
    "ticket_customer": "/ticket customer 1",
    "ticket_tags": "/ticket tag 1",
    "ticket_field": "/ticket field 1",
    "ticket_merge": "/ticket merge 2",
    "level_new": "/sla level new",
    "department_new": "/sla department new",
    "customer_new": "/sla customer new",
    "customer_group_new": "/sla group new",
    "rule_new": "/sla rule new",
    "settings_edit": "/sla settings",
    "calendar_new": "/sla calendar new",
    "closure_declare": "/sla closure",
    "config_file": "/sla config",
    "setup": "/sla setup",
}
"""The forms that a command opens; the others are opened by a button."""
CLICKED = frozenset(
    {
        *("ticket_pending", "ticket_hold", "breach_review", "ticket_resolve", "rating_comment"),
        *("ticket_merge_confirmed", "level_alert", "level_priority", "editor_confirm"),
        *("level_edit", "level_copy", "level_archive"),
        *("department_edit", "department_copy", "department_archive", "department_field"),
        *("customer_edit", "customer_archive", "customer_group_edit", "customer_group_archive"),
        *("rule_edit", "rule_copy", "rule_archive", "rule_condition", "settings_digest"),
        *("calendar_edit", "calendar_copy", "calendar_archive", "calendar_closure"),
        *("calendar_opening", "closure_confirm", "config_apply", "setup_test", "setup_erase"),
    }
)
CONFIGURED = 17
"""The names and texts of a configuration."""
COMMANDS = [f"{slash} {each.words}" for slash, table in TABLES.items() for each in table]


def test_the_corpus_is_of_more_than_two_hundred_texts_over_every_input():
    inputs = len(SAID) + len(NAMES) + CONFIGURED + len(FORMS) + 2 * len(COMMANDS)
    assert inputs * ROUNDS * 2 >= 200
    assert sorted(OPENED.keys() | CLICKED) == sorted(FORMS)
    for number in range(ROUNDS):
        stream = texts(number)
        assert all(next(stream) for _ in range(inputs))


@pytest.mark.parametrize("kind", [each for each in KINDS if each not in ("address", "by hand")])
def test_the_judge_would_see_it_alive(kind):
    """But for what is dead by itself, as it stands there escaped, wide or half."""
    is_dead = kind in ("escaped", "escaped twice", "unbalanced", "wide")
    assert bool(dead_or_alive(KINDS[kind])) != is_dead
    assert dead_or_alive(typed(KINDS[kind])) == []


def test_the_judge_knows_what_is_the_bots_own():
    for own in (
        "<https://harbour-lights.slack.com/archives/C0SUPPORT/p1|#1>",
        "<@U0LEA> <@U0LEA|Lea>",
        "<!date^1772442000^{date_short_pretty} {time}|Mon 2 Mar 09:00 UTC>",
    ):
        assert dead_or_alive(own) == []
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "x evil.example"}}
    said = {"kind": "api", "args": {"text": "x", "blocks": [section]}}
    assert live_in([said]) == ["evil.example"]
    assert live_in([{"kind": "api", "args": {"text": "by named.example"}}]) == ["named.example"]


@pytest.mark.parametrize("number", range(ROUNDS))
def test_nothing_hostile_is_alive_anywhere(house, number):
    text = texts(number)
    people = {name: house.member(name) for name in PEOPLE}
    house.configure(promises(text))
    _name_everything(house, text)
    ts = _say_everything(house, people, text)
    house.move(minutes=61)
    _fill_in_everything(house, people, text)
    _resolve_and_rate(house, people, text)
    _type_everything(house, people["ana"], text, ts)
    if number == 0:
        house.move(A_NIGHT, hours=26)  # the digest of the day, with what belongs to it
    _look_around(house, people)
    assert live_in(house.log()) == []


def _name_everything(house: Any, text: Iterator[str]) -> None:
    """People, channels and groups, as Slack tells of them."""
    slack = house.slack
    slack.post("user", id="U0CARLA", real_name=named(next(text)), name=named(next(text)))
    slack.post("user", id="U0ANA", real_name=named(next(text)), name=named(next(text)))
    slack.post("usergroup", id="S0SUPPORT", name=named(next(text)), handle=named(next(text)))
    house.settle()
    for channel_id in ("C0BILLING", "C0BILLALERTS"):
        change_channel(house.program, channel_id, name=named(next(text)))


def _say_everything(house: Any, people: People, text: Iterator[str]) -> str:
    """Everything that people can write; the thread of ticket 1."""
    carla, ana, noah = people["carla"], people["ana"], people["noah"]
    ts = carla.says(SUPPORT, f"Help {next(text)} #vip")
    house.settle()
    carla.says(SUPPORT, next(text))
    carla.says(SUPPORT, typed(next(text)), thread_ts=ts)
    ana.says(SUPPORT, next(text), thread_ts=ts)
    carla.shares(SUPPORT, next(text), f"{named(next(text))}.png", thread_ts=ts)
    house.settle()
    carla.edits(SUPPORT, ts, f"{next(text)} {typed(next(text))}")
    noah.says(SUPPORT, f"Lines {next(text)}\n{typed(next(text))}")
    ana.says(ALERTS, next(text), thread_ts=house.posted("card:1")["ts"])
    ana.uses_shortcut("open_ticket_here", SUPPORT, ts)
    _write_to_the_bot(house, people["mira"], text)
    return ts


def _write_to_the_bot(house: Any, mira: Member, text: Iterator[str]) -> None:
    asked = mira.says(house.bot_id, next(text))
    house.settle()
    here = house.world.workspace.open_im(mira.id, house.bot_id, 0).id
    question = mira.reads(here, asked)[-1]
    offered = mira.is_offered("", "department_choose", channel=here, ts=question["ts"])
    department = next(name for name in offered if not name.endswith("\u2026"))
    mira.clicks(here, question["ts"], "department_choose", value=department)
    house.settle()
    mira.says(house.bot_id, typed(next(text)), thread_ts=asked)
    house.settle()


def _look_around(house: Any, people: People) -> None:
    """Everything that shows what is there: all to an agent, to others what they see otherwise."""
    for name, lines in (("ana", LOOKS), ("carla", LOOKS[:3]), ("lea", LOOKS[-3:]), ("ada", ())):
        people[name].opens_home()
        for line in lines:
            people[name].sends(SUPPORT, line)
        house.settle()


def _fill_in_everything(house: Any, people: People, text: Iterator[str]) -> None:
    """Every form of agents, with a hostile text in each field that takes one."""
    ada = people["ada"]
    for form, line in OPENED.items():
        member = people["ana"] if form == "ticket_reply" else ada
        member.sends(ALERTS, line)
        _fill_in(house, member, text)
    for action_id in ("form_open_edit", "form_open_copy"):
        ada.asks(ALERTS, "/sla levels")
        ada.clicks(ALERTS, only_for(ada, ALERTS)["ts"], action_id)
        _fill_in(house, ada, text)
    card = house.posted("card:1")
    breach = house.posted(next(key for key in house.keys("alarm:1:") if "breach" in key))
    for place, action_id in (
        (card, "ticket_pending"),
        (card, "ticket_hold"),
        (breach, "review_open"),
    ):
        ada.clicks(ALERTS, place["ts"], action_id)
        _fill_in(house, ada, text)
    asked = house.posted(house.keys("exclusion:")[-1])
    people["lea"].clicks(asked["channel"], asked["ts"], "exclusion_refuse")
    people["lea"].sends(ALERTS, "/sla review all")
    todo = house.posted("follow_up:1:given")
    people["ana"].clicks(todo["channel"], todo["ts"], "follow_up_done")


def _resolve_and_rate(house: Any, people: People, text: Iterator[str]) -> None:
    """An agent resolves with an answer; who asked says how it was, and why."""
    ana, carla = people["ana"], people["carla"]
    ana.asks(ALERTS, "/ticket show 1")
    ana.clicks(ALERTS, only_for(ana, ALERTS)["ts"], "ticket_solve")
    _fill_in(house, ana, text)
    asked = house.posted(house.keys("solved:1:")[-1])
    for action_id in ("solved_yes", "rate_bad", "rate_comment"):
        carla.clicks(SUPPORT, asked["ts"], action_id)
        house.settle()
    _fill_in(house, carla, text)


def _fill_in(house: Any, member: Member, text: Iterator[str]) -> None:
    house.settle()
    form = member.top_form()
    fields = [each for each in form["blocks"] if each["type"] == "input"]
    written = {
        each["block_id"]: next(text)[: each["element"].get("max_length", 100)]
        for each in fields
        if each["element"]["type"] == "plain_text_input"
    }
    if form["callback_id"] == "breach_review":
        written |= {"cause": "overload", "severity": "major"}
        written |= {f"who_{row}": "U0ANA" for row in (1, 2, 3)}
        written |= {f"due_{row}": "2026-03-06" for row in (1, 2, 3)}
    member.submits(form["id"], filled(**written))
    house.settle()
    member.closes(form["id"])


def _type_everything(house: Any, ana: Member, text: Iterator[str], ts: str) -> None:
    """Every command, with and without a ticket's number, by slash and by mention."""
    for number, command in enumerate(COMMANDS):
        ana.sends(ALERTS, f"{command} 1 {next(text)}")
        ana.sends(ALERTS, f"{command} {typed(next(text))}")
        ana.says(ALERTS, f"@punctual {command.partition(' ')[2]} {next(text)}")
        if number % 8 == 0:
            house.settle()
    for words in ("list dept:", "list tag:", "", "claim #"):
        ana.sends(ALERTS, f"/ticket {words}{next(text)}")
    for words in ("report by:", "report from:", "digest dept:", "review dept:"):
        ana.sends(ALERTS, f"/sla {words}{typed(next(text))}")
    ana.says(SUPPORT, f"@punctual {next(text)}", thread_ts=ts)
    house.settle()
