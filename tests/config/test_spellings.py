"""What word processors and phones make of a configuration is read as it was meant."""

import pytest

from bot.config.document import read
from bot.config.problems import ConfigRefused

SHEET = """
version: 1
calendars:
  office:
    time_zone: Europe/Ljubljana
    hours: {"\u201emon\u2013thu\u201c": ["09:00\u201312:00", "１３:00\u201317:00"],
      fri: ["09:00\u00ad-15:00"]}
    closures: [{date: 2026\u201112\u201124}, {from: "2026\u201312\u201331T12:00", to: 2027-01-02}]
digests: [{every: day, to: ["#x"], at: "０８:00"}]
levels:
  A:
    calendar: office
    targets:
      first_reply: \u201c1 h\u201d
      "ｎext_reply": １h30m
      resolution: {urgent: "\u200b4h", default: 8h}
    alerts:
      - {at: \u221215m, to: channel}
      - {at: \u00ab７５%\u00bb, to: channel, escalate: \u201cTrue\u201d}
      - {at: ＋1h, to: leads, repeat: "３"}
default_level: A
rules:
  - name: R
    when: [changed]
    if: [{breaches: {above: "２"}, priority: {in: [high]}}]
    then: {priority: ｕrgent}
"""
PLAIN = """
version: 1
calendars:
  office:
    time_zone: Europe/Ljubljana
    hours: {mon-thu: ["09:00-12:00", "13:00-17:00"], fri: ["09:00-15:00"]}
    closures: [{date: 2026-12-24}, {from: "2026-12-31T12:00", to: 2027-01-02}]
digests: [{every: day, to: ["#x"], at: "08:00"}]
levels:
  A:
    calendar: office
    targets: {first_reply: 1h, next_reply: 1h30m, resolution: {urgent: 4h, default: 8h}}
    alerts:
      - {at: -15m, to: channel}
      - {at: 75%, to: channel, escalate: true}
      - {at: +1h, to: leads, repeat: 3}
default_level: A
rules:
  - name: R
    when: [changed]
    if: [{breaches: {above: 2}, priority: {in: [high]}}]
    then: {priority: urgent}
"""


def test_times_days_and_numbers_are_read_as_a_keyboard_has_them():
    found, wanted = (read(text, "sla.yml", 0).configuration for text in (SHEET, PLAIN))
    assert found == wanted


def test_what_nobody_sees_is_no_word():
    text = PLAIN.replace("at: -15m", 'at: "\u200b\u2060"')
    with pytest.raises(ConfigRefused, match="is blank: give text"):
        read(text, "sla.yml", 0)
