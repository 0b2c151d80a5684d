"""The lines of a text file -> its paragraphs, whether each is a line or is wrapped over several.

A break is removed only where wrapping forced it, that is, where the next word would not have fit. So verse,
addresses, menus and headings, which break early, stay as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from qa_bot.core.sanitizing import clean_line
from qa_bot.language.sentence_ends import ends_like_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["paragraph_lines", "split_lines"]

_WIDEST_WRAP: Final = 100
_NARROWEST_WRAP: Final = 45
"""Characters in a full line of wrapped text."""
_WIDTH_QUANTILE: Final = 0.9
"""Quantile of the lengths of lines followed by another: the longest may be an address that did not fit."""
_OVERHANG: Final = 12
"""Characters by which a line may exceed the width and still be a wrapped one."""
_FORCED: Final = 0.7
"""Share of forced breaks from which a block is wrapped; where lines end by sense, it is about a third."""
_LONG_LINES: Final = 0.3
"""Share of characters in lines too wide for wrapping, from which each line is a paragraph."""
_HYPHENATED: Final = 0.04
_LEAST_HYPHENATED: Final = 3
"""Share and number of lines ending in a hyphen that show hyphenation: compounds give 1% or less."""
_LONGEST_WORD: Final = 60

_LINE_BREAK: Final = re.compile("\r\n?|[\n\v\f\u2028\u2029]")
_QUOTE_MARK: Final = re.compile(r"(?:\s?>)+ ?")
_LIST_ITEM: Final = re.compile(r"\s*(?:\(?\d{1,3}[.)]|[•▪‣*–—-])\s+\S")  # noqa: RUF001  (an en dash is meant)
_CELL_BORDER: Final = re.compile(r"(?<=\S)(?:[^\S\n]*\t\s*|\s{3,})(?=\S)")
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN_WORD: Final = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)[-\u2010]$")
_INDENT: Final = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class _Line:
    """A clean line, with what its beginning states."""

    text: str
    indent: int
    depth: int = 0
    """Level of quotation."""
    is_row: bool = False
    """Whether it is a row of a table."""
    is_item: bool = False


_BLANK: Final = _Line("", 0)


@dataclass(frozen=True, slots=True)
class _Wrapping:
    """How a text is wrapped."""

    widths: Mapping[int, int]
    """Characters that fit into a line, by level of quotation; only levels that are wrapped."""
    words: frozenset[str]
    """The words of the text, compounds whole; empty if no word is broken."""
    hyphenates: bool


def split_lines(text: str) -> list[str]:
    """Split a text at every kind of line break; white space stays."""
    return _LINE_BREAK.split(text)


def paragraph_lines(lines: Sequence[str]) -> list[str]:
    """Join the lines of wrapped paragraphs; clean the others, without the ">" of quoted mail."""
    rows = _read_rows(lines)
    wrapping = _find_wrapping(rows)
    blocks = [
        list(block) for key, block in groupby(rows, key=lambda row: (bool(row.text), row.depth)) if key[0]
    ]
    if wrapping is None:
        return [row.text for block in blocks for row in block]
    return [text for block in blocks for text in _join_block(block, wrapping)]


def _read_rows(lines: Sequence[str]) -> list[_Line]:
    rows = [_read_line(line) for line in lines]
    borders = [len(_CELL_BORDER.findall(line.strip())) if line else 0 for line in lines]
    for index, (line, count) in enumerate(zip(lines, borders, strict=True)):
        if count and count in borders[max(0, index - 1) : index] + borders[index + 1 : index + 2]:
            cells = [clean_line(cell) for cell in _CELL_BORDER.split(line.strip())]
            rows[index] = _Line(" | ".join(cell for cell in cells if cell), 0, is_row=True)
    return rows


def _read_line(line: str) -> _Line:
    if not line or line.isspace():
        return _BLANK
    mark = _QUOTE_MARK.match(line)
    rest = line[mark.end() :] if mark else line
    depth = mark.group().count(">") if mark else 0
    return _Line(
        clean_line(rest),
        indent=len(_INDENT.match(rest).group()),  # type: ignore[union-attr]  # it matches anything
        depth=depth,
        is_item=_LIST_ITEM.match(rest) is not None,
    )


def _find_wrapping(rows: Sequence[_Line]) -> _Wrapping | None:
    """Measure the wrapping; return None if lines are paragraphs."""
    pairs = [(row, below) for row, below in pairwise(rows) if row.text and below.text and not row.is_row]
    widths = _measure_widths([row for row, _ in pairs])
    characters = sum(len(row.text) for row in rows)
    wide = sum(len(row.text) for row in rows if len(row.text) > _WIDEST_WRAP and " " in row.text)
    if not widths or wide > _LONG_LINES * characters:
        return None
    broken = sum(_broken_word(row.text, below.text) is not None for row, below in pairs)
    words = frozenset(word.lower() for row in rows if broken for word in _WORD.findall(row.text))
    return _Wrapping(widths, words, broken >= max(_LEAST_HYPHENATED, _HYPHENATED * len(pairs)))


def _measure_widths(followed: Sequence[_Line]) -> dict[int, int]:
    lengths: dict[int, list[int]] = {}
    for row in followed:
        lengths.setdefault(row.depth, []).append(len(row.text))
    widths = {depth: sorted(all_)[int(len(all_) * _WIDTH_QUANTILE)] for depth, all_ in lengths.items()}
    return {depth: width for depth, width in widths.items() if _NARROWEST_WRAP <= width <= _WIDEST_WRAP}


def _join_block(block: Sequence[_Line], wrapping: _Wrapping) -> Iterator[str]:
    width = wrapping.widths.get(block[0].depth)
    paragraphs = list(_split_block(block))
    if width is None or not _is_wrapped(paragraphs, width):
        yield from (row.text for row in block)
        return
    for paragraph in paragraphs:
        for lines in _split_paragraph([row.text for row in paragraph], width):
            yield _join(lines, wrapping)


def _is_wrapped(paragraphs: Sequence[Sequence[_Line]], width: int) -> bool:
    """Check whether lines are wrapped, by the breaks where no paragraph may end."""
    if any(len(row.text) > width + _OVERHANG and " " in row.text for lines in paragraphs for row in lines):
        return False
    breaks = [(line.text, below.text) for lines in paragraphs for line, below in pairwise(lines)]
    if all(ends_like_sentence(line) for line, _ in breaks):
        return False
    forced = sum(_is_forced(line, below, width) for line, below in breaks)
    ends = sum(_ends_early(line, below, width) for line, below in breaks)
    return forced >= _FORCED * (len(breaks) - ends)


def _split_paragraph(lines: Sequence[str], width: int) -> Iterator[list[str]]:
    """Split wrapped lines where a sentence ends early, and a heading from the text below it."""
    part = [lines[0]]
    for number, (line, below) in enumerate(pairwise(lines)):
        is_heading = number == 0 and below[0].isupper() and not _is_forced(line, below, width)
        if is_heading or _ends_early(line, below, width):
            yield part
            part = []
        part.append(below)
    yield part


def _ends_early(line: str, below: str, width: int) -> bool:
    return ends_like_sentence(line) and not _is_forced(line, below, width)


def _is_forced(line: str, below: str, width: int) -> bool:
    return len(line) + 1 + len(below.split(" ", 1)[0]) >= width or _broken_word(line, below) is not None


def _split_block(block: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Split lines without a blank one between them where a paragraph begins: an indent, a mark, a table."""
    margin = min(row.indent for row in block)
    # If most lines are at the margin, the others begin paragraphs; else some are a quotation's.
    are_first_lines = 2 * sum(row.indent == margin for row in block) >= len(block)
    paragraph: list[_Line] = []
    for row in block:
        if paragraph and _begins_paragraph(row, paragraph, margin, are_first_lines=are_first_lines):
            yield paragraph
            paragraph = []
        paragraph.append(row)
    yield paragraph


def _begins_paragraph(row: _Line, above: Sequence[_Line], margin: int, *, are_first_lines: bool) -> bool:
    first, last = above[0], above[-1]
    if row.is_item or row.is_row or last.is_row:
        return True
    if first.is_item:  # its other lines are indented; one back at the margin begins a paragraph
        return row.indent <= first.indent and last.indent > first.indent
    return row.indent > margin and (are_first_lines or row.indent > last.indent)


def _join(lines: Sequence[str], wrapping: _Wrapping) -> str:
    """Join lines; repair a word broken between two of them, unless it is a compound."""
    parts = [lines[0]]
    for line, below in pairwise(lines):
        word = _broken_word(line, below)
        if word is None:
            parts.append(" ")
        elif word.count("-") == 1 and _is_one_word(word, wrapping):
            parts[-1] = parts[-1][:-1]
        parts.append(below)
    return "".join(parts)


def _is_one_word(word: str, wrapping: _Wrapping) -> bool:
    """Check whether a word is no compound: as the text writes it elsewhere, else as the text breaks words."""
    if word.replace("-", "") in wrapping.words:
        return True
    return wrapping.hyphenates and word not in wrapping.words


def _broken_word(line: str, below: str) -> str | None:
    """Return the word broken at its hyphen, in lower case and with the hyphen; None without one."""
    start = _BROKEN_WORD.search(line[-_LONGEST_WORD:])
    end = _WORD.match(below[:_LONGEST_WORD])
    if start is None or end is None or not below[0].islower():
        return None
    return f"{start[1]}-{end.group()}".lower()
