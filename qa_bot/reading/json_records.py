"""The text of a JSON file -> its objects, each with the line on which it begins.

Owns what counts as one file of records: an object a line, objects over several lines, an array of them, or
a single one. A part that is not JSON costs its own line and no other. NaN, which pandas writes for what is
missing, is nothing.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["NOT_JSON", "NO_OBJECT", "Record", "read_records"]

NOT_JSON: Final = "is not JSON"
NO_OBJECT: Final = "is no JSON object"

_BETWEEN: Final = re.compile(r"[\s,\[\]\x1e]*")
"""What parts objects: white space, and the commas and brackets of an array of them."""
_DECODER: Final = json.JSONDecoder(strict=False, parse_constant=lambda _: None)
"""Takes line breaks within strings, which hand-made files have."""


@dataclass(frozen=True, slots=True)
class Record:
    """An object of the file, or what is wrong with a line that holds none."""

    line: int
    """Number of the line on which it begins, from 1."""
    fields: dict[str, Any] | None
    fault: str | None = None
    """To follow the words "line 3"."""


def read_records(text: str) -> Iterator[Record]:
    """Give the objects of a text in order, and each line that is none; nothing for a blank text."""
    position, line, counted, found = 0, 1, 0, False
    while (start := _start_of_next(text, position)) < len(text):
        line += text.count("\n", counted, start)
        counted, found = start, True
        try:
            if text[start] == "{":
                fields, position = _DECODER.raw_decode(text, start)
                yield Record(line, fields)
                continue
        except (ValueError, RecursionError):  # ValueError: also a number of too many digits
            pass
        end = text.find("\n", start)
        position = end if end >= 0 else len(text)
        yield Record(line, None, _fault(text[start:position]))
    if not found and text.strip():  # brackets and commas alone
        yield Record(1, None, NOT_JSON)


def _start_of_next(text: str, position: int) -> int:
    between = _BETWEEN.match(text, position)
    return between.end() if between else position


def _fault(line: str) -> str:
    try:
        _DECODER.raw_decode(line.strip())
    except (ValueError, RecursionError):
        return NOT_JSON
    return NO_OBJECT
