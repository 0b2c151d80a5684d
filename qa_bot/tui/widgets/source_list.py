"""Articles, or their authors, that answer a question about the articles: a line each, all in one widget.

Beyond the first FIRST, the rest is folded into a last line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.actions import SkipAction
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from qa_bot.tui.actions import LISTING
from qa_bot.tui.location import Location
from qa_bot.tui.widgets.hanging import Hanging
from qa_bot.tui.widgets.passage_item import PassageItem
from qa_bot.wording.listing import more_line, parts_of_listing

if TYPE_CHECKING:
    from textual.binding import BindingType

    from qa_bot.core.listing import Listing

FIRST = 10
REST = "rest"
QUIET = "$foreground-muted"


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
        rows, listing = parts_of_listing(self._listing, count), self._listing
        self.clear_options()
        self.add_options(Hanging(Content.assemble(first, (rest, QUIET))) for first, rest in rows)
        if more := listing.total - len(rows):
            has_more = bool(listing.names[count:] or listing.sources[count:])
            self.add_option(Option(Hanging(Content(more_line(more)), ""), id=REST, disabled=not has_more))

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id == REST:
            self.add_class("-all")
            self._list(len(self._listing.names or self._listing.sources))
            self.highlighted = event.option_index
        elif not self._listing.names:
            source = self._listing.sources[event.option_index]
            self.post_message(PassageItem.Opened(Location(None, id=source.path)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to open an article, not the name of a publication or author."""
        if action == "select" and self._listing.names:
            chosen = self.highlighted
            return chosen is not None and self.get_option_at_index(chosen).id == REST
        return super().check_action(action, parameters)

    def label_of(self, action: str) -> str:
        """Say that Enter lists the rest where it does."""
        chosen = self.highlighted
        is_rest = chosen is not None and self.get_option_at_index(chosen).id == REST
        return "List the rest" if action == "select" and is_rest else ""

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Offer what Enter does here."""
        super().watch_highlighted(highlighted)
        self.refresh_bindings()

    def scroll_to_highlight(self, top: bool = False) -> None:
        """Scroll to the article that is chosen, also in a conversation that shows only part of the list."""
        super().scroll_to_highlight(top)
        if self.has_focus and self.highlighted is not None:
            line, lines = self._index_to_line[self.highlighted], self._heights[self.highlighted]
            chosen = Region(0, line - self.scroll_offset.y, self.size.width, lines)
            for node in self.ancestors:
                if isinstance(node, VerticalScroll):
                    offset = self.content_region.offset - node.region.offset + node.scroll_offset
                    node.scroll_to_region(chosen.translate(offset), animate=False)

    def on_focus(self) -> None:
        """Begin with the first article."""
        if self.highlighted is None:
            self.highlighted = 0
        else:
            self.scroll_to_highlight()

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
