"""What is written is read back equal: as YAML, and as the JSON of revisions."""

import json

from hypothesis import HealthCheck, given, settings

from bot.config import from_json, items_of, preview, to_json, write
from bot.config.document import _configuration  # the promises of random levels are not the claim
from bot.config.parts import Part
from bot.config.tree import parsed
from tests.config.files import read_text
from tests.config.strategies import configurations

slowly = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def read_back(text: str):
    return _configuration(Part(parsed(text, "sla.yml"), "sla.yml"))


@slowly
@given(configurations())
def test_an_export_reads_back_equal(configuration):
    assert read_back(write(configuration)) == configuration


@slowly
@given(configurations())
def test_an_export_reads_back_in_the_same_order(configuration):
    again = read_back(write(configuration))
    assert list(again.levels) == list(configuration.levels)
    assert list(again.calendars) == list(configuration.calendars)


@slowly
@given(configurations())
def test_every_item_survives_as_json(configuration):
    for (kind, name), item in items_of(configuration).items():
        stored = json.loads(json.dumps(to_json(kind, item)))
        assert from_json(kind, name, stored) == item


@slowly
@given(configurations(), configurations())
def test_a_preview_is_empty_only_between_equals(one, other):
    assert preview(one, one) == []
    assert bool(preview(one, other)) == (one != other)


def test_a_calendar_keeps_the_versions_it_was_stored_with():
    calendar = read_text("calendars: {a: {time_zone: UTC, hours: 24x7}}").configuration.calendars[
        "a"
    ]
    stored = to_json("calendar", calendar) | {"data_versions": ["2020.1", "0.1"]}
    assert from_json("calendar", "a", stored).data_versions == ("2020.1", "0.1")


def test_an_id_is_exported_with_its_name_behind_it():
    text = "departments: {Support: {agents: [U1, ana@example.com], alert_channel: C1}}"
    configuration = read_text(text).configuration
    names = {"U1": "Ana\nBolt", "C1": "#sla"}
    written = write(configuration, names)
    assert "- U1  # Ana Bolt\n" in written
    assert "alert_channel: C1  #sla\n" in written
    assert read_back(written) == configuration
