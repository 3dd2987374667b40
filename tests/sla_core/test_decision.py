"""Rules after the creation: on each change, and in time."""

from random import Random

import pytest

from sla_core.clocks.replay import replay
from sla_core.configuration import (
    ConfigurationHistory,
    Customer,
    Revision,
    WorkspaceOptions,
    named,
    revisions_of,
)
from sla_core.configuration.rule import Notice, too_early
from sla_core.instants import MICROSECONDS
from sla_core.rules.decision import Decider
from sla_core.rules.observation import RecordedFacts
from sla_core.rules.rulebook import Rulebooks
from sla_core.rules.timelines import Setting, decided_since, next_look_us, replay_anew
from sla_core.rules.walk import decide_new
from sla_core.tickets.event_lines import mapping_of
from tests.sla_core.builders import (
    HOUR,
    MESSAGE,
    REPLY,
    configuration,
    created,
    definition,
    events,
    level,
    line,
    status,
    timeline,
    told,
    when,
)
from tests.sla_core.decisions import (
    FAR,
    LEVELS,
    decided,
    lines_of,
    rule,
    settled,
    shown,
    under,
)

ABOVE_HOUR = ("waiting_for", "above", HOUR)


# --- changed ------------------------------------------------------------------------------------


def test_a_changed_rule_decides_behind_the_event_at_its_instant():
    history = under(rule("Up", [("status", "is", "open")], at="changed", priority="urgent"))
    made = decided(
        history, ("mon 10:00", REPLY), ("mon 11:00:30", MESSAGE, {"actor": "carla"})
    )  # fmt: skip
    assert shown(made) == ["mon 11:00:30 Up: priority urgent"]


def test_a_changed_rule_says_nothing_at_the_creation():
    assert decided(under(rule("Up", at="changed", priority="urgent"))) == []


def test_what_would_change_nothing_is_not_decided_again():
    history = under(
        rule(
            "All", at="changed", priority="high", department="Sales", assignee="bob",
            add_tags=("a",), remove_tags=("b",), escalate=True, level="fast",
        ),
    )  # fmt: skip
    made = decided(
        history, ("mon 10:00", "note"), ("mon 11:00", "note"), department="Support", tags=["b"]
    )
    assert shown(made) == [
        "mon 10:00 All: priority high",
        "mon 10:00 All: department Sales",
        "mon 10:00 All: assigned bob",
        "mon 10:00 All: tags ['a'] ['b']",
        "mon 10:00 All: escalated",
        "mon 10:00 All: level fast",
    ]


def test_notes_and_notices_are_made_each_time():
    notice = Notice(("leads",), "Look")
    history = under(
        rule("Say", [("status", "is", "new")], at="changed", note="seen", notify=notice)
    )
    assert shown(decided(history, ("mon 10:00", "note"), ("mon 11:00", "note"))) == [
        "mon 10:00 Say: note seen",
        "mon 10:00 Say: notified ['leads'] Look",
        "mon 11:00 Say: note seen",
        "mon 11:00 Say: notified ['leads'] Look",
    ]


def test_later_rules_see_what_earlier_ones_did_and_stop_ends_the_walk():
    history = under(
        rule("A", at="changed", priority="urgent", level="Fast"),
        rule("B", [("priority", "is", "urgent"), ("level", "is", "fast")], at="changed",
             status="on_hold"),
        rule("C", [("status", "is", "on_hold")], at="changed", add_tags=("c",), stop=True),
        rule("D", at="changed", add_tags=("d",)),
    )  # fmt: skip
    assert shown(decided(history, ("mon 10:00", "note"))) == [
        "mon 10:00 A: priority urgent",
        "mon 10:00 B: status on_hold",
        "mon 10:00 C: tags ['c']",
        "mon 10:00 A: level Fast",
    ]


def test_what_a_rule_changes_sets_off_no_changed_rules():
    history = under(
        rule("B", [("priority", "is", "urgent")], at="changed", note="b"),
        rule("A", at="changed", priority="urgent"),
    )
    assert shown(decided(history, ("mon 10:00", "note"))) == ["mon 10:00 A: priority urgent"]


def test_a_level_set_by_hand_holds_against_rules():
    history = under(
        rule("A", at="changed", level="Fast", add_tags=("a",)),
        rule("B", [("level", "is", "fast")], at="changed", note="b"),
    )
    made = decided(history, ("mon 10:00", "level", {"to": "All day"}), ("mon 11:00", "note"))
    assert shown(made) == ["mon 10:00 A: tags ['a']"]


AUTO = ("mon 11:00", "level", {"to": "auto"})
BY_HAND = ("mon 10:00", "level", {"to": "All day"})


def test_a_deleted_ticket_is_only_noted_and_told_of():
    gone = rule(
        "Gone", [("deleted", "is", True)], at="changed", priority="urgent", level="Fast",
        status="open", escalate=True, note="deleted",
    )  # fmt: skip
    assert shown(decided(under(gone), ("mon 10:00", "deleted"))) == ["mon 10:00 Gone: note deleted"]


def test_a_rule_sets_no_status_of_a_ticket_that_was_merged():
    opens = rule("Opens", at="changed", status="open", note="merged")
    made = decided(under(opens), ("mon 10:00", "merged", {"into": "T2"}))
    assert shown(made) == ["mon 10:00 Opens: note merged"]


def test_a_rule_may_take_a_ticket_out_of_spam():
    trusted = rule("Trusted", [("status", "is", "spam")], at="changed", status="open")
    made = decided(under(trusted), ("mon 10:00", *status("spam")))
    assert shown(made) == ["mon 10:00 Trusted: status open"]


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (("source", "is", "email"), True),
        (("status", "is", "answered"), True),
        (("created_at", "older_than", HOUR - 1), True),
        (("changed_at", "older_than", 1), False),
        (("deleted", "is", False), True),
        (("referrer_url", "starts_with", "https"), True),
        (("priority", "is", "normal"), True),
        (("last_message", "is", "Answer"), True),
        (("last_message.by", "is", "ana"), True),
        (("assignee_status", "is", "unassigned"), True),
        (("field.plan", "is", "gold"), True),
        (("department", "is", "support"), True),
        (("assignee", "is_set", False), True),
        (("customer_group", "is", "vip"), True),
        (("from_invitation", "is", True), True),
        (("tags", "contains", "a"), True),
        (("customer", "is", "acme"), True),
        (("subject", "is", "Printer"), True),
        (("level", "is", "All day"), True),
        (("business_hours", "is", "in"), True),
        (("unassigned_for", "above", HOUR - 1), True),
        (("unassigned_for", "below", HOUR), False),
        (("waiting_for", "is_set", True), False),
        (("untouched_for", "within_last", 0), True),
        (("due_in", "is_set", True), False),
        (("overdue_by", "is_set", False), True),
        (("breaches", "is", 0), True),
        (("breaches", "in", (1, 2)), False),
        (("reopens", "below", 1), True),
        (("reopens", "is_not", 0), False),
    ],
)
def test_what_changed_rules_see(condition, holds):
    own = {
        "source": "email", "referrer_url": "https://x.example", "text": "Smoke", "tags": ["a"],
        "department": "Support", "customer": "Acme", "customer_group": "VIP", "subject": "Printer",
        "fields": {"plan": "gold"}, "from_invitation": True,
    }  # fmt: skip
    history = under(rule("R", [condition], at="changed", note="x"), default=None)
    made = decided(history, ("mon 10:00", REPLY, {"text": "Answer"}), **own)
    assert bool(made) is holds


def test_the_last_message_of_a_new_ticket_is_its_text_or_subject():
    for own, by in (
        ({"subject": "S"}, "carla"),
        ({"text": "S", "by": "agent", "actor": "ana", "requester": "carla"}, "ana"),
    ):
        groups = [("last_message", "is", "S"), ("last_message.by", "is", by)]
        made = decided(
            under(rule("R", groups, at="changed", note="x")), ("mon 10:00", "note"), **own
        )
        assert len(made) == 1


# --- in time ------------------------------------------------------------------------------------


def test_a_time_rule_decides_in_the_second_its_condition_becomes_true():
    history = under(rule("Late", [ABOVE_HOUR], priority="urgent"))
    made = decided(history, at="mon 16:30")
    assert shown(made) == [
        "tue 09:30:01 Late: ruled waiting_for 2026-03-02T16:30:00Z",  # an hour of business time
        "tue 09:30:01 Late: priority urgent",
    ]


def test_a_time_rule_that_is_noticed_late_is_dated_when_it_became_true():
    history = under(rule("Late", [ABOVE_HOUR], priority="urgent"))
    made = decided(history, ("mon 12:00", REPLY))
    assert [told(each.at_us // MICROSECONDS) for each in made] == ["mon 10:00:01"] * 2


def test_a_time_rule_decides_once_for_each_cause():
    history = under(rule("Late", [ABOVE_HOUR], note="waits"))
    made = decided(
        history,
        ("mon 12:00", REPLY),
        ("mon 13:00", MESSAGE, {"actor": "carla"}),
        ("mon 13:30", MESSAGE, {"actor": "carla"}),
        ("mon 13:40", "note"),
        ("tue 09:00", REPLY),
    )
    assert [each for each in shown(made) if "note" in each] == [
        "mon 10:00:01 Late: note waits",
        "mon 14:00:01 Late: note waits",
    ]


def test_an_event_at_the_second_a_rule_becomes_true_comes_first():  # ruling wanted
    history = under(rule("Late", [ABOVE_HOUR], note="waits"))
    assert decided(history, ("mon 10:00:01", REPLY)) == []
    assert decided(history, ("2026-03-02T10:00:01.5Z", REPLY)) != []


@pytest.mark.parametrize(
    ("condition", "happened", "expected"),
    [
        pytest.param(
            ("created_at", "older_than", 2 * HOUR), [("mon 10:00", REPLY)],
            ["mon 11:00:01 ticket"], id="the age of the ticket",
        ),
        pytest.param(
            ("changed_at", "older_than", 2 * HOUR), [("mon 10:00", REPLY), ("mon 11:00", "note")],
            ["mon 12:00:01 changed_at 2026-03-02T10:00:00Z"], id="since the last change",
        ),
        pytest.param(
            ("untouched_for", "above", 2 * HOUR), [("mon 10:00", REPLY), ("mon 12:30", REPLY)],
            [
                "mon 12:00:01 untouched_for 2026-03-02T10:00:00Z",
                "mon 14:30:01 untouched_for 2026-03-02T12:30:00Z",
            ],
            id="untouched",
        ),
        pytest.param(
            ("unassigned_for", "older_than", 2 * HOUR),
            [
                ("mon 10:00", "assigned", {"to": "ana"}),
                ("mon 11:00", "assigned", {"to": None}),
                ("mon 12:00", "assigned", {"to": None}),
            ],
            ["mon 13:00:01 unassigned_for 2026-03-02T11:00:00Z"], id="unassigned again",
        ),
        pytest.param(
            ("due_in", "below", HOUR), [("mon 16:30", REPLY), ("mon 16:45", *status("open"))],
            ["mon 16:00:01 due_in first_reply 1", "fri 16:15:01 due_in resolution 1"],
            id="the most urgent clock",
        ),
        pytest.param(
            ("due_in", "within_last", HOUR), [("mon 16:30", "assigned", {"to": "ana"})],
            ["mon 16:00 due_in first_reply 1", "fri 16:00 due_in resolution 1"],
            id="within an hour of being due",
        ),
        pytest.param(
            ("due_in", "below", 100 * HOUR), [],
            ["mon 09:00 due_in first_reply 1", "tue 09:00:01 due_in resolution 1"],
            id="sooner than any target",
        ),
        pytest.param(
            ("due_in", "is_set", False), [], ["mon+1 09:00:01 ticket"], id="nothing is due any more"
        ),
        pytest.param(
            ("overdue_by", "above", HOUR), [],
            ["tue 10:00:01 overdue_by first_reply 1"], id="overdue",
        ),
        pytest.param(
            ("overdue_by", "is_set", True), [],
            ["tue 09:00:01 overdue_by first_reply 1"], id="overdue at all",
        ),
        pytest.param(
            ("breaches", "above", 0), [],
            ["tue 09:00:01 breaches 1", "mon+1 09:00:01 breaches 2"], id="misses",
        ),
        pytest.param(
            ("reopens", "above", 0),
            [("mon 10:00", *status("resolved")), ("mon 11:00", MESSAGE, {"actor": "carla"})],
            ["mon 11:00 reopens 1"], id="reopened",
        ),
        pytest.param(
            ("status", "is", "pending"),
            [("mon 10:00", *status("pending", "mon 12:00")), ("mon 13:00", *status("pending"))],
            ["mon 10:00 ticket"], id="no time at all",
        ),
        pytest.param(("business_hours", "is", "in"), [], ["mon 09:00 ticket"], id="in hours"),
        pytest.param(("business_hours", "is", "out"), [], ["mon 17:00 ticket"], id="out of hours"),
        pytest.param(("created_at", "within_last", HOUR), [], ["mon 09:00 ticket"], id="young"),
    ],
)  # fmt: skip
def test_when_and_for_what_a_time_rule_decides(condition, happened, expected):
    made = decided(under(rule("R", [condition], note="x")), *happened)
    ruled = [each for each in made if each.type == "ruled"]
    assert [f"{told(each.at_us // MICROSECONDS)} {each.cause}" for each in ruled] == expected


def test_conditions_together_wait_for_the_last_of_them():
    waits = [("waiting_for", "above", 10 * HOUR), ("business_hours", "is", "in")]
    history = under(rule("R", waits, note="x"), default="All day")
    made = decided(history, department="Sales")
    assert [told(each.at_us // MICROSECONDS) for each in made] == ["mon 19:00:01"] * 2
    office = under(rule("R", [("created_at", "older_than", 0), ("business_hours", "is", "in")],
                        note="x"))  # fmt: skip
    assert shown(decided(office, at="sat 12:00"))[0].startswith("mon+1 09:00:01 R: ruled")


def test_hours_that_never_end_or_never_come_again_are_not_waited_for():
    history = under(rule("R", [("business_hours", "is", "out")], note="x"), default="All day")
    assert decided(history) == []


def test_any_of_the_groups_decides_and_each_cause_only_once():
    groups = [("priority", "is", "urgent"), ABOVE_HOUR], [("waiting_for", "above", 2 * HOUR)]
    history = under(rule("R", *groups, note="x"))
    assert [told(each.at_us // MICROSECONDS) for each in decided(history)] == ["mon 11:00:01"] * 2
    early = decided(history, priority="urgent")
    assert [told(each.at_us // MICROSECONDS) for each in early] == ["mon 10:00:01"] * 2


def test_a_rule_without_conditions_decides_at_once_and_never_again():
    history = under(rule("R", note="x"))
    assert shown(decided(history, ("mon 10:00", REPLY))) == [
        "mon 09:00 R: ruled ticket",
        "mon 09:00 R: note x",
    ]


def test_what_one_rule_does_may_make_another_true_at_once():
    history = under(
        rule("B", [("priority", "is", "urgent")], note="b"),
        rule("A", [ABOVE_HOUR], priority="urgent"),
    )
    assert [each for each in shown(decided(history)) if "ruled" not in each] == [
        "mon 10:00:01 A: priority urgent",
        "mon 10:00:01 B: note b",
    ]


def test_rules_that_undo_each_other_do_so_once_at_an_event():
    history = under(
        rule("Close", [("reopens", "above", 0), ("status", "is", "open")], status="resolved"),
        rule("Open", [("reopens", "above", 0), ("status", "is", "resolved")], status="open"),
    )
    made = decided(history, ("mon 10:00", *status("resolved")), ("mon 11:00", *status("open")))
    assert [each for each in shown(made) if "ruled" not in each] == [
        "mon 11:00 Close: status resolved",
        "mon 11:00 Open: status open",
    ]


def test_a_ticket_opened_by_its_until_is_looked_at_then():
    history = under(rule("R", [("status", "is", "open")], note="x"))
    made = decided(history, ("mon 10:00", *status("pending", "mon 12:00")))
    assert shown(made) == ["mon 12:00 R: ruled ticket", "mon 12:00 R: note x"]


def test_while_spam_nobody_waits():  # ruling wanted
    conditions = ("waiting_for", "unassigned_for", "untouched_for")
    rules = [rule(name, [(name, "above", HOUR)], note="x") for name in conditions]
    assert decided(under(*rules), ("mon 09:30", *status("spam"))) == []


def test_what_is_escalated_stays_so_until_an_answer():
    history = under(rule("Up", [ABOVE_HOUR], escalate=True))
    lines = lines_of(("mon 12:00", REPLY))
    assert anew(lines, history, "mon 11:00").ticket.escalated
    assert not anew(lines, history, "mon 12:00").ticket.escalated


@pytest.mark.parametrize("end", [status("resolved"), status("closed"), ("merged", {"into": "T2"})])
def test_what_is_settled_is_no_longer_escalated(end):
    lines = lines_of(("mon 10:00", "escalated"), ("mon 12:00", *end), ("mon 13:00", "escalated"))
    assert anew(lines, under(), "mon 11:00").ticket.escalated
    assert not anew(lines, under(), FAR).ticket.escalated


# --- what is seen of the outside --------------------------------------------------------------


class Away:
    """Everybody is away."""

    def assignee_status(self, assignee, since_us, at_us):
        return "away"

    def customer_group(self, at_us):
        return None


def test_what_a_rule_saw_that_the_timeline_does_not_hold_is_written_down():
    group = [("assignee_status", "is", "away"), ("customer_group", "is", "VIP")]
    acme = named([Customer("Acme", group="VIP")])
    history = under(rule("R", group, at="changed", priority="high"), customers=acme)
    kept = events(lines_of(("mon 10:00", "assigned", {"to": "ana"}), customer="Acme"))
    happened = events([line("mon 11:00", REPLY)])
    made = decided_since("T1", kept, happened, Setting(Rulebooks(history), Away(), kept[-1].at_us))[
        1:
    ]
    assert made[0].saw == (("assignee_status", "away"), ("customer_group", "VIP"))
    assert shown(made)[1:] == ["mon 11:00 R: priority high"]


SAW = {"rule": "Old", "saw": {"assignee_status": "away", "customer_group": "VIP"}, "actor": None}


@pytest.mark.parametrize(
    ("assigned", "priority"),
    [("mon 10:00", "high"), ("mon 12:00", "normal")],
    ids=["of whoever had it then", "not of who got it later"],
)
def test_a_timeline_decided_anew_shows_the_presence_that_was_recorded(assigned, priority):
    away = [("assignee_status", "is", "away"), ("customer_group", "is", "VIP")]
    history = under(rule("R", away, at="changed", priority="high"))
    lines = [
        *lines_of(("mon 11:00", "note"), ("mon 11:00", "ruled", SAW), ("mon 13:00", "note")),
        line("mon 11:30", "ruled", rule="Other", saw={}),
        line(assigned, "assigned", to="ana"),
    ]
    assert anew(lines, history, FAR).ticket.priority == priority


def test_nothing_is_known_of_presence_before_it_was_recorded():
    history = under(rule("R", [("assignee_status", "is_set", True)], at="changed", priority="low"))
    lines = lines_of(("mon 10:00", "assigned", {"to": "ana"}), ("mon 11:00", "ruled", SAW))
    assert anew(lines, history, FAR).ticket.priority == "normal"


# --- anew, live, wake ---------------------------------------------------------------------------


def anew(lines, history, until):
    return replay_anew(timeline(lines), Rulebooks(history, always=history.latest), when(until))


HISTORY = under(
    rule("Back", [("status", "is", "open")], at="changed", priority="high", level="Fast"),
    rule("Late", [ABOVE_HOUR], [("overdue_by", "above", HOUR)], add_tags=("late",), status="open"),
    rule("Quiet", [("untouched_for", "above", 2 * HOUR)], status="resolved"),
)
STORY = lines_of(
    ("mon 10:30", REPLY),
    ("mon 11:00", MESSAGE, {"actor": "carla"}),
    ("mon 15:00", *status("pending", "tue 10:00")),
    ("wed 10:00", "level", {"to": "Slow"}),
    ("wed 12:00", "level", {"to": "auto"}),
)


def test_anew_comes_to_what_was_decided_event_by_event():
    live = decided(HISTORY, *[(told(when_(each)), each["type"], own(each)) for each in STORY[1:]])
    assert len(live) > 8
    kept = [mapping_of("T1", each) for each in live]
    first, *later = STORY
    as_decided = anew([first, *later], HISTORY, FAR)
    again = anew([first, *later, *kept], HISTORY, FAR)
    assert again == as_decided
    assert as_decided.ticket.statuses == played_with(kept).ticket.statuses


def played_with(kept):
    (first,) = events(STORY[:1])
    decisions = [mapping_of("T1", each) for each in decide_new(first, HISTORY.latest)]
    lines = sorted([*STORY, *decisions, *kept], key=lambda each: each["at"])
    return replay(timeline(lines), HISTORY, when(FAR))


def when_(line_):
    return when(line_["at"])


def own(line_):
    return {key: value for key, value in line_.items() if key not in ("ticket", "at", "type")}


def test_what_happens_after_the_end_is_as_if_not_known():
    replayed = anew(lines_of(("tue 12:00", REPLY)), HISTORY, "mon 09:59")
    assert (replayed.ticket.status, replayed.ticket.tags) == ("new", ())


def test_without_later_rules_a_level_is_chosen_again_after_auto():
    lines = lines_of(BY_HAND, AUTO)
    assert anew(lines, under(), "mon 10:30").ticket.level == "All day"
    assert anew(lines, under(), FAR).ticket.level == "Slow"


def test_a_late_event_is_decided_on_as_things_stood_then():
    history = under(rule("Up", [("status", "is", "answered")], at="changed", priority="high"))
    first, message = events(lines_of(("mon 12:00", MESSAGE, {"actor": "carla"})))
    late = events([line("mon 11:00", REPLY)])
    made = decided_since("T1", [first, message], late, settled(history, "mon 12:00"))
    assert shown(made[1:]) == ["mon 11:00 Up: priority high"]


def test_what_is_decided_already_is_not_decided_again():
    history = under(rule("Late", [ABOVE_HOUR], note="x"))
    kept = [*events(lines_of()), *decided(history, until="mon 10:30")]
    assert decided_since("T1", kept, [], settled(history, "mon 12:00")) == []


def test_a_ticket_nobody_kept_yet_is_not_looked_at():
    made = events(lines_of())
    assert decided_since("T1", [], made, settled(HISTORY, FAR)) == made


def looks(history, kept, now):
    look_us = next_look_us("T1", kept, settled(history, now))
    return None if look_us is None else told(look_us // MICROSECONDS)


def test_a_ticket_is_looked_at_when_a_rule_may_become_true():
    history = under(rule("Late", [ABOVE_HOUR], note="x"))
    kept = events(lines_of())
    assert looks(history, kept, "mon 09:00") == "mon 10:00:01"
    assert looks(history, kept, "mon 11:00") == "mon 10:00:01"  # it is late already
    kept += decided(history, until="mon 10:30")
    assert looks(history, kept, "mon 11:00") is None


def test_a_ticket_is_looked_at_no_more_when_nothing_comes_of_it():
    history = under(rule("R", [("breaches", "above", 5)], note="x"), default="Fast")
    first = events(lines_of())
    kept = [*first, *decide_new(first[0], history.latest)]
    assert looks(history, kept, "mon 09:00") == "mon 10:00:01"
    assert looks(history, kept, "mon 10:00:01") == "tue 09:00:01"
    assert looks(history, kept, "tue 10:00") is None


def test_a_new_ticket_is_looked_at_at_once_when_a_rule_holds():
    history = under(rule("R", note="x"))
    assert looks(history, events(lines_of()), "mon 10:00") == "mon 09:00"


def test_rules_decide_from_when_they_are_in_force():
    was = configuration(*LEVELS)
    now = rule("Late", [ABOVE_HOUR], note="x")
    history = ConfigurationHistory(
        [
            *revisions_of(was, at_s=0, first_number=1),
            Revision(90, when("tue 10:00"), "rules", "rules", (now,)),
        ]
    )
    kept = events(lines_of())
    assert looks(history, kept, "mon 09:00") == "tue 10:00"
    made = decided_since("T1", kept, [], settled(history, "wed 10:00"))
    assert shown(made)[1:] == ["tue 10:00 Late: note x"]


def test_rules_that_sleep_are_not_in_the_book():
    assert not Rulebooks(under(rule("R", active=False, note="x"))).at(0)


# --- rules as they are written ----------------------------------------------------------------


def test_a_rule_at_the_creation_has_nothing_that_only_later_ones_can_have():
    early = rule(
        "R", [("tags", "is_set", True)], [ABOVE_HOUR, ABOVE_HOUR, ("breaches", "is", 1)],
        at=("created", "time"), note="x", escalate=True, level="Fast",
    )  # fmt: skip
    assert list(too_early(early)) == [
        ("if", 1, "waiting_for"), ("if", 1, "breaches"), ("then", "note"), ("then", "escalate"),
    ]  # fmt: skip
    assert list(too_early(rule("R", [ABOVE_HOUR], note="x"))) == []


# --- the law: computed moments are those that looking at every second finds --------------------

BUSY = definition("mon 09:00-09:03 09:05-09:06 09:08-09:20", name="busy")
QUICK = level(
    "Quick", on="busy", first_reply=100, next_reply=50, resolution=200, periodic_update=70
)
SPANS = ("unassigned_for", "waiting_for", "untouched_for", "due_in", "overdue_by")
HAPPENS = (
    ("agent_reply", {}),
    ("requester_message", {"actor": "carla"}),
    ("assigned", {"to": "ana"}),
    ("assigned", {"to": None}),
    ("note", {}),
    ("priority", {"to": "high"}),
    ("deleted", {}),
    ("restored", {}),
    *(status(to) for to in ("pending", "resolved", "open", "spam")),
)


def random_condition(dice):
    return dice.choice(
        [
            (
                dice.choice(SPANS),
                dice.choice(["above", "below", "within_last"]),
                dice.randrange(90),
            ),
            (dice.choice(["created_at", "changed_at"]), "older_than", dice.randrange(200)),
            ("business_hours", "is", dice.choice(["in", "out"])),
            ("breaches", dice.choice(["is", "above"]), dice.randrange(3)),
            ("reopens", "above", dice.randrange(2)),
            ("due_in", "is_set", dice.choice([True, False])),
            ("status", dice.choice(["is", "is_not"]), dice.choice(["new", "open", "answered"])),
        ]
    )


def random_rule(dice, number):
    groups = [[random_condition(dice) for _ in range(dice.randint(1, 2))] for _ in range(2)]
    if number:  # sees what the first rule does, which cannot make itself true again
        groups.append([("priority", "is", "high"), random_condition(dice)])
    does = {"note": "x"} if number else {"priority": "high", "assignee": "bob"}
    return rule(f"R{number}", *groups, **does)


class Polling(Decider):
    """Looks at every second instead of at computed ones."""

    def next_us(self):
        return (self._now_us // MICROSECONDS + 1) * MICROSECONDS


def walked(kind, history, lines, until):
    decider = kind("T1", Rulebooks(history), RecordedFacts())
    first, *later = events(lines)
    for each in (first, *decide_new(first, history.latest)):
        decider.take(each)
    decider.decide_in_time()
    for each in later:
        decider.pass_to(each.at_us)
        decider.take(each)
        decider.decide_in_time()
    decider.pass_to(when(until) * MICROSECONDS)
    return shown(each for each in decider.log if each.rule)


@pytest.mark.parametrize("seed", range(60))
def test_the_moments_computed_are_those_that_looking_at_every_second_finds(seed):
    dice = Random(seed)
    rules = [random_rule(dice, number) for number in range(4)]
    history = ConfigurationHistory.of(
        configuration(
            QUICK, calendars=[BUSY], rules=tuple(rules),
            options=WorkspaceOptions(default_level="Quick"),
        )
    )  # fmt: skip
    lines = created("mon 09:00:30", level=None)
    for second in sorted(dice.sample(range(40, 700), 5)):
        kind, keys = dice.choice(HAPPENS)
        at = f"mon 09:{second // 60:02}:{second % 60:02}"
        lines.append(line(at, kind, **({"actor": "ana"} | keys)))
    found = walked(Decider, history, lines, "mon 09:21")
    assert found == walked(Polling, history, lines, "mon 09:21")
