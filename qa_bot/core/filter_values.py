"""The values that filters can take: those that begin like what is typed, and the one that is likely meant.

Case and accents do not matter, as in the filters themselves.
"""

from __future__ import annotations

import difflib
from bisect import bisect_right
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Final

from qa_bot.core.query_syntax import folded_words, without_marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MOST_COMPARED: Final = 20_000
"""Values among which the one that is meant is sought: comparing takes some 10 µs each."""
_ALIKE: Final = 0.75
"""Least similarity of two words of which one misspells the other, 0..1."""
_UNSPACED: Final = "\u2e80"
"""The first character of the scripts without spaces, where a word may begin anywhere."""
_LEAST_LETTERS: Final = 3
"""Letters of a word that is taken for the beginning of another."""


class FilterValues:
    """The values of each key, most frequent first, ready to be searched at every letter typed."""

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        """Clean and fold the values; some 10 µs each."""
        self._values = {
            key: _Values(filter(None, map(without_marks, names))) for key, names in values.items()
        }

    def matching(self, key: str, typed: str, limit: int) -> list[str]:
        """Return values of which some words begin like the words typed, in any order.

        Values that begin like all that was typed come first; then the most frequent. Nothing typed gives the
        most frequent values.
        """
        values = self._values.get(key)
        return values.matching(folded_words(typed), limit) if values else []


class _Values:
    """The values of one key, and their folded words on the lines of one text: finding there takes no loop."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = list(dict.fromkeys(names))
        folded = [f"\n {folded_words(name)}" for name in self._names]
        self._text = "".join(folded)
        self._starts = list(accumulate(map(len, folded), initial=0))

    def matching(self, words: str, limit: int) -> list[str]:
        begun = [word if word >= _UNSPACED else f" {word}" for word in words.split()]
        first = list(islice(self._with(f"\n {words}"), limit))
        others = (
            at
            for at in self._with(max(begun, key=len, default="\n"))
            if at not in first and all(part in self._line(at) for part in begun)
        )
        return [self._names[at] for at in (*first, *islice(others, limit - len(first)))]

    def _with(self, part: str) -> Iterator[int]:
        """Yield the places of the values whose line has a part."""
        found = self._text.find(part)
        while found >= 0:
            at = bisect_right(self._starts, found) - 1
            yield at
            found = self._text.find(part, self._starts[at + 1])

    def _line(self, at: int) -> str:
        return self._text[self._starts[at] : self._starts[at + 1]]


def likely(value: str, names: Iterable[str]) -> str:
    """Return the value of an article that a value without any match likely means; "" if none is near.

    Each word may be misspelt or only begun, and words may stand in another order or be joined. Of several,
    the first is returned; never the value itself.
    """
    found = _likely(value, names)
    return "" if found.casefold() == without_marks(value).casefold() else found


def _likely(value: str, names: Iterable[str]) -> str:
    folded = {name: folded_words(name) for name in map(without_marks, islice(names, MOST_COMPARED))}
    known = {word: None for words in folded.values() for word in words.split()}
    meant = [_nearest(word, known) for word in folded_words(value).split()]
    if meant and all(meant):
        for name, words in folded.items():
            if set(meant) <= set(words.split()):
                return name
    joined = {words.replace(" ", ""): name for name, words in reversed(folded.items())}
    near = difflib.get_close_matches(folded_words(value).replace(" ", ""), joined, 1, _ALIKE)
    return joined[near[0]] if near else ""


def _nearest(word: str, known: Mapping[str, None]) -> str:
    """Return the word itself, one that begins with it, or the most similar one; "" for none."""
    if word in known:
        return word
    if len(word) >= _LEAST_LETTERS and (begun := next((one for one in known if one.startswith(word)), "")):
        return begun
    return next(iter(difflib.get_close_matches(word, known, 1, _ALIKE)), "")
