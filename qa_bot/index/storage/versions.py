"""The index folder's book-keeping: one builder at a time, whole versions, one atomic swap, hashes.

    index/
      CURRENT            the name of the version in use
      .lock, .builder    held by whoever builds, and who that is
      claims/<id>        shared by the readers of a version
      versions/<id>/     whole and immutable: manifest.json and the files that it lists
      journal, seen      what a build has embedded so far; what the corpus folder was like

A version is written beside the old one and named in CURRENT last, so a reader meets the old one or the
new one and nothing in between. Its id ends in the hash of its manifest, which holds size, CRC-32 and SHA-256
of every other file: what opens is what was written.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import filelock

from qa_bot.core import checksums, safe_files
from qa_bot.core.errors import (
    MEND,
    BusyIndexError,
    DamagedIndexError,
    NoIndexError,
    StorageError,
    StrangeFileError,
)
from qa_bot.core.permissions import access_of_index, settle
from qa_bot.core.types import Progress
from qa_bot.index.storage import reader_locks

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    from qa_bot.core.types import OnProgress
    from qa_bot.index.storage.reader_locks import ReaderLock

VERSIONS_KEPT = 2
CHECKED_AT_OPEN = 64_000_000
"""Bytes up to which files that vouch for their own parts are checked at opening as well."""

_MANIFEST = "manifest.json"
_UNFINISHED = ".new-"
_ATTEMPTS = 20


@contextmanager
def building(folder: Path, on_wait: OnProgress | None = None) -> Iterator[None]:
    """Hold the folder's lock; with `on_wait` given, wait for whoever holds it.

    Raises:
        BusyIndexError: another process holds it, and it was not to be waited for.
        StrangeFileError: something in the folder is a link, a pipe or the like.
        StorageError: the folder cannot be written, now or while the lock is held.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        safe_files.refuse_strangers(folder)
        with _lock(folder, on_wait):
            safe_files.refuse_strangers(folder)  # which may have come while it was waited for
            settle(folder / ".lock", access_of_index(folder))
            reader_locks.sign_in(folder)
            yield
            reader_locks.sign_out(folder)
    except OSError as error:
        msg = f"The index folder {folder} cannot be written: {error}. Check its permissions and the disk."
        raise StorageError(msg) from error


@contextmanager
def new_version(
    folder: Path, description: dict[str, Any], *, linked: Callable[[str], dict[str, Any] | None] | None = None
) -> Iterator[Path]:
    """Give an empty folder to write a version into; when the block ends well, swap it in.

    The manifest is the description with the list of files added; `linked` may know the entry of a file that
    was taken over from another version. Old versions but the last few, and what a killed build left behind,
    are removed.
    """
    versions = folder / "versions"
    versions.mkdir(mode=0o700, exist_ok=True)
    _remove_leftovers(folder)  # first of all, for there may be no room beside them
    created = datetime.now(UTC)
    scratch = versions / f"{_UNFINISHED}{os.getpid()}"
    scratch.mkdir(mode=0o700)  # for nobody else to look into before its files are as they should be
    yield scratch
    files = {
        name: (linked and linked(name)) or checksums.describe(scratch / name) for name in _files(scratch)
    }
    manifest = description | {"created": created.isoformat(timespec="seconds"), "files": files}
    content = json.dumps(manifest, indent=1, sort_keys=True).encode()
    (scratch / _MANIFEST).write_bytes(content)
    access = access_of_index(folder)
    for path in (*scratch.rglob("*"), scratch):
        settle(path, access)
    _sync(scratch)
    name = f"{created:%Y%m%dT%H%M%S%f}-{hashlib.sha256(content).hexdigest()[:16]}"
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

    `before` is the version that was in use until now: one that was finished later, and killed before it came
    into use, is the first to go. Only for whoever holds the lock; what cannot be removed is not worth failing
    a finished build for.
    """
    _remove_leftovers(folder)
    _remove_old(folder, current, before)


def _remove_leftovers(folder: Path) -> None:
    for leftover in (folder / "versions").glob(f"{_UNFINISHED}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    (folder / "CURRENT.new").unlink(missing_ok=True)


def current_version(folder: Path) -> Path:
    """Find the folder of the version in use.

    Raises:
        NoIndexError: nothing has been built yet.
        DamagedIndexError: CURRENT is unreadable or names nothing.
        StorageError: the whole folder may not be read.
        StrangeFileError: CURRENT is no file, or what it names is a link.
    """
    try:
        name = safe_files.read_bytes(folder / "CURRENT").decode("ascii").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        msg = f"There is no index in {folder} yet: run `qa-bot index` to build one."
        raise NoIndexError(msg) from error
    except (OSError, ValueError) as error:
        if not os.access(folder, os.R_OK | os.X_OK):
            msg = f"You may not read the index in {folder}: ask its owner, or pass another with --index."
            raise StorageError(msg) from error
        msg = f"{folder / 'CURRENT'} cannot be read: {error}. {MEND}"
        raise DamagedIndexError(msg) from error
    version = folder / "versions" / name
    known = name and version.name == name
    if not (known and safe_files.is_folder(folder / "versions") and safe_files.is_folder(version)):
        msg = f"{folder / 'CURRENT'} names a version that does not exist. {MEND}"
        raise DamagedIndexError(msg)
    return version


def claim_current(folder: Path) -> tuple[Path, ReaderLock]:
    """Find the version in use and share in it, so that no builder removes it.

    Raises:
        NoIndexError, DamagedIndexError: as current_version does.
        StrangeFileError: something in the folder is a link, a pipe or the like.
    """
    safe_files.refuse_strangers(folder)
    for _ in range(_ATTEMPTS):
        version = current_version(folder)
        claim = reader_locks.claim(folder, version.name)
        if (version / _MANIFEST).exists() or current_version(folder) == version:
            break  # else builders replaced it twice between the two lines
    return version, claim


def all_versions(folder: Path) -> list[Path]:
    """List the finished versions, the newest first."""
    try:
        found = [path for path in (folder / "versions").iterdir() if not path.name.startswith(".")]
    except OSError:
        return []
    return sorted(found, reverse=True)


def read_manifest(version: Path) -> dict[str, Any]:
    """Read a version's manifest.

    Raises:
        DamagedIndexError: it is missing, or not what was written.
    """
    try:
        content = safe_files.read_bytes(version / _MANIFEST)
    except (OSError, StrangeFileError) as error:
        msg = f"{version / _MANIFEST} cannot be read: {error}. {MEND}"
        raise DamagedIndexError(msg) from error
    if not version.name.endswith(hashlib.sha256(content).hexdigest()[:16]):
        msg = f"{version / _MANIFEST} does not match its checksum. {MEND}"
        raise DamagedIndexError(msg)
    manifest: dict[str, Any] = json.loads(content)
    return manifest


def check_files(version: Path, manifest: dict[str, Any], self_checking: Collection[str] = ()) -> None:
    """Compare every file with the manifest: its size, and its CRC-32.

    Files that check their own parts whenever they are read may be too large to be read whole at opening;
    then their size is compared alone.

    Raises:
        DamagedIndexError: a file is missing, or not what was written.
    """
    for name, entry in manifest["files"].items():
        path = version / name
        whole = name not in self_checking or entry["size"] <= CHECKED_AT_OPEN
        try:
            same = path.stat().st_size == entry["size"] and (
                not whole or checksums.crc32(path) == entry["crc32"]
            )
        except OSError as error:
            msg = f"{path} is missing or unreadable. {MEND}"
            raise DamagedIndexError(msg) from error
        if not same:
            msg = f"{path} does not match its recorded size or checksum. {MEND}"
            raise DamagedIndexError(msg)


def damaged_files(version: Path, manifest: dict[str, Any]) -> dict[str, str]:
    """Compare every file's SHA-256 with the manifest: what is wrong, by the file's name."""
    found = {}
    for name, entry in manifest["files"].items():
        path = version / name
        try:
            if path.stat().st_size != entry["size"]:
                found[name] = f"has {path.stat().st_size} bytes, not {entry['size']}"
            elif checksums.sha256(path) != entry["sha256"]:
                found[name] = "does not match its SHA-256 checksum"
        except OSError as error:
            found[name] = f"cannot be read ({error.strerror})"
    return found


def remove_damaged(folder: Path) -> None:
    """Remove the versions that are not in use and not what was written; only for whoever holds the lock."""
    current = current_version(folder)
    for version in all_versions(folder):
        if version != current and not _is_whole(version):
            _remove(folder, version)


def _is_whole(version: Path) -> bool:
    try:
        return not damaged_files(version, read_manifest(version))
    except DamagedIndexError:
        return False


def is_being_built(folder: Path) -> bool:
    """Tell whether a builder is at work, as far as that can be told."""
    lock = filelock.FileLock(folder / ".lock")
    try:
        with lock.acquire(timeout=0):
            return False
    except filelock.Timeout:
        return True
    except OSError:
        return False


def builder(folder: Path) -> str | None:
    """Tell who is building at this moment, None for nobody."""
    return reader_locks.builder(folder) if is_being_built(folder) else None


def point_to(folder: Path, name: str) -> None:
    """Make a finished version the one in use."""
    pending = folder / "CURRENT.new"
    safe_files.write_bytes(pending, f"{name}\n".encode("ascii"), folder)
    pending.replace(folder / "CURRENT")
    _fsync(folder)


@contextmanager
def _lock(folder: Path, on_wait: OnProgress | None) -> Iterator[None]:
    lock = filelock.FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout as error:
        if on_wait is None:
            msg = (
                f"Another qa-bot ({reader_locks.builder(folder)}) is building the index in {folder}. "
                "Try again when it is done, or run `qa-bot index --wait`."
            )
            raise BusyIndexError(msg) from error
        on_wait(Progress(f"waiting for {reader_locks.builder(folder)}", 0, 0))
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _remove_old(folder: Path, current: str, before: str | None) -> None:
    others = [path for path in all_versions(folder) if path.name != current]
    others.sort(key=lambda path: path.name != before)
    for old in others[VERSIONS_KEPT - 1 :]:  # a clock set back may sort the new one behind others
        _remove(folder, old)
    kept = {path.name for path in all_versions(folder)}
    for path in (folder / "claims").glob("*"):
        if path.name not in kept:
            path.unlink(missing_ok=True)


def _remove(folder: Path, version: Path) -> None:
    with reader_locks.unclaimed(folder, version.name) as free:
        if free:
            shutil.rmtree(version, ignore_errors=True)


def _files(version: Path) -> list[str]:
    paths = (path for path in version.rglob("*") if path.is_file() and path.suffix != ".lock")
    return sorted(path.relative_to(version).as_posix() for path in paths)


def _sync(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        _fsync(path)


def _fsync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folders, and keeps their entries itself
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
