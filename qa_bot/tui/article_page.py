"""An article as a page: blocks in reading order, the places of hits in them, and text found in them.

Offsets are characters of a block's text, which is cleaned for display. What a paragraph is, its file tells;
where it does not, lists and tables show by their marks: "- ", "3. ", and " | " between the cells of a row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from qa_bot.core.sanitizing import plain
from qa_bot.core.types import Form, Passage
from qa_bot.tui.location import number_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_bot.core.types import Article
    from qa_bot.tui.location import Location

CELL_BREAK: Final = " | "
_ITEM: Final = re.compile(r"(?:[-*\u2022\u2013] |\(?\d{1,3}[.)] )(?=\S)")
_LOOSE: Final = {
    "'": "['\u2018\u2019\u02bc]",
    '"': '["\u201c\u201d\u201e]',
    "-": "[-\u2010\u2011\u2013]",
    " ": r"\s+",
}
"""What is typed, and what else it finds."""
_SENTENCE_END: Final = re.compile(
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)[.!?\u2026]+[\"'\u201d\u2019)\]]*\s+(?=[^\sa-z])"
    r"|[\u3002\uff01\uff1f]+[\u201d\u2019\u300d\u300f\uff09]*"
)
"""Where a sentence ends, well enough to copy it; an initial or a title before a name ends none."""


class Kind(Enum):
    """What a block is."""

    PARAGRAPH = auto()
    HEADING = auto()
    ITEM = auto()
    """An item of a list, with its mark."""
    ROW = auto()
    """A row of a table; cells may be separated by CELL_BREAK."""
    QUOTE = auto()
    CODE = auto()


_KINDS: Final = {
    Form.ITEM: Kind.ITEM,
    Form.ROW: Kind.ROW,
    Form.QUOTE: Kind.QUOTE,
    Form.CODE: Kind.CODE,
}


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a heading."""

    number: int
    """Number of the paragraph, from 1; for a heading that is none, of the paragraph below it."""
    kind: Kind
    text: str
    level: int = 0
    """1 to 6 for a heading."""
    hang: int = 0
    """Characters of a list item's mark."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A part of a block: block.text[start:end]."""

    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PlacedHit:
    """A passage in its place, with what answers in it."""

    passage: str
    """The passage's id."""
    span: Span
    sentence: Span | None
    answer: Span | None


class Page:
    """The blocks of an article."""

    def __init__(self, article: Article) -> None:
        self.article = article
        pieces = article.pieces()
        forms = dict(article.forms)
        self.blocks = tuple(
            _block(number, level, plain(text), forms.get(number)) for number, level, text in pieces
        )
        self._holding: dict[int, int] = {}
        """The block that is each paragraph."""
        for index, (number, level, text) in enumerate(pieces):
            if not level or (text,) == article.paragraphs[number - 1 : number]:  # a heading can be both
                self._holding[number] = index

    @property
    def headings(self) -> list[int]:
        """The indexes of the headings."""
        return [index for index, block in enumerate(self.blocks) if block.kind is Kind.HEADING]

    def place(self, hit: Location) -> PlacedHit | None:
        """Find a hit in the article; None if its passage is no longer there."""
        passage = hit.passage
        number = number_in(self.article, passage) if passage else 0
        block = self._holding.get(number)
        if passage is None or block is None:
            return None
        paragraph = self.article.paragraphs[number - 1]
        begin = paragraph.find(passage.text)

        def span(start: int, end: int) -> Span:
            before, until = paragraph[: begin + start], paragraph[: begin + end]
            return Span(block, len(plain(before)), len(plain(until)))

        highlight = hit.highlight
        answer = highlight.answer if highlight else None
        return PlacedHit(
            passage.id,
            span(0, len(passage.text)),
            span(highlight.start, highlight.end) if highlight else None,
            span(answer.start, answer.end) if answer else None,
        )

    def find(self, words: str) -> list[Span]:
        """Return where the words are, in order; case does not matter, nor the kind of quotes and dashes."""
        if not words.strip():
            return []
        pattern = re.compile("".join(_LOOSE.get(c, re.escape(c)) for c in words), re.IGNORECASE)
        return list(self._matches(pattern))

    def passage_at(self, span: Span) -> tuple[Passage, str]:
        """Return the paragraph or heading that a span is in, as a passage, and the sentence around it."""
        article, block = self.article, self.blocks[span.block]
        passage = Passage(
            id="",
            article=article.id,
            source=article.source,
            text=block.text,
            paragraph=block.number,
            paragraphs=len(article.paragraphs),
            also_in=article.also_in,
        )
        ends = [0, *(end.end() for end in _SENTENCE_END.finditer(block.text)), len(block.text)]
        begin = max(end for end in ends if end <= span.start)
        return passage, block.text[begin : min(end for end in ends if end >= span.end)].strip()

    def _matches(self, pattern: re.Pattern[str]) -> Iterator[Span]:
        for index, block in enumerate(self.blocks):
            for match in pattern.finditer(block.text):
                yield Span(index, *match.span())


def _block(number: int, level: int, text: str, form: Form | None) -> Block:
    if level:
        return Block(number, Kind.HEADING, text, level)
    mark = _ITEM.match(text)
    if form is Form.ITEM or (mark and form is None):
        return Block(number, Kind.ITEM, text, hang=mark.end() if mark else 0)
    return Block(number, _KINDS[form] if form else _guess(text), text)


def _guess(text: str) -> Kind:
    return Kind.ROW if CELL_BREAK in text else Kind.PARAGRAPH
