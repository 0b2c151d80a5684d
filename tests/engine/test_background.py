"""What goes on behind can be waited for, and its error is not lost."""

import threading

import pytest

from qa_bot.engine.background import BackgroundTask


def test_work_goes_on_behind_until_it_is_over() -> None:
    """It is not over before it ends."""
    gate, done = threading.Event(), threading.Event()

    def work() -> None:
        gate.wait(30)
        done.set()

    task = BackgroundTask(work)
    assert not task.is_over(0.01)
    gate.set()
    task.finish()
    assert task.is_over(0)
    assert done.is_set()


def test_an_error_is_raised_where_the_end_is_waited_for() -> None:
    """Not in the thread, where nobody would see it."""
    task = BackgroundTask(lambda: 1 / 0)
    assert task.is_over(30)
    with pytest.raises(ZeroDivisionError):
        task.finish()
