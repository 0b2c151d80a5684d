"""Articles -> passages: a paragraph is a passage, and one that is longer than the encoder reads is split.

A passage is always a slice of its paragraph, so its text is verbatim by construction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_bot.core.types import Progress, Slice
from qa_bot.language.detection import language_in
from qa_bot.language.sentences import sentences, strip_span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from qa_bot.core.types import Article, OnProgress
    from qa_bot.encoders.protocol import Encoder
    from qa_bot.language.language import Language

    CountTokens = Callable[[Sequence[str]], list[int]]
    """Returns the number of each text's tokens, special ones included."""

RULES_VERSION = 2
"""Raise it when the rules below change: an index made by other rules is rebuilt."""

BATCH = 1_000
"""Least number of paragraphs tokenized in one call. One call a paragraph is several times as slow."""

_SPECIAL_TOKENS = 2
_LANGUAGE_WITHIN = 4000
"""Characters of an article that its language is chosen by."""


def cut_articles(
    articles: Sequence[Article], encoder: Encoder, on_progress: OnProgress | None = None
) -> Iterator[list[Slice]]:
    """Yield the slices of each article, in the order of the articles."""
    done = 0
    for batch in _batches(articles):
        count_tokens = _TokenCounter(encoder, (text for article in batch for text in article.paragraphs))
        for article in batch:
            if on_progress:
                on_progress(Progress("cutting articles", done, len(articles)))
            yield split_article(article, count_tokens, encoder.max_tokens)
            done += 1


def split_article(article: Article, count_tokens: CountTokens, max_tokens: int) -> list[Slice]:
    """Cut an article into slices of at most max_tokens each, at sentence ends where possible."""
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
    """Cut a paragraph into (start, end) spans of at most max_tokens each; one span if it fits.

    Assumes that no token crosses a sentence end, so that the lengths of sentences add up.
    """
    if _surely_fits(text, max_tokens):
        return [(0, len(text))]
    whole, special = count_tokens([text, ""])
    if whole <= max_tokens:
        return [(0, len(text))]
    pieces = _pieces(text, count_tokens, max_tokens, language)
    lengths = [count - special for count in count_tokens([text[start:end] for start, end in pieces])]
    return _pack(pieces, lengths, max_tokens - special)


class _TokenCounter:
    """Counts the tokens of texts; those of some texts, given beforehand, in a single call."""

    def __init__(self, encoder: Encoder, texts: Iterable[str]) -> None:
        self._encoder = encoder
        wanted = {"": None} | {text: None for text in texts if not _surely_fits(text, encoder.max_tokens)}
        self._known = dict(zip(wanted, self._count([*wanted]), strict=True)) if len(wanted) > 1 else {}

    def __call__(self, texts: Sequence[str]) -> list[int]:
        new = [text for text in texts if text not in self._known]
        counts = dict(zip(new, self._count(new), strict=True)) if new else {}
        return [counts[text] if text in counts else self._known[text] for text in texts]

    def _count(self, texts: Sequence[str]) -> list[int]:
        return list(map(len, self._encoder.tokenize(texts)))


def _surely_fits(text: str, max_tokens: int) -> bool:
    """Check by length alone that a text fits, since no token is shorter than a byte."""
    return len(text.encode()) <= max_tokens - _SPECIAL_TOKENS


def _batches(articles: Sequence[Article]) -> Iterator[list[Article]]:
    batch: list[Article] = []
    count = 0
    for article in articles:
        batch.append(article)
        count += len(article.paragraphs)
        if count >= BATCH:
            yield batch
            batch, count = [], 0
    if batch:
        yield batch


def _pieces(
    text: str, count_tokens: CountTokens, max_tokens: int, language: Language
) -> list[tuple[int, int]]:
    """Return the spans of the sentences; a sentence that is too long is halved until its pieces fit."""
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
    """Cut near the middle, at a space if there is one."""
    middle = (start + end) // 2
    space = text.rfind(" ", start + 1, middle)
    cut = space if space > 0 else middle
    return [strip_span(text, start, cut), strip_span(text, cut, end)]


def _pack(pieces: list[tuple[int, int]], lengths: list[int], room: int) -> list[tuple[int, int]]:
    """Join neighbouring pieces into as few parts as possible, of about equal length.

    Filling each part as far as it goes would leave a short last one, which is a poor passage.
    """
    fewest = len(_fill(pieces, lengths, room, sum(lengths)))
    return _fill(pieces, lengths, room, sum(lengths) / fewest)


def _fill(
    pieces: list[tuple[int, int]], lengths: list[int], room: int, part_length: float
) -> list[tuple[int, int]]:
    """Start a new part where one of part_length tokens ends, or where the next piece does not fit."""
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
