"""Draws docs/images/transitions.svg from the table by which clocks run, `TRANSITIONS`.

A row for every signal, a column for every metric, the steps as labelled cells. The same table gives
the same bytes, so a test tells when the picture is old: then run this once more.
"""

import sys
from collections.abc import Iterator
from html import escape
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # run as a script, it finds the core beside it

from sla_core.clocks.metrics import TRANSITIONS, Step, Steps  # noqa: E402
from sla_core.tickets.signals import Signal  # noqa: E402

PICTURE: Final = ROOT / "docs" / "images" / "transitions.svg"
TITLE: Final = "What each clock does about what happens to its ticket"


class Look(NamedTuple):
    """How the steps of one family look; the words say the same without the colour."""

    says: str
    ground: str
    ink: str


RUNS: Final = Look("the clock runs", "#dafbe1", "#0f5323")
JUDGED: Final = Look("it is met or missed", "#ddf4ff", "#0a3069")
LAPSES: Final = Look("its promise lapses", "#ffe9d9", "#762c00")
QUIET: Final = Look("its alarms wait", "#eaeef2", "#32383f")
LOOKS: Final[dict[Step, Look]] = {
    Step.START: RUNS,
    Step.TAKE_UP: RUNS,
    Step.REOPEN: RUNS,
    Step.START_EARLIER: RUNS,
    Step.RUN_ON: RUNS,
    Step.STOP: JUDGED,
    Step.SETTLE: JUDGED,
    Step.PUT_BACK: JUDGED,
    Step.JUDGE_ANEW: JUDGED,
    Step.CANCEL: LAPSES,
    Step.SET_ASIDE: LAPSES,
    Step.SUSPEND: LAPSES,
    Step.EXCLUDE: LAPSES,
    Step.ACKNOWLEDGE: QUIET,
    Step.SNOOZE: QUIET,
}

# Pixels.
MARGIN: Final = 20
HEAD: Final = 84
FIRST_COLUMN: Final = 370
COLUMN: Final = 104
LINE: Final = 26
GAP: Final = 6
FOOT: Final = 66


def drawn() -> str:
    """The picture as SVG text."""
    heights = [GAP + LINE * max(len(steps) for _, steps in _heard(signal)) for signal in Signal]
    tops = list(accumulate(heights, initial=HEAD))
    width = 2 * MARGIN + FIRST_COLUMN + COLUMN * len(TRANSITIONS)
    height = tops[-1] + FOOT
    lines = [
        _opening(width, height),
        f'<title id="title">{TITLE}</title>',
        f'<desc id="desc">{escape(" ".join(_sentences()))}</desc>',
        _card(width, height),
        _text(MARGIN, 34, TITLE, size=18, weight="bold"),
        *_heads(),
    ]
    for signal, top, tall in zip(Signal, tops, heights, strict=False):
        lines += _row(signal, top, tall, width)
    return "\n".join([*lines, *_legend(tops[-1], width), "</svg>"]) + "\n"


def _opening(width: int, height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-labelledby="title desc" '
        'font-family="system-ui, -apple-system, Segoe UI, Helvetica, Arial, sans-serif">'
    )


def _card(width: int, height: int) -> str:
    """The ground of its own, light on a light page and on a dark one."""
    return (
        f'<rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8" '
        'fill="#ffffff" stroke="#d0d7de"/>'
    )


def _heard(signal: Signal) -> list[tuple[int, Steps]]:
    """The columns that hear a signal, with the steps they take."""
    return [
        (place, heard[signal])
        for place, heard in enumerate(TRANSITIONS.values())
        if signal in heard
    ]


def _sentences() -> Iterator[str]:
    """The whole table for whom no picture helps."""
    metrics = list(TRANSITIONS)
    for signal in Signal:
        told = (f"{_name(metrics[place])} {_words(steps)}" for place, steps in _heard(signal))
        yield f"When {signal}: {', '.join(told)}."


def _words(steps: Steps) -> str:
    return " and ".join(steps)


def _name(metric: str) -> str:
    return metric.replace("_", " ")


def _heads() -> Iterator[str]:
    yield _text(MARGIN, HEAD - 16, "when", colour="#57606a")
    for place, metric in enumerate(TRANSITIONS):
        yield _text(
            _middle(place), HEAD - 16, _name(metric), anchor="middle", weight="bold", size=12
        )


def _row(signal: Signal, top: int, tall: int, width: int) -> Iterator[str]:
    yield f'<path d="M{MARGIN} {top}H{width - MARGIN}" stroke="#d8dee4"/>'
    yield _text(MARGIN, top + tall // 2 + 5, signal)
    for place, steps in _heard(signal):
        first = top + (tall - LINE * len(steps)) // 2
        for number, step in enumerate(steps):
            yield from _cell(step, place, first + LINE * number)


def _cell(step: Step, place: int, top: int) -> Iterator[str]:
    look, left = LOOKS[step], _middle(place) - COLUMN // 2 + 3
    yield (
        f'<rect x="{left}" y="{top + 2}" width="{COLUMN - 6}" height="{LINE - 4}" rx="5" '
        f'fill="{look.ground}" stroke="{look.ink}" stroke-opacity="0.35"/>'
    )
    yield _text(_middle(place), top + 17, step, anchor="middle", colour=look.ink, size=12)


def _legend(top: int, width: int) -> Iterator[str]:
    yield f'<path d="M{MARGIN} {top}H{width - MARGIN}" stroke="#d8dee4"/>'
    looks = list(dict.fromkeys(LOOKS.values()))
    for place, look in enumerate(looks):
        left = MARGIN + place * (width - 2 * MARGIN) // len(looks)
        steps = ", ".join(step for step, its in LOOKS.items() if its is look)
        yield (
            f'<rect x="{left}" y="{top + 19}" width="12" height="12" rx="3" '
            f'fill="{look.ground}" stroke="{look.ink}"/>'
        )
        yield _text(left + 20, top + 30, look.says, size=12, colour=look.ink, weight="bold")
        yield _text(left + 20, top + 48, steps, size=12, colour=look.ink)


def _middle(place: int) -> int:
    return MARGIN + FIRST_COLUMN + COLUMN * place + COLUMN // 2


def _text(
    x: int,
    y: int,
    words: str,
    *,
    anchor: str = "start",
    weight: str = "normal",
    colour: str = "#1f2328",
    size: int = 13,
) -> str:
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-weight="{weight}" '
        f'font-size="{size}" fill="{colour}">{escape(words)}</text>'
    )


def main() -> int:
    """Writes the picture; the exit code."""
    PICTURE.write_text(drawn(), encoding="utf-8")
    print(f"drew {PICTURE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
