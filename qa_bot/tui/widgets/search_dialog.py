"""A dialog with a search field above a list: letters search, arrows choose, Enter opens."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from qa_bot.tui.actions import SEARCH_DIALOG
from qa_bot.tui.widgets.dialog_line import DialogLine
from qa_bot.tui.widgets.dialogs import Dialog
from qa_bot.tui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content


class SearchDialog(Dialog, inherit_bindings=False):
    """Something to choose from a list."""

    BINDINGS: ClassVar[list[BindingType]] = SEARCH_DIALOG
    HEADING: ClassVar[str] = ""
    CHOOSE: ClassVar[str] = "Open"
    """What Enter does."""
    NONE: ClassVar[str] = "Nothing found"
    """What is shown in place of an empty list."""

    def compose(self) -> ComposeResult:
        """Lay out the search field and the list."""
        with Vertical(classes="dialog search-dialog"):
            yield Static(self.HEADING, classes="dialog-title", markup=False)
            yield DialogLine(placeholder="Search", select_on_focus=False)
            yield OptionList(markup=False)
            yield Static(self.NONE, classes="none-found", markup=False)
        yield KeyFooter(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin with everything."""
        self.query_one(OptionList).can_focus = False
        self.query_one(Input).focus()
        self.search("")

    @property
    def words(self) -> str:
        """What is searched for."""
        return self.query_one(Input).value

    @property
    def chosen(self) -> int | None:
        """The place in the list of what is chosen; None while the list is empty."""
        return self.query_one(OptionList).highlighted

    def label_of(self, action: str) -> str:
        """Call Enter what it does in this dialog."""
        return self.CHOOSE if action == "choose" else ""

    @abstractmethod
    def search(self, words: str) -> None:
        """Fill the list with what contains the words."""

    @abstractmethod
    def choose(self, place: int) -> None:
        """Act on what is chosen."""

    def fill(self, lines: Sequence[Content]) -> None:
        """Fill the list; the first line is chosen."""
        found = self.query_one(OptionList)
        found.clear_options()
        found.add_options(Option(line) for line in lines)
        found.highlighted = 0 if lines else None
        found.display = bool(lines)
        self.query_one(".none-found").display = not lines

    def action_move(self, step: int) -> None:
        """Choose another line."""
        found = self.query_one(OptionList)
        if found.highlighted is not None:
            found.highlighted = min(max(found.highlighted + step, 0), found.option_count - 1)

    @on(Input.Changed)
    def _search_again(self, event: Input.Changed) -> None:
        self.search(event.value)

    @on(OptionList.OptionSelected)
    def action_choose(self) -> None:
        """Act on what is chosen, and close."""
        if self.chosen is not None:
            self.choose(self.chosen)
            self.dismiss()
