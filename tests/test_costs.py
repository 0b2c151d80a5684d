"""What a question and an update cost, counted rather than timed: statements, model calls, bytes written.

A limit here is what the work takes today. If a change needs more, raise the limit and say why.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from installed import Installed, install
from tiny import TinyEncoder, ignore, write_articles

from qa_bot.core.folders import Folders
from qa_bot.encoders.model_files import DEFAULT_MODEL
from qa_bot.engine.building import build
from qa_bot.engine.local import LocalEngine
from qa_bot.index import lexical, store
from qa_bot.index.storage import packs, versions
from qa_bot.index.storage.spans import MOST, spans_in
from qa_bot.language.analyzer import all_terms

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from qa_bot.index.storage.embeddings import Row

UPDATE_BYTES = 250_000
"""Of an update by a short article; most are the first pages of databases, and the counts of all tokens."""

STATEMENTS = 18
"""Of SQL, for a question whose filter leaves out the answer, so that it is searched for twice."""
SUBJECTS = ("bridge", "harbour", "ferry", "tower", "market", "school", "garden", "orchestra")


def _articles(count: int) -> dict[str, str]:
    return {
        f"{number:03}.md": "\n\n".join(
            f"The {subject} of district {number} was repaired for {number * 7 + place} crowns by its keepers."
            for place, subject in enumerate(SUBJECTS)
        )
        for number in range(count)
    }


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Installed:
    """Put tiny models in the place of real ones."""
    return install(monkeypatch)


def _built(folder: Path, count: int) -> Folders:
    write_articles(folder / "corpus", _articles(count))
    folders = Folders(folder / "corpus", folder / "index", folder / "cache")
    build(folders, None, ignore)
    return folders


class CountingEncoder(TinyEncoder):
    """Counts the questions that it embeds."""

    questions = 0

    def encode_question(self, question: str) -> Any:
        """Embed a question, and count it."""
        self.questions += 1
        return super().encode_question(question)


@pytest.fixture
def encoder(installed: Installed) -> CountingEncoder:
    """Use a counting encoder as the default model."""
    counting = CountingEncoder(DEFAULT_MODEL, weights="default")
    installed.models[DEFAULT_MODEL] = counting
    return counting


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record every statement of stores that are opened from now on."""
    recorded: list[str] = []
    real = sqlite3.connect

    def connect(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = real(*arguments, **options)
        connection.set_trace_callback(recorded.append)
        return connection

    monkeypatch.setattr(f"{store.__name__}.sqlite3.connect", connect)
    return recorded


def test_a_question_costs_as_many_statements_over_any_pile(
    tmp_path: Path, encoder: CountingEncoder, statements: list[str]
) -> None:
    """Few of them, and none for each article or passage."""
    counts = []
    for count in (3, 60):
        engine = LocalEngine(_built(tmp_path / str(count), count))
        engine.load_model()
        statements.clear()
        assert engine.ask("title:0 How much did the repair of the bridge cost?", 5).hits
        counts.append(len(statements))
    assert 0 < min(counts) <= max(counts) <= STATEMENTS


def test_a_question_is_embedded_once_and_no_passage_is(tmp_path: Path, encoder: CountingEncoder) -> None:
    """Whatever the number of candidates."""
    engine = LocalEngine(_built(tmp_path, 10))
    engine.load_model()
    encoder.embedded.clear()
    encoder.questions = 0
    assert engine.ask("How much did the repair of the bridge cost?", 5).hits
    assert encoder.questions == 1
    assert encoder.embedded == []


def test_an_update_embeds_only_what_is_new(tmp_path: Path, encoder: CountingEncoder) -> None:
    """One new sentence in one of sixty articles: one passage."""
    folders = _built(tmp_path, 60)
    encoder.embedded.clear()
    path = folders.corpus / "007.md"
    new = "A heron nests on the roof of the town hall since the spring."
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{new}\n", encoding="utf-8")
    build(folders, None, ignore)
    assert len(encoder.embedded) == 1
    assert new in encoder.embedded[0]


def test_an_update_writes_what_is_new(
    tmp_path: Path, encoder: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One article of two paragraphs beside sixty of eight: its rows, its words, and what names them."""
    folders = _built(tmp_path, 60)
    before = _files_in(folders.index)
    rows, texts = list[bytes](), list[str]()
    append = packs.GrowingPack.append

    def note_rows(pack: packs.GrowingPack, some: Iterable[tuple[bytes, Row]]) -> None:
        kept = list(some)
        rows.extend(key for key, _ in kept)
        append(pack, kept)

    def note_text(text: str) -> list[str]:
        texts.append(text)
        return list(all_terms(text))

    monkeypatch.setattr(packs.GrowingPack, "append", note_rows)
    monkeypatch.setattr(lexical, "all_terms", note_text)
    new = "A heron nests on the roof of the town hall.\n\nNobody knows where it came from.\n"
    (folders.corpus / "new.md").write_text(new, encoding="utf-8")
    build(folders, None, ignore)
    assert len(rows) == 2 * 2  # into the journal, and from there into the version
    assert len(texts) == 2 + 1  # two passages and an article
    after = _files_in(folders.index)
    written = sum(size for file, size in after.items() if file not in before)
    assert 0 < written <= UPDATE_BYTES


def test_a_second_update_merges_no_more_than_the_first_one(tmp_path: Path, encoder: CountingEncoder) -> None:
    """Small segments are merged with each other, and never with the large first one."""
    folders = _built(tmp_path, 60)
    for number in range(12):
        before = _files_in(folders.index)
        text = f"Heron {number} nests on the roof of the town hall.\n"
        (folders.corpus / f"new{number:02}.md").write_text(text, encoding="utf-8")
        build(folders, None, ignore)
        after = _files_in(folders.index)
        kept = max(size for file, size in after.items() if file in before)
        assert kept == max(after.values())
    version = versions.current_version(folders.index)
    assert 2 <= len(spans_in(version / "embedded")) <= MOST


def _files_in(folder: Path) -> dict[tuple[int, int], int]:
    """Return the bytes of each file by device and inode; a file that versions share is one."""
    stats = [path.stat() for path in folder.rglob("*") if path.is_file()]
    return {(found.st_dev, found.st_ino): found.st_size for found in stats}
