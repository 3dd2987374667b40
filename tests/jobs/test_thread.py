"""A waking thread: prompt when woken, alive after trouble, gone when stopped."""

from threading import Event

from bot.jobs.thread import WakingThread

SOON_S = 5.0


def test_it_works_at_once_and_again_when_woken():
    times, first, second = [], Event(), Event()

    def work():
        times.append(1)
        (first if len(times) == 1 else second).set()

    thread = WakingThread("t", work, longest_rest_s=60)
    thread.start()
    assert first.wait(SOON_S)
    thread.wake()
    assert second.wait(SOON_S)
    thread.stop()


def test_it_works_again_when_its_rest_is_over():
    done, times = Event(), []

    def work():
        times.append(1)
        if len(times) == 3:
            done.set()
        return 0.001

    thread = WakingThread("t", work, longest_rest_s=60)
    thread.start()
    assert done.wait(SOON_S)
    thread.stop()


def test_trouble_does_not_end_it():
    done, times = Event(), []

    def work():
        times.append(1)
        if len(times) == 1:
            raise RuntimeError("the database is away")
        done.set()

    thread = WakingThread("t", work, longest_rest_s=60)
    thread.start()
    thread.wake()
    assert done.wait(SOON_S)
    thread.stop()


def test_one_that_never_started_can_be_stopped():
    times = []
    WakingThread("t", lambda: times.append(1), longest_rest_s=60).stop()
    assert times == []
