"""Conversations in real SQLite files: what is kept, by whom it can be read, and what survives."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import pytest
from commands import ROOT
from fake_engine import ARTICLES, BRIDGE, answer_to, passages_of

from qa_bot.conversations import answer_codec
from qa_bot.conversations.answer_codec import decode_answer, encode_answer
from qa_bot.conversations.store import FILE_NAME, Conversations
from qa_bot.core.conversations import Turn, moment_of
from qa_bot.core.errors import ConversationError
from qa_bot.core.scores import Contribution, Lack, RawScores, RawValue
from qa_bot.core.types import (
    Answer,
    AnswerSpan,
    Filtered,
    Filters,
    Missing,
    MissingWord,
    Reading,
)

if TYPE_CHECKING:
    from pathlib import Path

PASSAGES = [passage for article in ARTICLES for passage in passages_of(article)]
WHO = "Who designed the harbour bridge?"

WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from fake_engine import ARTICLES, answer_to, passages_of
from qa_bot.conversations.store import Conversations
from qa_bot.core.conversations import Turn, new_key
passages = [passage for article in ARTICLES for passage in passages_of(article)]
store = Conversations(Path(sys.argv[1]), Path("corpus"))
for number in range(int(sys.argv[2])):
    question = f"{sys.argv[3]} {number}"
    store.keep(Turn(new_key(), question, answer_to("harbour bridge engineer", passages, 3)))
    print(question, flush=True)
"""


def answered(question: str = WHO) -> Answer:
    return answer_to(question, PASSAGES, 3)


def opened(folder: Path, library: str = "corpus") -> Conversations:
    return Conversations(folder / "data", folder / library)


def test_an_answer_is_kept_with_everything_that_was_shown(tmp_path: Path) -> None:
    hit = answered().hits[0]
    full = replace(
        hit,
        contributions=(Contribution("dense", "similar meaning", 0.4, RawValue("cosine", 0.7)),),
        lacks=(Lack("number", "number missing", 0.1),),
        raw=RawScores(cosine=0.7),
        reading=Reading(0.3, (AnswerSpan("Ada Lindqvist", 31, 44, 0.8),)),
        matched=("bridge", "designed"),
        passage=replace(hit.passage, also_in=(BRIDGE.source,)),
    )
    answer = replace(
        answered(),
        hits=(full, *answered().hits[1:]),
        confidence=0.83,
        filtered=Filtered(filters=Filters(after=("2020",), newest=True), passages=3, total=8, undated=1),
        missing=Missing((MissingWord("parlament", "parliament", read=True),), files=2, outside=full),
    )
    opened(tmp_path).keep(Turn(5, WHO, answer))
    again = opened(tmp_path)
    assert again.turns(again.current()) == (Turn(5, WHO, answer),)


def test_every_field_of_an_answer_has_a_type_that_the_codec_knows() -> None:
    assert set(answer_codec._hints(Answer)) == {field.name for field in fields(Answer)}


def test_an_answer_of_a_later_version_can_be_read_without_what_is_new() -> None:
    encoded, texts = encode_answer(answered())
    assert decode_answer(encoded[:-1] + ',"mood":{"calm":true}}', texts) == answered()


def test_the_text_of_a_passage_is_stored_once(tmp_path: Path) -> None:
    store = opened(tmp_path)
    for key in range(1, 6):
        store.keep(Turn(key, WHO, answered()))
    rows = sqlite3.connect(tmp_path / "data" / FILE_NAME).execute("SELECT text FROM texts").fetchall()
    assert sorted(text for (text,) in rows) == sorted(hit.passage.text for hit in answered().hits)


def test_a_question_is_kept_before_its_answer(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.keep(Turn(1, WHO, None))
    assert opened(tmp_path).turns([1]) == (Turn(1, WHO, None),)
    store.keep(Turn(1, WHO, answered()))
    assert opened(tmp_path).turns([1]) == (Turn(1, WHO, answered()),)


def test_the_last_conversation_of_this_library_is_current_and_a_new_one_is_remembered(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.keep(Turn(1, "one", None))
    opened(tmp_path, "other").keep(Turn(2, "elsewhere", None))
    assert opened(tmp_path).current() == (1,)
    store.begin()
    assert opened(tmp_path).current() == ()
    store.keep(Turn(3, "three", None))
    assert opened(tmp_path).current() == (3,)
    assert opened(tmp_path, "other").current() == (2,)


def test_an_earlier_conversation_is_opened_and_continued(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.keep(Turn(1, "one", None))
    store.begin()
    store.keep(Turn(2, "two", None))
    first = store.search("one")[0].id
    assert store.open(first) == (1,)
    store.keep(Turn(3, "three", None))
    assert opened(tmp_path).current() == (1, 3)
    assert store.open(99) == store.current() == ()
    with pytest.raises(ConversationError, match="no conversation 99"):
        store.keys(99)
    assert opened(tmp_path, "other").open(first) == ()


def test_conversations_are_found_by_all_words_of_a_question_or_a_passage(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.keep(Turn(1_000_000, "Who was it?", answered()))
    store.keep(Turn(2_000_000, "Straße 100%", None))
    store.begin()
    store.keep(Turn(3_000_000, "What do they eat?", None))
    assert [one.first_question for one in store.search()] == ["What do they eat?", "Who was it?"]
    (found,) = store.search("LINDQVIST who")
    assert (found.questions, found.asked) == (2, moment_of(2_000_000))
    assert [one.questions for one in store.search("STRASSE 100%")] == [2]
    assert store.search("lindqvist straße") == ()
    assert store.search("100_") == ()


def test_a_deleted_conversation_leaves_nothing_in_the_files(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.keep(Turn(1, "Where is the secret lighthouse?", answered("lighthouse keeper grey cats")))
    store.begin()
    store.keep(Turn(2, WHO, answered()))
    store.delete(store.search("secret")[0].id)
    on_disk = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    assert b"secret" not in on_disk
    assert b"three grey cats" not in on_disk
    assert b"Ada Lindqvist" in on_disk
    assert store.questions(9) == (WHO,)
    store.delete(store.search()[0].id)
    assert store.current() == opened(tmp_path).current() == ()


def test_a_conversation_that_another_process_deletes_goes_on_with_the_next_question(tmp_path: Path) -> None:
    store, other = opened(tmp_path), opened(tmp_path)
    store.keep(Turn(1, "one", None))
    other.delete(other.search()[0].id)
    store.keep(Turn(2, "two", None))
    assert opened(tmp_path).current() == (2,)


def test_questions_are_remembered_over_all_conversations_each_once(tmp_path: Path) -> None:
    store = opened(tmp_path)
    for key, question in enumerate(("a", "b", "a", "c"), start=1):
        store.begin()
        store.keep(Turn(key, question, None))
    assert store.questions(9) == ("b", "a", "c")
    assert store.questions(2) == ("a", "c")


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_only_the_owner_can_read_the_files(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        store = opened(tmp_path)
        store.keep(Turn(1, WHO, answered()))
    finally:
        os.umask(old)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data").iterdir()}
    assert set(modes.values()) == {0o600}
    assert f"{FILE_NAME}-wal" in modes
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_data_folder_that_exists_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    opened(tmp_path)
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o755


@pytest.mark.parametrize("content", [b"no database at all " * 400, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_damaged_file_is_refused_and_not_changed(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "data" / FILE_NAME
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(ConversationError, match="cannot be used"):
        opened(tmp_path)
    assert path.read_bytes() == content


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data" / FILE_NAME).mkdir(parents=True)
    with pytest.raises(ConversationError, match="cannot be used"):
        opened(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(ConversationError, match="cannot be used"):
        Conversations(tmp_path / "file", tmp_path)


def test_a_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    opened(tmp_path).close()
    database = sqlite3.connect(tmp_path / "data" / FILE_NAME)
    database.execute("PRAGMA user_version = 7")
    database.close()
    with pytest.raises(ConversationError, match=r"has version 7.*update qa-bot"):
        opened(tmp_path)


def test_an_answer_whose_text_was_changed_is_not_shown(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.keep(Turn(1, WHO, answered()))
    database = sqlite3.connect(tmp_path / "data" / FILE_NAME)
    with database:
        database.execute("UPDATE texts SET text = text || '.'")
    assert store.turns([1]) == (Turn(1, WHO, None),)


def _start(folder: Path, turns: int, name: str) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", WRITER, str(folder / "data"), str(turns), name]
    return subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603


def test_two_processes_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    both = [_start(tmp_path, 60, name) for name in ("first", "second")]
    assert [process.communicate(timeout=60) and process.returncode for process in both] == [0, 0]
    store = Conversations(tmp_path / "data", ROOT / "corpus")
    asked = {turn.question for one in store.search() for turn in store.turns(store.keys(one.id))}
    assert asked == {f"{name} {number}" for name in ("first", "second") for number in range(60)}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_kill_loses_no_answer_that_was_kept(tmp_path: Path) -> None:
    process = _start(tmp_path, 100_000, "question")
    assert process.stdout is not None
    told = [process.stdout.readline().strip() for _ in range(40)]
    process.send_signal(signal.SIGKILL)
    told += [line.strip() for line in process.stdout.read().splitlines()]
    process.stdout.close()
    process.wait()
    store = Conversations(tmp_path / "data", ROOT / "corpus")
    turns = store.turns(store.current())
    assert [turn.question for turn in turns][: len(told)] == told
    assert len(turns) <= len(told) + 1
    assert all(turn.answer for turn in turns)
