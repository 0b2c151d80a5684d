"""The text of a JSON file -> its objects, each with the line on which it begins.

A file of records has one object a line, objects over several lines, an array of objects, or a single one. A
part that is not JSON costs only its own line. NaN, which pandas writes for missing values, reads as None.
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
NO_OBJECT: Final = "is not a JSON object"

_BETWEEN: Final = re.compile(r"[\s,\[\]\x1e]*")
"""What separates objects: white space, and the commas and brackets of an array of them."""
_DECODER: Final = json.JSONDecoder(strict=False, parse_constant=lambda _: None)
"""Accepts line breaks within strings, which hand-made files have."""
_UNENDED: Final = "Unterminated string"
_MOST_IN_VAIN: Final = 200
"""Most failed attempts at an object over several lines: each reads the rest of the file."""


class _UnfinishedError(Exception):
    """An object does not end on its line."""


@dataclass(frozen=True, slots=True)
class Record:
    """An object of the file, or the fault of a line without one."""

    line: int
    """Number of the line on which it begins, from 1."""
    fields: dict[str, Any] | None
    fault: str | None = None
    """Follows the words "line 3"."""


def read_records(text: str) -> Iterator[Record]:
    """Return the objects of a text in order, and each line that is not one; nothing for a blank text."""
    number, position, found, in_vain = 1, 0, False, 0
    while position < len(text):
        end = text.find("\n", position)
        line = text[position : end if end >= 0 else len(text)]
        start = 0
        while (start := _start_of_next(line, start)) < len(line):
            found = True
            try:
                fields, start = _decode(line, start)
                yield Record(number, fields)
            except _UnfinishedError:
                whole = _over_lines(text, position + start) if in_vain < _MOST_IN_VAIN else None
                if whole is None:
                    in_vain += 1
                    yield Record(number, None, NOT_JSON)
                    break
                yield Record(number, whole[0])
                number += text.count("\n", position, whole[1])
                position = whole[1]
                end = text.find("\n", position)
                line, start = text[position : end if end >= 0 else len(text)], 0
            except ValueError as error:
                yield Record(number, None, str(error))
                break
        number += 1
        position = end + 1 if end >= 0 else len(text)
    if not found and text.strip():  # only brackets and commas
        yield Record(1, None, NOT_JSON)


def _start_of_next(line: str, start: int) -> int:
    between = _BETWEEN.match(line, start)
    return between.end() if between else start


def _decode(line: str, start: int) -> tuple[dict[str, Any], int]:
    """Decode an object within a line; return it and where it ends.

    Raises:
        _UnfinishedError: it may continue on the next line.
        ValueError: the fault, to follow the words "line 3".
    """
    try:
        value, end = _DECODER.raw_decode(line, start)
    except json.JSONDecodeError as error:
        if line[start] == "{" and (error.pos >= len(line.rstrip()) or error.msg.startswith(_UNENDED)):
            raise _UnfinishedError from error
        raise ValueError(NOT_JSON) from error
    except (ValueError, RecursionError) as error:  # ValueError: a number of too many digits
        raise ValueError(NOT_JSON) from error
    if not isinstance(value, dict):
        raise ValueError(NO_OBJECT)  # noqa: TRY004  what is wrong with a file, not with a call
    return value, end


def _over_lines(text: str, start: int) -> tuple[dict[str, Any], int] | None:
    """Decode an object over several lines, and return where it ends; None if it is not one."""
    try:
        fields, end = _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    return fields, end
