"""Pictures of reports: what was met and missed day by day, as PNG."""

import warnings
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from bot import wording
from bot.output.tables import without_control
from sla_core.reports.compliance import ComplianceRow

SIZE_IN = (9.0, 4.0)
DOTS_AN_INCH = 120
MOST_LABELS = 14
MET, MISSED, LINE = "#2a6f97", "#d1495b", "#333333"
"""Told apart by shape as well: missed is hatched, compliance a line."""


def compliance_by_day(days: Sequence[ComplianceRow], title: str) -> bytes:
    """Bars of clocks met and missed by day, and the compliance as a line over them.

    Each row has its day (`2026-03-02`) as its only key; days on which nothing was decided are left
    out.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415 half a second that few commands need

    figure = Figure(figsize=SIZE_IN, dpi=DOTS_AN_INCH, layout="constrained")
    bars = figure.subplots()
    bars.set_title(_plain(title))
    _draw_counts(bars, days)
    line = bars.twinx()
    _draw_compliance(line, days)
    picture = BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)
        figure.savefig(picture, format="png")
    return picture.getvalue()


def _draw_counts(bars: Any, days: Sequence[ComplianceRow]) -> None:
    places = list(range(len(days)))
    met = [day.met.count for day in days]
    missed = [day.missed.count for day in days]
    bars.bar(places, met, color=MET, label=wording.digests.met())
    bars.bar(places, missed, bottom=met, color=MISSED, hatch="//", label=wording.digests.missed())
    every = max(1, -(-len(days) // MOST_LABELS))
    bars.set_xticks(places[::every], [day.keys[0][5:] for day in days][::every])
    bars.set_ylabel(wording.digests.clocks())
    bars.yaxis.get_major_locator().set_params(integer=True)
    bars.margins(y=0.25)
    bars.legend(loc="upper left")


def _draw_compliance(line: Any, days: Sequence[ComplianceRow]) -> None:
    shares = [
        (index, day.compliance_pct)
        for index, day in enumerate(days)
        if day.compliance_pct is not None
    ]
    line.plot(
        [index for index, _ in shares], [share for _, share in shares], color=LINE, marker="o"
    )
    line.set_ylim(0, 105)
    line.set_ylabel(wording.digests.compliance())


def _plain(text: str) -> str:
    """The text without control characters, nor what matplotlib would read as mathematics."""
    return str(without_control(text)).replace("$", r"\$")
