"""Chooses the number of threads for a stream of similar work by measuring, not by counting processors.

On a busy machine, or if processors share what the work needs, a second thread costs processor time and saves
little. The measurement runs the work itself, so no time is wasted on it.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
Clock: TypeAlias = "Callable[[], float]"
Work: TypeAlias = "Callable[[Sequence[_Item], int], Sequence[_Result]]"
"""Takes items and a number of threads, and returns the result of each item."""

WORTH: Final = 1.3
"""Least speed-up for which twice as many threads are kept."""

_TRIED_AGAIN: Final = 64
"""Number of calls after which the choice is made again, since the machine may be busier or freer."""


def make_patient() -> None:
    """Let idle torch threads sleep, and tokenizers start none. Call it before importing either."""
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


@contextmanager
def unshared_products() -> Iterator[None]:
    """Let one thread compute each of numpy's products of matrices.

    Threads that share a small one wait for each other longer than they compute. On a busy machine they made
    the first build of the sample take twice as long.
    """
    from threadpoolctl import threadpool_limits  # only for a build

    with threadpool_limits(1, "blas"):
        yield


class ThreadCount:
    """A number of threads that starts at 1 and doubles as long as that makes the work clearly faster."""

    def __init__(self, most: int | None = None, clock: Clock = time.perf_counter) -> None:
        """Set the maximum; by default the number of processors that this process may use."""
        self.count = 1
        self._most, self._clock = most or _usable_processors(), clock
        self._left = 0  # calls until the choice is made again; 0 while it is being made

    def run(self, items: Sequence[_Item], work: Work[_Item, _Result]) -> list[_Result]:
        """Return the result of each item.

        Neighbouring items should take about the same time. Nothing is measured with fewer than four items for
        each thread.
        """
        if self._left:
            self._left -= 1
            if not self._left:
                self.count = 1
        elif 2 * self.count <= self._most and len(items) >= 4 * self.count:
            return self._try(items, work)
        return list(work(items, self.count))

    def _try(self, items: Sequence[_Item], work: Work[_Item, _Result]) -> list[_Result]:
        """Do every other item with the current number of threads, and the rest with twice as many."""
        started = self._clock()
        with_few = work(items[0::2], self.count)
        between = self._clock()
        with_many = work(items[1::2], 2 * self.count)
        few_s, many_s = (between - started) / len(with_few), (self._clock() - between) / len(with_many)
        is_worth_it = few_s > WORTH * many_s
        self.count *= 2 if is_worth_it else 1
        if not is_worth_it or 2 * self.count > self._most:
            self._left = _TRIED_AGAIN
        merged: list[_Result] = [*with_few, *with_many]
        merged[0::2], merged[1::2] = with_few, with_many
        return merged


def _usable_processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
