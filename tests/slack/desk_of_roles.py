"""The small world of the matrix: three departments, and tickets in each state for each who asks.

What a ticket has that is the desk's own (tag, field, note, rule) carries a word of its own, by
which an answer is known that shows it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection, event, select, update

from bot.config.document import read
from bot.config.history import HistoryReader
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.speech import speech_for
from bot.slack.hear.directory.descriptions import person_of
from bot.slack.hear.message.payload import kept_of, message_of
from bot.store import channels, follow_ups, inbox, inbox_messages, people, reviews, user_groups
from bot.store.channels import Channel
from bot.store.engine import Database
from bot.store.inbox import MESSAGE, Arrival
from bot.store.outbox import MessagePlace
from bot.store.tables import metadata, outbox
from bot.store.user_groups import UserGroup
from bot.usecases import tickets
from bot.usecases.consequences.order import IN_ORDER
from bot.usecases.ground.transaction import Program
from bot.usecases.intake import direct_messages
from bot.usecases.intake.new_tickets import NewTicket, open_ticket
from bot.usecases.promises.configuration import apply_configuration
from bot.usecases.reviews import breach_reviews
from bot.usecases.reviews.breach_reviews import FollowUp, ReviewVerdict
from bot.usecases.sweep.sweep import sweep
from bot.usecases.tickets import csat, responses
from tests.slack.fakes import BOT, TEAM
from tests.slack.roles import ADMIN, COLLEAGUES, OWN, PRIVATE, REQUESTER, ROLES, Role

Row = tuple[Any, ...]

OPEN, HELD, RESOLVED, RATED, DELETED = "open", "held", "resolved", "rated", "deleted"
STATES: Final = (OPEN, HELD, RESOLVED, RATED, DELETED)
"""The states in which each asker has a ticket; held ones are Eva's."""
INTERNAL: Final = (
    "pineapple",
    "gooseberry",
    "huckleberry",
    "Rule of the desk",
    "scalated",
    "revision",
)
"""What is the desk's own of each ticket: a tag, a field, a note, a rule, and that it goes first."""
SUPPORT, LEGAL = "Support", "Legal"
CHANNELS: Final = {
    "CSUPPORT": "support",
    "CBILLING": "billing",
    "CLEGAL": "legal",
    "CSLA": "sla-alerts",
    "CDESK": "legal-desk",
}
CONFIG: Final = """
version: 1
calendars:
  Desk: {time_zone: Europe/Berlin, hours: {mon-fri: ["09:00-17:00"]}, holidays: {country: DE}}
departments:
  Support:
    intake_channels: ["#support"]
    alert_channel: "#sla-alerts"
    leads: [lea@example.com, leo@example.com]
    managers: [max@example.com]
    agents: [ana@example.com, ben@example.com, eva@example.com, gus@example.com, stan@example.com,
      dora@example.com, UROBOT]
    fields: {plan: {type: choice, options: [free, gold, gooseberry]}}
  Billing:
    intake_channels: ["#billing"]
    agents: [cid@example.com]
  Legal:
    intake_channels: ["#legal"]
    alert_channel: "#legal-desk"
    leads: [pia@example.com]
    fields: {plan: {type: choice, options: [free, gold, gooseberry]}}
    private: true
customers:
  Acme: {domains: [acme.example]}
customer_groups:
  VIP: {}
levels:
  Standard: {targets: {first_reply: 4h, resolution: 40h}}
  Urgent SLA: {targets: {first_reply: 1h, next_reply: 30m, resolution: 8h}}
  Spare: {targets: {first_reply: 9h}}
default_level: Standard
rules:
  - name: Rule of the desk
    if: [{tags: {contains: pineapple}}]
    then: {level: Urgent SLA}
  - name: Second rule
    active: false
    if: [{tags: {contains: papaya}}]
    then: {level: Urgent SLA}
"""
NOT_OF_THE_DESK: Final = frozenset({"inbox", "hearing", "hearers", "jobs", "form_drafts"})
"""Tables that tell what came in or is being filled in, not what became of it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A ticket before which a role acts: its number, where it stands, what else belongs to it."""

    number: int
    subject: str
    department: str
    channel_id: str
    thread_ts: str
    card: tuple[str, str]
    follow_up: int
    exclusion: str
    into: int
    refused: str
    """The key of a note of an agent that Slack refused."""
    asked: tuple[str, str]
    """The message to the bot alone for which its requester was asked about the department."""


class DeskOfRoles:
    """The desk with its tickets, and the rows of its tables as they stood before anything."""

    def __init__(self, database: Database, clock: Any) -> None:
        self.database, self.clock = database, clock
        self.written: set[str] = set()
        self.columns: dict[str, tuple[str, ...]] = {}
        self.program = new_desk(database, clock)
        self.numbers: dict[tuple[str, str], int] = {}
        self.follow_ups: dict[str, int] = {}
        event.listen(database.engine, "before_cursor_execute", self._note)
        self._people_and_promises()
        for asker in askers():
            self._tickets_of(asker)
        self._after_the_miss()
        for asker in askers():
            self._ask_whose(asker)
        self.no_ticket = self._heard("UEVA", "CSUPPORT", "1772430002.000100", "Slow again")
        self._say_all()
        self.before = {name: self._rows(name) for name in metadata.tables}

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        words = statement.split(maxsplit=3)[:3]
        if words[0].upper() in ("INSERT", "UPDATE", "DELETE"):
            self.written.add((words[1] if words[0].upper() == "UPDATE" else words[2]).strip('"('))

    def _rows(self, name: str, connection: Connection | None = None) -> list[Row]:
        """All of a table as the database keeps it; what is compared needs no other form."""
        if connection is None:
            with self.database.reading() as reading:
                return self._rows(name, reading)
        keys = ", ".join(each.name for each in metadata.tables[name].primary_key.columns)
        found = connection.exec_driver_sql(f"SELECT * FROM {name} ORDER BY {keys}")
        self.columns.setdefault(name, tuple(found.keys()))
        return [tuple(row) for row in found]

    # --- what there is ----------------------------------------------------------------------------

    def _people_and_promises(self) -> None:
        now = self.clock.now()
        with self.program.work() as work:
            for role in {each.user_id: each for each in (*ROLES, *COLLEAGUES)}.values():
                if not role.is_unknown:
                    people.save(work.connection, TEAM, person_of(role.described(), TEAM, now))
            for id_, name in CHANNELS.items():
                is_private = id_ in ("CLEGAL", "CDESK")
                channels.save(
                    work.connection, TEAM, Channel(id_, name, is_private, True, False, now)
                )
            team = UserGroup("STEAM", "team", "The team", (ADMIN.user_id,), False, now)
            user_groups.save(work.connection, TEAM, team)
        with self.program.work() as work:
            wanted = read(CONFIG, "sla.yml", work.now_s)
            apply_configuration(work, wanted.configuration, ADMIN.user_id)

    def _tickets_of(self, asker: str) -> None:
        for state in STATES:
            with self.program.work() as work:
                number = open_ticket(work, _new(asker, state, self.clock.now())).number
            self.numbers[asker, state] = number
            self._bring_to(state, number, _agent_for(asker), _requester(asker))

    def _bring_to(self, state: str, number: int, agent: str, requester: str) -> None:
        with self.program.work() as work:
            now = work.now
            if state == HELD:
                tickets.assign(work, number, agent, agent, now)
            elif state == DELETED:
                tickets.delete(work, number, agent, now)
            elif state in (RESOLVED, RATED):
                tickets.resolve(work, number, agent, now)
            if state == RATED:
                csat.rate(work, number, requester, 3, now)

    def _after_the_miss(self) -> None:
        """Two hours later each first reply is missed and reviewed, and to be left out for Leo."""
        self.clock.move(hours=2)
        sweep(self.program)
        for asker in askers():
            number, agent = self.numbers[asker, OPEN], _agent_for(asker)
            lead = "UPIA" if asker == PRIVATE else "ULEO"
            todo = FollowUp("Ask why", agent, date(2026, 3, 9))
            verdict = ReviewVerdict("minor", "overload", None, (todo,), "It was a drill")
            with self.program.work() as work:
                tickets.note(work, number, agent, "huckleberry", work.now)
                responses.escalate(work, number, agent, work.now)
                miss = number, "first_reply", 1
                breach_reviews.review(work, miss, verdict, lead, work.now)
                review = reviews.get(work.connection, TEAM, *miss)
                assert review is not None
                [kept] = follow_ups.of(work.connection, TEAM, review)
                self.follow_ups[asker] = kept.id
        self.clock.move(hours=1)

    def _ask_whose(self, asker: str) -> None:
        """Let who asks have written to the bot alone, and be asked about the department."""
        if asker == PRIVATE:
            return
        channel, ts = self._heard(asker, *_asked(asker), "Whose is this?")
        with self.program.work() as work:
            row = inbox_messages.find(work.connection, TEAM, channel, ts)
            assert row is not None
            direct_messages.written(work, message_of(row.payload, lambda name: name or ""))

    def _heard(self, who: str, channel: str, ts: str, text: str) -> tuple[str, str]:
        """A message that was worked off, by its place."""
        payload = kept_of({"user": who, "text": text, "ts": ts}, channel)
        arrival = Arrival(MESSAGE, f"{channel}:{ts}", payload, self.clock.now(), channel, ts)
        with self.database.writing() as connection:
            id_ = inbox.accept(connection, TEAM, arrival)
            assert id_ is not None
            inbox.mark_done(connection, TEAM, id_, self.clock.now())
        return channel, ts

    def _say_all(self) -> None:
        """Let everything that is to be said be said, each in a message of its own, but the notes.

        Slack refuses them for good.
        """
        with self.database.writing() as connection:
            for row in connection.execute(select(outbox.c.id, outbox.c.lane)).all():
                place = {"channel_id": row.lane, "ts": f"1772430000.{row.id:06}"}
                said = {**place, "state": "sent", "sent_at": self.clock.now()}
                connection.execute(update(outbox).where(outbox.c.id == row.id).values(**said))
            refused = {"state": "dead", "error": "is_archived", "refused_at": self.clock.now()}
            notes = outbox.c.author.is_not(None) & outbox.c.key.startswith("event:")
            connection.execute(update(outbox).where(notes).values(**refused, ts=None, sent_at=None))

    def case(self, role: Role, meets: str, state: str) -> Case:
        """The ticket in a state before which a role stands."""
        asker = {OWN: role.user_id, PRIVATE: PRIVATE}.get(meets, REQUESTER.user_id)
        number = self.numbers[asker, state]
        [shown] = [each for each in self._before("tickets") if each["number"] == number]
        return Case(
            number,
            shown["subject"],
            shown["department"],
            shown["channel_id"],
            shown["thread_ts"],
            self._place(f"card:{number}"),
            self.follow_ups[asker],
            self._value_of(ids.EXCLUSION_GRANT, self.numbers[asker, OPEN]),
            self.numbers[asker, HELD],
            self._note_in(self.numbers[asker, OPEN]),
            _asked(_requester(asker)),
        )

    def _place(self, key: str) -> tuple[str, str]:
        [row] = [each for each in self._before("outbox") if each["key"] == key]
        return row["channel_id"], row["ts"]

    def _note_in(self, number: int) -> str:
        prefix = f"event:{number}:"
        [row] = [each for each in self._before("outbox") if each["key"].startswith(prefix)]
        return row["key"]

    def _value_of(self, action_id: str, number: int) -> str:
        """What a button carries that was posted about a ticket."""
        posted = (
            json.loads(each["payload"])
            for each in self._before("outbox")
            if each["ticket_number"] == number
        )
        blocks = (block for payload in posted for block in payload.get("blocks", ()))
        buttons = (each for block in blocks for each in block.get("elements", ()))
        return next(each["value"] for each in buttons if each.get("action_id") == action_id)

    def _before(self, name: str) -> list[dict[str, Any]]:
        return [dict(zip(self.columns[name], row, strict=True)) for row in self.before[name]]

    # --- what changes -----------------------------------------------------------------------------

    def changed(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each row that is new or other than it was, with its table; one that is gone is empty."""
        for name in sorted(self.written - NOT_OF_THE_DESK):
            new, gone = self._difference(name)
            yield from ((name, dict(zip(self.columns[name], row, strict=True))) for row in new)
            if len(gone) > len(new):
                yield name, {}

    def put_back(self) -> None:
        """Make every table what it was; what went with rows of others comes back as well."""
        written = self.written & self.before.keys()
        with self.database.writing() as connection:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            for name in written:
                same = " AND ".join(f"{each} IS ?" for each in self.columns[name])
                for row in self._difference(name, connection)[0]:
                    connection.exec_driver_sql(f"DELETE FROM {name} WHERE {same}", row)
            for name in written | _referring_to(written):
                places = ", ".join("?" * len(self.columns[name]))
                for row in self._difference(name, connection)[1]:
                    connection.exec_driver_sql(f"INSERT INTO {name} VALUES ({places})", row)
        self.written.clear()

    @property
    def is_as_before(self) -> bool:
        """Whether every table is what it was, those too that nobody is known to have written."""
        return all(self._rows(name) == rows for name, rows in self.before.items())

    def _difference(
        self, name: str, connection: Connection | None = None
    ) -> tuple[list[Row], list[Row]]:
        """The rows that are there now and were not, and those that were and are not."""
        before, now = self.before[name], self._rows(name, connection)
        if before == now:
            return [], []
        known, there = set(before), set(now)
        return [row for row in now if row not in known], [row for row in before if row not in there]


def new_desk(database: Database, clock: Any) -> Program:
    """A desk that knows nothing from before."""
    speech = speech_for(database, TEAM, "example")
    return Program(database, clock, TEAM, BOT, speech, HistoryReader(), lambda: None, IN_ORDER)


def _referring_to(names: set[str]) -> set[str]:
    """The tables whose rows go with those of others."""
    return {
        table.name
        for table in metadata.tables.values()
        if any(key.column.table.name in names and key.ondelete for key in table.foreign_keys)
    }


def askers() -> list[str]:
    """Who has tickets of their own; `private` has Carla's in the private department."""
    return [REQUESTER.user_id, *_others(), PRIVATE]


def _others() -> list[str]:
    return [each.user_id for each in ROLES if OWN in each.meets and each is not REQUESTER]


def _requester(asker: str) -> str:
    return REQUESTER.user_id if asker == PRIVATE else asker


def _asked(asker: str) -> tuple[str, str]:
    return f"D{asker}", "1772430001.000100"


def _agent_for(asker: str) -> str:
    return "UPIA" if asker == PRIVATE else "UEVA"


def _new(asker: str, state: str, at: Any) -> NewTicket:
    department, channel = (LEGAL, "CLEGAL") if asker == PRIVATE else (SUPPORT, "CSUPPORT")
    place = f"1772430000.9{askers().index(asker):02}{STATES.index(state):03}"
    return NewTicket(
        requester=_requester(asker),
        by=_requester(asker),
        at=at - timedelta(seconds=90 if state == OPEN else 30),
        text=f"Help {asker} with {state}",
        department=department,
        tags=("pineapple",),
        fields={"plan": "gooseberry"},
        conversation=MessagePlace(channel, place),
    )
