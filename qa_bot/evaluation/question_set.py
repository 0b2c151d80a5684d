"""A question set: one JSON line per question, whose answers are quotes, so that it outlives any index.

    {"id": "q1", "question": "...", "answers": [{"article": "<path in corpus/>", "quote": "verbatim words"}]}

An empty list of answers means that the articles do not answer the question. A file is only appended to, one
whole line at a time.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from qa_bot.core.errors import EvaluationError, reason_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qa_bot.index.protocol import ArticleStore


@dataclass(frozen=True, slots=True)
class Query:
    """A question with the ids of its gold passages; none if the articles do not answer it."""

    id: str
    text: str
    gold: frozenset[str]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article that answer a question."""

    article: str
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the file."""

    id: str
    question: str
    answers: tuple[Quote, ...]


def read_question_set(path: Path, store: ArticleStore) -> list[Query]:
    """Read a question set and find each quote's passage.

    Raises:
        EvaluationError: a line is malformed, or quotes are not found; the message lists them all.
    """
    queries, lost = [], []
    for entry in read_entries(path):
        gold: set[str] = set()
        for answer in entry.answers:
            found = _passages_with(store, answer)
            gold |= found
            if not found:
                gone = "" if store.article(answer.article) else " (no such article)"
                lost.append(f'{entry.id}: "{answer.words}" in {answer.article}{gone}')
        queries.append(Query(entry.id, entry.question, frozenset(gold)))
    if lost:
        msg = f"These quotes of {path} were not found: {'; '.join(lost)}. Fix the question set or the corpus."
        raise EvaluationError(msg)
    if not queries:
        msg = f"{path} has no questions."
        raise EvaluationError(msg)
    return queries


def read_entries(path: Path) -> list[Entry]:
    """Read the lines of a question set; none if it is empty.

    Raises:
        EvaluationError: it cannot be read, a line is malformed, or two have the same id.
    """
    entries = [
        _parse(line, f"{path}, line {number}")
        for number, line in enumerate(_lines(path), start=1)
        if line.strip()
    ]
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            msg = f"{path} has two questions with the id {entry.id}."
            raise EvaluationError(msg)
        seen.add(entry.id)
    return entries


def append_question(path: Path, question: str, answers: Sequence[Quote]) -> str:
    """Append a question under the next free id, and return the id; the file is created if needed.

    Raises:
        EvaluationError: the file is malformed, cannot be written, or has the question already.
    """
    identifier = _next_id(check_new(path, question))
    line = json.dumps(
        {
            "id": identifier,
            "question": question,
            "answers": [{"article": answer.article, "quote": answer.words} for answer in answers],
        },
        ensure_ascii=False,
    )
    _append(path, line)
    return identifier


def entries_to_write(path: Path) -> list[Entry]:
    """Read the entries of a file to append to; none if it does not exist yet.

    Raises:
        EvaluationError: the file is malformed, or its folder does not exist.
    """
    if os.path.exists(path):  # noqa: PTH110  Path.exists raises where a name is too long
        return read_entries(path)
    if not path.parent.is_dir():
        msg = f"There is no folder {path.parent} for {path.name}. Create it, or choose another file."
        raise EvaluationError(msg)
    return []


def check_new(path: Path, question: str) -> list[Entry]:
    """Read the entries of a file to append a new question to.

    Raises:
        EvaluationError: as in entries_to_write, or it has the question already, ignoring case and white
        space.
    """
    entries = entries_to_write(path)
    for entry in entries:
        if _folded(entry.question) == _folded(question):
            msg = f"{path} already has this question, as {entry.id}. Ask another, or edit that line."
            raise EvaluationError(msg)
    return entries


def has_words(text: str, words: str) -> bool:
    """Check whether a text contains the words, ignoring white space; no text contains an empty string."""
    wanted = " ".join(words.split())
    return bool(wanted) and wanted in " ".join(text.split())


def _next_id(entries: Sequence[Entry]) -> str:
    """Return the id after the file's highest q<number>, with its leading zeros."""
    numbers = [match[1] for entry in entries if (match := re.fullmatch(r"q([0-9]{1,9})", entry.id))]
    width = max(map(len, numbers), default=1)
    taken = {entry.id for entry in entries}
    start = max(map(int, numbers), default=0) + 1
    return next(name for number in count(start) if (name := f"q{number:0{width}}") not in taken)


def _append(path: Path, line: str) -> None:
    """Append a line with one write and sync it; a last line without a newline gets one."""
    try:
        with path.open("a+b", buffering=0) as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 1))
            start = "" if file.read(1) in {b"", b"\n"} else "\n"
            file.write(f"{start}{line}\n".encode())
            os.fsync(file.fileno())
    except OSError as error:
        msg = f"{path} cannot be written: {reason_of(error)}. Choose another file."
        raise EvaluationError(msg) from error


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"The question set {path} cannot be read: {reason_of(error)}. Choose another file."
        raise EvaluationError(msg) from error


def _parse(line: str, place: str) -> Entry:
    try:
        entry = json.loads(line)
        json.dumps(entry, ensure_ascii=False).encode()  # a lone surrogate is not text: UnicodeError
        answers = tuple(Quote(str(answer["article"]), str(answer["quote"])) for answer in entry["answers"])
        identifier = str(entry["id"])
        if not identifier.strip():
            raise ValueError("the id is empty")  # noqa: TRY301  reported like any other error in the line
        return Entry(identifier, str(entry["question"]), answers)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        msg = (
            f'{place} is not a question. It needs "id", "question" and "answers", a list of objects with '
            f'"article" and "quote" ({type(error).__name__}: {error}).'
        )
        raise EvaluationError(msg) from error


def _passages_with(store: ArticleStore, answer: Quote) -> set[str]:
    """Return the passages that contain a quote; all passages of its paragraph if it spans several.

    A copy of another article's story is looked up in that article.
    """
    passages = store.passages_of(answer.article)
    if not passages:
        told = [replace(answer, article=article) for article in store.told_by(answer.article)]
        return {name for other in told for name in _passages_with(store, other)}
    found = {passage.id for passage in passages if has_words(passage.text, answer.words)}
    whole = None if found else store.article(answer.article)
    numbers = {
        number
        for number, text in enumerate(whole.paragraphs if whole else (), start=1)
        if has_words(text, answer.words)
    }
    return found | {passage.id for passage in passages if passage.paragraph in numbers}


def _folded(question: str) -> str:
    return " ".join(question.casefold().split())
