"""Several answers are told with their dates, words and sources."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from dataclasses import replace

from qa_bot.core.comparison import Comparison, Statement
from qa_bot.core.types import AnswerSpan, Highlight, Hit, Passage, Source
from qa_bot.wording.comparisons import comparison_line, date_of, origin_of_answer, words_of

TEXT = "It cost 41 million."
WORDS = AnswerSpan("41 million", 8, 18, 0.9)
SOURCE = Source(path="a.md", title="A \x1b[31mbridge", publication="Quay Courier", date="2023-05-14")


def statement(source: Source = SOURCE, words: AnswerSpan | None = WORDS) -> Statement:
    passage = Passage(id="a.md#1", article="a.md", source=source, text=TEXT, paragraph=1, paragraphs=1)
    marked = Highlight(passage_id="a.md#1", start=0, end=len(TEXT), text=TEXT, answer=words)
    return Statement(Hit(passage=passage, rank=1, score=1.0), marked)


def test_articles_agree_or_differ() -> None:
    one, other = statement(), statement()
    assert comparison_line(Comparison(((one, other),))) == "2 articles agree"
    assert comparison_line(Comparison(((one, other), (one,)))) == "3 articles differ, newest first"


def test_an_answer_has_the_date_words_and_source_of_its_newest_article() -> None:
    answer = (statement(), statement(replace(SOURCE, title="Older")))
    assert date_of(answer) == "2023-05-14"
    assert words_of(answer) == "41 million"
    assert origin_of_answer(answer) == "2 articles · A bridge · Quay Courier"
    assert origin_of_answer(answer[:1]) == "A bridge · Quay Courier"


def test_what_is_unknown_is_left_out_or_called_so() -> None:
    bare = (statement(Source(path="b.md"), None),)
    assert date_of(bare) == "undated"
    assert origin_of_answer(bare) == "unknown title (b.md)"
    assert words_of(bare) == TEXT
