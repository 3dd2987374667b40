"""Slack's markup as far as sentences need it: escaped text, and our own mentions in it.

What is escaped stays so: a mention of ours is put in behind that, and never found again in a text.
"""


class Markup(str):
    """Text for Slack that is escaped already, with our own mentions and instants in it."""

    __slots__ = ()


def escape(text: str) -> str:
    """The text with Slack's three control characters escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def mention(id_: str) -> Markup:
    """A mention of a person or a user group, which pings."""
    return Markup(f"<!subteam^{id_}>" if id_.startswith("S") else f"<@{id_}>")
