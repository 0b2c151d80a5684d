"""The versions in an index folder, and the atomic swap from one to the next.

    index/
      README.md          what the folder is for; left alone
      CURRENT            the name of the version in use
      .lock, .builder    the lock of a builder, and which process holds it
      claims/<name>      shared lock of the readers of a version
      versions/<name>/   whole and immutable: manifest.json and the files that it lists
      journal/           what a build has embedded so far
      seen               the state of the corpus folder

A version is written next to the old one and named in CURRENT last. A reader therefore sees the old version
or the new one, and nothing in between.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from qa_bot.core import safe_files
from qa_bot.core.errors import REPAIR, DamagedIndexError, NoIndexError, StorageError
from qa_bot.core.permissions import access_of_index, settle
from qa_bot.index.storage import reader_locks
from qa_bot.index.storage.manifest import (
    MANIFEST,
    Description,
    Manifest,
    damaged_files,
    describe_file,
    name_of,
    read_files,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from qa_bot.index.storage.manifest import FileEntry
    from qa_bot.index.storage.reader_locks import ReaderLock

VERSIONS_KEPT = 2

_UNFINISHED = ".new-"
_ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class NewVersion:
    """The folder of a version that is being written, and which files it shares with another version."""

    folder: Path
    taken: dict[str, FileEntry] = field(default_factory=dict)
    """Entries of the files taken over, by path relative to the folder; they are not read again."""

    def take(self, version: Path, files: Mapping[str, FileEntry], name: str) -> None:
        """Share a file with another version, given that version's entries; copy it where that is impossible.

        A name that is a folder's stands for all files in it.
        """
        for file, entry in files.items():
            if file == name or file.startswith(f"{name}/"):
                target = self.folder / file
                target.parent.mkdir(parents=True, exist_ok=True)
                _share(version / file, target)
                self.taken[file] = entry


@contextmanager
def new_version(folder: Path, description: Description) -> Iterator[NewVersion]:
    """Return an empty version to write; when the block ends without an error, swap it in.

    The manifest is written here. Old versions but the last few, and what a killed build left behind, are
    removed.
    """
    versions = folder / "versions"
    versions.mkdir(mode=0o700, exist_ok=True)
    _remove_leftovers(folder)  # first, for the disk may have no room for both
    created = datetime.now(UTC)
    scratch = versions / f"{_UNFINISHED}{os.getpid()}"
    scratch.mkdir(mode=0o700)  # private until its files have their permissions
    new = NewVersion(scratch)
    yield new
    files = {name: new.taken.get(name) or describe_file(scratch / name) for name in _files(scratch)}
    described = {one.name: getattr(description, one.name) for one in fields(Description)}
    content = Manifest(**described, created=created, files=files).to_json()
    (scratch / MANIFEST).write_bytes(content)
    access = access_of_index(folder)
    for path in (*scratch.rglob("*"), scratch):
        settle(path, access)
    _sync(path for path in (*scratch.rglob("*"), scratch) if _name(path, scratch) not in new.taken)
    name = name_of(content, created)
    reader_locks.prepare(folder, name)
    scratch.rename(versions / name)
    _fsync(versions)
    before = None
    with suppress(NoIndexError, DamagedIndexError):
        before = current_version(folder).name
    point_to(folder, name)
    tidy(folder, name, before)


def tidy(folder: Path, current: str, before: str | None = None) -> None:
    """Remove what killed builds left behind, and all versions but the last few and those in use.

    `before` is the version that was in use until now. A version that was finished after it, by a build that
    was killed before the swap, is removed first. The caller must hold the lock. Errors are ignored: a
    finished build does not fail because something could not be removed.
    """
    _remove_leftovers(folder)
    _remove_old(folder, current, before)


def current_version(folder: Path) -> Path:
    """Find the folder of the version in use.

    Raises:
        NoIndexError: nothing has been built yet.
        DamagedIndexError: CURRENT is unreadable, or names no version.
        StorageError: the folder may not be read.
        StrangeFileError: CURRENT is not a file, or the version is a link.
    """
    try:
        name = safe_files.read_bytes(folder / "CURRENT").decode("ascii").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        msg = f"There is no index in {folder} yet: run `qa-bot index` to build one."
        if any(safe_files.is_folder(path) for path in folder.glob("versions/[!.]*")):
            msg = f"The index in {folder} has no file CURRENT: run `qa-bot index` to build it again."
        raise NoIndexError(msg) from error
    except (OSError, ValueError) as error:
        if not os.access(folder, os.R_OK | os.X_OK):
            msg = f"You may not read the index in {folder}: ask its owner, or pass another with --index."
            raise StorageError(msg) from error
        msg = f"{folder / 'CURRENT'} cannot be read: {error}. {REPAIR}"
        raise DamagedIndexError(msg) from error
    version = folder / "versions" / name
    known = name and version.name == name
    if not (known and safe_files.is_folder(folder / "versions") and safe_files.is_folder(version)):
        msg = f"{folder / 'CURRENT'} names a version that does not exist. {REPAIR}"
        raise DamagedIndexError(msg)
    return version


def claim_current(folder: Path) -> tuple[Path, ReaderLock]:
    """Find the version in use and take a reader's lock on it, so that no builder removes it.

    Raises:
        NoIndexError, DamagedIndexError, StorageError: as current_version does.
        StrangeFileError: something in the folder is a link, a pipe or the like.
    """
    safe_files.refuse_strangers(folder)
    for _ in range(_ATTEMPTS):
        version = current_version(folder)
        claim = reader_locks.claim(folder, version.name)
        if (version / MANIFEST).exists() or current_version(folder) == version:
            break  # otherwise builders replaced it twice between the two lines
    return version, claim


def all_versions(folder: Path) -> list[Path]:
    """List the finished versions, newest first."""
    try:
        found = [path for path in (folder / "versions").iterdir() if not path.name.startswith(".")]
    except OSError:
        return []
    return sorted(found, reverse=True)


def remove_damaged(folder: Path) -> None:
    """Remove the damaged versions that are not in use. The caller must hold the lock."""
    current = current_version(folder)
    for version in all_versions(folder):
        if version != current and not _is_whole(version):
            _remove(folder, version)


def point_to(folder: Path, name: str) -> None:
    """Make a finished version the one in use."""
    pending = folder / "CURRENT.new"
    safe_files.write_bytes(pending, f"{name}\n".encode("ascii"), folder)
    pending.replace(folder / "CURRENT")
    _fsync(folder)


def _is_whole(version: Path) -> bool:
    try:
        return not damaged_files(version, read_files(version))
    except DamagedIndexError:
        return False


def _remove_leftovers(folder: Path) -> None:
    for leftover in (folder / "versions").glob(f"{_UNFINISHED}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    (folder / "CURRENT.new").unlink(missing_ok=True)


def _remove_old(folder: Path, current: str, before: str | None) -> None:
    others = [path for path in all_versions(folder) if path.name != current]
    others.sort(key=lambda path: path.name != before)
    for old in others[
        VERSIONS_KEPT - 1 :
    ]:  # by position: after a clock was set back, names do not show their age
        _remove(folder, old)
    reader_locks.forget_all_but(folder, {path.name for path in all_versions(folder)})


def _remove(folder: Path, version: Path) -> None:
    with reader_locks.unclaimed(folder, version.name) as free:
        if free:
            shutil.rmtree(version, ignore_errors=True)


def _share(source: Path, target: Path) -> None:
    """Link a file, or copy it where files cannot be linked."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
        _fsync(target)


def _files(version: Path) -> list[str]:
    paths = (path for path in version.rglob("*") if path.is_file() and path.suffix != ".lock")
    return sorted(_name(path, version) for path in paths)


def _name(path: Path, version: Path) -> str:
    return path.relative_to(version).as_posix()


def _sync(paths: Iterable[Path]) -> None:
    for path in paths:
        _fsync(path)


def _fsync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows cannot open folders, and needs no fsync for their entries
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
