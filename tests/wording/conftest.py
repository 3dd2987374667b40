"""A translation into Slovenian, which has four plural forms, made where no release carries it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.wording.language import also_reading, speaking
from scripts.messages import compiled, template, updated
from tests.wording.pseudo import TAG, known_everywhere, write

ROOT = Path(__file__).resolve().parents[2]

SLOVENIAN = """
msgid ""
msgstr ""
"Language: sl\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=4; "
"plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);\\n"

msgctxt "what this language calls itself"
msgid "English"
msgstr "slovenščina"

msgid "You have ticket *#{number}*."
msgstr "Zahtevek *#{number}* je zdaj vaš."

msgid "makes a ticket yours."
msgstr "vam dodeli zahtevek."

msgid "Claim"
msgstr "Prevzemi"

msgid "Thank you. This is ticket *#{number}* now. You will have an answer by {moment}."
msgstr "Hvala. To je zdaj zahtevek *#{number}*. Odgovor dobite do {moment}."

msgid "There is no ticket #{number} here."
msgstr "Zahtevka #{number} tu ni."

msgid "Open a ticket"
msgstr "Nov zahtevek"

msgid "One moment, I am looking that up."
msgstr "Trenutek, iščem."

msgid "Say in a few words what it is about."
msgstr "Na kratko povejte, za kaj gre."

msgctxt "button"
msgid "Open"
msgstr "Odpri"

msgid "That was not done. {why}"
msgstr "To ni bilo storjeno. {why}"

msgid ""
"That went wrong on my side, and nothing was changed (reference {reference})."
msgstr "Pri meni je šlo nekaj narobe, nič ni spremenjeno (sklic {reference})."

msgid ""
"That is {length:,} characters as Slack counts them (`<`, `>` and `&` count as 4 or 5), and a "
"message holds {most:,}: send it in parts, please. Nothing was written down."
msgstr "To je {length:,} znakov, sporočilo pa jih sprejme {most:,}. Pošljite po delih, prosim."

msgid "Tue"
msgstr "tor."

msgid "Nov"
msgstr "nov."

msgid "{day} {month} {time}"
msgstr "{day}. {month} ob {time}"

msgid "{day} {time}"
msgstr "{day} ob {time}"

msgid "{count} ticket"
msgid_plural "{count} tickets"
msgstr[0] "{count} zahtevek"
msgstr[1] "{count} zahtevka"
msgstr[2] "{count} zahtevki"
msgstr[3] "{count} zahtevkov"
"""


@pytest.fixture(scope="session")
def slovenian_folder(tmp_path_factory) -> Path:
    """A folder of catalogues with Slovenian in it, compiled as `make messages` does."""
    folder = tmp_path_factory.mktemp("locale")
    file = folder / "sl/LC_MESSAGES/punctual.mo"
    file.parent.mkdir(parents=True)
    sentences = template(ROOT / "bot/wording")
    file.write_bytes(compiled(updated(SLOVENIAN.encode(), sentences)))
    return folder


@pytest.fixture
def slovenian(slovenian_folder) -> Iterator[None]:
    with also_reading(slovenian_folder):
        yield


@pytest.fixture(scope="session")
def pseudo_folder(tmp_path_factory) -> Path:
    """A folder of catalogues with the language in which every letter has an accent."""
    folder = tmp_path_factory.mktemp("locale")
    write(folder)
    return folder


@pytest.fixture
def foreign(pseudo_folder) -> Iterator[None]:
    """That language, spoken."""
    with known_everywhere(pseudo_folder), speaking(TAG):
        yield
