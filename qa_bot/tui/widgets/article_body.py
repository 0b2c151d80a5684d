"""The text of an article, drawn line by line, so that its length does not matter.

A hit has a bar and a tint, the sentence that answers its mark, and found text its own; nothing else is
dimmed. No text is parsed as markup.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from qa_bot.core.types import Article, Source
from qa_bot.tui.article_page import Kind, Page, PlacedHit, Span
from qa_bot.tui.marking import MARKS
from qa_bot.tui.page_layout import PageLayout
from qa_bot.wording.marking import Mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.events import Resize
    from textual.selection import Selection

    from qa_bot.tui.page_layout import Line, Part

TEXT_CELLS = 100
"""Width of the text at most: longer lines are hard to follow."""
MARGIN_CELLS = 2
"""A bar and a space on the left, as much on the right."""
CONTEXT_LINES = 2
"""Lines that stay visible above what is scrolled to."""
KEPT_BLOCKS, KEPT_LINES = 64, 400
"""Wrapped blocks and drawn lines that are kept."""
BAR = "▌"
NO_COLUMN = (0, 0)
NO_PAGE = Page(Article(id="", source=Source(path=""), paragraphs=()))


class ArticleBody(ScrollView, can_focus=True, inherit_bindings=False):
    """A scrolling page with its hits and what was found."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "article--heading",
        "article--bar",
        "article--hit",
        "article--found",
        "article--found-here",
        *MARKS.values(),
    }

    @dataclass
    class Scrolled(Message):
        """Another part of the article is in view."""

    def __init__(self) -> None:
        super().__init__(id="reader-body")
        self._page, self._column = NO_PAGE, NO_COLUMN
        self._lines = PageLayout(NO_PAGE, 1)
        self._hits: Sequence[PlacedHit] = ()
        self._hit: PlacedHit | None = None
        self._found: Sequence[Span] = ()
        self._here: Span | None = None
        self._strips: dict[int, Strip] = {}
        self._blocks: dict[int, tuple[Line, ...]] = {}
        self._target: Span | None = None
        """What to scroll to when the text is laid out, and its row in the window."""
        self._target_row = self._height = 0
        self._kept: tuple[Span, int, int] | None = None
        """What was scrolled to, its row, and the line at the top then."""

    @property
    def page(self) -> Page:
        """The article shown."""
        return self._page

    @property
    def column(self) -> tuple[int, int]:
        """The left edge and the width of the text, in cells."""
        room = self.scrollable_content_region.width
        width = min(room - 2 * MARGIN_CELLS, TEXT_CELLS)
        return (room - width) // 2, width

    def show(self, page: Page, hits: Sequence[PlacedHit], hit: PlacedHit | None) -> None:
        """Show a page with its hits, scrolled to one of them; its top if there is none."""
        self._page, self._found, self._here = page, (), None
        self._column, self._kept = NO_COLUMN, None
        self._lines, self._blocks, self._strips = PageLayout(NO_PAGE, 1), {}, {}  # until there is room
        self._target, self._target_row = (hit.span, CONTEXT_LINES) if hit else (Span(0, 0, 0), 0)
        self.mark_hits(hits, hit)
        self._lay_out()

    def mark_hits(self, hits: Sequence[PlacedHit], hit: PlacedHit | None) -> None:
        """Mark other hits, or other sentences in them, and one of them as the one gone to."""
        self._hits, self._hit = hits, hit
        self._marks_changed()

    def mark_found(self, found: Sequence[Span], here: Span | None) -> None:
        """Mark what was found, and scroll to one of it."""
        self._found, self._here = found, here
        self._marks_changed()
        if here:
            self.reveal(here)

    def reveal(self, span: Span) -> None:
        """Scroll to a part of the article, unless it is well in view."""
        if self._column == NO_COLUMN:
            self._target, self._target_row = span, CONTEXT_LINES
            return
        line, end = self._rows_of(span)
        top, height = self.scroll_offset.y, self.size.height
        if not top <= line <= end < top + height:
            self.scroll_to(y=max(0, line - CONTEXT_LINES), animate=False, force=True)

    def scroll_to_top(self, span: Span) -> None:
        """Scroll so that a part of the article is at the top."""
        line = self._lines.line_of(span.block, span.start)
        self.scroll_to(y=max(0, line - 1), animate=False, force=True)

    @property
    def block_in_view(self) -> int:
        """The block near the top of the window."""
        return self._lines.block_at(self.scroll_offset.y + 1)

    def first_in_view(self) -> Span:
        """Return the part of the article at the top of the window."""
        line = self.scroll_offset.y
        block = self._lines.block_at(line)
        if not self._page.blocks:
            return Span(0, 0, 0)
        lines = self._lines_of(block)
        row = min(line - self._lines.top(block), len(lines) - 1)
        return Span(block, lines[row][-1].start, lines[row][-1].start)

    def on_resize(self, _event: Resize) -> None:
        """Wrap the text again, with the same part of it in view."""
        if self._column != NO_COLUMN and self._target is None:
            self._target, self._target_row = self._anchor()
        self._lay_out()

    def _anchor(self) -> tuple[Span, int]:
        """Return what is to stay in view, and its row: what the user went to, or else the first line."""
        if self._kept and self._kept[2] == self.scroll_offset.y:  # nothing was scrolled since
            return self._kept[:2]
        top, bottom = self.scroll_offset.y, self.scroll_offset.y + self._height
        for span in (self._here, self._hit.span if self._hit else None):
            if span and top <= self._rows_of(span)[0] < bottom:
                return span, self._rows_of(span)[0] - top
        return self.first_in_view(), 0

    def _rows_of(self, span: Span) -> tuple[int, int]:
        """Return the first and the last line of a part of the article."""
        end = max(span.start, span.end - 1)
        return self._lines.line_of(span.block, span.start), self._lines.line_of(span.block, end)

    def notify_style_update(self) -> None:
        """Draw in the colours of another theme."""
        super().notify_style_update()
        self._marks_changed()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell the reader."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.Scrolled())

    def _lay_out(self) -> None:
        column = self.column
        if column[1] <= 0 or not self.display:
            return
        if column != self._column:
            if column[1] != self._column[1]:
                self._lines = PageLayout(self._page, column[1])
                self._blocks.clear()
            self._column = column
            self._strips.clear()  # they begin with the left margin
            self.virtual_size = Size(self.scrollable_content_region.width, self._lines.height)
            self.refresh()
        target, self._target, self._height = self._target, None, self.size.height
        if target and self._page.blocks:
            first, last = self._rows_of(target)
            top = max(first - self._target_row, min(last + 1 - self._height, first))
            self.scroll_to(y=max(0, top), animate=False, force=True)
            self._kept = target, self._target_row, self.scroll_offset.y

    # Marks

    def _marks_changed(self) -> None:
        self._strips.clear()
        self.refresh()

    def _marks(self, index: int, part: Part) -> Iterator[tuple[Span, Style]]:
        """Yield what is marked in a part of a block, weaker marks first."""
        for hit in self._hits:
            if hit.sentence and hit.sentence.block == index:
                yield hit.sentence, self.get_visual_style(MARKS[Mark.SENTENCE], partial=True)
            if hit.answer and hit.answer.block == index:  # a partial style would lose an opaque background
                yield hit.answer, self.get_visual_style(MARKS[Mark.ANSWER])
        first = bisect_left(self._found, Span(index, part.start, part.start))
        for position in range(max(first - 1, 0), len(self._found)):
            span = self._found[position]
            if (span.block, span.start) >= (index, part.end):
                break
            here = span == self._here
            yield span, self.get_visual_style("article--found-here" if here else "article--found")

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw a line of the window."""
        width, number = self.scrollable_content_region.width, y + self.scroll_offset.y
        if number not in self._strips:
            if len(self._strips) >= KEPT_LINES:
                self._strips.clear()
            self._strips[number] = self._line(number)
        return self._strips[number].adjust_cell_length(width, self.visual_style.rich_style)

    def _line(self, number: int) -> Strip:
        if number < self._lines.height:
            index = self._lines.block_at(number)
            lines, row = self._lines_of(index), number - self._lines.top(index)
            if row < len(lines):
                return self._draw(index, lines[row])
        return Strip([])

    def _draw(self, index: int, line: Line) -> Strip:
        is_hit = any(_overlaps(hit.span, index, line) for hit in self._hits)
        is_here = self._hit is not None and _overlaps(self._hit.span, index, line)
        page = self.visual_style.rich_style
        style = self.get_visual_style("article--hit") if is_here else self.visual_style
        bar = (
            self.get_visual_style(*(["article--hit"] if is_here else []), "article--bar") if is_hit else style
        )
        left, width = self.column
        margin = [
            Segment(" " * (left - MARGIN_CELLS), page),
            Segment(BAR if is_hit else " ", bar.rich_style),
            Segment(" " * (MARGIN_CELLS - 1), style.rich_style),
        ]
        text = Strip.join([Strip(margin), *(self._draw_part(index, part, style) for part in line)])
        return text.extend_cell_length(left + width + MARGIN_CELLS, style.rich_style)

    def _draw_part(self, index: int, part: Part, style: Style) -> Strip:
        if part.pad:
            return Strip([Segment(part.sign.ljust(part.pad), style.rich_style)])
        content = self._content(index, part)
        return Strip(content.render_segments(style)).apply_offsets(part.start, index)

    def _content(self, index: int, part: Part) -> Content:
        """Return a part of a block's text with its marks."""
        block = self._page.blocks[index]
        content = Content(block.text[part.start : part.end])
        if block.kind is Kind.HEADING:
            content = content.stylize(self.get_visual_style("article--heading", partial=True))
        for span, style in self._marks(index, part):
            start, end = max(span.start, part.start), min(span.end, part.end)
            if span.block == index and start < end:
                content = content.stylize(style, start - part.start, end - part.start)
        selection = self.text_selection
        if selection is not None and (chosen := selection.get_span(index)):
            start, end = chosen[0], len(block.text) if chosen[1] == -1 else chosen[1]
            start, end = max(start, part.start), min(end, part.end)
            if start < end:
                content = content.stylize(
                    Style.from_styles(self.screen.get_component_styles("screen--selection")),
                    start - part.start,
                    end - part.start,
                )
        return content

    def _lines_of(self, index: int) -> tuple[Line, ...]:
        if index not in self._blocks:
            if len(self._blocks) >= KEPT_BLOCKS:
                self._blocks.pop(next(iter(self._blocks)))
            self._blocks[index] = self._lines.lines(index)
        return self._blocks[index]

    # Selection with the mouse

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected text; each block is a line of it."""
        text = "\n".join(block.text.replace("\n", " ") for block in self._page.blocks)
        return selection.extract(text), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw the selection."""
        super().selection_updated(selection)
        self._marks_changed()


def _overlaps(span: Span, index: int, line: Line) -> bool:
    return span.block == index and any(part.start < span.end and part.end > span.start for part in line)
