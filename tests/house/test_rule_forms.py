"""The builder of rules in Slack's own forms: groups, conditions, actions, what is said of them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.demo.seen import NotSeen
from bot.slack.draw.blocks import actions as ids
from tests.house.counting import Counted
from tests.house.forms_of_items import SUPPORT, filled, opened, shown
from tests.house.marks import tries
from tests.house.reading import actions_in, text_of

PROMISES = Path(__file__).with_name("promises.yml").read_text()
FIELD, ANY, WITH = "What to look at", "With any of these", "With"
HOW = "How to compare"


@pytest.fixture
def ada(house):
    return Counted(house, "ada")


def rule_of(house, name):
    """A rule in force."""
    with house.program.look() as work:
        return next(rule for rule in work.configuration.rules if rule.name == name)


def is_begun(ada, name="Gold"):
    """A new rule that promises something."""
    ada.opens(f"/sla rule new {name}")
    ada.chooses("Promise the level", "Standard")


def looks_at(ada, field, how=None):
    """The form of a new condition in a group of its own."""
    ada.presses("Add a group")
    if field != "The tags":
        ada.chooses(FIELD, field)
    if how is not None:
        ada.chooses(HOW, how)


def errors_of(outcome):
    return outcome.get("errors", {})


# --- the first view -------------------------------------------------------------------------------


@tries("command:/sla rule new", "form:rule_new", "form:rule_condition")
@tries("action:editor_add_conditions", "action:value", "options:value")
def test_a_rule_is_read_back_while_it_is_made(house, ada):
    ada.opens("/sla rule new Gold")
    assert "For every ticket." in text_of(ada.form)
    assert "Whenever a ticket is created, do nothing." in text_of(ada.form)
    ada.presses("Add a group")
    ada.searches(ANY, "gold")
    ada.sends()
    ada.chooses("Promise the level", "Standard")
    ada.chooses("Set the priority to", "High")
    said = "When the tags contain gold, promise Standard and set the priority to high."
    assert said in text_of(ada.form)
    ada.sends()
    assert "Saved: the rule *Gold*." in text_of(ada.form)
    assert said in text_of(ada.asks("/sla rules"))


def test_a_rule_needs_something_to_do(ada):
    ada.opens("/sla rule new Gold")
    wrong = ada.sends()
    assert "Choose what the rule does" in errors_of(wrong)["level"]


def test_a_name_that_is_taken_is_refused_at_its_field(ada):
    is_begun(ada, "tag urgent")
    assert "There is a rule tag urgent already" in errors_of(ada.sends())["name"]


def test_a_rule_without_a_name_or_anything_it_looks_at_needs_one(ada):
    ada.opens("/sla rule new")
    ada.chooses("Promise the level", "Standard")
    assert "Give it a name." in errors_of(ada.sends())["name"]


@tries("action:editor_press_more")
def test_everything_that_can_be_done_is_chosen(house, ada):
    is_begun(ada)
    ada.presses("More settings")
    ada.chooses("Move it to the department", "Billing")
    ada.chooses("Give it to", "U0DAN")
    ada.chooses("Add the tags", "money")
    ada.chooses("Remove the tags", "URGENT")
    ada.ticks("And", "Stop here: the rules below are not looked at")
    ada.ticks("And", "The rule is switched on")
    ada.sends()
    told = text_of(ada.asks("/sla rules"))
    assert (
        "promise Standard, move it to Billing, give it to Dan Reyes, add the tag money, "
        "remove the tag URGENT and stop." in told
    )
    assert "*Gold* (switched off)" in told


def test_a_rule_on_changes_has_more_that_it_can_do(house, ada):
    is_begun(ada)
    assert "Write a note" not in text_of(ada.form)
    ada.ticks("When it is looked at", "When a ticket is created")
    ada.ticks(
        "When it is looked at", "On each change of a ticket", "As soon as its conditions hold"
    )
    ada.chooses("Set the status to", "On hold")
    ada.chooses("Tell", "the leads")
    ada.chooses("Tell people", "U0BEN")
    ada.chooses("Tell user groups", "@support-team (Support team)")
    ada.chooses("Tell channels", "C0SLAALERTS")
    ada.types("Tell them this", "Look")
    ada.types("Write a note", "Held.")
    ada.ticks("And", "Escalate: on top of the queue until it is answered")
    ada.sends()
    rule = rule_of(house, "Gold")
    assert rule.when == ("changed", "time")
    assert rule.then.notify.to == ("leads", "U0BEN", "S0SUPPORT", "C0SLAALERTS")
    assert (rule.then.notify.text, rule.then.note) == ("Look", "Held.")
    assert (rule.then.status, rule.then.escalate) == ("on_hold", True)


def test_what_is_told_to_nobody_is_refused(ada):
    is_begun(ada)
    ada.ticks("When it is looked at", "When a ticket is created", "On each change of a ticket")
    ada.types("Tell them this", "Look")
    assert "who is told" in errors_of(ada.sends())["roles"]


def test_what_a_new_ticket_has_not_got_is_refused_at_when(ada):
    is_begun(ada)
    ada.ticks("When it is looked at", "When a ticket is created", "On each change of a ticket")
    looks_at(ada, "The time untouched")
    ada.types(WITH, "4h")
    ada.sends()
    ada.ticks("When it is looked at", "When a ticket is created")
    assert "`changed` and `time`" in errors_of(ada.sends())["when"]


# --- groups ---------------------------------------------------------------------------------------


@tries("action:editor_line")
def test_a_group_is_one_sentence_with_one_menu(house, ada):
    is_begun(ada)
    looks_at(ada, "The tags")
    ada.searches(ANY, "gold")
    ada.sends()
    ada.chooses_for("*If* the tags contain gold", "Add a condition")
    ada.chooses(FIELD, "The priority")
    ada.chooses(WITH, "High")
    ada.sends()
    looks_at(ada, "The subject")
    ada.types(ANY, "refund\nmoney back")
    ada.sends()
    said = text_of(ada.form)
    assert "*If* the tags contain gold and the priority is high" in said
    assert "*Or if* the subject contains “refund” or “money back”" in said

    ada.chooses_for("*If* the tags", "Change: the tags contain gold")
    assert shown(ada.form)["search_tag"] == ["gold"]
    ada.chooses(ANY, "gold", "vip")
    ada.sends()
    assert "*If* the tags contain gold or vip and the priority is high" in text_of(ada.form)
    ada.chooses_for("*If* the tags", "Remove: the priority is high")
    assert "priority is high" not in text_of(ada.form)
    ada.chooses_for("*Or if* the subject", "Remove the group")
    assert "subject" not in text_of(ada.form)
    ada.sends()
    assert "When the tags contain gold or vip, promise Standard." in text_of(ada.asks("/sla rules"))


def large(groups, conditions):
    """A rule of so many groups of so many conditions each."""
    pairs = [f"{{subject: {{is_not: 'never {n}'}}}}" for n in range(conditions)]
    group = f"[{', '.join(pairs)}]"
    return f"""
  - name: Large
    if: [{", ".join(group for _ in range(groups))}]
    then: {{level: Standard}}
"""


def test_ten_groups_of_ten_fit_and_no_more_can_be_added(house, ada):
    house.configure(PROMISES + large(10, 10))
    form = ada.opens("/sla rule edit Large")
    assert len(form["blocks"]) <= 100
    assert len(form["private_metadata"]) <= 3000
    assert "A form holds 10 groups" in text_of(form)
    assert "Add a group" not in text_of(form)
    assert "Add a condition" not in text_of(form)
    ada.sends()
    assert len(rule_of(house, "Large").groups) == 10


@pytest.mark.parametrize(("groups", "conditions"), [(11, 1), (1, 11)])
def test_what_is_more_is_shown_and_left_to_the_file(house, ada, groups, conditions):
    house.configure(PROMISES + large(groups, conditions))
    before = rule_of(house, "Large")
    assert "Edit this group in the file" in text_of(ada.opens("/sla rule edit Large"))
    ada.chooses("Set the priority to", "High")
    ada.sends()
    after = rule_of(house, "Large")
    assert after.groups == before.groups
    assert after.then.priority == "high"


def test_a_condition_that_no_form_holds_can_only_be_removed(house, ada):
    long = "x" * 3100
    rule = f"""
  - name: Long
    if: [{{subject: {{contains: {long}}}, priority: {{is: high}}}}]
    then: {{level: Standard}}
"""
    house.configure(PROMISES + rule)
    form = text_of(ada.opens("/sla rule edit Long"))
    assert "Change: the priority is high" in form
    assert "Change: the subject" not in form
    assert "Remove: the subject" in form


# --- conditions -----------------------------------------------------------------------------------


def test_the_fields_of_a_condition_follow_what_is_looked_at(ada):
    is_begun(ada)
    looks_at(ada, "The tags")
    assert "is known" in text_of(ada.form)
    ada.chooses(FIELD, "The status")
    assert "contains" not in text_of(ada.form)
    ada.chooses(HOW, "is one of")
    ada.chooses(ANY, "On hold", "Open")
    ada.sends()
    assert "*If* the status is on hold or open" in text_of(ada.form)


@pytest.mark.parametrize(
    ("field", "how", "label", "typed", "said"),
    [
        ("The page it came from", "matches the pattern", WITH, "(a{1000}){1000}", "pattern"),
        ("The page it came from", "matches the pattern", WITH, "(a", "pattern"),
        ("The subject", "starts with", ANY, "  ", "Say what to compare with"),
        ("The creation", "was longer ago than", WITH, "2 days", "hours"),
        ("The creation", "was longer ago than", WITH, "long", "1h30m"),
    ],
)
def test_what_cannot_be_compared_with_is_refused_at_its_field(ada, field, how, label, typed, said):
    is_begun(ada)
    looks_at(ada, field, how)
    ada.types(label, typed)
    wrong = errors_of(ada.sends())
    assert [said in text for text in wrong.values()] == [True], wrong


def test_numbers_and_lengths_are_of_rules_on_changes(ada):
    is_begun(ada)
    ada.ticks("When it is looked at", "When a ticket is created", "On each change of a ticket")
    looks_at(ada, "The number of reopens")
    ada.types(WITH, "many")
    assert "whole number" in errors_of(ada.sends())["number"]
    ada.types(WITH, "2")
    ada.sends()
    looks_at(ada, "The time a message has waited")
    ada.types(WITH, "1 hour 30 min")
    ada.sends()
    said = text_of(ada.form)
    assert "*If* the number of reopens is above 2" in said
    assert "*Or if* a message has waited for more than 1 h 30 min" in said


def test_a_day_or_a_moment_is_picked(house, ada):
    is_begun(ada)
    looks_at(ada, "The creation", "was after")
    assert "Say what" in errors_of(ada.sends())["day"]
    moment = int(datetime(2026, 3, 2, 8, 55, tzinfo=UTC).timestamp())
    both = filled(day="2026-03-01", moment=moment)
    assert "not both" in ada.member.submits(ada.form["id"], both)["errors"]["day"]
    ada.member.submits(ada.form["id"], filled(day=None, moment=moment))
    ada.chooses_for("*If* it was created after", "Add a condition")
    ada.chooses(FIELD, "The creation")
    ada.member.submits(ada.form["id"], filled(day="2026-12-24"))
    ada.sends()
    wanted = [condition.wanted for condition in rule_of(house, "Gold").groups[0]]
    assert wanted == ["2026-03-02T09:55:00+01:00", "2026-12-24"]


def test_a_season_is_two_days_of_any_year(house, ada):
    is_begun(ada)
    looks_at(ada, "The creation", "was in the season")
    ada.member.submits(ada.form["id"], filled(first_day="2026-11-20", last_day="2027-01-06"))
    ada.sends()
    assert rule_of(house, "Gold").groups[0][0].wanted == ("11-20", "01-06")


def test_people_hours_and_whether_something_is_known_are_chosen(house, ada):
    is_begun(ada)
    looks_at(ada, "The assignee")
    ada.chooses(WITH, "U0BEN")
    ada.sends()
    ada.chooses_for("*If* the assignee is Ben Okafor", "Add a condition")
    ada.chooses(FIELD, "The time")
    ada.chooses(WITH, "Outside business hours")
    ada.sends()
    ada.chooses_for("*If* the assignee", "Add a condition")
    ada.chooses(HOW, "is known")
    ada.chooses(WITH, "It has no tags")
    ada.sends()
    ada.chooses_for("*If* the assignee", "Add a condition")
    ada.chooses(FIELD, "The field plan")
    ada.chooses(WITH, "gold".capitalize())
    ada.sends()
    said = "the assignee is Ben Okafor, it is outside business hours, it has no tags and the field"
    assert said in text_of(ada.form)


def test_what_stands_there_is_kept_unless_it_is_changed(house, ada):
    rule = """
  - name: Odd
    when: [time, changed]
    if:
      - [{created_at: {after: "2026-03-02T08:55:00+05:30"}}, {tags: {contains: [URGENT]}}]
      - {source: {matches: "^e"}, untouched_for: {older_than: 90m}}
    then: {notify: {to: ["#sla-alerts", leads], text: Look}, stop: true}
"""
    house.configure(PROMISES + rule)
    before = rule_of(house, "Odd")
    ada.opens("/sla rule edit Odd")
    ada.chooses_for("*If* it was created", "Change: it was created after 2026-03-02T08:55:00+05:30")
    ada.sends()
    ada.chooses_for("*If* it was created", "Change: the tags contain URGENT")
    ada.sends()
    ada.chooses_for("*Or if*", "Change: the source matches the pattern `^e`")
    ada.sends()
    ada.sends()
    assert "Saved: the rule *Odd*." in text_of(ada.form)
    assert rule_of(house, "Odd").groups == before.groups
    assert rule_of(house, "Odd").then == before.then


# --- beside other rules ---------------------------------------------------------------------------


def test_a_rule_that_never_decides_is_said_to_before_it_is_saved(ada):
    is_begun(ada)
    looks_at(ada, "The tags")
    ada.searches(ANY, "URGENT")
    ada.sends()
    assert "Never decides: whatever it matches, rule Tag URGENT above it" in text_of(ada.form)
    ada.chooses_for("*If* the tags", "Change: the tags contain URGENT")
    ada.chooses(HOW, "does not contain")
    ada.sends()
    assert "Never decides" not in text_of(ada.form)


def test_conditions_that_exclude_each_other_are_said_to(ada):
    is_begun(ada)
    looks_at(ada, "The priority")
    ada.chooses(WITH, "High")
    ada.sends()
    ada.chooses_for("*If* the priority", "Add a condition")
    ada.chooses(FIELD, "The priority")
    ada.chooses(WITH, "Low")
    ada.sends()
    assert "No ticket ever meets this group" in text_of(ada.form)


# --- edited, copied, archived ---------------------------------------------------------------------


@tries("command:/sla rule edit", "form:rule_edit")
def test_a_rule_is_edited_by_its_number(house, ada):
    form = ada.opens("/sla rule edit 2")
    assert "the priority is urgent or high and the customer group is VIP" in text_of(form)
    assert shown(form)["level"] == ["Urgent SLA"]
    ada.chooses("Promise the level", "Standard")
    ada.sends()
    assert rule_of(house, "VIP in a hurry").then.level == "Standard"


@tries("command:/sla rule copy")
def test_a_copy_has_its_own_name(house, ada):
    ada.opens("/sla rule copy Tag URGENT")
    assert "When the tags contain URGENT, promise Urgent SLA and stop." in text_of(ada.form)
    ada.types("Name", "Tag HOT")
    ada.chooses_for("*If* the tags", "Change: the tags contain URGENT")
    ada.chooses(ANY, "HOT")
    ada.sends()
    ada.sends()
    assert "Saved: the rule *Tag HOT*." in text_of(ada.form)
    assert [rule_of(house, name).then.level for name in ("Tag URGENT", "Tag HOT")] == [
        "Urgent SLA",
        "Urgent SLA",
    ]


@tries("form:rule_archive", "action:form_open_archive", "action:form_open_edit")
@tries("action:form_open_copy", "action:form_open")
def test_the_list_has_buttons_that_open_the_forms(house, ada):
    listing = ada.asks("/sla rules")
    assert actions_in(listing)[:2] == [ids.OPEN_FORM, ids.OPEN_TO_EDIT]
    ts = house.messages(SUPPORT, as_="ada")[-1]["ts"]
    for action, said in (
        (ids.OPEN_FORM, "New rule"),
        (ids.OPEN_TO_EDIT, "promise Urgent SLA and stop"),
        (ids.OPEN_TO_COPY, "promise Urgent SLA and stop"),
        (ids.OPEN_TO_ARCHIVE, "Archive the rule *Tag URGENT*?"),
    ):
        since = ada.member.clicks(SUPPORT, ts, action)
        assert said in text_of(ada.member.form(since, said))
    ada.sends()
    assert "Archived: the rule *Tag URGENT*." in text_of(ada.form)
    assert "Tag URGENT" not in text_of(ada.asks("/sla rules"))


def test_agents_read_the_rules_and_have_no_buttons(house):
    listing = house.member("ana").asks(SUPPORT, "/sla rules")
    assert "When the tags contain URGENT" in text_of(listing)
    assert actions_in(listing) == []


def test_many_rules_have_one_button_each(house, ada):
    many = "".join(
        f"  - {{name: Rule {n}, if: [{{tags: {{contains: t{n}}}}}], then: {{priority: high}}}}\n"
        for n in range(30)
    )
    house.configure(PROMISES + "\n" + many)
    listing = ada.asks("/sla rules")
    assert "Rule 29" in text_of(listing)
    assert set(actions_in(listing)[1:]) <= {ids.OPEN_TO_EDIT}


@pytest.mark.parametrize(
    "line", ["/sla rule new", "/sla rule edit Tag URGENT", "/sla rule copy Tag URGENT"]
)
def test_only_admins_change_rules(house, line):
    assert "Only workspace admins" in text_of(opened(house, line, "ana"))


@pytest.mark.parametrize("line", ["/sla rule edit Nobody", "/sla rule copy 99"])
def test_a_rule_that_is_not_there_is_named(house, line):
    assert "There is no rule" in text_of(opened(house, line))


def test_a_form_of_somebody_else_is_not_theirs_to_send(house, ada):
    form = ada.opens("/sla rule new Gold")
    with pytest.raises(NotSeen):
        house.member("lea").submits(form["id"], filled(name="Mine"))


def test_rules_that_a_file_keeps_are_not_changed_in_forms(house):
    house.configure(PROMISES.replace("version: 1", "version: 1\nmanaged_by: file", 1))
    assert "kept in a file" in text_of(opened(house, "/sla rule new Gold"))


def test_what_somebody_else_changed_meanwhile_is_shown_first(house, ada):
    ada.opens("/sla rule edit Tag URGENT")
    ada.chooses("Set the priority to", "High")
    house.configure(PROMISES.replace("{level: Urgent SLA, stop: true}", "{level: Standard}"))
    ada.sends()
    assert "was changed by somebody else" in text_of(ada.form)
    ada.sends()
    assert rule_of(house, "Tag URGENT").then.priority == "high"


def test_a_rule_that_is_half_made_is_there_an_hour_later(house, ada):
    is_begun(ada)
    looks_at(ada, "The tags")
    ada.searches(ANY, "gold")
    ada.sends()
    ada.member.closes(ada.form["id"])
    house.move(hours=1)
    form = ada.opens("/sla rule new")
    assert "you began" in text_of(form)
    assert "*If* the tags contain gold" in text_of(form)
