"""One process builds at a time, and another one is told which."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from qa_bot.core.errors import BusyIndexError, StorageError
from qa_bot.index.storage import build_lock
from qa_bot.index.storage.build_lock import building


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
        "import sys, pathlib, qa_bot.index.storage.build_lock as v\n"
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


def test_who_builds_is_told_as_far_as_it_is_known(tmp_path: Path) -> None:
    """By process and time, while it builds."""
    assert build_lock.builder(tmp_path) is None
    with building(tmp_path):
        assert str(build_lock.builder(tmp_path)).startswith(f"process {os.getpid()}, since ")
        for content in (b"", b"[]", b"{}", b'{"pid": "x", "since": 5}', b"\xff"):
            (tmp_path / ".builder").write_bytes(content)
            assert build_lock.builder(tmp_path) == "another process"
        (tmp_path / ".builder").unlink()
        assert build_lock.builder(tmp_path) == "another process"
    assert build_lock.builder(tmp_path) is None
