"""Why a passage was found is told in short, clean lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa_bot.core.scores import Contribution, Lack, RawValue
from qa_bot.core.types import Hit, Passage, Source
from qa_bot.retrieval.model import DEFAULT
from qa_bot.wording.score_parts import why_lines

BAR = "\u2588"
PASSAGE = Passage(id="a#1", article="a", source=Source(path="a.md"), text="Words.", paragraph=1, paragraphs=1)
PARTS = (
    Contribution("dense", "meaning", 0.1, RawValue("cosine", 0.5)),
    Contribution("lexical", "the same words", 0.2, RawValue("BM25", 12.34)),
    Contribution("late", "word by word", 0.4, RawValue("MaxSim", 0.8)),
    Contribution("article", "its article's words", 0.0),
)


def hit_of(*contributions: Contribution, lacks: tuple[Lack, ...] = ()) -> Hit:
    """Make a hit of parts."""
    score = sum(part.value for part in contributions)
    return Hit(passage=PASSAGE, rank=1, score=score, contributions=contributions, lacks=lacks)


def test_the_largest_part_comes_first_with_the_value_behind_it() -> None:
    """A bar of full length is the largest part; 0.2 is half of 0.4."""
    hit = replace(hit_of(*PARTS), matched=("bridge", "opened"), matched_in_title=("Bridge",))
    assert why_lines(hit) == [
        "score 0.700, made of",
        f"word by word         0.400 {BAR * 20}  MaxSim 0.80",
        f"the same words       0.200 {BAR * 10}            BM25 12.34",
        f"meaning              0.100 {BAR * 5}                 cosine 0.50",
        "its article's words  0.000",
        "words matched: bridge, opened; in the title: Bridge",
    ]


def test_what_is_deducted_comes_last_without_a_bar() -> None:
    """The smaller deduction first."""
    lacks = (Lack("number", "lacks a number", 0.2), Lack("heading", "a heading or link", 0.1))
    assert why_lines(hit_of(Contribution("late", "word by word", 0.4), lacks=lacks))[1:4] == [
        f"word by word       0.400 {BAR * 20}",
        "a heading or link -0.100",
        "lacks a number    -0.200",
    ]


@pytest.mark.parametrize(
    "parts",
    [
        (),
        (Contribution("words", "words", 0.0),),
        (Contribution("odd", "odd\x1b[31m", -1.0), Contribution("late", "word by word", 2.0)),
    ],
)
def test_any_parts_can_be_shown(parts: tuple[Contribution, ...]) -> None:
    """None, nought, below nought, hostile labels."""
    lines = why_lines(hit_of(*parts))
    assert lines[-1] == "no distinctive word of the question matches"
    assert all(line.isprintable() and len(line) <= 60 for line in lines)


def test_every_line_of_the_ranking_models_parts_is_short() -> None:
    """With all signals at work and everything lacking."""
    parts = (Contribution(one.name, one.label, 0.1, RawValue("MaxSim", 0.8)) for one in DEFAULT.signals)
    lacks = (*(one.lack for one in DEFAULT.deductions), DEFAULT.unread)
    lines = why_lines(hit_of(*parts, lacks=lacks))
    assert len(lines) == 2 + len(DEFAULT.names) + 1
    assert all(len(line) <= 60 for line in lines)


def test_a_reranked_hit_shows_both_scores() -> None:
    """What it was found with is the sum of the parts."""
    hit = replace(hit_of(*PARTS), score=1.5, reranked=0.25)
    assert why_lines(hit)[0] == "reranked: 0.250; found with 0.700, made of"
