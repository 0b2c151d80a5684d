"""Which articles of a corpus are copies of which: one story in two files, or in several publications.

Leaving a copy out must lose nothing, and credit nobody with what they did not print. So a text is a copy of a
more complete one only if all its sentences occur there word for word. A changed figure, name or verb, or an
added or removed "not", makes another sentence, and so another story. Datelines, credits, case, punctuation,
quotation marks and paragraph borders do not count. Each text is compared with the kept article itself,
never through a third one.
"""

from __future__ import annotations

import hashlib
import re
import struct
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from qa_bot.language.sentence_ends import SENTENCE_BORDER, ends_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa_bot.core.types import Article, Source

__all__ = ["SentenceSet", "find_copies", "is_contained_in"]

LEAST_WORDS: Final = 20
"""Shorter texts are copies only if their words are equal: a short note may be part of anything."""

_SPACELESS: Final = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff"
_WORD: Final = re.compile(
    rf"(?:(?<!\w)[-\u2212])?[$€£¥₹]?\d+(?:[.,]\d+)*%?|[{_SPACELESS}]|[^\W\d_{_SPACELESS}]+"
)
"""A figure with its sign and currency, a letter of a script without spaces, or a word."""
_ASCII_WORD: Final = re.compile(r"[a-z]+|(?:(?<!\w)-)?\$?\d+(?:[.,]\d+)*%?")
"""The same for text in ASCII and lower case, in half the time."""
_THOUSANDS: Final = re.compile(r",(?=\d{3}(?!\d))")
_DATELINE: Final = re.compile(
    r"(?:[^\W\d_a-z][\w.'/-]*,? ?){1,5}"  # OSLO, but not Rio de Janeiro: only capitalised words
    r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?:, \d{4})? ?)?"
    r"(?:\([^\W\d_][\w /]{1,24}\) ?)?"  # (Wire)
    r"[-\u2013\u2014]{1,2}\s"
)
_CREDITS: Final = re.compile(
    r"[(\[]?(?:additional )?(?:reporting|writing|editing|compiled) by\b", re.IGNORECASE
)
_LONGEST_CREDITS: Final = 300
_HASH_BYTES: Final = 12
_HEAD: Final = struct.Struct("<III")  # words, sentences of the first way, and of the second if it differs


def find_copies(articles: Sequence[Article], texts: Sequence[SentenceSet] = ()) -> dict[int, int]:
    """Map the position of each copy to that of the article that is kept for its story.

    `texts` are the sentences of the articles, if they are known.

    Of equally complete texts, the one whose source states most is kept, then the newest, then the one of the
    first path. The order of the articles does not matter, except for those of one file.
    """
    texts = texts or [SentenceSet.of(article.paragraphs) for article in articles]
    order = sorted(range(len(articles)), key=lambda n: (articles[n].source.path, n))
    order.sort(key=lambda n: articles[n].source.date or "", reverse=True)  # stable, in reverse too
    order.sort(key=lambda n: (-texts[n].words, -_stated(articles[n].source)))
    kept: dict[bytes, list[int]] = defaultdict(list)  # places in that order
    copies: dict[int, int] = {}
    for place, n in enumerate(order):
        ways = set(texts[n].ways)
        holders = {other for way in ways for other in kept[min(way, key=lambda one: len(kept[one]))]}
        found = next(
            (k for k in map(order.__getitem__, sorted(holders)) if texts[n].is_contained_in(texts[k])), None
        )
        if found is not None:
            copies[n] = found
            continue
        for sentence in texts[n].everything:
            kept[sentence].append(place)
    return copies


def is_contained_in(text: str, other: str) -> bool:
    """Check whether another text has every sentence of this one; a short text must be equal to it."""
    return _sentences_of(text).is_contained_in(_sentences_of(other))


@dataclass(frozen=True, slots=True)
class SentenceSet:
    """The sentences of a text, each as a hash."""

    ways: tuple[frozenset[bytes], frozenset[bytes]]
    """With paragraph borders, and without: some prints merge a heading into the next paragraph."""
    words: int

    @classmethod
    def of(cls, paragraphs: Iterable[str]) -> SentenceSet:
        """Collect a text's sentences, without dateline and credits; a text without words is one sentence."""
        body = list(paragraphs)
        while body and (dateline := _DATELINE.match(body[0])):
            body[0] = body[0][dateline.end() :]
        kept = [text for text in body if len(text) > _LONGEST_CREDITS or not _CREDITS.match(text)]
        apart, merged = _cut(kept)
        words = {sentence: _words(sentence) for sentence in dict.fromkeys((*apart, *merged))}
        found = [words[sentence] for sentence in apart]
        rest = "\n".join(body)
        one_way = _hashes(found, rest)
        other_way = one_way if merged == apart else _hashes((words[one] for one in merged), rest)
        return cls((one_way, other_way), sum(len(sentence.split()) for sentence in found))

    def to_bytes(self) -> bytes:
        """Serialise the set; equal sets have equal bytes."""
        one_way, other_way = self.ways
        parts = (one_way, () if other_way is one_way else other_way)
        head = _HEAD.pack(self.words, *map(len, parts))
        return head + b"".join(hashed for part in parts for hashed in sorted(part))

    @classmethod
    def all_in(cls, content: bytes) -> list[SentenceSet]:
        """Deserialise sets that were written one after the other; struct.error if the bytes are damaged."""
        found, at = [], 0
        while at < len(content):
            words, *counts = _HEAD.unpack_from(content, at)
            at += _HEAD.size
            ways = []
            for count in counts:
                past = at + count * _HASH_BYTES
                ways.append(frozenset(content[n : n + _HASH_BYTES] for n in range(at, past, _HASH_BYTES)))
                at = past
            found.append(cls((ways[0], ways[1] or ways[0]), words))
        return found

    @property
    def everything(self) -> frozenset[bytes]:
        """The sentences of both ways."""
        return self.ways[0] if self.ways[0] is self.ways[1] else self.ways[0] | self.ways[1]

    def is_contained_in(self, other: SentenceSet) -> bool:
        """Check whether another text has all these sentences; for a short text, the same and no others."""
        if self.words < LEAST_WORDS:
            return self.ways[0] == other.ways[0]
        return any(way <= other.everything for way in self.ways)


@lru_cache(maxsize=256)
def _sentences_of(text: str) -> SentenceSet:
    return SentenceSet.of((text,))


def _cut(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Split paragraphs into sentences: each by itself, and all of them joined by spaces."""
    apart: list[str] = []
    merged: list[str] = []
    goes_on = False
    for text in texts:
        first, *more = sentences = SENTENCE_BORDER.split(text)
        apart += sentences
        merged += [f"{merged.pop()} {first}" if goes_on else first, *more]
        goes_on = not ends_sentence(text.rstrip())
    return apart, merged


def _words(sentence: str) -> str:
    """Reduce a sentence to its words and figures."""
    text = unicodedata.normalize("NFKC", sentence).casefold().replace("'", "").replace("\u2019", "")
    if "," in text:
        text = _THOUSANDS.sub("", text)
    return " ".join((_ASCII_WORD if text.isascii() else _WORD).findall(text))


def _hashes(sentences: Iterable[str], rest: str) -> frozenset[bytes]:
    """Hash the sentences that have words; if none has, hash the rest of the text."""
    return frozenset(map(_hash, filter(None, sentences))) or frozenset({_hash(rest)})


def _hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_HASH_BYTES).digest()


def _stated(source: Source) -> int:
    fields = (source.title, source.publication, source.author, source.date, source.url)
    return sum(field is not None for field in fields)
