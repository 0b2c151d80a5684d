"""Passes on the progress of a long task, and ends the task when it was cancelled."""

from __future__ import annotations

from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.worker import Worker

    from qa_bot.core.types import Progress

PROGRESS_INTERVAL_S = 0.05
"""Faster progress reports are dropped: twenty a second are enough for the eye."""


class AbandonedError(Exception):
    """Ends a task that was cancelled, or whose app was quit."""


class ProgressReporter:
    """Called with each step of a task; raises AbandonedError at the first one after `cancel`.

    A task can therefore only end between two steps, and its thread ends with it.
    """

    def __init__(self, worker: Worker[None], tell: Callable[[Progress], object]) -> None:
        self._worker, self._tell = worker, tell
        self._cancelled = Event()
        self._stage, self._due = "", 0.0

    def cancel(self) -> None:
        """End the task at its next step."""
        self._cancelled.set()

    def __call__(self, progress: Progress) -> None:
        """Pass progress on, at most every PROGRESS_INTERVAL_S within a stage."""
        if self._worker.is_cancelled:
            raise AbandonedError
        if self._cancelled.is_set():
            self._cancelled.clear()  # the engine may keep this reporter for a later task
            raise AbandonedError
        now = monotonic()
        if progress.stage == self._stage and now < self._due and progress.done != progress.total:
            return
        self._stage, self._due = progress.stage, now + PROGRESS_INTERVAL_S
        self._tell(progress)
