"""A ticket as the fold of its timeline."""

import pytest

from sla_core.errors import TimelineError
from sla_core.tickets.events import Note, RequesterMessage
from sla_core.tickets.fold import apply
from sla_core.tickets.signals import Signal
from sla_core.tickets.ticket import Ticket
from tests.sla_core.builders import created, events, line, when


def folded(*lines):
    ticket = Ticket("T1")
    for event in events(lines):
        apply(ticket, event)
    return ticket


def signals(*lines):
    """What the last of some events signals."""
    *before, last = events(lines)
    ticket = Ticket("T1")
    for event in before:
        apply(ticket, event)
    return apply(ticket, last)


START = created("mon 09:00")
REPLY, MESSAGE = "agent_reply", "requester_message"


def after(status):
    """Events that bring a ticket into a status."""
    return [*START, line("mon 09:30", "status", to=status)]


# --- statuses ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "becomes"),
    [
        ("new", "answered"), ("open", "answered"), ("answered", "answered"),
        ("pending", "pending"), ("on_hold", "on_hold"), ("resolved", "resolved"),
        ("closed", "closed"),
    ],
)  # fmt: skip
def test_an_agents_reply_answers_what_is_new_or_open_and_leaves_the_rest(status, becomes):
    assert folded(*after(status), line("mon 10:00", REPLY, actor="ana")).status == becomes


@pytest.mark.parametrize(
    ("status", "becomes"),
    [
        ("new", "new"), ("open", "open"), ("answered", "open"), ("pending", "open"),
        ("on_hold", "open"), ("resolved", "open"), ("closed", "closed"),
    ],
)  # fmt: skip
def test_a_requesters_message_opens_all_but_what_is_closed(status, becomes):
    assert folded(*after(status), line("mon 10:00", MESSAGE)).status == becomes


def test_a_message_changes_nothing_on_a_closed_ticket():
    told = after("closed")
    assert signals(*told, line("mon 10:00", MESSAGE)) == ()
    assert folded(*told, line("mon 10:00", MESSAGE)).open_message_at_s is None


def test_an_agent_may_reopen_a_closed_ticket_by_hand():
    assert Signal.REOPENED in signals(*after("closed"), line("mon 10:00", "status", to="open"))


@pytest.mark.parametrize(("one", "other"), [("resolved", "closed"), ("closed", "resolved")])
def test_from_resolved_to_closed_and_back_is_no_reopen(one, other):
    assert signals(*after(one), line("mon 10:00", "status", to=other)) == ()


@pytest.mark.parametrize("status", ["resolved", "closed"])
def test_resolving_and_closing_settle_a_ticket_and_its_open_message(status):
    assert signals(*after(status)) == (Signal.SETTLED,)
    ticket = folded(*after(status))
    assert ticket.is_settled
    assert ticket.open_message_at_s is None
    assert not ticket.in_first_reply_phase


def test_reopens_are_counted():
    told = [
        *after("resolved"),
        line("mon 10:00", MESSAGE),
        line("mon 11:00", "status", to="closed"),
    ]
    assert folded(*told, line("mon 12:00", "status", to="pending")).reopens == 2


def test_an_until_stays_until_another_status_is_set():
    pending = [*START, line("mon 10:00", "status", to="pending", until="tue 09:00")]
    assert folded(*pending).until_us == when("tue 09:00") * 1_000_000
    assert folded(*pending, line("mon 11:00", REPLY)).until_us == when("tue 09:00") * 1_000_000
    assert folded(*pending, line("mon 11:00", MESSAGE)).until_us is None
    assert folded(*pending, line("mon 11:00", "status", to="pending")).until_us is None
    assert folded(*pending, line("mon 11:00", "status", to="on_hold")).until_us is None


# --- requester messages -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        pytest.param({}, (Signal.CREATED, Signal.FIRST_ASKED), id="by the requester"),
        pytest.param({"source": "slack"}, (Signal.CREATED, Signal.FIRST_ASKED), id="by slack"),
        pytest.param({"source": "chat"}, (Signal.CREATED, Signal.CHAT_ASKED), id="by chat"),
        pytest.param({"source": "call"}, (Signal.CREATED, Signal.RANG), id="by call"),
        pytest.param({"by": "agent"}, (Signal.CREATED,), id="by an agent"),
        pytest.param({"by": "agent", "source": "chat"}, (Signal.CREATED,), id="an agent's chat"),
        pytest.param({"by": "agent", "source": "call"}, (Signal.CREATED,), id="an agent's call"),
    ],
)
def test_what_a_creation_signals(own, expected):
    assert signals(*created(level=None, **own)) == expected


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        pytest.param({}, (), id="the first-reply phase lasts: the creation is the open message"),
        pytest.param({"source": "chat"}, (), id="of a chat the creation is open as well"),
        pytest.param(
            {"source": "call"}, (Signal.ASKED,), id="a caller still ringing has none open"
        ),
        pytest.param({"by": "agent"}, (Signal.ASKED,), id="an agent's ticket has no such phase"),
        pytest.param({"by": "agent", "source": "chat"}, (Signal.CHAT_ASKED,), id="an agent's chat"),
    ],
)
def test_what_a_first_message_signals(own, expected):
    assert signals(*created(**own), line("mon 10:00", MESSAGE)) == expected


def test_the_oldest_open_message_counts_and_more_of_them_start_nothing():
    told = [*START, line("mon 10:00", REPLY), line("mon 11:00", MESSAGE)]
    assert signals(*told) == (Signal.ASKED,)
    assert signals(*told, line("mon 12:00", MESSAGE)) == ()
    assert folded(*told, line("mon 12:00", MESSAGE)).open_message_at_s == when("mon 11:00")


def test_a_reply_answers_every_open_message():
    ticket = folded(*START, line("mon 10:00", MESSAGE), line("mon 11:00", REPLY))
    assert (ticket.open_message_at_s, ticket.in_first_reply_phase, ticket.replies) == (
        None,
        False,
        1,
    )


def test_a_message_that_reopens_is_open_itself():
    told = [*after("resolved"), line("mon 10:00", MESSAGE)]
    assert signals(*told) == (Signal.REOPENED, Signal.ASKED)


# --- calls ------------------------------------------------------------------------------------


def test_an_answered_call_is_a_reply_too():
    told = [*created(source="call"), line("mon 09:01", "call_answered", actor="ana")]
    assert signals(*told) == (Signal.ANSWERED, Signal.REPLIED)
    assert folded(*told).status == "answered"


def test_a_caller_rings_again_and_gives_up():
    call = created(source="call")
    assert signals(*call, line("mon 10:00", "call_ringing")) == (Signal.RANG,)
    assert signals(*call, line("mon 10:00", "call_abandoned")) == (Signal.ABANDONED,)
    assert signals(*call, line("mon 10:00", "call_ended")) == ()


@pytest.mark.parametrize("own", [{"source": "email"}, {"source": "call", "by": "agent"}])
def test_only_a_callers_own_call_rings(own):
    assert signals(*created(**own), line("mon 10:00", "call_ringing")) == ()


# --- everything else --------------------------------------------------------------------------


def test_what_else_is_known_of_a_ticket():
    ticket = folded(
        *created(
            subject="Printer", department="Support", customer="Acme", customer_group="VIP",
            tags=["a", "b"], fields={"plan": "gold"}, priority="high", source="form",
        ),
        line("mon 10:00", "priority", to="urgent"),
        line("mon 10:01", "department", to="Sales"),
        line("mon 10:02", "customer", to="Beta"),
        line("mon 10:03", "assigned", to="ana"),
        line("mon 10:04", "tags", add=["c", "b"], remove=["a"]),
        line("mon 10:05", "field", name="plan", value="free"),
        line("mon 10:06", "rated", score=5),
    )  # fmt: skip
    assert (ticket.subject, ticket.source, ticket.requester) == ("Printer", "form", "carla")
    assert (ticket.priority, ticket.department, ticket.assignee) == ("urgent", "Sales", "ana")
    assert (ticket.customer, ticket.customer_group) == ("Beta", None)
    assert (ticket.tags, ticket.fields) == (("b", "c"), {"plan": "free"})
    assert ticket.created_at_s == when("mon 09:00")


def test_a_ticket_remembers_how_it_was():
    ticket = folded(
        *created(department="Support"),
        line("mon 10:00", "department", to="Sales"),
        line("mon 12:00", "department", to=None),
    )
    times = ("mon 08:59", "mon 09:00", "mon 09:59:59", "mon 10:00", "mon 11:00", "mon 12:00")
    assert [ticket.was("department", when(each)) for each in times] == [
        None, "Support", "Support", "Sales", "Sales", None,
    ]  # fmt: skip


def test_a_note_is_no_change():
    told = [*START, line("mon 10:00", "agent_reply"), line("mon 11:00", "note")]
    assert folded(*told).changed_at_s == when("mon 10:00")


@pytest.mark.parametrize(
    ("own", "by_hand", "chosen_by"),
    [
        pytest.param({}, True, None, id="by a person"),
        pytest.param({"rule": "R"}, False, "R", id="by a rule"),
        pytest.param({"chosen_by": "default"}, False, "default", id="by default"),
    ],
)
def test_only_a_person_sets_a_level_by_hand(own, by_hand, chosen_by):
    ticket = folded(*created(level=None), line("mon 10:00", "level", to="Gold", **own))
    assert (ticket.level, ticket.level_by_hand) == ("Gold", by_hand)
    assert ticket.level_chosen_by == chosen_by


def test_auto_gives_the_choice_back_and_leaves_the_level():
    told = [*START, line("mon 10:00", "level", to="Gold"), line("mon 11:00", "level", to="auto")]
    assert (folded(*told).level, folded(*told).level_by_hand) == ("Gold", False)


def test_unassigning_is_no_assignment():
    assert signals(*START, line("mon 10:00", "assigned", to="ana")) == (Signal.ASSIGNED,)
    assert signals(*START, line("mon 10:00", "assigned", to=None)) == ()


@pytest.mark.parametrize(
    "told",
    [
        pytest.param([line("mon 09:00", "agent_reply")], id="before the creation"),
        pytest.param([*START, *created("mon 10:00")], id="a second creation"),
    ],
)
def test_a_ticket_is_created_once_and_first(told):
    with pytest.raises(TimelineError, match="created once, before anything else"):
        folded(*told)


def test_an_event_shows_when_it_happened():
    assert Note(at_us=1_999_999).at_s == 1
    assert RequesterMessage(at_us=5, seq=3).order == (5, 3)
