"""The desk as those who work at it see it: who is on duty, and a page for each ticket."""

import random
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.demo.member import Member
from tests.house.house import House
from tests.house.reading import actions_in
from tests.stories.week.diary import Page

CHANNELS: Final = {"Support": "C0SUPPORT", "Billing": "C0BILLING"}
REQUESTERS: Final = ("carla", "noah", "mira")
LEAD: Final = "lea"
TYPED_AGAIN_AFTER: Final = timedelta(minutes=4)
"""So long nobody writes two messages of their own: within 3 minutes they would be one request."""


class Week:
    """The desk, its dice, who works in which department, and a page for each ticket."""

    def __init__(self, house: House, dice: random.Random) -> None:
        self.house, self.dice = house, dice
        self.roster = {"Support": ["ana", "ben"], "Billing": ["dan"]}
        self.pages: list[Page] = []
        self.wrote_at: dict[str, datetime] = {}
        self._members: dict[str, Member] = {}

    def member(self, name: str) -> Member:
        if name not in self._members:
            self._members[name] = self.house.member(name)
        return self._members[name]

    def agent(self, page: Page) -> Member:
        """Who has the ticket, or whoever of the department, or its lead."""
        staff = self.roster[page.department]
        ids = {self.member(name).id: name for name in staff}
        name = ids.get(page.assignee or "") or self.dice.choice([*staff, *staff, LEAD])
        return self.member(name)

    def types(self, who: Member, page: Page, words: str, rest: str = "") -> datetime:
        """Run a command about a ticket; return when."""
        at = self.house.now
        who.sends(CHANNELS[page.department], f"/ticket {words} {page.number} {rest}".strip())
        return at

    def confirms_merge(self, who: Member, page: Page) -> datetime:
        """Press what a merge asks for where several people asked; return when."""
        self.house.settle()
        channel, at = CHANNELS[page.department], self.house.now
        shown = next(each for each in reversed(who.reads(channel)) if each["is_ephemeral"])
        if "ticket_merge_confirm" in actions_in(shown):
            who.clicks(channel, shown["ts"], "ticket_merge_confirm")
        return at

    def says(self, who: Member, page: Page, text: str) -> datetime:
        """Write into the thread of a ticket; return when."""
        return instant_of(who.says(page.channel, text, page.thread_ts))

    def opened(self, page: Page) -> Page:
        self.pages.append(page)
        return page


def instant_of(ts: str) -> datetime:
    seconds, _, fraction = ts.partition(".")
    return datetime.fromtimestamp(int(seconds), UTC).replace(microsecond=int(fraction))
