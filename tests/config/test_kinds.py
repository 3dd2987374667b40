"""Whatever a configuration holds is read, written, told of and kept by its kind."""

from dataclasses import fields

import pytest

from bot.config.items import SHELVES, from_json, items_of, to_json
from bot.store.columns import CONFIG_KIND
from sla_core.configuration import (
    KINDS,
    NAMED,
    PLACES,
    Configuration,
    ConfigurationHistory,
    Revision,
    items_in,
    revisions_of,
)
from tests.config.files import read_text

HOUSE = read_text("""
calendars: {office: {time_zone: UTC, hours: {mon-fri: "09:00-17:00"}}}
departments: {Support: {level: Standard}}
customers: {Acme: {group: VIP}}
customer_groups: {VIP: {level: Standard}}
levels: {Standard: {targets: {resolution: 4h}, calendar: office}}
rules: [{name: R, then: {level: Standard}}]
default_level: Standard
""").configuration
"""Of every kind there is one."""


def test_every_field_of_a_configuration_is_of_a_kind():
    held = {each.name for each in fields(Configuration) if each.init}
    assert held == set(PLACES.values())


def test_every_kind_with_names_is_read_and_written():
    assert set(SHELVES) == set(NAMED)


def test_the_database_takes_every_kind():
    assert all(repr(kind) in CONFIG_KIND for kind in KINDS)


def test_the_items_of_the_file_and_those_of_the_history_are_the_same():
    made = {(each.kind, each.name) for each in revisions_of(HOUSE, at_s=0, first_number=1)}
    assert set(items_of(HOUSE)) == set(items_in(HOUSE)) == made


@pytest.mark.parametrize("kind", KINDS)
def test_an_item_of_every_kind_survives_as_json_and_as_a_revision(kind):
    ((name, item),) = [(name, it) for (of, name), it in items_of(HOUSE).items() if of == kind]
    assert from_json(kind, name, to_json(kind, item)) == item
    made = Revision(1, 0, kind, name, item)
    gone = Revision(2, 1, kind, name, None)
    assert items_in(ConfigurationHistory([made]).latest)[kind, name] == item
    assert ConfigurationHistory([made, gone]).latest == Configuration()
