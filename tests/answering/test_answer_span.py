"""The words that answer: of the kind asked for, likely enough, and inside the sentence that is marked."""

from pathlib import Path

import pytest
from fake_answer_model import FakeAnswerModel
from tiny import TinyEncoder, article, ignore, model

from qa_bot.answering.answer_span import answer_span, lacks_wanted_type
from qa_bot.answering.answerer import Answerer
from qa_bot.core.types import AnswerSpan, Passage, Reading, Source
from qa_bot.index.build import build_from_articles
from qa_bot.index.opened import Index, open_index
from qa_bot.retrieval.query_analysis import QuestionAnalyzer

TEXT = "The ferry is old. It carried 40 cars and Ada Brandt in May 1931, near the pier of Vogelsand."


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """Index one paragraph, and others."""
    articles = [article("ferry", TEXT), article("cat", "The cat was rescued by firemen.")]
    build_from_articles(tmp_path / "index", articles, model(TinyEncoder()), ignore)
    return open_index(tmp_path / "index")


def chosen(index: Index, question: str, *words: str, least: float = 0.1) -> str | None:
    """Choose among words, the first of which are the likeliest."""
    spans = tuple(
        AnswerSpan(one, TEXT.index(one), TEXT.index(one) + len(one), 0.5 / number)
        for number, one in enumerate(words, start=1)
    )
    passage = Passage(
        id="ferry#1", article="ferry", source=Source(path="ferry"), text=TEXT, paragraph=1, paragraphs=1
    )
    asked = QuestionAnalyzer(index, TinyEncoder()).analyze(question)
    reading = Reading(2.0, spans)
    found = answer_span(asked, passage, reading, least)
    assert lacks_wanted_type(asked, passage, reading) == (answer_span(asked, passage, reading, 0.0) is None)
    return found.text if found else None


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("How many cars did the ferry carry?", "40 cars"),
        ("When did the ferry carry cars?", "May 1931"),
        ("Who was on the ferry?", "Ada Brandt"),
    ],
)
def test_words_of_the_kind_asked_for_are_chosen(index: Index, question: str, right: str) -> None:
    """Although another place is likelier."""
    assert chosen(index, question, "It", "old", right) == right


def test_a_place_need_not_be_a_name(index: Index) -> None:
    """But it is no number."""
    assert chosen(index, "Where did the ferry go?", "40", "near the pier") == "near the pier"


def test_no_words_are_chosen_where_none_are_of_that_kind(index: Index) -> None:
    """No words are chosen where none are of that kind."""
    assert chosen(index, "How many cars did the ferry carry?", "old", "ferry") is None
    assert chosen(index, "Who was on the ferry?", "old", "near the pier") is None


def test_a_question_for_anything_takes_the_likeliest_words(index: Index) -> None:
    """A question for anything takes the likeliest words."""
    assert chosen(index, "What is the ferry?", "old", "40 cars") == "old"


def test_words_of_the_question_are_no_name(index: Index) -> None:
    """Words of the question are no name."""
    assert chosen(index, "Who is Ada Brandt?", "Ada Brandt") is None


def test_unlikely_words_are_not_chosen(index: Index) -> None:
    """Unlikely words are not chosen."""
    assert chosen(index, "How many cars did the ferry carry?", "old", "40 cars", least=0.3) is None


def test_an_answer_marks_the_words_and_their_sentence(index: Index) -> None:
    """Also in a passage that is looked at later, and in the JSON's value."""
    answerer = Answerer(index, TinyEncoder(), answer_model=FakeAnswerModel("40 cars"))
    answer = answerer.ask("How many cars did the ferry carry?", 2)
    assert answer.highlight is not None
    assert answer.highlight.text == TEXT.partition(". ")[2]
    assert answer.highlight.answer == AnswerSpan("40 cars", TEXT.index("40"), TEXT.index(" and"), 0.9)
    again = answerer.highlight("How many cars did the ferry carry?", answer.hits[0].passage)
    assert again == answer.highlight


def test_without_an_answer_model_no_words_are_marked(index: Index) -> None:
    """Without an answer model no words are marked."""
    answer = Answerer(index, TinyEncoder()).ask("How many cars did the ferry carry?", 2)
    assert answer.highlight is not None
    assert answer.highlight.answer is None


def test_words_that_cross_sentences_mark_both(index: Index) -> None:
    """Words that cross sentences mark both."""
    answerer = Answerer(index, TinyEncoder(), answer_model=FakeAnswerModel("old. It carried 40"))
    answer = answerer.ask("How many cars did the ferry carry?", 2)
    assert answer.highlight is not None
    assert answer.highlight.text == TEXT
