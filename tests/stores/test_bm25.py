"""BM25 computed from terms is that of the index folder's library."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from qa_bot.index.lexical import TantivyIndex, write_lexical
from qa_bot.language.analyzer import all_terms
from qa_bot.stores.bm25 import LENGTHS, Counts, TermCounts, stored_length

if TYPE_CHECKING:
    from pathlib import Path


def test_lengths_are_kept_in_four_bits() -> None:
    assert LENGTHS[:41] == tuple(range(41))
    assert LENGTHS[40:48] == (40, 42, 44, 46, 48, 50, 52, 54)
    assert (len(LENGTHS), LENGTHS[-1]) == (256, 2_013_265_944)
    assert [stored_length(length) for length in (0, 40, 41, 43, 1000)] == [0, 40, 40, 42, 984]


def test_scores_are_those_of_the_library(tmp_path: Path) -> None:
    words = [f"word{chr(97 + number % 26)}{chr(97 + number // 26)}" for number in range(200)]
    texts = [
        " ".join(words[(number * step) % 200] for step in range(1, length))
        for number, length in enumerate([2, 3, 10, 41, 43, 60, 100, 301, 1000, 5000])
    ]
    write_lexical(tmp_path / "bm25", enumerate(texts))
    library = TantivyIndex.open(tmp_path / "bm25")
    terms = [" ".join(all_terms(text)) for text in texts]
    counts = Counts(
        texts=len(texts),
        terms=sum(len(one.split()) for one in terms),
        frequency=Counter(term for one in terms for term in set(one.split())),
    )
    asked = list(dict.fromkeys(all_terms(" ".join(words[:7]))))
    expected = library.score(asked, range(len(texts)))
    own = {row: counts.score(asked, TermCounts.of(one)) for row, one in enumerate(terms)}
    assert {row: score for row, score in own.items() if score} == pytest.approx(expected, rel=1e-5)
    assert all(counts.frequency[term] == library.frequency(term) for term in asked)
