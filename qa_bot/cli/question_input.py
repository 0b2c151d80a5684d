"""The questions of a call: words of the command line, lines of standard input, or lines of a batch."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa_bot.core.errors import QuestionError, UsageError, reason_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

STDIN = "-"
"""Stands for standard input, as a question and as a file."""

_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchQuestion:
    """One line of a batch."""

    line: int
    """Number of the line, from 1."""
    text: str = ""
    id: str | int | None = None
    """What the line calls itself."""
    k: int | None = None
    """Number of passages, where the line says so."""
    error: str = ""
    """Why the line is no question; "" if it is one."""


def questions_of(words: Sequence[str]) -> list[str]:
    """Return the words as one question; without words, or for "-", each line of standard input as one.

    Raises:
        UsageError: there is no question.
    """
    if words and list(words) != [STDIN]:
        return [" ".join(words)]
    if sys.stdin is None or (sys.stdin.isatty() and not words):
        raise UsageError("Missing argument QUESTION. See `qa-bot ask --help`.")
    if found := [text for _, text in _lines(sys.stdin)]:
        return found
    raise UsageError("There is no question: write `qa-bot ask QUESTION`, or pipe in one question per line.")


@contextmanager
def opened_batch(source: Path) -> Iterator[Iterable[BatchQuestion]]:
    """Open a batch of questions, which are read as they are asked for; blank lines are skipped.

    Raises:
        UsageError: it cannot be read.
    """
    if str(source) == STDIN:
        yield map(_parsed, _lines(sys.stdin or ()))
        return
    try:
        stream = source.open(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError(f"{source} cannot be read: {reason_of(error)}.") from error
    with stream:
        yield map(_parsed, _lines(stream))


def _lines(stream: TextIO | Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the number and the text of each line that is not blank."""
    for number, line in enumerate(stream, start=1):
        if text := line.removeprefix(_BYTE_ORDER_MARK).strip():
            yield number, text


def _parsed(numbered: tuple[int, str]) -> BatchQuestion:
    """Read a line: a JSON object if it begins with a brace, otherwise a question as it stands."""
    line, text = numbered
    if not text.startswith("{"):
        return BatchQuestion(line=line, text=text)
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        return BatchQuestion(line=line, error="The line is not valid JSON.")
    name = given.get("id")
    known = name if isinstance(name, str) or _is_whole(name) else None
    try:
        _check(given)
    except QuestionError as error:
        return BatchQuestion(line=line, id=known, error=str(error))
    return BatchQuestion(line=line, text=given["question"], id=known, k=given.get("k"))


def _check(given: dict[str, Any]) -> None:
    """Raise QuestionError if a JSON object is no question; keys that are not known are left alone."""
    question, name, k = given.get("question"), given.get("id"), given.get("k")
    if not isinstance(question, str):
        raise QuestionError('The line has no "question" that is a string.')
    if not (name is None or isinstance(name, str) or _is_whole(name)):
        raise QuestionError('"id" must be a string or a whole number.')
    if not (k is None or (_is_whole(k) and k >= 1)):
        raise QuestionError('"k" must be a whole number of at least 1.')


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
