"""The state of the corpus folder when it was last read: a file is read again only if it may have changed.

A file is unchanged if its size, times and inode are the same, and the times were old enough when they were
recorded that a later change must have altered them. In doubt a file is read again: a wrong guess costs a
little time, never an article.

    index/seen    each file's stamp and a hash of its reading, for one version and one set of readers
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
import os
import stat
import time
import zlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from qa_bot.core import safe_files
from qa_bot.core.permissions import access_of_corpus
from qa_bot.core.types import Changes, Outcome
from qa_bot.corpus import folder as corpus
from qa_bot.corpus.exclusions import EXCLUDED_BY_USER, excluded_files
from qa_bot.corpus.folder import FileRead
from qa_bot.corpus.readings import digest_of, pack
from qa_bot.reading.file_types import LIBRARIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qa_bot.core.permissions import Access

FINE_NS = 50_000_000
"""Longest tick of a clock with fractions of a second; kernels record times in ticks of 1 to 16 ms."""

COARSE_NS = 2_000_000_000
"""Longest tick of a file system that records whole seconds only: two on FAT."""

SEEN = "seen"
UNSETTLED = "unsettled"
"""Marks a stamp in the saved state that a change soon after may not have altered."""
_SECOND_NS = 1_000_000_000
_RULES = ("reading", "language", "corpus", "core/sanitizing.py")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What identifies the state of a file without reading it."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class Survey:
    """The files of a corpus folder at one moment, in the order of their paths."""

    stamps: Mapping[str, Stamp | None]
    """None for what is always read: links, and what is not a file."""
    taken_ns: int
    excluded: frozenset[str] = frozenset()
    """The files that the user has excluded; they are never read."""

    def settled(self, path: str) -> Stamp | None:
        """Return the stamp of a file if any later change must alter it, else None."""
        found = self.stamps[path]
        if found is None:
            return None
        whole_seconds = found.mtime_ns % _SECOND_NS == 0
        changed = max(found.mtime_ns, found.ctime_ns)
        return found if changed + (COARSE_NS if whole_seconds else FINE_NS) < self.taken_ns else None


@dataclass(frozen=True, slots=True)
class Memory:
    """What was saved when a version was built."""

    stamps: Mapping[str, Stamp | None]
    digests: Mapping[str, str]
    """Hash of each file's reading."""
    unsettled: Mapping[str, Stamp] = field(default_factory=dict)
    """Of files without a stamp, the one that they had, which a later change may have left as it was."""

    def known(self, survey: Survey) -> list[str]:
        """List the files that have not changed; an excluded file is not among them."""
        return [
            path
            for path, stamp in survey.stamps.items()
            if stamp is not None and self.stamps.get(path) == stamp and path not in survey.excluded
        ]

    def agrees(self, survey: Survey, reads: Iterable[FileRead]) -> bool:
        """Check whether the folder has the same files, and those just read have the same readings."""
        return survey.stamps.keys() == self.digests.keys() and all(
            self.digests[read.path] == digest_of(pack(read)) for read in reads
        )

    def was_excluded(self, path: str) -> bool:
        """Check whether the user had excluded a file."""
        return self.digests.get(path) == digest_of(pack(excluded(path)))


def survey_of(folder: Path) -> Survey:
    """Record the files of a corpus folder.

    Raises:
        CorpusError: the folder is missing or has no files at all, or its list of excluded files is
            unusable.
    """
    taken_ns = time.time_ns()
    root = os.fspath(folder)
    stamps = {path: _stamp(f"{root}/{path}") for path in corpus.list_files(folder)}
    return Survey(stamps, taken_ns, excluded_files(folder, stamps))


def excluded(path: str) -> FileRead:
    """Return what stands for the reading of an excluded file."""
    return FileRead(path, Outcome.EXCLUDED, EXCLUDED_BY_USER)


def access_of(folder: Path, survey: Survey, index: Path) -> Access:
    """Return who may read an index of the files in a corpus folder."""
    root = os.fspath(folder)
    folders = {path.rpartition("/")[0] for path in survey.stamps}
    folders |= {str(above) for one in folders for above in PurePosixPath(one).parents}
    return access_of_corpus(folder, _stats(f"{root}/{path}" for path in {*survey.stamps, *folders}), index)


def remember(
    folder: Path, version: str, survey: Survey, digests: Mapping[str, str], unread: set[str]
) -> None:
    """Save what a version was built from; what was not read, or was excluded, is read next time."""
    files: dict[str, list[str | int]] = {}
    for path in survey.stamps:
        stamp = None if path in unread else survey.stamps[path]
        files[path] = [digests[path]]
        if stamp is not None:
            files[path] += [*_columns(stamp), *(() if survey.settled(path) else (UNSETTLED,))]
    _note(folder, {"version": version, "readers": readers(), "files": files})


def rename(folder: Path, version: str, renamed: str) -> None:
    """Use the saved state of a version for another one with the same content."""
    try:
        found = _noted(folder)
    except (OSError, ValueError):
        return
    if found["version"] == version:
        _note(folder, found | {"version": renamed})


def recall(folder: Path, version: str) -> Memory | None:
    """Return the saved state of a version; None if it is lost, damaged or from other readers."""
    try:
        found = _noted(folder)
    except (OSError, ValueError):
        return None
    if (found["version"], found["readers"]) != (version, readers()):
        return None
    files: dict[str, list[Any]] = found["files"]
    settled = {path: len(entry) > 1 and entry[-1] != UNSETTLED for path, entry in files.items()}
    return Memory(
        {path: Stamp(*entry[1:]) if settled[path] else None for path, entry in files.items()},
        {path: entry[0] for path, entry in files.items()},
        {path: Stamp(*entry[1:-1]) for path, entry in files.items() if entry[-1] == UNSETTLED},
    )


@cache
def readers() -> str:
    """Return a hash of this installation's readers; other readers might read the same file differently."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for rules in (package / name for name in _RULES):
        for source in sorted(rules.rglob("*.py")) if rules.is_dir() else [rules]:
            digest.update(source.read_bytes())
    for name in LIBRARIES:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            digest.update(f"{name} {importlib.metadata.version(name)}\n".encode())
    return digest.hexdigest()[:16]


def changes(folder: Path, memory: Memory) -> Changes:
    """Return what was added, changed or removed since, as far as visible without reading."""
    survey = survey_of(folder)
    unread = survey.stamps.keys() - set(memory.known(survey))
    undated = {path for path, stamp in memory.stamps.items() if stamp is None}
    turned = {path for path in undated | survey.excluded if _was_turned(path, memory, survey)}
    altered = {path for path, stamp in memory.unsettled.items() if survey.stamps.get(path) != stamp}
    unknown = (undated - altered | survey.excluded) - turned
    return Changes(
        tuple(sorted(unread - memory.digests.keys())),
        tuple(sorted(unread & memory.digests.keys() - unknown)),
        tuple(sorted(memory.digests.keys() - survey.stamps.keys())),
    )


def _was_turned(path: str, memory: Memory, survey: Survey) -> bool:
    """Check whether a file has been excluded or brought back."""
    return path in survey.stamps and memory.was_excluded(path) != (path in survey.excluded)


def _columns(stamp: Stamp) -> tuple[int, int, int, int]:
    return stamp.size, stamp.mtime_ns, stamp.ctime_ns, stamp.inode


def is_whole(folder: Path) -> bool:
    """Check whether the saved state is undamaged; no saved state counts as undamaged."""
    try:
        _noted(folder)
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        return False
    return True


def forget(folder: Path) -> None:
    """Delete the saved state; the next build reads every file again."""
    (folder / SEEN).unlink(missing_ok=True)


def _noted(folder: Path) -> dict[str, Any]:
    """Load the saved state; ValueError if it is damaged."""
    check, _, content = safe_files.read_bytes(folder / SEEN).partition(b"\n")
    if int(check, 16) != zlib.crc32(content):
        msg = "the saved state is damaged"
        raise ValueError(msg)
    found: dict[str, Any] = json.loads(content)
    return found


def _stats(files: Iterable[str]) -> Iterator[os.stat_result]:
    """Stat files and folders, following links."""
    for file in files:
        with contextlib.suppress(OSError, ValueError):
            yield os.stat(file)  # noqa: PTH116  as text, since a Path costs more than the stat itself


def _note(folder: Path, noted: dict[str, Any]) -> None:
    content = json.dumps(noted).encode()
    pending = folder / f"{SEEN}.new"
    safe_files.write_bytes(pending, f"{zlib.crc32(content):08x}\n".encode() + content, folder)
    pending.replace(folder / SEEN)


def _stamp(file: str) -> Stamp | None:
    try:
        found = os.lstat(file)  # as text, since a Path costs more than the stat itself
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino if os.name != "nt" else 0)
