"""Rooms stand above each other, and CONTRIBUTING draws them as they are."""

import ast
from collections import defaultdict
from graphlib import CycleError

import pytest

from scripts.draw_rooms import PAGE, PLACES, ROOT, from_the_top, page, rooms


@pytest.mark.parametrize("package", PLACES)
def test_no_room_knows_one_that_knows_it_however_indirectly(package):
    known = rooms(package=package)
    order = from_the_top(known)
    assert sorted(order) == sorted(known)
    for place, name in enumerate(order):
        assert known[name] <= set(order[place + 1 :]), name


def test_the_drawing_is_what_is_there_else_run_scripts_draw_rooms():
    text = PAGE.read_text(encoding="utf-8")
    assert page(text) == text


def test_a_circle_would_be_seen(tmp_path):
    for name, other in (("one", "two"), ("two", "one")):
        folder = tmp_path / "bot" / "usecases" / name
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text("", encoding="utf-8")
        (folder / "deeds.py").write_text(f"from bot.usecases import {other}\n", encoding="utf-8")
    assert rooms(tmp_path) == {"one": {"two"}, "two": {"one"}}
    with pytest.raises(CycleError):
        from_the_top(rooms(tmp_path))


def test_no_two_classes_share_a_name():
    """One name, one meaning, in `bot` with `sla_core`."""
    places = defaultdict(list)
    for file in (*ROOT.glob("sla_core/**/*.py"), *ROOT.glob("bot/**/*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
