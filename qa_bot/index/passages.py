"""Article -> passages: a paragraph is a passage, and one that is longer than the encoder reads is split.

A passage is always a slice of its paragraph, so its text is verbatim by construction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_bot.core.types import Slice
from qa_bot.language.detection import language_in
from qa_bot.language.sentences import sentences, strip_span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa_bot.core.types import Article
    from qa_bot.language.language import Language

    CountTokens = Callable[[Sequence[str]], list[int]]
    """Gives the number of each text's tokens, special ones included."""

RULES_VERSION = 2
"""Counts the changes of the rules below; an index of another version is built again."""

_LANGUAGE_WITHIN = 4000
"""Characters of an article by which its language is told."""


def split_article(article: Article, count_tokens: CountTokens, max_tokens: int) -> list[Slice]:
    """Cut an article into slices of at most max_tokens each, at sentence borders where there are any."""
    slices = []
    language = language_in("\n".join(article.paragraphs)[:_LANGUAGE_WITHIN])
    for number, text in enumerate(article.paragraphs, start=1):
        spans = split_paragraph(text, count_tokens, max_tokens, language)
        parts: Sequence[int | None] = [None] if len(spans) == 1 else range(1, len(spans) + 1)
        slices += [Slice(number, part, *span) for part, span in zip(parts, spans, strict=True)]
    return slices


def split_paragraph(
    text: str, count_tokens: CountTokens, max_tokens: int, language: Language
) -> list[tuple[int, int]]:
    """Cut a paragraph into (start, end) spans of at most max_tokens each; one span when it fits.

    Tokens are taken to end where sentences do, so that lengths add up.
    """
    if len(text.encode()) <= max_tokens - 2:  # no token is shorter than a byte; two are special
        return [(0, len(text))]
    whole, special = count_tokens([text, ""])
    if whole <= max_tokens:
        return [(0, len(text))]
    pieces = _pieces(text, count_tokens, max_tokens, language)
    lengths = [count - special for count in count_tokens([text[start:end] for start, end in pieces])]
    return _pack(pieces, lengths, max_tokens - special)


def _pieces(
    text: str, count_tokens: CountTokens, max_tokens: int, language: Language
) -> list[tuple[int, int]]:
    """Give sentences, and halves of halves of a sentence that is too long by itself."""
    pieces = sentences(text, language)
    while True:
        counts = count_tokens([text[start:end] for start, end in pieces])
        fitting = [
            count <= max_tokens or end - start == 1
            for count, (start, end) in zip(counts, pieces, strict=True)
        ]
        if all(fitting):
            return pieces
        pieces = [
            part
            for piece, fits in zip(pieces, fitting, strict=True)
            for part in ([piece] if fits else _halves(text, *piece))
        ]


def _halves(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut near the middle, at a space where there is one."""
    middle = (start + end) // 2
    space = text.rfind(" ", start + 1, middle)
    cut = space if space > 0 else middle
    return [strip_span(text, start, cut), strip_span(text, cut, end)]


def _pack(pieces: list[tuple[int, int]], lengths: list[int], room: int) -> list[tuple[int, int]]:
    """Join neighbouring pieces into as few parts as will do, of about the same length.

    A part that fills what the encoder reads would leave a short rest, which is a poor passage.
    """
    fewest = len(_fill(pieces, lengths, room, sum(lengths)))
    return _fill(pieces, lengths, room, sum(lengths) / fewest)


def _fill(
    pieces: list[tuple[int, int]], lengths: list[int], room: int, part_length: float
) -> list[tuple[int, int]]:
    """Begin a new part where one of part_length tokens ends, or where the next piece does not fit."""
    parts: list[tuple[int, int]] = []
    done = held = 0
    for (start, end), length in zip(pieces, lengths, strict=True):
        if parts and done + length / 2 <= part_length * len(parts) and held + length <= room:
            parts[-1] = (parts[-1][0], end)
            held += length
        else:
            parts.append((start, end))
            held = length
        done += length
    return parts
