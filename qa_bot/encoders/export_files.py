"""The files of a model's export, sealed when written and verified when opened.

`export.json` holds what an encoder must know about the model, size and checksums of every other file, and a
CRC-32 of all that. Without it, a flipped bit in the cache folder would change vectors unnoticed.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa_bot.core import checksums
from qa_bot.core.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DESCRIPTION = "export.json"
_SCRATCH = ".export-"
_LEFT_AFTER_S = 3600


@contextlib.contextmanager
def new_export(folder: Path) -> Iterator[Path]:
    """Provide an empty folder that becomes `folder` at the end of the block, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(folder.parent)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=_SCRATCH) as scratch:
        target = Path(scratch) / "export"
        target.mkdir()
        yield target
        if folder.exists():
            shutil.rmtree(folder)  # it is damaged, or another process has just written the same
        target.rename(folder)


def remove_leftovers(exports: Path) -> None:
    """Remove what killed processes left behind while exporting; no export takes so long."""
    for scratch in exports.glob(f"{_SCRATCH}*"):
        with contextlib.suppress(OSError):
            if time.time() - scratch.stat().st_mtime > _LEFT_AFTER_S:
                shutil.rmtree(scratch)


def seal(folder: Path, description: Mapping[str, Any]) -> None:
    """Write the description of an export, after all its other files."""
    files = {path.name: checksums.describe(path) for path in folder.iterdir() if path.name != DESCRIPTION}
    content = {"description": description, "files": files}
    sealed = {"crc32": _check(content), "content": content}
    (folder / DESCRIPTION).write_text(json.dumps(sealed), encoding="utf-8")


def open_sealed(folder: Path) -> dict[str, Any]:
    """Verify every file of an export and return its description.

    This uses CRC-32, not SHA-256: a cold question waits for it, and it only needs to find accidental damage.

    Raises:
        ModelError: a file is not what was written.
        OSError: a file cannot be read.
        ValueError, KeyError, TypeError: the description has another form.
    """
    described = folder / DESCRIPTION
    _require(described, same=not described.exists() or described.is_file())  # a pipe would block
    sealed = json.loads(described.read_text(encoding="utf-8"))
    _require(described, same=_check(sealed["content"]) == sealed["crc32"])
    for name, entry in sealed["content"]["files"].items():
        path = folder / name
        _require(path, same=path.stat().st_size == entry["size"])  # a pipe has none
        with checksums.mapped(path) as content:
            _require(path, same=zlib.crc32(content) == entry["crc32"])
    description: dict[str, Any] = sealed["content"]["description"]
    return description


def _check(content: Any) -> int:
    return zlib.crc32(json.dumps(content, sort_keys=True).encode())


def _require(path: Path, *, same: bool) -> None:
    if not same:
        msg = f"{path} does not match its checksum."
        raise ModelError(msg)
