"""The number of threads is what the work itself shows to be worth it."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qa_bot.encoders.threads import ThreadCount

if TYPE_CHECKING:
    from collections.abc import Sequence

PIECE = tuple(range(128))


class Machine:
    """Doubles numbers, on so many free processors; time is counted, not spent."""

    def __init__(self, free: float) -> None:
        self.free, self.now_s = free, 0.0
        self.asked: list[int] = []

    def clock(self) -> float:
        """Tell the time."""
        return self.now_s

    def double(self, numbers: Sequence[int], threads: int) -> list[int]:
        """Take a second for each number, shared among the threads that find a processor free."""
        self.asked.append(threads)
        self.now_s += len(numbers) / min(threads, self.free)
        return [2 * number for number in numbers]


@pytest.mark.parametrize(
    ("free", "most", "expected"), [(1, 8, 1), (1.2, 8, 1), (2, 2, 2), (4, 16, 4), (5, 16, 4), (16, 8, 8)]
)
def test_threads_are_doubled_while_that_is_clearly_quicker(free: float, most: int, expected: int) -> None:
    machine = Machine(free)
    threads = ThreadCount(most, machine.clock)
    for _ in range(6):
        assert threads.run(PIECE, machine.double) == [2 * number for number in PIECE]
    assert threads.count == expected
    assert max(machine.asked) <= most


def test_what_is_tried_is_the_work_itself() -> None:
    machine = Machine(free=2)
    ThreadCount(2, machine.clock).run(PIECE, machine.double)
    assert machine.asked == [1, 2]
    assert machine.now_s == 64 / 1 + 64 / 2


def test_one_processor_tries_nothing() -> None:
    machine = Machine(free=1)
    threads = ThreadCount(1, machine.clock)
    for _ in range(3):
        threads.run(PIECE, machine.double)
    assert machine.asked == [1, 1, 1]


@pytest.mark.parametrize("length", [0, 1, 3])
def test_too_little_to_try_with_is_done_as_it_is(length: int) -> None:
    machine = Machine(free=8)
    threads = ThreadCount(8, machine.clock)
    assert threads.run(range(length), machine.double) == [0, 2, 4][:length]
    assert (threads.count, machine.asked) == (1, [1])


@pytest.mark.parametrize("length", [4, 5, 127])
def test_every_item_keeps_its_place(length: int) -> None:
    machine = Machine(free=8)
    assert ThreadCount(8, machine.clock).run(range(length), machine.double) == list(range(0, 2 * length, 2))


def test_the_number_is_sought_anew_when_the_machine_has_changed() -> None:
    machine = Machine(free=1)
    threads = ThreadCount(4, machine.clock)
    threads.run(PIECE, machine.double)
    machine.free = 4
    for _ in range(200):
        threads.run(PIECE, machine.double)
    assert threads.count == 4
    machine.free = 1
    for _ in range(200):
        threads.run(PIECE, machine.double)
    assert threads.count == 1


def test_a_failure_of_the_work_is_the_callers() -> None:
    def fail(numbers: Sequence[int], threads: int) -> list[int]:
        raise ZeroDivisionError(len(numbers), threads)

    with pytest.raises(ZeroDivisionError):
        ThreadCount(4).run(PIECE, fail)
