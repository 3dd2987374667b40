"""What a change would change, in words."""

import pytest

from bot.config import preview
from tests.config.files import read_text

BEFORE = """
    version: 1
    levels:
      Standard: {targets: {first_reply: 4h}}
      Old: {targets: {first_reply: 4h}}
    rules:
      - {name: One, then: {level: Standard}}
      - {name: Two, then: {stop: true}}
    """
AFTER = """
    version: 1
    report_time_zone: Europe/Ljubljana
    levels:
      Standard: {targets: {first_reply: 2h, resolution: 8h}}
      New: {targets: {first_reply: 4h}}
    rules:
      - {name: Two, then: {stop: true}}
      - {name: One, then: {level: New}}
    """


def test_what_comes_goes_changes_and_moves_is_named():
    before, after = read_text(BEFORE).configuration, read_text(AFTER).configuration
    assert preview(before, after) == [
        "- level Old",
        "~ level Standard: targets.first_reply 4h → 2h",
        "~ level Standard: targets.resolution (left out) → 8h",
        "+ level New",
        "~ workspace options: report_time_zone (left out) → Europe/Ljubljana",
        "~ rule One: then.level Standard → New",
        "~ rules: now in the order Two, One",
    ]


CALENDAR = """
    version: 1
    calendars:
      office:
        time_zone: UTC
        hours: {mon-fri: ["09:00-12:00"]}
    """
SNOW = '{"date": "2026-03-04", "name": "Snow"}'
FLOOD = '{"date": "2026-03-05", "name": "Flood"}'


def closed(*closures):
    return CALENDAR.rstrip() + f"\n        closures: [{', '.join(closures)}]\n    "


def agents(*ids):
    return f"""
    version: 1
    departments: {{Support: {{agents: [{", ".join(ids)}]}}}}
    """


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (CALENDAR, closed(SNOW), f"~ calendar office: closures + {SNOW}"),
        (closed(SNOW), CALENDAR, f"~ calendar office: closures - {SNOW}"),
        (closed(SNOW), closed(SNOW, FLOOD), f"~ calendar office: closures + {FLOOD}"),
        (closed(SNOW), closed(FLOOD), f"~ calendar office: closures + {FLOOD}, - {SNOW}"),
        (
            agents("UANA", "UBOB"),
            agents("UANA", "UCID"),
            "~ department Support: agents + UCID, - UBOB",
        ),
        (agents("UANA"), agents("UBOB"), '~ department Support: agents ["UANA"] → ["UBOB"]'),
        (
            agents("UANA", "UBOB"),
            agents("UBOB", "UANA"),
            '~ department Support: agents ["UANA", "UBOB"] → ["UBOB", "UANA"]',
        ),
    ],
)
def test_of_a_list_only_what_comes_and_goes_is_said(before, after, said):
    assert preview(read_text(before).configuration, read_text(after).configuration) == [said]


def test_nothing_is_said_of_what_stays():
    before = read_text(BEFORE).configuration
    assert preview(before, read_text(BEFORE).configuration) == []
