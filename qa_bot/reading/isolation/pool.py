"""Files -> readings, in a few worker processes, so that a file that crashes its reader affects no other file.

A process that ends while it reads a file is replaced before the next file. No process remains after the
block.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from qa_bot.core.errors import ReadingError
from qa_bot.reading.isolation.worker import from_json
from qa_bot.reading.limits import MAX_SECONDS
from qa_bot.reading.listing import printable_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from qa_bot.reading.read import Reading

__all__ = ["read_files", "read_one"]

_MOST_WORKERS: Final = 4
_LEAST_FILES_A_WORKER: Final = 8  # starting a process takes as long as reading some


@contextmanager
def read_files(paths: Sequence[str], root: Path) -> Iterator[Iterator[Reading | ReadingError]]:
    """Read files below `root`; within the block, yield the outcome of each, in the given order.

    Errors are yielded, not raised. Leaving the block early ends the processes at once.
    """
    count = max(1, min(os.cpu_count() or 1, _MOST_WORKERS, len(paths) // _LEAST_FILES_A_WORKER))
    workers = [_Worker(root) for _ in range(count)]
    idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def read(path: str) -> Reading | ReadingError:
        worker = idle.get()  # never waits: each thread has one
        try:
            return worker.read(path)
        finally:
            idle.put(worker)

    executor = ThreadPoolExecutor(count, thread_name_prefix="reading")
    try:
        yield executor.map(read, paths)
    finally:
        for worker in workers:
            worker.close()
        executor.shutdown(cancel_futures=True)


def read_one(path: str, root: Path) -> Reading:
    """Read one file below `root`.

    Raises:
        ReadingError: it cannot be read.
    """
    with read_files([path], root) as outcomes:
        outcome = next(outcomes)
    if isinstance(outcome, ReadingError):
        raise outcome
    return outcome


class _Worker:
    """A reading process, started on first use and restarted after it has ended."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._lock = threading.Lock()  # no process starts during or after close

    def read(self, path: str) -> Reading | ReadingError:
        """Read one file."""
        started = time.monotonic()
        process = self._running()
        reply = None if process is None else _ask(process, path)
        if reply is not None and not reply.pop("last"):
            return from_json(reply)
        code = self._end()
        return from_json(reply) if reply else _lost(printable_path(path), code, time.monotonic() - started)

    def close(self) -> None:
        """End the process at once, even while it reads."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.kill()
        self._end()

    def _running(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._process is None and not self._closed:
                self._process = subprocess.Popen(  # noqa: S603  this very interpreter and package
                    _command(self._root),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
            return self._process

    def _end(self) -> int:
        """Wait for the process to end, and return its exit code."""
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return 0
        code = process.wait()
        with suppress(BrokenPipeError), process:  # closes the pipes
            pass
        return code


def _command(root: Path) -> list[str]:
    # -P: a module in the working folder must not replace one of Python's own
    return [sys.executable, "-P", "-m", "qa_bot.reading.isolation.worker", str(root)]


def _ask(process: subprocess.Popen[bytes], path: str) -> dict[str, Any] | None:
    """Send a path and wait for the reply; None if the process ends first."""
    if process.stdin is None or process.stdout is None:
        return None
    try:
        process.stdin.write(json.dumps(path).encode() + b"\n")
        process.stdin.flush()
        line = process.stdout.readline()
    except (OSError, ValueError):  # the other end of the pipe is gone, or this one was closed
        return None
    reply: dict[str, Any] | None = json.loads(line) if line.endswith(b"\n") else None
    return reply


def _lost(path: str, code: int, elapsed_s: float) -> ReadingError:
    """Return the error that says why a process ended while it read a file."""
    if elapsed_s >= MAX_SECONDS:
        return ReadingError(f"{path} takes more than {MAX_SECONDS} s to read: split it or save it as text")
    try:
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    except ValueError:
        how = f"signal {-code}"
    return ReadingError(f"{path} crashed its reader ({how}): it is damaged; save it again, or as text")
