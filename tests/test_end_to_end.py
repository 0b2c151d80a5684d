"""The real app in a real pseudo-terminal: built, asked, quit and killed."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from commands import PILE, WHO, environment, shared_cache, write_pile

from qa_bot.index.build import WORDS_FIRST
from qa_bot.index.opened import open_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

APP = [sys.executable, "-m", "qa_bot"]
QUIT = "\x11"

ROWS, COLUMNS = 40, 100
PATIENCE_S = 90.0
"""The model may have to be exported first, on a machine that does other things as well."""
ESCAPE_SEQUENCE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P_^X].*?(?:\x07|\x1b\\)|\x1b.", re.DOTALL)


class Terminal:
    """A pseudo-terminal with a process in it, and all that the process wrote."""

    def __init__(self, arguments: list[str], *, folder: Path, variables: dict[str, str]) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.before = termios.tcgetattr(theirs)
        self._theirs = theirs
        self._written = bytearray()
        self.process = subprocess.Popen(  # noqa: S603  the test's own words
            arguments,
            cwd=folder,
            env=variables,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def raw(self) -> str:
        """All that was written, escape sequences included."""
        return bytes(self._written).decode("utf-8", "replace")

    @property
    def after(self) -> object:
        """The terminal's settings now."""
        return termios.tcgetattr(self._theirs)

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._ours, keys.encode())

    def shows(self, text: str) -> None:
        """Wait until the text was written, colours and cursor moves left out."""
        self._wait(lambda: text in ESCAPE_SEQUENCE.sub("", self.raw), f"{text!r} never came")

    def ends(self) -> int:
        """Wait for the process to end; give its exit code once all that it wrote is read."""
        code = self.process.wait(PATIENCE_S)
        self._wait(lambda: "\x1b[?1049l" in self.raw, "the screen was never given back")
        return code

    def is_left_as_it_was_found(self) -> None:
        """Quit, and fail where the terminal is another than before."""
        self.type(QUIT)
        assert self.ends() == 0
        assert self.after == self.before
        assert self.raw.rindex("\x1b[?1049l") > self.raw.rindex("\x1b[?1049h")
        assert self.raw.rindex("\x1b[?25h") > self.raw.rindex("\x1b[?25l")
        assert "Traceback" not in self.raw

    def close(self) -> None:
        """End the process if it lives, and the terminal."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._theirs)
        self._reader.join(PATIENCE_S)
        os.close(self._ours)

    def _read(self) -> None:
        while True:
            try:
                block = os.read(self._ours, 65536)
            except OSError:  # Linux says so when the other side is closed
                return
            if not block:
                return
            self._written += block

    def _wait(self, condition: Callable[[], bool], otherwise: str) -> None:
        due = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > due:
                pytest.fail(f"{otherwise}; the end of what was written: {self.raw[-2000:]!r}")
            time.sleep(0.05)


@contextmanager
def terminal(arguments: list[str], *, folder: Path, variables: dict[str, str]) -> Iterator[Terminal]:
    opened = Terminal(arguments, folder=folder, variables=variables)
    try:
        yield opened
    finally:
        opened.close()


@pytest.mark.slow
def test_a_person_builds_asks_and_quits(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    write_pile(tmp_path / "corpus")
    variables = environment(shared_cache(tmp_path_factory), TERM="xterm-256color")
    with terminal(APP, folder=tmp_path, variables=variables) as screen:
        screen.shows("Ask your articles a question")
        screen.shows("3 articles · 6 passages · all-MiniLM-L6-v2")
        screen.type(WHO)
        screen.shows(WHO)
        screen.type("\r")
        screen.shows("The new bridge was designed by Ada Lindqvist")
        screen.shows("The Quay Courier · Ilse Marrow · 2023-05-14")
        screen.is_left_as_it_was_found()
    assert (tmp_path / "index" / "CURRENT").exists()


@pytest.mark.slow
def test_questions_sent_in_one_burst_before_anything_is_loaded_are_each_answered(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    write_pile(tmp_path / "corpus")
    variables = environment(shared_cache(tmp_path_factory), TERM="xterm-256color")
    with terminal(APP, folder=tmp_path, variables=variables) as screen:
        screen.shows("Ask your articles a question")
        screen.type(f"{WHO}\rWho was rescued by firemen?\rWhat does the volcano say?\r")
        screen.shows("all-MiniLM-L6-v2")
        for answer in ("The new bridge was designed", "A cat was rescued", "The volcano says"):
            screen.shows(answer)
        screen.is_left_as_it_was_found()


@pytest.mark.slow
def test_a_build_ends_with_the_app_and_is_gone_on_with(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """However the app ended: it waits for no passage that is still to be embedded."""
    words = [
        f"Passage {number} of the log tells of ferry {number * 7} and of nothing else." * 4
        for number in range(WORDS_FIRST)
    ]
    write_pile(tmp_path / "corpus", {**PILE, "log.md": "\n\n".join(words)})
    variables = environment(shared_cache(tmp_path_factory), TERM="xterm-256color")
    with terminal(APP, folder=tmp_path, variables=variables) as screen:
        screen.shows("Building the index · keywords only · embedding ")
        screen.is_left_as_it_was_found()
    assert not open_index(tmp_path / "index").is_embedded
    with terminal(APP, folder=tmp_path, variables=variables) as screen:
        screen.shows("Resuming the build · keywords only · embedding ")
        screen.process.kill()
        screen.process.wait()
    assert not open_index(tmp_path / "index").is_embedded
    with terminal(APP, folder=tmp_path, variables=variables) as screen:
        screen.shows("Resuming the build · keywords only · embedding ")
        screen.type(f"{WHO}\r")
        screen.shows("The new bridge was designed by Ada Lindqvist")
        screen.is_left_as_it_was_found()


@pytest.mark.slow
def test_quitting_waits_for_no_model_that_is_being_prepared(tmp_path: Path) -> None:
    write_pile(tmp_path / "corpus")
    variables = environment(tmp_path / "cache", TERM="xterm-256color")
    with terminal(APP, folder=tmp_path, variables=variables) as screen:
        screen.shows("preparing the model (once)")
        screen.is_left_as_it_was_found()
    assert not list((tmp_path / "cache").glob("qa_bot/exports/*/export.json"))
    assert not (tmp_path / "index" / "CURRENT").exists()
