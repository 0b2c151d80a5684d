"""How many threads a stream of like work is worth, found out by trying, not by counting processors.

On a machine that is busy, or whose processors share what the work needs, a second thread takes processor time
and gives little. What is tried is the work itself, so that nothing is done in vain.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
Clock: TypeAlias = "Callable[[], float]"
Work: TypeAlias = "Callable[[Sequence[_Item], int], Sequence[_Result]]"
"""Takes items and a number of threads, and gives the result of each item."""

WORTH: Final = 1.3
"""How many times as quick twice as many threads must be to be kept."""

_TRIED_AGAIN: Final = 64
"""After so many pieces of work the number is sought anew: what else the machine does may have changed."""


def make_patient() -> None:
    """Let torch's threads sleep while they wait, and tokenizers start none; before either is imported."""
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


class ThreadCount:
    """A number of threads, 1 at first, that is doubled while that makes the work clearly shorter."""

    def __init__(self, most: int | None = None, clock: Clock = time.perf_counter) -> None:
        """Set the most threads there may be: the processors that this process may use, if not said."""
        self.count = 1
        self._most, self._clock = most or _usable_processors(), clock
        self._left = 0  # pieces of work until the number is sought anew; 0 while it is being sought

    def run(self, items: Sequence[_Item], work: Work[_Item, _Result]) -> list[_Result]:
        """Give the result of each item.

        Items next to each other should take about the same time. With fewer than four for each thread nothing
        is tried.
        """
        if self._left:
            self._left -= 1
            if not self._left:
                self.count = 1
        elif 2 * self.count <= self._most and len(items) >= 4 * self.count:
            return self._try(items, work)
        return list(work(items, self.count))

    def _try(self, items: Sequence[_Item], work: Work[_Item, _Result]) -> list[_Result]:
        """Do every other item with as many threads as before, and the rest with twice as many."""
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
