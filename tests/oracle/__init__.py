"""What calendars and clocks ought to say, worked out the slow way, with nothing of the core's.

A calendar is a table of open minutes, made by walking the wall clock of its zone forwards. A clock
is a start, a list of pauses and the promise it runs under. What happens to a ticket is told in the
words of semantics, sections 4 to 7, one ``if`` after another. Everything goes in and comes out as
plain values: JSON lines, edits of the configuration as dictionaries, rows.
"""

from tests.oracle.calendar import Business, Plan, business_of
from tests.oracle.judging import Judgement, judged

__all__ = ["Business", "Judgement", "Plan", "business_of", "judged"]
