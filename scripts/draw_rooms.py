"""Draws the rooms of use cases and of slack into CONTRIBUTING.md, the highest first, from imports.

What a room answers for is the docstring of its package.
"""

import ast
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "CONTRIBUTING.md"
PACKAGE: Final = "bot.usecases"
PLACES: Final = {PACKAGE: "rooms", "bot.slack": "rooms of slack"}
"""The packages that are drawn, and the names of their places in the page."""

Rooms = Mapping[str, frozenset[str]]


def rooms(root: Path = ROOT, package: str = PACKAGE) -> dict[str, frozenset[str]]:
    """Each room of a package, and the other rooms that its modules import."""
    folder = root.joinpath(*package.split("."))
    names = {each.name for each in folder.iterdir() if (each / "__init__.py").exists()}
    return {
        name: frozenset(_imported(folder / name, package) & (names - {name}))
        for name in sorted(names)
    }


def _imported(room: Path, package: str) -> set[str]:
    return {
        module.removeprefix(f"{package}.").partition(".")[0]
        for file in room.rglob("*.py")
        for module in _modules(ast.parse(file.read_text(encoding="utf-8")))
        if module.startswith(f"{package}.")
    }


def _modules(tree: ast.Module) -> Iterator[str]:
    """The dotted names that a module imports, or imports from."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def from_the_top(known: Rooms) -> list[str]:
    """The rooms in an order in which each knows only later ones; `CycleError` where there is none.

    Rooms that might stand in any order follow each other by name.
    """
    sorter = TopologicalSorter({name: sorted(below) for name, below in known.items()})
    sorter.prepare()
    found: list[str] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), reverse=True)
        found += ready
        sorter.done(*ready)
    return found[::-1]


def drawn(root: Path = ROOT, package: str = PACKAGE) -> str:
    """The table of the rooms of a package, in Markdown."""
    known = rooms(root, package)
    order = from_the_top(known)
    lines = ["| room | answers for | knows |", "|---|---|---|"]
    for name in order:
        below = ", ".join(f"`{each}`" for each in order if each in known[name])
        lines.append(f"| `{name}` | {_said_of(root, package, name)} | {below or 'none of these'} |")
    return "\n".join(lines) + "\n"


def _said_of(root: Path, package: str, name: str) -> str:
    file = root.joinpath(*package.split("."), name, "__init__.py")
    said = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return said.partition("\n")[0].rstrip(".")


def page(text: str) -> str:
    """The page with the tables as they are now; `SystemExit` where it has no place for one."""
    for package, place in PLACES.items():
        text = _with_table(text, place, drawn(package=package))
    return text


def _with_table(text: str, place: str, table: str) -> str:
    begins = f"<!-- {place}: made by scripts/draw_rooms.py -->\n"
    ends = f"<!-- end of {place} -->\n"
    before, is_begun, rest = text.partition(begins)
    _, is_ended, after = rest.partition(ends)
    if not (is_begun and is_ended):
        raise SystemExit(f"{PAGE.name} has no place for the {place}: put {begins.strip()} into it")
    return f"{before}{begins}\n{table}\n{ends}{after}"


def main() -> None:
    """Write the page, and say so."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    count = sum(len(rooms(package=each)) for each in PLACES)
    print(f"{PAGE.name}: {count} rooms")


if __name__ == "__main__":
    main()
