"""An index whose first build was broken off answers by words, and everything that shows it says so."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest
from commands import WHO, write_pile
from tiny import TinyEncoder, ignore, model

from qa_bot.index import build as index
from qa_bot.index import embed
from qa_bot.index.build import build_index
from qa_bot.index.storage import build_lock

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Commands

ALONE = "Keyword search only: the index has no vectors yet."
BROKEN_OFF = f"{ALONE} A build was interrupted: run `qa-bot index` to finish it."


class KilledError(BaseException):
    """Stands for the end of a process."""


@pytest.fixture
def broken_off(commands: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """Run commands in a folder whose index has words and no vectors."""

    def end(*_: object) -> None:
        raise KilledError

    monkeypatch.setattr(index, "WORDS_FIRST", 1)
    monkeypatch.setattr(embed, "_embed_new", lambda _, texts, *rest: end(*rest) if texts else None)
    with pytest.raises(KilledError):
        build_index(tmp_path / "index", write_pile(tmp_path / "corpus"), model(TinyEncoder()), ignore)
    return commands


def test_ask_says_that_words_alone_answer_and_how_to_finish(broken_off: Commands) -> None:
    ran = broken_off.run("ask", WHO, "-k", "1")
    assert (ran.code, ran.err) == (0, f"qa-bot: {BROKEN_OFF}\n")
    assert "Ada Lindqvist" in ran.out
    assert json.loads(broken_off.run("ask", WHO, "--json").out)["words_only"] == BROKEN_OFF


def test_ask_tells_a_build_that_is_at_work(broken_off: Commands, tmp_path: Path) -> None:
    with build_lock.building(tmp_path / "index"):
        told = json.loads(broken_off.run("ask", WHO, "--json").out)["words_only"]
    assert told.startswith(f"{ALONE} They are being computed now, by process {os.getpid()}, since ")


def test_eval_says_that_words_alone_were_measured(broken_off: Commands, tmp_path: Path) -> None:
    answers = [{"article": "bridge.md", "quote": "The new bridge was designed"}]
    questions = tmp_path / "questions.jsonl"
    questions.write_text(json.dumps({"id": "q1", "question": WHO, "answers": answers}), encoding="utf-8")
    ran = broken_off.run("eval", questions, "--retriever", "bm25", "--json")
    assert ran.err == f"qa-bot: {BROKEN_OFF}\n"
    assert json.loads(ran.out)["configuration"]["words_only"] == BROKEN_OFF


def test_doctor_tells_a_build_that_was_broken_off_from_one_at_work(
    broken_off: Commands, tmp_path: Path
) -> None:
    ran = broken_off.run("doctor")
    assert ran.code == 0
    assert BROKEN_OFF in ran.out
    assert "no vectors yet" in ran.out
    assert json.loads(broken_off.run("doctor", "--json").out)["unfinished"] == BROKEN_OFF
    with build_lock.building(tmp_path / "index"):
        working = broken_off.run("doctor").out
    assert f"{ALONE} They are being computed now, by process {os.getpid()}" in working
    assert "interrupted" not in working


def test_a_finished_index_says_nothing_of_it(
    broken_off: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    build_index(tmp_path / "index", tmp_path / "corpus", model(TinyEncoder()), ignore)
    assert "Keyword search only" not in broken_off.run("doctor").out
