"""Checksums of whole files, read in pieces: CRC-32 for speed, SHA-256 otherwise."""

from __future__ import annotations

import hashlib
import mmap
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BLOCK = 1 << 20


def describe(path: Path) -> dict[str, int | str]:
    """Return a file's size, CRC-32 and SHA-256, reading it once."""
    digest, check, size = hashlib.sha256(), 0, 0
    for block in _blocks(path):
        digest.update(block)
        check, size = zlib.crc32(block, check), size + len(block)
    return {"size": size, "crc32": check, "sha256": digest.hexdigest()}


def crc32(path: Path) -> int:
    """Return a file's CRC-32."""
    check = 0
    for block in _blocks(path):
        check = zlib.crc32(block, check)
    return check


def sha256(path: Path) -> str:
    """Return the SHA-256, hexadecimal, of a file that is `mapped`."""
    with mapped(path) as content:
        return hashlib.sha256(content).hexdigest()


@contextmanager
def mapped(path: Path) -> Iterator[bytes | mmap.mmap]:
    """Return a file's bytes, mapped into memory.

    A checksum of them is one call, in which other threads run; read in pieces, it would wait for them after
    each. A file that another process truncates meanwhile ends this one.
    """
    with path.open("rb") as file:
        if not path.stat().st_size:
            yield b""
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            yield content


def _blocks(path: Path) -> Iterator[memoryview]:
    buffer = memoryview(bytearray(_BLOCK))
    with path.open("rb", buffering=0) as file:
        while count := file.readinto(buffer):
            yield buffer[:count]
