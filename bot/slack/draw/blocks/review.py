"""Breach review: the button under an alert, the form, and the list of what waits."""

from datetime import date
from typing import Final

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.card import SUBJECT, titled
from bot.slack.draw.blocks.elements import (
    Block,
    Payload,
    actions,
    button,
    context,
    escaped,
    joined,
    message,
    section,
)
from bot.slack.draw.blocks.inputs import TEXT, field, modal, select, text_input
from bot.slack.draw.names import Names
from bot.usecases.reviews.breach_reviews import ReviewPage, ReviewView
from bot.usecases.reviews.exclusions import mark_of
from bot.views.notices import FollowUpRow, ReviewRow
from bot.views.tickets import ClockView, TicketView
from bot.wording import words
from bot.wording.times import day, moment

FOLLOW_UPS: Final = 3
"""How many things to do one review can add."""
WHAT: Final = 300
NAME: Final = 80
SHOWN: Final = 700
"""Characters of a note or a reason in a list."""


def review_offer(ticket: TicketView, clock: ClockView) -> list[Block]:
    """The button that asks for the review of a clock, if it was missed."""
    if clock.state != "missed":
        return []
    return [review_button(ticket.number, clock.metric, clock.cycle)]


def review_button(number: int, metric: str, cycle: int, *, again: bool = False) -> Block:
    """The button that opens the review of a miss."""
    label = wording.reviews.again() if again else wording.reviews.button()
    return button(ids.REVIEW, label, f"{number} {metric} {cycle}")


def review_form(found: ReviewView, names: Names) -> Payload:
    """The form of a review, filled with what was said of the miss before."""
    row, phrases = found.review, wording.reviews
    severities = words.choices(phrases.SEVERITIES)
    note = text_input(row.note or "", most=TEXT, many_lines=True)
    blocks = [
        section(_head(found)),
        field(
            "severity",
            phrases.severity(),
            select(severities, row.severity or found.proposed),
            hint=phrases.proposed(found.proposed),
        ),
        field("cause", phrases.cause(), select(words.choices(phrases.CAUSES), row.cause)),
        field("note", phrases.note(), note, optional=True),
        *_known_follow_ups(found, names),
        *(block for number in range(1, FOLLOW_UPS + 1) for block in _follow_up_fields(number)),
        *_exclusion(row, names),
    ]
    form = modal(ids.REVIEW_FORM, phrases.title(), phrases.save(), blocks)
    return {**form, "private_metadata": value_of(row)}


def value_of(row: ReviewRow) -> str:
    """What names a miss in buttons and forms, and proves nothing."""
    return f"{row.ticket_number} {row.metric} {row.cycle}"


def review_list(page: ReviewPage, filters: str, names: Names, domain: str | None) -> Payload:
    """A page of reviews, what is still to be done, and why misses happened."""
    title = wording.reviews.list_title()
    counts = wording.reviews.counts(page.total, page.page, page.pages)
    blocks = [section(f"*{title}*"), *([context(counts)] if page.total else [_none(filters)])]
    for view in page.reviews:
        blocks += _row(view, names, domain)
    blocks += _pager(page, filters)
    if page.follow_ups:
        blocks.append(section(wording.reviews.follow_ups()))
        blocks += [
            _with_button(_task_line(follow_up, names), follow_up_button(follow_up))
            for follow_up in page.follow_ups
        ]
    if page.causes:
        lines = [wording.reviews.counted(escaped(cause), times) for cause, times in page.causes]
        blocks.append(section(joined([wording.reviews.causes(), *lines])))
    return message(f"{title}: {counts}", blocks)


def _none(filters: str) -> Block:
    is_all = filters.startswith("all")
    return section(wording.reviews.nothing_at_all() if is_all else wording.reviews.nothing_open())


def _head(view: ReviewView) -> str:
    subject = escaped(view.ticket.subject, SUBJECT)
    return "\n".join([wording.reviews.head(view.ticket.number, subject), _missed(view)])


def _missed(view: ReviewView) -> str:
    row = view.review
    return wording.reviews.missed(row.metric, moment(row.missed_at), view.overrun_seconds)


def _row(view: ReviewView, names: Names, domain: str | None) -> list[Block]:
    row = view.review
    lines = [f"*{titled(view.ticket, domain)}*", _missed(view), *_verdict(view, names)]
    if row.is_exclusion_asked:
        lines.append(_wish_line(row, names))
    text = "\n".join(lines)
    if not (row.is_open or row.is_done):
        return [section(text)]
    open_button = review_button(row.ticket_number, row.metric, row.cycle, again=row.is_done)
    decide = [exclusion_buttons(row)] if row.is_exclusion_asked else []
    return [_with_button(text, open_button), *decide]


def _verdict(view: ReviewView, names: Names) -> list[str]:
    row = view.review
    if row.is_open:
        return [wording.reviews.proposed(view.proposed)]
    if row.severity is None or row.cause is None:
        return [wording.reviews.state(row.state)]
    name = escaped(names.of(row.reviewed_by), NAME)
    verdict = wording.reviews.verdict(row.severity, escaped(row.cause), name)
    state = [] if row.is_done else [wording.reviews.state(row.state)]
    return [verdict, *state, *([escaped(row.note, SHOWN)] if row.note else [])]


def _wish_line(row: ReviewRow, names: Names) -> str:
    name, reason = escaped(names.of(row.exclusion_by), NAME), row.exclusion_reason or ""
    return wording.reviews.exclusion_asked_by(name, escaped(reason, SHOWN))


def exclusion_buttons(row: ReviewRow) -> Block:
    """The two answers to a wish to leave a miss out of the count, as it was read."""
    value = f"{value_of(row)} {mark_of(row)}"
    return actions(
        button(ids.EXCLUSION_GRANT, wording.reviews.grant(), value),
        button(ids.EXCLUSION_REFUSE, wording.reviews.refuse(), value),
    )


def follow_up_button(follow_up: FollowUpRow) -> Block:
    """The button that says a follow-up is done."""
    return button(ids.FOLLOW_UP_DONE, wording.reviews.done(), str(follow_up.id))


def _with_button(text: str, accessory: Block) -> Block:
    return {**section(text), "accessory": accessory}


def _task_line(follow_up: FollowUpRow, names: Names) -> str:
    task, name = escaped(follow_up.what, WHAT), escaped(names.of(follow_up.who), NAME)
    if follow_up.done_at is not None:
        return wording.reviews.follow_up_ended(task, name)
    due_on = day(date.fromisoformat(follow_up.due_on))
    number = f"#{follow_up.ticket_number}"
    return f"{number} · {wording.reviews.follow_up(task, name, due_on)}"


def _known_follow_ups(view: ReviewView, names: Names) -> list[Block]:
    if not view.follow_ups:
        return []
    return [section(joined(_task_line(follow_up, names) for follow_up in view.follow_ups))]


def _follow_up_fields(number: int) -> list[Block]:
    label = wording.reviews.follow_up_row(number)
    return [
        field(f"what_{number}", label, text_input(most=WHAT), optional=True),
        field(f"who_{number}", wording.reviews.who(), {"type": "users_select"}, optional=True),
        field(f"due_{number}", wording.reviews.due_on(), {"type": "datepicker"}, optional=True),
    ]


def _exclusion(row: ReviewRow, names: Names) -> list[Block]:
    if row.is_exclusion_asked:
        return [section(_wish_line(row, names))]
    return [
        field(
            "exclusion",
            wording.reviews.exclusion(),
            text_input(most=TEXT, many_lines=True),
            optional=True,
            hint=wording.reviews.exclusion_hint(),
        )
    ]


def _pager(page: ReviewPage, filters: str) -> list[Block]:
    back = button(
        ids.REVIEW_BACK, wording.tickets.previous_page(), f"{page.page - 1} {filters}"[:1900]
    )
    on = button(ids.REVIEW_ON, wording.tickets.next_page(), f"{page.page + 1} {filters}"[:1900])
    elements = ([back] if page.page > 1 else []) + ([on] if page.page < page.pages else [])
    return [actions(*elements)] if elements else []
