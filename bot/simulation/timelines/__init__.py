"""Files of timelines: every line is judged first, then the tickets are read one by one.

The first pass (`index`) checks each line and remembers where each ticket's lines lie; nothing of a
file with a wrong line is taken in. The second (`file`) reads a ticket's lines again and builds its
events without judging them twice. So a file of any size needs little memory, and its lines may
come in any order.
"""

from bot.simulation.timelines.file import TimelineFile
from bot.simulation.timelines.wrong import TimelinesRefused, WrongLine

__all__ = ["TimelineFile", "TimelinesRefused", "WrongLine"]
