"""Many articles -> passages: as passages.py cuts each, with the tokenizer called for many texts at once.

Called for one paragraph at a time, the tokenizer takes longer than all other writing of an index together;
called for every paragraph as a whole, still as long as all of it. Most tokenizers never join what a space
parts, so that a text has the tokens of its words, and a word that comes again need not be looked at again.
That this holds is not taken for granted: the first texts of many are counted both ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_bot.core.types import Progress
from qa_bot.index.passages import split_article

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa_bot.core.types import Article, OnProgress, Slice
    from qa_bot.encoders.protocol import Encoder

TOGETHER = 1_000
"""Paragraphs that are tokenized at once, at least."""

COMPARED = 1_000
"""Texts that must have the tokens of their words before others are counted by words."""

REMEMBERED = 2_000_000
"""Characters of words whose tokens are remembered, which takes about 40 MB."""


def cut_articles(
    articles: Sequence[Article], encoder: Encoder, on_progress: OnProgress | None = None
) -> Iterator[list[Slice]]:
    """Give the slices of each article, in the order of the articles, telling how many are cut."""
    counter, done = _TokenCounter(encoder), 0
    for group in _groups(articles):
        count_tokens = _Counted(counter, [text for article in group for text in article.paragraphs])
        for article in group:
            if on_progress:
                on_progress(Progress("cutting articles", done, len(articles)))
            yield split_article(article, count_tokens, encoder.max_tokens)
            done += 1


class _Counted:
    """Counts the tokens of texts, having counted those of some known texts at once."""

    def __init__(self, counter: _TokenCounter, texts: Sequence[str]) -> None:
        self._counter = counter
        room = counter.encoder.max_tokens - 2  # as passages.py asks
        long = ["", *dict.fromkeys(text for text in texts if len(text.encode()) > room)]
        self._known = dict(zip(long, counter.count(long), strict=True)) if len(long) > 1 else {}

    def __call__(self, texts: Sequence[str]) -> list[int]:
        new = [text for text in texts if text not in self._known]
        found = dict(zip(new, self._counter.count(new), strict=True)) if new else {}
        return [found[text] if text in found else self._known[text] for text in texts]


class _TokenCounter:
    """Counts tokens, special ones included: a word's once, where texts have the tokens of their words."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self._special = 0
        self._words: dict[str, int] = {}
        self._characters = 0
        self._sample: dict[str, int] = {}
        self._by_words: bool | None = None

    def count(self, texts: Sequence[str]) -> list[int]:
        """Give the number of each text's tokens."""
        if self._by_words is None and len(self._sample) >= COMPARED:
            (self._special,) = self._count_whole([""])
            self._by_words = self._count_words(list(self._sample)) == list(self._sample.values())
            self._sample.clear()
        if self._by_words:
            return self._count_words(texts)
        counts = self._count_whole(texts)
        if self._by_words is None:
            self._sample |= zip(texts, counts, strict=True)
        return counts

    def _count_whole(self, texts: Sequence[str]) -> list[int]:
        return list(map(len, self.encoder.tokenize(texts)))

    def _count_words(self, texts: Sequence[str]) -> list[int]:
        if self._characters > REMEMBERED:
            self._words, self._characters = {}, 0
        split = [text.split(" ") for text in texts]
        if new := list(set().union(*split).difference(self._words)):
            counts = self._count_whole(new)
            self._words |= {word: own - self._special for word, own in zip(new, counts, strict=True)}
            self._characters += sum(map(len, new))
        of_word = self._words.__getitem__
        return [self._special + sum(map(of_word, words)) for words in split]


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
