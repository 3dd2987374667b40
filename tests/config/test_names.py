"""How people, groups, channels and bots may be written in the file; display names are refused."""

import pytest

from bot.config import ConfigRefused, read
from bot.config.identities import bare, names_taken
from bot.config.references import references, with_names
from tests.config.files import NOW_S

EVERYWHERE = """\
version: 1
admins:
  - {who}
departments:
  Support:
    intake_channels: ["#support"]
    leads:
      - {who}
    managers:
      - {who}
    agents:
      - ana@example.com
      - {who}
customers:
  Acme:
    users:
      - {who}
levels:
  Standard:
    targets: {{first_reply: 1h}}
    alerts:
      - at: breach
        to:
          - leads
          - {who}
digests:
  - every: day
    to:
      - "#support"
      - {who}
rules:
  - name: One
    if:
      - assignee:
          in:
            - UANA
            - {who}
      - last_message.by:
          is: {who}
    then:
      assignee: {who}
  - name: Two
    when: [changed]
    then:
      notify:
        to:
          - channel
          - {who}
"""
LINES = [3, 8, 10, 13, 17, 25, 30, 37, 39, 41, 48]


def refused(text):
    with pytest.raises(ConfigRefused) as caught:
        read(text, "sla.yml", NOW_S)
    return caught.value.problems


@pytest.mark.parametrize("who", ["Lea Lead", "lea", "Léa", '"@Lea Lead"', "lea@", "u0lea"])
def test_a_display_name_is_refused_at_its_line_wherever_a_person_is_named(who):
    problems = refused(EVERYWHERE.format(who=who))
    assert [each.line for each in problems] == LINES
    assert all("is a display name, which anybody may take: write" in each.text for each in problems)


def test_what_is_refused_says_what_may_stand_there_instead():
    texts = [each.text for each in refused(EVERYWHERE.format(who="Lea Lead"))]
    shown = "Lea Lead is a display name, which anybody may take: write an e-mail address or a Slack"
    groups = f"{shown} id (U…), or a user group's id (S…) or @handle"
    assert texts[0] == groups
    assert texts[4] == f"{shown} id (U…)"
    assert texts[5] == f"{groups}, or a #channel"


@pytest.mark.parametrize("who", ["lea@example.com", "U0LEA", "W0LEA", '"<@U0LEA|lea>"'])
def test_an_address_and_an_id_are_taken_wherever_a_person_is_named(who):
    read(EVERYWHERE.format(who=who), "sla.yml", NOW_S)


@pytest.mark.parametrize("who", ['"@support-team"', "S0TEAM", '"<!subteam^S0TEAM|@support-team>"'])
def test_a_group_is_taken_where_several_may_stand_and_nowhere_else(who):
    lines = [each.line for each in refused(EVERYWHERE.format(who=who))]
    of_one_person = [17, 37, 39, 41]
    assert lines == of_one_person


def test_a_channel_has_its_sign_where_people_may_stand_as_well():
    text = 'version: 1\ndigests:\n  - {every: day, to: ["#sla", C0SLA]}\n'
    read(text, "sla.yml", NOW_S)
    assert [each.line for each in refused(text.replace('"#sla"', "sla"))] == [3]


@pytest.mark.parametrize(
    "channel", ["support", '"#support"', "C0SUPPORT", '"<#C0SUPPORT|support>"']
)
def test_a_channel_may_be_written_by_id_or_name_where_only_channels_stand(channel):
    text = f"version: 1\ndepartments: {{A: {{intake_channels: [{channel}]}}}}\n"
    read(text, "sla.yml", NOW_S)


def test_a_bot_is_named_by_id_only():
    read("version: 1\nintake_bots: [B0FORMS, A0FORMS, U0FORMS]\n", "sla.yml", NOW_S)
    (problem,) = refused("version: 1\nintake_bots:\n  - B0FORMS\n  - Access request\n")
    assert problem.line == 4
    assert problem.text == (
        "Access request is the name of a bot, which anybody may take: write its id (B…), or that "
        "of its app (A…)"
    )


def test_without_slack_people_are_plain_text():
    read(EVERYWHERE.format(who="Lea Lead"), "sla.yml", NOW_S, names_taken)


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("<@U1|ana>", "U1"),
        ("<!subteam^S1|@desk>", "S1"),
        ("<#C1|sla>", "C1"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        (" a\u200b@b.example ", "a@b.example"),
        ("＠desk", "@desk"),
    ],
)
def test_markup_of_slack_and_what_keyboards_add_is_no_part_of_a_name(written, word):
    assert bare(written) == word


def test_nothing_is_changed_where_each_name_is_left_as_it_is():
    found = read(EVERYWHERE.format(who="U0LEA"), "sla.yml", NOW_S).configuration
    assert with_names(found, lambda each: each.written) == found
    assert [each.written for each in references(found)].count("U0LEA") == len(LINES)


def left(text, gone="UGONE"):
    found = read(text, "sla.yml", NOW_S).configuration
    return with_names(found, lambda each: None if each.written == gone else each.written)


RULE = "version: 1\nrules:\n  - {{name: R, if: [{groups}], then: {{add_tags: [a]}}}}\n"


@pytest.mark.parametrize(
    ("groups", "wanted"),
    [
        ("{assignee: {is: UGONE}}", None),
        ("{assignee: {in: [UGONE, U1]}}", [{"in": ("U1",)}]),
        ("{assignee: {is: UGONE}}, {tags: {contains: b}}", [{"contains": ("b",)}]),
        ("{assignee: {is_not: UGONE}, tags: {contains: b}}", [{"contains": ("b",)}]),
        ("{assignee: {is_not: UGONE}}", []),
    ],
)
def test_a_condition_goes_on_as_if_nobody_were_called_what_was_taken_out(groups, wanted):
    rules = left(RULE.format(groups=groups)).rules
    if wanted is None:
        assert rules == ()
        return
    conditions = [each for group in rules[0].groups for each in group]
    found = [
        {each.operator: each.wanted if isinstance(each.wanted, tuple) else (each.wanted,)}
        for each in conditions
    ]
    assert found == wanted


def test_where_nobody_is_left_alerts_and_notices_go_to_the_leads():
    text = (
        "version: 1\n"
        "levels: {A: {targets: {first_reply: 1h}, alerts: [{at: breach, to: [UGONE]}]}}\n"
        "rules: [{name: N, when: [changed], then: {notify: [UGONE]}}]\n"
    )
    found = left(text)
    assert found.levels["a"].alerts[0].to == ("leads",)
    assert found.rules[0].then.notify.to == ("leads",)


def test_a_digest_and_a_rule_that_are_left_with_nobody_are_gone():
    text = (
        "version: 1\ndigests: [{every: day, to: [UGONE]}, {every: week, to: [U1]}]\n"
        "rules: [{name: N, then: {assignee: UGONE}}]\n"
    )
    found = left(text)
    assert [each.every for each in found.options.digests] == ["week"]
    assert found.rules == ()
