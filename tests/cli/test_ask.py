"""`qa-bot ask` takes a question as words, from standard input or from a batch."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from commands import DESIGNED, ROOT, WHO, Commands
from jsonschema import Draft202012Validator

slow = pytest.mark.slow
UNKNOWN = "Which quantum chromodynamics textbook won prizes?"
SCHEMA = json.loads((ROOT / "docs" / "ask.schema.json").read_text(encoding="utf-8"))


def strict(schema: Any) -> Any:
    """Return a schema that refuses keys which it does not describe."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: strict(part) for name, part in schema.items()}
    return closed | {"additionalProperties": False} if "required" in schema else closed


VALIDATOR = Draft202012Validator(strict(SCHEMA))


def pipe(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Put a text on standard input."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


@slow
def test_a_question_needs_no_quotation_marks(indexed: Commands) -> None:
    quoted = json.loads(indexed.run("ask", WHO, "-k", "1", "--json").out)
    words = WHO.split()
    for arguments in ([*words, "-k", "1", "--json"], ["--json", *words[:2], "-k", "1", *words[2:]]):
        found = json.loads(indexed.run("ask", *arguments).out)
        assert found["question"] == WHO
        assert found["hits"] == quoted["hits"]


@slow
def test_a_piped_question_is_answered_like_one_that_is_typed(
    indexed: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = indexed.run("ask", WHO, "-k", "1").out.splitlines()[:-1]
    for arguments in ([], ["-"]):
        pipe(monkeypatch, f"{WHO}\n")
        assert indexed.run("ask", *arguments, "-k", "1").out.splitlines()[:-1] == typed


@slow
def test_each_piped_line_is_a_question_with_its_own_heading(
    indexed: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(monkeypatch, f"{WHO}\n\n{UNKNOWN}\n")
    ran = indexed.run("ask", "-k", "1")
    first, second = ran.out.split(f"\n{UNKNOWN}\n\n")
    assert first.startswith(f"{WHO}\n\n✓ Answered\n\n1. {DESIGNED}")
    assert second.startswith("✗ Not found: ")
    assert (ran.code, ran.err) == (1, "")
    pipe(monkeypatch, f"{WHO}\n{WHO}\n")
    rows = indexed.run("ask", "--json").out.splitlines()
    assert [json.loads(row)["question"] for row in rows] == [WHO, WHO]


def test_a_wrong_question_among_several_is_named_before_anything_is_loaded(
    commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(monkeypatch, "Who?\nwho after:march\n")
    assert "qa-bot: Question 2: after:march is not a date" in commands.refused("ask", code=2)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "There is no question: write `qa-bot ask QUESTION`"),
        (["who", "--batch", "set.jsonl"], "--batch cannot be combined with QUESTION"),
        (["--batch", "set.jsonl", "--why"], "--batch cannot be combined with"),
        (["--batch", "set.jsonl", "--save-to", "new.jsonl"], "--batch cannot be combined with"),
        (["--batch", "missing.jsonl"], "missing.jsonl cannot be read: no such file or directory."),
        (["--batch"], "--batch needs a value: `--batch FILE|-`."),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(
    commands: Commands, arguments: list[str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe(monkeypatch, "")
    assert told in commands.refused("ask", *arguments, code=2)


def test_one_question_is_saved_at_a_time(commands: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(monkeypatch, "Who?\nWhat?\n")
    told = commands.refused("ask", "--save-to", "new.jsonl", code=2)
    assert "--save-to takes one question, not 2." in told


@slow
def test_a_batch_answers_every_line_in_json(indexed: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = f'{WHO}\n{{"question": "{UNKNOWN}", "id": 7, "k": 2}}\n{{\nwho after:march\n'
    Path("set.jsonl").write_text(lines, encoding="utf-8")
    ran = indexed.run("ask", "--batch", "set.jsonl", "-k", "1")
    assert (ran.code, ran.err) == (2, "")
    found, unknown, broken, filtered = map(json.loads, ran.out.splitlines())
    assert found["hits"][0]["text"].startswith(DESIGNED)
    assert len(found["hits"]) == 1
    assert (unknown["id"], unknown["verdict"], len(unknown["hits"])) == (7, "not_found", 2)
    assert broken["error"] == "The line is not valid JSON."
    assert "after:march is not a date" in filtered["error"]
    for row in (found, unknown, broken, filtered):
        VALIDATOR.validate(row)
    pipe(monkeypatch, f"{WHO}\n")
    assert indexed.run("ask", "--batch", "-").code == 0


@slow
@pytest.mark.parametrize(
    "arguments",
    [[WHO], [UNKNOWN], [f"{WHO} publication:quay brigde"], ["xylophone", "--in", "cat.txt"], ["zzz", "-k1"]],
)
def test_real_output_is_as_the_schema_says(indexed: Commands, arguments: list[str]) -> None:
    found = json.loads(indexed.run("ask", *arguments, "--json").out)
    VALIDATOR.validate(found)


def test_the_schema_refuses_what_is_no_answer() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    right = {"schema_version": 1, "line": 1, "id": None, "question": None, "error": "The line is no JSON."}
    lenient = Draft202012Validator(SCHEMA)
    assert lenient.is_valid(right | {"later": 1})
    assert not VALIDATOR.is_valid(right | {"later": 1})
    for wrong in ({}, right | {"schema_version": 2}, right | {"id": 1.5}, {"schema_version": 1}):
        assert not lenient.is_valid(wrong)
