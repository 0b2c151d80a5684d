"""Counts drawn with blocks: their heights and widths, and what does not fit."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import pytest
from rich.cells import cell_len

from qa_bot.wording.charts import by_publication, months_line, publication_lines, year_lines


def test_publications_are_counted_most_first_and_unknown_last() -> None:
    assert by_publication(["B", "", "A", "B", "", ""]) == [("B", 2), ("A", 1), ("unknown", 3)]


def test_a_bar_is_as_long_as_its_share_of_the_most() -> None:
    lines = publication_lines([("Quay", 8), ("Post", 4), ("Red", 1)], 20, 9)
    assert [line.count("█") for line in lines] == [13, 6, 1]
    assert {cell_len(line) for line in lines} == {20}


def test_a_wide_name_is_cut_to_fit() -> None:
    lines = publication_lines([("新华社北京分社的一个很长的名字", 1_234)], 20, 3)
    assert [cell_len(line) for line in lines] == [20, 20]
    assert lines[0].endswith("…")


def test_names_are_whole_above_their_bars_where_one_has_no_room_beside() -> None:
    counts = [("The Daily Digest of the Harbour", 4), ("Post", 2), ("Red", 1), ("Quay", 1)]
    first = ["The Daily Digest of", "the Harbour"]
    assert publication_lines(counts[:2], 20, 5) == [*first, f"{'█' * 18} 4", "Post", f"{'█' * 9}{' ' * 9} 2"]
    assert publication_lines(counts, 20, 8) == [
        *first,
        f"{'█' * 18} 4",
        "Post",
        f"{'█' * 9}{' ' * 9} 2",
        "2 more",
        f"{'█' * 9}{' ' * 9} 2",
    ]


def test_publications_without_room_are_counted_together() -> None:
    lines = publication_lines([("A", 3), ("B", 2), ("C", 1), ("D", 1)], 20, 3)
    assert [line.split()[0] for line in lines] == ["A", "B", "2"]
    assert lines[2].endswith("2")


def test_months_are_drawn_between_the_first_and_the_last() -> None:
    dates = ["2019-12-01", "2020-02-03", "2020-02-04", "2020"]
    assert months_line(dates, 60) == "2019-12 ▅·█ 2020-02"


def test_years_are_drawn_where_months_do_not_fit() -> None:
    assert months_line(["1999-01-01", "2003-01-01", "2003"], 40) == "1999 ▅···█ 2003"
    assert months_line(["2003-05"], 40) == "2003-05"
    assert months_line(["2003-05", "2004"], 0) == ""


@pytest.mark.parametrize("dates", [[], [""], ["unknown"], ["20"]])
def test_without_dates_nothing_is_drawn(dates: list[str]) -> None:
    assert months_line(dates, 40) == ""
    assert year_lines(dates, 30, 3) == []


def test_each_of_the_newest_years_has_a_line_of_twelve_months() -> None:
    dates = ["2018-01-01", "2019-12-01", "2020-02-03", "2020-02-04", "2020"]
    assert year_lines(dates, 22, 2) == ["2019 ···········▅    1", "2020 ·█··········    3"]
