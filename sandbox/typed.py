"""Turns what a member types into the text Slack stores: escapes, mentions, links."""

import re
from collections.abc import Callable

from sandbox.state import Workspace

# What Slack already understands and what is left alone: <@U1>, <#C1|name>, <!here>, <https://…>.
_TOKEN = re.compile(
    r"<(?:@[UW][A-Z0-9]+(?:\|[^<>]*)?|#C[A-Z0-9]+(?:\|[^<>]*)?"
    r"|![a-z][^<>]*|(?:https?|mailto)[^<>]*)>"
)
_MENTION = re.compile(r"(?<![\w@.])@([a-z0-9][a-z0-9._-]*)")
_CHANNEL = re.compile(r"(?<![\w#&])#([a-z0-9][a-z0-9_-]*)")
_LINK = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?)\]'\"]")
_BROADCASTS = ("here", "channel", "everyone")


def typed_text(text: str, workspace: Workspace) -> str:
    """Return a message as Slack stores it: `&<>` escaped, @name, #name and addresses in `<…>`."""
    return _outside_tokens(
        text, lambda piece: _link(_name(_escape(piece), workspace, with_names=False))
    )


def command_text(text: str, workspace: Workspace, *, should_escape: bool) -> str:
    """Return a command's argument; names become ids only where the manifest asks for it."""
    if not should_escape:
        return text
    return _outside_tokens(
        text, lambda piece: _link(_name(_escape(piece), workspace, with_names=True))
    )


def _outside_tokens(text: str, change: Callable[[str], str]) -> str:
    parts, at = [], 0
    for token in _TOKEN.finditer(text):
        parts += [change(text[at : token.start()]), token.group()]
        at = token.end()
    return "".join([*parts, change(text[at:])])


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _name(text: str, workspace: Workspace, *, with_names: bool) -> str:
    def person(match: re.Match[str]) -> str:
        name = match.group(1)
        for taken in (name, name.rstrip("._-")):
            rest = name[len(taken) :]
            if taken in _BROADCASTS:
                return f"<!{taken}>{rest}"
            if user := workspace.user_named(taken):
                return f"<@{user.id}|{user.name}>{rest}" if with_names else f"<@{user.id}>{rest}"
            for group in workspace.usergroups.values():
                if group.handle == taken:
                    return f"<!subteam^{group.id}|@{group.handle}>{rest}"
        return match.group()

    def channel(match: re.Match[str]) -> str:
        found = workspace.channel_named(match.group(1))
        return f"<#{found.id}|{found.name}>" if found else match.group()

    return _CHANNEL.sub(channel, _MENTION.sub(person, text))


def _link(text: str) -> str:
    return _outside_tokens(text, lambda piece: _LINK.sub(r"<\g<0>>", piece))
