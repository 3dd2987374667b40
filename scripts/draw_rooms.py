"""Draws the rooms of the use cases into CONTRIBUTING.md, the highest first, from what they import.

What a room answers for is the docstring of its package.
"""

import ast
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "CONTRIBUTING.md"
BEGINS, ENDS = "<!-- rooms: made by scripts/draw_rooms.py -->\n", "<!-- end of rooms -->\n"
PACKAGE: Final = "bot.usecases"

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


def drawn(root: Path = ROOT) -> str:
    """The table of the rooms, in Markdown."""
    known = rooms(root)
    order = from_the_top(known)
    lines = ["| room | answers for | knows |", "|---|---|---|"]
    for name in order:
        below = ", ".join(f"`{each}`" for each in order if each in known[name])
        lines.append(f"| `{name}` | {_said_of(root, name)} | {below or 'none of these'} |")
    return "\n".join(lines) + "\n"


def _said_of(root: Path, name: str) -> str:
    file = root.joinpath(*PACKAGE.split("."), name, "__init__.py")
    said = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return said.partition("\n")[0].rstrip(".")


def page(text: str) -> str:
    """The page with the table as it is now; `SystemExit` where it has no place for one."""
    before, begins, rest = text.partition(BEGINS)
    _, ends, after = rest.partition(ENDS)
    if not (begins and ends):
        raise SystemExit(f"{PAGE.name} has no place for the rooms: put {BEGINS.strip()} into it")
    return f"{before}{BEGINS}\n{drawn()}\n{ENDS}{after}"


def main() -> None:
    """Write the page, and say so."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"{PAGE.name}: {len(rooms())} rooms")


if __name__ == "__main__":
    main()
