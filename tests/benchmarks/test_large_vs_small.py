"""Both desks do what is said to be timed."""

from benchmarks import large_vs_small
from benchmarks.large_vs_small import AGENT, REQUESTER, _desk, run
from bot.store import events, outbox, people, tickets


def test_a_message_opens_a_ticket_and_a_click_claims_it():
    with _desk(10, 10) as at_work:
        at_work.message()
        at_work.click()
        at_work.queue()
        with at_work.program.look() as work:
            here = work.connection, work.workspace_id
            ticket = tickets.get(*here, 1)
            assert (ticket.requester, ticket.assignee) == (REQUESTER, AGENT)
            assert [each.type for each in events.of(*here, 1)] == ["created", "level", "assigned"]
            assert outbox.get(*here, "card:1") is not None
            assert len(people.listing(*here)) == 10


def test_each_of_the_three_has_its_claim():
    result = run(rounds=1, few=(10, 10), many=(60, 20))
    assert [claim.what.split()[3] for claim in result.claims] == ["message", "click", "queue"]
    assert "60" in result.how
    assert large_vs_small.MOST_TIMES == 1.3
