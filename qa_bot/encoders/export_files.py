"""The files of a model's export: sealed when they are made, compared with the seal whenever they are opened.

`export.json` holds what an encoder must know of the model, size and checksums of each other file, and a
CRC-32 of all that: else one bit that changes in the cache folder would change vectors, and nothing would
tell.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from qa_bot.core import checksums
from qa_bot.core.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DESCRIPTION = "export.json"


def seal(folder: Path, description: Mapping[str, Any]) -> None:
    """Write the description of an export whose other files are written."""
    files = {path.name: checksums.describe(path) for path in folder.iterdir() if path.name != DESCRIPTION}
    content = {"description": description, "files": files}
    sealed = {"crc32": _check(content), "content": content}
    (folder / DESCRIPTION).write_text(json.dumps(sealed), encoding="utf-8")


def open_sealed(folder: Path) -> dict[str, Any]:
    """Give the description of an export, once every file was found to be what was written.

    CRC-32, not SHA-256: a cold question waits for it, and it is damage that is looked for.

    Raises:
        ModelError: a file is not what was written.
        OSError: one cannot be read.
        ValueError, KeyError, TypeError: the description is of another form.
    """
    told = folder / DESCRIPTION
    _require(told, same=not told.exists() or told.is_file())  # and no pipe to wait for
    sealed = json.loads(told.read_text(encoding="utf-8"))
    content = sealed["content"]
    _require(told, same=_check(content) == sealed["crc32"])
    for name, entry in content["files"].items():
        path = folder / name
        same = path.stat().st_size == entry["size"] and checksums.crc32(path) == entry["crc32"]
        _require(path, same=same)
    description: dict[str, Any] = content["description"]
    return description


def _check(content: Any) -> int:
    return zlib.crc32(json.dumps(content, sort_keys=True).encode())


def _require(path: Path, *, same: bool) -> None:
    if not same:
        msg = f"{path} does not match its checksum."
        raise ModelError(msg)
