"""The committed schema is the one its sources make."""

import pytest

from scripts import check_web


def test_the_committed_schema_is_what_its_sources_make():
    assert list(check_web.stale()) == []


def made_copy(tmp_path):
    for made in check_web.MADE:
        for path in (
            made.path,
            made.path.replace(".json", ".sha256"),
            *(f"{made.folder}/{name}" for name in made.sources),
        ):
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((check_web.ROOT / path).read_bytes())
    return tmp_path


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("web/blockkit/package-lock.json", "does not match its sources"),
        ("sandbox/blockkit/schema.json", "does not match its schema.json"),
    ],
)
def test_a_change_that_was_not_built_is_found(tmp_path, path, said):
    root = made_copy(tmp_path)
    with (root / path).open("a") as changed:
        changed.write("\n")
    assert list(check_web.stale(root)) == [f"sandbox/blockkit/schema.json: {said}; run `make web`"]


def test_a_missing_schema_is_found(tmp_path):
    root = made_copy(tmp_path)
    (root / "sandbox/blockkit/schema.json").unlink()
    (said,) = check_web.stale(root)
    assert "cannot be read; run `make web`" in said


def test_the_lock_file_names_no_registry():
    lock = (check_web.ROOT / "web/blockkit/package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
