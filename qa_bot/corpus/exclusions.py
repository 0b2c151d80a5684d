"""The files of a corpus folder that the user has excluded from the index.

    corpus/.qa_bot-excluded    one path a line, relative to the corpus folder; "# " begins a comment

The list is plain text, to be edited by hand as well. Paths are written as the build reports them. A path
without a file stays in the list and does no harm.
"""

from __future__ import annotations

import os
import secrets
import stat
from typing import TYPE_CHECKING, Final

from qa_bot.core.errors import CorpusError, reason_of
from qa_bot.reading.read import printable_path

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["EXCLUDED_BY_USER", "NAME", "exclude", "excluded_files", "include"]

NAME: Final = ".qa_bot-excluded"
EXCLUDED_BY_USER: Final = "excluded by you"
"""The reason in the report of an excluded file."""
_HEAD: Final = "# Files that qa-bot does not index, one path a line.\n"
_COMMENT: Final = "# "


def excluded_files(folder: Path, paths: Iterable[str]) -> frozenset[str]:
    """Return which of the given files of a corpus folder are excluded.

    Raises:
        CorpusError: the list cannot be read.
    """
    listed = _listed(folder)
    return frozenset(path for path in paths if printable_path(path) in listed) if listed else frozenset()


def exclude(folder: Path, paths: Iterable[str]) -> None:
    """Add files to the list.

    Raises:
        CorpusError: the list cannot be read or written.
    """
    lines, listed = _lines(folder), _listed(folder)
    new = [path for path in dict.fromkeys(map(printable_path, paths)) if path not in listed]
    if new:
        _write(folder, [*(lines or [_HEAD]), *(f"{_escaped(path)}\n" for path in new)])


def include(folder: Path, paths: Iterable[str]) -> None:
    """Take files off the list; those that are not on it do not matter.

    Raises:
        CorpusError: the list cannot be read or written.
    """
    unwanted = set(map(printable_path, paths))
    if unwanted & _listed(folder):
        _write(folder, [line for line in _lines(folder) if _path_in(line) not in unwanted])


def _listed(folder: Path) -> frozenset[str]:
    return frozenset(filter(None, map(_path_in, _lines(folder))))


def _path_in(line: str) -> str:
    """Return the path that a line names; "" for a comment."""
    if line.startswith(_COMMENT):
        return ""
    return line.rstrip("\r\n").removeprefix("./")


def _escaped(path: str) -> str:
    return f"./{path}" if path.startswith(_COMMENT) else path


def _lines(folder: Path) -> list[str]:
    list_file = folder / NAME
    try:
        if not stat.S_ISREG(list_file.lstat().st_mode):  # a pipe would be waited for, a link followed
            raise CorpusError(f"{list_file} is not a plain file: remove it.")
        content = list_file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeError) as error:
        raise CorpusError(_unusable(folder, "read", error)) from error
    return [f"{line}\n" for line in content.splitlines()]


def _write(folder: Path, lines: Iterable[str]) -> None:
    """Replace the list in one step; a crash leaves the old one or the new one."""
    list_file = folder / NAME
    pending = folder / f"{NAME}.{secrets.token_hex(4)}"
    try:
        with pending.open("x", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        pending.replace(list_file)
    except OSError as error:
        pending.unlink(missing_ok=True)
        raise CorpusError(_unusable(folder, "written", error)) from error


def _unusable(folder: Path, how: str, error: OSError | UnicodeError) -> str:
    why = reason_of(error)
    return f"The list of excluded files {folder / NAME} cannot be {how}: {why}. Correct or remove it."
