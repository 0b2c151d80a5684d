"""Work in a thread of its own, whose end can be waited for and whose error is raised where it is."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class BackgroundTask:
    """Work that goes on behind; the process does not wait for it when it ends."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def is_over(self, wait_s: float) -> bool:
        """Tell whether it has ended, well or not, within some seconds."""
        self._thread.join(wait_s)
        return not self._thread.is_alive()

    def finish(self) -> None:
        """Wait for its end, and raise what it raised."""
        self._thread.join()
        if self._error:
            raise self._error

    def _run(self) -> None:
        try:
            self._work()
        except BaseException as error:  # noqa: BLE001  raised where it is waited for
            self._error = error
