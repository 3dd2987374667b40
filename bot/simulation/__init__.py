"""The past under a configuration, or under two: a file of timelines in; logs, sums, flips out.

Where processes can be forked the tickets are shared out to one a core, each of which writes parts
of what is asked for; the parts joined are the whole, in the order of the tickets. Elsewhere one
process does it all. Either way the result is the same, byte for byte.
"""

from bot.simulation.comparison import SHOWN, Changes, Comparison, Totals
from bot.simulation.log import BY, Log, LogSums
from bot.simulation.parts import Parts, simulated

__all__ = [
    "BY",
    "SHOWN",
    "Changes",
    "Comparison",
    "Log",
    "LogSums",
    "Parts",
    "Totals",
    "simulated",
]
