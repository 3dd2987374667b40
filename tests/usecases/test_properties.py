"""What a ticket is: names are checked and helped with, fields read as they are declared."""

from dataclasses import replace

import pytest

from bot.config.document import read
from bot.errors import UserFacingError
from bot.store import outbox
from bot.store import tickets as stored
from bot.usecases import tickets
from bot.usecases.changes.recording import record
from bot.usecases.ground.timelines import load
from bot.usecases.promises.configuration import apply_configuration
from bot.usecases.sweep.sweep import sweep
from bot.usecases.tickets.fields import read_field
from sla_core.instants import to_us
from sla_core.tickets.events import TagsChanged
from tests.usecases.conftest import CONFIG, configure

FIELDS = {
    "Plan": {"type": "choice", "options": ["free", "gold"]},
    "Seats": {"type": "number"},
    "Room": {"type": "text", "required": True},
}


@pytest.fixture
def printer(team):
    """Ticket 1 of Carla."""
    team.writes("UCARLA", "Printer burns #URGENT")
    return team


def row(team):
    with team.program.look() as work:
        return stored.get(work.connection, "T1", 1)


def refused(team, said, act, *args):
    with pytest.raises(UserFacingError, match=said):
        team.does(act, 1, "UANA", *args)


@pytest.mark.parametrize(
    ("act", "wrong", "said"),
    [
        (tickets.set_priority, "urgnt", "Did you mean `urgent`"),
        (tickets.set_priority, "normal", "is Normal already"),
        (tickets.set_department, "Biling", "There is no department Biling"),
        (tickets.set_department, "support", "is with Support already"),
        (tickets.set_level, "Standart", "Did you mean Standard"),
        (tickets.set_customer, "Acmee", "Did you mean Acme"),
        (tickets.set_customer, "acme", "belongs to Acme already"),
    ],
)
def test_a_name_that_changes_nothing_or_means_nothing_is_told(printer, act, wrong, said):
    refused(printer, said, act, wrong)


def test_a_level_by_hand_holds_until_it_is_left_to_the_rules(printer):
    assert printer.does(tickets.set_level, 1, "UANA", "standard").level_chosen_by is None
    assert row(printer).level == "Standard"
    view = printer.does(tickets.set_level, 1, "UANA", "AUTO")
    assert (view.level, view.level_chosen_by) == ("Urgent SLA", "Tag URGENT")


def test_a_customer_brings_its_group_and_none_takes_it(printer):
    printer.does(tickets.set_customer, 1, "UANA", "none")
    assert (row(printer).customer, row(printer).customer_group) == (None, None)
    printer.does(tickets.set_customer, 1, "UANA", "ACME")
    assert (row(printer).customer, row(printer).customer_group) == ("Acme", "VIP")


def test_a_ticket_that_wakes_is_computed_with_two_spellings_of_a_tag_as_one(printer):
    was = row(printer)
    with printer.program.work() as work:
        both = replace(was, tags=("URGENT", "urgent"), wake_at=was.created_at)
        stored.save(work.connection, "T1", both)
    printer.clock.move(minutes=1)
    sweep(printer.program)
    assert (row(printer).tags, row(printer).wake_at) == (("URGENT",), was.wake_at)


def test_tags_come_and_go_whatever_the_case_of_their_letters(printer):
    printer.does(tickets.change_tags, 1, "UANA", ["vip", "VIP", "Café"], ["urgent"])
    assert row(printer).tags == ("vip", "Café")
    printer.clock.move(minutes=1)
    printer.does(tickets.change_tags, 1, "UANA", ["b"], ["CAFE\u0301"])
    assert row(printer).tags == ("vip", "b")
    refused(printer, "changes nothing", tickets.change_tags, ["ViP"], ["old"])


def test_the_priority_goes_up_to_urgent_and_no_further(printer):
    for name in ("high", "urgent"):
        assert printer.does(tickets.raise_priority, 1, "UANA").priority == name
    refused(printer, "is Urgent already", tickets.raise_priority)


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("plan", "GOLD", ("Plan", "gold")),
        ("seats", "12", ("Seats", 12)),
        ("Seats", "1,5", ("Seats", 1.5)),
        ("colour", " red ", ("colour", "red")),
        ("Plan", "", ("Plan", None)),
    ],
)
def test_a_field_is_read_as_it_is_declared_and_else_as_text(name, text, found):
    assert read_field(FIELDS, name, text) == found


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("plan", "golden", "Did you mean gold"),
        ("seats", "many", "holds a number"),
        ("seats", "nan", "holds a number"),
        ("seats", "1e99999", "holds a number"),
        ("room", " ", "is needed"),
        ("", "x", "name=value"),
        ("x" * 99, "x", "up to 80 characters"),
    ],
)
def test_a_value_that_a_field_cannot_have_is_refused(name, text, said):
    with pytest.raises(UserFacingError, match=said):
        read_field(FIELDS, name, text)


def lanes(team, prefix):
    with team.program.work() as work:
        return {
            row.key: row.lane for row in outbox.live(work.connection) if row.key.startswith(prefix)
        }


def test_a_ticket_of_another_department_has_its_card_where_that_one_reads(printer):
    moved = CONFIG.replace(
        'alert_channel: "#sla-alerts"\n    agents: [cid',
        'alert_channel: "#billing"\n    agents: [cid',
    )
    with printer.program.work() as work:
        apply_configuration(work, read(moved, "sla.yml", work.now_s).configuration, "UADA")
    printer.clock.move(seconds=1)
    printer.does(tickets.set_department, 1, "UANA", "billing")
    assert lanes(printer, "card:1@") == {"card:1@1": "CBILLING"}
    printer.does(tickets.note, 1, "UCID", "Whose invoice is it?")
    assert set(lanes(printer, "event:1:").values()) == {"CBILLING"}
    printer.does(tickets.set_department, 1, "UCID", "Support")
    assert lanes(printer, "card:1@2") == {"card:1@2": "CSLA"}


def test_a_card_stays_where_both_departments_read(printer):
    printer.does(tickets.set_department, 1, "UANA", "Billing")
    assert lanes(printer, "card:1@") == {}


@pytest.mark.parametrize(
    "typed", ["\u00abBilling\u00bb", '"billing"', "\u2018Billing\u2019", "\u201eBilling"]
)
def test_a_name_in_quotes_is_the_bare_one(printer, typed):
    assert printer.does(tickets.set_department, 1, "UANA", typed).department == "Billing"


def test_of_many_departments_the_nearest_is_offered_else_a_handful(printer):
    many = "".join(f"  Dept {n:03}: {{agents: [ana@example.com]}}\n" for n in range(120))
    configure(printer, CONFIG.replace("customers:\n", f"{many}customers:\n"))
    refused(printer, "Did you mean Dept 011", tickets.set_department, "Depp 011")
    with pytest.raises(UserFacingError) as told:
        printer.does(tickets.set_department, 1, "UANA", "\u00abNonsense\u00bb")
    assert str(told.value) == (
        "There is no department Nonsense. There are: Support, Billing, Dept 000, Dept 001, "
        "Dept 002 and 117 more. The command without a name offers all of them in a form."
    )


def test_a_tag_of_the_desk_has_no_quote_at_its_ends_whatever_adds_it(printer):
    view = printer.does(tickets.change_tags, 1, "UANA", ["\u00abvip\u00bb", '"', "+x, y"], [])
    assert view.tags == ("URGENT", "vip", "x y")
    view = printer.does(tickets.change_tags, 1, "UANA", [], ["\u201cVIP\u201d", "x\u00a0y"])
    assert view.tags == ("URGENT",)


def test_a_tag_that_was_kept_with_its_quotes_comes_off_by_the_bare_one(printer):
    with printer.program.work() as work:
        record(
            work, load(work, 1), [TagsChanged(at_us=to_us(work.now), actor="UANA", add=('"vip"',))]
        )
    assert printer.does(tickets.change_tags, 1, "UANA", [], ["vip"]).tags == ("URGENT",)


def test_a_hashtag_too_long_for_a_tag_stays_in_the_text_alone(team):
    team.writes("UCARLA", f"Help #{'x' * 80} #{'y' * 81}")
    assert row(team).tags == ("x" * 80,)
