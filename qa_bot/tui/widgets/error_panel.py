"""A panel above the status line that shows an error until it is resolved or dismissed."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from qa_bot.core.sanitizing import plain


class ErrorPanel(Static):
    """What went wrong, why, and what to do; hidden while there is no error."""

    def __init__(self) -> None:
        super().__init__(markup=False)

    def tell(self, what: str, why: str, then: str) -> None:
        """Show the panel."""
        self.update(Content.assemble((what, "bold"), "\n", plain(why).strip(), "\n", then))
        self.display = True

    def hide(self) -> None:
        """Hide the panel."""
        self.display = False
