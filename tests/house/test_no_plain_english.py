"""A house that speaks a language of no people: nothing that leaves for Slack is plain English.

Every letter of that language has an accent, people and the configuration write Cyrillic. So each
plain word was never looked up, and is said in English to everybody; but for those listed here.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from typing import Any, Final

import pytest

from bot.demo.seen import NotSeen, SandboxRefused
from tests.house import test_hostile_texts as day
from tests.house.hostile import WHAT, promises
from tests.house.mischief import ALERTS, SUPPORT, asks_for_help, filled, form_of, merges
from tests.house.reading import text_of
from tests.wording.conftest import pseudo_folder
from tests.wording.pseudo import TAG, accented, known_everywhere

__all__ = ["pseudo_folder"]

Json = dict[str, Any]

_STEMS: Final = ("Принтер", "Прошу", "Склад", "Счёт", "Ключ", "Дверь", "Окно", "Лампа")

OWN: Final = (
    r"`[^`]*`",  # commands and Slack's own words
    r"```.*?```",
    r"<(?:@|#|!subteam\^)[^>]*>",  # mentions
    r"<!date\^\d+\^\{date_short_pretty\} \{time\}\|",  # in front of what stands in its place
    r"<https?://[^|>]*\|?",  # addresses, in front of what is read of them
    r"https?://\S+",
    r":[a-z_]+:",  # emoji
    r"\b[\w.+-]+@[\w.-]+",  # addresses of people
    r"\b[a-z]+\.example\b",  # domains of customers
    r"\b[A-Z]\w+/\w+",  # time zones
    r"\b[ABCDFSUTW]0[A-Z0-9]+\b",  # Slack's ids
    r"#(?:support|billing|sla-alerts|billing-alerts)\b",  # channels of the seed
    r"\b\d+(?:h|m|s|ms|th)\b",  # durations as they are configured
    r"\b24x7\b",
    r"\b[A-Z]\w+ \([A-Z]{2}\)",  # countries, as the library of holidays calls them
    r"\b\d{4}, [^:\n]*(?=:)",  # holidays, as their country calls them
    r"&(?:lt|gt|amp);",
    r"/(?:ticket|sla)\b",
    r"\b(?:Help|Lines) (?=[А-яё])|\bvip\b|\.png\b",  # what the people of this day write
    r"\bsla-(?:day|week|month)-[\d-]+\.(?:csv|png)",
    rf"(?:{accented('use one of')}|{accented('There are')}:|{accented('did you mean')}) [^\n]*",
    rf"(?:{accented('If')}|{accented('Alerts')}:|{accented('notify')}) [^\n]*",
    r"\b(?:calendars|customers|departments|digests|levels|rules)\.[^\n:]*",
    r"\bdefault_level\b",
)
"""What is the same in every language: marks, addresses, and what one types or configures."""
_WORD: Final = re.compile(r"[A-Za-z]{2,}")


def plain_words(text: str) -> list[str]:
    """The words of a text without an accent, but for what is the same in every language."""
    for own in OWN:
        text = re.sub(own, " ", text, flags=re.DOTALL)
    return [word for word in _WORD.findall(text) if word not in NAMES]


NAMES: Final = frozenset(
    {
        *("English", "UTC"),  # what this language and this zone call themselves
        *("leads", "managers", "agents"),  # whom a configuration names so
        "slack",  # where a ticket came from, by its word in the configuration
    }
)


def texts_in(node: Any) -> Iterator[str]:
    """Every text that a person reads of something that was told to Slack."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name in ("text", "alt_text", "title", "initial_comment") and isinstance(value, str):
                yield value
            elif name not in ("metadata", "value", "private_metadata"):
                yield from texts_in(value)
    elif isinstance(node, list):
        for each in node:
            yield from texts_in(each)


def plain_in(entries: Any) -> list[str]:
    """Each text with plain words in all that the bot told Slack, once, with these words."""
    found = {}
    for entry in entries:
        said = entry.get(
            {"api": "args", "response_url": "body", "ack": "body"}.get(entry["kind"], "")
        )
        for text in texts_in(said):
            words = plain_words(text)
            if words:
                found.setdefault(f"{' '.join(words)}: {text[:200]}", None)
    return list(found)


def writings() -> Iterator[str]:
    """What people write: each time something else."""
    for number in count():
        yield f"{_STEMS[number % len(_STEMS)]} {number}"


def configured() -> Json:
    """A configuration in which everything with a name has a Cyrillic one, for that language."""
    written = promises(writings())
    for what in WHAT:
        written = written.replace(f'"{what} ', '"')
    return {**json.loads(written), "language": TAG}


@pytest.fixture
def foreign(pseudo_folder, house) -> Iterator[Any]:
    """A house in which all is said in that language; at the end nothing plain was.

    Everybody in it has a Cyrillic name.
    """
    with known_everywhere(pseudo_folder):
        house.configure(json.dumps(configured()))
        for number, user_id in enumerate(sorted(house.world.workspace.users)):
            if user_id != house.bot_id:
                house.slack.post("user", id=user_id, real_name=f"Имя {number}")
        since = house.mark()
        yield house
        found = plain_in(house.log(since))
        assert not found, "\n".join(found)


def test_the_judge_sees_plain_words_and_none_of_what_is_the_same_in_every_language():
    assert plain_words("Ţĥéŕé are <@U1|x> two `plain ones` ana@harbour.example") == [
        "are",
        "two",
    ]
    assert plain_words("Принтер 2 · #42 · <https://a.example/x|Ţķ> Europe/Rome") == []


def test_a_day_of_the_whole_house(foreign):
    text, people = writings(), {name: foreign.member(name) for name in day.PEOPLE}
    ts = day._say_everything(foreign, people, text)
    foreign.move(minutes=61)
    day._fill_in_everything(foreign, people, text)
    day._resolve_and_rate(foreign, people, text)
    day._type_everything(foreign, people["ana"], text, ts)
    foreign.move(day.A_NIGHT, hours=26)
    day._look_around(foreign, people)


def test_why_a_clock_stands_where_it_stands(foreign):
    """Paused, snoozed, breached, of another level and priority: to an agent and to who asked."""
    asks_for_help(foreign, "Принтер")
    ana, carla = foreign.member("ana"), foreign.member("carla")
    for line in ("claim 1", "pending 1 2026-03-05 14:00", "priority 1 high"):
        ana.asks(ALERTS, f"/ticket {line}")
    foreign.move(minutes=30)
    carla.asks(SUPPORT, "/sla why 1")
    ana.asks(ALERTS, "/sla why 1")
    ana.asks(ALERTS, "/ticket hold 1")
    foreign.move(hours=3)
    for text in ("level 1 auto", "priority 1 low", "reopen 1", "resolve 1 Готово"):
        ana.asks(ALERTS, f"/ticket {text}")
        ana.asks(ALERTS, "/sla why 1 resolution")
    foreign.move(day.A_NIGHT, hours=30)
    for member, place in ((ana, ALERTS), (carla, SUPPORT)):
        member.asks(place, "/sla why 1")
    ana.asks(ALERTS, "/ticket spam 1")
    ana.asks(ALERTS, "/sla why 1")


WRONG_LEVELS: Final = (
    {"first_reply": "скоро"},
    {"first_reply": "3d"},
    {"first_reply": "0s"},
    {"first_reply": "30"},
    {"first_reply": "вчера 1h"},
    {"first_reply": "90000h"},
    {"name": "auto", "first_reply": "1h"},
    {"first_reply": "1h", "quiet": "ночь"},
    {"first_reply": "1h", "quiet": "22:00-22:00"},
    {"first_reply": "1h", "resolve_after": "2 недели"},
    {},
)
WRONG_ALERTS: Final = {
    "share": ({"share": "200%"}, {"share": "завтра"}, {"share": "75%", "roles": []}),
    "before": ({"amount": "завтра"}, {"amount": "0s"}),
    "after": ({"amount": "завтра"}, {"amount": "0s"}),
    "breach": ({"roles": []},),
}
"""By when an alert is given, as its form asks for something else each time."""


def is_refused_in_words(member, form, values):
    wrong = member.submits(form["id"], filled(**values))
    told = [*wrong.get("errors", {}).values()]
    assert told, values
    assert [words for each in told if (words := plain_words(each))] == [], told


def test_what_a_form_refuses(foreign):
    """The reasons of the core and of the reader of the configuration stand under the fields."""
    ada = foreign.member("ada")
    form = form_of(foreign, ada, "/sla level new Золото")
    ada.clicks_in_view(form["id"], "editor_press_more", values=filled(first_reply="1h"))
    foreign.settle()
    form = ada.top_form()
    ada.clicks_in_view(form["id"], "editor_add_alerts")
    foreign.settle()
    for when, wrong in WRONG_ALERTS.items():
        ada.clicks_in_view(ada.top_form()["id"], "value", value=when, block_id="when")
        foreign.settle()
        for values in wrong:
            is_refused_in_words(ada, ada.top_form(), values)
    ada.closes(ada.top_form()["id"])
    for values in WRONG_LEVELS:
        is_refused_in_words(ada, form, {"first_reply": "", **values})


def test_what_a_form_says_before_it_is_saved(foreign):
    asks_for_help(foreign, "Принтер")
    ada = foreign.member("ada")
    with foreign.program.look() as work:
        [level] = work.configuration.levels.values()
    form = form_of(foreign, ada, f"/sla level edit {level.name}")
    ada.submits(form["id"], filled(first_reply="2h"))
    foreign.settle()
    confirm = ada.top_form()
    ada.submits(confirm["id"], filled(running="move"))
    foreign.settle()
    form_of(foreign, ada, f"/sla level archive {level.name}")
    ada.asks(SUPPORT, "/sla levels")


def test_what_app_home_says_of_the_configuration(foreign):
    odd = configured()
    [first, second] = odd["departments"]
    odd["departments"][second].pop("intake_channels")
    odd["departments"][first]["alert_channel"] = "#support"
    odd["departments"]["Третий"] = {"intake_channels": ["#billing"], "private": True}
    odd["departments"]["Четвёртый"] = {"alert_channel": "#support", "agents": ["nobody@x.example"]}
    odd["customers"]["Пятый"] = {"group": "Шестая"}
    [level] = odd["levels"].values()
    level["targets"]["chat_reply"] = "1h"
    level["alerts"] = [{"at": "breach", "to": ["leads", "managers", "agents"]}]
    [calendar] = odd["calendars"].values()
    calendar["hours"] = {"mon-fri": ["08:00-23:59"]}
    calendar["closures"].append({"from": "2026-05-04T08:00", "to": "2026-05-04T23:59"})
    odd["rules"].append({"name": "Седьмое", "if": [{"customer": {"is": "Восьмой"}}]})
    odd["rules"][-1]["then"] = {"department": "Девятый"}
    foreign.configure(json.dumps(odd))
    shown = text_of(foreign.member("ada").opens_home())
    assert "Шестая" in shown
    assert "Девятый" in shown


def test_how_the_bot_is(foreign):
    asks_for_help(foreign, "Принтер")
    foreign.doubts("a connection to Slack broke")
    for name in ("lea", "ada"):
        foreign.member(name).asks(ALERTS, "/sla status")
        foreign.member(name).opens_home()


def test_tickets_that_go_into_another(foreign):
    for text in ("Принтер", "Склад"):
        foreign.member("carla").says(SUPPORT, text)
        foreign.settle()
    foreign.member("noah").says(SUPPORT, "Окно")
    foreign.settle()
    merges(foreign)
    merges(foreign, "/ticket merge 3 into 2")
    merges(foreign, "/ticket merge 2 into 2")
    foreign.member("carla").asks(SUPPORT, "/ticket reopen 1")


def test_what_somebody_is_told_who_asked(foreign):
    carla, ana = foreign.member("carla"), foreign.member("ana")
    foreign.move_to("2026-03-02T19:00", stride=day.A_NIGHT)
    ts = carla.says(SUPPORT, "Принтер")
    foreign.move_to("2026-03-04T09:00", stride=day.A_NIGHT)
    ana.asks(ALERTS, "/ticket resolve 1")
    asked = foreign.posted(foreign.keys("solved:1:")[-1])
    carla.clicks(SUPPORT, asked["ts"], "solved_no")
    foreign.settle()
    carla.says(SUPPORT, "Ещё", thread_ts=ts)
    foreign.move(day.A_NIGHT, hours=60)
    for line in (
        "/ticket list",
        "/ticket show 1",
        "/ticket claim 1",
        "/ticket help",
        "/sla levels",
    ):
        carla.asks(SUPPORT, line)
    carla.opens_home()


def test_a_form_that_comes_too_late(foreign):
    foreign.expects("expired_trigger_id")
    foreign.member("carla").sends(SUPPORT, "/ticket new Принтер")
    foreign.jump(seconds=4)
    foreign.settle()


def test_what_slack_does_not_pass_on(foreign):
    mira = foreign.member("mira")
    day._write_to_the_bot(foreign, mira, writings())
    here = foreign.world.workspace.open_im(mira.id, foreign.bot_id, 0).id
    order = {"fault": "error", "error": "restricted_action", "method": "chat.postMessage"}
    foreign.slack.post("faults", **order, channel=here, times=None)
    foreign.expects("restricted_action")
    talk = foreign.posted("conversation:1")
    foreign.member("ana").says(talk["channel"], "Ответ", thread_ts=talk["ts"])
    foreign.move(minutes=1)
    assert foreign.keys("undelivered:")


def test_what_admins_read_and_fill_in_of_departments_customers_and_settings(foreign):
    ada = foreign.member("ada")
    for line in ("departments", "customers", "roles", "departments нет"):
        ada.asks(SUPPORT, f"/sla {line}")
    for line in ("department new", "customer new", "group new", "settings"):
        form = form_of(foreign, ada, f"/sla {line}")
        for action_id in ("editor_press_more", "editor_add_fields", "editor_add_digests"):
            with suppress(NotSeen, SandboxRefused):
                ada.clicks_in_view(form["id"], action_id)
                foreign.log()
