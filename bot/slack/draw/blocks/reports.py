"""The compliance report and the SLA log as tables in a message."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import wording
from bot.slack.draw.blocks.elements import Payload, code, context, message, section
from bot.slack.draw.names import Names
from bot.wording import words
from sla_core.durations import format_duration
from sla_core.reports.compliance import ComplianceRow
from sla_core.reports.log import LogRow

CELL = 28
LOG_ROWS = 20
REPORT_ROWS = 40
WIDEST = 2700
"""Characters of a table: a section holds 3,000."""


def report_table(
    rows: Sequence[ComplianceRow], by: Sequence[str], zone: str, names: Names
) -> Payload:
    """What was kept, one row a group."""
    groupings = [wording.reports.GROUPINGS[grouping]() for grouping in by]
    head = wording.reports.compliance_head(", ".join(groupings), zone)
    if not rows:
        return message(wording.reports.empty(head, wording.clocks.no_rows()))
    table = [
        [*(_key(name, key, names) for name, key in zip(by, row.keys, strict=True)), *_counts(row)]
        for row in rows[:REPORT_ROWS]
    ]
    text, row_count = _table([*groupings, *words.choices(wording.reports.REPORT).values()], table)
    command = f"punctual report compliance --by {','.join(by)} --format csv"
    foot = wording.reports.more_rows(len(rows) - row_count, command)
    return message(head, [section(f"*{head}*"), code(text), context(foot)])


def log_table(rows: Sequence[LogRow], zone: str, names: Names) -> Payload:
    """The clocks started last."""
    head = wording.reports.log_head(len(rows), zone)
    if not rows:
        return message(wording.reports.empty(head, wording.clocks.no_rows()))
    latest = sorted(rows, key=lambda row: row.started_at_s, reverse=True)[:LOG_ROWS]
    columns = [*words.choices(wording.reports.LOG).values()]
    text, row_count = _table(columns, [_clock(row, ZoneInfo(zone), names) for row in latest])
    foot = wording.reports.more_rows(len(rows) - row_count, "punctual report log --format csv")
    return message(head, [section(f"*{head}*"), code(text), context(foot)])


def _counts(row: ComplianceRow) -> list[str]:
    share = "-" if row.compliance_pct is None else f"{row.compliance_pct:.1f} %"
    counts = [row.met.count, row.missed.count, row.cancelled, row.open]
    return [
        *(str(count) for count in counts),
        share,
        _time(row.met.average_s),
        _time(row.missed.average_s),
    ]


def _clock(row: LogRow, zone: ZoneInfo, names: Names) -> list[str]:
    return [
        f"#{row.ticket}",
        row.metric,
        row.level,
        words.state(row.state),
        _at(row.started_at_s, zone),
        _at(row.due_at_s, zone),
        _time(row.elapsed_seconds),
        _time(row.remaining_seconds),
        names.of(row.agent),
    ]


def _key(grouping: str, key: str, names: Names) -> str:
    if grouping == "priority":
        return words.priority_inside(key) or "-"
    return names.of(key) if grouping == "agent" else key or "-"


def _time(seconds: int | None) -> str:
    if seconds is None:
        return "-"
    return f"-{format_duration(-seconds)}" if seconds < 0 else format_duration(seconds)


def _at(at_s: int | None, zone: ZoneInfo) -> str:
    return "-" if at_s is None else f"{datetime.fromtimestamp(at_s, zone):%m-%d %H:%M}"


def _table(head: list[str], rows: list[list[str]]) -> tuple[str, int]:
    """The lines of a table that fit into a section, and how many rows they are."""
    cells = [[_cell(text) for text in row] for row in [head, *rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines: list[str] = []
    for row in cells:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        line = "  ".join(padded).rstrip()
        if sum(map(len, lines)) + len(lines) + len(line) > WIDEST:
            break
        lines.append(line)
    return "\n".join(lines), len(lines) - 1


def _cell(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= CELL else line[: CELL - 1] + "…"
