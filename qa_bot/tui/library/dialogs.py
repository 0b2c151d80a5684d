"""What the library asks: what to add, and whether to build from scratch."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from qa_bot.tui.actions import ADD_DIALOG
from qa_bot.tui.widgets.dialog_line import DialogLine
from qa_bot.tui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Paste

WHAT_TO_ADD = """\
The address of a web page (https://…), or the path of a file or folder. You can drop files onto the terminal \
or paste several paths. The article is saved in your corpus folder, and the index is updated.\
"""


FROM_SCRATCH = [
    "Read and embed everything again?",
    "An update reads only what changed, and gives the same index. You can cancel at any time.",
]


class AddDialog(ModalScreen[str]):
    """Asks for an address or paths, and returns what was typed; None or "" if nothing is to be added."""

    BINDINGS: ClassVar[list[BindingType]] = ADD_DIALOG

    def __init__(self, typed: str = "", failure: str = "") -> None:
        """Take what could not be added, and why."""
        super().__init__()
        self._typed, self._failure = typed, failure

    def compose(self) -> ComposeResult:
        """Lay out the question and the line."""
        with Vertical(classes="dialog"):
            yield Static("Add to the library", classes="dialog-title", markup=False)
            yield Static(Content(WHAT_TO_ADD), classes="dialog-text")
            yield PathLine(
                self._typed, placeholder="https://… or a path, then Enter", id="to-add", select_on_focus=False
            )
            if self._failure:
                yield Static(Content(self._failure), classes="dialog-failure")
        yield KeyFooter(show_command_palette=False)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def action_add(self) -> None:
        """Add what is typed."""
        self.dismiss(self.query_one(Input).value)


class PathLine(DialogLine):
    """A line that takes all of a text that is pasted or dropped; Input would keep its first line."""

    def on_paste(self, event: Paste) -> None:
        """Insert the lines as one, parted by blanks."""
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(" ".join(event.text.split("\n")).strip())
