"""Rows as tables, JSON and CSV."""

import csv
import io
import json
from dataclasses import dataclass
from typing import get_type_hints
from zoneinfo import ZoneInfo

import pytest

from bot.errors import UserFacingError
from bot.output.report_columns import LOG_COLUMNS, compliance_columns
from bot.output.tables import (
    Column,
    ColumnKind,
    Format,
    attribute,
    change,
    chosen,
    csv_lines,
    human,
    json_lines,
    json_list,
    ordered,
    printable,
    without_control,
    write,
)
from sla_core.reports import log
from sla_core.reports.compliance import ComplianceRow, Times


@dataclass(frozen=True)
class Row:
    name: str | None = "Ana"
    at_s: int | None = 1_772_441_700
    took_s: int | None = 7_800
    share: float | None = 66.666


COLUMNS = [
    attribute("name", "name"),
    attribute("at", "at_s", ColumnKind.INSTANT),
    attribute("took_seconds", "took_s", ColumnKind.SECONDS),
    attribute("share_pct", "share", ColumnKind.PERCENT),
]
EMPTY = Row(None, None, None, None)


def printed(rows, fmt, columns=COLUMNS, zone=None):
    out = io.StringIO()
    write(columns, rows, fmt, out, zone)
    return out.getvalue()


def test_csv_has_instants_in_utc_durations_in_seconds_and_one_decimal_of_percent():
    assert printed([Row()], Format.CSV) == (
        "name,at,took_seconds,share_pct\nAna,2026-03-02T08:55:00Z,7800,66.7\n"
    )


def test_csv_leaves_empty_what_a_row_has_not_and_dashes_an_undecided_share():
    assert printed([EMPTY], Format.CSV).splitlines()[1] == ",,,-"


@pytest.mark.parametrize("start", list("=+-@\uff1d\uff0b\uff0d\uff20"))
@pytest.mark.parametrize("before", ["", " ", "\x00", "\n\t"])
def test_no_text_becomes_a_formula(start, before):
    [line] = printed([Row(name=f"{before}{start}1+1")], Format.CSV, COLUMNS[:1]).splitlines()[1:]
    assert line == f"'{' ' * len(before)}{start}1+1"


@pytest.mark.parametrize("start", list("=+-@\uff1d\uff0b\uff0d\uff20"))
@pytest.mark.parametrize("between", ["", " ", '"', ' "', "\t"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_no_formula_begins_behind_a_separator_of_other_countries(separator, between, start):
    name = f"Printer{separator}{between}{start}1+1;b"
    text = printed([Row(name=name)], Format.CSV, COLUMNS[:1])
    for delimiter in ",;\t":
        for line in csv.reader(io.StringIO(text), delimiter=delimiter):
            assert all(
                cell.strip(' "')[:1] not in set("=+-@\uff1d\uff0b\uff0d\uff20") for cell in line
            )


def test_a_semicolon_before_no_formula_stays_as_it_is():
    text = printed([Row(name="a; b;c-d")], Format.CSV, COLUMNS[:1])
    assert text.splitlines()[1] == "a; b;c-d"


@pytest.mark.parametrize("start", ["\t", "\r", "\n"])
def test_a_text_that_begins_with_a_control_character_is_no_formula_either(start):
    [line] = printed([Row(name=f"{start}1+1")], Format.CSV, COLUMNS[:1]).splitlines()[1:]
    assert line == "' 1+1"


@pytest.mark.parametrize("fmt", list(Format))
def test_control_characters_leave_every_export(fmt):
    orders = [chr(code) for code in (*range(32), *range(0x7F, 0xA0), 0x2028, 0x202E, 0x2066)]
    text = printed([Row(name=f"a{each}b") for each in orders], fmt, COLUMNS[:1])
    names = [each["name"] for each in json.loads(text)] if fmt is Format.JSON else text.split("\n")
    assert sum(each.strip() == "a b" for each in names) == len(orders)


def test_what_joins_letters_and_emoji_stays_in_an_export():
    assert "\u0645\u06cc\u200c\u062e" in printed([Row(name="\u0645\u06cc\u200c\u062e")], Format.CSV)
    assert without_control({"a": ["b\x00", 1, None]}) == {"a": ["b ", 1, None]}


def test_every_column_of_the_log_that_says_something_goes_into_a_file():
    samples = {int: 7, int | None: 7, str: "Ana", str | None: "Ana", tuple[str, ...]: ("vip",)}
    row = log.LogRow(*(samples[kind] for kind in get_type_hints(log.LogRow).values()))
    for fmt in Format:
        out = io.StringIO()
        write(LOG_COLUMNS, [row], fmt, out)
        assert "Ana" in out.getvalue()


def test_numbers_may_be_negative():
    assert "Ana,2026-03-02T08:55:00Z,-60,66.7" in printed([Row(took_s=-60)], Format.CSV)


def test_json_has_the_same_values_and_null():
    assert json.loads(printed([Row(), EMPTY], Format.JSON)) == [
        {"name": "Ana", "at": "2026-03-02T08:55:00Z", "took_seconds": 7_800, "share_pct": 66.7},
        {"name": None, "at": None, "took_seconds": None, "share_pct": None},
    ]


def test_json_of_no_rows_is_an_empty_list():
    assert json.loads(printed([], Format.JSON)) == []


def test_a_table_shows_instants_in_the_readers_zone_and_durations_in_words():
    table = printed([Row()], Format.TABLE, zone=ZoneInfo("Europe/Ljubljana"))
    assert "2026-03-02 09:55:00" in table
    assert "2 h 10 min" in table


def test_a_table_shows_nothing_for_what_a_row_has_not():
    assert "None" not in printed([EMPTY], Format.TABLE)


def test_a_table_cuts_nothing_off():
    assert "x" * 200 in printed([Row(name="x" * 200)], Format.TABLE, COLUMNS[:1])


def test_text_cannot_steer_a_terminal_or_style_a_table():
    table = printed([Row(name="\x1b[2J[red]a[/red]")], Format.TABLE)
    assert "\x1b" not in table
    assert "[red]a[/red]" in table
    assert printable("a\nb\x07") == "a b "


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (185, "3 min 5 s"),
        (7_800, "2 h 10 min"),
        (7_205, "2 h"),
        (360_000, "100 h"),
        (-900, "-15 min"),
    ],
)
def test_durations_are_said_in_their_two_largest_units(seconds, words):
    assert human(seconds) == words


def test_columns_are_chosen_by_name_in_the_order_asked():
    assert [column.name for column in chosen(COLUMNS, "share_pct, name")] == ["share_pct", "name"]
    assert chosen(COLUMNS, None) == COLUMNS


def test_an_unknown_column_is_told_with_the_nearest():
    with pytest.raises(UserFacingError, match=r"no column 'nam': did you mean name\?"):
        chosen(COLUMNS, "nam")


def test_rows_are_sorted_by_a_column_and_those_without_a_value_come_last():
    rows = [Row(took_s=2), EMPTY, Row(took_s=3), Row(took_s=1)]
    assert [row.took_s for row in ordered(rows, COLUMNS, "took_seconds")] == [1, 2, 3, None]
    assert [row.took_s for row in ordered(rows, COLUMNS, "took_seconds:desc")] == [3, 2, 1, None]
    assert ordered(rows, COLUMNS, None) == rows


def test_an_unknown_direction_is_told():
    with pytest.raises(UserFacingError, match="give COLUMN, COLUMN:asc or COLUMN:desc"):
        ordered([], COLUMNS, "name:up")


def test_the_log_has_the_columns_of_the_contract():
    assert tuple(column.name for column in LOG_COLUMNS) == tuple(log.COLUMNS)
    kinds = {column.name: column.kind for column in LOG_COLUMNS}
    assert kinds["withdrawn"] is kinds["due_at"] is ColumnKind.INSTANT
    assert kinds["remaining_seconds"] is ColumnKind.SECONDS
    assert kinds["cycle"] is ColumnKind.NUMBER


def test_compliance_has_its_groups_first_and_a_dash_where_nothing_was_decided():
    row = ComplianceRow(("Gold", "resolution"), Times.of([60, 90]), Times.of([]), 1, 2)
    nothing = ComplianceRow(("Iron", "resolution"), Times.of([]), Times.of([]), 0, 1)
    assert printed([row, nothing], Format.CSV, compliance_columns(["level", "metric"])) == (
        "level,metric,met,avg_met_seconds,max_met_seconds,min_met_seconds,missed,"
        "avg_missed_seconds,max_missed_seconds,min_missed_seconds,cancelled,open,compliance_pct\n"
        "Gold,resolution,2,75,90,60,0,,,,1,2,100.0\n"
        "Iron,resolution,0,,,,0,,,,0,1,-\n"
    )


def test_a_change_is_a_value_before_and_after_or_once():
    utc = ZoneInfo("UTC")
    assert change(3600, 7200, ColumnKind.SECONDS, utc) == "1 h → 2 h"
    assert change(7200, 7200, ColumnKind.SECONDS, utc) == "2 h"
    assert change(None, 50.0, ColumnKind.PERCENT, utc) == "- → 50.0"
    assert change(None, None, ColumnKind.TEXT, utc) == "-"


def test_json_lines_hold_an_object_each_and_make_one_list():
    rows, lines, whole = [Row(), EMPTY], io.StringIO(), io.StringIO()
    assert list(json_lines(COLUMNS, rows, lines)) == rows
    json_list(lines.getvalue().splitlines(keepends=True), whole)
    assert whole.getvalue() + "\n" == printed(rows, Format.JSON)


def test_columns_that_are_no_attributes_are_written_alike():
    own = [Column(each.name, each.value, each.kind) for each in COLUMNS]
    texts = []
    for columns in (COLUMNS, own):
        out = io.StringIO()
        list(csv_lines(columns, [Row(), EMPTY], out))
        texts.append(out.getvalue())
    assert texts[0] == texts[1] != ""
