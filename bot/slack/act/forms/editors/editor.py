"""What the form of one kind of item consists of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.config.keys import Plain
from bot.slack.act.forms.editors.content import Content, Entry
from bot.slack.act.forms.kind import Menu, Submission
from bot.slack.draw.blocks.elements import Block
from bot.usecases.ground.transaction import Transaction
from bot.wording.language import Sentence

Redrawn = Callable[[Transaction, Submission, Content, str], list[Block]]


def as_it_is(content: Content) -> Content:
    """All of it."""
    return content


def as_typed(work: Transaction, typed: str) -> str:
    """The name itself."""
    return typed


def nameless(work: Transaction, content: Content) -> str:
    """No name: it has to be given one."""
    return ""


def no_note(work: Transaction, name: str) -> str | None:
    """Nothing else is said."""
    return None


@dataclass(frozen=True, slots=True)
class PartEditor:
    """The second view of a form: one part of a list, such as an alert.

    `blocks` are its fields, filled from a part or empty for a new one; the text is what the button
    that adds one carried, such as the group it belongs to. `entry_of` reads it back, and raises
    `FieldErrors`. `redrawn` are the fields anew after something was chosen in one that dispatches.
    """

    callback_id: str
    first_field: str
    title: Sentence
    blocks: Callable[[Transaction, Content, Entry | None, str], list[Block]]
    entry_of: Callable[[Transaction, Submission, Content, Entry | None, str], Entry]
    most: int
    menus: Mapping[str, Menu] = field(default_factory=dict)
    open_menus: frozenset[str] = frozenset()
    redrawn: Redrawn | None = None
    field_of: Callable[[str], str | None] = lambda key: None
    """At which of its fields what is wrong with a key of the item is shown; None: at none."""


@dataclass(frozen=True, slots=True)
class Editor:
    """The form of one kind of item.

    `content_of` takes an item's keys as the file has them and returns what stands in the form;
    `keys_of` goes back, and raises `FieldErrors`. `blocks` are the fields and lines of the first
    view. `field_of` says at which field what is wrong with a key is shown. `parts` are edited in a
    second view, by the name of their list. `verbs` are further presses of its own.
    """

    kind: str
    callback_id: str
    first_field: str
    title: Sentence
    new_title: Sentence
    content_of: Callable[[Plain], Content]
    keys_of: Callable[[Content], Plain]
    blocks: Callable[[Transaction, Content], list[Block]]
    field_of: Callable[[str], str]
    action: str
    """What stands in the audit log."""
    new_callback_id: str = ""
    copy_callback_id: str = ""
    archive_callback_id: str = ""
    parts: Mapping[str, PartEditor] = field(default_factory=dict)
    menus: Mapping[str, Menu] = field(default_factory=dict)
    open_menus: frozenset[str] = frozenset()
    verbs: Mapping[str, Callable[[Content, str], Content]] = field(default_factory=dict)
    line_verbs: Mapping[str, Callable[[Content, str], Content]] = field(default_factory=dict)
    """Those that are chosen beside a line."""
    named: Callable[[Transaction, str], str] = as_typed
    """The name of the item that somebody means by what they typed."""
    unnamed: Callable[[Transaction, Content], str] = nameless
    """What a new item is called whose name was left out; nothing where it needs one."""
    copied: Callable[[Content], Content] = as_it_is
    """What a copy begins with, of what stands in the form of the item."""
    archive_note: Callable[[Transaction, str], str | None] = no_note
    """What else is said before an item of a name is archived."""
    first_guess: Callable[[Transaction, str], Mapping[str, Any]] = lambda work, by: {}
    """What stands in the fields of a new item at first, for who makes it."""
    notes: Callable[[Content], Sequence[str]] = lambda content: ()
    """What else is said once it is saved, of what was made of the typed."""
    redraws: bool = False
    """Whether a choice in one of its fields changes what else is asked."""
