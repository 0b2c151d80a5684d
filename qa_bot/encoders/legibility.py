"""How much of a text a model can read, judged by the scripts in its vocabulary.

An English model has a few hundred Chinese characters in its vocabulary, but its vectors of a Chinese text are
noise. A model reads a script if its vocabulary has many entries in it.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa_bot.encoders.protocol import Encoder

__all__ = ["FEWEST", "Legibility"]

FEWEST: Final = 1_000
"""Least number of entries in a script that a model reads. English BERT has 678 in Chinese and Japanese and
fewer than a hundred in any other; multilingual models have thousands in each script that they learned."""

_LATIN: Final = "LATIN"
_EAST_ASIAN: Final = frozenset({"CJK", "HIRAGANA", "KATAKANA"})
_BYTE_MARK: Final = "\u0120"  # how byte-level vocabularies write the space before a word


class Legibility:
    """Judges how much of a text one model can read."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def share(self, text: str) -> float:
        """Return the share of a text's letters, 0..1, in scripts that the model reads; 1 without letters."""
        scripts = Counter(_script(char) for char in text if not char.isascii() and char.isalpha())
        latin = sum(char.isascii() and char.isalpha() for char in text) + scripts.pop(_LATIN, 0)
        if not scripts:
            return 1.0
        read = latin + sum(count for script, count in scripts.items() if script in self._scripts)
        return read / (latin + scripts.total())

    @cached_property
    def _scripts(self) -> frozenset[str]:
        """The scripts that the model reads."""
        entries = Counter(
            _script(letter) for word in _words(self._encoder.vocabulary()) if (letter := _letter(word))
        )
        return frozenset(script for script, count in entries.items() if count >= FEWEST)


def _script(char: str) -> str:
    """Return a character's script; Chinese and Japanese count as one."""
    name = unicodedata.name(char, "").partition(" ")[0]
    return "CJK" if name in _EAST_ASIAN else name


def _letter(word: str) -> str:
    """Return the first letter of a word that is not ASCII, or ""."""
    return (
        "" if word.isascii() else next((char for char in word if char.isalpha() and not char.isascii()), "")
    )


def _words(vocabulary: Iterable[str]) -> Iterable[str]:
    """Return the entries as text, decoded if they are of a byte-level vocabulary (Radford et al., 2019)."""
    words = list(vocabulary)
    if not any(word.startswith(_BYTE_MARK) for word in words):
        return words
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    bytes_of = {chr(byte): byte for byte in shown} | {
        chr(256 + place): byte for place, byte in enumerate(hidden)
    }
    return [bytes(bytes_of.get(char, 0) for char in word).decode("utf-8", "ignore") for word in words]
