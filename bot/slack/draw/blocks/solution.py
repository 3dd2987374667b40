"""The question whether it is solved, and what becomes of it: open again, or how it was."""

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import (
    Block,
    Payload,
    actions,
    button,
    context,
    message,
    section,
)


def solved(number: int, *, in_silence: bool) -> Payload:
    """That a ticket is resolved; two buttons ask whether it is."""
    say = wording.requesters.resolved_in_silence if in_silence else wording.requesters.resolved
    text, value = say(number), str(number)
    return message(
        f"{text} {wording.requesters.how_to_reopen()}",
        [
            section(text),
            actions(
                button(ids.SOLVED_YES, wording.requesters.yes(), value, "primary"),
                button(ids.SOLVED_NO, wording.requesters.no(), value),
            ),
            context(wording.requesters.how_to_reopen()),
        ],
    )


def rate(number: int) -> Payload:
    """The question how it was, a button for each answer."""
    text = wording.requesters.rate(number)
    return message(text, [section(text), actions(*_scores(number))])


def rated(number: int, *, may_comment: bool) -> Payload:
    """Thanks; with a way to add a comment where a score was given."""
    if not may_comment:
        return message(wording.requesters.good_to_know())
    text = wording.requesters.thanks_for_rating()
    return message(text, [section(text), actions(comment_button(number))])


def your_rating(number: int, score: int) -> Payload:
    """What somebody said of the help they got, for their eyes alone."""
    text = wording.requesters.rated(number, score)
    return message(text, [section(text), actions(comment_button(number))])


def comment_button(number: int) -> Block:
    """The button that opens the form of a comment."""
    return button(ids.RATE_COMMENT, wording.requesters.comment(), str(number))


def _scores(number: int) -> list[Block]:
    return [
        button(ids.RATES[score], label(), str(number))
        for score, label in wording.requesters.RATINGS.items()
    ]
