"""How much of a text a model can read, told by the letters that its vocabulary is made of.

A model of English has a few hundred Chinese characters in its vocabulary and learned nothing of them: its
vectors of a Chinese text are noise. A script is read where thousands of entries are of it.
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
"""Entries of a vocabulary from which on a script is read: English BERT has 678 of Chinese and Japanese, and
fewer than a hundred of any other; multilingual ones have thousands of each script they learned."""

_LATIN: Final = "LATIN"
_EAST_ASIAN: Final = frozenset({"CJK", "HIRAGANA", "KATAKANA"})
_BYTE_MARK: Final = "\u0120"  # how byte-level vocabularies write the space before a word


class Legibility:
    """Tells of one model how much of a text it reads."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def share(self, text: str) -> float:
        """Tell how much of a text's letters the model reads, 0..1: by script; 1 for Latin ones or none."""
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
    """Name a character's script; Chinese and Japanese are one."""
    name = unicodedata.name(char, "").partition(" ")[0]
    return "CJK" if name in _EAST_ASIAN else name


def _letter(word: str) -> str:
    """Give the first letter of a word that is not ASCII, or ""."""
    return (
        "" if word.isascii() else next((char for char in word if char.isalpha() and not char.isascii()), "")
    )


def _words(vocabulary: Iterable[str]) -> Iterable[str]:
    """Give the entries as text, those of a byte-level vocabulary (Radford et al., 2019, GPT-2) decoded."""
    words = list(vocabulary)
    if not any(word.startswith(_BYTE_MARK) for word in words):
        return words
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    bytes_of = {chr(byte): byte for byte in shown} | {
        chr(256 + place): byte for place, byte in enumerate(hidden)
    }
    return [bytes(bytes_of.get(char, 0) for char in word).decode("utf-8", "ignore") for word in words]
