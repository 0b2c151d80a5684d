"""Completes the filter at the end of the question line from what the corpus has.

A suggestion always goes on where the line ends, since that is how it is drawn; the quotation marks that a
value of several words needs are put around it once it is taken.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from textual.suggester import Suggester

from qa_bot.filters import KEYS
from qa_bot.tui.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LEAST_LETTERS: Final = 3
"""Letters of a key from which on it is completed; "in" is mostly a word of the question."""

_KEY_BEGUN = re.compile(r"(?<!\S)[a-z]+$", re.IGNORECASE)
_NAMED_KEYS = ("publication", "author", "title")
_VALUE_BEGUN = re.compile(
    rf"(?<!\S)(?P<key>{'|'.join(KEYS)}):(?:(?P<open>[\"\u201c])(?P<quoted>[^\"\u201d]*)|(?P<bare>[^\s\"\u201c]*))$",
    re.IGNORECASE,
)
_UNQUOTED = re.compile(rf"(?P<head>.*(?<!\S)(?:{'|'.join(KEYS)}):)(?P<value>[^\s\"\u201c].*)", re.IGNORECASE)


class FilterSuggester(Suggester):
    """Suggests how a filter goes on: the most frequent value that begins as typed."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.values: Mapping[str, Sequence[str]] = {}
        """What can stand behind each key, the most frequent first; empty until the index is open."""

    async def get_suggestion(self, value: str) -> str | None:
        """Give the whole line as it would be, None where nothing is to be completed."""
        if begun := _VALUE_BEGUN.search(value):
            return self._with_value(value, begun)
        key = _KEY_BEGUN.search(value)
        return self._with_key(value, key[0].lower()) if key else None

    def _with_key(self, line: str, begun: str) -> str | None:
        for key in _NAMED_KEYS:
            if len(begun) >= LEAST_LETTERS and key.startswith(begun) and (names := self._names(key)):
                return f"{line}{key[len(begun) :]}:{quoted(names[0])}"
        return None

    def _with_value(self, line: str, begun: re.Match[str]) -> str | None:
        typed = begun["quoted"] if begun["open"] else begun["bare"]
        close = {"\u201c": "\u201d", '"': '"'}.get(begun["open"] or "", "")
        for name in self._names(begun["key"].lower()):
            if name[: len(typed)].lower() == typed.lower():
                if not typed and not close:
                    return line + quoted(name)
                return line + name[len(typed) :] + close
        return None

    def _names(self, key: str) -> list[str]:
        return [name for value in self.values.get(key, ()) if (name := one_line(value).replace('"', " "))]


def quoted(name: str) -> str:
    """Give a value as it stands in a question line."""
    return f'"{name}"' if " " in name else name


def finished(line: str) -> str:
    """Put quotation marks around a value of several words at the end of a line, where it has none."""
    found = _UNQUOTED.fullmatch(line)  # what stands behind the last key is the suggestion's value
    return f"{found['head']}{quoted(found['value'])}" if found else line
