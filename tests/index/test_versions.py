"""A reader meets a whole version or a plain error, whatever happened to the folder."""

import hashlib
import os
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from qa_bot.core.errors import DamagedIndexError, NoIndexError, StorageError, StrangeFileError
from qa_bot.index.storage import versions
from qa_bot.index.storage.build_lock import building
from qa_bot.index.storage.manifest import (
    Description,
    FileEntry,
    ModelInfo,
    check_files,
    read_files,
    read_manifest,
)
from qa_bot.index.storage.versions import claim_current, current_version, new_version, point_to

FORMAT = 8

COMMAND = "Run `qa-bot doctor --repair`"


def described(**changed: Any) -> Description:
    """Describe a version."""
    kept = Description(
        format=FORMAT,
        model=ModelInfo(name="tiny", fingerprint="f", dimension=2, max_tokens=8),
        precision="float16",
        search="exact",
        embedded=True,
        paragraph_rules=1,
        corpus_state="none",
        articles=1,
        passages=2,
        article_rows=1,
        rows=2,
    )
    return replace(kept, **changed)


def write_version(folder: Path, text: str = "words", **changed: Any) -> Path:
    """Write a version of two files and give its folder."""
    with building(folder), new_version(folder, described(**changed)) as new:
        (new.folder / "a").write_text(text, encoding="utf-8")
        (new.folder / "sub").mkdir()
        (new.folder / "sub" / "b").write_bytes(b"")
    return current_version(folder)


def names_in(folder: Path) -> list[str]:
    """Give the names of the finished and unfinished versions, sorted."""
    return sorted(path.name for path in (folder / "versions").iterdir())


def test_the_manifest_holds_the_description_and_every_file(tmp_path: Path) -> None:
    """Size and checksums of each file, and the time."""
    before = datetime.now(UTC).replace(microsecond=0)
    manifest = read_manifest(write_version(tmp_path, corpus_state="ü"), FORMAT)
    assert manifest.description == described(corpus_state="ü")
    assert manifest.files == {
        "a": FileEntry(size=5, crc32=zlib.crc32(b"words")),
        "sub/b": FileEntry(size=0, crc32=0),
    }
    assert before <= manifest.created <= datetime.now(UTC)


def test_what_is_known_of_a_shared_file_is_not_computed_again(tmp_path: Path) -> None:
    """Its entry is taken over as it is."""
    known = {"a": FileEntry(size=5, crc32=1), "sub/b": FileEntry(size=0, crc32=2)}
    before = write_version(tmp_path)
    with building(tmp_path), new_version(tmp_path, described()) as new:
        new.take(before, known, "a")
        new.take(before, known, "sub")
    after = current_version(tmp_path)
    assert read_manifest(after, FORMAT).files == known
    assert (after / "a").stat().st_ino == (before / "a").stat().st_ino


def test_a_file_is_copied_where_files_cannot_be_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a memory stick."""
    before = write_version(tmp_path)

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    with building(tmp_path), new_version(tmp_path, described()) as new:
        new.take(before, read_files(before), "a")
    after = current_version(tmp_path)
    assert (after / "a").read_bytes() == b"words"
    assert (after / "a").stat().st_ino != (before / "a").stat().st_ino
    check_files(after, read_files(after))


def test_a_version_is_named_by_the_hash_of_its_manifest(tmp_path: Path) -> None:
    """So nothing in it can be changed unseen."""
    version = write_version(tmp_path)
    content = (version / "manifest.json").read_bytes()
    assert version.name.endswith("-" + hashlib.sha256(content).hexdigest()[:16])


def test_only_the_last_two_versions_stay(tmp_path: Path) -> None:
    """The newest is the one in use."""
    names = [write_version(tmp_path, str(number)).name for number in range(4)]
    assert names_in(tmp_path) == names[2:]
    assert current_version(tmp_path).name == names[3]


def test_a_version_killed_before_it_came_into_use_is_the_first_to_go(tmp_path: Path) -> None:
    """The one in use stays, which the builder itself still reads."""
    used = write_version(tmp_path, "used")
    write_version(tmp_path, "killed")
    point_to(tmp_path, used.name)  # as if the second had been killed between its rename and the swap
    _, claim = claim_current(tmp_path)
    new = write_version(tmp_path, "new")
    assert names_in(tmp_path) == [used.name, new.name]
    assert claim


def test_a_clock_set_back_does_not_cost_the_new_version(tmp_path: Path) -> None:
    """Versions of the future sort behind it and may go, but it may not."""
    for name in ("29990101T000000000000-a", "29990102T000000000000-b"):
        (tmp_path / "versions" / name).mkdir(parents=True)
    version = write_version(tmp_path)
    assert names_in(tmp_path) == [version.name, "29990102T000000000000-b"]


def test_a_failed_write_leaves_the_version_in_use(tmp_path: Path) -> None:
    """What it left behind is removed by the next one."""
    version = write_version(tmp_path)

    def fail() -> None:
        with building(tmp_path), new_version(tmp_path, described()) as new:
            (new.folder / "half").write_text("half", encoding="utf-8")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert current_version(tmp_path) == version
    check_files(version, read_files(version))
    assert len(names_in(tmp_path)) == 2
    newer = write_version(tmp_path, "newer")
    assert names_in(tmp_path) == [version.name, newer.name]


def test_no_folder_is_no_index(tmp_path: Path) -> None:
    """The error names the folder and the command."""
    with pytest.raises(NoIndexError, match=r"no index in .*missing yet: run `qa-bot index`"):
        current_version(tmp_path / "missing")


def test_no_current_is_no_index(tmp_path: Path) -> None:
    """Versions that nothing points to were never finished."""
    write_version(tmp_path)
    (tmp_path / "CURRENT").unlink()
    with pytest.raises(NoIndexError, match="has no file CURRENT: run `qa-bot index`"):
        current_version(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"nothing-of-that-name",
        b"\xff\xfe garbage",
        b"\x00",
        b"x" * 5000,
        b"..",
        b".",
        b"../..",
        b"../../outside",
        b"/",
        b"/tmp",
        b"a/b",
        b"two\nlines",
    ],
)
def test_a_current_that_names_no_version_is_damaged(content: bytes, tmp_path: Path) -> None:
    """It never leads out of the folder, and building again mends it."""
    folder = tmp_path / "index"
    write_version(folder)
    (tmp_path / "outside").mkdir()
    (folder / "CURRENT").write_bytes(content)
    with pytest.raises(DamagedIndexError, match=COMMAND):
        read_manifest(current_version(folder), FORMAT)
    assert read_manifest(write_version(folder), FORMAT)


def test_a_current_that_is_a_folder_is_told(tmp_path: Path) -> None:
    """Nobody can read it, and it is not ours to take away."""
    (tmp_path / "CURRENT").mkdir()
    with pytest.raises(StrangeFileError, match=r"CURRENT is a folder, not a file\. Remove"):
        current_version(tmp_path)


def test_a_full_disk_is_told_and_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The version in use stays so."""
    version = write_version(tmp_path)

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(StorageError, match="No space left on device"):
            write_version(tmp_path, "newer")
    assert current_version(tmp_path) == version


def test_what_a_build_killed_after_its_swap_left_is_removed(tmp_path: Path) -> None:
    """Old versions and their claims."""
    names = [write_version(tmp_path, str(number)).name for number in range(2)]
    old = tmp_path / "versions" / "20000101T000000000000-old"
    old.mkdir()
    versions.tidy(tmp_path, names[1])
    assert names_in(tmp_path) == names
    assert sorted(path.name for path in (tmp_path / "claims").iterdir()) == names
