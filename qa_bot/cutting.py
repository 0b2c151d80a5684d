"""Many articles -> passages: as passages.py cuts each, with the tokenizer called for many texts at once.

Called for one paragraph at a time, the tokenizer takes longer than all other writing of an index together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_bot.passages import split_article

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa_bot.encoding import Encoder
    from qa_bot.types import Article, Slice

TOGETHER = 1_000
"""Paragraphs that are tokenized at once, at least."""


def cut_articles(articles: Sequence[Article], encoder: Encoder) -> Iterator[list[Slice]]:
    """Give the slices of each article, in the order of the articles."""
    for group in _groups(articles):
        tokenize = _Tokenized(encoder, [text for article in group for text in article.paragraphs])
        for article in group:
            yield split_article(article, tokenize, encoder.max_tokens)


class _Tokenized:
    """Gives the tokens of texts, those of some known texts from memory."""

    def __init__(self, encoder: Encoder, texts: Sequence[str]) -> None:
        self._encoder = encoder
        room = encoder.max_tokens - 2
        long = [
            "",
            *dict.fromkeys(text for text in texts if len(text.encode()) > room),
        ]  # as passages.py asks
        self._known = dict(zip(long, encoder.tokenize(long), strict=True)) if len(long) > 1 else {}

    def __call__(self, texts: Sequence[str]) -> list[list[int]]:
        new = [text for text in texts if text not in self._known]
        found = dict(zip(new, self._encoder.tokenize(new), strict=True)) if new else {}
        return [found[text] if text in found else self._known[text] for text in texts]


def _groups(articles: Sequence[Article]) -> Iterator[list[Article]]:
    group: list[Article] = []
    count = 0
    for article in articles:
        group.append(article)
        count += len(article.paragraphs)
        if count >= TOGETHER:
            yield group
            group, count = [], 0
    if group:
        yield group
