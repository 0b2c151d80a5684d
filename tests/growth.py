"""How the time of a job grows with its input: a ratio within one run, so that no machine is too slow."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LINEAR = 3.0
"""Below it a job takes linear time: twice the input takes twice as long, or four times in quadratic time."""
_RUNS = 5


def growth(job: Callable[[int], object], size: int) -> float:
    """Return how many times as long a job of twice the size takes, in processor time, the best of several.

    A job of the given size should take some milliseconds, so that the clock can tell.
    """
    runs = [(_seconds(job, size), _seconds(job, 2 * size)) for _ in range(_RUNS)]
    return min(double for _, double in runs) / min(single for single, _ in runs)


def _seconds(job: Callable[[int], object], size: int) -> float:
    started = time.thread_time()
    job(size)
    return time.thread_time() - started
