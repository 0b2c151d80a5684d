"""New files in the corpus folder: their names, and atomic writes.

No existing file is ever overwritten, and every name is listed by find_files and allowed on every system.
"""

from __future__ import annotations

import os
import re
import secrets
import unicodedata
from itertools import chain, count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from qa_bot.core.errors import CorpusError
from qa_bot.core.sanitizing import clean_line

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["file_name", "place", "slug"]

_LONGEST_SLUG: Final = 60
_LONGEST_NAME: Final = 200
"""Bytes of a file name; systems allow 255."""
_RESERVED: Final = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")


def slug(*texts: str) -> str:
    """Return a file name's stem from the first text with usable letters: ASCII, with hyphens."""
    for text in texts:
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
        if len(words) > _LONGEST_SLUG:
            words = words[: _LONGEST_SLUG + 1].rpartition("-")[0] or words[:_LONGEST_SLUG]
        if words:
            return f"{words}-article" if _RESERVED.fullmatch(words) else words
    return "article"


def file_name(name: str) -> str:
    """Return a copied file's name as one that is listed: not hidden, no control characters, not too long."""
    path = PurePosixPath(clean_line(name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")))
    shown = path.name.lstrip(".") or "article"
    stem, suffix = _split(shown)
    kept = stem.encode()[: _LONGEST_NAME - len(suffix.encode())].decode(errors="ignore")
    return f"{kept}{suffix}"


def place(content: bytes, name: str, folder: Path) -> str:
    """Write a new file and return its path below the folder, with a number if `name` is taken.

    Missing folders are created.

    Raises:
        CorpusError: it cannot be written.
    """
    target = folder / name
    temporary = target.with_name(f".qa-bot-{secrets.token_hex(8)}.tmp")  # hidden: never read as an article
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            return _move(temporary, target).relative_to(folder).as_posix()
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        reason = f"{error.strerror or error}".lower()
        raise CorpusError(
            f"Cannot write to {folder} ({reason}): free some space or change permissions"
        ) from error


def _move(temporary: Path, target: Path) -> Path:
    """Move to the first free name, which is reserved first, so that no two writers get it."""
    stem, suffix = _split(target.name)
    numbered = (target.with_name(f"{stem}-{number}{suffix}") for number in count(2))
    for free in chain([target], numbered):
        try:
            free.open("xb").close()
        except FileExistsError:
            continue
        try:
            return temporary.replace(free)
        except OSError:
            free.unlink()
            raise
    raise AssertionError("unreachable: count() never ends")


def _split(name: str) -> tuple[str, str]:
    """Split a file name before its suffix; .html.gz counts as one suffix."""
    suffixes = PurePosixPath(name).suffixes
    suffix = "".join(suffixes[-2:] if suffixes[-1:] == [".gz"] else suffixes[-1:])
    return name.removesuffix(suffix), suffix
