"""Ways through the form of each kind of item beside the straight one, every kind alike.

| way | here | elsewhere |
|---|---|---|
| opened, saved, an error at its field | | `test_level_forms`, `test_department_forms`, … |
| second view: added, changed, removed, moved | | `test_level_forms`, `test_rule_forms`, … |
| saved while clocks run, both answers | | `test_level_forms` |
| counted, and changed before it was confirmed | | `test_level_forms` |
| somebody else changed it meanwhile | x | |
| the file took over meanwhile | x | |
| opened where the file holds | x | |
| sent by who lost the right, or never had it | x | `tests/slack/test_matrix` |
| closed, and opened again after a restart | x | `test_level_forms` |
| sent more than a day later | x | |
| sent twice | | `tests/slack/test_level_form` |
| another name | | `test_renaming` |
"""

from pathlib import Path

import pytest

from tests.house.forms_of_items import filled, opened, presses, shown
from tests.house.reading import text_of

PROMISES = Path(__file__).with_name("promises.yml")
FORMS = {
    "level": ("/sla level edit Urgent SLA", {"first_reply": "45 min"}, {"first_reply": "30 min"}),
    "rule": ("/sla rule edit Tag URGENT", {"priority": "high"}, {"priority": "low"}),
    "department": ("/sla department edit Billing", {"level": ["Standard"]}, {"level": []}),
    "customer": ("/sla customer edit Acme", {"level": ["Standard"]}, {"level": ["Urgent SLA"]}),
    "customer group": ("/sla group edit VIP", {"level": ["Standard"]}, {"level": ["Billing"]}),
    "settings": (
        "/sla settings",
        {"report_time_zone": "Europe/Oslo"},
        {"report_time_zone": "Europe/Berlin"},
    ),
}
every_form = pytest.mark.parametrize("kind", FORMS)


@pytest.fixture
def ada(house):
    return house.member("ada")


def revisions(house):
    house.settle()
    with house.program.look() as work:
        return len(work.history.revisions)


def keep_in_a_file(house):
    house.configure(PROMISES.read_text() + "\nmanaged_by: file\n")


@every_form
def test_where_the_file_holds_no_form_opens(house, kind):
    keep_in_a_file(house)
    assert "kept in a file" in text_of(opened(house, FORMS[kind][0]))


@every_form
def test_a_form_that_the_file_overtook_saves_nothing(house, ada, kind):
    line, values, _ = FORMS[kind]
    form = opened(house, line)
    keep_in_a_file(house)
    before = revisions(house)
    answer = ada.submits(form["id"], filled(**values))
    assert "kept in a file" in str(answer)
    assert revisions(house) == before


@every_form
def test_who_is_no_admin_any_more_saves_nothing(house, ada, kind):
    form = opened(house, FORMS[kind][0])
    house.slack.post("user", id="U0ADA", is_admin=False, is_owner=False)
    before = revisions(house)
    assert "Only workspace admins" in str(ada.submits(form["id"], {}))
    assert revisions(house) == before


@every_form
def test_after_a_day_a_form_is_too_old(house, ada, kind):
    line, values, _ = FORMS[kind]
    form, before = opened(house, line), revisions(house)
    house.jump(hours=25)
    assert "older than a day" in str(ada.submits(form["id"], filled(**values)))
    assert revisions(house) == before


@every_form
def test_the_second_of_two_admins_is_shown_what_the_first_changed(house, ada, kind):
    line, values, others = FORMS[kind]
    house.slack.post("user", id="U0LEA", is_admin=True)
    house.settle()
    form, lea = opened(house, line), opened(house, line, "lea")
    house.member("lea").submits(lea["id"], filled(**values))
    assert "Saved" in text_of(house.member("lea").top_form())
    since = house.mark()
    ada.submits(form["id"], filled(**others))
    asked = ada.form(since, "what it comes to")
    assert "changed by somebody else since you opened the form" in text_of(asked)
    ada.submits(asked["id"], {})
    assert "Saved" in text_of(ada.top_form())


@pytest.mark.parametrize("kind", ["level", "settings"])
def test_what_was_typed_is_in_the_database_and_not_in_the_form(house, ada, kind):
    """So neither a closed window nor a restart loses it."""
    line, values, _ = FORMS[kind]
    [(field, value)] = values.items()
    form = presses(house, opened(house, line), "editor_press_more", **values)
    assert len(form["private_metadata"]) == 16
    ada.closes(form["id"])
    house.move(hours=1)
    form = opened(house, line)
    assert "you began" in text_of(form)
    assert shown(form)[field] == value
