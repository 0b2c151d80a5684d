"""Progress of a long task in words, with the time left.

The time left is estimated from the speed over the last minute, shown once that speed is known, and rounded
up.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from qa_bot.core.types import Progress

WINDOW_S: Final = 60.0
"""Seconds over which the speed is measured."""
SETTLED_S: Final = 3.0
"""The speed is known after this many seconds ..."""
SETTLED_STEPS: Final = 4
"""... and this many steps."""

_MINUTE_S, _HOUR_S = 60, 3600


class Pace:
    """Measures the speed of a task and estimates the time left."""

    def __init__(self) -> None:
        self._stage = ""
        self._total = 0
        self._steps: deque[tuple[float, int]] = deque()

    def note(self, progress: Progress, now_s: float) -> None:
        """Record the progress at a monotonic time in seconds."""
        if (progress.stage, progress.total) != (self._stage, self._total):
            self._stage, self._total = progress.stage, progress.total
            self._steps.clear()
        if self._steps and progress.done < self._steps[-1][1]:
            self._steps.clear()  # a new attempt
        if not self._steps or progress.done > self._steps[-1][1]:
            self._steps.append((now_s, progress.done))
        while len(self._steps) > SETTLED_STEPS + 1 and now_s - self._steps[1][0] > WINDOW_S:
            self._steps.popleft()

    @property
    def left_s(self) -> float | None:
        """Seconds until the stage is done, counted from the last step; None while there is no speed yet."""
        if len(self._steps) <= SETTLED_STEPS or not self._total:
            return None
        (first_s, first), (last_s, last) = self._steps[0], self._steps[-1]
        elapsed_s = last_s - first_s
        return elapsed_s / (last - first) * (self._total - last) if elapsed_s >= SETTLED_S else None


def progress_line(progress: Progress, left_s: float | None) -> str:
    """Return the progress of a task: "embedding 1,200 of 4,800, about 2 min left"."""
    counts = f" {progress.done:,}" if progress.done or progress.total else ""
    counts += f" of {progress.total:,}" if progress.total else ""
    ended = progress.total and progress.done >= progress.total
    return f"{progress.stage}{counts}{'' if left_s is None or ended else f', {_rounded(left_s)} left'}"


def _rounded(left_s: float) -> str:
    """Round up, to 10 seconds, to minutes from one minute on, to half hours from two hours on."""
    if left_s <= 50:  # noqa: PLR2004  the last step below a minute
        return f"about {max(10, -int(-left_s // 10) * 10)} s"
    minutes = -int(-left_s // _MINUTE_S)
    if minutes < 120:  # noqa: PLR2004
        return f"about {minutes} min"
    return f"about {-int(-left_s // (_HOUR_S / 2)) / 2:g} h"
