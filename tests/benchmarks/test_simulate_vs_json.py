import json

from benchmarks.simulate_vs_json import CONFIG, write_events
from bot.config import read


def line(ticket, at):
    return json.dumps({"ticket": ticket, "at": at, "actor": ticket}) + "\n"


def test_repeated_events_have_new_ticket_names_and_nothing_else_new(tmp_path):
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_text(line("T1", 1) + line("T2", 2), encoding="utf-8")
    write_events(target, source, events=5)
    events = [json.loads(text) for text in target.read_text(encoding="utf-8").splitlines()]
    assert [event["ticket"] for event in events] == ["T1-1", "T2-1", "T1-2", "T2-2", "T1-3"]
    assert [(event["at"], event["actor"]) for event in events[2:4]] == [(1, "T1"), (2, "T2")]


def test_the_configuration_has_five_rules_and_no_warnings():
    found = read(CONFIG, CONFIG.name, now_s=1_456_000_000)
    assert len(found.configuration.rules) == 5
    assert found.warnings == ()
