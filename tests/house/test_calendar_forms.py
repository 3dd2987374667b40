"""Calendars: read aloud, made, edited, copied and archived in forms."""

from dataclasses import replace

import pytest

from bot.slack.act.forms import check
from bot.slack.act.forms.kind import FieldErrors, Submission
from bot.usecases.promises.configuration import apply_configuration
from tests.house.forms_of_items import filled, opened, presses, shown
from tests.house.marks import tries
from tests.house.reading import text_of

SUPPORT = "C0SUPPORT"


@pytest.fixture
def ada(house):
    return house.member("ada")


def calendar(house, name):
    house.settle()
    with house.program.look() as work:
        return work.configuration.calendars.get(name.casefold())


def hours_of(house, name):
    week = calendar(house, name).week
    return [
        [(window.start_local_s // 3600, window.end_local_s // 3600) for window in day]
        for day in week
    ]


def saves(house, ada):
    """Send the form, and confirm what it means for clocks."""
    ada.submits(ada.top_form()["id"], {})
    house.log()
    assert "No running clock stands on it." in text_of(ada.top_form())
    ada.submits(ada.top_form()["id"], {})


# --- read aloud -----------------------------------------------------------------------------------


@tries("command:/sla calendars")
def test_calendars_are_read_aloud(house):
    told = text_of(house.member("ana").asks(SUPPORT, "/sla calendars"))
    assert "2 calendars" in told
    assert "*office*" in told
    assert "(Europe/Ljubljana)" in told
    assert "Closed on the public holidays of Slovenia (SI)." in told
    assert "run on it" in told
    assert "Edit" not in told


def test_one_is_found_by_a_part_of_its_name(house, ada):
    told = text_of(ada.asks(SUPPORT, "/sla calendars york"))
    assert "new-york" in told
    assert "*office*" not in told


# --- made -----------------------------------------------------------------------------------------


@tries("command:/sla calendar new", "form:calendar_new", "action:editor_press_preview")
def test_a_calendar_begins_with_what_slack_tells_and_is_previewed(house, ada):
    form = opened(house, "/sla calendar new Desk")
    begun = shown(form)
    assert begun["time_zone"] == "Europe/Ljubljana"
    assert begun["country"] == ["SI"]
    form = presses(house, form, "editor_press_preview", hours="mon-thu 09:00-12:00 13:00-17:00")
    told = text_of(form)
    assert "A 4 h promise made now is due Mon 14:00" in told
    assert "The next 12 special days:" in told
    assert "Mon 6 Apr 2026" in told
    ada.submits(form["id"], {})
    assert "Saved: the calendar *Desk*." in text_of(ada.top_form())
    assert hours_of(house, "Desk")[0] == [(9, 12), (13, 17)]
    assert hours_of(house, "Desk")[4] == []
    assert calendar(house, "Desk").holidays.country == "SI"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("mon-fri 09:00-25:00", "25:00"),
        ("mon-fri", "egin with days"),
        ("09:00-17:00", "egin with days"),
        ("moo 09:00-17:00", "moo"),
        ("mon 09:00-12:00\nmon-fri 13:00-17:00", "in line 1"),
        (" ", "Give a line of hours"),
    ],
)
def test_hours_that_cannot_be_are_refused_at_their_field(house, ada, typed, said):
    form = opened(house, "/sla calendar new Desk")
    answer = ada.submits(form["id"], filled(hours=typed))
    assert said in answer["errors"]["hours"]
    assert calendar(house, "Desk") is None


@pytest.mark.parametrize(
    ("typed", "monday"),
    [
        ("mon-sun 00:00-24:00", [(0, 24)]),
        ("24x7", [(0, 24)]),
        ("mon 22:00-06:00", [(22, 6)]),
        ("Mon – Fri: 9:00 - 12:00, 13:00-17:00", [(9, 12), (13, 17)]),
    ],
)
def test_hours_are_read_as_people_write_them(house, ada, typed, monday):
    form = opened(house, "/sla calendar new Desk")
    ada.submits(form["id"], filled(hours=typed))
    assert "Saved" in text_of(ada.top_form())
    assert hours_of(house, "Desk")[0] == monday


def test_hours_that_overlap_are_merged_and_that_is_said(house, ada):
    form = opened(house, "/sla calendar new Desk")
    form = presses(house, form, "editor_press_preview", hours="mon 09:00-12:00 11:00-17:00")
    said = "09:00-12:00, 11:00-17:00 overlap and count as 09:00-17:00"
    assert said in text_of(form)
    ada.submits(form["id"], {})
    assert said in text_of(ada.top_form())
    assert hours_of(house, "Desk")[0] == [(9, 17)]


@pytest.mark.parametrize(("answer", "last"), [("to_midnight", 86_400), ("as_written", 86_340)])
def test_a_day_without_its_last_minute_is_asked_about(house, ada, answer, last):
    form = opened(house, "/sla calendar new Desk")
    ada.submits(form["id"], filled(hours="mon-sun 00:00-23:59"))
    house.log()
    form = ada.top_form()
    assert "leaves the last minute of the day out" in text_of(form)
    assert calendar(house, "Desk") is None
    ada.submits(form["id"], filled(last_minute=answer))
    [window] = calendar(house, "Desk").week[0]
    assert window.end_local_s == last


def test_a_name_that_is_taken_is_refused_at_its_field(house, ada):
    form = opened(house, "/sla calendar new OFFICE")
    assert list(ada.submits(form["id"], {})["errors"]) == ["name"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"country": ["XX"]}, "country"),
        ({"country": ["SI"], "subdivision": ["BY"]}, "country"),
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
        ({"time_zone": ""}, "time_zone"),
        ({"country": ["SI"], "categories": ["nonsense"]}, "country"),
    ],
)
def test_what_nobody_knows_is_refused_at_its_field(house, values, field):
    """A zone that vanished, a country of no holidays: menus offer none, other senders may."""
    form = opened(house, "/sla calendar new Desk")
    sent = Submission("calendar_new", "U0ADA", form["private_metadata"], values, house.now)
    with house.program.look() as work, pytest.raises(FieldErrors) as refused:
        check(work, sent)
    assert list(refused.value.errors) == [field]


# --- edited ---------------------------------------------------------------------------------------


@tries(
    "command:/sla calendar edit",
    "form:calendar_edit",
    "form:calendar_closure",
    "form:calendar_opening",
    "action:editor_add_closures",
    "action:editor_add_openings",
)
def test_closures_and_openings_are_lines_edited_in_a_second_view(house, ada):
    form = opened(house, "/sla calendar edit new-york")
    form = presses(house, form, "editor_press_more")
    above = presses(house, form, "editor_add_closures")
    ada.submits(above["id"], filled(from_date="2026-12-24", name="Christmas Eve"))
    house.log()
    assert "Closed on 2026-12-24 (Christmas Eve)" in text_of(ada.top_form())
    above = presses(house, ada.top_form(), "editor_add_openings")
    ada.submits(above["id"], filled(date="2026-05-02", hours="9:00-13:00"))
    house.log()
    assert "Open on 2026-05-02, 09:00-13:00" in text_of(ada.top_form())
    saves(house, ada)
    saved = calendar(house, "new-york")
    assert [each.name for each in saved.closures] == ["Christmas Eve"]
    assert [each.day.isoformat() for each in saved.openings] == ["2026-05-02"]


def test_a_closure_may_begin_and_end_at_a_time(house, ada):
    form = presses(house, opened(house, "/sla calendar edit new-york"), "editor_press_more")
    above = presses(house, form, "editor_add_closures")
    values = filled(from_date="2026-12-31", from_time="9:30", to_date="2027-01-02", to_time="12:00")
    ada.submits(above["id"], values)
    house.log()
    saves(house, ada)
    [closure] = calendar(house, "new-york").closures
    assert closure.starts_local.isoformat() == "2026-12-31T09:30:00"
    assert closure.ends_local.isoformat() == "2027-01-02T12:00:00"


@pytest.mark.parametrize(
    ("part", "values", "field"),
    [
        ("closures", {"from_date": "2026-12-31", "to_date": "2026-12-30"}, "from_date"),
        ("closures", {"from_date": "2026-12-31", "from_time": "noon"}, "from_date"),
        ("openings", {"date": "2026-12-31", "hours": "9-12"}, "hours"),
    ],
)
def test_what_is_wrong_with_a_closure_or_an_opening_stands_at_its_field(
    house, ada, part, values, field
):
    form = presses(house, opened(house, "/sla calendar edit new-york"), "editor_press_more")
    above = presses(house, form, f"editor_add_{part}")
    assert list(ada.submits(above["id"], filled(**values))["errors"]) == [field]


@tries("form:editor_confirm")
def test_saving_over_running_clocks_counts_first_what_it_means(house, ada):
    house.member("carla").says(SUPPORT, "Printer burns")
    house.settle()
    form = opened(house, "/sla calendar edit office")
    ada.submits(form["id"], filled(hours="mon-fri 10:00-11:00"))
    house.log()
    told = text_of(ada.top_form())
    assert "run" in told
    assert "due times move" in told
    ada.submits(ada.top_form()["id"], filled(running="move"))
    assert "Saved: the calendar *office*." in text_of(ada.top_form())
    assert hours_of(house, "office")[0] == [(10, 11)]


def test_what_is_typed_is_kept_for_a_day(house, ada):
    form = opened(house, "/sla calendar edit office")
    form = presses(house, form, "editor_press_preview", hours="mon 10:00-11:00")
    ada.closes(form["id"])
    house.move(hours=1)
    assert shown(opened(house, "/sla calendar edit office"))["hours"] == "mon 10:00-11:00"


@tries("command:/sla calendar copy")
def test_a_copy_has_all_but_the_name(house, ada):
    form = opened(house, "/sla calendar copy office")
    ada.submits(form["id"], filled(name="Desk"))
    assert replace(calendar(house, "office"), name="Desk") == calendar(house, "Desk")


# --- archived -------------------------------------------------------------------------------------


@tries("command:/sla calendar archive", "form:calendar_archive")
def test_a_calendar_that_nobody_uses_is_archived(house, ada):
    form = opened(house, "/sla calendar copy office")
    ada.submits(form["id"], filled(name="Desk"))
    form = opened(house, "/sla calendar archive Desk")
    assert "Archive the calendar *Desk*?" in text_of(form)
    ada.submits(form["id"], {})
    assert calendar(house, "Desk") is None


def test_a_calendar_in_use_is_not_archived_and_who_uses_it_is_named(house):
    told = text_of(opened(house, "/sla calendar archive office"))
    assert "is still used" in told
    assert "• the level Standard" in told
    assert calendar(house, "office") is not None


# --- who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["new Desk", "edit office", "copy office", "archive office"])
def test_only_admins_change_calendars(house, verb):
    assert "Only workspace admins" in text_of(opened(house, f"/sla calendar {verb}", "ana"))


def test_nothing_is_changed_here_where_the_file_is_the_place(house):
    with house.program.work() as work:
        options = replace(work.configuration.options, managed_by="file")
        apply_configuration(work, replace(work.configuration, options=options), "U0ADA")
    assert "kept in a file" in text_of(opened(house, "/sla calendar edit office"))


# --- searched -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "typed", "found"),
    [
        ("time_zone", "Eastern Time", "America/New_York"),
        ("time_zone", "ljubl", "Europe/Ljubljana"),
        ("time_zone", "W. Europe Standard Time", "Europe/Berlin"),
        ("country", "sloven", "Slovenia (SI)"),
        ("country", "SI", "Slovenia (SI)"),
    ],
)
def test_zones_and_countries_are_found_by_what_people_call_them(house, ada, field, typed, found):
    form = opened(house, "/sla calendar new Desk")
    offered = ada.is_offered(typed, "value", view_id=form["id"], block_id=field)
    assert offered[0].startswith(found)


def test_a_part_of_the_country_is_chosen_once_the_country_is(house, ada):
    form = opened(house, "/sla calendar new Desk")
    form = presses(house, form, "editor_press_more")
    assert "subdivision" not in shown(form)
    ada.clicks_in_view(form["id"], "value", block_id="country", value=["DE"], values={})
    house.log()
    form = ada.top_form()
    assert "subdivision" in shown(form)
    offered = ada.is_offered("bayern", "value", view_id=form["id"], block_id="subdivision")
    assert [text[-4:] for text in offered] == ["(BY)"]
    ada.submits(form["id"], filled(subdivision=["BY"]))
    assert calendar(house, "Desk").holidays.subdivision == "BY"


def test_chinas_working_weekends_and_half_days_are_chosen_where_a_country_has_them(house, ada):
    form = presses(house, opened(house, "/sla calendar new Desk"), "editor_press_more")
    assert "make_up_days" not in shown(form)
    ada.clicks_in_view(form["id"], "value", block_id="country", value=["CN"], values={})
    house.log()
    form = ada.top_form()
    values = filled(make_up_days=["make_up_days"])
    ada.clicks_in_view(form["id"], "editor_press_preview", value="preview", values=values)
    house.log()
    assert "make-up working day: 09:00-17:00" in text_of(ada.top_form())
    ada.submits(ada.top_form()["id"], {})
    assert calendar(house, "Desk").holidays.make_up_days
