"""Articles for the tests of stores, and what is compared between the answers of two indexes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tiny import TinyEncoder, ignore, model

from qa_bot.answering.answerer import Answerer
from qa_bot.core.query_syntax import parse_question
from qa_bot.core.types import Article, Heading, Source
from qa_bot.index.build import build_from_articles

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qa_bot.core.types import Answer
    from qa_bot.encoders.protocol import Encoder
    from qa_bot.index.protocol import ArticleIndex

SUBJECTS = ("bridge", "harbour", "ferry", "tower", "market")
QUOTED = 'The "Quay" Courier\'s 100% Review'
ODD = Article(
    id="it's 100%.md",
    source=Source(
        path="it's 100%.md",
        title='The mayor\'s "plan": 100% done',
        publication=QUOTED,
        author="Aoife O'Neill, 何秀兰",
        date="2021-04-02",
        url="https://quay.example/it's?x=1",
    ),
    paragraphs=("The lighthouse was painted white in April.", "何秀兰说老茶树有四十棵。"),
    headings=(Heading(1, 2, "Paint"),),
    also_in=(Source(path="copy.md", title="Copied", publication="The Tide", date="2021-04"),),
)


def district(number: int, more: str = "") -> Article:
    """Make an article of five passages."""
    return Article(
        id=f"{number:03}.md",
        source=Source(
            path=f"{number:03}.md",
            title=f"Repairs in district {number}",
            publication=("The Quay Courier", "The Tide")[number % 2],
            author="Ilse Marrow",
            date=f"20{10 + number % 12}-0{1 + number % 9}-11",
        ),
        paragraphs=tuple(
            f"The {subject} of district {number} was repaired for {number * 7 + place} crowns{more}."
            for place, subject in enumerate(SUBJECTS)
        ),
    )


def built(folder: Path, articles: Sequence[Article]) -> Path:
    """Index articles with the tiny encoder."""
    build_from_articles(folder, articles, model(TinyEncoder()), ignore)
    return folder


def asked(index: ArticleIndex, question: str, encoder: Encoder | None = None) -> Answer:
    """Ask an index, with the tiny encoder unless another is given."""
    words, filters = parse_question(question)
    return Answerer(index, encoder or TinyEncoder()).ask(words, 5, filters)


def ids(answer: Answer) -> list[str]:
    """Return the ids of the passages of an answer."""
    return [hit.passage.id for hit in answer.hits]


def assert_same(one: Answer, other: Answer) -> None:
    """Compare passages, scores and verdict."""
    assert [hit.passage for hit in one.hits] == [hit.passage for hit in other.hits]
    assert [hit.score for hit in one.hits] == pytest.approx([hit.score for hit in other.hits], abs=1e-4)
    assert [hit.raw.bm25 for hit in one.hits] == pytest.approx([hit.raw.bm25 for hit in other.hits], abs=1e-4)
    assert one.confidence == pytest.approx(other.confidence, abs=1e-4)
    assert (one.verdict, one.filtered) == (other.verdict, other.filtered)
    assert missing_from(one) == missing_from(other)


def missing_from(answer: Answer) -> object:
    """Return what an answer says is missing, without scores."""
    missing = answer.missing
    outside = missing.outside.passage if missing and missing.outside else None
    return missing and (missing.words, missing.files, missing.articles_left_out, outside)
