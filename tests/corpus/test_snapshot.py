"""A file is read again if it may have changed; in doubt it counts as changed."""

import os
from pathlib import Path

import pytest

from qa_bot.core.types import Article, Changes, Form, Outcome, Source
from qa_bot.corpus import snapshot
from qa_bot.corpus.folder import FileRead
from qa_bot.corpus.readings import digest_of, pack
from qa_bot.corpus.snapshot import (
    COARSE_NS,
    FINE_NS,
    Memory,
    Stamp,
    Survey,
    survey_of,
)

NOW_NS = 1_700_000_000_123_456_789
READ = FileRead(
    "a.md",
    Outcome.INDEXED,
    "a note",
    (
        Article(
            id="a.md",
            source=Source(path="a.md", title="Zürich"),
            paragraphs=("One.", "Two…"),
            forms=((2, Form.QUOTE),),
        ),
    ),
)


def stamp(changed_ns: int) -> Stamp:
    """Return the stamp of a file changed at a given time."""
    return Stamp(5, changed_ns, changed_ns, 77)


def remembered(folder: Path, survey: Survey) -> Memory:
    """Save a survey with the digest of each file, and load it."""
    digests = {path: digest_of(pack(FileRead(path, Outcome.EMPTY))) for path in survey.stamps}
    snapshot.remember(folder, "v1", survey, digests, set())
    found = snapshot.recall(folder, "v1")
    assert found
    return found


# ------------------------------------------------------------------------------------------- stamps


@pytest.mark.parametrize(
    ("changed_ns", "is_settled"),
    [
        (NOW_NS - FINE_NS - 1, True),
        (NOW_NS - FINE_NS, False),
        (NOW_NS, False),
        (NOW_NS + 10**12, False),
        (NOW_NS // 10**9 * 10**9 - COARSE_NS, True),
        (NOW_NS // 10**9 * 10**9, False),
        (NOW_NS // 10**9 * 10**9 - 10**9, False),
    ],
)
def test_a_stamp_is_trusted_once_its_clock_has_ticked(changed_ns: int, is_settled: bool) -> None:
    """Whole seconds suggest a clock that ticks every second or two; a future time is never trusted."""
    survey = Survey({"a.md": stamp(changed_ns)}, NOW_NS)
    assert (survey.settled("a.md") is not None) == is_settled


def test_the_time_of_a_files_entry_counts_as_well() -> None:
    """A copy that keeps its original's time was not there at that time."""
    copied = Stamp(5, NOW_NS - 10**12, NOW_NS, 77)
    assert Survey({"a.md": copied}, NOW_NS).settled("a.md") is None


def test_links_and_what_is_no_file_have_no_stamp(tmp_path: Path) -> None:
    """An unchanged link may point to another file."""
    (tmp_path / "a.md").write_text("A.", encoding="utf-8")
    (tmp_path / "link.md").symlink_to(tmp_path / "a.md")
    stamps = survey_of(tmp_path).stamps
    assert stamps["link.md"] is None
    assert stamps["a.md"] == Stamp(2, *_times(tmp_path / "a.md"))


def _times(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def test_a_file_replaced_by_one_of_the_same_size_and_time_is_not_known(tmp_path: Path) -> None:
    """A copying tool may do that; the inode or the time of the directory entry differs."""
    (tmp_path / "corpus").mkdir()
    path = tmp_path / "corpus" / "a.md"
    path.write_text("One.", encoding="utf-8")
    times = (path.stat().st_atime_ns, path.stat().st_mtime_ns)
    memory = remembered(tmp_path, Survey(survey_of(tmp_path / "corpus").stamps, 2 * NOW_NS))
    assert memory.known(survey_of(tmp_path / "corpus")) == ["a.md"]
    (tmp_path / "other").write_text("Two.", encoding="utf-8")
    (tmp_path / "other").replace(path)
    os.utime(path, ns=times)
    assert memory.known(survey_of(tmp_path / "corpus")) == []


# ------------------------------------------------------------------------------------------- memory


def test_what_is_remembered_comes_back(tmp_path: Path) -> None:
    """Settled stamps and digests come back; failed and unsettled files have no stamp."""
    survey = Survey({"a.md": stamp(5), "b.md": stamp(NOW_NS), "c.md": stamp(6), "d.md": None}, NOW_NS)
    digests = {path: path.upper() for path in survey.stamps}
    snapshot.remember(tmp_path, "v1", survey, digests, {"c.md"})
    memory = snapshot.recall(tmp_path, "v1")
    stamps = {"a.md": stamp(5), "b.md": None, "c.md": None, "d.md": None}
    assert memory == Memory(stamps, digests, {"b.md": stamp(NOW_NS)})
    assert memory.known(survey) == ["a.md"]


def test_paths_beyond_unicode_are_remembered(tmp_path: Path) -> None:
    """Paths are saved as the operating system returns them."""
    survey = Survey({"caf\udce9.md": stamp(5)}, NOW_NS)
    assert remembered(tmp_path, survey).known(survey) == ["caf\udce9.md"]


def test_a_memory_of_another_version_or_of_other_readers_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another reader might have read the files differently."""
    remembered(tmp_path, Survey({"a.md": stamp(5)}, NOW_NS))
    assert snapshot.recall(tmp_path, "v2") is None
    monkeypatch.setattr(snapshot, "readers", lambda: "other")
    assert snapshot.recall(tmp_path, "v1") is None


def test_a_damaged_memory_is_none(tmp_path: Path) -> None:
    """Each byte is flipped or cut in turn, and the file is deleted."""
    remembered(tmp_path, Survey({"a.md": stamp(5)}, NOW_NS))
    path = tmp_path / "seen"
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        assert snapshot.recall(tmp_path, "v1") is None
        path.write_bytes(whole[:place])
        assert snapshot.recall(tmp_path, "v1") is None
    path.unlink()
    assert snapshot.recall(tmp_path, "v1") is None


def test_a_memory_agrees_with_the_same_files_giving_the_same(tmp_path: Path) -> None:
    """It does not agree with one file more, one less, or one with another reading."""
    survey = Survey({"a.md": stamp(5), "b.md": None}, NOW_NS)
    memory = remembered(tmp_path, survey)
    assert memory.agrees(survey, [FileRead("b.md", Outcome.EMPTY)])
    assert not memory.agrees(survey, [FileRead("b.md", Outcome.FAILED, "torn")])
    assert not memory.agrees(Survey({"a.md": stamp(5)}, NOW_NS), [])
    assert not memory.agrees(Survey({**survey.stamps, "c.md": None}, NOW_NS), [])


def test_changes_are_told_without_reading(tmp_path: Path) -> None:
    """Files are added, changed and removed; a file that has to be read to decide is not listed."""
    (tmp_path / "corpus").mkdir()
    for name in ("a.md", "b.md", "c.md"):
        (tmp_path / "corpus" / name).write_text(name, encoding="utf-8")
    now = survey_of(tmp_path / "corpus")
    stamps = {**now.stamps, "b.md": stamp(5), "gone.md": stamp(5)}
    del stamps["c.md"]
    memory = remembered(tmp_path, Survey(stamps, 2 * NOW_NS))
    found = snapshot.changes(tmp_path / "corpus", memory)
    assert found == Changes(("c.md",), ("b.md",), ("gone.md",))
    assert found
    assert not snapshot.changes(tmp_path / "corpus", remembered(tmp_path, Survey(now.stamps, 2 * NOW_NS)))


def test_the_readers_are_told_by_their_sources() -> None:
    """The hash is stable."""
    assert len(snapshot.readers()) == 16
    assert snapshot.readers() == snapshot.readers()


def test_a_later_change_of_a_file_that_was_indexed_right_after_it_was_written_is_reported(
    tmp_path: Path,
) -> None:
    """Its stamp proves no sameness, but another stamp proves a change."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "fresh.md").write_text("one")
    before = survey_of(corpus)
    memory = remembered(tmp_path, Survey(before.stamps, 0))  # in doubt, and so read again by the next build
    assert memory.known(before) == []
    assert not snapshot.changes(corpus, memory)
    (corpus / "fresh.md").write_text("another")
    assert snapshot.changes(corpus, memory) == Changes((), ("fresh.md",), ())
