"""The page of results; the peers are not asked and need not be there."""

from benchmarks import __main__ as bench
from benchmarks.claims import Claim, Promise, Race, Result

RACE = Race("add 8 h", "peer", 115e-6, 0.65e-6)
CLAIM = RACE.claim("`add` of 8 h, against a peer", 150)
RESULT = Result("`add` against a peer", "Both are asked.", (CLAIM,), (RACE,))
SLOW = Claim("memory", Promise.BELOW, 100, 120, "MB", "", "")


def test_the_page_has_every_claim_the_picture_and_how_it_was_measured(tmp_path):
    bench.write([RESULT, Result("Memory", "Peaks.", (SLOW,))], tmp_path, peers=["numpy"])
    page = (tmp_path / "benchmarks.md").read_text(encoding="utf-8")
    assert "| `add` of 8 h, against a peer | at least 150 times | 177 times | reached |" in page
    assert "| memory | below 100 MB | 120 MB | **not reached** |" in page
    assert "## `add` against a peer\n\nBoth are asked." in page
    assert (tmp_path / "images" / "benchmarks.png").read_bytes()[1:4] == b"PNG"


def test_an_unknown_benchmark_is_refused_with_those_there_are(capsys):
    assert bench.main(["nothing_vs_nobody"]) == 2
    assert "simulate_vs_json" in capsys.readouterr().err


def test_every_benchmark_is_in_the_order_of_the_page():
    assert sorted(bench.ORDER) == sorted(path.stem for path in bench.HERE.glob("*_vs_*.py"))
