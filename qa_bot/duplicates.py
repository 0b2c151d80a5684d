"""Which articles of a corpus are copies of which: one story in two files, or in several publications.

Owns the promise that leaving a copy out loses nothing. The most complete text of a story stands for it. A
shorter one is its copy when nearly all of its words stand in runs that the two share, when no passage of it
is its own, and when it has no figure that the other lacks at the same place: an updated toll is another
story. Each text is judged against the one that stands for it and never by way of a third. Headline, byline,
dateline, credits, case, punctuation and quotation marks do not count.

Candidates are found by winnowing (Schleimer, Wilkerson & Aiken, 2003, "Winnowing: Local Algorithms for
Document Fingerprinting"), which misses no two texts that share a run of SHINGLE + WINDOW - 1 words. MinHash
estimates how alike two whole texts are, and so overlooks the wire story that was cut to its first paragraphs.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import astuple, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa_bot.types import Article

__all__ = ["Difference", "Words", "compare", "find_copies", "is_copy", "words_of"]

Words = NDArray[np.uint64]
"""A text as one hash a word, (words,); the lowest bit tells figures."""

SHINGLE: Final = 5
"""Words of a run that two texts share by copying and hardly by chance."""
WINDOW: Final = 8
"""Shingles of which one is kept as a fingerprint."""
LEAST_WORDS: Final = 20
"""Shorter texts are copies only when their words are equal."""
LEAST_SHARED: Final = 0.8
"""Share of a copy's words in shared runs; measured, see tests/benchmarks/README.md."""
MOST_NEW_WORDS: Final = 8
"""Words in a row that a copy may have of its own, as another wording does; more of them are news."""
WORDS_A_NEW_WORD: Final = 25
"""Words that a text must have for each such word: in a short notice another name makes it another notice."""
MOST_PUT_IN: Final = 4
"""Words that a copy may have in one place where the other has none; a short sentence has more."""

_SLACK = 40  # words by which the place of a reworded sentence may be wider in the more complete text
_MOST_HOLDERS = 64  # of one fingerprint: boilerplate names nobody
_MOST_REMEMBERED = 1 << 18  # words whose hash is at hand
_MOST_JUDGED = 8  # candidates that one text is compared with word by word
_LEAST_COMMON = 0.2  # share of fingerprints from which a candidate is worth that
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)

_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_NO_LETTER = "\\s\\d\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\xbf\u060c\u061b\u061f\u0964\u2000-\u206f\u2e00-\u303f"
_WORD = re.compile(
    rf"[^{_NO_LETTER}{_SPACELESS}]+"
    rf"|[{_SPACELESS}]"  # scripts without spaces: a letter is a word
    r"|(?:(?<!\w)[-\u2212])?[$€£¥₹]?\d+(?:[.,]\d+)*"  # a figure, its sign and currency
)
_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")
_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_LARGE = ("zero", "half", "dozen", "hundred", "thousand", "million", "billion", "trillion")
_FIGURES: dict[str, str] = {
    **{word: str(number) for number, word in enumerate(_UNITS + _TEENS, start=1)},
    **{word: str(number) for number, word in zip(range(20, 100, 10), _TENS, strict=True)},
    **{word: word for word in (*_ORDINALS, *_LARGE, *"〇一二两三四五六七八九十百千万亿億萬")},
}
"""Numbers in words, and how they are written in digits; papers differ in which they prefer."""

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_PLACE = r"[^\W\d_][^\d.!?():;\n]{1,40}?"
_DAY = rf"(?:,? {_MONTH} \d{{1,2}}(?:, \d{{4}})?)?"
_DATELINE = re.compile(
    rf"(?:{_PLACE}{_DAY} ?\([^\W\d_][\w /]{{1,24}}\)"  # Oslo, May 3 (Wire) -
    rf"|(?-i:[A-Z][A-Z ,.'/-]{{2,40}}?){_DAY})"  # OSLO, May 3 -
    r"\s*[-\u2013\u2014:]{1,2}\s",
    re.IGNORECASE,
)
_CREDITS = re.compile(r"[(\[]?(?:additional )?(?:reporting|writing|editing|compiled) by\b", re.IGNORECASE)
_LONGEST_CREDITS = 300


@dataclass(frozen=True, slots=True)
class Difference:
    """What a text has that a more complete one lacks."""

    words: int
    """How many the text has."""
    shared: float
    """Share of the text's words that stand in shared runs of at least SHINGLE words, 0..1."""
    new_words: int
    """The most words in one place that the other text does not have there."""
    put_in: int
    """The most words by which a place between shared runs is longer than in the other text, or that are new
    behind the last shared run."""
    new_figures: bool
    """Whether a figure is among them."""


def find_copies(articles: Sequence[Article]) -> dict[int, int]:
    """Map the position of each copy to that of the article that stands for its story.

    Of texts equally complete the one whose source states most stands for the story, then the one of the first
    path. The order of the articles does not matter, but for those of one file, where the first is taken.
    """
    texts = [_Text.of(article) for article in articles]

    def rank(n: int) -> tuple[int, int, str, int]:
        source = articles[n].source
        return -texts[n].length, -sum(map(bool, astuple(source))), source.path, n

    order = sorted(range(len(texts)), key=rank)
    first: dict[bytes, int] = {}
    twins = {n: twin for n in order if (twin := first.setdefault(texts[n].digest, n)) != n}
    near = _near_copies(articles, texts, [n for n in order if n not in twins])
    return near | {n: near.get(twin, twin) for n, twin in twins.items()}


def is_copy(found: Difference, least_shared: float = LEAST_SHARED) -> bool:
    """Tell whether a text with this difference may be left out."""
    most_new_words = min(MOST_NEW_WORDS, found.words // WORDS_A_NEW_WORD)
    has_own = found.new_figures or found.new_words > most_new_words or found.put_in > MOST_PUT_IN
    return found.shared >= least_shared and not has_own


def words_of(paragraphs: Iterable[str]) -> Words:
    """Take a text's words as they are compared, without dateline and credits."""
    body = list(paragraphs)
    if body and (dateline := _DATELINE.match(body[0])) and not _FIGURES.keys() & dateline[0].lower().split():
        body[0] = body[0][dateline.end() :]
    kept = [text for text in body if len(text) > _LONGEST_CREDITS or not _CREDITS.match(text)]
    text = unicodedata.normalize("NFKC", "\n".join(kept)).casefold()
    found = _WORD.findall(text.replace("'", "").replace("\u2019", ""))
    return np.fromiter(map(_HASH_OF.__getitem__, found), np.uint64, len(found))


def compare(text: Words, whole: Words) -> Difference:
    """Tell what a text of at least SHINGLE words has that a more complete one lacks."""
    places = _places(_shingles(text), _shingles(whole))
    shared = np.zeros(len(text), bool)
    for shift in range(SHINGLE):
        shared[shift : shift + len(places)] |= places >= 0
    edges = np.flatnonzero(np.diff(np.r_[True, shared, True]))
    new_words, put_in, new_figures = 0, 0, False
    for start, end in edges.reshape(-1, 2).tolist():
        own, (there, is_gap) = text[start:end], _counterpart(start, end, places, whole)
        new = int(np.isin(own, there, invert=True).sum())
        new_words = max(new_words, new)
        if is_gap or (start and end == len(text)):
            put_in = max(put_in, len(own) - len(there) if is_gap else new)
        new_figures = new_figures or not _is_subsequence(own[own & 1 == 1], there[there & 1 == 1])
    return Difference(len(text), float(shared.mean()), new_words, put_in, new_figures)


@dataclass(frozen=True, slots=True)
class _Text:
    """What is remembered of each text."""

    length: int
    """In words."""
    digest: bytes
    """Equal for equal words."""
    fingerprints: NDArray[np.uint32]
    """Empty for a text that is too short to be a copy of something longer."""

    @classmethod
    def of(cls, article: Article) -> _Text:
        words = words_of(article.paragraphs)
        content = words.tobytes() or "\n".join(article.paragraphs).encode("utf-8", "backslashreplace")
        digest = hashlib.blake2b(content, digest_size=16).digest()
        return cls(len(words), digest, _fingerprints(words))


def _near_copies(articles: Sequence[Article], texts: Sequence[_Text], order: Sequence[int]) -> dict[int, int]:
    """Judge each text, the most complete first, against those that stand for a story so far."""
    words = lru_cache(maxsize=256)(lambda n: words_of(articles[n].paragraphs))
    holders = _Holders([texts[n].fingerprints for n in order])
    copies: dict[int, int] = {}
    for rank, n in enumerate(order):
        others = (order[other] for other in holders.candidates(rank))
        found = next((other for other in others if is_copy(compare(words(n), words(other)))), None)
        if found is not None:
            copies[n] = found
        else:
            holders.add(rank)
    return copies


class _Holders:
    """The texts that stand for a story, by the fingerprints that at least two texts have.

    One array has a row of places for each such fingerprint, as many as texts that have it.
    """

    def __init__(self, fingerprints: Sequence[NDArray[np.uint32]]) -> None:
        self._counts = np.array([len(found) for found in fingerprints], np.int64)
        every = np.concatenate(fingerprints) if fingerprints else np.zeros(0, np.uint32)
        values, numbers, held = np.unique(every, return_inverse=True, return_counts=True)
        self._room = np.where(held > 1, np.minimum(held, _MOST_HOLDERS), 0)
        self._start = np.cumsum(self._room) - self._room
        self._filled = np.zeros(len(values), np.int32)
        self._places = np.zeros(int(self._room.sum()), np.int32)
        self._numbers = numbers.astype(np.int32)
        self._ends = np.cumsum(self._counts)

    def candidates(self, rank: int) -> list[int]:
        """Give the ranks of the texts that a text may be a copy of, those most in common first."""
        numbers = self._of(rank)
        numbers = numbers[self._filled[numbers] > 0]
        filled = self._filled[numbers]
        if not len(numbers):
            return []
        within = np.arange(filled.sum()) - np.repeat(np.cumsum(filled) - filled, filled)
        found = self._places[np.repeat(self._start[numbers], filled) + within]
        ranks, common = np.unique(found, return_counts=True)
        best = np.argsort(-common, kind="stable")[:_MOST_JUDGED]
        least = _LEAST_COMMON * self._counts[rank]
        return [int(ranks[n]) for n in best if common[n] >= least]

    def add(self, rank: int) -> None:
        """Let a text stand for a story."""
        numbers = self._of(rank)
        numbers = numbers[self._filled[numbers] < self._room[numbers]]
        self._places[self._start[numbers] + self._filled[numbers]] = rank
        self._filled[numbers] += 1

    def _of(self, rank: int) -> NDArray[np.int32]:
        return self._numbers[self._ends[rank] - self._counts[rank] : self._ends[rank]]


class _Hashes(dict[str, int]):
    """The hash of each word met, 64 bits, the lowest of which tells a figure; the same in every process."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        figure = word[-1].isdecimal() or word in _FIGURES
        written = _FIGURES.get(word) or _THOUSANDS.sub("", word)
        value = int.from_bytes(
            hashlib.blake2b(written.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little"
        )
        self[word] = value | 1 if figure else value & ~1
        return self[word]


_HASH_OF = _Hashes()


def _shingles(words: Words) -> NDArray[np.uint64]:
    """Hash each run of SHINGLE words, (words - SHINGLE + 1,)."""
    count = max(0, len(words) - SHINGLE + 1)
    mixed = np.zeros(count, np.uint64)
    for shift in range(SHINGLE):
        mixed = mixed * _MULTIPLIER + words[shift : shift + count]
    mixed ^= mixed >> np.uint64(29)
    mixed *= _MULTIPLIER
    return mixed ^ (mixed >> np.uint64(32))


def _fingerprints(words: Words) -> NDArray[np.uint32]:
    """Keep the least shingle of every window."""
    if len(words) < LEAST_WORDS:
        return np.zeros(0, np.uint32)
    least = sliding_window_view(_shingles(words), WINDOW).min(axis=1)
    return np.unique((least & np.uint64(0xFFFFFFFF)).astype(np.uint32))


def _places(shingles: NDArray[np.uint64], whole: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Tell where the other text first has each shingle, -1 for nowhere."""
    values, first = np.unique(whole, return_index=True)
    at = np.minimum(np.searchsorted(values, shingles), len(values) - 1)
    return np.where(values[at] == shingles, first[at], -1)


def _counterpart(start: int, end: int, places: NDArray[np.int64], whole: Words) -> tuple[Words, bool]:
    """Give the words that the other text has in the place of text[start:end], and whether just these."""
    room = end - start + _SLACK
    after = int(places[start - SHINGLE]) + SHINGLE if start else None
    before = int(places[end]) if end < len(places) else None
    if after is None and before is None:
        return whole, False
    if after is not None and before is not None and after <= before <= after + room:
        return whole[after:before], True
    follows = whole[after : after + room] if after is not None else whole[:0]
    leads = whole[max(0, before - room) : before] if before is not None else whole[:0]
    return np.concatenate([leads, follows]), False


def _is_subsequence(some: Words, every: Words) -> bool:
    left = iter(every.tolist())
    return all(figure in left for figure in some.tolist())
