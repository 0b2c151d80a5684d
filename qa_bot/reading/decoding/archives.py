"""Untrusted archives -> the bytes of their members: zip, as in docx and epub, and gzip.

The declared sizes are checked against the limits before anything is unpacked, and no more bytes are unpacked
than declared. Nothing is written to disk, and no member name is used as a path. A faulty archive raises
ReadingError.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from qa_bot.core.errors import ReadingError
from qa_bot.reading.limits import MAX_EXPANDED_MEGABYTES, MAX_MEGABYTES, MAX_MEMBERS, MEGABYTE
from qa_bot.reading.signatures import describe_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Archive", "gunzip", "open_archive"]

_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_LOCAL_HEADER_BYTES: Final = 30
_ENCRYPTED: Final = 0x1
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""All that docx and epub allow; LZMA may request four gigabytes of memory in its header."""
_ZIP_FAULTS: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    OSError,  # a seek to before the start
    ValueError,  # likewise; names that are not in their declared encoding
    NotImplementedError,  # a version or a flag that zipfile does not know
    RuntimeError,  # an encrypted member
    OverflowError,
)
"""What zipfile raises for a damaged file; it checks the structure only in some places."""


class Archive:
    """A zip archive whose declared sizes are within the limits; members are unpacked on demand."""

    def __init__(self, members: zipfile.ZipFile, path: str) -> None:
        self._members = members
        self._path = path
        self.names = frozenset(members.namelist())
        """The members' names, exactly as in the archive."""

    def read(self, name: str) -> bytes:
        """Unpack a member.

        Raises:
            ReadingError: there is no such member, or it is damaged.
        """
        if name not in self.names:
            raise ReadingError(
                f"{self._path} lacks its part {name!r}: it is damaged; download or copy it again"
            )
        info = self._members.getinfo(name)
        try:
            with self._members.open(info) as stream:
                data = stream.read(info.file_size)  # a read without a size unpacks first and counts later
        except _ZIP_FAULTS as error:
            raise _damaged(self._path) from error
        if len(data) != info.file_size:
            raise _damaged(self._path)
        return data


def open_archive(data: bytes, path: str) -> Archive:
    """Open a zip archive, called `path` in messages.

    Raises:
        ReadingError: it is not a zip archive, is damaged or encrypted, or unpacks to more than the limits.
    """
    if data.count(_DIRECTORY_ENTRY) > MAX_MEMBERS:  # before zipfile creates an object for each
        raise ReadingError(f"{path} has more than {MAX_MEMBERS:,} parts: it looks like a zip bomb; remove it")
    try:
        members = zipfile.ZipFile(io.BytesIO(data))
    except _ZIP_FAULTS as error:
        kind = describe_bytes(data)
        if kind is not None and "zip archive" not in kind:
            raise ReadingError(
                f"{path} is {kind}: correct its file extension, or save it in this format"
            ) from error
        raise _damaged(path) from error
    _check(members.infolist(), path)
    return Archive(members, path)


def gunzip(data: bytes, path: str) -> bytes:
    """Unpack a gzip file with one or more members, called `path` in messages.

    Raises:
        ReadingError: it is not gzip, is truncated or damaged, or unpacks to more than the limit.
    """
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            text = stream.read(MAX_MEGABYTES * MEGABYTE + 1)
    except EOFError as error:
        raise ReadingError(f"{path} is incomplete: download or copy it again") from error
    except gzip.BadGzipFile as error:
        if not data.startswith(b"\x1f\x8b"):
            kind = describe_bytes(data) or "no gzip file"
            raise ReadingError(f"{path} is {kind}: correct its file extension") from error
        message = f"{path} is damaged, or has other data after its end: download or copy it again"
        raise ReadingError(message) from error
    except (zlib.error, OSError) as error:
        raise ReadingError(f"{path} is a damaged gzip file: download or copy it again") from error
    if len(text) > MAX_MEGABYTES * MEGABYTE:
        raise ReadingError(
            f"{path} is larger than {MAX_MEGABYTES} MB when unpacked: split it into smaller files"
        )
    return text


def _check(infos: Sequence[zipfile.ZipInfo], path: str) -> None:
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise ReadingError(f"{path} is encrypted with a password: save it without one")
    if any(info.compress_type not in _METHODS for info in infos):
        raise ReadingError(f"{path} is compressed in a way that its format does not allow: save it again")
    if sum(info.file_size for info in infos) > MAX_EXPANDED_MEGABYTES * MEGABYTE:
        raise ReadingError(
            f"{path} unpacks to more than {MAX_EXPANDED_MEGABYTES} MB: it is a zip bomb, or must be split"
        )
    in_order = sorted(infos, key=lambda info: info.header_offset)
    if any(_least_end(info) > following.header_offset for info, following in pairwise(in_order)):
        raise ReadingError(f"{path} has overlapping parts, as in a zip bomb: remove it")


def _least_end(info: zipfile.ZipInfo) -> int:
    return info.header_offset + _LOCAL_HEADER_BYTES + len(info.orig_filename) + info.compress_size


def _damaged(path: str) -> ReadingError:
    return ReadingError(f"{path} is damaged or incomplete and cannot be unpacked: download or copy it again")
