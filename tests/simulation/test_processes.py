"""Work shared out to processes."""

import os
import signal

import pytest

from bot.errors import UserFacingError
from bot.simulation import processes
from bot.simulation.processes import shared_out
from bot.simulation.progress import unseen


def doubled(share, advance):
    advance(share)
    return 2 * share


@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_results_come_in_the_order_of_the_shares_however_many_processes_there_are(count):
    assert list(shared_out(doubled, range(1, 8), unseen, count)) == [2, 4, 6, 8, 10, 12, 14]


def test_no_shares_have_no_results():
    assert list(shared_out(doubled, [], unseen, 2)) == []


def test_a_late_first_share_holds_the_others_back():
    assert list(processes._in_order([(1, "b"), (2, "c"), (0, "a")])) == ["a", "b", "c"]


@pytest.mark.parametrize("count", [1, 2])
def test_what_all_processes_did_is_told(count):
    told = []
    list(shared_out(doubled, [3, 4, 5], told.append, count))
    assert sum(told) == 12


@pytest.mark.parametrize("count", [1, 2])
def test_what_goes_wrong_in_a_process_is_raised_here(count):
    def fail(share, advance):
        raise UserFacingError(f"share {share} is wrong")

    with pytest.raises(UserFacingError, match="is wrong"):
        list(shared_out(fail, ["a", "b"], unseen, count))


def test_a_process_that_is_killed_is_told():
    def die(share, advance):
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(UserFacingError, match="was killed while it worked: free some memory"):
        list(shared_out(die, [1, 2], unseen, 2))


def test_processes_end_with_the_one_who_asked(tmp_path):
    def mark(share, advance):
        (tmp_path / str(os.getpid())).touch()
        if share:
            signal.pause()
        return share

    results = shared_out(mark, [0, 1, 1], unseen, 2)
    assert next(results) == 0
    results.close()
    for path in tmp_path.iterdir():
        with pytest.raises(ProcessLookupError):
            os.kill(int(path.name), 0)


def test_an_interruption_is_the_askers_to_handle():
    def interrupted(share, advance):
        os.kill(os.getpid(), signal.SIGINT)
        return share

    assert list(shared_out(interrupted, [1, 2], unseen, 2)) == [1, 2]


def test_where_processes_cannot_be_forked_the_work_is_done_here(monkeypatch):
    monkeypatch.setattr(processes, "_FORKS", False)
    assert processes.cores() == 1
    here = list(shared_out(lambda share, advance: os.getpid(), [1, 2], unseen, 2))
    assert here == [os.getpid()] * 2
