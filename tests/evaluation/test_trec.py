"""Runs and qrels in TREC form are read back as they were written, and what is wrong is told with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ir_measures
import pytest

from qa_bot.core.errors import EvaluationError
from qa_bot.evaluation.trec import read_qrels, read_run, token, write_qrels, write_run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SCORES = {"a#1": 0.1 + 0.2, "ü#2.1": 1 / 3, "c": 1e-17, "d": -2.5}


def test_a_run_is_read_back_with_every_digit(tmp_path: Path) -> None:
    """In the order of the file; a question without passages too."""
    run = {"q1": SCORES, "q2": {}}
    write_run(tmp_path / "run", run)
    assert read_run(tmp_path / "run") == run
    assert list(read_run(tmp_path / "run")["q1"]) == list(SCORES)


def test_a_run_has_six_columns(tmp_path: Path) -> None:
    """As trec_eval wants them; a space inside an id would be one more."""
    write_run(tmp_path / "run", {"q 1": {"a": 0.5, "ü b.md#1": 0.25}})
    text = (tmp_path / "run").read_text(encoding="utf-8")
    assert text == "q%201 Q0 a 1 0.5 qa_bot\nq%201 Q0 ü%20b.md#1 2 0.25 qa_bot\n"


def test_a_question_without_passages_stands_in_the_run(tmp_path: Path) -> None:
    """Left out, it could not be told from one that failed; other programs find no gold there."""
    write_run(tmp_path / "run", {"q1": {}})
    assert (tmp_path / "run").read_text() == "q1 Q0 - 1 0.0 qa_bot\n"
    rows: list[Any] = list(ir_measures.read_trec_run(str(tmp_path / "run")))  # type: ignore[no-untyped-call]
    assert [(row.query_id, row.doc_id, row.score) for row in rows] == [("q1", "-", 0.0)]


def test_qrels_are_read_back(tmp_path: Path) -> None:
    """By this program and by ir_measures."""
    write_qrels(tmp_path / "qrels", {"q1": {"a": 1, "b c": 2}, "q2": {"a": 0}})
    assert read_qrels(tmp_path / "qrels") == {"q1": {"a": 1, "b%20c": 2}, "q2": {"a": 0}}
    rows: list[Any] = list(ir_measures.read_trec_qrels(str(tmp_path / "qrels")))  # type: ignore[no-untyped-call]
    assert [(row.query_id, row.doc_id, row.relevance) for row in rows] == [
        ("q1", "a", 1), ("q1", "b%20c", 2), ("q2", "a", 0),
    ]  # fmt: skip


def test_tabs_blank_lines_and_a_byte_order_mark_are_no_matter(tmp_path: Path) -> None:
    """Other programs write them."""
    (tmp_path / "run").write_bytes(b"\xef\xbb\xbfq1\tQ0\ta\t1\t0.5\tother\r\n\r\nq1  Q0 b 2 1e-1 other\n")
    assert read_run(tmp_path / "run") == {"q1": {"a": 0.5, "b": 0.1}}


def test_a_token_has_no_white_space() -> None:
    """Of any kind."""
    assert token("a b\u00a0c\td") == "a%20b%20c%20d"
    assert token("plain") == "plain"


@pytest.mark.parametrize(
    ("read", "content", "said"),
    [
        (read_run, "q1 Q0 a 1 0.5 x\nq1 Q0 b 2 0.4\n", r"file, line 2 has 5 columns instead of 6"),
        (read_run, "\nq1 Q0 a 1 high x\n", "file, line 2 has high instead of a number"),
        (read_run, "q1 Q0 a 1 nan x\n", "file, line 1 has nan instead of a number"),
        (read_run, "q1 Q0 a 1 inf x\n", "file, line 1 has inf instead of a number"),
        (read_run, "q1 Q0 a 1 2 x\nq1 Q0 a 2 1 x\n", "line 2 repeats passage a of question q1"),
        (read_run, " \n", "file is empty. It must be a run"),
        (read_qrels, "q1 0 a 1 x\n", r"file, line 1 has 5 columns instead of 4"),
        (read_qrels, "q1 0 a one\n", "file, line 1 has one instead of a number"),
        (read_qrels, "q1 0 a 0.5\n", r"file, line 1 has the grade 0.5, which is not a whole number"),
        (read_qrels, "", "file is empty. It must be qrels"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(
    read: Callable[[Path], Any], content: str, said: str, tmp_path: Path
) -> None:
    """Nothing is guessed or left out."""
    (tmp_path / "file").write_text(content)
    with pytest.raises(EvaluationError, match=said):
        read(tmp_path / "file")


@pytest.mark.parametrize("read", [read_run, read_qrels])
def test_what_cannot_be_read_is_told(read: Callable[[Path], Any], tmp_path: Path) -> None:
    """A missing file, a folder, and one that is no text."""
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for name in ("missing", ".", "binary"):
        with pytest.raises(EvaluationError, match="cannot be read as"):
            read(tmp_path / name)


def test_what_cannot_be_written_is_told_with_the_option(tmp_path: Path) -> None:
    """The error names the file."""
    with pytest.raises(EvaluationError, match=r"missing/run: no such file.*--run-out"):
        write_run(tmp_path / "missing" / "run", {"q1": {"a": 1.0}})
    with pytest.raises(EvaluationError, match=r"missing/qrels: no such file.*--qrels-out"):
        write_qrels(tmp_path / "missing" / "qrels", {"q1": {"a": 1}})
