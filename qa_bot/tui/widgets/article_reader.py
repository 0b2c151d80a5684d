"""The reader: a whole article at a hit, with its other hits, find, headings and what is known about it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from qa_bot.core.sanitizing import clean_line
from qa_bot.tui.actions import ARTICLE, COPY
from qa_bot.tui.article_page import Page, Span
from qa_bot.tui.excerpt import Excerpt, excerpt_of
from qa_bot.tui.location import position_in
from qa_bot.tui.widgets.article_body import MARGIN_CELLS, ArticleBody
from qa_bot.tui.widgets.find_line import FindLine, Words
from qa_bot.wording.about import about_lines
from qa_bot.wording.citations import origin_of, stated, title_of
from qa_bot.wording.numbers import counted

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from qa_bot.core.types import Article, Highlight, Source
    from qa_bot.tui.article_page import PlacedHit
    from qa_bot.tui.location import Location

OVERLAP_LINES = 2
"""Lines of the last page that the next one repeats."""
STAY_OPEN = {"done", "step", "scroll_page"}


class ArticleReader(Vertical):
    """A pane that shows one article."""

    BINDINGS: ClassVar[list[BindingType]] = [*ARTICLE, *COPY]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"reader--title"}

    @dataclass
    class OriginalWanted(Message):
        """The user wants the page or the file that the article was read from."""

        source: Source
        file: bool
        """Whether it must be the file."""

    @dataclass
    class Narrowed(Message):
        """The user wants to ask within an article, a publication or an author's articles."""

        key: str
        values: tuple[str, ...]

    @dataclass
    class Lacking(Message):
        """What was asked for is not there."""

        reason: str

    def __init__(self) -> None:
        super().__init__()
        self._head, self._body, self._find = (
            Static("", id="reader-head", markup=False),
            ArticleBody(),
            FindLine(),
        )
        self._place: Location | None = None
        self._hits: list[PlacedHit] = []
        self._hit: PlacedHit | None = None
        """The hit that was gone to last."""
        self._found: list[Span] = []
        self._here = 0
        self._from = Span(0, 0, 0)
        """Where the search began."""

    @property
    def excerpt(self) -> Excerpt | None:
        """The place found last, or else the passage of the hit that was gone to last; None without either."""
        if self._found:
            return Excerpt(*self._body.page.passage_at(self._found[self._here]))
        hits = self._place.hits if self._place else ()
        for hit in hits:
            if self._hit and hit.passage and hit.passage.id == self._hit.passage:
                return excerpt_of(hit.passage, hit.highlight)
        return None

    def compose(self) -> ComposeResult:
        """Lay out the head, the text and the line to find words in."""
        yield self._head
        yield self._body
        yield self._find

    @property
    def _article(self) -> Article:
        return self._body.page.article

    def on_resize(self) -> None:
        """Keep the head above the text."""
        self.call_after_refresh(self._align_head)

    def _align_head(self) -> None:
        self._head.styles.padding = (0, MARGIN_CELLS, 0, max(self._body.column[0], MARGIN_CELLS))

    def show(self, place: Location, article: Article) -> None:
        """Show the article at the place, or at its top if the place is gone; take the focus."""
        self._place, page = place, Page(article)
        self._place_hits(page)
        self._hit = page.place(place)
        self.end_find()
        self._body.show(page, self._hits, self._hit)
        self._show_head()
        self.enter()

    def mark(self, place: Location, highlight: Highlight) -> None:
        """Mark what answers in another hit of the article shown."""
        if self._place is None or place.article != self._place.article:
            return
        hits = [
            replace(hit, highlight=highlight)
            if hit.passage and hit.passage.id == highlight.passage_id
            else hit
            for hit in self._place.hits
        ]
        self._place = replace(hits[0], others=tuple(replace(hit, others=()) for hit in hits[1:]))
        self._place_hits(self._body.page)
        self._hit = next((hit for hit in self._hits if self._hit and hit.passage == self._hit.passage), None)
        self._body.mark_hits(self._hits, self._hit)

    def enter(self) -> None:
        """Focus the text."""
        self.screen.set_focus(self._body)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave letters to the words to find."""
        if self._find.has_focus_within and action not in STAY_OPEN:
            return False
        return super().check_action(action, parameters)

    def _place_hits(self, page: Page) -> None:
        placed = (page.place(hit) for hit in (self._place.hits if self._place else ()))
        self._hits = sorted(filter(None, placed), key=lambda hit: hit.span)

    # Head

    def _show_head(self) -> None:
        self._head.update(self._whole_head() if self.has_class("-about") else self._short_head())

    def _short_head(self) -> Content:
        source = self._article.source
        date = stated("date", source.date)
        where = " · ".join(filter(None, (date, self._position(), _copies(self._article))))
        return Content.assemble(self._title(), "\n", origin_of(source, without="date"), "\n", where)

    def _whole_head(self) -> Content:
        return Content.assemble(
            self._title(), "\n", "\n".join([*about_lines(self._article), self._position()])
        )

    def _title(self) -> Content:
        return Content.styled(
            title_of(self._article.source), self.get_visual_style("reader--title", partial=True)
        )

    def _position(self) -> str:
        """Say where in the article the hit is, and which of its hits it is."""
        place, hit = self._place, self._hit
        if place is None or place.passage is None:
            return counted(len(self._article.paragraphs), "paragraph")
        if hit is None:
            return position_in(self._article, place.passage)
        passage = next(one.passage for one in place.hits if one.passage and one.passage.id == hit.passage)
        number = [one.passage for one in self._hits].index(hit.passage) + 1
        which = f"hit {number} of {len(self._hits)} · " if len(self._hits) > 1 else ""
        return which + position_in(self._article, passage)

    def action_about(self) -> None:
        """Show or hide all that is known about the article."""
        self.toggle_class("-about")
        self._show_head()

    # Moving about

    def action_scroll_lines(self, lines: int) -> None:
        """Scroll by lines."""
        self._body.scroll_relative(y=lines, animate=False)

    def action_scroll_page(self, step: int) -> None:
        """Scroll by a window less a few lines."""
        lines = max(1, self._body.size.height - OVERLAP_LINES)
        self._body.scroll_relative(y=step * lines, animate=False)

    def action_scroll_to_end(self, end: int) -> None:
        """Scroll to the top or to the end."""
        self._body.scroll_home(animate=False) if end < 0 else self._body.scroll_end(animate=False)

    def action_step(self, step: int) -> None:
        """Go to the next place found; to the next hit while nothing is searched for."""
        if self._find.display:
            self._go_to_found((self._here + step) % len(self._found) if self._found else 0)
        elif self._hits:
            self._go_to_hit(step)
        else:
            self.post_message(self.Lacking("No answer has a passage of this article."))

    def _go_to_hit(self, step: int) -> None:
        spans = [hit.span for hit in self._hits]
        if self._hit in self._hits:
            number = self._hits.index(self._hit) + step
        else:
            number = bisect_left(spans, self._body.first_in_view()) - (step < 0)
        self._hit = self._hits[number % len(self._hits)]
        self._body.mark_hits(self._hits, self._hit)
        self._body.reveal(self._hit.span)
        self._show_head()

    def action_headings(self) -> None:
        """List the headings, to go to one."""
        from qa_bot.tui.widgets.headings_dialog import HeadingsDialog  # not needed for the first paint

        page = self._body.page
        if not page.headings:
            self.post_message(self.Lacking("This article has no headings."))
            return
        here = max(bisect_right(page.headings, self._body.block_in_view) - 1, 0)
        blocks = [page.blocks[index] for index in page.headings]
        self.app.push_screen(HeadingsDialog(blocks, here), self._go_to_heading)

    def _go_to_heading(self, number: int | None) -> None:
        if number is not None:
            self._body.scroll_to_top(Span(self._body.page.headings[number], 0, 0))

    # Find

    def action_find(self) -> None:
        """Open the line to find words in."""
        self._from = self._body.first_in_view()
        self._find.display = True
        self._find.enter()

    def end_find(self) -> bool:
        """Close the line to find words in; return whether it was open."""
        was_open = bool(self._find.display)
        if was_open:
            self.enter()
            self._find.display = False
            self._find.clear()
            self._look_for("")
        return was_open

    @on(FindLine.Changed)
    def _find_words(self, event: FindLine.Changed) -> None:
        self._look_for(event.words)

    @on(Words.Stepped)
    def _step(self, event: Words.Stepped) -> None:
        self.action_step(event.step)

    @on(Words.Left)
    def _read_on(self) -> None:
        if self._find.words.strip():
            self.enter()
        else:
            self.end_find()

    def _look_for(self, words: str) -> None:
        self._found = self._body.page.find(words)
        first = bisect_left(self._found, self._from)
        self._go_to_found(first % len(self._found) if self._found else 0)

    def _go_to_found(self, number: int) -> None:
        self._here = number
        self._body.mark_found(self._found, self._found[number] if self._found else None)
        self._find.tell(number + 1, len(self._found))

    # What the app does

    def action_open_original(self) -> None:
        """Open the page's address, or the file if there is none."""
        self.post_message(self.OriginalWanted(self._article.source, file=False))

    def action_open_file(self) -> None:
        """Open the file that the article was read from."""
        self.post_message(self.OriginalWanted(self._article.source, file=True))

    def action_ask_within(self) -> None:
        """Ask within this article."""
        self.post_message(self.Narrowed("in", (self._article.id,)))

    def action_more_of(self, key: str) -> None:
        """Ask within the publication, or within what the authors wrote."""
        source = self._article.source
        name = clean_line((source.publication if key == "publication" else source.author) or "")
        if name:
            self.post_message(self.Narrowed(key, tuple(name.split(", ")) if key == "author" else (name,)))
        else:
            self.post_message(self.Lacking(f"This article states no {key}."))


def _copies(article: Article) -> str:
    count = len(article.also_in)
    return f"{count:,} {'copy' if count == 1 else 'copies'}" if count else ""
