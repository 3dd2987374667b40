"""What this version does not act on yet is said, at its line."""

import pytest

from bot.config.document import read
from tests.config.files import lines

CHATS = "in Slack, nothing opens chats or calls yet: only `simulate` runs this clock"
FILE = """version: 1
intake_bots: [B0FORMS]
emoji: {open: ticket}
language: tlh
departments:
  Support:
    alert_channel: "#sla-alerts"
    agents: [ana@example.com, S0123ABCD]
    fields: {plan: {type: choice, options: [free, gold]}}
levels:
  Standard:
    targets: {first_reply: 4h, chat_reply: 5m}
    resolve_after: 40h
    close_after: 120h
    quiet: "22:00-07:00"
    alerts:
      - {at: breach, to: [channel, S0LEADS12, "#bosses", C0BOSSES1], escalate: true}
"""


def test_every_key_without_effect_is_named_with_its_line():
    said = lines(read(FILE, "sla.yml", 0).warnings)
    assert said == [
        "sla.yml:4: language: there is no translation for tlh: English is spoken",
        f"sla.yml:12: levels.Standard.targets.chat_reply: {CHATS}",
    ]


def test_a_file_without_such_keys_has_nothing_to_say():
    assert read("version: 1\n", "sla.yml", 0).warnings == ()


DEAF = """version: 1
departments:
  Support:
    intake_channels: ["#support"]
    agents: [ana@example.com]
  Billing:
    alert_channel: "#billing"
    leads: [S0LEADS12]
  By phone: {level: Standard}
levels:
  Standard:
    targets: {first_reply: 4h}
    alerts:
      - {at: breach, to: [channel, leads]}
      - {at: +1h, to: [agents, managers, ana@example.com]}
"""


def test_alerts_that_reach_nobody_are_named():
    said = lines(read(DEAF, "sla.yml", 0).warnings)
    nobody = "and there is nobody: name them, or alert somebody else"
    no_channel = "its tickets have no card, and nobody hears its alerts"
    assert said == [
        f"sla.yml:3: departments.Support: has no alert_channel: {no_channel}",
        f"sla.yml:3: departments.Support: alerts go to leads, {nobody}",
        f"sla.yml:3: departments.Support: alerts go to managers, {nobody}",
        f"sla.yml:6: departments.Billing: alerts go to managers, {nobody}",
        f"sla.yml:6: departments.Billing: alerts go to agents, {nobody}",
    ]


@pytest.mark.parametrize(
    ("who", "to"),
    [
        ("leads: [ULEA], managers: [UMO]", "alerts go to its first lead"),
        ("managers: [UMO]", "alerts go to its first manager"),
        ("agents: [UANA]", "nobody hears its alerts"),
    ],
)
def test_without_an_alert_channel_it_is_said_who_hears(who, to):
    file = f"version: 1\ndepartments:\n  A: {{intake_channels: [C1], {who}}}\n"
    said = [each.text for each in read(file, "sla.yml", 0).warnings]
    assert f"has no alert_channel: its tickets have no card, and {to}" in said


def test_a_channel_where_notes_would_be_overheard_is_named():
    file = DEAF.replace('["#support"]', '["#support", billing]')
    said = lines(read(file, "sla.yml", 0).warnings)
    assert (
        "sla.yml:7: departments.Billing.alert_channel: #billing is an intake channel of Support: "
        "who asks there can read the notes of agents; give the cards their own channel"
    ) in said
