"""What the corpus folder was like when it was last read: a file is read again only when it may differ.

A file is taken for the same while size, times, and inode are the same, and those times lay far enough back
when they were noted that a change since could not have left them as they are. What cannot be told apart is
read again: a wrong guess costs a little time, never an article.

    index/seen    the files' stamps and a hash of what each gave, of one version and one set of readers
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
from dataclasses import asdict, astuple, dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from qa_bot.core import safe_files
from qa_bot.core.permissions import access_of_corpus
from qa_bot.core.types import Article, Changes, Heading, Outcome, Source
from qa_bot.corpus import folder as corpus
from qa_bot.corpus.folder import FileRead
from qa_bot.reading.file_types import LIBRARIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from qa_bot.core.permissions import Access

FINE_NS = 50_000_000
"""Longest tick of a clock that notes fractions of a second; kernels note times by ticks of 1 to 16 ms."""

COARSE_NS = 2_000_000_000
"""Longest tick of a file system that notes whole seconds only: FAT's is two."""

SEEN = "seen"
_SECOND_NS = 1_000_000_000
_RULES = ("reading", "language", "corpus", "core/sanitizing.py")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one state of a file from another without reading it."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class Survey:
    """The files of a corpus folder at one moment, in the order of their paths."""

    stamps: Mapping[str, Stamp | None]
    """None for what has to be read in any case: links, and what is no file."""
    taken_ns: int

    def settled(self, path: str) -> Stamp | None:
        """Give the stamp of a file whose next change cannot leave it as it is."""
        found = self.stamps[path]
        if found is None:
            return None
        whole_seconds = found.mtime_ns % _SECOND_NS == 0
        changed = max(found.mtime_ns, found.ctime_ns)
        return found if changed + (COARSE_NS if whole_seconds else FINE_NS) < self.taken_ns else None


@dataclass(frozen=True, slots=True)
class Memory:
    """What was noted when a version was built."""

    stamps: Mapping[str, Stamp | None]
    digests: Mapping[str, str]
    """Hash of what each file gave."""

    def known(self, survey: Survey) -> list[str]:
        """List the files that would give what they gave."""
        return [
            path
            for path, stamp in survey.stamps.items()
            if stamp is not None and self.stamps.get(path) == stamp
        ]

    def agrees(self, survey: Survey, reads: Iterable[FileRead]) -> bool:
        """Tell whether the folder holds the same files, those just read having given what they gave."""
        return survey.stamps.keys() == self.digests.keys() and all(
            self.digests[read.path] == digest_of(pack(read)) for read in reads
        )


def survey_of(folder: Path) -> Survey:
    """Note the files of a corpus folder.

    Raises:
        CorpusError: the folder is missing or has no files at all.
    """
    taken_ns = time.time_ns()
    root = os.fspath(folder)
    return Survey({path: _stamp(f"{root}/{path}") for path in corpus.list_files(folder)}, taken_ns)


def access_of(folder: Path, survey: Survey, index: Path) -> Access:
    """Tell who may read an index of what was found in a corpus folder."""
    root = os.fspath(folder)
    folders = {path.rpartition("/")[0] for path in survey.stamps}
    folders |= {str(above) for one in folders for above in PurePosixPath(one).parents}
    return access_of_corpus(folder, _stats(f"{root}/{path}" for path in {*survey.stamps, *folders}), index)


def remember(
    folder: Path, version: str, survey: Survey, digests: Mapping[str, str], failed: set[str]
) -> None:
    """Note what a version was built from; files that failed are to be tried again."""
    files = {}
    for path in survey.stamps:
        settled = None if path in failed else survey.settled(path)
        files[path] = [digests[path], *(_columns(settled) if settled else ())]
    _note(folder, {"version": version, "readers": readers(), "files": files})


def rename(folder: Path, version: str, renamed: str) -> None:
    """Take what was noted with a version over to one that holds the same."""
    try:
        found = _noted(folder)
    except (OSError, ValueError):
        return
    if found["version"] == version:
        _note(folder, found | {"version": renamed})


def recall(folder: Path, version: str) -> Memory | None:
    """Fetch what was noted with a version; None where that is lost, damaged or of other readers."""
    try:
        found = _noted(folder)
    except (OSError, ValueError):
        return None
    if (found["version"], found["readers"]) != (version, readers()):
        return None
    files: dict[str, list[Any]] = found["files"]
    stamps = {path: Stamp(*entry[1:]) if len(entry) > 1 else None for path, entry in files.items()}
    return Memory(stamps, {path: entry[0] for path, entry in files.items()})


@cache
def readers() -> str:
    """Tell the readers of this installation from any others: what one gave, another might not."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for rules in (package / name for name in _RULES):
        for source in sorted(rules.rglob("*.py")) if rules.is_dir() else [rules]:
            digest.update(source.read_bytes())
    for name in LIBRARIES:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            digest.update(f"{name} {importlib.metadata.version(name)}\n".encode())
    return digest.hexdigest()[:16]


def pack(read: FileRead) -> bytes:
    """Turn what a file gave into bytes, compressed and with a checksum; equal readings, equal bytes."""
    articles = [
        [one.id, asdict(one.source), one.paragraphs, [astuple(heading) for heading in one.headings]]
        for one in read.articles
    ]
    content = json.dumps([read.path, read.outcome.value, read.reason, articles], sort_keys=True)
    return zlib.compress(content.encode("ascii"), 1)


def unpack(content: bytes) -> FileRead:
    """Turn bytes into what a file gave; zlib.error or ValueError where they are damaged."""
    path, outcome, reason, articles = json.loads(zlib.decompress(content))
    unpacked = (
        Article(
            id=name,
            source=Source(**source),
            paragraphs=tuple(texts),
            headings=tuple(Heading(*one) for one in headings),
        )
        for name, source, texts, headings in articles
    )
    return FileRead(path, Outcome(outcome), reason, tuple(unpacked))


def digest_of(packed: bytes) -> str:
    """Hash what a file gave."""
    return hashlib.blake2b(packed, digest_size=12).hexdigest()


def changes(folder: Path, memory: Memory) -> Changes:
    """Tell what was added, changed or removed since, as far as that shows without reading."""
    survey = survey_of(folder)
    unread = survey.stamps.keys() - set(memory.known(survey))
    undated = {path for path, stamp in memory.stamps.items() if stamp is None}
    return Changes(
        tuple(sorted(unread - memory.digests.keys())),
        tuple(sorted(unread & memory.digests.keys() - undated)),
        tuple(sorted(memory.digests.keys() - survey.stamps.keys())),
    )


def _columns(stamp: Stamp) -> tuple[int, int, int, int]:
    return stamp.size, stamp.mtime_ns, stamp.ctime_ns, stamp.inode


def is_whole(folder: Path) -> bool:
    """Tell whether what was noted is what was written; nothing noted is whole, too."""
    try:
        _noted(folder)
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        return False
    return True


def forget(folder: Path) -> None:
    """Remove what was noted: the next build reads every file again."""
    (folder / SEEN).unlink(missing_ok=True)


def _noted(folder: Path) -> dict[str, Any]:
    """Read what was noted; ValueError where it is not what was written."""
    check, _, content = safe_files.read_bytes(folder / SEEN).partition(b"\n")
    if int(check, 16) != zlib.crc32(content):
        msg = "what was noted is not what was written"
        raise ValueError(msg)
    found: dict[str, Any] = json.loads(content)
    return found


def _stats(files: Iterable[str]) -> Iterator[os.stat_result]:
    """Look at files and folders, and at those that links lead to."""
    for file in files:
        with contextlib.suppress(OSError, ValueError):
            yield os.stat(file)  # noqa: PTH116  as text, for a Path takes longer than looking at the file


def _note(folder: Path, noted: dict[str, Any]) -> None:
    content = json.dumps(noted).encode()
    pending = folder / f"{SEEN}.new"
    safe_files.write_bytes(pending, f"{zlib.crc32(content):08x}\n".encode() + content, folder)
    pending.replace(folder / SEEN)


def _stamp(file: str) -> Stamp | None:
    try:
        found = os.lstat(file)  # as text, for a Path takes longer than looking at the file
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino if os.name != "nt" else 0)
