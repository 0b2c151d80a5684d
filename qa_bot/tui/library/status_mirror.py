"""The status line of the app on another screen."""

from __future__ import annotations

from functools import partial

from qa_bot.tui.widgets.status_line import StatusLine


class StatusMirror(StatusLine):
    """Shows what another status line shows."""

    def __init__(self, mirrored: StatusLine) -> None:
        """Take the other line."""
        super().__init__()
        self._mirrored = mirrored
        self.pace = mirrored.pace

    def on_mount(self) -> None:
        """Follow it."""
        for name in ("activity", "progress", "loaded", "changes", "searching", "model_error"):
            self.watch(self._mirrored, name, partial(self._follow, name))

    def _follow(self, name: str, value: object) -> None:
        setattr(self, name, value)
