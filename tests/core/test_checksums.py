"""Files of any length are told by their bytes."""

import hashlib
import zlib
from pathlib import Path

import pytest

from qa_bot.core.checksums import crc32, describe, sha256


@pytest.mark.parametrize("length", [0, 1, 1 << 20, (1 << 20) + 1, 3_000_000])
def test_a_file_is_described_by_size_and_both_sums(length: int, tmp_path: Path) -> None:
    """Whatever the pieces are that it is read in."""
    content = (b"0123456789abcde" * (length // 15 + 1))[:length]
    path = tmp_path / "file"
    path.write_bytes(content)
    sums = (zlib.crc32(content), hashlib.sha256(content).hexdigest())
    assert describe(path) == {"size": length, "crc32": sums[0], "sha256": sums[1]}
    assert (crc32(path), sha256(path)) == sums
