"""What people do with a ticket that is there: each thing once, in Slack, and into its diary."""

from datetime import timedelta
from typing import Any

from bot.demo.member import Member
from bot.demo.seen import key_of
from tests.house.reading import actions_in
from tests.stories.week.desk import LEAD, REQUESTERS, Week, instant_of
from tests.stories.week.diary import Page


def asks_again(week: Week, page: Page) -> None:
    asker = next(each for each in map(week.member, REQUESTERS) if each.id == page.requester)
    channel, thread_ts = page.asked_in or (page.channel, page.thread_ts)
    page.asked(instant_of(asker.says(channel, "And another thing", thread_ts)))


def claims_at_once(week: Week, page: Page) -> None:
    """All who could take it press the button in the same second: the first one has it."""
    staff = [*week.roster[page.department], LEAD]
    card = week.house.posted(f"card:{page.number}")
    at = week.house.now
    racers = [week.member(name) for name in week.dice.sample(staff, len(staff))]
    for racer in racers:
        racer.clicks(card["channel"], card["ts"], "ticket_claim")
    page.assignee = racers[0].id
    page.write("assigned", at, page.assignee, to=page.assignee)


def is_given(week: Week, page: Page) -> None:
    """The lead gives it to somebody else."""
    others = [week.member(name) for name in week.roster[page.department]]
    to = next((each for each in others if each.id != page.assignee), week.member(LEAD))
    _give(week, page, to)


def _give(week: Week, page: Page, to: Member) -> None:
    lead = week.member(LEAD)
    at = week.types(lead, page, "assign", f"<@{to.id}>")
    page.write("assigned", at, lead.id, to=to.id)
    page.assignee = to.id


def takes_over(week: Week, left: str, comes: str) -> None:
    """The lead gives all that somebody had to who comes."""
    gone, to = week.member(left), week.member(comes)
    for page in week.pages:
        if page.assignee == gone.id and page.is_workable:
            _give(week, page, to)


def released(week: Week, page: Page) -> None:
    agent = week.agent(page)
    page.write("assigned", week.types(agent, page, "release"), agent.id, to=None)
    page.assignee = None


def silenced(week: Week) -> None:
    """Whoever is on duty asks the newest alarms to wait; clocks do not."""
    said = [entry for entry in week.house.log() if (key_of(entry) or "").startswith("alarm:")]
    for entry in said[-3:]:
        lines = actions_in(entry["args"])
        for action_id in {"alarm_snooze", "alarm_acknowledge"} & set(lines):
            options = _options_of(entry["args"]["blocks"], action_id)
            where = entry["response"]["channel"], entry["response"]["ts"]
            week.member(LEAD).clicks(*where, action_id, value=week.dice.choice(options))


def _options_of(blocks: list[dict[str, Any]], action_id: str) -> list[str]:
    menus = [each for block in blocks for each in block.get("elements", [])]
    menu = next(each for each in menus if each.get("action_id") == action_id)
    return [option["value"] for option in menu["options"]]


def reply_in_thread(week: Week, page: Page) -> None:
    agent = week.agent(page)
    page.answered(week.says(agent, page, "Here is how"), agent.id)


def reply_by_command(week: Week, page: Page) -> None:
    agent = week.agent(page)
    page.answered(week.types(agent, page, "reply", "Here is how"), agent.id)


def reply_by_form(week: Week, page: Page) -> None:
    agent = week.agent(page)
    card = week.house.posted(f"card:{page.number}")
    since = agent.clicks(card["channel"], card["ts"], "ticket_reply")
    shown = agent.form(since, "the form of a reply")
    at = week.house.now
    agent.submits(shown["id"], {"text": {"value": "Here is how"}})
    page.answered(at, agent.id)


def note(week: Week, page: Page) -> None:
    """Into the thread of the card, where it moves no clock."""
    agent = week.agent(page)
    card = week.house.posted(f"card:{page.number}")
    agent.says(card["channel"], "She sounded worried", card["ts"])
    page.write("note", week.house.now, agent.id)


def pending(week: Week, page: Page) -> None:
    agent = week.agent(page)
    page.set_to("pending", week.types(agent, page, "pending"), agent.id)


def pending_until(week: Week, page: Page) -> None:
    agent, hours = week.agent(page), week.dice.choice((1, 2, 5, 20, 30))
    at = week.types(agent, page, "pending", f"{hours}h")
    page.set_to("pending", at, agent.id, at + timedelta(hours=hours))


def hold(week: Week, page: Page) -> None:
    agent, hours = week.agent(page), week.dice.choice((None, 3, 25))
    at = week.types(agent, page, "hold", f"{hours}h" if hours else "")
    page.set_to("on_hold", at, agent.id, at + timedelta(hours=hours) if hours else None)


def resolve(week: Week, page: Page) -> None:
    agent = week.agent(page)
    page.set_to("resolved", week.types(agent, page, "resolve"), agent.id)


def resolve_with_words(week: Week, page: Page) -> None:
    agent = week.agent(page)
    at = week.types(agent, page, "resolve", "That was it")
    page.answered(at, agent.id)
    page.set_to("resolved", at, agent.id)


def close(week: Week, page: Page) -> None:
    agent = week.agent(page)
    page.set_to("closed", week.types(agent, page, "close"), agent.id)


def reopen(week: Week, page: Page) -> None:
    agent = week.agent(page)
    page.set_to("open", week.types(agent, page, "reopen"), agent.id)


def no_reply(week: Week, page: Page) -> None:
    agent = week.agent(page)
    page.needs_no_reply(week.types(agent, page, "no-reply"), agent.id)


def level(week: Week, page: Page) -> None:
    agent = week.agent(page)
    page.level = "Standard" if page.level == "Urgent SLA" else "Urgent SLA"
    page.write("level", week.types(agent, page, "level", page.level), agent.id, to=page.level)


def priority(week: Week, page: Page) -> None:
    agent, to = week.agent(page), week.dice.choice(("low", "high", "urgent"))
    page.write("priority", week.types(agent, page, "priority", to), agent.id, to=to)


def delete(week: Week, page: Page) -> None:
    agent = week.agent(page)
    page.write("deleted", week.types(agent, page, "delete"), agent.id)
    page.is_deleted = True


def restore(week: Week, page: Page) -> None:
    agent = week.agent(page)
    page.write("restored", week.types(agent, page, "restore"), agent.id)
    page.is_deleted = False


def merge(week: Week, page: Page) -> None:
    """Into the oldest that the same department works on."""
    agent = week.agent(page)
    into = next(
        each
        for each in week.pages
        if each is not page and each.is_workable and each.department == page.department
    )
    week.types(agent, page, "merge", f"into {into.number}")
    page.merged(week.confirms_merge(agent, page), agent.id, into)
