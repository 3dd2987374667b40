"""What a rule may look for: only admins are told, tags as tickets and rules have them."""

import pytest

from bot.errors import UserFacingError
from bot.usecases import tickets
from bot.usecases.promises import suggestions


def known(team, what, by="UADA"):
    with team.program.look() as work:
        return suggestions.known_values(work, by, what)


def test_tags_are_those_of_tickets_and_of_rules_each_once(team):
    team.writes("UCARLA", "Printer burns #Mango")
    team.does(tickets.change_tags, 1, "UANA", ["urgent", "vip"], [])
    assert {"Mango", "vip"} <= set(known(team, "tag"))
    assert [tag.casefold() for tag in known(team, "tag")].count("urgent") == 1


@pytest.mark.parametrize("what", ["tag", "source", "level", "department", "customer"])
def test_who_is_no_admin_is_told_nothing(team, what):
    assert known(team, what) != [] or what in ("tag", "customer")
    with pytest.raises(UserFacingError):
        known(team, what, by="UANA")
