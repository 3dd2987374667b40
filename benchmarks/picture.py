"""The races as a picture: the time of one call, the peer's and ours."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, NullLocator

from benchmarks.claims import MICROSECONDS, Race, duration, number

OURS, THEIRS, QUIET = "#1a7f5a", "#8a8f98", "#d7dade"


def draw(races: Sequence[Race], target: Path) -> None:
    """One line a race on a logarithmic axis of time; the further apart, the faster we are."""
    figure = Figure(figsize=(9, 1.4 + 0.62 * len(races)), dpi=150, layout="constrained")
    axes = figure.add_subplot()
    ordered = sorted(races, key=lambda race: race.times)
    for height, race in enumerate(ordered):
        _line(axes, height, race)
    axes.set_yticks(range(len(ordered)), [_label(race) for race in ordered])
    _quiet(axes)
    axes.legend(
        handles=[_dot("Punctual", OURS), _dot("what it is beside", THEIRS)],
        loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False, fontsize=11,
    )  # fmt: skip
    target.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(target)


def _dot(name: str, colour: str) -> Line2D:
    return Line2D([], [], marker="o", markersize=9, linestyle="", color=colour, label=name)


def _label(race: Race) -> str:
    return f"{race.label}\nbeside {race.peer_name}"


def _line(axes: Axes, height: int, race: Race) -> None:
    ours_us, theirs_us = race.our_seconds * MICROSECONDS, race.peer_seconds * MICROSECONDS
    axes.plot([ours_us, theirs_us], [height, height], color=QUIET, linewidth=3, zorder=1)
    axes.scatter(ours_us, height, s=70, color=OURS, zorder=2)
    axes.scatter(theirs_us, height, s=70, color=THEIRS, zorder=2)
    for seconds, at_us, colour in (
        (race.our_seconds, ours_us, OURS),
        (race.peer_seconds, theirs_us, THEIRS),
    ):
        axes.annotate(
            duration(seconds), (at_us, height), color=colour,
            xytext=(0, 9), textcoords="offset points", ha="center", fontsize=9,
        )  # fmt: skip
    axes.annotate(
        f"{number(race.times)} times as fast", (theirs_us, height),
        xytext=(12, 0), textcoords="offset points", va="center", fontsize=10, weight="bold",
    )  # fmt: skip


def _quiet(axes: Axes) -> None:
    """A logarithmic axis with room for the words, and nothing else."""
    axes.set_xscale("log")
    low, high = axes.get_xlim()
    axes.set_xlim(low, high * 60)
    axes.set_ylim(-0.5, len(axes.get_yticks()) - 0.3)
    axes.set_xlabel("processor time of one call, in microseconds, logarithmic", fontsize=10)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda us, _: f"{us:,g}"))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticks([tick for tick in axes.get_xticks() if low < tick < 2 * high])
    axes.grid(axis="x", color=QUIET, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelsize=10)
    axes.spines[:].set_visible(False)
