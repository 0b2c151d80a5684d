"""A line of a dialog that has a key for Enter, which the footer shows."""

from __future__ import annotations

from textual.widgets import Input


class DialogLine(Input):
    """An input line that leaves Enter to its dialog."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Have no action for Enter."""
        return False if action == "submit" else super().check_action(action, parameters)
