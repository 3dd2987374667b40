"""The set-up of a desk: one modal whose view is replaced from step to step, and a test at its end.

What stands in it is kept in the database: it can be closed, and goes on where it was left.
"""

from bot.slack.act.forms.set_up.forms import FORMS, stepped_back

__all__ = ["FORMS", "stepped_back"]
