"""The line to search the library in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.widgets import Input

from qa_bot.tui.actions import LIBRARY_SEARCH

if TYPE_CHECKING:
    from textual.binding import BindingType


class LibrarySearch(Input):
    """The line to search in."""

    BINDINGS: ClassVar[list[BindingType]] = LIBRARY_SEARCH

    class Left(Message):
        """The user wants to go to the rows."""

    def action_leave(self) -> None:
        """Go to the rows."""
        self.post_message(self.Left())

    def action_clear(self) -> None:
        """Clear the search and go to the rows."""
        self.value = ""
        self.post_message(self.Left())
