"""When a clock calls for attention: its points, the memory of them, and the notices."""

from sla_core.alarms.announcements import Announcement, announcement, next_point, unhushed
from sla_core.alarms.changes import AlarmOutcome, Change, ClockNotice, changed, swept
from sla_core.alarms.escalation import is_escalated
from sla_core.alarms.memory import ClockMemory, ClockName, by_name, name_of, remembered
from sla_core.alarms.points import BREACH, Point, point_name, points_of

__all__ = [
    "BREACH",
    "AlarmOutcome",
    "Announcement",
    "Change",
    "ClockMemory",
    "ClockName",
    "ClockNotice",
    "Point",
    "announcement",
    "by_name",
    "changed",
    "is_escalated",
    "name_of",
    "next_point",
    "point_name",
    "points_of",
    "remembered",
    "swept",
    "unhushed",
]
