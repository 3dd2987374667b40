"""Searched menus: the nearest first, nothing for who may not, nothing made of forged requests."""

import json

import pytest

from bot.slack.act.forms import KINDS
from bot.slack.act.forms.editors.table import BY_FORM, EDITORS
from bot.slack.act.forms.ticket_forms import FORMS
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.inputs import VALUE
from bot.slack.draw.blocks.menus import chosen_of, named_each, offer, searched, value_of

NAMES = ["VIP Berlin", "Berlin", "Berlin North", "Ljubljana", "Cafe\u0301"]


def offered(names, typed):
    return [each["value"] for each in offer(named_each(names), typed)["options"]]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("berlin", ["Berlin", "Berlin North", "VIP Berlin"]),
        ("", NAMES),
        ("  NORTH ", ["Berlin North"]),
        ("caf\u00e9", ["Cafe\u0301"]),
        ("paris", []),
        ("\u00abVip", ["VIP Berlin"]),
        ("\u201cberlin north\u201d", ["Berlin North"]),
        ("\uff36\uff29\uff30", ["VIP Berlin"]),
        ("berlin\u00a0north", ["Berlin North"]),
    ],
)
def test_what_fits_is_offered_the_nearest_first(typed, found):
    assert offered(NAMES, typed) == found


def test_a_choice_is_found_by_what_it_is_called_and_by_what_it_is():
    choices = {"auto": "Leave it to the rules"}
    for typed in ("auto", "rules"):
        assert [each["value"] for each in offer(choices, typed)["options"]] == ["auto"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("berl", ["Berlin", "Berlin North", "VIP Berlin", "berl"]),
        ("BERLIN", NAMES[1:3] + NAMES[:1]),
    ],
)
def test_what_was_typed_comes_last_in_a_menu_that_takes_it(typed, found):
    offer_of = offer(named_each(NAMES), typed, is_open=True)
    assert [each["value"] for each in offer_of["options"]] == found


@pytest.mark.parametrize("typed", ["", "  ", "x" * 150])
def test_what_is_nothing_or_too_long_is_no_choice(typed):
    assert typed not in [
        each["value"] for each in offer(named_each(["a"]), typed, is_open=True)["options"]
    ]


@pytest.mark.parametrize("count", [100, 101])
def test_of_more_than_a_hundred_the_menu_says_how_many_there_are(count):
    found = offer(named_each(f"Customer {n}" for n in range(count)), "custom")
    if count == 100:
        assert len(found["options"]) == 100
    else:
        [group] = found["option_groups"]
        assert len(group["options"]) == 100
        assert group["label"]["text"].startswith("100 of 101")


def test_a_long_name_is_sent_back_short_and_known_again():
    names = [f"{'x' * 200}{end}" for end in "ab"]
    values = [value_of(name) for name in names]
    assert len(set(values)) == 2
    assert [len(each) for each in values] == [150, 150]
    assert [chosen_of(names, value) for value in values] == names
    assert chosen_of(names, "y" * 150) == "y" * 150


def test_a_menu_shows_what_stands_in_it():
    assert "initial_option" not in searched({})
    assert searched(named_each(["Berlin"]))["initial_option"]["value"] == "Berlin"


@pytest.fixture
def printer(bot):
    """Ticket 1 of Carla, in Support."""
    bot.writes("UCARLA", "Printer burns")
    return bot


def asks(bot, user, callback_id, field, metadata="1", **more):
    """What somebody is offered in a field of a form, by values."""
    view = {"callback_id": callback_id, "private_metadata": metadata, "blocks": []}
    asked = {"action_id": VALUE, "block_id": field, "value": "", "view": view, **more}
    response = bot.interact("block_suggestion", user, **asked)
    assert response.status == 200
    return [each["value"] for each in json.loads(response.body)["options"]]


OF_WORK = [(form, field) for form, kind in FORMS.items() for field in kind.menus]


@pytest.mark.parametrize(("callback_id", "field"), OF_WORK)
@pytest.mark.parametrize(
    ("user", "metadata"),
    [("UDAN", "1"), ("UCARLA", "1"), ("UCID", "1"), ("UANA", "99"), ("UANA", "x"), ("UANA", "")],
)
def test_who_may_not_change_a_ticket_is_offered_nothing_about_it(
    printer, callback_id, field, user, metadata
):
    assert asks(printer, user, callback_id, field, metadata) == []


@pytest.mark.parametrize(
    ("user", "form", "field", "found"),
    [
        ("UANA", ids.DEPARTMENT_FORM, "to", ["Support", "Billing"]),
        ("UANA", ids.LEVEL_FORM_OF_TICKET, "to", ["auto", "Standard", "Urgent SLA"]),
        ("UANA", ids.CUSTOMER_FORM, "to", ["Acme & Sons"]),
        ("UANA", ids.TICKET_FORM, "customer", ["Acme & Sons"]),
        ("UCARLA", ids.TICKET_FORM, "customer", []),
        ("UCARLA", ids.TICKET_FORM, "department", ["Support", "Billing"]),
        ("UADA", ids.LEVEL_FORM, "calendar", ["office", "24x7"]),
        ("UANA", ids.LEVEL_FORM, "calendar", []),
        ("UADA", ids.LEVEL_EDIT_FORM, "calendar", ["office", "24x7"]),
        ("UANA", ids.LEVEL_EDIT_FORM, "calendar", []),
    ],
)
def test_what_is_offered_is_for_who_asks(printer, user, form, field, found):
    assert asks(printer, user, form, field) == found


@pytest.mark.parametrize(
    ("form", "field"),
    [("no_form", "to"), (ids.NOTE_FORM, "text"), (ids.TICKET_FORM, "field_none"), ("", "")],
)
def test_a_menu_that_is_not_there_offers_nothing(printer, form, field):
    assert asks(printer, "UANA", form, field) == []


def test_a_value_that_is_not_offered_is_refused_when_it_is_sent(printer):
    for value in ("Nowhere", "x" * 150):
        printer.submits("UANA", ids.DEPARTMENT_FORM, "1", to=(value,))
        assert "There is no department" in str(printer.shown_view())
    response = printer.submits("UDAN", ids.DEPARTMENT_FORM, "1", to=("x" * 150,))
    assert "to" in json.loads(response.body)["errors"]
    assert printer.ticket().department == "Support"


def test_every_form_knows_its_menus_by_name():
    assert {form for form, kind in KINDS.items() if kind.menus} == {
        *(ids.TICKET_FORM, ids.DEPARTMENT_FORM, ids.LEVEL_FORM_OF_TICKET),
        *(ids.CUSTOMER_FORM, ids.FIELD_FORM, ids.SETUP_FORM, ids.CLOSURE_FORM),
        *(form for form, editor in BY_FORM.items() if editor.menus),
        *(part.callback_id for editor in EDITORS for part in editor.parts.values() if part.menus),
    }
