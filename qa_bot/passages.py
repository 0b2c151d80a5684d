"""Article -> passages: a paragraph is a passage, and one that is longer than the encoder reads is split.

A passage is always a slice of its paragraph, so its text is verbatim by construction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sentencex

from qa_bot.types import Slice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa_bot.types import Article

    Tokenize = Callable[[Sequence[str]], list[list[int]]]

RULES_VERSION = 1
"""Counts the changes of the rules below; an index of another version is built anew."""


def split_article(article: Article, tokenize: Tokenize, max_tokens: int) -> list[Slice]:
    """Cut an article into slices of at most max_tokens each, at sentence borders where there are any."""
    slices = []
    for number, text in enumerate(article.paragraphs, start=1):
        spans = split_paragraph(text, tokenize, max_tokens)
        parts: Sequence[int | None] = [None] if len(spans) == 1 else range(1, len(spans) + 1)
        slices += [Slice(number, part, *span) for part, span in zip(parts, spans, strict=True)]
    return slices


def split_paragraph(text: str, tokenize: Tokenize, max_tokens: int) -> list[tuple[int, int]]:
    """Cut a paragraph into (start, end) spans of at most max_tokens each; one span when it fits."""
    fits_surely = len(text.encode()) <= max_tokens - 2  # no token is shorter than a byte; two are special
    if fits_surely or len(tokenize([text])[0]) <= max_tokens:
        return [(0, len(text))]
    return _pack(text, _pieces(text, tokenize, max_tokens), tokenize, max_tokens)


def sentences(text: str) -> list[tuple[int, int]]:
    """Find the sentences of a text: (start, end) in characters, surrounding whitespace left out."""
    found = []
    for boundary in sentencex.get_sentence_boundaries("en", text):
        span = _stripped(text, boundary["start_index"], boundary["end_index"])
        if span[0] < span[1]:
            found.append(span)
    return found


def _pieces(text: str, tokenize: Tokenize, max_tokens: int) -> list[tuple[int, int]]:
    """Give sentences, and halves of halves of a sentence that is too long by itself."""
    pending, done = sentences(text)[::-1], []
    while pending:
        start, end = pending.pop()
        if end - start == 1 or len(tokenize([text[start:end]])[0]) <= max_tokens:
            done.append((start, end))
            continue
        middle = (start + end) // 2
        space = text.rfind(" ", start + 1, middle)
        cut = space if space > 0 else middle
        pending += [_stripped(text, cut, end), _stripped(text, start, cut)]
    return done


def _pack(
    text: str, pieces: list[tuple[int, int]], tokenize: Tokenize, max_tokens: int
) -> list[tuple[int, int]]:
    """Join neighbouring pieces into as few parts as will do, of about the same length.

    A part that fills what the encoder reads would leave a short rest, which is a poor passage.
    """
    lengths = [len(tokens) for tokens in tokenize([text[start:end] for start, end in pieces])]
    fewest = len(_fill(text, pieces, tokenize, max_tokens, lengths, sum(lengths)))
    return _fill(text, pieces, tokenize, max_tokens, lengths, sum(lengths) / fewest)


def _fill(
    text: str,
    pieces: list[tuple[int, int]],
    tokenize: Tokenize,
    max_tokens: int,
    lengths: list[int],
    part_length: float,
) -> list[tuple[int, int]]:
    """Begin a new part where one of part_length tokens ends, or where the next piece does not fit."""
    parts: list[tuple[int, int]] = []
    done = 0
    for (start, end), length in zip(pieces, lengths, strict=True):
        belongs = done + length / 2 <= part_length * len(parts)
        if belongs and len(tokenize([text[parts[-1][0] : end]])[0]) <= max_tokens:
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
        done += length
    return parts


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    return start, start + len(inner.strip())
