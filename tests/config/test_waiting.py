"""What this version does not act on yet is said, at its line."""

from bot.config.document import read

GROUPS = "user groups are not looked up in this version: list the people"
CHATS = "in Slack, nothing opens chats or calls yet: only `simulate` runs this clock"
FILE = """version: 1
intake_bots: [B0FORMS]
emoji: {open: ticket}
departments:
  Support:
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
    said = [str(each) for each in read(FILE, "sla.yml", 0).warnings]
    kept = "kept, but this version does not act on it yet"
    assert said == [
        f"sla.yml:2: intake_bots: {kept}",
        f"sla.yml:3: emoji: {kept}",
        f"sla.yml:6: departments.Support.agents[2]: {GROUPS}",
        f"sla.yml:7: departments.Support.fields: {kept}",
        f"sla.yml:10: levels.Standard.targets.chat_reply: {CHATS}",
        f"sla.yml:11: levels.Standard.resolve_after: {kept}",
        f"sla.yml:12: levels.Standard.close_after: {kept}",
        f"sla.yml:13: levels.Standard.quiet: {kept}",
        f"sla.yml:15: levels.Standard.alerts[1].to[2]: {GROUPS}",
        f"sla.yml:15: levels.Standard.alerts[1].to[3]: {kept}",
        f"sla.yml:15: levels.Standard.alerts[1].to[4]: {kept}",
        f"sla.yml:15: levels.Standard.alerts[1].escalate: {kept}",
    ]


def test_a_file_without_such_keys_has_nothing_to_say():
    assert read("version: 1\n", "sla.yml", 0).warnings == ()
