"""A batch answers each line in its place, and its exit code tells how it went."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fake_engine import BRIDGE, answer_to, passages_of

from qa_bot.cli import batch
from qa_bot.cli.question_input import BatchQuestion
from qa_bot.core.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from qa_bot.core.types import Answer

FOUND = BatchQuestion(line=1, text="Who designed the bridge?", id="a")
ODD = BatchQuestion(line=3, text="nonsense")
WRONG = BatchQuestion(line=4, id=7, error="The line is not valid JSON.")


def ask(question: BatchQuestion) -> Answer:
    """Answer any question but one."""
    if question is ODD:
        raise QuestionError("The question has no word to search for.")
    return answer_to(question.text, passages_of(BRIDGE), 1)


def nothing(question: BatchQuestion) -> Answer:
    """Find nothing."""
    return answer_to(question.text, [], 1)


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """Return the objects on stdout."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_wrong_line_is_reported_in_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert batch.run([FOUND, ODD, WRONG, FOUND], ask, "") == 2
    first, odd, wrong, last = printed(capsys)
    assert (first["line"], first["id"], first["verdict"]) == (1, "a", "answered")
    assert odd == {
        "schema_version": 1,
        "line": 3,
        "id": None,
        "question": "nonsense",
        "error": "The question has no word to search for.",
    }
    assert (wrong["line"], wrong["id"], wrong["question"]) == (4, 7, None)
    assert last == first


def test_the_exit_code_tells_whether_every_question_found_something() -> None:
    assert batch.run([FOUND], ask, "") == 0
    assert batch.run([FOUND], nothing, "") == 1
    assert batch.run([WRONG, FOUND], nothing, "") == 2
    assert batch.run([], ask, "") == 0


def test_an_answer_is_printed_before_the_next_question_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    def slowly() -> Iterator[BatchQuestion]:
        yield FOUND
        assert len(printed(capsys)) == 1
        yield FOUND

    assert batch.run(slowly(), ask, "") == 0


def test_the_summary_counts_outcomes() -> None:
    outcomes = {"answered": 1_200, "not_found": 3, "error": 1, "unsure": 0}
    assert batch.summary(outcomes, 60.2) == (
        "1,204 questions in 60.2 s (20.0 a second) · 1,200 answered · 3 not found · 1 not understood"
    )
    assert batch.summary({}, 0.0) == "0 questions in 0.0 s"
