"""What became of a deed, in the words of the table of docs/security.md.

A verdict is measured, never asked: what is refused has changed nothing, what is done stands in the
tables in the name of who did it, and what is shown either is the desk's own or is not.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from bot import wording
from bot.slack.draw.blocks import actions as ids
from tests.slack.desk_of_roles import INTERNAL, Case
from tests.slack.roles import OTHER, OWN, PRIVATE, Role
from tests.slack.stage import Seen

NO, MODEST, FULL = "no", "modest", "full"
YES, ONLY_OWN, NOT_ASKED = "yes", "own", "–"
WORDS: Final = (YES, ONLY_OWN, MODEST, NO, NOT_ASKED)

Judge = Callable[[Seen, Role, Case], str]
LEARNED: Final = frozenset({"people", "preferences", "readings", "counters"})
"""Tables that may say of a refused deed who came by, and when."""


class Unclear(Exception):
    """Something is neither done nor refused, or both."""


def word_of(outcomes: dict[str, str], *, is_for_all: bool = False) -> str:
    """The word of a cell, by what became of the deed before each ticket that the role meets.

    What is for all alike or for nobody (`is_for_all`) is not a question of whose ticket it is.
    """
    if is_for_all:
        return YES if FULL in outcomes.values() else NO
    own = outcomes.get(OWN, NO)
    others = next((outcomes[each] for each in (OTHER, PRIVATE) if each in outcomes), NO)
    if others == MODEST or (others == FULL and own != FULL and OWN in outcomes):
        raise Unclear(f"of one's own {own}, of others' {others}")
    if others == FULL:
        return YES
    return {FULL: ONLY_OWN, MODEST: MODEST, NO: NO}[own]


def is_silence(seen: Seen) -> bool:
    """Whether nothing at all became of it."""
    told = seen.raw.strip("[]") or seen.refused or seen.errors or seen.offered
    return not (told or _touched(seen))


def changed(table: str = "events", by: str = "actor") -> Judge:
    """Done: a row of a table is new or changed, in the name of who did it. Else refused."""

    def judge(seen: Seen, role: Role, case: Case) -> str:
        rows = seen.rows(table)
        if not rows:
            return _refused(seen)
        if by and role.user_id not in [row.get(by) for row in rows]:
            raise Unclear(f"{table} changed, and not in the name of {role.user_id}: {rows}")
        return FULL

    return judge


def said_nothing_or(judge: Judge) -> Judge:
    """The same for emoji and messages: who may not do it is not told off."""

    def quietly(seen: Seen, role: Role, case: Case) -> str:
        return NO if not _touched(seen) else judge(seen, role, case)

    return quietly


def kept(kind: str) -> Judge:
    """A message is in the timeline as this kind of event; as another one, or not at all: no."""

    def judge(seen: Seen, role: Role, case: Case) -> str:
        rows = [row for row in seen.rows("events") if row["actor"] == role.user_id]
        return FULL if any(row["type"] == kind for row in rows) else NO

    return judge


def put(prefix: str) -> Judge:
    """A message is to be said under a key that begins so."""

    def judge(seen: Seen, role: Role, case: Case) -> str:
        keys = [row["key"] for row in seen.rows("outbox")]
        if any(key.startswith(prefix.format(case.number)) for key in keys):
            return FULL
        return NO if not _touched(seen) else _refused(seen)

    return judge


def shown(seen: Seen, role: Role, case: Case) -> str:
    """The ticket is shown; in the modest view nothing of the answer is the desk's own."""
    _unchanged(seen)
    if seen.refused or seen.notices or case.subject not in seen.said:
        return NO
    return FULL if any(word in seen.raw for word in INTERNAL) else MODEST


def listed(seen: Seen, role: Role, case: Case) -> str:
    """The ticket is shown among others; what is the desk's own of those is theirs."""
    about = "".join(block for block in seen.blocks if case.subject in block)
    return shown(replace(seen, raw=about), role, case)


def requested(seen: Seen, role: Role, case: Case) -> str:
    """The ticket stands among one's own requests in App Home."""
    heading, found = wording.requesters.your_requests(), seen.said.splitlines()
    below = found[found.index(heading) :] if heading in found else []
    end = wording.home.what_i_do()
    part = "\n".join(below[: below.index(end)] if end in below else below)
    return shown(replace(seen, said=part, raw=part), role, case)


def explained(seen: Seen, role: Role, case: Case) -> str:
    """The clocks of the ticket are explained."""
    _unchanged(seen)
    if seen.refused:
        return NO
    return FULL if any(word in seen.raw for word in INTERNAL) else MODEST


def counted(seen: Seen, role: Role, case: Case) -> str:
    """A report counts the ticket's department, or lists the ticket."""
    _unchanged(seen)
    names = (case.department, f"#{case.number} ", f'#{case.number}"', f"|#{case.number}>")
    return FULL if not seen.refused and any(name in seen.raw for name in names) else NO


def answered(seen: Seen, role: Role, case: Case) -> str:
    """It is answered, and changes nothing."""
    _unchanged(seen)
    return NO if seen.refused or seen.notices or seen.errors else FULL


def offered_form(seen: Seen, role: Role, case: Case) -> str:
    """A button that opens a form is shown, as only a click may open one."""
    _unchanged(seen)
    return NO if seen.refused else FULL if ids.OPEN_FORM in seen.raw else _refused(seen)


def opened(form: str) -> Judge:
    """A form opens; in its place is said why not."""

    def judge(seen: Seen, role: Role, case: Case) -> str:
        if _touched(seen):
            raise Unclear(f"opening a form changed {_touched(seen)}")
        if form in seen.opened:
            return FULL
        return NO if seen.notices else _refused(seen)

    return judge


def offered(seen: Seen, role: Role, case: Case) -> str:
    """A menu offers something."""
    _unchanged(seen)
    return FULL if seen.offered else NO


def showing(heading: Callable[[], str]) -> Judge:
    """App Home has a part, by its heading."""

    def judge(seen: Seen, role: Role, case: Case) -> str:
        _unchanged(seen)
        return FULL if heading() in seen.said.splitlines() else NO

    return judge


def _refused(seen: Seen) -> str:
    """No; what is refused changed nothing, and was refused with a word."""
    if not (seen.refused or seen.errors or seen.notices):
        raise Unclear(f"neither done nor refused: {seen.said[:300]!r}, {_touched(seen)}")
    _unchanged(seen)
    return NO


def _unchanged(seen: Seen) -> None:
    if _touched(seen):
        raise Unclear(f"nothing was to change, and it did: {_touched(seen)}")


def _touched(seen: Seen) -> list[str]:
    return sorted(set(_tables(seen)))


def _tables(seen: Seen) -> Iterator[str]:
    for name, row in seen.changed:
        is_answer = name == "outbox" and row.get("method") == "views.publish"
        if name not in LEARNED and not is_answer:
            yield name
