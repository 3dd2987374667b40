"""Takes secrets out of a text that is about to be said: by what they look like, and by heart.

It never raises, and says `***` in their place. Who reads a secret from the environment or from
Slack has it learned here; secrets that nobody told of are known by their looks.
"""

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from threading import Lock
from typing import Final
from urllib.parse import quote, quote_plus, unquote, unquote_plus

GONE: Final = "***"
SHORTEST: Final = 8
"""A secret of fewer characters is known by its looks only: it may be part of any word."""
WORD_LENGTH: Final = 16
"""A password that is one plain word, shorter than this, is as well: `punctual` is our own name."""
LONGEST_WORD: Final = 40
"""What is quoted and longer is more than a word."""
PASSING: Final = 1_000
"""How many secrets of the moment (response URLs, tickets of sockets) are remembered."""

_LOOKS: Final = (
    (re.compile(r"\bx(?:app|ox[a-z])(?:\.xox[a-z])?-[\w.%-]+"), GONE),
    (re.compile(r"(wss?://)[^\s'\"<>]+"), rf"\1{GONE}"),
    (
        re.compile(r"(?i)(hooks\.slack(?:-gov)?\.com(?:\\*/|%(?:25)*2f))[^\s'\"<>]+"),
        rf"\1{GONE}",
    ),
    (re.compile(r"(://[^\s:/@'\"]{0,100}):[^\s'\"]{0,300}@"), rf"\1:{GONE}@"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}"), rf"\1 {GONE}"),
    (
        re.compile(
            r"(?i)((?:password|passwd|pwd|secret|token|signature|response_url|[?&]ticket)"
            r"(?:=|\\?[\"']\s*[:,]\s*b?\\?[\"']))[^\s\"'&,;)}\]\\]+"
        ),
        rf"\1{GONE}",
    ),
    (
        re.compile(
            r"(?i)((?:password|passwd|pwd|secret|token|signature|response_url):[ \t]{0,9})"
            r"(?:(?=[^\s\d\"']{0,99}\d)[^\s\"'<>,;)}\]]{8,}|[^\s\"'<>,;)}\]]{16,})"
        ),
        rf"\1{GONE}",
    ),
    (re.compile(r"\bv0=[0-9a-f]{16,}"), GONE),
)
_SECRET_NAME: Final = re.compile(
    r"(?i)password|passwd|pwd|secret|token|signature|authorization|response_url|cookie"
)
_ADDRESS: Final = re.compile(
    r"(?<![\w.+-])(?<!postgres://)(?<!postgresql://)(?<!postgresql\+psycopg://)"
    r"[\w.+-]+(?:@|%(?:25)*40)[\w-]+(?:\.[\w-]+)*\.[^\W\d_][\w-]+"
)
"""Not who connects to a database, nor a path: `python@3.12` has no domain behind it."""
_FRAME: Final = re.compile(r"\s+File \"[^\"]+\", line \d+, in ")
_OPENING: Final = re.compile(r"(?<!\w)['\"]")
_CLOSING: Final = {mark: re.compile(rf"(?<!\\)(?:\\\\)*{mark}(?!\w)") for mark in "'\""}
_ONE_WORD: Final = re.compile(r"[\w.:<>#@/*-]*")
_DETAIL: Final = re.compile(r"(?m)^(DETAIL|CONTEXT|PARAMETERS):.*$")


class KnownSecrets:
    """The secrets of this process; safe from any thread."""

    def __init__(self) -> None:
        self._lasting: frozenset[str] = frozenset()
        self._passing: deque[str] = deque(maxlen=PASSING)
        self._lock = Lock()
        self._pattern: re.Pattern[str] | None = None

    def learn(self, secrets: Iterable[str]) -> None:
        """Never say these again, in no spelling of theirs."""
        with self._lock:
            self._lasting |= {
                form for each in secrets if _is_telling(each) for form in _forms(each)
            }
            self._pattern = self._compiled()

    def learn_for_now(self, secret: str) -> None:
        """Do not say this until a thousand others were learned."""
        with self._lock:
            if _is_telling(secret) and secret not in self._passing:
                self._passing.append(secret)
                self._pattern = None

    def forget(self) -> None:
        """Know nothing, as at the start."""
        with self._lock:
            self._lasting, self._pattern = frozenset(), None
            self._passing.clear()

    def without(self, text: str) -> str:
        """Return a text without what is known."""
        with self._lock:
            pattern = self._pattern = self._pattern or self._compiled()
        return pattern.sub(GONE, text)

    def _compiled(self) -> re.Pattern[str]:
        known = sorted({*self._lasting, *self._passing}, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, known)) or r"(?!)")


known: Final = KnownSecrets()


def redacted(text: str) -> str:
    """Return a text without secrets."""
    text = known.without(text)
    for looks, instead in _LOOKS:
        text = looks.sub(instead, text)
    return text


def is_secret_name(name: str) -> bool:
    """Say whether what stands under a name is a secret, whatever it looks like."""
    return _SECRET_NAME.search(name) is not None


def wordless(text: str) -> str:
    """Return a text without secrets, e-mail addresses and what people wrote.

    That are quoted texts of more than a word, and the values that PostgreSQL tells of a row.
    """
    shown = _DETAIL.sub(rf"\1: {GONE}", redacted(text))
    return _ADDRESS.sub(GONE, _unquoted(shown))


def _unquoted(text: str) -> str:
    """Return a text without quotations of more than a word; frames of tracebacks stay as they are.

    Line by line, and each once: what is logged may be long, and written to be slow.
    """
    return "\n".join(
        line if _FRAME.match(line) else "".join(_shortened(line)) for line in text.split("\n")
    )


def _shortened(line: str) -> Iterator[str]:
    """Yield a line's parts; a quotation that does not end goes on to the end of the line."""
    at = 0
    while (opening := _OPENING.search(line, at)) is not None:
        mark, begins = opening.group(), opening.end()
        closing = _CLOSING[mark].search(line, begins)
        ends = len(line) if closing is None else closing.end() - 1
        inside = line[begins:ends]
        yield line[at:begins]
        yield inside if len(inside) <= LONGEST_WORD and _ONE_WORD.fullmatch(inside) else "…"
        yield "" if closing is None else mark
        at = len(line) if closing is None else closing.end()
    yield line[at:]


def _is_telling(secret: str) -> bool:
    is_word = secret.isalpha() and len(secret) < WORD_LENGTH
    return len(secret) >= SHORTEST and not is_word


def _forms(secret: str) -> set[str]:
    """The spellings in which a secret may turn up in a text."""
    plain = {secret, unquote(secret), unquote_plus(secret)}
    spelt = {form(each) for each in plain for form in (quote, quote_plus)}
    spelt |= {form(each)[1:-1] for each in plain for form in (repr, json.dumps, _twice)}
    return {each for each in plain | spelt if _is_telling(each)}


def _twice(secret: str) -> str:
    """The spelling in a text that holds JSON, and is shown as Python shows texts."""
    return repr(json.dumps(secret))[1:-1]
