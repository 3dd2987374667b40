"""The index of the documentation names every page, and what pages name in the code is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
NAMED = re.compile(r"`((?:bot|sla_core|sandbox)/[\w/]+\.py)(?:: (\w+))?`")


def pages():
    return [each for each in DOCS.glob("*.md") if each.name != "README.md"]


def test_the_index_names_every_page_once():
    named = re.findall(r"\]\(([\w-]+\.md)\)", (DOCS / "README.md").read_text("utf-8"))
    assert sorted(named) == sorted(each.name for each in pages())


def named_in_pages():
    for page in (*pages(), *(DOCS / "decisions").glob("*.md"), ROOT / "CONTRIBUTING.md"):
        for path, name in NAMED.findall(page.read_text("utf-8")):
            yield pytest.param(path, name, id=f"{page.name}: {path} {name}")


@pytest.mark.parametrize(("path", "name"), list(named_in_pages()))
def test_what_a_page_names_in_the_code_is_there(path, name):
    text = (ROOT / path).read_text("utf-8")
    assert not name or re.search(
        rf"^(?:\s*(?:async def|def|class) {name}\b|{name}\b.*=)", text, re.MULTILINE
    )
