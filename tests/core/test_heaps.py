"""Threads share heaps, so that fewer of them keep what was freed."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from qa_bot.core.heaps import MOST_HEAPS

HEAP_BYTES = 1 << 26
"""glibc begins each heap of a thread at a multiple of this."""
COUNT = f"""
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from qa_bot.core.heaps import share_heaps

share_heaps()
together = Barrier(8)

def allocate(_):
    blocks = [bytes(100_000) for _ in range(20)]
    together.wait()
    return len(blocks)

with ThreadPoolExecutor(8) as executor:
    list(executor.map(allocate, range(8)))
    maps = [line.split() for line in Path("/proc/self/maps").read_text().splitlines()]
starts = (int(fields[0].partition("-")[0], 16) for fields in maps if len(fields) == 5)
print(sum(start % {HEAP_BYTES} == 0 for start in starts))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc gives threads heaps of their own")
def test_threads_share_a_few_heaps() -> None:
    found = subprocess.run(  # noqa: S603  the test's own words
        [sys.executable, "-c", COUNT], check=True, capture_output=True, text=True
    )
    assert 0 < int(found.stdout) <= MOST_HEAPS
