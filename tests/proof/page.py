"""docs/proof.md: what was compared, in words that somebody who runs a help desk can follow."""

from collections import Counter
from dataclasses import dataclass

from tests.proof.court import ALARM_PATHS
from tests.proof.paths import GROUPS
from tests.proof.running import STEPS_OF_A_LIFE, Tally


@dataclass(frozen=True)
class Proof:
    """The comparisons of one run."""

    seed: int
    clocks: Tally
    calendars: Tally
    lives: Tally
    alarms: Tally

    @property
    def differences(self) -> int:
        tallies = self.clocks, self.calendars, self.lives, self.alarms
        return sum(len(each.failures) for each in tallies)


_HEAD = """# Why the clocks can be believed

Made by `make proof`, which writes this page and fails if anything differs.

An SLA clock is easy to get nearly right. What goes wrong in practice is the rest: the reply that
comes in the second the office closes, the night on which clocks go back, a priority raised while
the ticket waits, a ticket reopened, merged, deleted and restored, a holiday entered after the fact,
an event that arrives late. So the clocks were written twice.

- **The product** computes with intervals and tables of days, for speed.
- **The oracle** is for this comparison only. It walks the wall clock of the time zone minute by
  minute, writes down which minutes are open, and tells what happens to a ticket one sentence of the
  rules after another. It shares no code with the product and was written from the rules alone.

Both were then given the same made-up tickets, many more than a team sees in a lifetime, and had to
agree on everything about every clock: level, revisions of level and calendar, target, start, due
time, stop, state, business seconds used, left and paused, the instant and reason of the breach, the
day it counts on, cancellation, breaches taken back with who and why, and whose clock it is.
"""

_TICKETS = """## The tickets

They are made up by chance from a seed, in four stretches of time in which clocks are changed
somewhere (Europe, America, Lord Howe with half an hour, Troll with two) or a day is left out
(Samoa, 2011). Much happens in the same second; some lines arrive late or in any order; levels and
calendars are edited before, at and after what happens, also several at once, told to move running
clocks or not; calendars are closed for hours that have already passed. Chance seldom meets what
hurts most, so scenes lead there. How often each of these happened, in tickets:
"""

_LAWS = """## What holds without an oracle

For every one of these tickets, and after every step of a ticket's life:

- time used and time left are the target, and the spans that `punctual why` shows add up to the time
  used, to the second, with no gap between them;
- a metric has one open clock at most, and no cycle twice;
- every clock is met, missed, cancelled or open, and only one of them.

After every step of a life also:

- a clock that has stopped changes no more, unless something reopens or judges it;
- taking events one by one as they come gives the same clocks as starting over from the beginning.
"""

_ALARMS = """## The alarms

Tickets made up in the same way get alarms at every kind of point and are swept as a bot would: on
the second, seldom, or after it rested, with events that are heard at once, late, or out of order,
each by any time up to a day. A list of everything ever said, kept by the letter of the rules, then
judges each announcement and each silence: what was reached is said by the next sweep, alone or
behind something more severe, once for each due time; nothing is said that is not true, that lay
behind a change, or that was asked to wait; the breach never waits, and is said though the clock
stopped before; of a stopped clock nothing else is said. A clock keeps its number whatever its cycle
becomes, no two have one, and its due version never falls. How often each of these happened:
"""

_AGAIN = """## Doing it again

`make proof` repeats this run and takes well under an hour; `ARGS="--seed 7"` takes other tickets,
`ARGS="--clocks 5000000"` more of them. A difference is printed with its seed and with the shortest
ticket that shows it. `make test` runs a small part of all this each time.
"""


def page_of(proof: Proof) -> str:
    """The page, the same for the same run."""
    parts = [_HEAD, _numbers(proof), _TICKETS, _table(GROUPS, proof.clocks.paths), _LAWS]
    parts += [
        _ALARMS,
        _table({"Alarms": tuple(sorted(ALARM_PATHS))}, proof.alarms.paths),
        _AGAIN,
    ]
    return "\n".join(parts)


def _numbers(proof: Proof) -> str:
    clocks, calendars, lives = proof.clocks, proof.calendars, proof.lives
    alarms = proof.alarms
    return f"""## What was compared

| compared | how many | differences |
|---|---:|---:|
| clocks, of {clocks.cases:,} tickets with {clocks.events:,} events and edits | \
{clocks.units:,} | {len(clocks.failures)} |
| calendars around changes of the clock, {calendars.cases:,} questions | {calendars.units:,} | \
{len(calendars.failures)} |
| steps in the lives of {lives.cases:,} tickets, up to {STEPS_OF_A_LIFE} each, compared after each \
| {lives.units:,} | {len(lives.failures)} |
| announcements, of {alarms.cases:,} tickets with {alarms.events:,} events | {alarms.units:,} | \
{len(alarms.failures)} |

Seed {proof.seed}. A calendar is asked how much business time lies between two instants, whether one
is open, and when a target is first and last used up; half of the instants are those at which
something opens or closes, or a second beside.
"""


def _table(groups: dict[str, tuple[str, ...]], paths: Counter) -> str:
    rows = ["| what happened | how often |", "|---|---:|"]
    for group, members in groups.items():
        rows.append(f"| **{group}** | |")
        rows += [f"| {path} | {paths[path]:,} |" for path in members]
    return "\n".join([*rows, ""])
