"""The form that takes a configuration file, and what is said of the file in its place."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot import wording
from bot.config.problems import ConfigProblem
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.editors import confirmation
from bot.slack.draw.blocks.elements import Payload, escaped, paragraphs, section
from bot.slack.draw.blocks.inputs import field, modal, notice, select
from bot.views.config_file import FileBeside
from bot.wording import config_file as texts
from bot.wording.markup import Markup

ENDINGS: Final = ("yml", "yaml", "txt")
LINE: Final = 300
PATH: Final = 600


def config_form(what: str, notes: Iterable[str]) -> Payload:
    """The form: the file, and what to do with it; notes are escaped already."""
    choices = {name: sentence() for name, sentence in texts.WHAT.items()}
    file = {"type": "file_input", "filetypes": list(ENDINGS), "max_files": 1}
    return modal(
        ids.CONFIG_FORM,
        texts.title(),
        texts.go_on(),
        [
            section(texts.intro()),
            *(section(note) for note in notes),
            field("file", texts.file_label(), file, optional=True),
            field("what", texts.what_label(), select(choices, what)),
        ],
    )


def beside_line(file: FileBeside) -> str:
    """What the file that was named at the start says otherwise."""
    path = escaped(file.path, PATH)
    if file.problem is None:
        return texts.differs(path, file.items)
    return texts.unreadable(path, escaped(file.problem, PATH))


def problems_shown(name: str, problems: Sequence[ConfigProblem]) -> Payload:
    """All that is wrong with a file, by line and column."""
    head = texts.wrong(escaped(name, LINE), len(problems))
    return _said([head, *_lines(problems)])


def sound_shown(name: str, warnings: Sequence[ConfigProblem]) -> Payload:
    """That nothing is wrong, and the warnings."""
    notes = [texts.to_look_at(len(warnings)), *_lines(warnings)] if warnings else []
    return _said([texts.sound(escaped(name, LINE)), *notes])


def changes_shown(name: str, lines: Sequence[str], notes: Iterable[str]) -> Payload:
    """What a file changes; notes are escaped already."""
    return _said([*_changes(name, lines), *notes])


def nothing_shown() -> Payload:
    """That a file changes nothing."""
    return _said([texts.nothing_to_change()])


def apply_form(
    name: str, lines: Sequence[str], notes: Iterable[str], draft_id: str, *, asks: bool
) -> Payload:
    """The same, with the button that applies it; if clocks run it `asks` what becomes of them."""
    choices = {
        "keep": wording.editors.only_new(),
        "move": wording.editors.running_too(),
    }
    return confirmation(
        ids.CONFIG_APPLY_FORM,
        texts.title(),
        paragraphs([*_changes(name, lines), *notes]),
        choices if asks else {},
        draft_id,
        submit=texts.apply_now(),
    )


def _changes(name: str, lines: Sequence[str]) -> list[str]:
    head = texts.changes(escaped(name, LINE), len(lines))
    return [head, *(f"• {escaped(line, LINE)}" for line in lines)]


def _lines(problems: Iterable[ConfigProblem]) -> Iterator[str]:
    for problem in problems:
        key, text = escaped(problem.key, LINE), escaped(problem.text, LINE)
        if problem.line is None:
            yield f"• {key}: {text}" if key else f"• {text}"
        else:
            yield f"• {texts.place(problem.line, problem.column, key, text)}"


def _said(lines: Sequence[str]) -> Payload:
    return notice(texts.title(), *map(Markup, paragraphs(lines)))
