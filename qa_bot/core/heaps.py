"""Bounds the memory that glibc's malloc keeps after it was freed.

By default up to eight threads per processor get a heap each, and every heap keeps the most that its thread
ever needed. In the app, where questions are answered by changing threads, that was a third of all memory.
"""

from __future__ import annotations

import sys
from contextlib import suppress

MOST_HEAPS = 2
LARGE_BYTES = 1 << 20
"""Blocks from this size on are mapped one by one, and unmapped when they are freed.

Unless set, glibc raises its limit to the largest block that was ever freed."""
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8  # of malloc.h


def share_heaps() -> None:
    """Let all threads that start from now on share a few heaps; does nothing without glibc."""
    if sys.platform != "linux":
        return
    import ctypes  # takes 2 ms

    with suppress(AttributeError, OSError):  # musl has no mallopt
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_ARENA_MAX, MOST_HEAPS)
        mallopt(_MMAP_THRESHOLD, LARGE_BYTES)
