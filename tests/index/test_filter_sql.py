"""Names and articles match filters by whole words, case and accents aside."""

from __future__ import annotations

import pytest

from qa_bot.index.filter_sql import has_words, is_named


@pytest.mark.parametrize(
    ("name", "wanted", "found"),
    [
        ("Ada Moss", "moss", True),
        ("Ada Moss", "ADA  MOSS", True),
        ("Ada Moss", "Moss Ada", False),
        ("Ada Mossberg", "moss", False),
        ("Ren\u00e9e \u0141uk\u00f8 Stra\u00dfe", "renee luko strasse", True),
        ("Rene\u0301e", "ren\u00e9e", True),
        ("Shanghai Daily, China Daily", "china-daily", True),
        ("人民日报", "人民日报", True),
        (None, "moss", False),
        ("", "moss", False),
    ],
)
def test_names_match_by_whole_words_in_a_row(name: str | None, wanted: str, found: bool) -> None:
    """Case and accents aside."""
    assert has_words(name, wanted) is found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("wire/2020/Bridge.md", True),
        ("bridge.md", True),
        ("bridge", True),
        ("wire/2020/bridge", True),
        ("wire", True),
        ("wire/2020/", True),
        ("2020", False),
        ("brid", False),
        ("b-17", True),
    ],
)
def test_an_article_is_named_by_id_path_file_or_folder(wanted: str, found: bool) -> None:
    """Whole names only."""
    assert is_named("B-17", "wire/2020/bridge.md", wanted) is found
