"""A row of embeddings is what was written, or an error while its neighbours stay usable."""

import json
import zlib
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from tiny import TinyEncoder, unit
from written_parts import write_rows

from qa_bot.core.errors import DamagedIndexError
from qa_bot.encoders.protocol import Embedding
from qa_bot.index.storage import token_block
from qa_bot.index.storage.embedded_rows import EmbeddedRows, readable_packs
from qa_bot.index.storage.embeddings import Row, encode_row, fits, key_of, shape_of

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
    assert token_block.decode([row.tokens for row in written], 32)[1] == [5, 0, 1, 1]
    assert found.damaged_rows() == []


def test_token_ids_are_kept_with_the_vectors() -> None:
    """Two tokens of three components, numbered 7 and 8."""
    row = encode_row(embedding((1, 0, 0), (0, 1, 0)), np.eye(3, dtype=np.float32))
    assert token_block.ids_of(row.tokens, 3).tolist() == [7, 8]


def test_a_token_vector_without_an_id_is_refused() -> None:
    """The frequency of tokens is counted by their ids."""
    with pytest.raises(ValueError, match="1 token vectors and 0 token ids"):
        encode_row(
            replace(embedding((1, 0, 0)), token_ids=np.zeros(0, np.int64)), np.eye(3, dtype=np.float32)
        )


def test_rows_of_format_7_are_converted_when_they_are_read(tmp_path: Path) -> None:
    """Their token vectors have 8 bits a component, their ids 32 bits, and their offsets count tokens."""
    encoder, folder = TinyEncoder(), tmp_path / "embedded"
    folder.mkdir()
    passages = encoder.encode_passages(TEXTS)
    shape = shape_of(encoder.fingerprint, encoder.dimension, SAME)
    blocks, checks = [], []
    for text, one in zip(TEXTS, passages, strict=True):
        codes, ids = np.rint(one.tokens * 127).astype(np.int8), one.token_ids.astype(np.uint32)
        blocks.append((encode_row(one, SAME).vector, codes.tobytes() + ids.tobytes()))
        checks += [zlib.crc32(content, zlib.crc32(key_of(text))) for content in blocks[-1]]
    (folder / "keys.bin").write_bytes(b"".join(map(key_of, TEXTS)))
    (folder / "vectors.f16").write_bytes(b"".join(vector for vector, _ in blocks))
    (folder / "tokens.bin").write_bytes(b"".join(tokens for _, tokens in blocks))
    (folder / "rows.json").write_text(json.dumps({"rows": 4} | asdict(shape)))
    np.save(folder / "projection.npy", SAME)
    np.cumsum([0, *(len(one.tokens) for one in passages)]).tofile(folder / "offsets.i64")
    np.array(checks, np.uint32).tofile(folder / "checks.u32")
    (found,) = readable_packs(folder, set())
    assert list(found.keys()) == list(map(key_of, TEXTS))
    for number, one in enumerate(passages):
        assert found.is_whole(number)
        assert token_block.ids_of(found.tokens(number), 32).tolist() == sorted({*one.token_ids.tolist()})
        (vectors, _), (fresh, _) = (
            token_block.decode([block], 32) for block in (found.tokens(number), encode_row(one, SAME).tokens)
        )
        assert vectors == pytest.approx(fresh, abs=0.02)


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


@pytest.mark.parametrize(
    "spoilt",
    [
        Row(b"", b"\0\0\0\0"),
        Row(np.zeros(2, np.float16).tobytes(), b"\0\0\0\0"),
        Row(np.array([np.nan, 1], np.float16).tobytes(), b"\0\0\0\0"),
        Row(np.array([1, 0], np.float16).tobytes(), b""),
        Row(np.array([1, 0], np.float16).tobytes(), b"\1\0\0\0"),
        Row(np.array([1, 0], np.float16).tobytes(), b"\1\0\0\0\xff\xff\0"),
    ],
)
def test_a_row_of_another_process_that_is_no_row_does_not_fit(spoilt: Row) -> None:
    """Missing, of length 0 or not a number; a block that is cut off or has a scale that is not a number."""
    shape = shape_of("", 2, np.eye(3, dtype=np.float32))
    assert fits(encode_row(embedding((1, 0, 0)), np.eye(3, dtype=np.float32)), shape)
    assert not fits(spoilt, shape)
