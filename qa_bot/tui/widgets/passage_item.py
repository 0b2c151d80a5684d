"""One passage of an answer: a row when folded, its whole text and its source when unfolded.

The text is shown verbatim and never parsed as markup. The answering words are bold as well as coloured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import set_cell_size
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from qa_bot.core.sanitizing import plain, shorten
from qa_bot.tui.location import Location
from qa_bot.wording.citations import also_in_lines, origin_of, position_of, title_of
from qa_bot.wording.score_parts import why_lines

if TYPE_CHECKING:
    from textual.events import Click

    from qa_bot.core.types import Highlight, Hit

TITLE_CELLS = 28
"""Width of a folded row's title column in a wide terminal."""
TITLE_SHARE = 0.4
"""Share of the row that it takes in a narrow terminal."""
ROW_CHARACTERS = 300
"""Characters of a passage in a folded row, more than a terminal shows on one line."""


class PassageItem(Static, can_focus=True):
    """A passage that can be focused, unfolded and opened."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "fold", "Unfold", tooltip="Unfold or fold the passage"),
        Binding("enter", "open", "Article", tooltip="Open the article at this passage"),
        Binding("w", "explain", "Why", tooltip="Show or hide why this passage was found"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "passage--rank",
        "passage--title",
        "passage--highlight",
        "passage--source",
    }

    folded = reactive(True, init=False)
    explained = reactive(False, init=False)

    class Opened(Message):
        """The user wants to read the whole article."""

        def __init__(self, place: Location) -> None:
            """Set the place to open."""
            super().__init__()
            self.place = place

    class Explained(Message):
        """The reasons for the passage are shown now."""

        def __init__(self, item: PassageItem) -> None:
            """Set the passage."""
            super().__init__()
            self.item = item

    def __init__(
        self,
        hit: Hit,
        highlight: Highlight | None,
        *,
        folded: bool,
        explained: bool = False,
    ) -> None:
        """Take a passage and the words to mark."""
        super().__init__(markup=False, classes="-folded" if folded else "")
        self.hit = hit
        self._marked = _marked_range(hit, highlight)
        self.set_reactive(PassageItem.folded, folded)
        self.set_reactive(PassageItem.explained, explained)

    @property
    def reasons_height(self) -> int:
        """Height of the lines that say why the passage was found."""
        return self._reasons().get_height({}, self.content_size.width)

    @property
    def place(self) -> Location:
        """The passage with its answering words."""
        start, end = self._marked
        return Location(self.hit.passage, self.hit.passage.text[start:end])

    def render(self) -> Content:
        """Render the row or the whole passage."""
        return self._row() if self.folded else self._whole()

    def watch_folded(self) -> None:
        """Lay the passage out again."""
        self.set_class(self.folded, "-folded")
        self.refresh(layout=True)
        self.call_after_refresh(self.scroll_visible, animate=False)

    def watch_explained(self) -> None:
        """Lay the passage out again, and scroll to the reasons."""
        self.refresh(layout=True)
        self.call_after_refresh(self.scroll_visible, animate=False)
        if self.explained:
            self.call_after_refresh(self.post_message, self.Explained(self))

    def on_click(self, event: Click) -> None:
        """Unfold on a click, open on a double click; selecting text does neither."""
        if event.chain > 1:
            self.action_open()
        elif self.text_selection is None and (self.folded or self.hit.rank > 1):
            self.action_fold()

    def action_fold(self) -> None:
        """Fold or unfold."""
        self.folded = not self.folded

    def action_explain(self) -> None:
        """Show why the passage was found, unfolding it, or hide the reasons."""
        self.explained = self.folded or not self.explained
        self.folded = False

    def action_open(self) -> None:
        """Open the whole article."""
        self.post_message(self.Opened(self.place))

    def _row(self) -> Content:
        """Return the row, whose text begins at the marked sentence if there is one."""
        passage = self.hit.passage
        cells = min(TITLE_CELLS, int(TITLE_SHARE * self.content_size.width) or TITLE_CELLS)
        title = set_cell_size(shorten(title_of(passage.source), cells), cells)
        start, text = self._marked[0], passage.text
        return Content.assemble(
            (f"▸ {self.hit.rank}  ", self.get_visual_style("passage--rank", partial=True)),
            (title, self.get_visual_style("passage--title", partial=True)),
            "  ",
            shorten(f"… {text[start:]}" if start else text, ROW_CHARACTERS),
        )

    def _whole(self) -> Content:
        text, (start, end) = self.hit.passage.text, self._marked
        rank = "" if self.hit.rank == 1 else f"▾ {self.hit.rank}  "
        return Content.assemble(
            (rank, self.get_visual_style("passage--rank", partial=True)),
            plain(text[:start]),
            (plain(text[start:end]), self.get_visual_style("passage--highlight", partial=True)),
            plain(text[end:]),
            "\n",
            self._source(),
        )

    def _source(self) -> Content:
        passage = self.hit.passage
        quiet = self.get_visual_style("passage--source", partial=True)
        title = self.get_visual_style("passage--title", partial=True)
        place = f" · {origin_of(passage.source)} · {position_of(passage)}"
        rest = "\n".join([place, *also_in_lines(passage)])
        why = Content.assemble("\n", self._reasons()) if self.explained else ""
        return Content.assemble((title_of(passage.source), title), (rest, quiet), why)

    def _reasons(self) -> Content:
        return Content("\n".join(why_lines(self.hit)))


def _marked_range(hit: Hit, highlight: Highlight | None) -> tuple[int, int]:
    """Return the characters to mark: (0, 0) where the highlight belongs to another passage."""
    if highlight is None or highlight.passage_id != hit.passage.id:
        return (0, 0)
    return (highlight.start, highlight.end)
