"""A few worker processes read the files; a file that crashes its reader affects no other file."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from tiny import write_articles

from qa_bot.core.errors import ReadingError, UnsupportedFileError
from qa_bot.reading.isolation import pool
from qa_bot.reading.isolation.pool import read_files
from qa_bot.reading.read import Reading, read_file

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow  # files are read in a separate process

TIDE = "The tide at Morrow Bay rose by two metres on Monday."

# Simulates a library that fails in a way that no valid file can cause; the file's name selects the failure.
TROUBLE = """
import ctypes, faulthandler, os, signal, sys, time
import qa_bot.reading.read as reading
read_file = reading.read_file
def go_wrong(path, root):
    if path.startswith("segv"):
        ctypes.string_at(0)
    if path.startswith("kill"):
        os.kill(os.getpid(), signal.SIGKILL)
    if path.startswith("exit"):
        os._exit(3)
    if path.startswith("hang"):
        faulthandler.dump_traceback_later(1, exit=True, file=open(os.devnull, "w"))
        time.sleep(600)
    if path.startswith("memory"):
        bytearray(10**10)
    if path.startswith("deep"):
        raise RecursionError
    if path.startswith("bug"):
        raise KeyError("surprise")
    if path.startswith("noise"):
        print("a library's chatter")
        os.write(1, b"more chatter\\n")
    return read_file(path, root)
reading.read_file = go_wrong
import runpy
sys.argv = ["worker", sys.argv[1]]
runpy.run_module("qa_bot.reading.isolation.worker", run_name="__main__")
"""


@pytest.fixture
def troubled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make workers fail on files with certain names."""
    monkeypatch.setattr(pool, "_command", lambda root: [sys.executable, "-c", TROUBLE, str(root)])


def read_all(folder: Path, *paths: str) -> list[Reading | ReadingError]:
    with read_files(paths, folder) as outcomes:
        return list(outcomes)


def test_files_come_in_order_and_as_in_this_process(tmp_path: Path) -> None:
    names = [f"{number}.md" for number in range(40)]
    write_articles(tmp_path, {name: f"{TIDE} {name}\n\n> Quoted." for name in names})
    assert read_all(tmp_path, *names) == [read_file(name, tmp_path) for name in names]


def test_an_error_is_given_with_its_kind_and_its_words(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    unsupported, missing = read_all(tmp_path, "a.png", "gone.md")
    assert isinstance(unsupported, UnsupportedFileError)
    assert "a.png is .png, which is not supported" in str(unsupported)
    assert type(missing) is ReadingError
    assert "gone.md" in str(missing)


@pytest.mark.usefixtures("troubled")
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("segv.md", "segv.md crashed its reader (SIGSEGV): it is damaged; save it again, or as text"),
        ("kill.md", "kill.md crashed its reader (SIGKILL): it is damaged; save it again, or as text"),
        ("exit.md", "exit.md crashed its reader (exit code 3): it is damaged; save it again, or as text"),
        ("hang.md", "hang.md takes more than 1 s to read: split it or save it as text"),
        ("memory.md", "memory.md takes more than 3,000 MB of memory to read: split it"),
        ("deep.md", "deep.md is nested too deeply: save it as text"),
        (
            "bug.md",
            "bug.md caused an unexpected error (KeyError: 'surprise'). Please report it and attach the file",
        ),
    ],
)
def test_trouble_under_one_file_is_told_and_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, reason: str
) -> None:
    if name == "hang.md":
        monkeypatch.setattr(pool, "MAX_SECONDS", 1)
    write_articles(tmp_path, {"a.md": TIDE, name: TIDE, "z.md": TIDE})
    before, bad, after = read_all(tmp_path, "a.md", name, "z.md")
    assert isinstance(bad, ReadingError)
    assert str(bad) == reason
    for good in (before, after):
        assert isinstance(good, Reading)
        assert good.articles[0].paragraphs == (TIDE,)


@pytest.mark.usefixtures("troubled")
def test_what_a_library_prints_does_not_mix_with_the_replies(tmp_path: Path) -> None:
    write_articles(tmp_path, {"noise.md": TIDE})
    (found,) = read_all(tmp_path, "noise.md")
    assert isinstance(found, Reading)
    assert found.articles[0].paragraphs == (TIDE,)


@pytest.mark.usefixtures("troubled")
def test_every_file_of_many_bad_ones_has_its_own_error(tmp_path: Path) -> None:
    names = [f"exit{number}.md" for number in range(20)]
    write_articles(tmp_path, dict.fromkeys(names, TIDE))
    for name, outcome in zip(names, read_all(tmp_path, *names), strict=True):
        assert isinstance(outcome, ReadingError)
        assert str(outcome).startswith(f"{name} crashed its reader")


def test_a_worker_is_replaced_before_it_has_grown_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_articles(tmp_path, {"a.md": TIDE})
    started: list[Path] = []
    command = pool._command

    def remember(root: Path) -> list[str]:
        started.append(root)
        return command(root)

    monkeypatch.setattr(pool, "_command", remember)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    outcomes = read_all(tmp_path, *["a.md"] * 1_001)
    assert len(outcomes) == 1_001
    assert all(isinstance(outcome, Reading) for outcome in outcomes)
    assert len(started) == 3  # of 500 files, 500 files, and the last one


@pytest.mark.usefixtures("troubled")
def test_leaving_early_ends_the_processes_at_once(tmp_path: Path) -> None:
    write_articles(tmp_path, {"a.md": TIDE, "hang.md": TIDE})
    before = threading.active_count()
    with read_files(["a.md", "hang.md"], tmp_path) as outcomes:
        next(outcomes)
    assert threading.active_count() == before


def test_a_worker_ends_with_its_input(tmp_path: Path) -> None:
    """No worker outlives a program that was killed."""
    write_articles(tmp_path, {"a.md": TIDE})
    worker = pool._Worker(tmp_path)
    assert isinstance(worker.read("a.md"), Reading)
    process = worker._process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=60) == 0
    worker.close()
