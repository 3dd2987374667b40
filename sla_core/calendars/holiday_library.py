"""The days of a country as the ``holidays`` library knows them, each asked for once."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from importlib import metadata

import holidays

HALF_DAY = "half_day"
"""The library's category of half days."""


def supported_countries() -> Mapping[str, Sequence[str]]:
    """Every country by its code, with the codes of its subdivisions."""
    return holidays.list_supported_countries(include_aliases=True)


@lru_cache(maxsize=256)
def offered_categories(country: str) -> tuple[str, ...]:
    """The categories of days that the library knows of a country."""
    return tuple(holidays.country_holidays(country).supported_categories)


def _library(
    country: str, subdivision: str | None, categories: tuple[str, ...], years: Sequence[int]
) -> holidays.HolidayBase:
    return holidays.country_holidays(
        country,
        subdiv=subdivision,
        years=years,
        categories=categories or None,
        language=_own_language(country),
    )


@lru_cache(maxsize=1024)
def named_days(
    country: str, subdivision: str | None, categories: tuple[str, ...], year: int
) -> dict[date, str]:
    """The days of some categories in a year and their names, the public ones without any."""
    return dict(_library(country, subdivision, categories, [year]))


@lru_cache(maxsize=1024)
def worked_days(country: str, subdivision: str | None, year: int) -> frozenset[date]:
    """The days of a year that make up for others; the last may stand in the next year's law."""
    days = _library(country, subdivision, (), [year, year + 1])
    return frozenset(day for day in getattr(days, "weekend_workdays", ()) if day.year == year)


@lru_cache(maxsize=256)
def _own_language(country: str) -> str | None:
    """The country's own language; left to itself the library would ask the machine for one."""
    return holidays.country_holidays(country).default_language


@lru_cache(maxsize=1)
def holiday_data_version() -> str:
    """The version of the holidays in use, part of every calendar revision.

    Asked once: what is installed later is not what runs here.
    """
    return metadata.version("holidays")
