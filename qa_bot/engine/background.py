"""Work in a thread of its own; others can wait for its end and get its error."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class BackgroundTask:
    """Work in a daemon thread: the process does not wait for it when it ends."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def is_over(self, wait_s: float) -> bool:
        """Check whether it ended, with or without an error, within some seconds."""
        self._thread.join(wait_s)
        return not self._thread.is_alive()

    def finish(self) -> None:
        """Wait for its end; raise its error, if it had one."""
        self._thread.join()
        if self._error:
            raise self._error

    def _run(self) -> None:
        try:
            self._work()
        except BaseException as error:  # noqa: BLE001  raised where it is waited for
            self._error = error
