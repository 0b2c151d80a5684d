"""A passage is analysed into the words that can match: by sentence, in pairs, with title and date."""

from pathlib import Path

import pytest
from tiny import TinyEncoder, article, ignore, model

from qa_bot.core.types import Passage, Source
from qa_bot.index.build import build_from_articles
from qa_bot.index.opened import Index, open_index
from qa_bot.retrieval.passage_analysis import analyze_passage, best_sentence_coverage, bigram_coverage
from qa_bot.retrieval.query_analysis import Question, QuestionAnalyzer


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """Index one article, which has none of the words of the questions."""
    build_from_articles(
        tmp_path, [article("town", "The town is in the south.")], model(TinyEncoder()), ignore
    )
    return open_index(tmp_path)


def read(index: Index, text: str) -> Question:
    """Analyse a question with the tiny encoder."""
    return QuestionAnalyzer(index, TinyEncoder()).analyze(text)


def passage(text: str, title: str | None = None, date: str | None = None) -> Passage:
    """Make the one passage of an article."""
    return Passage(
        id="a#1",
        article="a",
        source=Source(path="a", title=title, date=date),
        text=text,
        paragraph=1,
        paragraphs=1,
    )


def test_the_best_sentence_counts_with_its_title(index: Index) -> None:
    """Both words stand in the passage, one in a sentence; a title is understood in each of them."""
    question = read(index, "mayor bridge")
    text = "The mayor spoke. The bridge opened."
    apart = best_sentence_coverage(question, analyze_passage(passage(text)))
    assert 0.0 < apart < 1.0
    assert best_sentence_coverage(question, analyze_passage(passage(text, "Bridge"))) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("date", "share"), [(None, 0.0), ("2019", 0.5), ("2019-11", 1.0), ("2019-11-20", 1.0), ("2018-11", 0.5)]
)
def test_the_month_of_an_article_is_understood(index: Index, date: str | None, share: float) -> None:
    """Both words are as rare, and neither stands in a sentence."""
    question = read(index, "November 2019")
    assert best_sentence_coverage(
        question, analyze_passage(passage("It opened.", date=date))
    ) == pytest.approx(share)


def test_phrases_are_neighbours_in_their_order(index: Index) -> None:
    """One of two pairs stands in the passage."""
    question = read(index, "mayor opened bridge")
    assert bigram_coverage(question, analyze_passage(passage("The mayor opened it. A bridge."))) == 1 / 2
    assert bigram_coverage(question, analyze_passage(passage("bridge opened mayor"))) == 0.0
    assert bigram_coverage(read(index, "bridge"), analyze_passage(passage("bridge"))) == 0.0


def test_a_passage_without_a_sentence_is_one(index: Index) -> None:
    """Be it empty."""
    found = analyze_passage(passage(""))
    assert (found.spans, found.sentences, found.terms) == (((0, 0),), (frozenset(),), frozenset())
    assert best_sentence_coverage(read(index, "mayor"), found) == 0.0
