"""Finds the command that a text means; help and advice come from the same tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot import wording
from bot.slack.act.commands.advice import advice_on
from bot.slack.act.commands.call import AGENTS, Call, Command, Form, may
from bot.slack.act.commands.sla import SLA
from bot.slack.act.commands.ticket import TICKET
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import (
    Block,
    Payload,
    actions,
    context,
    joined,
    message,
    paragraphs,
    section,
    sentence,
)
from bot.slack.draw.blocks.offers import form_button
from bot.slack.draw.blocks.start import Start, start_shown
from bot.slack.hear.typed_text import command_word, first_word
from bot.wording.markup import escape

Table = Sequence[Command]

TABLES: Final[Mapping[str, Table]] = {"/ticket": TICKET, "/sla": SLA}


@dataclass(frozen=True, slots=True)
class CommandMatch:
    """The command a text means and what stands behind it; no command: `unknown` is its word.

    `rest` is then all that was written. `about` names the tables that help would show.
    """

    slash: str
    command: Command | None
    rest: str = ""
    unknown: str = ""
    about: tuple[str, ...] = ()


def meant(slash: str, text: str) -> CommandMatch:
    """What follows a slash command; nothing at all asks for help."""
    first, behind_first = first_word(text)
    second, behind_second = first_word(behind_first)
    for words, rest in (((first, second), behind_second), ((first,), behind_first)):
        name = " ".join(map(command_word, words))
        for command in TABLES[slash]:
            if command.words == name:
                return CommandMatch(slash, command, rest, about=(slash,))
    return CommandMatch(slash, None, text, unknown=first, about=(slash,))


def meant_by_mention(text: str) -> CommandMatch:
    """What follows a mention of the bot: the words of both tables, their names left out or not."""
    first, rest = first_word(text)
    word = f"/{command_word(first)}"
    if word in TABLES:
        return meant(word, rest)
    invocations = [meant(slash, text) for slash in TABLES]
    likely = next((invocation for invocation in invocations if invocation.command), invocations[0])
    return replace(likely, about=tuple(TABLES))


def answered(call: Call, asked: CommandMatch) -> Payload:
    """Do what was meant; help when nothing was, advice and help when nobody knows the word."""
    if asked.command is not None and asked.command.run is not None:
        return asked.command.run(call)
    if asked.command is not None and asked.rest:
        asked = _asked_about(asked)
        if asked.command is not None:
            is_agent = may(AGENTS, call.work, call.user_id)
            return in_detail(asked.slash, asked.command, is_agent=is_agent)
    if asked.about == ("/sla",) and asked.command is None and not asked.unknown:
        return start_shown(_starts(call))
    if not asked.unknown:
        return help_for(call, asked.about)
    return _unknown(call, asked)


def _unknown(call: Call, asked: CommandMatch) -> Payload:
    """A hint, not the whole help; who is no agent may just want to open a ticket."""
    is_agent = may(AGENTS, call.work, call.user_id)
    own = [row for row in TABLES[asked.slash] if may(row.who, call.work, call.user_id)]
    advice = advice_on(TABLES, asked.slash, asked.rest, own)
    text = wording.commands.unknown(asked.slash, call.plain(asked.unknown), advice.likely)
    offer = [] if is_agent else [_ticket_offer(call, asked)]
    family = [context(wording.commands.family(advice.family))] if advice.family else []
    hint = context(wording.commands.ask_for_all(asked.slash))
    return message(sentence(text), [section(sentence(text)), *family, *offer, hint])


def _ticket_offer(call: Call, invocation: CommandMatch) -> Block:
    """Who only wants help has no command in mind: what they wrote goes into the form."""
    label, typed = wording.forms.ticket_title(), call.plain(invocation.rest)
    return actions(form_button(label, ids.TICKET_FORM, typed))


def _asked_about(invocation: CommandMatch) -> CommandMatch:
    """The command that help is asked about, its slash left out or not."""
    topic = (
        meant_by_mention(invocation.rest)
        if len(invocation.about) > 1
        else meant(invocation.slash, invocation.rest)
    )
    if topic.command is None:
        by_mention = meant_by_mention(invocation.rest.lstrip("/"))
        return by_mention if by_mention.command is not None else topic
    return topic


def help_for(call: Call, slashes: Sequence[str]) -> Payload:
    """The commands that are for this person, one line each, under their headings."""
    headings = [lines for slash in slashes for lines in _lines(call, slash)]
    blocks = [section(text) for lines in headings for text in paragraphs(lines)]
    hint = context(wording.commands.ask_for_one())
    return message(wording.commands.help_title(slashes), [*blocks, hint])


def _lines(call: Call, slash: str) -> Iterator[list[str]]:
    """What the help says of a table, heading by heading."""
    sections: dict[str, list[str]] = {}
    is_agent = may(AGENTS, call.work, call.user_id)
    for command in TABLES[slash]:
        if may(command.who, call.work, call.user_id):
            heading = f"{slash} · {command.group()}" if command.group else slash
            line = f"`{slash} {command.usage(is_agent=is_agent)}` {command.sentence()}"
            sections.setdefault(f"*{heading}*", []).append(line)
    for heading, lines in sections.items():
        yield [heading, *lines]


def in_detail(slash: str, command: Command, *, is_agent: bool) -> Payload:
    """The help of one command: its deed, remarks, and examples."""
    summary = f"`{slash} {command.usage(is_agent=is_agent)}` {command.sentence()}"
    blocks = [section(summary)]
    if command.more is not None:
        blocks.append(section(command.more()))
    if command.examples:
        examples = [
            f"`{f'{slash} {command.words} {example}'.strip()}`" for example in command.examples
        ]
        blocks.append(section(joined([wording.commands.examples(), *map(escape, examples)])))
    if command.arguments.startswith("42"):
        blocks.append(context(wording.commands.in_threads()))
    return message(summary, blocks)


def _starts(call: Call) -> list[Start]:
    """What this person may begin with at a press, in the order of the table."""
    return [
        Start(command.words)
        for command in TABLES["/sla"]
        if command.words in ids.STARTS and may(command.who, call.work, call.user_id)
    ]


def started(call: Call) -> Payload:
    """Do the command of a button, which says its words."""
    return answered(replace(call, text=""), meant("/sla", call.text))


def start_form(value: str) -> Form | None:
    """The form that a button's command opens at once."""
    command = meant("/sla", value).command
    return None if command is None else command.form("")
