"""One passage of an answer: a row when folded, its whole text and its source when unfolded.

The text is shown verbatim and never parsed as markup. The answering sentence is bold as well as coloured, and
the words in it that answer are underlined, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from qa_bot.core.sanitizing import clean_line, clean_part, shorten
from qa_bot.tui.actions import COPY, PASSAGE
from qa_bot.tui.excerpt import Excerpt, excerpt_of
from qa_bot.tui.location import Location
from qa_bot.tui.marking import MARKS, answer_style, marked
from qa_bot.wording.citations import also_in_lines, origin_of, position_of, title_of
from qa_bot.wording.marking import Mark, marked_parts
from qa_bot.wording.score_parts import why_lines

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.events import Click

    from qa_bot.core.types import Highlight, Hit, Passage

TITLE_CELLS = 28
"""Width of a folded row's title column in a wide terminal."""
TITLE_SHARE = 0.4
"""Share of the row that it takes in a narrow terminal."""
ROW_CELLS = 300
"""Width of a passage's text in a folded row, more than a terminal shows on one line."""
BARS = r"\u2588+"
"""What is drawn of the parts of a score."""
CUT = "… "
"""Where a row does not begin with the passage."""


class PassageItem(Static, can_focus=True):
    """A passage that can be focused, unfolded and opened."""

    BINDINGS: ClassVar[list[BindingType]] = [*PASSAGE, *COPY]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "passage--rank",
        "passage--title",
        "passage--source",
        "passage--quiet",
        "passage--bar",
        *MARKS.values(),
    }

    folded = reactive(True, init=False)
    explained = reactive(False, init=False)
    highlight: reactive[Highlight | None] = reactive(None, init=False)
    """What is marked in the passage; None if that is not known."""

    class Opened(Message):
        """The user wants to read the whole article."""

        def __init__(self, place: Location) -> None:
            """Set the place to open."""
            super().__init__()
            self.place = place

    class Unmarked(Message):
        """The passage is unfolded, and it is not known what to mark in it."""

        def __init__(self, passage: Passage) -> None:
            """Set the passage."""
            super().__init__()
            self.passage = passage

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
    ) -> None:
        """Take a passage and what to mark in it, unless the highlight belongs to another passage."""
        super().__init__(markup=False)
        self.hit = hit
        own = highlight is not None and highlight.passage_id == hit.passage.id
        self.set_reactive(PassageItem.highlight, highlight if own else None)
        self.begin(folded=folded, explained=False)

    def begin(self, *, folded: bool, explained: bool) -> None:
        """Set how the passage is shown at first."""
        self.set_reactive(PassageItem.folded, folded)
        self.set_reactive(PassageItem.explained, explained)
        self.set_class(folded, "-folded")

    @property
    def reasons_height(self) -> int:
        """Height of the lines that say why the passage was found."""
        return self._reasons().get_height({}, self.content_size.width)

    @property
    def place(self) -> Location:
        """The passage with what is marked in it."""
        return Location(self.hit.passage, self.highlight)

    @property
    def excerpt(self) -> Excerpt:
        """The passage to copy."""
        return excerpt_of(self.hit.passage, self.highlight)

    def render(self) -> Content:
        """Render the row or the whole passage."""
        return self._row() if self.folded else self._whole()

    def on_mount(self) -> None:
        """Ask what to mark."""
        self._ask_for_marks()

    def watch_folded(self) -> None:
        """Lay the passage out again."""
        self._ask_for_marks()
        self.refresh_bindings()
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
            self.folded = not self.folded

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to fold what is unfolded, and to unfold what is folded."""
        offered = {"fold": not self.folded, "unfold": self.folded}
        return offered.get(action, super().check_action(action, parameters))

    def action_fold(self) -> None:
        """Fold."""
        self.folded = True

    def action_unfold(self) -> None:
        """Unfold."""
        self.folded = False

    def action_explain(self) -> None:
        """Show why the passage was found, unfolding it, or hide the reasons."""
        self.explained = self.folded or not self.explained
        self.folded = False

    def action_open(self) -> None:
        """Open the whole article."""
        self.post_message(self.Opened(self.place))

    def _ask_for_marks(self) -> None:
        if not self.folded and self.highlight is None:
            self.post_message(self.Unmarked(self.hit.passage))

    def _row(self) -> Content:
        """Return the row, with the words that answer in view."""
        passage, width = self.hit.passage, self.content_size.width
        cells = min(TITLE_CELLS, int(TITLE_SHARE * width) or TITLE_CELLS)
        title = set_cell_size(shorten(title_of(passage.source), cells), cells)
        head = Content.assemble(
            (f"▸ {self.hit.rank}  ", self.get_visual_style("passage--rank", partial=True)),
            (title, self.get_visual_style("passage--title", partial=True)),
            "  ",
        )
        return Content.assemble(head, self._row_text(width - head.cell_length))

    def _row_text(self, room: int) -> Content:
        """Return the passage on one line, from where a row of `room` cells begins; only words are marked."""
        text, highlight = self.hit.passage.text, self.highlight
        start = row_start(text, highlight, room) if highlight else 0
        parts = [
            (clean_part(part), answer_style(self) if mark is Mark.ANSWER else "")
            for part, mark in marked_parts(text, highlight, start)
        ]
        return Content.assemble(CUT if start else "", *parts).truncate(ROW_CELLS, ellipsis=True)

    @property
    def _label(self) -> str:
        """What is before the passage when it is unfolded."""
        return "" if self.hit.rank == 1 else f"▾ {self.hit.rank}  "

    def _whole(self) -> Content:
        return Content.assemble(
            (self._label, self.get_visual_style("passage--rank", partial=True)),
            *marked(self, self.hit.passage.text, self.highlight),
            "\n\n",
            self._source(),
        )

    def _source(self) -> Content:
        passage = self.hit.passage
        title, source, quiet = (
            self.get_visual_style(f"passage--{name}", partial=True) for name in ("title", "source", "quiet")
        )
        place = f" · {origin_of(passage.source)} · {position_of(passage)}"
        copies = "".join(f"\n{line}" for line in also_in_lines(passage))
        why = Content.assemble("\n\n", self._reasons()) if self.explained else ""
        return Content.assemble((title_of(passage.source), title), (place, source), (copies, quiet), why)

    def _reasons(self) -> Content:
        """Return why the passage was found, quieter than the passage, with muted bars."""
        lines = Content.styled(
            "\n".join(why_lines(self.hit)), self.get_visual_style("passage--quiet", partial=True)
        )
        return lines.highlight_regex(BARS, style=self.get_visual_style("passage--bar", partial=True))


def row_start(text: str, highlight: Highlight, room: int) -> int:
    """Return the character at which a row of `room` cells begins.

    That is the highlighted sentence, or a word further on if the words that answer would not be seen.
    """
    answer = highlight.answer
    if answer is None:
        return highlight.start
    first = min(highlight.start, answer.start)
    if cell_len(CUT) + cell_len(clean_line(text[first : answer.end])) < room:
        return first
    spare = room - cell_len(CUT) - cell_len(clean_line(text[answer.start : answer.end])) - 1
    space = text.find(" ", max(first, answer.start - spare // 2 - 1), answer.start)
    return space + 1 if spare > 0 and space >= 0 else answer.start
