"""The real app in a pseudo-terminal, with its processor time, its memory, and when it draws what.

Nothing but the app runs in its process, so its processor time and memory are those of the app alone.
"""

from __future__ import annotations

import os
import re
import sys
import time
from bisect import bisect_left
from pathlib import Path
from statistics import quantiles
from threading import Condition
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from pseudo_terminal import ESCAPE_SEQUENCE, Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

QUIET_S = 0.25
"""Seconds without output after which the screen counts as complete; the cursor blinks every half second."""
LOST_S = 300.0
_MOVED = re.compile(r"\x1b\[(\d*)(?:;\d*)?H")

Drawn = list[tuple[int, str]]
"""What was drawn: the row, counted from 1, and the text."""


class AppInTerminal(Terminal):
    """The app on a corpus, at a size."""

    def __init__(self, corpus: Path, index: Path, data: Path, *, columns: int = 120, rows: int = 40) -> None:
        self._arrived: list[tuple[int, float]] = []
        self._more = Condition()
        arguments = ["--corpus", str(corpus), "--index", str(index)]
        super().__init__(
            [sys.executable, "-m", "qa_bot", *arguments],
            folder=data,
            variables={
                **os.environ,
                "QA_BOT_DATA": str(data),
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
            },
            columns=columns,
            rows=rows,
        )

    def received(self, size: int) -> None:
        """Note when it was."""
        with self._more:
            self._arrived.append((size, time.perf_counter()))
            self._more.notify_all()

    @property
    def processor_s(self) -> float:
        """The processor time of all threads of the app so far, in seconds."""
        return time.clock_gettime((~self.process.pid << 3) | 2)  # what clock_getcpuclockid(3) gives

    @property
    def waited_s(self) -> float:
        """How long the app's main thread has waited for a processor so far, in seconds."""
        pid = self.process.pid
        return int(Path(f"/proc/{pid}/task/{pid}/schedstat").read_text(encoding="ascii").split()[1]) / 1e9

    @property
    def memory_mb(self) -> float:
        """The resident memory of the app."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6

    @property
    def position(self) -> int:
        """How much was written so far."""
        return len(self._written)

    def drawn(self, since: int) -> Drawn:
        """Return what was drawn since a position, without colours."""
        written = bytes(self._written[since:]).decode("utf-8", "replace")
        _, *pieces = _MOVED.split(written)
        return [
            (int(row or 1) + below, line.rstrip("\r"))
            for row, text in zip(pieces[0::2], pieces[1::2], strict=True)
            for below, line in enumerate(ESCAPE_SEQUENCE.sub("", text).split("\n"))
            if line.strip()
        ]

    def until(self, is_there: Callable[[Drawn], bool], since: int) -> float:
        """Wait until something was drawn; return when it had arrived."""
        due, seen = time.perf_counter() + LOST_S, -1
        while True:
            with self._more:
                while (arrived := self._arrived[-1][0] if self._arrived else 0) == seen:
                    if not self._more.wait(due - time.perf_counter()):
                        raise TimeoutError(f"it was never drawn; the last was {self.drawn(since)[-20:]}")
                seen = arrived
            if is_there(self.drawn(since)):
                return self._arrived[bisect_left(self._arrived, (seen, 0.0))][1]

    def says(self, text: str, since: int = 0) -> None:
        """Wait until a text is drawn."""
        self.until(lambda drawn: any(text in line for _, line in drawn), since)

    def rest(self) -> float:
        """Wait until nothing was drawn for a while; return when the last was."""
        begun = time.perf_counter()
        while True:
            with self._more:
                last = max(begun, self._arrived[-1][1])
                if not self._more.wait(max(0.0, last + QUIET_S - time.perf_counter())):
                    return last


def share(values: Iterable[float], hundredths: int) -> float:
    """Return a percentile."""
    first, *others = values
    return quantiles((first, *others), n=100, method="inclusive")[hundredths - 1] if others else first


def load() -> str:
    """Say how busy the machine is."""
    return f"{os.cpu_count()} processors, load average {os.getloadavg()[0]:.1f}"
