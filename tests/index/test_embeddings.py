"""A row of embeddings is what was written, or is told as damaged while its neighbours go on being of use."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tiny import TinyEncoder, unit
from written_parts import write_rows

from qa_bot.core.errors import DamagedIndexError
from qa_bot.encoders.protocol import Embedding
from qa_bot.index.storage.embedded_rows import EmbeddedRows
from qa_bot.index.storage.embeddings import Row, encode_row, encode_tokens, ids_of, key_of, shape_of

TEXTS = ["a bridge over the river", "", "almonds", "Zürich"]
FILES = ["header", "rows.idx", "vectors.f16", "tokens.bin"]
PACK = "000000000000-000000000001"
"""The first of two."""
SAME = np.eye(32, dtype=np.float32)
"""The projection that changes nothing."""


def embedding(*tokens: tuple[float, float, float]) -> Embedding:
    """Make an embedding of token vectors of three dimensions, numbered from 7."""
    stacked = np.array([unit(*token) for token in tokens], np.float32).reshape(-1, 3)
    return Embedding(unit(1, 0), stacked, np.arange(7, 7 + len(stacked)))


def write(folder: Path) -> list[Row]:
    """Write a row for each text."""
    encoder = TinyEncoder()
    rows = [encode_row(one, SAME) for one in encoder.encode_passages(TEXTS)]
    keyed = list(zip(map(key_of, TEXTS), rows, strict=True))
    shape = shape_of(encoder.fingerprint, encoder.dimension, SAME)
    write_rows(folder, shape, SAME, keyed[:1], keyed[1:])
    return rows


def test_rows_come_back_as_they_were_written(tmp_path: Path) -> None:
    """Keys, vectors, tokens and the projection; a text without tokens is a row too."""
    written = write(tmp_path / "rows")
    found = EmbeddedRows(tmp_path / "rows")
    assert [found.row(number) for number in range(len(found))] == written
    assert list(found.keys()) == list(map(key_of, TEXTS))
    assert (found.projection == SAME).all()
    assert [len(found.codes(number)) for number in range(4)] == [5, 0, 1, 1]
    assert found.damaged_rows() == []


def test_token_numbers_are_kept_beside_the_codes() -> None:
    """Two tokens of three components, numbered 7 and 8."""
    row = encode_row(embedding((1, 0, 0), (0, 1, 0)), np.eye(3, dtype=np.float32))
    shape = shape_of("f", 2, np.eye(3, dtype=np.float32))
    assert ids_of(row.tokens, shape).tolist() == [7, 8]
    assert np.frombuffer(row.tokens[:6], np.int8).tolist() == [127, 0, 0, 0, 127, 0]


def test_codes_are_rounded_not_cut() -> None:
    """0.6 * 127 = 76.2 and 0.8 * 127 = 101.6."""
    assert encode_tokens(embedding((3, -4, 0)), np.eye(3, dtype=np.float32)).tolist() == [[76, -102, 0]]


@pytest.mark.parametrize("bad", [np.nan, np.inf, 0.0, 2.0])
def test_a_vector_that_is_not_of_unit_length_is_refused(bad: float) -> None:
    """NaN would be found by no question and by no test."""
    with pytest.raises(ValueError, match="unit length"):
        encode_row(replace(embedding(), vector=np.array([bad, 0], np.float32)), np.eye(3, dtype=np.float32))


def _cut(content: bytes) -> bytes:
    return content[:-1]


def _empty(_: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("damage", [_cut, _empty, None], ids=["cut", "empty", "remove"])
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_does_not_fit_is_damaged(
    name: str, damage: Callable[[bytes], bytes] | None, tmp_path: Path
) -> None:
    """The error names the folder and the command."""
    write(tmp_path / "rows")
    path = tmp_path / "rows" / PACK / name
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(DamagedIndexError, match=r"rows.*`qa-bot doctor --repair`"):
        EmbeddedRows(tmp_path / "rows")


@pytest.mark.parametrize("name", ["vectors.f16", "tokens.bin"])
def test_a_flipped_byte_costs_one_row(name: str, tmp_path: Path) -> None:
    """The first byte is the first row's."""
    written = write(tmp_path / "rows")
    content = bytearray((tmp_path / "rows" / PACK / name).read_bytes())
    content[0] ^= 16
    (tmp_path / "rows" / PACK / name).write_bytes(content)
    found = EmbeddedRows(tmp_path / "rows")
    assert found.damaged_rows() == [0]
    with pytest.raises(DamagedIndexError):
        found.row(0)
    assert found.row(3) == written[3]


def test_a_key_of_another_text_is_found_out(tmp_path: Path) -> None:
    """A row's checksums cover whose row it is."""
    write(tmp_path / "rows")
    path = tmp_path / "rows" / PACK / "rows.idx"
    path.write_bytes(key_of("another text") + path.read_bytes()[16:])
    assert EmbeddedRows(tmp_path / "rows").damaged_rows() == [0]


@pytest.mark.parametrize("name", ["vectors.f16", "tokens.bin", "rows.idx"])
def test_a_file_cut_under_a_reader_is_an_error_and_no_signal(name: str, tmp_path: Path) -> None:
    """Nothing is mapped, so the process lives on."""
    write(tmp_path / "rows")
    found = EmbeddedRows(tmp_path / "rows")
    with (tmp_path / "rows" / PACK / name).open("r+b") as file:
        file.truncate(1)
    if name == "rows.idx":
        assert found.row(0)  # which was read when it was opened
        return
    with pytest.raises(DamagedIndexError, match=name):
        found.row(0)


def test_every_file_is_among_those_damaged_here(tmp_path: Path) -> None:
    """None is forgotten."""
    write(tmp_path / "rows")
    assert sorted(path.name for path in (tmp_path / "rows" / PACK).iterdir()) == sorted(FILES)
