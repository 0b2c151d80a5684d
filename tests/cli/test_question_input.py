"""Which questions a call asks, and what is wrong with a line of a batch."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from qa_bot.cli.question_input import BatchQuestion, opened_batch, questions_of
from qa_bot.core.errors import UsageError


class Terminal(io.StringIO):
    """Standard input that is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Put two questions and a blank line on standard input."""
    stream = io.StringIO("\ufeffWho built it?\n\n  What did it cost? \r\n")
    monkeypatch.setattr(sys, "stdin", stream)
    return stream


def batch_of(text: str, folder: Path) -> list[BatchQuestion]:
    """Read a batch from a file."""
    path = folder / "batch.jsonl"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with opened_batch(path) as questions:
        return list(questions)


def test_words_are_one_question() -> None:
    assert questions_of(["how", "many", "firms?"]) == ["how many firms?"]
    assert questions_of(["covid", "-", "first wave"]) == ["covid - first wave"]


@pytest.mark.usefixtures("typed")
@pytest.mark.parametrize("words", [[], ["-"]])
def test_lines_of_standard_input_are_questions(words: list[str]) -> None:
    assert questions_of(words) == ["Who built it?", "What did it cost?"]


def test_without_words_a_terminal_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("Who?\n"))
    with pytest.raises(UsageError, match="Missing argument QUESTION"):
        questions_of([])
    assert questions_of(["-"]) == ["Who?"]


@pytest.mark.parametrize("stdin", [None, io.StringIO(""), io.StringIO(" \n\n")])
def test_no_line_at_all_is_wrong_usage(stdin: io.StringIO | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", stdin)
    with pytest.raises(UsageError):
        questions_of([])


def test_a_batch_has_json_objects_and_plain_lines(tmp_path: Path) -> None:
    whole = '{"question": "What now?", "id": "a", "k": 3, "answers": []}'
    rows = ("Who built it?", "", whole, '{"question": "", "id": 0}')
    assert batch_of("\n".join(rows), tmp_path) == [
        BatchQuestion(line=1, text="Who built it?"),
        BatchQuestion(line=3, text="What now?", id="a", k=3),
        BatchQuestion(line=4, id=0),
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "not valid JSON"),
        ('{"question": "x"} {}', "not valid JSON"),
        ('{"a":' * 100_000, "not valid JSON"),
        ("{}", '"question"'),
        ('{"question": 3}', '"question"'),
        ('{"question": null}', '"question"'),
        ('{"question": "x", "k": 0}', '"k"'),
        ('{"question": "x", "k": true}', '"k"'),
        ('{"question": "x", "k": "3"}', '"k"'),
        ('{"question": "x", "id": [1]}', '"id"'),
        ('{"question": "x", "id": false}', '"id"'),
    ],
)
def test_a_line_that_is_no_question_is_named_and_the_next_is_read(
    line: str, told: str, tmp_path: Path
) -> None:
    wrong, right = batch_of(f"{line}\nWho?\n", tmp_path)
    assert told in wrong.error
    assert (wrong.line, wrong.text) == (1, "")
    assert right == BatchQuestion(line=2, text="Who?")


def test_a_wrong_line_keeps_its_id(tmp_path: Path) -> None:
    (wrong,) = batch_of('{"question": 1, "id": "q7"}', tmp_path)
    assert wrong.id == "q7"


def test_bytes_that_are_no_text_are_replaced(tmp_path: Path) -> None:
    assert batch_of("caf\udce9?", tmp_path) == [BatchQuestion(line=1, text="caf\ufffd?")]


def test_a_batch_is_read_line_by_line(typed: io.StringIO) -> None:
    with opened_batch(Path("-")) as questions:
        assert next(iter(questions)).text == "Who built it?"
        assert typed.tell() < len(typed.getvalue())


def test_a_batch_that_cannot_be_read_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"), opened_batch(tmp_path / "missing"):
        pass
    with pytest.raises(UsageError, match="is a directory"), opened_batch(tmp_path):
        pass
