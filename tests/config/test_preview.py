"""What a change would change, in words."""

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


def test_nothing_is_said_of_what_stays():
    before = read_text(BEFORE).configuration
    assert preview(before, read_text(BEFORE).configuration) == []
