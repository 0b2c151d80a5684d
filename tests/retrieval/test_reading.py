"""An answer model reads the best passages within its budget, and what it finds moves only those."""

from dataclasses import replace
from pathlib import Path

import pytest
from fake_answer_model import FakeAnswerModel
from tiny import TinyEncoder, article, ignore, model, parts_of

from qa_bot.core.types import AnswerSpan, Hit
from qa_bot.encoders.answer_model import FoundSpan, ReadableText, TextReading
from qa_bot.index.build import build_from_articles
from qa_bot.index.opened import Index, open_index
from qa_bot.language.languages.german import GERMAN
from qa_bot.retrieval.hybrid import HybridRetriever
from qa_bot.retrieval.model import DEFAULT
from qa_bot.retrieval.query_analysis import QuestionAnalyzer
from qa_bot.retrieval.reading import can_read, in_writing_of, read_passages

QUESTION = "Who mended the old ferry in the harbour?"
TEXTS = [
    "The old ferry lay in the harbour for a year before anybody mended it.",
    "The old ferry in the harbour was mended by Ada Brandt.",
    "The ferry is old.",
    "A harbour has walls.",
]


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """Index four paragraphs."""
    articles = [article(f"a{number}", text) for number, text in enumerate(TEXTS)]
    build_from_articles(tmp_path / "index", articles, model(TinyEncoder()), ignore)
    return open_index(tmp_path / "index")


def found(index: Index, reader: FakeAnswerModel | None, tokens: int = 1_000) -> tuple[Hit, ...]:
    """Ask the question."""
    question = QuestionAnalyzer(index, TinyEncoder()).analyze(QUESTION)
    return HybridRetriever(index, replace(DEFAULT, read_tokens=tokens), reader).find(question, 4)


def test_what_reads_as_an_answer_comes_first(index: Index) -> None:
    """What reads as an answer comes first."""
    before = found(index, None)
    after = found(index, FakeAnswerModel(before[1].passage.text))
    assert after[0].passage == before[1].passage
    assert parts_of(after[0])["reading"] > parts_of(after[1])["reading"] > 0
    assert after[0].raw.log_odds == after[0].reading.log_odds == 3.0  # type: ignore[union-attr]


def test_without_an_answer_model_nothing_is_read(index: Index) -> None:
    """Without an answer model nothing is read."""
    for hit in found(index, None):
        assert hit.reading is None
        assert hit.raw.log_odds is None
        assert "reading" not in parts_of(hit)


def test_a_budget_reads_the_best_and_the_rest_keeps_its_order(index: Index) -> None:
    """What was not read stays behind what was."""
    reader = FakeAnswerModel("nowhere")
    before, after = found(index, None), found(index, reader, tokens=20)
    assert reader.read_texts == [hit.passage.text for hit in before[:2]]
    assert {hit.passage.id for hit in after[:2]} == {hit.passage.id for hit in before[:2]}
    assert [hit.passage.id for hit in after[2:]] == [hit.passage.id for hit in before[2:]]
    assert [hit.reading is None for hit in after] == [False, False, True, True]


def test_the_signal_can_be_switched_off(index: Index) -> None:
    """The signal can be switched off."""
    reader = FakeAnswerModel("Ada Brandt")
    question = QuestionAnalyzer(index, TinyEncoder()).analyze(QUESTION)
    hits = HybridRetriever(index, DEFAULT.without("reading"), reader).find(question, 4)
    assert reader.read_texts == []
    assert hits == HybridRetriever(index, DEFAULT).find(question, 4)


def test_only_questions_in_its_languages_are_read(index: Index) -> None:
    """Or in none that is known; and none while there are no vectors."""
    reader = FakeAnswerModel("x")
    question = QuestionAnalyzer(index, TinyEncoder()).analyze(QUESTION)
    assert can_read(reader, question)
    assert not can_read(reader, replace(question, language=GERMAN))
    assert not can_read(reader, QuestionAnalyzer(index, None).analyze(QUESTION))


class _Echo(FakeAnswerModel):
    """Finds the same words in two places."""

    def read(self, question: str, texts: object, budget_tokens: int | None = None) -> list[TextReading]:
        assert isinstance(texts, list)
        assert all(isinstance(text, ReadableText) for text in texts)
        return [TextReading(1.0, (FoundSpan(4, 7, 0.3), FoundSpan(0, 3, 0.25), FoundSpan(8, 11, 0.2)))]


def test_equal_words_add_up(index: Index) -> None:
    """They are shown where they are likeliest."""
    question = QuestionAnalyzer(index, TinyEncoder()).analyze(QUESTION)
    passage = replace(next(index.store.all_passages())[1], text="two one TWO")
    (reading,) = read_passages(_Echo("x"), question, [passage])
    assert [(one.text, one.start, round(one.confidence, 6)) for one in reading.spans] == [
        ("two", 0, 0.45),
        ("one", 4, 0.3),
    ]
    assert isinstance(reading.spans[0], AnswerSpan)


@pytest.mark.parametrize(
    ("question", "text", "asked"),
    [
        ("What leaves at 17:30?", "The ferry leaves at 5:30 p.m.", "What leaves at 5:30 p.m.?"),
        ("What costs 6300 euros?", "The hall costs \u20ac6,300 a day.", "What costs \u20ac6,300 euros?"),
        ("Who won 62% of it?", "Ada won sixty-two per cent.", "Who won sixty-two per cent of it?"),
        ("What opened on 3 Dec?", "It opened on December 3.", "What opened on 3 December?"),
        ("What opened on 2023-05-03?", "It opened on 3 May 2023.", "What opened on 3 May 2023?"),
        ("What did the Fed say?", "The Federal Reserve said no.", "What did the Federal Reserve say?"),
        ("Who mended the ferry?", "The Ferry was old.", "Who mended the ferry?"),
        ("Who mended 3 ferries?", "The old cat.", "Who mended 3 ferries?"),
    ],
)
def test_a_question_is_read_in_the_writing_of_the_passage(
    index: Index, question: str, text: str, asked: str
) -> None:
    """A model does not know that two ways of writing are one."""
    analyzed = QuestionAnalyzer(index, TinyEncoder()).analyze(question)
    passage = replace(next(index.store.all_passages())[1], text=text)
    assert in_writing_of(passage, analyzed) == asked
