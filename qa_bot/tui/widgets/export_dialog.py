"""The name of the file to export a conversation to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from qa_bot.tui.actions import EXPORT_DIALOG
from qa_bot.tui.widgets.dialog_line import DialogLine
from qa_bot.tui.widgets.dialogs import Dialog
from qa_bot.tui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

SUFFIXES = (".md", ".json")


class ExportDialog(Dialog, inherit_bindings=False):
    """A field for the name; Enter exports, unless a file of this name exists."""

    BINDINGS: ClassVar[list[BindingType]] = EXPORT_DIALOG

    @dataclass
    class Named(Message):
        """The user has named a file that does not exist yet."""

        path: Path

    def __init__(self, name: str) -> None:
        """Take the name to begin with."""
        super().__init__()
        self._name = name

    def compose(self) -> ComposeResult:
        """Lay out the field."""
        with Vertical(classes="dialog"):
            yield Static("Export the conversation", classes="dialog-title", markup=False)
            yield DialogLine(self._name, select_on_focus=False)
            yield Static(
                "A name in .md for Markdown, in .json for JSON. Enter writes it.",
                id="export-note",
                markup=False,
            )
        yield KeyFooter(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin in the field."""
        self.query_one(Input).focus()

    def action_write(self) -> None:
        """Have the conversation written, unless the name cannot be used."""
        try:
            path = Path(self.query_one(Input).value.strip()).expanduser()
            trouble = _trouble_with(path)
        except (OSError, RuntimeError, ValueError) as error:  # no name that a file can have; no home folder
            trouble = f"This name cannot be used: {error}."
        if trouble:
            self.query_one("#export-note", Static).update(trouble)
        else:
            self.app.post_message(self.Named(path))
            self.dismiss()


def _trouble_with(path: Path) -> str:
    """Return why a file cannot be written there; "" if it can."""
    if path.suffix.lower() not in SUFFIXES:
        return "The name must end in .md or .json."
    if path.exists():
        return "A file of this name exists. Choose another name."
    return "" if path.parent.is_dir() else f"There is no folder {path.parent}."
