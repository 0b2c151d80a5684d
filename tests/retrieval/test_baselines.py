"""One side of the index alone: the order is that side's own, ties by passage id."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tiny import TinyEncoder, article, ignore, model

from qa_bot.index.build import build_from_articles
from qa_bot.index.opened import Index, open_index
from qa_bot.language.analyzer import terms_of
from qa_bot.retrieval.baselines import DenseRetriever, LexicalRetriever
from qa_bot.retrieval.hybrid import HybridRetriever
from qa_bot.retrieval.query_analysis import Question, QuestionAnalyzer

if TYPE_CHECKING:
    from qa_bot.retrieval.protocol import Retriever


@pytest.fixture
def index(index_folder: Path) -> Index:
    """Open the index of the small corpus."""
    return open_index(index_folder)


def asked(index: Index, text: str, encoder: TinyEncoder | None = None) -> Question:
    """Analyse a question."""
    return QuestionAnalyzer(index, encoder or TinyEncoder()).analyze(text)


def test_words_alone_are_scored_by_bm25(index: Index) -> None:
    """A synonym is not found, and the score is BM25's own."""
    assert LexicalRetriever(index).find(asked(index, "automobile physician"), 10) == ()
    hits = LexicalRetriever(index).find(asked(index, "firemen Leeds"), 10)
    assert [hit.passage.id for hit in hits] == ["cat.md#1", "cat.md#2"]
    assert [hit.rank for hit in hits] == [1, 2]
    assert sorted(hit.score for hit in hits) == sorted(
        index.passage_bm25.search(terms_of("firemen Leeds"), 10).values()
    )


def test_meaning_alone_is_scored_by_the_cosine(index: Index) -> None:
    """A synonym is found, and every passage has a score."""
    hits = DenseRetriever(index).find(asked(index, "cat"), 10)
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
    question = asked(index, "cat slept", encoder)
    retrievers: list[Retriever] = [LexicalRetriever(index), DenseRetriever(index), HybridRetriever(index)]
    for one in retrievers:
        assert [hit.passage.id for hit in one.find(question, 5)] == ["a#1", "b#1", "c#1"]
        assert len(one.find(question, 2)) == 2
        only_last = np.array([article == "c" for article in "cab"])
        assert [hit.passage.id for hit in one.find(question, 5, only_last)] == ["c#1"]


def test_an_empty_index_has_nothing(tmp_path: Path) -> None:
    """On neither side."""
    build_from_articles(tmp_path, [], model(TinyEncoder()), ignore)
    index = open_index(tmp_path)
    assert LexicalRetriever(index).find(asked(index, "cat"), 5) == ()
    assert DenseRetriever(index).find(asked(index, "cat"), 5) == ()


def test_meaning_alone_finds_nothing_without_an_embedding(index: Index) -> None:
    """As while no model is loaded."""
    assert DenseRetriever(index).find(QuestionAnalyzer(index, None).analyze("cat"), 5) == ()
