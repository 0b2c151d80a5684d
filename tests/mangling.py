"""Files as damage, accidents and malice leave them: mangled copies of sound ones.

A mangler takes a source of chance and the bytes of a sound file. Members of archives are mangled inside the
archive as well, past its checksums, for a reader gives up at these long before it meets the content.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    Mangler = Callable[[Random, bytes], bytes]

HOSTILE = (
    b"\x00" * 40,
    b"\xff\xfe",
    b"\x1b]0;owned\x07\x1b[2J",
    "\u202egnp.exe\u2066\u200b\U000e0041".encode(),
    b"<" * 500,
    b"<div>" * 2_000,
    b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>&b;",
    b"<!ENTITY x SYSTEM 'file:///etc/hostname'>&x;",
    b"[" * 3_000,
    b'{"a":' * 2_000,
    b"---\n&a [*a, *a]\n",
    b"\r\n\r\n",
    b"9" * 5_000,
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b'Content-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n',
    "\u4e2d\u6587".encode("gb18030"),
    b"\xc3\xa2\xe2\x82\xac\xe2\x84\xa2",
    b" 0 R " * 200,
    b"endobj",
    b"-" * 20_000,
)
"""What a parser may stumble over, to be put anywhere."""

_GZIP = b"\x1f\x8b"
_CONTAINERS = (_GZIP, b"PK")


def mangle(chance: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Damage a file in one to four ways."""
    for _ in range(chance.randint(1, 4)):
        outside = chance.random() < 0.2 or not data.startswith(_CONTAINERS)
        data = (chance.choice(_MANGLERS) if outside else _inside)(chance, data)
        if chance.random() < 0.1:
            data = _splice(chance, data, chance.choice(others))
    return data


def _flip(chance: Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 30)) if data else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _truncate(chance: Random, data: bytes) -> bytes:
    return data[: chance.randint(0, len(data))]


def _behead(chance: Random, data: bytes) -> bytes:
    return data[chance.randint(0, len(data)) :]


def _insert(chance: Random, data: bytes) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + chance.choice(HOSTILE) + data[at:]


def _repeat(chance: Random, data: bytes) -> bytes:
    start = chance.randint(0, len(data))
    block = data[start : start + chance.choice((1, 10, 100, 1_000))]
    return data[:start] + block * chance.choice((2, 10, 100)) + data[start:]


def _delete(chance: Random, data: bytes) -> bytes:
    start = chance.randint(0, len(data))
    return data[:start] + data[start + chance.choice((1, 10, 100)) :]


def _shuffle(chance: Random, data: bytes) -> bytes:
    size = chance.choice((1, 16, 256))
    blocks = [data[start : start + size] for start in range(0, len(data), size)]
    first, second = chance.choices(range(len(blocks)), k=2) if blocks else (0, 0)
    if blocks:
        blocks[first], blocks[second] = blocks[second], blocks[first]
    return b"".join(blocks)


def _inside(chance: Random, data: bytes) -> bytes:
    """Mangle what is inside a container."""
    return (_inside_gzip if data.startswith(_GZIP) else _inside_zip)(chance, data)


def _inside_gzip(chance: Random, data: bytes) -> bytes:
    try:
        return gzip.compress(chance.choice(_MANGLERS)(chance, gzip.decompress(data)), 1)
    except (OSError, EOFError, zlib.error):
        return _flip(chance, data)


def _inside_zip(chance: Random, data: bytes) -> bytes:
    rebuilt = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(rebuilt, "w") as target:
            chosen = chance.choice(archive.namelist() or [""])
            for name in archive.namelist():
                content = archive.read(name)
                target.writestr(
                    name, chance.choice(_MANGLERS)(chance, content) if name == chosen else content
                )
    except Exception:  # noqa: BLE001  zipfile raises many things at an archive that is mangled already
        return _flip(chance, data)
    return rebuilt.getvalue()


def _splice(chance: Random, data: bytes, other: bytes) -> bytes:
    return data[: chance.randint(0, len(data))] + other[chance.randint(0, len(other)) :]


_MANGLERS: tuple[Mangler, ...] = (_flip, _truncate, _behead, _insert, _repeat, _delete, _shuffle)
