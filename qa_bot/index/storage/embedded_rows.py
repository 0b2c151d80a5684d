"""The embeddings of a version: its packs as one sequence of rows, and those of older formats."""

from __future__ import annotations

import json
from bisect import bisect_right
from contextlib import suppress
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from qa_bot.core.errors import REPAIR, DamagedIndexError
from qa_bot.index.storage import token_block
from qa_bot.index.storage.embeddings import KEY_BYTES, Row, Shape
from qa_bot.index.storage.packs import ENTRIES, VECTORS_FILE, Pack
from qa_bot.index.storage.spans import spans_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


__all__ = ["EmbeddedRows", "readable_packs"]

_OLD_HEADER = "rows.json"


def readable_packs(folder: Path, seen: set[tuple[int, int]]) -> Iterator[Pack]:
    """Yield the packs of a version, of any format, that can be read, except those seen in other versions."""
    for path in [folder, *(folder.iterdir() if folder.is_dir() else ())]:
        with suppress(DamagedIndexError, OSError):
            pack = _OldPack(path) if (path / _OLD_HEADER).exists() else Pack(path)
            found = (path / VECTORS_FILE).stat()
            if (found.st_dev, found.st_ino) not in seen:
                seen.add((found.st_dev, found.st_ino))
                yield pack


class EmbeddedRows:
    """The rows of a version, from all its packs; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """Open a folder of packs; DamagedIndexError if they do not fit each other."""
        self._folder = folder
        self.packs = [Pack(path) for path, _ in spans_in(folder)]
        if len({pack.shape for pack in self.packs}) != 1:
            raise self._damaged()
        self.shape, self.projection = self.packs[0].shape, self.packs[0].projection
        self._starts = [0, *accumulate(map(len, self.packs))]

    def __len__(self) -> int:
        return self._starts[-1]

    def keys(self) -> Iterator[bytes]:
        """Yield the key of each row, in order."""
        for pack in self.packs:
            yield from pack.keys()

    def row(self, row: int) -> Row:
        """Read a row; DamagedIndexError if it is not what was written."""
        pack, number = self._place(row)
        return pack.row(number)

    def vector(self, row: int) -> bytes:
        """Read a row's vector; DamagedIndexError if it is not what was written."""
        pack, number = self._place(row)
        return pack.vector(number)

    def tokens(self, row: int) -> bytes:
        """Read a row's tokens; DamagedIndexError if they are not what was written."""
        pack, number = self._place(row)
        return pack.tokens(number)

    def load_vectors(self, target: memoryview) -> None:
        """Fill a buffer with the vectors of all rows, unchecked."""
        size = self.shape.dimension * 2
        for pack, start in zip(self.packs, self._starts[:-1], strict=True):
            pack.load_vectors(target[start * size : (start + len(pack)) * size])

    def damaged_rows(self) -> list[int]:
        """Read every row and return those that are not what was written."""
        return [row for row in range(len(self)) if not self._is_whole(row)]

    def _is_whole(self, row: int) -> bool:
        pack, number = self._place(row)
        return pack.is_whole(number)

    def _place(self, row: int) -> tuple[Pack, int]:
        number = bisect_right(self._starts, row) - 1
        return self.packs[number], row - self._starts[number]

    def _damaged(self) -> DamagedIndexError:
        return DamagedIndexError(f"{self._folder} does not match its checksums. {REPAIR}")


class _OldPack(Pack):
    """The rows of a version of format 2 to 7, which had a file for each column."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            content: dict[str, Any] = json.loads((folder / _OLD_HEADER).read_text(encoding="ascii"))
            del content["rows"]
            self.shape = Shape(**content)
            with (folder / "projection.npy").open("rb") as file:  # np.load would accept archives and pickles
                self.projection = np.lib.format.read_array(file, allow_pickle=False)
            entries = np.zeros((folder / "keys.bin").stat().st_size // KEY_BYTES, ENTRIES)
            entries["key"] = np.fromfile(folder / "keys.bin", f"V{KEY_BYTES}")
            entries["end"] = np.fromfile(folder / "offsets.i64", np.int64)[1:] * self._token_bytes()
            checks = np.fromfile(folder / "checks.u32", np.uint32).reshape(-1, 2)
            entries["vector"], entries["tokens"] = checks[:, 0], checks[:, 1]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise self._damaged() from error
        self._index = bytearray(entries.tobytes())
        self._open_files()
        if not self._fits():
            raise self._damaged()

    def tokens(self, row: int) -> bytes:
        """Read a row's tokens, as they are stored now; DamagedIndexError if they are not what was written."""
        return token_block.from_8_bits(super().tokens(row), self.shape.width)

    def _token_bytes(self) -> int:
        return token_block.bytes_in_8_bits(self.shape.width)
