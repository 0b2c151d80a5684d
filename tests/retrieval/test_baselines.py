"""One side of the index alone: the order is that side's own, ties by passage id."""

from pathlib import Path

import pytest
from tiny import TinyEncoder, article, ignore, model

from qa_bot.index.build import build_from_articles
from qa_bot.index.opened import Index, open_index
from qa_bot.language.analyzer import terms_of
from qa_bot.retrieval.baselines import by_meaning, by_words


@pytest.fixture
def index(index_folder: Path) -> Index:
    """Open the index of the small corpus."""
    return open_index(index_folder)


def test_words_alone_are_scored_by_bm25(index: Index) -> None:
    """A synonym is not found, and the score is BM25's own."""
    assert by_words(index)("automobile physician", 10) == ()
    hits = by_words(index)("firemen Leeds", 10)
    assert [hit.passage.id for hit in hits] == ["cat.md#1", "cat.md#2"]
    assert [hit.rank for hit in hits] == [1, 2]
    assert sorted(hit.score for hit in hits) == sorted(
        index.passage_bm25.search(terms_of("firemen Leeds"), 10).values()
    )


def test_meaning_alone_is_scored_by_the_cosine(index: Index) -> None:
    """A synonym is found, and every passage has a score."""
    hits = by_meaning(index, TinyEncoder())("cat", 10)
    assert hits[0].passage.id == "cat.md#1"
    counts = [2] + [1] * 10  # "a" stands twice among twelve words
    assert hits[0].score == pytest.approx(1 / sum(n * n for n in counts) ** 0.5, abs=1e-3)
    assert len(hits) == 5


def test_no_more_than_k_are_found_and_ties_go_by_id(tmp_path: Path) -> None:
    """Three passages of one text."""
    articles = [article(name, f"A cat slept in room {name}.") for name in "cab"]
    encoder = TinyEncoder(meanings=dict.fromkeys("abc", "x"))
    build_from_articles(tmp_path, articles, model(encoder), ignore)
    index = open_index(tmp_path)
    for find in (by_words(index), by_meaning(index, encoder)):
        assert [hit.passage.id for hit in find("cat slept", 5)] == ["a#1", "b#1", "c#1"]
        assert len(find("cat slept", 2)) == 2


def test_an_empty_index_has_nothing(tmp_path: Path) -> None:
    """On neither side."""
    build_from_articles(tmp_path, [], model(TinyEncoder()), ignore)
    index = open_index(tmp_path)
    assert by_words(index)("cat", 5) == ()
    assert by_meaning(index, TinyEncoder())("cat", 5) == ()
