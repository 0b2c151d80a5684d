"""Completes the filter at the end of the question line with values from the corpus.

A suggestion always continues the line, since that is how it is drawn; a value of several words is quoted once
it is accepted. Only a value after a key and its colon is completed, and a key that starts the line or follows
filters, so that no word of a question is treated as a filter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from textual.suggester import Suggester

from qa_bot.core.query_syntax import KEYS
from qa_bot.core.sanitizing import clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LEAST_LETTERS: Final = 3
"""Letters of a key before it is completed; "in" is usually a word of the question."""

_KEY_BEGUN = re.compile(r"(?<!\S)[a-z]+$")  # in lower case: a question starts with a capital
_NAMED_KEYS = ("publication", "author", "title")
_VALUE_BEGUN = re.compile(
    rf"(?<!\S)(?P<key>{'|'.join(KEYS)}):(?:(?P<open>[\"\u201c])(?P<quoted>[^\"\u201d]*)|(?P<bare>[^\s\"\u201c]*))$",
    re.IGNORECASE,
)
_FILTER = re.compile(
    rf"(?<!\S)(?:{'|'.join(KEYS)}):(?:[\"\u201c][^\"\u201d]*[\"\u201d]|[^\s\"\u201c]+)(?=\s)", re.IGNORECASE
)


class FilterSuggester(Suggester):
    """Suggests the most frequent value that starts with what was typed."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.values: Mapping[str, Sequence[str]] = {}
        """The values of each key, most frequent first; empty until the index is open."""

    async def get_suggestion(self, value: str) -> str | None:
        """Return the whole completed line; None if there is no completion."""
        return self.completed(value) or None

    def completed(self, line: str) -> str:
        """Return the whole completed line; "" if there is no completion."""
        if begun := _VALUE_BEGUN.search(line):
            return self._with_value(line, begun)
        key = _KEY_BEGUN.search(line)
        return self._with_key(line, key[0]) if key and _asks_nothing(line[: key.start()]) else ""

    def taken(self, line: str) -> str:
        """Return the whole line after the suggestion is accepted; "" if there is none."""
        suggested, begun = self.completed(line), _VALUE_BEGUN.search(line)
        if not suggested or begun is None or begun["open"]:
            return suggested
        head = line[: begun.start("bare")]
        value = suggested[len(head) :]
        return head + (value if value[0] == '"' else quoted(value))

    def _with_key(self, line: str, begun: str) -> str:
        for key in _NAMED_KEYS:
            if len(begun) >= LEAST_LETTERS and key.startswith(begun) and (names := self._names(key)):
                return f"{line}{key[len(begun) :]}:{quoted(names[0])}"
        return ""

    def _with_value(self, line: str, begun: re.Match[str]) -> str:
        typed = begun["quoted"] if begun["open"] else begun["bare"]
        close = {"\u201c": "\u201d", '"': '"'}.get(begun["open"] or "", "")
        for name in self._names(begun["key"].lower()):
            if name[: len(typed)].lower() == typed.lower():
                rest = name[len(typed) :] + close if typed or close else quoted(name)
                return line + rest if rest else ""
        return ""

    def _names(self, key: str) -> list[str]:
        return [name for value in self.values.get(key, ()) if (name := clean_line(value).replace('"', " "))]


def _asks_nothing(line: str) -> bool:
    """Check whether a line has only filters, and so no question that a word could belong to."""
    return not _FILTER.sub("", line).strip()


def quoted(name: str) -> str:
    """Return a value as written in a question line."""
    return f'"{name}"' if " " in name else name
