"""Only files that may have changed are read again, and the result equals that of reading all of them."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import ARTICLES
from tiny import TinyEncoder, ignore, model, write_articles

from qa_bot.core.types import BuildReport, OnProgress, Outcome, Progress
from qa_bot.corpus import folder as corpus
from qa_bot.corpus import incremental, snapshot
from qa_bot.index.build import build_index
from qa_bot.index.opened import open_index
from qa_bot.index.storage import versions


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record the path of each file that is read."""
    noted: list[str] = []
    real = corpus.read_each

    def note(folder: Path, paths: Sequence[str], on_progress: OnProgress) -> list[corpus.FileRead]:
        noted.extend(paths)
        return real(folder, paths, on_progress)

    monkeypatch.setattr(corpus, "read_each", note)
    return noted


@pytest.fixture
def settled(corpus_folder: Path) -> Path:
    """Return the small corpus with times as if it had existed for a while."""
    age(corpus_folder)
    return corpus_folder


def age(folder: Path) -> None:
    """Wait until the file system's clock has ticked."""
    newest = max(path.lstat().st_ctime_ns for path in folder.iterdir())
    probe = folder.parent / "probe"
    while True:
        probe.write_text("tick", encoding="utf-8")
        if probe.stat().st_ctime_ns > newest + snapshot.FINE_NS:
            break
    probe.unlink()


def build(folder: Path, encoder: TinyEncoder | None = None) -> BuildReport:
    """Bring the index up to date."""
    return build_index(folder / "index", folder / "corpus", model(encoder or TinyEncoder()), ignore)


@pytest.mark.usefixtures("settled")
def test_nothing_new_reads_nothing(tmp_path: Path, read: list[str]) -> None:
    """The report equals that of a build that reads everything and finds nothing new."""
    first = build(tmp_path)
    assert read == sorted(ARTICLES)
    read.clear()
    second = build(tmp_path)
    assert read == []
    assert (second.articles, second.passages) == (first.articles, first.passages)
    assert [file.outcome for file in second.files] == [Outcome.UNCHANGED] * 3
    assert [file.passages for file in second.files] == [file.passages for file in first.files]


def test_a_file_changed_in_the_tick_of_its_reading_is_read_again(
    tmp_path: Path, corpus_folder: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read even if its size and times match the recorded ones."""
    monkeypatch.setattr(snapshot, "FINE_NS", 10**12)
    build(tmp_path)
    read.clear()
    path = corpus_folder / "café.md"
    times = path.stat()
    path.write_text(path.read_text(encoding="utf-8").replace("hundred", "HUNDRED"), encoding="utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert build(tmp_path).files[1].outcome is Outcome.INDEXED
    assert read == sorted(ARTICLES)


@pytest.mark.usefixtures("settled")
def test_only_what_changed_is_read(tmp_path: Path, corpus_folder: Path, read: list[str]) -> None:
    """One file is edited, one added, one renamed."""
    build(tmp_path)
    read.clear()
    write_articles(corpus_folder, {"café.md": "The café opens again.", "new.md": "Snow fell on Ulm."})
    (corpus_folder / "cat.md").rename(corpus_folder / "kitten.md")
    report = build(tmp_path)
    assert sorted(read) == ["café.md", "kitten.md", "new.md"]
    assert {file.path: file.outcome for file in report.files} == {
        "bridge.md": Outcome.UNCHANGED,
        "café.md": Outcome.INDEXED,
        "kitten.md": Outcome.INDEXED,
        "new.md": Outcome.INDEXED,
    }


@pytest.mark.usefixtures("settled")
def test_a_copy_comes_up_when_its_original_goes(tmp_path: Path, corpus_folder: Path, read: list[str]) -> None:
    """The copy need not be read again for that."""
    write_articles(corpus_folder, {"z.md": ARTICLES["bridge.md"]})
    age(corpus_folder)
    assert build(tmp_path).files[3].outcome is Outcome.DUPLICATE
    read.clear()
    (corpus_folder / "bridge.md").unlink()
    report = build(tmp_path)
    assert read == []
    assert {file.path: file.outcome for file in report.files}["z.md"] is Outcome.INDEXED
    assert open_index(tmp_path / "index").store.article("z.md")


@pytest.mark.usefixtures("settled")
def test_a_failed_file_is_tried_again_and_costs_no_version(
    tmp_path: Path, corpus_folder: Path, read: list[str]
) -> None:
    """It is tried again until it can be read."""
    (corpus_folder / "bad.txt").write_bytes(bytes(range(256)) * 40)
    age(corpus_folder)
    assert build(tmp_path).files[0].outcome is Outcome.FAILED
    version = versions.current_version(tmp_path / "index")
    for _ in range(2):
        read.clear()
        assert build(tmp_path).files[0].outcome is Outcome.FAILED
        assert read == ["bad.txt"]
    assert versions.current_version(tmp_path / "index") == version


@pytest.mark.usefixtures("settled")
def test_touched_files_are_read_once_and_cost_no_version(
    tmp_path: Path, corpus_folder: Path, read: list[str]
) -> None:
    """The new times are saved for the existing version."""
    build(tmp_path)
    version = versions.current_version(tmp_path / "index")
    for path in corpus_folder.iterdir():
        path.touch()
    age(corpus_folder)
    read.clear()
    build(tmp_path)
    assert sorted(read) == sorted(ARTICLES)
    read.clear()
    build(tmp_path)
    assert read == []
    assert versions.current_version(tmp_path / "index") == version


@pytest.mark.usefixtures("settled")
def test_a_lost_memory_costs_one_reading_and_no_version(tmp_path: Path, read: list[str]) -> None:
    """The saved state is recreated."""
    build(tmp_path)
    version = versions.current_version(tmp_path / "index")
    (tmp_path / "index" / "seen").write_bytes(b"garbage")
    read.clear()
    build(tmp_path)
    assert sorted(read) == sorted(ARTICLES)
    read.clear()
    build(tmp_path)
    assert read == []
    assert versions.current_version(tmp_path / "index") == version


@pytest.mark.usefixtures("settled")
def test_other_readers_read_everything_again(
    tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """This happens after an update of qa_bot."""
    build(tmp_path)
    read.clear()
    monkeypatch.setattr(snapshot, "readers", lambda: "newer")
    build(tmp_path)
    assert sorted(read) == sorted(ARTICLES)


@pytest.mark.usefixtures("settled")
def test_nothing_new_loads_no_model_and_another_model_does_not_read(tmp_path: Path, read: list[str]) -> None:
    """The folder is unchanged although its texts have to be embedded again."""
    build(tmp_path)
    read.clear()
    other = TinyEncoder("other", weights="second")
    build(tmp_path, other)
    assert read == []
    assert len(other.embedded) >= 5
    build(tmp_path, other)
    assert read == []


def test_progress_counts_the_files_that_are_read(tmp_path: Path, settled: Path) -> None:
    """There is no progress if no file is read."""
    steps: list[Progress] = []
    incremental.reread(tmp_path / "index", settled, None, steps.append)
    assert (steps[0], steps[-1]) == (Progress("reading", 0, 3), Progress("reading", 3, 3))
