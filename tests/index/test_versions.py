"""A reader meets a whole version or a plain error, whatever happened to the folder."""

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path
from typing import Any

import pytest

from qa_bot.core.errors import BusyIndexError, DamagedIndexError, NoIndexError, StorageError, StrangeFileError
from qa_bot.index.storage import versions
from qa_bot.index.storage.versions import (
    building,
    check_files,
    claim_current,
    current_version,
    new_version,
    point_to,
    read_manifest,
)

COMMAND = "Run `qa-bot doctor --repair`"


def write_version(folder: Path, text: str = "words", **description: Any) -> Path:
    """Write a version of two files and give its folder."""
    with building(folder), new_version(folder, description) as scratch:
        (scratch / "a").write_text(text, encoding="utf-8")
        (scratch / "sub").mkdir()
        (scratch / "sub" / "b").write_bytes(b"")
    return current_version(folder)


def names_in(folder: Path) -> list[str]:
    """Give the names of the finished and unfinished versions, sorted."""
    return sorted(path.name for path in (folder / "versions").iterdir())


def test_the_manifest_holds_the_description_and_every_file(tmp_path: Path) -> None:
    """Size and SHA-256 of each, and the time."""
    manifest = read_manifest(write_version(tmp_path, format=7, words=["ü"]))
    assert (manifest["format"], manifest["words"]) == (7, ["ü"])
    assert manifest["files"] == {
        "a": {"size": 5, "crc32": zlib.crc32(b"words"), "sha256": hashlib.sha256(b"words").hexdigest()},
        "sub/b": {"size": 0, "crc32": 0, "sha256": hashlib.sha256(b"").hexdigest()},
    }
    assert manifest["created"].endswith("+00:00")


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
        with building(tmp_path), new_version(tmp_path, {}) as scratch:
            (scratch / "half").write_text("half", encoding="utf-8")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert current_version(tmp_path) == version
    check_files(version, read_manifest(version))
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
    with pytest.raises(NoIndexError):
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
        read_manifest(current_version(folder))
    assert read_manifest(write_version(folder))


def test_a_current_that_is_a_folder_is_told(tmp_path: Path) -> None:
    """Nobody can read it, and it is not ours to take away."""
    (tmp_path / "CURRENT").mkdir()
    with pytest.raises(StrangeFileError, match=r"CURRENT is a folder, not a file\. Take"):
        current_version(tmp_path)


def test_a_changed_manifest_is_damaged(tmp_path: Path) -> None:
    """Even where it is still JSON."""
    version = write_version(tmp_path, articles=3)
    manifest = json.loads((version / "manifest.json").read_text(encoding="utf-8"))
    (version / "manifest.json").write_text(json.dumps(manifest | {"articles": 4}), encoding="utf-8")
    with pytest.raises(DamagedIndexError, match=f"manifest.json does not match its checksum. {COMMAND}"):
        read_manifest(version)


def test_a_missing_manifest_is_damaged(tmp_path: Path) -> None:
    """The error names it."""
    version = write_version(tmp_path)
    (version / "manifest.json").unlink()
    with pytest.raises(DamagedIndexError, match=f"manifest.json cannot be read.*{COMMAND}"):
        read_manifest(version)


@pytest.mark.parametrize(
    ("name", "content"), [("a", b"Words"), ("a", b"word"), ("a", None), ("sub/b", b"x"), ("sub/b", None)]
)
def test_a_changed_file_is_damaged(name: str, content: bytes | None, tmp_path: Path) -> None:
    """One letter, one byte less, one more, or no file."""
    version = write_version(tmp_path)
    (version / name).unlink()
    if content is not None:
        (version / name).write_bytes(content)
    with pytest.raises(DamagedIndexError, match=f"{name} (is|does) .*{COMMAND}"):
        check_files(version, read_manifest(version))


def test_a_large_file_that_checks_itself_is_checked_by_size_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading it whole would take longer than a person waits; any other file is read."""
    version = write_version(tmp_path)
    monkeypatch.setattr(versions, "CHECKED_AT_OPEN", 4)
    (version / "a").write_bytes(b"Words")
    check_files(version, read_manifest(version), {"a"})
    with pytest.raises(DamagedIndexError):
        check_files(version, read_manifest(version))
    (version / "a").write_bytes(b"word")
    with pytest.raises(DamagedIndexError):
        check_files(version, read_manifest(version), {"a"})


def test_every_damaged_file_is_named_with_what_is_wrong(tmp_path: Path) -> None:
    """By its SHA-256, however large it is."""
    version = write_version(tmp_path)
    assert versions.damaged_files(version, read_manifest(version)) == {}
    (version / "a").write_bytes(b"Words")
    (version / "sub" / "b").write_bytes(b"x")
    found = versions.damaged_files(version, read_manifest(version))
    assert found == {
        "a": "does not match its SHA-256 checksum",
        "sub/b": "has 1 bytes, not 0",
    }
    (version / "a").unlink()
    assert versions.damaged_files(version, read_manifest(version))["a"].startswith("cannot be read (No such")


def test_a_second_builder_is_told_to_wait(tmp_path: Path) -> None:
    """The first one goes on, and afterwards the folder is free."""
    with (
        building(tmp_path),
        pytest.raises(BusyIndexError, match=rf"Another qa-bot \(process {os.getpid()}, since .*--wait"),
        building(tmp_path),
    ):
        pytest.fail("two builders at once")
    with building(tmp_path):
        pass


def test_a_builder_in_another_process_holds_the_folder_until_it_is_killed(tmp_path: Path) -> None:
    """A lock dies with its holder."""
    program = (
        "import sys, pathlib, qa_bot.index.storage.versions as v\n"
        "with v.building(pathlib.Path(sys.argv[1])):\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:  # noqa: S603
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(BusyIndexError), building(tmp_path):
            pytest.fail("two builders at once")
        other.kill()
    with building(tmp_path):
        pass


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file stands where the folder, or the one above it, should."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "index"):
        with (
            pytest.raises(StorageError, match=r"cannot be written: .*Check its permissions"),
            building(folder),
        ):
            pytest.fail("built into a file")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    """The error names it."""
    folder = tmp_path / "index"
    folder.mkdir(mode=0o500)
    with pytest.raises(StorageError, match="cannot be written"), building(folder):
        pytest.fail("built without leave")


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


def test_a_builder_that_is_waited_for_is_named_and_then_followed(tmp_path: Path) -> None:
    """The one that waits says for whom, and begins when that one is done."""
    said: list[str] = []
    began = threading.Event()

    def wait() -> None:
        with building(tmp_path, lambda step: said.append(step.stage)):
            began.set()

    with building(tmp_path):
        waiting = threading.Thread(target=wait)
        waiting.start()
        while not said:
            time.sleep(0.01)
        assert not began.is_set()
    waiting.join()
    assert began.is_set()
    assert said[0].startswith(f"waiting for process {os.getpid()}, since ")


def test_what_a_build_killed_after_its_swap_left_is_removed(tmp_path: Path) -> None:
    """Old versions and their claims."""
    names = [write_version(tmp_path, str(number)).name for number in range(2)]
    old = tmp_path / "versions" / "20000101T000000000000-old"
    old.mkdir()
    versions.tidy(tmp_path, names[1])
    assert names_in(tmp_path) == names
    assert sorted(path.name for path in (tmp_path / "claims").iterdir()) == names
