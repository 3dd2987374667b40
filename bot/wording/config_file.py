"""The configuration as a file: checked, compared, applied and given, in Slack and in App Home."""

from collections.abc import Mapping
from typing import Final

from bot.wording.language import Sentence, later, ngettext
from bot.wording.language import gettext as _


def kept_in_a_file(path: str | None) -> str:
    """That the configuration is changed in its file only, and how."""
    if path is None:
        return _(
            "The configuration is kept in a file here (`managed_by: file`): change it there and "
            "apply it, with `/sla config apply`."
        )
    return _(
        "The configuration is kept in a file here (`managed_by: file`): change `{path}` and apply "
        "it, with `/sla config apply`, or with `punctual config apply {path} --yes` where I run."
    ).format(path=path)


def differs(path: str, items: int) -> str:
    """That the file that was named at the start is not what is in force, and how to apply it."""
    return ngettext(
        "`{path}` differs in {items} item from the configuration in force: an edited file changes "
        "nothing until it is applied, with `/sla config apply`, or with "
        "`punctual config apply {path} --yes` where I run.",
        "`{path}` differs in {items} items from the configuration in force: an edited file changes "
        "nothing until it is applied, with `/sla config apply`, or with "
        "`punctual config apply {path} --yes` where I run.",
        items,
    ).format(path=path, items=items)


def unreadable(path: str, problem: str) -> str:
    """That the file that was named at the start cannot be used, and why."""
    return _(
        "`{path}` cannot be used as it is; what was in force stays so: {problem}. "
        "`/sla config check` says all that is wrong."
    ).format(path=path, problem=problem)


title: Final = later("Configuration file")
file_label: Final = later("The file")
what_label: Final = later("What shall I do with it?")
go_on: Final = later("Go on")
apply_now: Final = later("Apply")
reading: Final = later("Reading the file…")
intro: Final = later(
    "A file takes the place of the whole configuration, all of it or nothing. Nothing changes "
    "before you have seen what would."
)
no_file: Final = later("Choose a file: it is the one thing I need for this.")
nothing_to_change: Final = later("Nothing to change: the file says what is in force.")
changed_meanwhile: Final = later(
    "the configuration was changed meanwhile, so nothing was applied: look again, then apply"
)
announced: Final = later("The configuration you asked for. The file is in this thread.")
sending: Final = later("I send you the configuration as a file, in a direct message.")
too_large: Final = later("The file is larger than 2 MB: no configuration is.")
no_text: Final = later("The file is not UTF-8: save it as UTF-8.")
WHAT: Final[Mapping[str, Sentence]] = {
    "diff": later("Say what it would change"),
    "check": later("Say what is wrong with it"),
    "apply": later("Apply it, once I have seen what changes"),
    "export": later("Nothing: send me the present one"),
}
"""What can be done with a file, by the words of the command."""
_NOT_GIVEN: Final[Mapping[str, Sentence]] = {
    "missing_scope": later(
        "Slack does not let me read the file: install the app again, so that I get the scope "
        "`files:read`."
    ),
    "file_not_found": later("Slack does not have the file any more: choose it again."),
    "file_deleted": later("Slack does not have the file any more: choose it again."),
}


def not_given(error: str) -> str:
    """That Slack did not give the file, by the word it said."""
    if error in _NOT_GIVEN:
        return _NOT_GIVEN[error]()
    return _("Slack did not give me the file now ({error}): try again in a minute.").format(
        error=error
    )


def wrong(name: str, count: int) -> str:
    """How much is wrong with a file; a line for each follows."""
    return ngettext(
        "{count} thing is wrong with {name}, so nothing of it can be applied:",
        "{count} things are wrong with {name}, so nothing of it can be applied:",
        count,
    ).format(count=count, name=name)


def place(line: int, column: int | None, key: str, text: str) -> str:
    """A thing that is wrong, where it stands in the file."""
    at = (
        _("line {line}").format(line=line)
        if column is None
        else _("line {line}, column {column}").format(line=line, column=column)
    )
    return f"{at}: {key}: {text}" if key else f"{at}: {text}"


def sound(name: str) -> str:
    """That nothing is wrong with a file."""
    return _("{name} can be applied: nothing is wrong with it.").format(name=name)


def to_look_at(count: int) -> str:
    """How many warnings there are; a line for each follows."""
    return ngettext("{count} thing to look at:", "{count} things to look at:", count).format(
        count=count
    )


def changes(name: str, count: int) -> str:
    """How many changes a file makes; a line for each follows."""
    return ngettext(
        "{name} changes {count} thing:", "{name} changes {count} things:", count
    ).format(name=name, count=count)


def applied(name: str, items: int) -> str:
    """That a file is in force."""
    return ngettext(
        "{name} is in force: {items} item changed.",
        "{name} is in force: {items} items changed.",
        items,
    ).format(name=name, items=items)
