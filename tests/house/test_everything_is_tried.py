"""Nothing that one can type, press, fill in or do in Slack is without a test of the whole house.

A test says what it tries by `@tries`; its judgement fails it when Slack did not deliver that.
"""

from tests.house.registered import everything, said_to_be_tried

ALSO_TRIED = ("command:/", "mention:/", "closing:")
"""What may be tried though nothing is registered under that name."""


def test_each_command_button_shortcut_form_and_event_has_a_test_in_the_house():
    assert sorted(everything() - said_to_be_tried().keys()) == []


def test_nothing_is_said_to_be_tried_that_is_not_there():
    there = everything()
    strange = {what: by for what, by in said_to_be_tried().items() if what not in there}
    assert {what: by for what, by in strange.items() if not what.startswith(ALSO_TRIED)} == {}
