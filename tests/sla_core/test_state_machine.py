"""A ticket through random steps; after each, core and oracle agree and the laws hold."""

from hypothesis import settings

from tests.proof.machine import TicketLife

TicketLife.TestCase.settings = settings(
    deadline=None, database=None, derandomize=True, max_examples=40, stateful_step_count=35
)


class TestTicketLife(TicketLife.TestCase):
    """About 2,000 steps, the same ones every time."""
