"""Gathers the sentences of bot/wording into a template, and compiles what was translated.

Without arguments it writes: bot/wording/locale/punctual.pot, then every language's punctual.po with
what is new, then its punctual.mo. With `--check` it exits 0 when all of these are as they would be
written, and reads files only.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

WORDING: Final = Path("bot/wording")
TEMPLATE: Final = "locale/punctual.pot"
KEYWORDS: Final = {
    "_": None,
    "later": None,
    "ngettext": (1, 2),
    **dict.fromkeys(("pgettext", "later_as"), ((1, "c"), 2)),
}
HEADER: Final = """\
# The sentences of Punctual: docs/translate.md tells how they come into another language.
#"""
WIDTH: Final = 100


def template(wording: Path) -> Catalog:
    """Every sentence of the package, with the modules that say it."""
    found = Catalog(project="Punctual", header_comment=HEADER, charset="utf-8")
    said = extract_from_dir(
        wording, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
    )
    for filename, _, message, comments, context in said:
        found.add(message, locations=[(filename, 0)], auto_comments=comments, context=context)
    return found


def written(catalogue: Catalog) -> bytes:
    """The text of a catalogue: the same for the same sentences, whenever it is made."""
    out = BytesIO()
    write_po(out, catalogue, width=WIDTH, sort_by_file=True, include_lineno=False)
    lines = out.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(_OF_THE_DAY))


_OF_THE_DAY: Final = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By')


def updated(text: bytes, sentences: Catalog) -> Catalog:
    """A translation with the sentences there are now: the new ones empty, the gone ones out."""
    catalogue = read_po(BytesIO(text))
    catalogue.update(sentences, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    """What the program reads of a translation; what is marked fuzzy is left out."""
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def files(wording: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file that is made, and what has to be in it."""
    sentences = template(wording)
    yield wording / TEMPLATE, written(sentences)
    for path in translations(wording):
        catalogue = updated(path.read_bytes(), sentences)
        yield path, written(catalogue)
        yield path.with_suffix(".mo"), compiled(read_po(BytesIO(written(catalogue))))


def translations(wording: Path) -> list[Path]:
    """The translations there are."""
    return sorted((wording / "locale").glob("*/LC_MESSAGES/punctual.po"))


def shortfalls(wording: Path) -> list[str]:
    """One line for every file that is not as it would be made, and every lost placeholder."""
    stale = [
        f"{path}: out of step with the sentences, run `make messages`"
        for path, content in files(wording)
        if not path.is_file() or path.read_bytes() != content
    ]
    return stale + [
        f"{path}: {line}"
        for path in translations(wording)
        for message in read_po(BytesIO(path.read_bytes()))
        for line in lost_placeholders(message)
    ]


def lost_placeholders(message: Message) -> list[str]:
    """One line for every translation whose blanks are not those of the sentence.

    A form of a plural may leave a blank out: `one ticket`.
    """
    texts = [message.id] if isinstance(message.id, str) else list(message.id)
    said = [message.string] if isinstance(message.string, str) else list(message.string or ())
    wanted = set().union(*map(placeholders, texts))
    may_lack = len(texts) > 1
    return [
        f"{text!r} has {sorted(found)} for {sorted(wanted)}"
        for text in said
        if text and (found := placeholders(text)) != wanted and not (may_lack and found < wanted)
    ]


def placeholders(text: str) -> set[str]:
    """The names of the blanks in a sentence."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def main(arguments: list[str]) -> int:
    """Write the files, or with `--check` say what differs; the exit code."""
    if "--check" not in arguments:
        for path, content in files(WORDING):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    found = shortfalls(WORDING)
    print("\n".join(found) or "messages: in step with the sentences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
