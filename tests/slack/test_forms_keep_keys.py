"""What a form shows and what it saves are the same: keys, form, keys again, for random items."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.config.one_item import ItemKey, alone, written
from bot.slack.act.forms.editors.calendars import CALENDAR
from bot.slack.act.forms.editors.content import Content
from bot.slack.act.forms.editors.customers import CUSTOMER, CUSTOMER_GROUP
from bot.slack.act.forms.editors.department_fields import FIELD
from bot.slack.act.forms.editors.departments import DEPARTMENT
from bot.slack.act.forms.editors.digests import DIGEST
from bot.slack.act.forms.editors.levels import LEVEL
from bot.slack.act.forms.editors.priorities import PRIORITY
from bot.slack.act.forms.editors.settings import SETTINGS
from bot.slack.act.forms.kind import Submission, values_of
from bot.store import user_groups
from bot.store.user_groups import UserGroup
from sandbox.elements import initial_values
from sla_core.configuration import (
    WORKSPACE,
    Configuration,
    Customer,
    CustomerGroup,
    Department,
    Digest,
    WorkspaceOptions,
    named,
)
from sla_core.configuration.digests import EVERY, WEEKDAYS
from tests.config.strategies import calendars, fields, levels, texts

slowly = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

IDS = ("UANA", "UBOB", "U0NOBODY", "STEAM", "S0NONE", "CSUPPORT", "CBILLING", "C0SECRET", "B0FORMS")
names = st.lists(
    st.sampled_from(IDS) | st.sampled_from(["#later", "@night", "new@example.com"]) | texts,
    max_size=5,
    unique=True,
).map(tuple)
level_names = st.none() | texts
departments = st.builds(
    Department,
    texts,
    names,
    st.none() | st.sampled_from(IDS) | texts,
    names,
    names,
    names,
    level_names,
    fields,
    st.booleans(),
)
customers = st.builds(Customer, texts, level_names, names, names, names, level_names)
groups = st.builds(CustomerGroup, texts, level_names)
weekly = st.builds(
    Digest,
    st.just("week"),
    names.filter(bool),
    level_names,
    st.integers(0, 1439).map(lambda minute: 60 * minute),
    st.sampled_from(WEEKDAYS),
)
digests = weekly | st.builds(Digest, st.sampled_from(EVERY), names.filter(bool))
options = st.builds(
    WorkspaceOptions,
    st.sampled_from(["UTC", "Europe/Ljubljana"]),
    st.sampled_from(["slack", "file"]),
    level_names,
    st.dictionaries(
        st.sampled_from(["open", "no_reply", "resolve"]), texts.filter(lambda name: ":" not in name)
    ),
    names,
    st.sampled_from([None, "de", "pt-BR"]),
    st.lists(digests, max_size=3).map(tuple),
    names,
)


@pytest.fixture
def work(program):
    """The team, with a user group that Slack told of."""
    with program.work() as working:
        team = UserGroup("STEAM", "team", "The team", ("UANA",), False, working.now)
        user_groups.save(*working.scope, team)
    with program.look() as looking:
        yield looking


def holding(kind, item):
    """A configuration of one item."""
    if kind == WORKSPACE:
        return Configuration(options=item)
    return Configuration(**{f"{kind}s": named([item])})


def again(editor, work, keys):
    """The keys that a form saves in which nobody changed anything, drawn and sent once."""
    content = editor.content_of(keys)
    content = Content.of(json.loads(json.dumps(content.kept)))
    content = Content(**{**fields_of(content), "more": True})
    blocks = editor.blocks(work, content)
    return editor.keys_of(content.typed(state_of(blocks)))


def fields_of(content):
    return {name: getattr(content, name) for name in Content.__dataclass_fields__}


def state_of(blocks):
    """What Slack sends of blocks in which nobody changed anything."""
    inputs = [block for block in blocks if block["type"] == "input"]
    return values_of({"values": initial_values(inputs)})


def stays(editor, work, item):
    """The item is the same after it went through the form."""
    key = ItemKey(editor.kind, "" if editor.kind == WORKSPACE else item.name)
    keys = written(holding(editor.kind, item), key)
    assert written(alone(key, again(editor, work, keys)), key) == keys


@slowly
@given(item=departments)
def test_departments(work, item):
    stays(DEPARTMENT, work, item)


@slowly
@given(item=customers)
def test_customers(work, item):
    stays(CUSTOMER, work, item)


@slowly
@given(item=groups)
def test_customer_groups(work, item):
    stays(CUSTOMER_GROUP, work, item)


@slowly
@given(item=options)
def test_settings(work, item):
    stays(SETTINGS, work, item)


@slowly
@given(item=levels(["office"]))
def test_levels(work, item):
    stays(LEVEL, work, item)


@slowly
@given(item=calendars().filter(lambda calendar: calendar.name.strip() != "24x7"))
def test_calendars(work, item):
    stays(CALENDAR, work, item)


# --- parts ----------------------------------------------------------------------------------------


def part_again(part, work, content, entry):
    """The part that a second view keeps in which nobody changed anything."""
    values = state_of(part.blocks(work, content, entry, ""))
    submitted = Submission(part.callback_id, "UADA", "", values, work.now)
    return part.entry_of(work, submitted, content, entry, "")


def parts_stay(editor, list_name, part, work, item):
    key = ItemKey(editor.kind, "" if editor.kind == WORKSPACE else item.name)
    content = editor.content_of(written(holding(editor.kind, item), key))
    for entry in content.entries(list_name):
        assert part_again(part, work, content, entry) == entry


plain_fields = st.dictionaries(
    st.sampled_from(["plan", "floor", "what it costs"]),
    st.sampled_from(
        [
            {"type": "text"},
            {"type": "number", "required": True},
            {"type": "number", "required": False},
            {"type": "choice", "options": ("free", "gold plus"), "required": True},
        ]
    ),
)
plain_names = st.lists(
    st.sampled_from(["UANA", "U0NOBODY", "CSUPPORT", "C0SECRET", "#later", "new@example.com"]),
    min_size=1,
    unique=True,
).map(tuple)
plain_digests = st.builds(
    Digest,
    st.just("week"),
    plain_names,
    st.sampled_from([None, "Support"]),
    st.integers(0, 1439).map(lambda minute: 60 * minute),
    st.sampled_from(WEEKDAYS),
) | st.builds(Digest, st.sampled_from(EVERY), plain_names)


@slowly
@given(item=st.builds(Department, st.just("Desk"), fields=plain_fields))
def test_fields_of_departments(work, item):
    parts_stay(DEPARTMENT, "fields", FIELD, work, item)


@slowly
@given(item=st.builds(WorkspaceOptions, digests=st.lists(plain_digests, max_size=3).map(tuple)))
def test_digests(work, item):
    parts_stay(SETTINGS, "digests", DIGEST, work, item)


@slowly
@given(item=levels(["office"]))
def test_times_by_priority(work, item):
    parts_stay(LEVEL, "priorities", PRIORITY, work, item)
