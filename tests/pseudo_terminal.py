"""A pseudo-terminal with a process in it, for tests and measurements of the real app."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

QUIT = "\x11"

ROWS, COLUMNS = 40, 100
PATIENCE_S = 90.0
"""The model may have to be exported first, on a machine that does other things as well."""
ESCAPE_SEQUENCE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P_^X].*?(?:\x07|\x1b\\)|\x1b.", re.DOTALL)


class Terminal:
    """A pseudo-terminal with a process in it, and all that the process wrote."""

    def __init__(
        self,
        arguments: list[str],
        *,
        folder: Path,
        variables: dict[str, str],
        columns: int = COLUMNS,
        rows: int = ROWS,
    ) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
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

    def received(self, size: int) -> None:
        """Called in the thread that reads, with how much was written so far."""

    def _read(self) -> None:
        while True:
            try:
                block = os.read(self._ours, 65536)
            except OSError:  # Linux says so when the other side is closed
                return
            if not block:
                return
            self._written += block
            self.received(len(self._written))

    def _wait(self, condition: Callable[[], bool], otherwise: str) -> None:
        due = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > due:
                pytest.fail(f"{otherwise}; the end of what was written: {self.raw[-2000:]!r}")
            time.sleep(0.05)


@contextmanager
def terminal(arguments: list[str], *, folder: Path, variables: dict[str, str]) -> Iterator[Terminal]:
    """Run a program in a terminal, and end it if it still runs at the end."""
    opened = Terminal(arguments, folder=folder, variables=variables)
    try:
        yield opened
    finally:
        opened.close()
