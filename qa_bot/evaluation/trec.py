"""Reads and writes runs and qrels in TREC format, for exchange with other programs.

run     question Q0 passage rank score tag       ordered by score; the rank is ignored
qrels   question 0 passage grade

Columns are separated by white space, so a space inside an id is written as %20 (`token`). A question without
results is written with the single passage `-`, to distinguish it from a question that the run failed on.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from qa_bot.core.errors import EvaluationError, reason_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    Run = Mapping[str, Mapping[str, float]]
    Qrels = Mapping[str, Mapping[str, int]]

NOTHING = "-"
"""The passage of a question without results."""

_RUN_COLUMNS, _QRELS_COLUMNS = 6, 4


def token(identifier: str) -> str:
    """Return an id without white space."""
    return "%20".join(identifier.split())


def write_run(path: Path, run: Run) -> None:
    """Write a run: score by passage id, best first, by question id.

    Raises:
        EvaluationError: the file cannot be written.
    """
    _write(path, "run", (line for query, scores in run.items() for line in _run_lines(query, scores)))


def write_qrels(path: Path, qrels: Qrels) -> None:
    """Write judgements: grade by passage id, by question id.

    Raises:
        EvaluationError: the file cannot be written.
    """
    lines = (
        f"{token(query)} 0 {token(passage)} {grade}\n"
        for query, grades in qrels.items()
        for passage, grade in grades.items()
    )
    _write(path, "qrels", lines)


def read_run(path: Path) -> dict[str, dict[str, float]]:
    """Read a run; ids and the order of passages are those of the file.

    Raises:
        EvaluationError: the file cannot be read, is empty or malformed; the message names the line.
    """
    run: dict[str, dict[str, float]] = {}
    for place, columns in _rows(path, "a run", _RUN_COLUMNS, "question Q0 passage rank score tag"):
        query, _, passage, _, score, _ = columns
        scores = run.setdefault(query, {})
        if passage == NOTHING:
            continue
        if passage in scores:
            msg = f"{place} repeats passage {passage} of question {query}."
            raise EvaluationError(msg)
        scores[passage] = _number(score, place)
    return run


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Read judgements; ids are those of the file.

    Raises:
        EvaluationError: the file cannot be read, is empty or malformed; the message names the line.
    """
    qrels: dict[str, dict[str, int]] = {}
    for place, columns in _rows(path, "qrels", _QRELS_COLUMNS, "question 0 passage grade"):
        query, _, passage, grade = columns
        number = _number(grade, place)
        if number != int(number):
            msg = f"{place} has the grade {grade}, which is not a whole number."
            raise EvaluationError(msg)
        qrels.setdefault(query, {})[passage] = int(number)
    return qrels


def _run_lines(query: str, scores: Mapping[str, float]) -> Iterator[str]:
    for rank, (passage, score) in enumerate((scores or {NOTHING: 0.0}).items(), start=1):
        yield f"{token(query)} Q0 {token(passage)} {rank} {score!r} qa_bot\n"


def _write(path: Path, what: str, lines: Iterable[str]) -> None:
    try:
        path.write_text("".join(lines), encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        msg = (
            f"The {what} cannot be written to {path}: {reason_of(error)}. "
            f"Choose another file with --{what}-out."
        )
        raise EvaluationError(msg) from error


def _rows(path: Path, what: str, width: int, form: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each line's place, for messages, and its columns."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path} cannot be read as {what}: {reason_of(error)}. Choose another file."
        raise EvaluationError(msg) from error
    if not any(map(str.strip, lines)):
        msg = f"{path} is empty. It must be {what} with lines of the form `{form}`."
        raise EvaluationError(msg)
    for number, line in enumerate(lines, start=1):
        columns = line.split()
        if columns and len(columns) != width:
            msg = f"{path}, line {number} has {len(columns)} columns instead of {width}: `{form}`."
            raise EvaluationError(msg)
        if columns:
            yield f"{path}, line {number}", columns


def _number(text: str, place: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        msg = f"{place} has {text} instead of a number."
        raise EvaluationError(msg)
    return number
