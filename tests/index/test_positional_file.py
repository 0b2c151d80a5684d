"""Any part of a file can be read by its place, and a file that is shorter than it was is an error."""

from pathlib import Path

import pytest

from qa_bot.core.errors import DamagedIndexError
from qa_bot.index.storage.positional_file import PositionalFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a file of ten bytes."""
    found = tmp_path / "ten"
    found.write_bytes(bytes(range(10)))
    return found


def test_parts_are_read_by_their_place(path: Path) -> None:
    """Whatever was read before."""
    file = PositionalFile(path)
    assert file.size == 10
    assert file.read(8, 2) == bytes([8, 9])
    assert file.read(0, 3) == bytes([0, 1, 2])
    assert file.read(10, 0) == b""


def test_a_buffer_is_filled_from_the_beginning(path: Path) -> None:
    """With all of the file or its first part."""
    buffer = bytearray(7)
    PositionalFile(path).read_into(memoryview(buffer))
    assert bytes(buffer) == bytes(range(7))


def test_what_is_not_there_is_damage(path: Path) -> None:
    """Past the end, cut under its reader, or missing: the error names the file."""
    file = PositionalFile(path)
    with pytest.raises(DamagedIndexError, match="ten does not match its checksum"):
        file.read(9, 2)
    with path.open("r+b") as cut:
        cut.truncate(4)
    with pytest.raises(DamagedIndexError):
        file.read(4, 1)
    with pytest.raises(DamagedIndexError):
        file.read_into(memoryview(bytearray(10)))
    assert file.read(0, 4) == bytes(range(4))
    with pytest.raises(DamagedIndexError):
        PositionalFile(path.with_name("missing"))
