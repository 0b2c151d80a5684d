"""The manifest of a version: what it was built from, and size and CRC-32 of each of its files.

A version's folder is named after the hash of its manifest, and the manifest holds the checksum of every other
file, so a version opens only if it is what was written.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from qa_bot.core import checksums, safe_files
from qa_bot.core.errors import REPAIR, DamagedIndexError, IncompatibleIndexError, StrangeFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

MANIFEST = "manifest.json"

CHECKED_AT_OPEN = 64_000_000
"""Bytes. A self-checking file of at most this size is read whole at opening like any other file."""

_HASH_LENGTH = 16  # hexadecimal digits of the manifest's SHA-256 in a version's name

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelInfo:
    """The model that embedded the passages and decided how long they are."""

    name: str
    fingerprint: str
    dimension: int
    max_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """Size and checksum of a file of a version."""

    size: int
    """In bytes."""
    crc32: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a version contains. Versions with equal descriptions have equal content."""

    format: int
    model: ModelInfo
    precision: str
    """Of the stored vectors, such as "float16"."""
    search: str
    """How vectors are searched: "exact" or "coarse"."""
    embedded: bool
    """False for a version that can only be searched by words."""
    paragraph_rules: int
    """Version of the rules that cut articles into passages."""
    corpus_state: str
    """Hash of the articles."""
    articles: int
    passages: int
    article_rows: int
    """Rows of articles, including those that no article has any more."""
    rows: int
    """The same of passages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest(Description):
    """A version's description, when it was built, and its files."""

    created: datetime
    """With a time zone."""
    files: Mapping[str, FileEntry]
    """By path relative to the version's folder, `/`-separated; the manifest itself is left out."""

    @property
    def description(self) -> Description:
        """The description alone, to compare with another one."""
        return Description(**{one.name: getattr(self, one.name) for one in fields(Description)})

    def to_json(self) -> bytes:
        """Return the content of the manifest's file."""
        content = asdict(self) | {"created": self.created.isoformat(timespec="seconds")}
        return json.dumps(content, indent=1, sort_keys=True).encode()


def name_of(content: bytes, created: datetime) -> str:
    """Return the name of the version whose manifest has this content."""
    return f"{created:%Y%m%dT%H%M%S%f}-{_hash(content)}"


def describe_file(path: Path) -> FileEntry:
    """Read a file and return its entry."""
    return FileEntry(size=path.stat().st_size, crc32=checksums.crc32(path))


def read_manifest(version: Path, known_format: int) -> Manifest:
    """Read a version's manifest.

    Raises:
        IncompatibleIndexError: it has a format other than the known one.
        DamagedIndexError: it is missing, was changed, or lacks a field.
    """
    content = _read(version)
    found = content.get("format")
    if found != known_format:
        folder = version.parent.parent
        msg = (
            f"The index in {folder} has format {found}, not {known_format}. "
            "Run `qa-bot index` to rebuild it. Your articles are not changed."
        )
        raise IncompatibleIndexError(msg)
    try:
        return _manifest(content)
    except _FieldError as error:
        raise _malformed(version, error) from error


def read_files(version: Path) -> Mapping[str, FileEntry]:
    """Read the file entries of a version of any format.

    Raises:
        DamagedIndexError: the manifest is missing, was changed, or has no usable entries.
    """
    content = _read(version)
    try:
        return _files(content)
    except _FieldError as error:
        raise _malformed(version, error) from error


def read_model(version: Path) -> tuple[str, str]:
    """Read name and fingerprint of the model of a version of any format.

    Raises:
        DamagedIndexError: the manifest is missing, was changed, or names no model.
    """
    content = _read(version)
    try:
        model = _field(content, "model", dict)
        return _field(model, "name", str), _field(model, "fingerprint", str)
    except _FieldError as error:
        raise _malformed(version, error) from error


def check_files(
    version: Path, files: Mapping[str, FileEntry], is_self_checking: Callable[[str], bool] = lambda _: False
) -> None:
    """Compare each file's size and CRC-32 with its entry.

    Self-checking files verify their own content whenever it is read. Of these, only the size is compared
    if they are larger than `CHECKED_AT_OPEN`.

    Raises:
        DamagedIndexError: a file is missing, or is not what was written.
    """
    for name, entry in files.items():
        whole = entry.size <= CHECKED_AT_OPEN or not is_self_checking(name)
        if problem := _problem_of(version / name, entry, whole=whole):
            msg = f"{version / name} {problem}. {REPAIR}"
            raise DamagedIndexError(msg)


def damaged_files(version: Path, files: Mapping[str, FileEntry]) -> dict[str, str]:
    """Compare each file's size and CRC-32 with its entry: the problem of each damaged file, by name."""
    found = {name: _problem_of(version / name, entry) for name, entry in files.items()}
    return {name: problem for name, problem in found.items() if problem}


def _problem_of(path: Path, entry: FileEntry, *, whole: bool = True) -> str:
    try:
        if path.stat().st_size != entry.size:
            return f"has {path.stat().st_size} bytes, not {entry.size}"
        if whole and checksums.crc32(path) != entry.crc32:
            return "does not match its checksum"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    return ""


class _FieldError(Exception):
    """A field is missing or has a value of the wrong type; the message is its name."""


def _malformed(version: Path, error: _FieldError) -> DamagedIndexError:
    return DamagedIndexError(f"{version / MANIFEST} has no usable value for “{error}”. {REPAIR}")


def _read(version: Path) -> dict[str, Any]:
    path = version / MANIFEST
    try:
        raw = safe_files.read_bytes(path)
    except (OSError, StrangeFileError) as error:
        msg = f"{path} cannot be read: {error}. {REPAIR}"
        raise DamagedIndexError(msg) from error
    try:
        content = json.loads(raw)
    except ValueError:
        content = None
    if not (version.name.endswith(_hash(raw)) and isinstance(content, dict)):
        msg = f"{path} does not match its checksum. {REPAIR}"
        raise DamagedIndexError(msg)
    return content


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_HASH_LENGTH]


def _manifest(content: Mapping[str, Any]) -> Manifest:
    return Manifest(
        format=_field(content, "format", int),
        model=_model(_field(content, "model", dict)),
        precision=_field(content, "precision", str),
        search=_field(content, "search", str),
        embedded=_field(content, "embedded", bool),
        paragraph_rules=_field(content, "paragraph_rules", int),
        corpus_state=_field(content, "corpus_state", str),
        articles=_field(content, "articles", int),
        passages=_field(content, "passages", int),
        article_rows=_field(content, "article_rows", int),
        rows=_field(content, "rows", int),
        created=_time(content, "created"),
        files=_files(content),
    )


def _model(content: Mapping[str, Any]) -> ModelInfo:
    return ModelInfo(
        name=_field(content, "name", str),
        fingerprint=_field(content, "fingerprint", str),
        dimension=_field(content, "dimension", int),
        max_tokens=_field(content, "max_tokens", int),
    )


def _files(content: Mapping[str, Any]) -> dict[str, FileEntry]:
    return {name: _entry(entry) for name, entry in _field(content, "files", dict).items() if _is_inside(name)}


def _is_inside(name: str) -> bool:
    """Refuse a path that leads out of the version's folder."""
    if name.startswith("/") or "\\" in name or ".." in name.split("/"):
        raise _FieldError("files")
    return True


def _entry(content: Any) -> FileEntry:
    if not isinstance(content, dict):
        raise _FieldError("files")
    return FileEntry(size=_field(content, "size", int), crc32=_field(content, "crc32", int))


def _time(content: Mapping[str, Any], name: str) -> datetime:
    try:
        found = datetime.fromisoformat(_field(content, name, str))
    except ValueError as error:
        raise _FieldError(name) from error
    return found.astimezone()


def _field(content: Mapping[str, Any], name: str, kind: type[_T]) -> _T:
    found = content.get(name)
    if not isinstance(found, kind) or isinstance(found, bool) is not (kind is bool):
        raise _FieldError(name)
    return found
