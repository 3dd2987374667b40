"""New holidays wait at an admin's home until they are taken in by a press of a button."""

from dataclasses import replace

from bot.config.frozen import data_of
from bot.config.items import to_json
from bot.store import configuration
from bot.store.configuration import ConfigChange
from tests.house.marks import tries
from tests.house.mischief import ALERTS
from tests.house.reading import actions_in, text_of

TAKE = "calendar_data_take"
DAY = "2026-12-25"


def compiled_earlier(house):
    """A calendar is made anew as an older Punctual would, which knew nothing of a holiday."""
    with house.program.work() as work:
        calendar = work.configuration.calendars["office"]
        change = ConfigChange("calendar", calendar.name, to_json("calendar", calendar))
        by = {"changed_at": work.now, "changed_by": "ada"}
        [number] = configuration.change(*work.scope, [change], **by)
        kept = data_of(number, calendar, work.now)
        holidays = {day: name for day, name in kept.body["holidays"].items() if day != DAY}
        older = replace(kept, versions=("2020.1", "0.1"), body=kept.body | {"holidays": holidays})
        configuration.keep_data(*work.scope, older)


@tries("action:calendar_data_take")
def test_an_admin_reads_which_day_changes_and_takes_it_in(house):
    compiled_earlier(house)
    ada = house.member("ada")
    home = ada.opens_home()
    shown = text_of(home)
    assert "office would be open otherwise on 1 day." in shown
    day = next(line for line in shown.split("\n") if line.startswith("•"))
    assert day == "• Fri 25 Dec 2026 (božič): closed instead of 09:00-15:00"
    ada.clicks_in_view(home["id"], TAKE, value=TAKE)
    after = ada.home()
    assert "office: new promises count by the new data." in text_of(after)
    assert TAKE not in actions_in(after)


def test_who_is_no_admin_reads_nothing_of_it(house):
    compiled_earlier(house)
    assert "open otherwise" not in house.home("ana")


@tries("command:/sla status")
def test_an_admins_status_has_it_and_a_leads_has_not(house):
    compiled_earlier(house)

    assert "open otherwise" in text_of(house.member("ada").asks(ALERTS, "/sla status"))
    assert "open otherwise" not in text_of(house.member("lea").asks(ALERTS, "/sla status"))
