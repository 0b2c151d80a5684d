"""The reader: a whole article, scrolled to one marked paragraph.

An article of any length is three widgets: the text before the paragraph, the paragraph, and the text after
it. If no paragraph contains the passage any more, the whole article is in the last one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qa_bot.core.sanitizing import clean_line, plain
from qa_bot.tui.actions import COPY
from qa_bot.tui.excerpt import excerpt_of
from qa_bot.tui.location import number_in, position_in
from qa_bot.tui.marking import MARKS, marked
from qa_bot.wording.citations import also_in_lines, origin_of, title_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from qa_bot.core.types import Article
    from qa_bot.tui.excerpt import Excerpt
    from qa_bot.tui.location import Location

CONTEXT_LINES = 2
"""Lines above the marked paragraph that stay visible."""


class ArticleReader(Vertical):
    """A pane that shows one article."""

    BINDINGS: ClassVar[list[BindingType]] = COPY
    COMPONENT_CLASSES: ClassVar[set[str]] = {"reader--title", "reader--heading", *MARKS.values()}

    def __init__(self) -> None:
        super().__init__()
        self._place: Location | None = None

    @property
    def excerpt(self) -> Excerpt | None:
        """The passage that the article was opened at."""
        return excerpt_of(self._place.passage, self._place.highlight) if self._place else None

    def compose(self) -> ComposeResult:
        """Lay out the head and the three parts of the body."""
        yield Static("", id="reader-head", markup=False)
        with VerticalScroll(id="reader-body"):
            yield Static("", id="before", markup=False)
            yield Static("", id="here", markup=False)
            yield Static("", id="after", markup=False)

    def show(self, place: Location, article: Article) -> None:
        """Show the article at the place, or at its top if the place is gone; take the focus."""
        self._place = place
        number = number_in(article, place.passage)
        start = max(number - 1, 0)
        here = "".join(article.paragraphs[start:number])
        pieces = [piece for piece in article.pieces() if piece[0] != number or piece[2] != here]
        self.query_one("#reader-head", Static).update(self._head(place, article))
        self._fill("before", self._text([piece for piece in pieces if piece[0] <= number]))
        self._fill("here", self._marked(here, place))
        self._fill("after", self._text([piece for piece in pieces if piece[0] > number]))
        body = self.query_one("#reader-body", VerticalScroll)
        self.screen.set_focus(body)
        self.call_after_refresh(self._scroll_here)

    def _text(self, pieces: Sequence[tuple[int, int, str]]) -> Content:
        """Return paragraphs and styled headings."""
        heading = self.get_visual_style("reader--heading", partial=True)
        return Content("\n\n").join(
            Content.styled(plain(text), heading) if level else Content(plain(text))
            for _, level, text in pieces
        )

    def _fill(self, part: str, content: Content) -> None:
        static = self.query_one(f"#{part}", Static)
        static.update(content)
        static.display = bool(content)

    def _scroll_here(self) -> None:
        body, here = self.query_one("#reader-body", VerticalScroll), self.query_one("#here")
        top = here.virtual_region.y if here.display else 0
        body.scroll_to(y=max(0, top - CONTEXT_LINES), animate=False, force=True)

    def _head(self, place: Location, article: Article) -> Content:
        source = article.source
        where = " · ".join(clean_line(part) for part in (source.path, source.url) if part)
        title = self.get_visual_style("reader--title", partial=True)
        lines = [origin_of(source), where, *also_in_lines(article), position_in(article, place.passage)]
        return Content.assemble((title_of(source), title), "\n", "\n".join(lines))

    def _marked(self, paragraph: str, place: Location) -> Content:
        """Return the paragraph with the sentence and the words marked, if the passage is in it."""
        text = place.passage.text
        start = paragraph.find(text)
        if start < 0:
            return Content(plain(paragraph))
        return Content.assemble(
            plain(paragraph[:start]),
            *marked(self, text, place.highlight),
            plain(paragraph[start + len(text) :]),
        )
