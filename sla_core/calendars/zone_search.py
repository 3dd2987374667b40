"""Zones by what people call them: cities, countries, "Eastern Time", the names Windows has.

The names of zones come from the file ``zone_names.tsv`` beside this one, which says where it is
from; those of cities and countries from the ``tzdata`` package.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

from sla_core.plain_text import match_rank, plain_words

UTC: Final = "UTC"


@dataclass(frozen=True, slots=True)
class FoundZone:
    """A zone, by its IANA name, and the name of it that fits what was looked for."""

    zone: str
    called: str


def find_zones(text: str, limit: int = 20) -> list[FoundZone]:
    """The zones that a text may mean, the likeliest first, each once; all of them of no text."""
    best: dict[str, tuple[int, int, FoundZone]] = {}
    for place, (name, words, zone) in enumerate(_names()):
        rank = match_rank(text, words)
        if rank is not None and (zone not in best or (rank, place) < best[zone][:2]):
            best[zone] = rank, place, FoundZone(zone, name)
    return [found for _, _, found in sorted(best.values(), key=lambda each: each[:2])[:limit]]


def zone_named(text: str) -> str | None:
    """The one zone that a whole name means, such as ``new york``; None where it is none's name."""
    wanted = plain_words(text)
    return next((zone for _, words, zone in _names() if words == wanted and wanted), None)


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """Every name with its words and its zone; those of cities first, of countries last."""
    names = dict.fromkeys((*_cities(), *_named(), *_countries()))
    return tuple((name, plain_words(name), zone) for name, zone in names)


def _cities() -> Iterator[tuple[str, str]]:
    yield UTC, UTC
    for _, zone in _rows():
        yield zone.rpartition("/")[2].replace("_", " "), zone
        yield zone, zone


def _named() -> Iterator[tuple[str, str]]:
    written = resources.files("sla_core.calendars").joinpath("zone_names.tsv")
    for line in _lines(written.read_text(encoding="utf-8")):
        name, zone = line.split("\t")
        yield name, zone


def _countries() -> Iterator[tuple[str, str]]:
    names = country_names()
    return ((names[country], zone) for country, zone in _rows())


def _rows() -> Iterator[tuple[str, str]]:
    """Each country with each zone that people there go by."""
    for line in _lines(_of_tzdata("zone.tab")):
        country, _, zone, *_ = line.split("\t")
        yield country, zone


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """The usual English name of each country by its ISO code, as the zone data has them."""
    pairs = (line.split("\t") for line in _lines(_of_tzdata("iso3166.tab")))
    return {code: name for code, name in pairs}  # noqa: C416 a pair is a list


@lru_cache(maxsize=1)
def countries_of_zones() -> dict[str, str]:
    """The ISO code of the country whose people go by a zone, by the zone."""
    return {zone: country for country, zone in _rows()}


def _of_tzdata(name: str) -> str:
    return resources.files("tzdata.zoneinfo").joinpath(name).read_text(encoding="utf-8")


def _lines(text: str) -> Iterator[str]:
    return (line for line in text.splitlines() if line and not line.startswith("#"))
