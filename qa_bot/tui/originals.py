"""Opens the page or the file that an article was read from, in a browser, an editor or the system's program.

Nothing else is ever run, and never through a shell: the programs are those that the person or the system has
chosen, and a file's name is one argument, always a whole path. Only http and https addresses are opened.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import webbrowser
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from qa_bot.core.errors import QaBotError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "NotOpenedError",
    "browser",
    "edit",
    "editor_for",
    "needs_terminal",
    "open_with_system",
    "visit",
    "web_address",
]

_NO_TEXT: Final = {".pdf", ".epub", ".docx", ".mht", ".mhtml", ".gz", ".zip"}
"""Endings of files that no text editor shows as a page."""
_PATIENCE_S: Final = 3.0
"""Seconds in which an opener that fails has failed."""


class NotOpenedError(QaBotError):
    """No program could open it; the message says where it is."""


def web_address(url: str | None) -> str:
    """Return an address that a browser may open; "" for any other."""
    try:
        parts = urlsplit(url or "")
        host = parts.hostname
    except ValueError:
        return ""
    is_web = parts.scheme in ("http", "https") and bool(host)
    return url if url and is_web and url.isprintable() and not set(url) & set(' "<>\\^`{|}') else ""


def browser() -> webbrowser.BaseBrowser | None:
    """Return the person's browser; None if there is none."""
    try:
        return webbrowser.get()
    except webbrowser.Error:
        return None


def needs_terminal(program: webbrowser.BaseBrowser) -> bool:
    """Check whether a browser shows pages in the terminal."""
    kinds = (webbrowser.GenericBrowser, getattr(webbrowser, "Elinks", webbrowser.GenericBrowser))
    return isinstance(program, kinds) and not isinstance(program, webbrowser.BackgroundBrowser)


def visit(program: webbrowser.BaseBrowser | None, address: str) -> None:
    """Open an address in the browser.

    Raises:
        NotOpenedError: there is no browser, or it could not be started.
    """
    if program is None or not program.open(address, new=2):
        msg = f"No browser could be started. The address is {address}"
        raise NotOpenedError(msg)


def editor_for(file: Path) -> list[str]:
    """Return the command of the person's editor; empty if they have set none, or it shows no such file."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if file.suffix.lower() in _NO_TEXT:
        return []
    try:
        return shlex.split(chosen, posix=os.name != "nt")
    except ValueError:
        return []


def edit(command: list[str], file: Path) -> None:
    """Open a file in the editor, and wait for its end.

    Raises:
        NotOpenedError: the editor could not be started.
    """
    try:
        subprocess.run([*command, str(file)], check=False)  # noqa: S603  the person's own editor
    except OSError as error:
        msg = f"The editor {command[0]} could not be started: {error.strerror}. The file is {file}"
        raise NotOpenedError(msg) from error


def open_with_system(file: Path) -> None:
    """Open a file in the program that the system has for it.

    Raises:
        NotOpenedError: the system has no program for it, or no screen.
    """
    if sys.platform == "win32":
        try:
            os.startfile(file)  # noqa: S606  the system's own choice
        except OSError as error:
            raise _not_opened(file) from error
        return
    command = _system_opener()
    if command is None:
        raise _not_opened(file)
    try:
        started = subprocess.Popen(  # noqa: S603
            [command, str(file)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        failed = started.wait(_PATIENCE_S) != 0
    except subprocess.TimeoutExpired:
        failed = False  # it has become the program
    except OSError as error:
        raise _not_opened(file) from error
    if failed:
        raise _not_opened(file)


def _system_opener() -> str | None:
    """Return the path of the system's opener; None where there is none, or no screen."""
    if sys.platform == "darwin":
        return shutil.which("open")
    has_screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return shutil.which("xdg-open") if has_screen else None


def _not_opened(file: Path) -> NotOpenedError:
    advice = "" if file.suffix.lower() in _NO_TEXT else " Set EDITOR to your editor."
    return NotOpenedError(f"No program here opens {file.name}.{advice} The file is {file}")
