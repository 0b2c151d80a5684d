"""A model reads the scripts that its vocabulary is made of."""
# ruff: noqa: D103  a test's name is its claim; texts of other scripts

from __future__ import annotations

from typing import TYPE_CHECKING

from tiny import TinyEncoder

from qa_bot.encoders.legibility import FEWEST, Legibility

if TYPE_CHECKING:
    from collections.abc import Sequence


class Reader(TinyEncoder):
    """An encoder of a given vocabulary."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self._known = words

    def vocabulary(self) -> list[str]:
        """Give the words."""
        return [*self._known]


CHINESE = [chr(0x4E00 + number) for number in range(FEWEST)]


def test_a_model_reads_latin_letters_and_those_it_has_words_of() -> None:
    english, both = Legibility(Reader(["word"])), Legibility(Reader(CHINESE))
    assert english.share("Où est Zoë?") == both.share("谁是市长") == both.share("1998") == 1.0
    assert english.share("谁是市长") == Legibility(Reader(CHINESE[1:])).share("谁是市长") == 0.0


def test_a_text_of_two_scripts_is_read_in_part() -> None:
    assert Legibility(Reader([])).share("IBMの") == 3 / 4


def test_a_vocabulary_of_bytes_is_decoded() -> None:
    """Of GPT-2's kind, which writes bytes as letters."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    letters = {byte: chr(byte) for byte in shown} | {byte: chr(256 + n) for n, byte in enumerate(hidden)}
    words = ["".join(letters[byte] for byte in word.encode()) for word in CHINESE]
    assert Legibility(Reader(["\u0120the", *words])).share("谁是市长") == 1.0
