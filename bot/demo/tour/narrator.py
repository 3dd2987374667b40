"""Prints the tour for people: every step, what Slack showed, and where the log proves it."""

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from bot.demo.tour.stage import Proof, SeenLines

WIDTH = 110
INDENT = 4


class Narrator:
    """Writes to one console."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._last: tuple[str, str] | None = None

    @classmethod
    def to_terminal(cls) -> "Narrator":
        """One that writes to standard output, at most 110 columns wide."""
        console = Console(highlight=False)
        console.width = min(console.width, WIDTH) if console.is_terminal else WIDTH
        return cls(console)

    def line(self, text: str) -> None:
        """Write a line of its own."""
        self._console.print(text, markup=False)

    def begin(self, number: int, title: str, at_s: float) -> None:
        """Head a step, with the seconds since the tour began."""
        self._last = None
        head = Text.assemble((f"{number:>2}. {title} ", "bold"), (f" {at_s:.0f} s", "dim"))
        self._console.print()
        self._console.print(Rule(head, align="left", style="dim"))

    def show(self, scene: SeenLines | Proof) -> None:
        """Write the lines that somebody saw, or a proof."""
        if isinstance(scene, Proof):
            self._indented(Text.assemble(("✓ ", "green"), (scene.text, "dim")))
            return
        where = (scene.place, scene.author)
        if where != self._last:
            head = Text.assemble(
                (scene.author, "bold cyan"), (f"  {scene.place}" if scene.place else "", "dim")
            )
            self._indented(head)
        self._last = where
        for line in scene.lines:
            self._indented(Text.assemble(("│ ", "dim"), marked(line)), INDENT)

    def failed(self, why: str) -> None:
        """Say that a step was not seen."""
        self._indented(Text.assemble(("✗ ", "bold red"), why))

    def heard(self, from_whom: str, lines: Sequence[str]) -> None:
        """Repeat what a process said."""
        self.show(SeenLines("", from_whom, tuple(lines)))

    def summary(self, steps: int, entries: int, wrongs: Sequence[str], took_s: float) -> None:
        """Close with what the whole log says."""
        self._console.print()
        self._console.print(Rule(Text("The whole log, read once more", "bold"), align="left"))
        for wrong in wrongs:
            self.failed(wrong)
        if not wrongs:
            self._indented(
                Text.assemble(
                    ("✓ ", "green"),
                    f"{steps} steps seen in {entries} entries: every message once, none lost, ",
                    "no call refused.",
                )
            )
        self._indented(Text(f"It took {took_s:.0f} s.", "dim"))

    def _indented(self, text: Text, by: int = INDENT) -> None:
        self._console.print(Padding(text, (0, 0, 0, by), expand=False))


def marked(line: str) -> Text:
    """A line of Slack with its stars as bold and its backticks as code."""
    shown = Text()
    for number, piece in enumerate(line.split("*")):
        shown.append(piece, "bold" if number % 2 else "")
    return shown
