"""Blocks of lines in reading order -> the paragraphs of the page.

Space, indents, fonts and lines that end early mark the borders of paragraphs. A hyphen at the end of a line
is removed if the typesetter added it and kept if it is the author's. A paragraph that continues in the next
column or on the next page is one paragraph, whatever is in between.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

from qa_bot.language.marks import count_words
from qa_bot.language.sentence_ends import ends_like_sentence
from qa_bot.reading.pdf.layout import LIST_MARK, Line, same_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from qa_bot.reading.pdf.layout import Block

__all__ = ["Paragraph", "join_paragraphs"]

_INDENT: Final = 0.6
"""Minimum indent, in line heights."""
_EXTRA_SPACE: Final = 0.25
"""Minimum space between paragraphs beyond that between lines, in line heights."""
_WIDEST_PITCH: Final = 2.0
"""Maximum distance between lines, in line heights, that counts towards a text's pitch."""
_FEW_LINES: Final = 8
"""In a block of more lines, a single line that sticks out is not the edge."""
_DOUBT: Final = 1.5
"""Empty width, in widths of the next word, that ends a paragraph within a sentence."""
_LISTED_ROOM: Final = 0.6
_LEAST_LISTED: Final = 4
_JUSTIFIED: Final = 0.4
"""Minimum share of lines that end in one place, within a point, in justified text."""
_MOSTLY: Final = 0.7
_PROSE_WORDS: Final = 4
"""Minimum words in a line of prose, by the median."""
_CAPTION: Final = re.compile(
    r"(?:fig(?:ure|\.)?|table|chart|photo(?:graph)?|source)[\s.:]*(?:\d+|:)", re.IGNORECASE
)
_MOST_BETWEEN: Final = 6
"""Footnotes, captions and the like that may interrupt a paragraph."""
_LEADER: Final = re.compile(r"(?:\. ?){5,}\s*\w*$")
"""The leader before the page number in a table of contents."""
_LONGEST_LEADER: Final = 40
_LONGEST_WORD: Final = 60
_LEAST_WORD: Final = 3
_HYPHENS: Final = "-\u2010"
_CUT_WORD: Final = re.compile(rf"([^\W\d_]+)[{_HYPHENS}]$")
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class _Edges:
    left: float
    right: float

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Edges:
        """Find where most lines begin, the outer of two such places, and where full lines end."""
        lefts = Counter(round(line.left) for line in lines)
        left = min(lefts, key=lambda place: (-lefts[place], place))
        rights = sorted((line.right for line in lines), reverse=True)
        right = rights[len(lines) // _FEW_LINES]
        usual = median(rights)
        if sum(abs(end - usual) <= 1 for end in rights) >= _JUSTIFIED * len(lines):
            right = usual  # lines beyond it are too long for the column
        return cls(left, right)


@dataclass(slots=True, kw_only=True)
class Paragraph:
    """A paragraph, from its first line to the last one so far."""

    lines: list[Line]
    page: int
    last_page: int
    edges: _Edges
    """Edges of the block that it ends in."""
    text: str = ""

    @property
    def size(self) -> float:
        """Height of its font."""
        return self.lines[0].size

    def goes_on(self, rest: Paragraph) -> None:
        """Append its continuation."""
        self.lines.extend(rest.lines)
        self.last_page, self.edges = rest.last_page, rest.edges


def join_paragraphs(blocks: Sequence[Block]) -> list[Paragraph]:
    """Split and join the blocks of a document into paragraphs."""
    pitches = _pitches(blocks)
    paragraphs: list[Paragraph] = []
    for block in blocks:
        for number, paragraph in enumerate(_split(block, pitches)):
            begun = _interrupted(paragraphs, paragraph) if number == 0 else None
            if begun is None:
                paragraphs.append(paragraph)
            else:
                begun.goes_on(paragraph)
    words = _Words(paragraphs)
    for paragraph in paragraphs:
        paragraph.text = words.join(paragraph.lines)
    return paragraphs


def _pitches(blocks: Sequence[Block]) -> dict[int, float]:
    """Return the distance between lines within paragraphs, by line height and in line heights."""
    found: defaultdict[int, list[float]] = defaultdict(list)
    for block in blocks:
        for above, line in zip(block.lines, block.lines[1:], strict=False):
            pitch = (line.bottom - above.bottom) / line.size
            if pitch < _WIDEST_PITCH and line.text[:1].islower():
                found[round(line.size)].append(pitch)
    return {size: median(pitches) for size, pitches in found.items()}


def _split(block: Block, pitches: dict[int, float]) -> Iterator[Paragraph]:
    lines = block.lines
    edges = _Edges.of(lines)
    listed = _is_list(lines)
    start = 0
    for number in range(1, len(lines) + 1):
        if number == len(lines) or listed or _parts(lines[number - 1], lines[number], edges, pitches):
            yield Paragraph(
                lines=list(lines[start:number]), page=block.page, last_page=block.page, edges=edges
            )
            start = number


def _is_list(lines: Sequence[Line]) -> bool:
    """Check for a menu or another list, which is narrower than any prose."""
    if len(lines) < _LEAST_LISTED:
        return False
    begun = sum(not line.text[0].islower() for line in lines)
    return begun >= _MOSTLY * len(lines) and median(count_words(line.text) for line in lines) < _PROSE_WORDS


def _parts(above: Line, line: Line, edges: _Edges, pitches: dict[int, float]) -> bool:
    """Check whether a paragraph ends between two lines of a block."""
    size = line.size
    if (
        above.is_row
        or line.is_row
        or (line.left >= above.right and line.top < above.bottom)
        or _LEADER.search(above.text[-_LONGEST_LEADER:])
    ):
        return True
    runs_on = not ends_like_sentence(above.text) and line.text[:1].islower()
    if (line.bottom - above.bottom) / size > pitches.get(round(size), _WIDEST_PITCH) + _EXTRA_SPACE:
        return True
    if LIST_MARK.match(line.text) and not runs_on:
        return True
    if runs_on:  # a picture may be next to it, but only a list leaves most of a line empty
        return edges.right - above.right > _LISTED_ROOM * (edges.right - edges.left)
    if above.bold != line.bold or _had_room(above, line, edges):
        return True
    indent = line.left - edges.left
    return (
        ends_like_sentence(above.text)
        and abs(indent) > _INDENT * size
        and abs(line.left - above.left) > _INDENT * size
    )


def _had_room(above: Line, line: Line, edges: _Edges) -> bool:
    """Check whether the next word would have fitted on a line, which means that its paragraph ended."""
    first_word = line.text[0] if _UNSPACED.match(line.text) else line.text.split(" ", 1)[0]
    width = (line.right - line.left) * (len(first_word) + 1) / max(len(line.text), 1)
    if not ends_like_sentence(above.text):
        width *= _DOUBT
    return edges.right - above.right > width


def _interrupted(paragraphs: Sequence[Paragraph], rest: Paragraph) -> Paragraph | None:
    """Find the paragraph that `rest`, the first one of a block, continues."""
    first = rest.lines[0]
    if LIST_MARK.match(first.text) or _CAPTION.match(first.text):
        return None
    for between, paragraph in enumerate(reversed(paragraphs[-_MOST_BETWEEN - 1 :])):
        last = paragraph.lines[-1]
        if rest.page > paragraph.last_page + 1:
            return None
        if not same_size(last, first) or last.bold != first.bold or _CAPTION.match(paragraph.lines[0].text):
            continue
        full = not _had_room(last, first, paragraph.edges)
        breaks = rest.page > paragraph.last_page or first.top < last.top
        unended = not ends_like_sentence(last.text)
        if first.text[:1].islower():
            if unended and (full or (breaks and not between)):
                return paragraph
            continue
        indented = first.left - rest.edges.left > _INDENT * first.size
        goes_on = (breaks or unended) and full and not indented and len(paragraph.lines) > 1
        return paragraph if goes_on and not between else None
    return None


class _Words:
    """Joins lines, and words split at line ends, by the words that the document itself uses."""

    def __init__(self, paragraphs: Iterable[Paragraph]) -> None:
        self._counts: Counter[str] = Counter()
        for paragraph in paragraphs:
            for line in paragraph.lines:
                words = _WORD.findall(line.text.lower())
                self._counts.update(words[1:-1] if len(words) > 1 else words)

    def join(self, lines: Sequence[Line]) -> str:
        """Return the text of consecutive lines."""
        parts = [lines[0].text]
        for line in lines[1:]:
            parts[-1:] = self._joined(parts[-1], line.text)
        return "".join(parts)

    def _joined(self, text: str, rest: str) -> tuple[str, str]:
        cut = _CUT_WORD.search(text[-_LONGEST_WORD:])
        if cut is not None and rest[0].isalnum():
            return text[:-1] + ("-" if self._is_compound(cut[1], rest) else ""), rest
        hyphened = text[-1] in _HYPHENS and text[-2:-1].isalnum() and rest[0].isalnum()
        unspaced = _UNSPACED.match(text[-1]) and _UNSPACED.match(rest[0])
        return text, rest if hyphened or unspaced else f" {rest}"

    def _is_compound(self, head: str, rest: str) -> bool:
        """Check for an author's hyphen, by the words that the document uses within its lines."""
        match = _WORD.match(rest)
        if match is None or not rest[0].islower():
            return True
        first, second = head.lower(), match[0].lower()
        whole, compound = self._counts[first + second], self._counts[f"{first}-{second}"]
        if whole or compound:
            return compound > whole
        return len(first) >= _LEAST_WORD and bool(self._counts[first] and self._counts[second])
