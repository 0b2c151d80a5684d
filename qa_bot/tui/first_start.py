"""The first start: where nothing names any articles, the user names a folder or tries the sample.

A folder can be typed, dropped on the terminal or pasted; a terminal sends a dropped file as a paste. What is
chosen goes into the config file, so that this screen is shown once.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Button, Input, Static

from qa_bot.core.errors import QaBotError
from qa_bot.core.sanitizing import plain
from qa_bot.tui.actions import FIRST_START
from qa_bot.tui.widgets.dialog_line import DialogLine
from qa_bot.tui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import Key, Paste

    from qa_bot.core.settings import FirstLibrary, FolderGlance

INTRO = Content.assemble(
    ("Answers from your own articles\n\n", "bold"),
    "Which folder are they in? Type its path, or drop or paste it here, and press Enter.",
)
OR = "Or press Tab, then Enter:"
SAMPLE = "Try the sample articles"


class FolderSuggester(Suggester):
    """Suggests the first folder that goes on as the line does."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """Return the whole line with the folder completed; None where none goes on like it."""
        return completed(value) or None


class FirstStart(ModalScreen[None]):
    """Asks for the first library, and ends when there is one."""

    BINDINGS: ClassVar[list[BindingType]] = FIRST_START
    AUTO_FOCUS = "#folder"

    def __init__(self, library: FirstLibrary) -> None:
        super().__init__()
        self._library = library
        self._refused: str | None = None
        """The line that could not be taken; None once it was changed."""

    def compose(self) -> ComposeResult:
        """Lay out the two ways, and where the choice is stored."""
        with VerticalScroll(id="first-start"), Vertical():
            yield Static(INTRO)
            suggester = FolderSuggester()
            yield DialogLine(
                placeholder="~/articles", suggester=suggester, id="folder", select_on_focus=False
            )
            yield Static("", id="glance", markup=False)
            yield Static(OR, classes="quiet", id="or", markup=False)
            yield Button(SAMPLE, compact=True, id="sample")
            yield Static(
                f"A few short articles, copied to {self._library.sample}", classes="quiet", markup=False
            )
            yield Static(f"Your choice is stored in {self._library.config}", classes="quiet", markup=False)
        yield KeyFooter(show_command_palette=False)

    @property
    def _line(self) -> Input:
        return self.query_one("#folder", Input)

    @on(Input.Changed)
    def _look_again(self, event: Input.Changed) -> None:
        self._refused = None
        if event.value.strip():
            self._look(event.value)
        else:
            self._tell("")

    @work(thread=True, exclusive=True, group="look")
    def _look(self, text: str) -> None:
        try:
            found = seen(self._library.look(text))
        except QaBotError as error:
            self.app.call_from_thread(self._tell, str(error), about=text)
        else:
            self.app.call_from_thread(self._tell, found, about=text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Enter to the sample while that has the focus."""
        return self._line.has_focus if action == "open" else super().check_action(action, parameters)

    def action_open(self) -> None:
        """Look at the folder again: it may have changed, and what was typed last may not be looked at yet."""
        typed = self._line.value
        self._create(lambda: self._library.create(self._library.look(typed).folder))

    @on(Button.Pressed)
    def _take_sample(self) -> None:
        self._create(self._library.try_sample)

    @work(thread=True, exclusive=True, group="create")
    def _create(self, create: Callable[[], None]) -> None:
        try:
            create()
        except QaBotError as error:
            self.app.call_from_thread(self._tell, str(error), failed=True)
        else:
            self.app.call_from_thread(self.dismiss, None)

    def _tell(self, text: str, *, about: str | None = None, failed: bool = False) -> None:
        """Show what a folder is, unless the line has changed since, or why it cannot be taken."""
        if failed:
            self._refused = self._line.value
        if about is None or about == self._line.value != self._refused:  # a look may end after the refusal
            shown = self.query_one("#glance", Static)
            shown.update(plain(text))
            shown.set_class(failed, "-failed")

    def on_paste(self, event: Paste) -> None:
        """Take what is dropped while the line has no focus."""
        event.stop()
        self._line.focus()
        self._line.value = next((line.strip() for line in event.text.splitlines() if line.strip()), "")

    def on_key(self, event: Key) -> None:
        """Type into the line what is typed elsewhere."""
        if (
            event.is_printable
            and event.character
            and not event.character.isspace()
            and not self._line.has_focus
        ):
            event.stop()
            self._line.focus()
            self._line.insert_text_at_cursor(event.character)

    def action_complete(self) -> None:
        """Complete the folder, or go to the next place."""
        further = completed(self._line.value) if self._line.has_focus else ""
        if further:
            self._line.value = further
            self._line.cursor_position = len(further)
        else:
            self.focus_next()


def completed(typed: str) -> str:
    """Return a path with its last folder completed; "" where it is complete, or none goes on like it."""
    before, separator, begun = typed.rpartition(os.sep)
    if not separator or not begun:
        return ""
    try:
        with os.scandir(Path(before + separator).expanduser()) as entries:
            going_on = [entry.name for entry in entries if _goes_on(entry, begun)]
    except (OSError, ValueError, RuntimeError):  # RuntimeError: no home of that user
        return ""
    return f"{before}{separator}{min(going_on)}{separator}" if going_on else ""


def _goes_on(entry: os.DirEntry[str], begun: str) -> bool:
    return entry.name.startswith(begun) and entry.is_dir()


def seen(glance: FolderGlance) -> str:
    """Describe a folder in one line."""
    number = f"{glance.files:,}{'+' if glance.more else ''}"
    what = "1 article file" if number == "1" else f"{number} article files"
    return f"{glance.folder} · {what}" if glance.files else f"{glance.folder} · no article file in it"
