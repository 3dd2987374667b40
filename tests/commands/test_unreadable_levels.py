"""A level that cannot be read, from the terminal: what is said of it, and how it is cured."""

import json
from pathlib import Path
from textwrap import dedent

import pytest

from tests.commands.conftest import PROMISES
from tests.store.poison import NO_JSON, poison


def set_aside_in(answer):
    return [row["what"] for row in json.loads(answer.out) if row["about"] == "set_aside"]


@pytest.mark.parametrize("options", [[], ["--move-running"]])
def test_applying_the_file_again_cures_it_and_why_tells_the_same_clock_as_before(
    help_desk, db, options
):
    before = help_desk("why", "1", "--metric", "first_reply").out
    poison(db, "config_revisions", "body", NO_JSON, "kind = 'level'")
    refused = help_desk("why", "1")
    assert refused.code != 0
    assert "the promises of ticket #1 stand still" in refused.err
    assert set_aside_in(help_desk("status", "--format", "json")) == [
        "stalled configuration level Standard"
    ]
    Path("sla.yml").write_text(dedent(PROMISES), encoding="utf-8")
    applied = help_desk("config", "apply", "sla.yml", "--yes", *options)
    assert applied.code == 0, applied.err
    assert help_desk("why", "1", "--metric", "first_reply").out == before
    assert set_aside_in(help_desk("status", "--format", "json")) == []
    again = help_desk("config", "apply", "sla.yml", "--yes", *options)
    assert again.code == 0, again.err
