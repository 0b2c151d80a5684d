"""The first hits are re-ordered among themselves, as many as the budget allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tiny import TinyEncoder

from qa_bot.answering.answerer import Answerer
from qa_bot.core.scores import Contribution
from qa_bot.core.types import Hit, Passage, Source
from qa_bot.index.opened import open_index
from qa_bot.retrieval.reranking import Reranking, rerank

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


LATE = Contribution("late", "word by word", 0.1)


class ReadingReranker:
    """Scores a passage by the number in its text, in seconds of a clock of its own."""

    name = "reading"

    def __init__(self, *, seconds: float = 0.0) -> None:
        self.batches: list[int] = []
        self._now, self._seconds = 0.0, seconds

    def clock(self) -> float:
        """Tell the time."""
        return self._now

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """Read the texts, one after the other."""
        self.batches.append(len(texts))
        self._now += self._seconds * len(texts)
        return [float(text) for text in texts]


def hits_of(*numbers: float) -> list[Hit]:
    """Make hits of falling score, whose texts are numbers."""
    return [
        Hit(
            passage=Passage(
                id=f"p{n}",
                article=f"p{n}",
                source=Source(path=f"p{n}"),
                text=str(number),
                paragraph=1,
                paragraphs=1,
            ),
            rank=n + 1,
            score=0.9 - n / 10,
            contributions=(LATE,),
        )
        for n, number in enumerate(numbers)
    ]


def order(hits: Sequence[Hit]) -> list[str]:
    """Give the ids of hits in order."""
    return [hit.passage.id for hit in hits]


def test_all_are_re_ordered_when_the_budget_lasts() -> None:
    """Ties stay as they are; scores fall with the ranks, and the parts tell what the reranker said."""
    found = rerank("q", hits_of(0.1, 0.9, 0.5, 0.9), Reranking(ReadingReranker(), 1))
    assert order(found) == ["p1", "p3", "p2", "p0"]
    assert [hit.rank for hit in found] == [1, 2, 3, 4]
    assert [hit.score for hit in found] == pytest.approx([1.8, 1.8, 1.4, 1.0])
    assert (found[0].contributions, found[0].reranked) == ((LATE,), 0.9)


@pytest.mark.parametrize(
    ("budget_ms", "batches", "expected"),
    [
        (1000, [1, 4, 1], "p5 p4 p3 p2 p1 p0"),
        (599, [1, 4], "p4 p3 p2 p1 p0 p5"),
        (500, [1, 4], "p4 p3 p2 p1 p0 p5"),
        (499, [1], "p0 p1 p2 p3 p4 p5"),
        (1, [1], "p0 p1 p2 p3 p4 p5"),
    ],
)
def test_batches_are_read_while_the_next_one_fits(budget_ms: int, batches: list[int], expected: str) -> None:
    """At 0.1 s a passage the first five take half a second; those not read stay behind, as they were."""
    reranker = ReadingReranker(seconds=0.1)
    found = rerank("q", hits_of(0, 0.1, 0.2, 0.3, 0.4, 0.5), Reranking(reranker, budget_ms), reranker.clock)
    assert reranker.batches == batches
    assert order(found) == expected.split()
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert sum(hit.reranked is not None for hit in found) == sum(batches)


def test_no_hits_are_no_trouble() -> None:
    """Nothing is read."""
    reranker = ReadingReranker()
    assert rerank("q", [], Reranking(reranker, 500)) == ()
    assert reranker.batches == []


class ShortestReranker(ReadingReranker):
    """Prefers the shortest passage."""

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """Score by length."""
        return [1 / len(text) for text in texts]


def test_an_answer_follows_the_reranker(index_folder: Path) -> None:
    """Hits, marked words and k; the confidence is that of the ranking it was fitted on."""
    index = open_index(index_folder)
    plain = Answerer(index, TinyEncoder()).ask("Who rescued the feline?", 5)
    answerer = Answerer(index, TinyEncoder(), Reranking(ShortestReranker(), 10_000))
    answer = answerer.ask("Who rescued the feline?", 5)
    lengths = [len(hit.passage.text) for hit in answer.hits]
    assert lengths == sorted(lengths)
    assert order(answer.hits) != order(plain.hits)
    assert answer.highlight
    assert answer.highlight.passage_id == answer.hits[0].passage.id
    assert answer.confidence == plain.confidence
    assert order(answerer.ask("Who rescued the feline?", 2).hits) == order(answer.hits)[:2]
    assert order(answerer.ask("Who rescued the feline?", 5, as_ranked=True).hits) == order(answer.hits)
