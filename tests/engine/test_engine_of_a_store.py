"""The engine answers from a store, moves on when something is published, and says what needs the folder."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from installed import Installed, install
from tiny import ignore, write_articles

from qa_bot.core.errors import CorpusError
from qa_bot.core.folders import Folders
from qa_bot.engine.building import build, publish_to_store
from qa_bot.engine.local import LocalEngine
from qa_bot.engine.opening import open_engine

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Installed:
    """Put tiny models in the place of real ones."""
    return install(monkeypatch)


@pytest.fixture
def folders(installed: Installed, tmp_path: Path) -> Folders:
    """Publish one article, and return the folders of the one who publishes."""
    write_articles(tmp_path / "corpus", {"bridge.md": "The bridge opened on Monday."})
    store = f"lance://{tmp_path / 'library'}"
    folders = Folders(tmp_path / "corpus", tmp_path / "index", tmp_path / "cache", store)
    build(folders, None, ignore)
    publish_to_store(folders, None, ignore)
    return folders


@pytest.fixture
def reader(folders: Folders, tmp_path: Path) -> Folders:
    """Return the folders of somebody who has none of them."""
    return replace(folders, corpus=tmp_path / "no corpus", index=tmp_path / "no index")


def test_the_engine_moves_on_to_what_is_published(folders: Folders, reader: Folders) -> None:
    engine = open_engine(reader, ignore)
    assert engine.ask("When did the bridge open?", 1).provisional
    engine.load_model()
    answer = engine.ask("When did the bridge open?", 1)
    assert (answer.provisional, answer.hits[0].passage.id) == (False, "bridge.md#1")
    write_articles(folders.corpus, {"heron.md": "A heron nests on the town hall."})
    build(folders, None, ignore)
    publish_to_store(folders, "corpus", ignore)
    assert engine.ask("Where does a heron nest?", 1).hits[0].passage.id == "heron.md#1"
    assert engine.status().articles == 2
    assert [entry.id for entry in engine.catalogue().articles] == ["bridge.md", "heron.md"]
    assert not reader.index.exists()


def test_what_needs_the_corpus_folder_says_so(reader: Folders) -> None:
    engine = LocalEngine(reader)
    assert engine.changes() is None
    for act in (
        lambda: engine.add(["x.md"], ignore),
        lambda: engine.exclude(["bridge.md"]),
        lambda: engine.include(["bridge.md"]),
        lambda: engine.remove(["bridge.md"]),
        lambda: engine.file_of("bridge.md"),
        lambda: engine.rebuild(ignore),
    ):
        with pytest.raises(CorpusError, match="needs the corpus folder, and this library is read from lance"):
            act()
