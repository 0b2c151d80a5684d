"""The index folder's book-keeping: one builder at a time, whole versions, one atomic swap, hashes.

    index/
      CURRENT            the name of the version in use
      .lock              held by whoever builds
      versions/<id>/     whole and immutable: manifest.json and the files that it lists

A version is written beside the old one and named in CURRENT last, so a reader meets the old one or the
new one and nothing in between. Its id ends in the hash of its manifest, which holds size and SHA-256 of
every other file: what opens is what was written.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import filelock

from qa_bot.errors import BusyIndexError, DamagedIndexError, NoIndexError, StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VERSIONS_KEPT = 2
HASHED_AT_OPEN = 64_000_000
"""Bytes of a version, smallest files first, whose hashes are checked at opening; of the rest, the sizes."""

AGAIN = "Run `qa-bot index` to build it anew; the articles are not touched."

_MANIFEST = "manifest.json"
_UNFINISHED = ".new-"


@contextmanager
def building(folder: Path) -> Iterator[None]:
    """Hold the folder's lock.

    Raises:
        BusyIndexError: another process holds it.
        StorageError: the folder cannot be written, now or while the lock is held.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(folder / ".lock", timeout=0):
            yield
    except filelock.Timeout as error:
        msg = f"Another qa-bot is building the index in {folder}: wait until it is done."
        raise BusyIndexError(msg) from error
    except OSError as error:
        msg = f"The index folder {folder} cannot be written: {error}. Check the folder and the disk."
        raise StorageError(msg) from error


@contextmanager
def new_version(folder: Path, description: dict[str, Any]) -> Iterator[Path]:
    """Give an empty folder to write a version into; when the block ends well, swap it in.

    The manifest is the description with the list of files added. Old versions but the last few, and what
    a killed build left behind, are removed.
    """
    versions = folder / "versions"
    versions.mkdir(exist_ok=True)
    for leftover in versions.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(leftover)
    created = datetime.now(UTC)
    scratch = versions / f"{_UNFINISHED}{os.getpid()}"
    scratch.mkdir()
    yield scratch
    manifest = description | {"created": created.isoformat(timespec="seconds"), "files": _describe(scratch)}
    content = json.dumps(manifest, indent=1, sort_keys=True).encode()
    (scratch / _MANIFEST).write_bytes(content)
    _sync(scratch)
    name = f"{created:%Y%m%dT%H%M%S%f}-{hashlib.sha256(content).hexdigest()[:16]}"
    scratch.rename(versions / name)
    _fsync(versions)
    _point_to(folder, name)
    others = sorted(
        path for path in versions.iterdir() if not path.name.startswith(".") and path.name != name
    )
    for old in others[: -(VERSIONS_KEPT - 1)]:  # a clock set back may sort the new one before the others
        shutil.rmtree(old, ignore_errors=True)  # not worth failing a finished build for


def current_version(folder: Path) -> Path:
    """Find the folder of the version in use.

    Raises:
        NoIndexError: nothing has been built yet.
        DamagedIndexError: CURRENT is unreadable or names nothing.
    """
    try:
        name = (folder / "CURRENT").read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        msg = f"There is no index in {folder} yet: run `qa-bot index` to build one."
        raise NoIndexError(msg) from error
    except (OSError, ValueError) as error:
        msg = f"{folder / 'CURRENT'} cannot be read: {error}. {AGAIN}"
        raise DamagedIndexError(msg) from error
    version = folder / "versions" / name
    if not name or version.name != name or not os.path.isdir(version):  # noqa: PTH112  Path's may raise
        msg = f"{folder / 'CURRENT'} names no version that is there. {AGAIN}"
        raise DamagedIndexError(msg)
    return version


def read_manifest(version: Path) -> dict[str, Any]:
    """Read a version's manifest.

    Raises:
        DamagedIndexError: it is missing, or not what was written.
    """
    try:
        content = (version / _MANIFEST).read_bytes()
    except OSError as error:
        msg = f"{version / _MANIFEST} cannot be read: {error}. {AGAIN}"
        raise DamagedIndexError(msg) from error
    if not version.name.endswith(hashlib.sha256(content).hexdigest()[:16]):
        msg = f"{version / _MANIFEST} is not what was written. {AGAIN}"
        raise DamagedIndexError(msg)
    manifest: dict[str, Any] = json.loads(content)
    return manifest


def check_files(version: Path, manifest: dict[str, Any]) -> None:
    """Compare every file with the manifest: sizes always, hashes of the smaller files while that is quick.

    Raises:
        DamagedIndexError: a file is missing, or not what was written.
    """
    hashed = 0
    for name, entry in sorted(manifest["files"].items(), key=lambda item: int(item[1]["size"])):
        path = version / name
        hashed += entry["size"]
        affordable = hashed <= HASHED_AT_OPEN
        try:
            same = path.stat().st_size == entry["size"]
            same = same and (not affordable or _sha256(path) == entry["sha256"])
        except OSError as error:
            msg = f"{path} is missing or unreadable. {AGAIN}"
            raise DamagedIndexError(msg) from error
        if not same:
            msg = f"{path} is not what was written (size or SHA-256). {AGAIN}"
            raise DamagedIndexError(msg)


def _describe(version: Path) -> dict[str, dict[str, int | str]]:
    files = sorted(path for path in version.rglob("*") if path.is_file() and path.suffix != ".lock")
    return {
        path.relative_to(version).as_posix(): {"size": path.stat().st_size, "sha256": _sha256(path)}
        for path in files
    }


def _point_to(folder: Path, name: str) -> None:
    pending = folder / "CURRENT.new"
    pending.write_text(name + "\n", encoding="ascii")
    _fsync(pending)
    pending.replace(folder / "CURRENT")
    _fsync(folder)


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


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
