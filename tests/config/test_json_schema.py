"""The published JSON Schema: it is what the code makes, takes what is right and nothing else."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from ruamel.yaml import YAML

from bot.config import ConfigRefused
from bot.config.document import plain_of
from bot.config.json_schema import schema
from bot.wording.config_keys import DESCRIPTIONS
from tests.config.files import read_text
from tests.config.strategies import configurations

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = ROOT / "docs" / "configuration.schema.json"
VALIDATOR = jsonschema.Draft202012Validator(schema())
slowly = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def values_in(text):
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    return json.loads(json.dumps(yaml.load(text), default=str))


def test_the_published_schema_is_what_the_code_makes():
    assert json.loads(PUBLISHED.read_text("utf-8")) == schema(), (
        "run `punctual config schema > docs/configuration.schema.json`"
    )


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(schema())


def test_every_key_is_described():
    def undescribed(node, path=""):
        for name, below in node.get("properties", {}).items():
            if not path.endswith((".if", "targets", "pause_on")) and "description" not in below:
                yield f"{path}.{name}"
        for value in node.values():
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, dict) and "properties" in each:
                    yield from undescribed(each, path)

    assert list(undescribed(schema())) == []
    assert all(text.endswith(".") for text in DESCRIPTIONS.values())


EXAMPLES = [ROOT / "docs" / "examples" / "sla.yml", ROOT / "docs" / "examples" / "slack.yml"]
FILES = [*EXAMPLES, ROOT / "tests" / "house" / "promises.yml"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_example_is_valid(path):
    VALIDATOR.validate(values_in(path.read_text("utf-8")))


def is_whole(text):
    """Whether a block of the docs may stand as a file by itself: others show a part only."""
    try:
        read_text(text)
    except ConfigRefused:
        return False
    return True


def blocks():
    for page in sorted((ROOT / "docs").glob("*.md")):
        found = re.findall(r"```yaml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
        for number, text in enumerate(filter(is_whole, found)):
            yield pytest.param(text, id=f"{page.name} {number}")


@pytest.mark.parametrize("text", list(blocks()))
def test_every_block_of_the_docs_is_valid(text):
    VALIDATOR.validate(values_in(text))


@slowly
@given(configurations())
def test_every_configuration_that_can_be_set_is_valid(configuration):
    VALIDATOR.validate(json.loads(json.dumps(plain_of(configuration))))


WRONG = {
    "an unknown key": "colour: red",
    "another version": "version: 2",
    "a level without targets": "levels: {A: {}}",
    "an unknown metric": "levels: {A: {targets: {first_replay: 1h}}}",
    "a number of no unit": "levels: {A: {targets: {first_reply: 5}}}",
    "an unknown priority": "levels: {A: {targets: {resolution: {hihg: 1h}}}}",
    "an alert to nobody": "levels: {A: {targets: {first_reply: 1h}, alerts: [{at: breach}]}}",
    "a calendar without a zone": "calendars: {a: {hours: 24x7}}",
    "holidays of no country": "calendars: {a: {time_zone: UTC, hours: 24x7, holidays: {}}}",
    "a rule that does nothing": "rules: [{name: R}]",
    "an unknown action": "rules: [{name: R, then: {colour: red}}]",
    "an unknown condition": "rules: [{name: R, if: [{shape: {is: round}}], then: {stop: true}}]",
    "an unknown operator": "rules: [{name: R, if: [{tags: {is: a}}], then: {stop: true}}]",
    "an unknown occasion": "rules: [{name: R, when: [often], then: {stop: true}}]",
    "a field of no type": "departments: {A: {fields: {plan: {options: [a]}}}}",
    "an unknown emoji": "emoji: {close: tada}",
    "a digest of the hour": "digests: [{every: hour, to: ['#sla']}]",
    "a closure without an end": (
        "calendars: {a: {time_zone: UTC, hours: 24x7, closures: [{from: '2026-12-31T12:00'}]}}"
    ),
    "who manages it": "managed_by: fire",
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_refused_by_the_schema_and_by_check(text):
    assert not VALIDATOR.is_valid(values_in(text))
    with pytest.raises(ConfigRefused):
        read_text(text)
