"""What was appended before a kill is there after it, and nothing but what was appended is taken for a row."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from tiny import TinyEncoder

from qa_bot.core.errors import DamagedIndexError
from qa_bot.index.storage.embeddings import Row, Shape, encode_row, key_of, shape_of
from qa_bot.index.storage.packs import GrowingPack, Pack

SAME = np.eye(32, dtype=np.float32)
TEXTS = ["a bridge over the river", "", "almonds", "Zürich"]
GROWING = ("rows.idx", "vectors.f16", "tokens.bin")


def rows_of(*texts: str) -> list[tuple[bytes, Row]]:
    """Embed texts."""
    found = TinyEncoder(dimension=8).encode_passages(texts)
    return [(key_of(text), encode_row(one, SAME)) for text, one in zip(texts, found, strict=True)]


def shape() -> Shape:
    """Return the shape of the tiny encoder's rows."""
    return shape_of(TinyEncoder().fingerprint, 8, SAME)


def written(folder: Path, *batches: list[str]) -> Path:
    """Write a pack in batches."""
    shutil.rmtree(folder, ignore_errors=True)
    pack = GrowingPack.begin(folder, shape(), SAME)
    for batch in batches:
        pack.append(rows_of(*batch))
    pack.close()
    return folder


def resumed(folder: Path) -> dict[bytes, Row]:
    """Open a pack to continue it, and return its rows by key."""
    pack = GrowingPack(folder)
    found = {key: pack.find(key) for key in pack.keys()}  # noqa: SIM118  not a mapping
    assert len(found) == len(pack)
    pack.close()
    return found


def test_a_pack_has_what_was_appended(tmp_path: Path) -> None:
    """For the process that appends, and when it is opened again."""
    pack = GrowingPack.begin(tmp_path / "pack", shape(), SAME)
    pack.append(rows_of(*TEXTS[:3]))
    assert [pack.find(key) for key, _ in rows_of(*TEXTS[:3])] == [row for _, row in rows_of(*TEXTS[:3])]
    pack.append(rows_of(TEXTS[3]))
    assert key_of(TEXTS[3]) in pack
    assert key_of("another") not in pack
    pack.close()
    assert resumed(tmp_path / "pack") == dict(rows_of(*TEXTS))
    assert [Pack(tmp_path / "pack").row(number) for number in range(4)] == [row for _, row in rows_of(*TEXTS)]


def test_an_appended_batch_needs_no_closing(tmp_path: Path) -> None:
    """As when the process is killed."""
    pack = GrowingPack.begin(tmp_path / "pack", shape(), SAME)
    pack.append(rows_of(*TEXTS))
    assert resumed(tmp_path / "pack") == dict(rows_of(*TEXTS))
    pack.close()


def test_shape_and_projection_are_kept(tmp_path: Path) -> None:
    """So all token vectors of an index are reduced in the same way."""
    pack = GrowingPack(written(tmp_path / "pack"))
    assert pack.shape == shape()
    assert (pack.projection == SAME).all()
    assert len(pack) == 0
    pack.close()


@pytest.mark.parametrize("name", GROWING)
def test_a_pack_cut_anywhere_keeps_whole_rows_and_takes_more(name: str, tmp_path: Path) -> None:
    """Every row before the first that is incomplete."""
    folder = written(tmp_path / "pack", *([text] for text in TEXTS))
    whole = {path.name: path.read_bytes() for path in folder.iterdir()}
    ends = []
    for count in range(5):
        part = written(tmp_path / "part", *([text] for text in TEXTS[:count]))
        ends.append((part / name).stat().st_size)
    for length in range(0, len(whole[name]), 7):
        for other, content in whole.items():
            (folder / other).write_bytes(content[:length] if other == name else content)
        kept = sum(end <= length for end in ends) - 1
        assert resumed(folder) == dict(rows_of(*TEXTS[:kept]))
        pack = GrowingPack(folder)
        pack.append(rows_of(*TEXTS[kept:]))
        pack.close()
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == whole


@pytest.mark.parametrize("length", [0, 5, 17, 120])
def test_a_pack_without_its_header_is_damaged(length: int, tmp_path: Path) -> None:
    """There is nothing to continue."""
    path = written(tmp_path / "pack", TEXTS) / "header"
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(DamagedIndexError):
        GrowingPack(tmp_path / "pack")
    with pytest.raises(DamagedIndexError):
        GrowingPack(tmp_path / "missing")


@pytest.mark.parametrize("name", GROWING)
def test_flipped_bytes_never_make_a_row_that_was_not_written(name: str, tmp_path: Path) -> None:
    """Whatever is left is what was written."""
    folder = written(tmp_path / "pack", *([text] for text in TEXTS))
    whole, right = {path.name: path.read_bytes() for path in folder.iterdir()}, dict(rows_of(*TEXTS))
    for place in range(0, len(whole[name]), 5):
        content = bytearray(whole[name])
        content[place] ^= 1 << place % 8
        for other, kept in whole.items():
            (folder / other).write_bytes(content if other == name else kept)
        assert resumed(folder).items() <= right.items()


def test_a_pack_changed_under_its_user_is_reported(tmp_path: Path) -> None:
    """The error names the folder and the command."""
    pack = GrowingPack.begin(tmp_path / "pack", shape(), SAME)
    pack.append(rows_of(*TEXTS))
    with (tmp_path / "pack" / "tokens.bin").open("r+b") as file:
        file.truncate(file.seek(0, 2) - 5)
    with pytest.raises(DamagedIndexError, match=r"pack.*`qa-bot doctor --repair`"):
        pack.find(key_of(TEXTS[3]))
    pack.close()
