"""Articles, or their authors, that answer a question about the articles: a line each, all in one widget.

Beyond the first FIRST, the rest is folded into a last line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.actions import SkipAction
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from qa_bot.tui.actions import LISTING
from qa_bot.tui.location import Location
from qa_bot.tui.widgets.passage_item import PassageItem
from qa_bot.wording.listing import more_line, rows_of_listing

if TYPE_CHECKING:
    from textual.binding import BindingType

    from qa_bot.core.listing import Listing

FIRST = 10
REST = "rest"


class SourceList(OptionList, inherit_bindings=False):
    """A list of articles to open."""

    BINDINGS: ClassVar[list[BindingType]] = LISTING

    def __init__(self, listing: Listing) -> None:
        """Take the articles to list."""
        super().__init__(markup=False)
        self._listing = listing
        self._list(FIRST)

    def _list(self, count: int) -> None:
        """List the first articles, and how many more there are."""
        rows, listing = rows_of_listing(self._listing, count), self._listing
        self.clear_options()
        self.add_options([Content(row) for row in rows])
        if more := listing.total - len(rows):
            has_more = bool(listing.names[count:] or listing.sources[count:])
            self.add_option(Option(Content(more_line(more)), id=REST, disabled=not has_more))

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id == REST:
            self._list(len(self._listing.names or self._listing.sources))
            self.highlighted = event.option_index
        elif not self._listing.names:
            source = self._listing.sources[event.option_index]
            self.post_message(PassageItem.Opened(Location(None, id=source.path)))

    def on_focus(self) -> None:
        """Begin with the first article."""
        if self.highlighted is None:
            self.highlighted = 0

    def action_cursor_up(self) -> None:
        """Go to the article before, or out of the list."""
        if not self.highlighted:
            raise SkipAction
        super().action_cursor_up()

    def action_cursor_down(self) -> None:
        """Go to the next article, or out of the list."""
        if self.highlighted == self.option_count - 1:
            raise SkipAction
        super().action_cursor_down()
