"""Completes the filter at the end of the question line from what the corpus has.

A suggestion always goes on where the line ends, since that is how it is drawn; the quotation marks that a
value of several words needs are put around it once it is taken. A word of a question is never taken for a
filter: what stands behind a key and its colon is completed, and a key that is begun where no question is yet.
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
"""Letters of a key from which on it is completed; "in" is mostly a word of the question."""

_KEY_BEGUN = re.compile(r"(?<!\S)[a-z]+$")  # in small letters: a question begins with a large one
_NAMED_KEYS = ("publication", "author", "title")
_VALUE_BEGUN = re.compile(
    rf"(?<!\S)(?P<key>{'|'.join(KEYS)}):(?:(?P<open>[\"\u201c])(?P<quoted>[^\"\u201d]*)|(?P<bare>[^\s\"\u201c]*))$",
    re.IGNORECASE,
)
_FILTER = re.compile(
    rf"(?<!\S)(?:{'|'.join(KEYS)}):(?:[\"\u201c][^\"\u201d]*[\"\u201d]|[^\s\"\u201c]+)(?=\s)", re.IGNORECASE
)


class FilterSuggester(Suggester):
    """Suggests how a filter goes on: the most frequent value that begins as typed."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.values: Mapping[str, Sequence[str]] = {}
        """What can stand behind each key, the most frequent first; empty until the index is open."""

    async def get_suggestion(self, value: str) -> str | None:
        """Give the whole line as it would be, None where nothing is to be completed."""
        return self.completed(value) or None

    def completed(self, line: str) -> str:
        """Give the whole line as it would be, "" where nothing is to be completed."""
        if begun := _VALUE_BEGUN.search(line):
            return self._with_value(line, begun)
        key = _KEY_BEGUN.search(line)
        return self._with_key(line, key[0]) if key and _asks_nothing(line[: key.start()]) else ""

    def taken(self, line: str) -> str:
        """Give the whole line as it is once the suggestion is taken, "" where there is none."""
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
    """Tell whether a line has filters at most, and so no question yet that a word could belong to."""
    return not _FILTER.sub("", line).strip()


def quoted(name: str) -> str:
    """Give a value as it stands in a question line."""
    return f'"{name}"' if " " in name else name
