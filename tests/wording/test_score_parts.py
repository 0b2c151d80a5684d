"""Why a passage was found is told in short, clean lines."""

from __future__ import annotations

import pytest

from qa_bot.answering.matched_words import matched_words
from qa_bot.core.types import Hit, Passage, Source
from qa_bot.retrieval import hybrid
from qa_bot.wording.score_parts import why_lines

BAR = "\u2588"
PASSAGE = Passage(id="a#1", article="a", source=Source(path="a.md"), text="Words.", paragraph=1, paragraphs=1)
PARTS = {
    "dense": 0.1,
    "lexical": 0.2,
    "late": 0.4,
    "article": 0.0,
    "cosine": 0.5,
    "bm25": 12.34,
    "max_sim": 0.8,
}


def test_the_largest_part_comes_first_with_the_value_behind_it() -> None:
    """A bar of full length is the largest part; 0.2 is half of 0.4."""
    hit = Hit(
        passage=PASSAGE,
        rank=1,
        score=0.7,
        parts=PARTS,
        matched=("bridge", "opened"),
        matched_in_title=("Bridge",),
    )
    assert why_lines(hit) == [
        "score 0.700, made of",
        f"word by word         0.400 {BAR * 20}  MaxSim 0.80",
        f"the same words       0.200 {BAR * 10}            BM25 12.34",
        f"meaning              0.100 {BAR * 5}                 cosine 0.50",
        "its article's words  0.000",
        "words matched: bridge, opened; in the title: Bridge",
    ]


def test_each_part_that_the_retriever_gives_has_its_words() -> None:
    """What is taken from the score comes last, without a bar."""
    names = [*hybrid.WEIGHTS, *hybrid.DEDUCTED, *hybrid.UNREAD]
    lines = why_lines(
        Hit(passage=PASSAGE, rank=1, score=0.7, parts={"late": 0.4, "number": -0.2, "fragment": -0.1})
    )
    assert lines[1:4] == [
        f"word by word         0.400 {BAR * 20}",
        "a heading or link   -0.100",
        "lacks a number      -0.200",
    ]
    for name in names:
        _, line, _ = why_lines(Hit(passage=PASSAGE, rank=1, score=0.7, parts={name: 0.1}))
        assert not line.startswith(f"{name} ")


@pytest.mark.parametrize("parts", [{}, {"words": 0.0}, {"odd\x1b[31m": -1.0, "late": 2.0}, {"bm25": 3.0}])
def test_any_parts_can_be_told(parts: dict[str, float]) -> None:
    """None, nought, below nought, unknown ones, hostile names."""
    lines = why_lines(Hit(passage=PASSAGE, rank=1, score=0.0, parts=parts))
    assert lines[-1] == "none of the question's rarer words is in it or in its title"
    assert all(line.isprintable() and len(line) <= 60 for line in lines)


def test_a_reranked_hit_tells_both_scores() -> None:
    """What it was found with is the sum of the parts."""
    assert why_lines(Hit(passage=PASSAGE, rank=1, score=1.5, parts=PARTS | {"reranker": 0.25}))[0] == (
        "reranked: 0.250; found with 0.700, made of"
    )


def test_words_match_as_bm25_stems_them_and_are_given_as_written() -> None:
    """Each form once, in the order of the text."""
    text = "Bridges, a BRIDGE; caf\u00e9_bridging the bridge. Bridges!"
    assert matched_words(text, {"bridg", "cafe"}) == ("Bridges", "BRIDGE", "caf\u00e9", "bridging", "bridge")
    assert matched_words("", {"bridg"}) == ()
    assert matched_words("A bridge.", set()) == ()
