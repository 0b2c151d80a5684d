"""The headings of an article, to go to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from qa_bot.core.sanitizing import clean_line
from qa_bot.tui.actions import DIALOG, HEADINGS
from qa_bot.tui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from qa_bot.tui.article_page import Block

INDENT = "  "


class Headings(OptionList):
    """A list that letters move in, too."""

    BINDINGS: ClassVar[list[BindingType]] = HEADINGS


class HeadingsDialog(ModalScreen[int | None]):
    """Dismissed with the number of the heading chosen, from 0; None for none."""

    BINDINGS: ClassVar[list[BindingType]] = DIALOG

    def __init__(self, headings: Sequence[Block], here: int) -> None:
        """Take the headings, and the number of the one to begin at."""
        super().__init__()
        self._headings, self._here = headings, here

    def compose(self) -> ComposeResult:
        """Lay out the list, indented by level."""
        least = min(heading.level for heading in self._headings)
        with Vertical(classes="dialog"):
            yield Static("Headings", classes="dialog-title")
            yield Headings(
                *(
                    Content(INDENT * (heading.level - least) + clean_line(heading.text))
                    for heading in self._headings
                ),
                markup=False,
            )
        yield KeyFooter(show_command_palette=False)

    def on_mount(self) -> None:
        """Begin at the heading in view."""
        options = self.query_one(Headings)
        options.highlighted = self._here
        options.focus()

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)
