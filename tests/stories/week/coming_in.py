"""Tickets come in: from a channel, from a message to the bot, from the form."""

from datetime import UTC, datetime
from typing import Any, Final

from bot.demo.member import Member
from tests.stories.week.desk import CHANNELS, REQUESTERS, TYPED_AGAIN_AFTER, Week, instant_of
from tests.stories.week.diary import Page

VIP: Final = "carla"


def message(week: Week) -> None:
    """Somebody writes into an intake channel."""
    department = week.dice.choice(("Support", "Support", "Support", "Billing"))
    urgent = department == "Support" and week.dice.random() < 0.4
    name = _rested(week)
    asker = week.member(name)
    ts = asker.says(CHANNELS[department], f"Request {len(week.pages) + 1}{' #URGENT' * urgent}")
    level = "Urgent SLA" if urgent else _level_of(department)
    page = _page(week, asker, department, level)
    page.channel, page.thread_ts = CHANNELS[department], ts
    page.created(instant_of(ts), asker.id)


def direct_message(week: Week) -> None:
    """Somebody writes to the bot, which asks for the department."""
    asker = week.member(_rested(week))
    department = week.dice.choice(("Support", "Billing"))
    ts = asker.says(week.house.bot_id, f"Request {len(week.pages) + 1}")
    own = week.house.world.workspace.open_im(asker.id, week.house.bot_id, 0).id
    question = asker.reads(own, ts)[-1]
    page = _page(week, asker, department, _level_of(department))
    at = week.house.now
    asker.clicks(own, question["ts"], "department_choose", value=department)
    page.created(at, asker.id)
    page.asked_in = own, ts
    _find_conversation(week, page)


def form(week: Week) -> None:
    """Somebody fills in the form."""
    name = week.dice.choice(REQUESTERS)
    asker, priority = week.member(name), week.dice.choice(("normal", "high"))
    level = "Urgent SLA" if (name, priority) == (VIP, "high") else "Standard"
    page = _page(week, asker, "Support", level)
    at = _filled_in(week, asker, page, priority, {})
    page.created(at, asker.id, priority)
    _find_conversation(week, page)


def form_for_another(week: Week) -> None:
    """An agent opens a ticket for somebody who called."""
    asker, agent = week.member(week.dice.choice(REQUESTERS)), week.member("ana")
    page = _page(week, asker, "Support", "Standard")
    at = _filled_in(week, agent, page, "normal", {"requester": {"value": asker.id}})
    page.created(at, agent.id)
    _find_conversation(week, page)


def _page(week: Week, asker: Member, department: str, level: str) -> Page:
    number = len(week.pages) + 1
    return week.opened(Page(number, asker.id, department, level, CHANNELS[department]))


def _filled_in(
    week: Week, who: Member, page: Page, priority: str, more: dict[str, Any]
) -> datetime:
    since = week.house.mark()
    who.sends(CHANNELS["Support"], f"/ticket new Request {page.number}")
    shown = who.form(since, "the form of a ticket")
    values = {"department": {"value": page.department}, "priority": {"value": priority}}
    at = week.house.now
    who.submits(shown["id"], values | more)
    return at


def _find_conversation(week: Week, page: Page) -> None:
    root = week.house.posted(f"conversation:{page.number}")
    page.channel, page.thread_ts = root["channel"], root["ts"]


def _level_of(department: str) -> str:
    return {"Support": "Standard", "Billing": "Billing"}[department]


def _rested(week: Week) -> str:
    """A requester who did not just write; time passes if all of them did."""
    names = week.dice.sample(REQUESTERS, len(REQUESTERS))
    oldest = min(names, key=lambda name: week.wrote_at.get(name, datetime.min.replace(tzinfo=UTC)))
    wrote_at = week.wrote_at.get(oldest)
    if wrote_at is not None and week.house.now - wrote_at < TYPED_AGAIN_AFTER:
        week.house.pass_time(wrote_at + TYPED_AGAIN_AFTER)
    week.wrote_at[oldest] = week.house.now
    return oldest
