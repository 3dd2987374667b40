"""From wall time to instants, for times that happen once, twice or not at all.

Zone data comes from the ``tzdata`` package, never from the machine, so that the same version gives
the same clocks everywhere.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib import metadata, resources
from io import BytesIO
from zoneinfo import ZoneInfo

from sla_core.errors import CalendarError
from sla_core.instants import SECONDS_A_DAY, first_second_of


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name such as ``Europe/Ljubljana``; an unknown one is refused."""
    try:
        return zone_of(name, zone_file(name))
    except (ImportError, OSError, ValueError, TypeError):
        raise CalendarError("unknown_time_zone", field="time_zone", name=name) from None


def zone_file(name: str) -> bytes:
    """The data of a zone, in the format TZif; whatever goes wrong reading it is raised as it is."""
    *folders, file = name.split("/")
    package = resources.files(".".join(["tzdata", "zoneinfo", *folders]))
    return package.joinpath(file).read_bytes()


def zone_of(name: str, data: bytes) -> ZoneInfo:
    """The zone that some data describes; ``ValueError`` where it describes none."""
    return ZoneInfo.from_file(BytesIO(data), key=name)


@lru_cache(maxsize=1)
def zone_data_version() -> str:
    """The version of the zone data in use, part of every calendar revision; asked once."""
    return metadata.version("tzdata")


def opening_instant(place: ZoneInfo, day: date, local_s: int) -> int:
    """When a wall time begins something: the first of two, the end of the gap if there is none.

    ``local_s`` counts wall-clock seconds after midnight of ``day``, 0 to 86,399.
    """
    return _instant(place, day, local_s, last=False)


def closing_instant(place: ZoneInfo, day: date, local_s: int) -> int:
    """When a wall time ends something: the second of two, the end of the gap if there is none."""
    return _instant(place, day, local_s, last=True)


def first_instant(place: ZoneInfo, day: date) -> int:
    """When a local date begins, which is also when the date before it ends."""
    return opening_instant(place, day, 0)


def _instant(place: ZoneInfo, day: date, local_s: int, *, last: bool) -> int:
    minutes, second = divmod(local_s, 60)
    wall = datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, second)  # noqa: DTZ001 a wall time
    before_s, after_s = _offsets(place, wall)
    wall_s = first_second_of(day) + local_s
    if before_s < after_s:
        return _end_of_gap(place, wall_s - after_s, wall_s - before_s, before_s)
    return wall_s - (after_s if last else before_s)


def _offsets(place: ZoneInfo, wall: datetime) -> tuple[int, int]:
    """Seconds east of UTC that a wall time has before and after a change it may fall into."""
    before = wall.replace(tzinfo=place).utcoffset() or timedelta()
    after = wall.replace(tzinfo=place, fold=1).utcoffset() or timedelta()
    return _seconds(before), _seconds(after)


def _seconds(offset: timedelta) -> int:
    return offset.days * SECONDS_A_DAY + offset.seconds


def _end_of_gap(place: ZoneInfo, low_s: int, high_s: int, before_s: int) -> int:
    """The first instant in ``(low_s, high_s]`` at which the offset is no longer ``before_s``."""
    while low_s + 1 < high_s:
        middle_s = (low_s + high_s) // 2
        offset = datetime.fromtimestamp(middle_s, place).utcoffset() or timedelta()
        if _seconds(offset) == before_s:
            low_s = middle_s
        else:
            high_s = middle_s
    return high_s
