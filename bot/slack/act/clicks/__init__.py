"""All that can be pressed or picked in messages and in App Home, by action id: one module a topic.

`CLICKS` do something: they are kept before the ack, done by the worker, and what they return is
shown to who clicked, alone; in the place of the message where only they saw that. `OPENERS` say
which form a click opens, if any.
"""

from collections.abc import Callable, Mapping
from typing import Final

from bot.slack.act.clicks import (
    alerts,
    audit,
    home,
    intake,
    messages,
    queue,
    requesters,
    reviews,
    tickets,
)
from bot.slack.act.commands.call import Call, Form
from bot.slack.draw.blocks.elements import Payload

CLICKS: Final[Mapping[str, Callable[[Call], Payload | None]]] = {
    **tickets.CLICKS,
    **alerts.CLICKS,
    **intake.CLICKS,
    **queue.CLICKS,
    **reviews.CLICKS,
    **audit.CLICKS,
    **requesters.CLICKS,
    **home.CLICKS,
    **messages.CLICKS,
}
OPENERS: Final[Mapping[str, Callable[[str], Form | None]]] = {
    **tickets.OPENERS,
    **reviews.OPENERS,
    **requesters.OPENERS,
    **home.OPENERS,
}
