"""Any change of an export's files is told, wherever it is."""

import os
from pathlib import Path

import pytest

from qa_bot.core.errors import ModelError
from qa_bot.encoders.export_files import open_sealed, seal

SAID = {"max_tokens": 256, "special_ids": [101, 102], "question_prompt": "“?”"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Seal an export of two files."""
    (tmp_path / "model.onnx").write_bytes(bytes(range(256)) * 8000)  # two pieces, as files are read
    (tmp_path / "tokenizer.json").write_bytes(b"{}")
    seal(tmp_path, SAID)
    return tmp_path


def test_what_was_sealed_is_given(folder: Path) -> None:
    """As often as it is opened, and sealed once more, too."""
    assert open_sealed(folder) == SAID
    seal(folder, SAID)
    assert open_sealed(folder) == SAID


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("place", [0, -1])
def test_one_bit_is_told(name: str, place: int, folder: Path) -> None:
    """By the file's name."""
    content = bytearray((folder / name).read_bytes())
    content[place] ^= 1
    (folder / name).write_bytes(content)
    with pytest.raises(ModelError, match=f"{name} does not match its checksum"):
        open_sealed(folder)


def test_a_byte_more_is_told(folder: Path) -> None:
    """By the size alone."""
    with (folder / "tokenizer.json").open("ab") as file:
        file.write(b" ")
    with pytest.raises(ModelError, match=r"tokenizer\.json does not match its checksum"):
        open_sealed(folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders on Windows")
@pytest.mark.parametrize("name", ["export.json", "model.onnx"])
def test_nothing_is_waited_for(name: str, folder: Path) -> None:
    """As a pipe that nobody writes into would have it."""
    (folder / name).unlink()
    os.mkfifo(folder / name)
    with pytest.raises(ModelError, match=f"{name} does not match its checksum"):
        open_sealed(folder)


def test_every_bit_of_the_description_counts(folder: Path) -> None:
    """It says the same, or it is refused."""
    path = folder / "export.json"
    content = path.read_bytes()
    for bit in range(8 * len(content)):
        changed = bytearray(content)
        changed[bit // 8] ^= 1 << bit % 8
        path.write_bytes(changed)
        try:
            assert open_sealed(folder) == SAID
        except (ModelError, OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
