"""Zones and countries are found by what people call them."""

import pytest

from sla_core.calendars.country_search import (
    CountryOffer,
    country_of_zone,
    find_countries,
    find_subdivisions,
    offered_by,
)
from sla_core.calendars.zone_search import find_zones, zone_named
from sla_core.calendars.zones import zone


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Ljubljana", "Europe/Ljubljana"),
        ("new york", "America/New_York"),
        ("NEW_YORK", "America/New_York"),
        ("Eastern Time", "America/New_York"),
        ("Central Europe Standard Time", "Europe/Budapest"),
        ("India Standard Time", "Asia/Kolkata"),
        ("são paulo", "America/Sao_Paulo"),
        ("europe/lj", "Europe/Ljubljana"),
        ("slovenia", "Europe/Ljubljana"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_is_found_by_city_country_and_the_names_it_goes_by(text, first):
    assert find_zones(text)[0].zone == first


def test_a_zone_is_found_once_with_the_name_that_fits_best():
    found = find_zones("eastern time")
    assert len({each.zone for each in found}) == len(found)
    assert found[0].called == "Eastern Time"


def test_what_no_name_has_finds_no_zone():
    assert find_zones("Atlantis") == []


def test_every_zone_that_is_found_is_one_that_can_be_computed_with():
    for found in find_zones("", limit=1_000):
        zone(found.zone)


@pytest.mark.parametrize(
    ("text", "named"),
    [("new york", "America/New_York"), ("new yor", None), ("", None)],
)
def test_a_whole_name_means_one_zone(text, named):
    assert zone_named(text) == named


@pytest.mark.parametrize(
    ("text", "code"),
    [("Slovenia", "SI"), ("SVN", "SI"), ("si", "SI"), ("norw", "NO"), ("cote d'iv", "CI")],
)
def test_a_country_is_found_by_name_and_code(text, code):
    assert find_countries(text)[0].code == code


def test_all_countries_come_in_the_order_of_their_names():
    codes = [each.code for each in find_countries("", limit=300)]
    assert codes.index("AF") < codes.index("SI") < codes.index("ZW")


@pytest.mark.parametrize(("text", "code"), [("California", "CA"), ("ca", "CA"), ("alask", "AK")])
def test_a_part_of_a_country_is_found_by_name_and_code(text, code):
    assert find_subdivisions("US", text)[0].code == code


def test_a_country_without_parts_offers_none():
    assert find_subdivisions("SI") == []


def test_the_country_of_a_zone_is_the_one_whose_people_go_by_it():
    assert country_of_zone("Europe/Ljubljana") == "SI"
    assert country_of_zone("UTC") is None


def test_a_country_offers_its_categories_half_days_and_make_up_days():
    assert offered_by("CN", 2026) == CountryOffer(("public", "half_day"), True, True)
    assert not offered_by("SI", 2026).has_half_days
    assert not offered_by("SI", 2026).has_make_up_days
