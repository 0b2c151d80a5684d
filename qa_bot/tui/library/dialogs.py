"""What the library asks: what to add."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from qa_bot.core.pasted_paths import pasted_paths
from qa_bot.tui.actions import ADD_DIALOG
from qa_bot.tui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Paste

WHAT_TO_ADD = """\
The address of a web page (https://…), or the path of a file or folder. You can drop files onto the terminal \
or paste several paths. The article is saved in your corpus folder, and the index is updated.\
"""


class AddDialog(ModalScreen[list[str]]):
    """Asks for an address or paths; None if nothing is to be added."""

    BINDINGS: ClassVar[list[BindingType]] = ADD_DIALOG

    def compose(self) -> ComposeResult:
        """Lay out the question and the line."""
        with Vertical(classes="dialog"):
            yield Static("Add to the library", classes="dialog-title", markup=False)
            yield Static(Content(WHAT_TO_ADD), classes="dialog-text")
            yield PathLine(placeholder="https://… or a path, then Enter", id="to-add", select_on_focus=False)
        yield KeyFooter(show_command_palette=False)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _add(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(pasted_paths(event.value) or None)


class PathLine(Input):
    """A line that takes all of a text that is pasted or dropped; Input would keep its first line."""

    def on_paste(self, event: Paste) -> None:
        """Insert the lines as one, parted by blanks."""
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(" ".join(event.text.split("\n")).strip())
