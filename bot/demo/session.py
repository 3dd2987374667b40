"""`punctual demo`: the team at its desks, until Ctrl-C."""

import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from rich.console import Console

from bot.demo.pair import Pair
from bot.demo.processes import ProcessDied
from bot.demo.team import PROMISES
from bot.demo.tour.play import play_tour

LOOK_EVERY_S = 0.5
_ENDS = (signal.SIGINT, signal.SIGTERM)

WELCOME = """\
[bold]Punctual is at work in a Slack of its own: {url}[/]

  1. Open that page, be Carla, a customer, and write in #support:
       [cyan]The checkout shows an error! #URGENT[/]
  2. Be Ana, an agent. In #sla-alerts stands the ticket's card with its level
     and due time: press Claim, then Reply. Or type [cyan]/ticket next[/].
  3. Be Ada, the admin: [cyan]/sla levels[/], [cyan]/sla level new[/], [cyan]/sla report[/].

Clocks run in the office hours of Ljubljana and New York. For a whole story,
seconds instead of hours: [cyan]make demo ARGS=--tour[/]. Ctrl-C ends this one.
"""


def run_demo(*, tour: bool, http: bool, port: int | None) -> int:
    """Play the tour, or run the demo until it is interrupted; the exit code."""
    with _ended_politely():
        if tour:
            return play_tour(port=port or 0, is_http=http)
        return _run(is_http=http, port=port or 0)


def _run(*, is_http: bool, port: int) -> int:
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory(prefix="punctual-demo-") as folder:
        try:
            with Pair(Path(folder), PROMISES, port=port, is_http=is_http) as pair:
                console.print(WELCOME.format(url=pair.slack.url))
                _watch(pair)
        except KeyboardInterrupt:
            console.print("The sandbox and the bot have ended.")
            return 0
        except ProcessDied as died:
            Console(stderr=True, highlight=False).print(str(died), markup=False)
            return 1


def _watch(pair: Pair) -> NoReturn:
    """Wait for an interrupt; raise Died when one of the two ends before."""
    while True:
        for child in pair.children:
            child.require_running()
        time.sleep(LOOK_EVERY_S)


@contextmanager
def _ended_politely() -> Iterator[None]:
    """Take every polite end like Ctrl-C, so that no child is left behind."""

    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in _ENDS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
