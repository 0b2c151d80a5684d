"""What was appended before a kill is there after it, and nothing but what was appended is taken for a row."""

from pathlib import Path

import numpy as np
import pytest
from qa_bot.index.storage.journal import Journal
from tiny import TinyEncoder

from qa_bot.core.errors import DamagedIndexError
from qa_bot.index.storage.embeddings import Row, Shape, encode_row, key_of, shape_of

SAME = np.eye(32, dtype=np.float32)
TEXTS = ["a bridge over the river", "", "almonds", "Zürich"]


def rows_of(*texts: str) -> list[tuple[bytes, Row]]:
    """Embed texts."""
    found = TinyEncoder().encode_passages(texts)
    return [(key_of(text), encode_row(one, SAME)) for text, one in zip(texts, found, strict=True)]


def shape() -> Shape:
    """Give the shape of the tiny encoder's rows."""
    return shape_of(TinyEncoder().fingerprint, TinyEncoder().dimension, SAME)


def written(path: Path, *batches: list[str]) -> None:
    """Write a journal of some batches."""
    journal = Journal.begin(path, shape(), SAME)
    for batch in batches:
        journal.append(rows_of(*batch))
    journal.close()


def resumed(path: Path) -> dict[bytes, Row]:
    """Open a journal and give all rows of the texts that it has."""
    journal = Journal.resume(path)
    assert journal is not None
    found = {key_of(text): journal.row(key_of(text)) for text in TEXTS if key_of(text) in journal}
    assert len(found) == len(journal)
    journal.close()
    return found


def test_a_journal_gives_back_what_was_appended(tmp_path: Path) -> None:
    """Also to the process that appends, and also once it is opened again."""
    journal = Journal.begin(tmp_path / "journal", shape(), SAME)
    journal.append(rows_of(*TEXTS[:3]))
    assert [journal.row(key) for key, _ in rows_of(*TEXTS[:3])] == [row for _, row in rows_of(*TEXTS[:3])]
    journal.append(rows_of(TEXTS[3]))
    journal.close()
    assert resumed(tmp_path / "journal") == dict(rows_of(*TEXTS))


def test_an_appended_batch_needs_no_closing(tmp_path: Path) -> None:
    """As when the process is killed."""
    journal = Journal.begin(tmp_path / "journal", shape(), SAME)
    journal.append(rows_of(*TEXTS))
    assert resumed(tmp_path / "journal") == dict(rows_of(*TEXTS))
    journal.close()


def test_shape_and_projection_are_kept(tmp_path: Path) -> None:
    """So token vectors of one index are all reduced in one way."""
    written(tmp_path / "journal")
    journal = Journal.resume(tmp_path / "journal")
    assert journal is not None
    assert journal.shape == shape()
    assert (journal.projection == SAME).all()
    assert len(journal) == 0
    journal.close()


def test_a_journal_cut_anywhere_keeps_what_is_whole_and_takes_more(tmp_path: Path) -> None:
    """Each record that still stands whole is there, in the order of appending."""
    path = tmp_path / "journal"
    written(path, *([text] for text in TEXTS))
    whole = path.read_bytes()
    ends = []
    for count in range(5):
        written(tmp_path / "part", *([text] for text in TEXTS[:count]))
        ends.append((tmp_path / "part").stat().st_size)
    for length in range(ends[0], len(whole), 17):
        path.write_bytes(whole[:length])
        kept = sum(end <= length for end in ends) - 1
        assert resumed(path) == dict(rows_of(*TEXTS[:kept]))
        journal = Journal.resume(path)
        assert journal is not None
        journal.append(rows_of(*TEXTS[kept:]))
        journal.close()
        assert path.read_bytes() == whole


@pytest.mark.parametrize("length", [0, 5, 17, 20, 1000])
def test_a_journal_without_its_beginning_is_none(length: int, tmp_path: Path) -> None:
    """There is nothing to go on with."""
    written(tmp_path / "journal", TEXTS)
    path = tmp_path / "journal"
    path.write_bytes(path.read_bytes()[:length])
    assert Journal.resume(path) is None
    assert Journal.resume(tmp_path / "missing") is None


def test_flipped_bytes_never_give_a_row_that_was_not_written(tmp_path: Path) -> None:
    """Each byte in turn (every thirteenth): what is given is what was written, of whatever is left."""
    path = tmp_path / "journal"
    written(path, *([text] for text in TEXTS))
    whole, right = path.read_bytes(), dict(rows_of(*TEXTS))
    for place in range(0, len(whole), 13):
        content = bytearray(whole)
        content[place] ^= 1 << place % 8
        path.write_bytes(content)
        journal = Journal.resume(path)
        if journal is None:
            continue
        journal.close()
        assert resumed(path).items() <= right.items()


def test_a_journal_changed_under_its_user_is_told(tmp_path: Path) -> None:
    """The error names the file and what to do."""
    journal = Journal.begin(tmp_path / "journal", shape(), SAME)
    journal.append(rows_of(*TEXTS))
    with (tmp_path / "journal").open("r+b") as file:
        file.truncate(file.seek(0, 2) - 5)
    with pytest.raises(DamagedIndexError, match=r"journal was changed.*`qa-bot index`"):
        journal.row(key_of(TEXTS[3]))
    journal.close()
