"""Finds the command that a text means; help and advice come from the same tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot import wording
from bot.slack.blocks import actions as ids
from bot.slack.blocks.elements import (
    Block,
    Payload,
    actions,
    context,
    joined,
    message,
    section,
    sentence,
)
from bot.slack.blocks.offers import form_button
from bot.slack.commands.call import AGENTS, Call, Command, may
from bot.slack.commands.sla import SLA
from bot.slack.commands.ticket import TICKET
from bot.slack.parsing import command_word, first_word
from bot.wording.markup import escape
from bot.wording.suggestions import nearest

Table = Sequence[Command]

TABLES: Final[Mapping[str, Table]] = {"/ticket": TICKET, "/sla": SLA}


@dataclass(frozen=True, slots=True)
class Meant:
    """The command a text means and what stands behind it; no command: `unknown` is its word.

    `rest` is then all that was written. `about` names the tables that help would show.
    """

    slash: str
    command: Command | None
    rest: str = ""
    unknown: str = ""
    about: tuple[str, ...] = ()


def meant(slash: str, text: str) -> Meant:
    """What follows a slash command; nothing at all asks for help."""
    first, behind_first = first_word(text)
    second, behind_second = first_word(behind_first)
    for words, rest in (((first, second), behind_second), ((first,), behind_first)):
        wanted = " ".join(map(command_word, words))
        for command in TABLES[slash]:
            if command.words == wanted:
                return Meant(slash, command, rest, about=(slash,))
    return Meant(slash, None, text, unknown=first, about=(slash,))


def meant_by_mention(text: str) -> Meant:
    """What follows a mention of the bot: the words of both tables, their names left out or not."""
    first, rest = first_word(text)
    named = f"/{command_word(first)}"
    if named in TABLES:
        return meant(named, rest)
    found = [meant(slash, text) for slash in TABLES]
    known = next((each for each in found if each.command), found[0])
    return replace(known, about=tuple(TABLES))


def answered(call: Call, asked: Meant) -> Payload:
    """Do what was meant; help when nothing was, advice and help when nobody knows the word."""
    if asked.command is not None and asked.command.run is not None:
        return asked.command.run(call)
    if asked.command is not None and asked.rest:
        asked = _asked_about(asked)
        if asked.command is not None:
            is_agent = may(AGENTS, call.work, call.user_id)
            return in_detail(asked.slash, asked.command, is_agent=is_agent)
    if not asked.unknown:
        return help_for(call, asked.about)
    said = wording.commands.unknown(asked.slash, call.plain(asked.unknown), _likely(asked))
    shown = help_for(call, [asked.slash])
    offer = [] if may(AGENTS, call.work, call.user_id) else [_ticket_offer(call, asked)]
    return message(sentence(said), [section(sentence(said)), *offer, *shown["blocks"]])


def _ticket_offer(call: Call, asked: Meant) -> Block:
    """Who only wants help has no command in mind: what they wrote goes into the form."""
    label, typed = wording.forms.ticket_title(), call.plain(asked.rest)
    return actions(form_button(label, ids.TICKET_FORM, typed))


def _asked_about(asked: Meant) -> Meant:
    """The command that help is asked about, its slash left out or not."""
    found = meant_by_mention(asked.rest) if len(asked.about) > 1 else meant(asked.slash, asked.rest)
    if found.command is None:
        named = meant_by_mention(asked.rest.lstrip("/"))
        return named if named.command is not None else found
    return found


def help_for(call: Call, slashes: Sequence[str]) -> Payload:
    """The commands that are for this person, one line each, under their headings."""
    blocks = [section(joined(lines)) for slash in slashes for lines in _lines(call, slash)]
    shown = [*blocks, context(wording.commands.ask_for_one())]
    return message(wording.commands.help_title(slashes), shown)


def _lines(call: Call, slash: str) -> Iterator[list[str]]:
    """What the help says of a table, heading by heading."""
    found: dict[str, list[str]] = {}
    is_agent = may(AGENTS, call.work, call.user_id)
    for command in TABLES[slash]:
        if may(command.who, call.work, call.user_id):
            heading = f"{slash} · {command.group()}" if command.group else slash
            line = f"`{slash} {command.usage(is_agent=is_agent)}` {command.sentence()}"
            found.setdefault(f"*{heading}*", []).append(line)
    for heading, lines in found.items():
        yield [heading, *lines]


def in_detail(slash: str, command: Command, *, is_agent: bool) -> Payload:
    """What a command does, what there is to know, and examples of it."""
    what = f"`{slash} {command.usage(is_agent=is_agent)}` {command.sentence()}"
    blocks = [section(what)]
    if command.more is not None:
        blocks.append(section(command.more()))
    if command.examples:
        shown = [f"`{f'{slash} {command.words} {each}'.strip()}`" for each in command.examples]
        blocks.append(section(joined([wording.commands.examples(), *map(escape, shown)])))
    if command.arguments.startswith("42"):
        blocks.append(context(wording.commands.in_threads()))
    return message(what, blocks)


def _likely(asked: Meant) -> str | None:
    """The command that was likely meant: the same word in another table, or one like it."""
    for slash, table in TABLES.items():
        if slash != asked.slash and asked.unknown.casefold() in [each.words for each in table]:
            return f"{slash} {asked.unknown.casefold()}"
    close = nearest(asked.unknown, [command.words for command in TABLES[asked.slash]])
    return None if close is None else f"{asked.slash} {close}"
