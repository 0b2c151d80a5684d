"""Segments follow each other without gaps, and small ones are merged into the next."""

from pathlib import Path

import pytest

from qa_bot.core.errors import DamagedIndexError
from qa_bot.index.storage.spans import MOST, extended, name_of, spans_in


def test_segments_are_found_in_order(tmp_path: Path) -> None:
    """Whatever their suffix is; an empty one may be the last."""
    spans = [range(100), range(100, 108), range(108, 108)]
    for span in reversed(spans):
        (tmp_path / f"{name_of(span)}.sqlite").touch()
    assert [span for _, span in spans_in(tmp_path)] == spans


@pytest.mark.parametrize("spans", [[range(5, 9)], [range(5), range(6, 9)], [range(5), range(4, 9)]])
def test_a_missing_segment_is_damage(spans: list[range], tmp_path: Path) -> None:
    """At the beginning, or between two; or two that overlap."""
    for span in spans:
        (tmp_path / name_of(span)).mkdir()
    with pytest.raises(DamagedIndexError, match="lacks a segment"):
        spans_in(tmp_path)


def test_another_file_or_no_folder_is_damage(tmp_path: Path) -> None:
    """The error names the folder."""
    (tmp_path / "more").touch()
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(DamagedIndexError, match="`qa-bot doctor --repair`"):
            spans_in(folder)


def test_new_rows_take_up_segments_that_are_no_larger() -> None:
    """8, 2 and 1 rows, and then one more: 1 + 1, then 2 + 2, and 8 stays."""
    spans = [range(8), range(8, 10), range(10, 11)]
    assert extended(spans, 12) == ([range(8)], range(8, 12))
    assert extended([range(8)], 10) == ([range(8)], range(8, 10))
    assert extended([], 10) == ([], range(10))
    assert extended([range(0)], 10) == ([], range(10))


def test_there_are_never_more_segments_than_a_database_can_open() -> None:
    """One row at a time; a row is written again about log2(n) times."""
    spans, written = [range(1000)], 0
    for past in range(1001, 3001):
        kept, span = extended(spans, past)
        spans = [*kept, span]
        written += len(span)
        assert len(spans) <= MOST
        assert spans[-1].stop == past
        assert sum(map(len, spans)) == past
    assert written < 2000 * 13
