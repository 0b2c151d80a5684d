"""Verdicts differ in sign and word, and say why."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from dataclasses import replace

import pytest

from qa_bot.core.comparison import Comparison, Statement
from qa_bot.core.doubts import Doubt, DoubtKind
from qa_bot.core.listing import Listing
from qa_bot.core.types import Answer, Filtered, Filters, Highlight, Hit, Passage, Source, Verdict
from qa_bot.wording.verdicts import closest_heading, elapsed, verdict_line, verdict_sign

PASSAGE = Passage(
    id="a.md#1", article="a.md", source=Source(path="a.md"), text="It sails.", paragraph=1, paragraphs=1
)


def answer(
    verdict: Verdict, hits: int = 2, filtered: Filtered | None = None, *, provisional: bool = False
) -> Answer:
    """Return an answer with a number of passages."""
    return Answer(
        question="Who?",
        hits=tuple(Hit(passage=PASSAGE, rank=rank, score=1.0) for rank in range(1, hits + 1)),
        highlight=None,
        verdict=verdict,
        elapsed_ms=12.4,
        filtered=filtered,
        provisional=provisional,
    )


def test_each_verdict_has_a_sign_and_a_word_of_its_own() -> None:
    signs = [verdict_sign(answer(verdict)) for verdict in Verdict]
    assert signs == ["✓ Answered", "? Unsure", "✗ Not found"]
    assert len({sign[0] for sign in signs}) == 3


def test_a_plain_answer_needs_no_reason() -> None:
    assert verdict_line(answer(Verdict.ANSWERED)) == "✓ Answered"
    assert closest_heading(answer(Verdict.ANSWERED)) == ""


def test_an_answer_tells_whether_several_articles_agree() -> None:
    marked = Highlight(passage_id="a.md#1", start=0, end=9, text="It sails.")
    one = Statement(answer(Verdict.ANSWERED).hits[0], marked)
    found = replace(answer(Verdict.ANSWERED), comparison=Comparison(((one, one),)))
    assert verdict_line(found) == "✓ Answered: 2 articles agree."


def test_a_listing_is_what_answers() -> None:
    listing = Listing(asked="articles from 2021", sources=(PASSAGE.source,), total=3)
    found = replace(answer(Verdict.ANSWERED, 0), listing=listing)
    assert verdict_line(found) == "✓ Answered: 3 articles from 2021."


def test_other_verdicts_head_the_closest_passages() -> None:
    assert verdict_line(answer(Verdict.UNSURE)) == "? Unsure: these articles may not answer this."
    assert verdict_line(answer(Verdict.NOT_FOUND)) == "✗ Not found: these articles don't answer this."
    assert closest_heading(answer(Verdict.UNSURE)) == "Closest passages:"
    assert closest_heading(answer(Verdict.UNSURE, 1)) == "Closest passage:"
    assert closest_heading(answer(Verdict.NOT_FOUND)) == "The closest passages, which do not answer it:"
    assert closest_heading(answer(Verdict.NOT_FOUND, 1)) == "The closest passage, which does not answer it:"


@pytest.mark.parametrize("kind", list(DoubtKind))
def test_each_doubt_is_told_in_one_short_line(kind: DoubtKind) -> None:
    unsure = replace(answer(Verdict.UNSURE), doubts=(Doubt(kind, ("Everest",)),))
    line = verdict_line(unsure)
    assert line.startswith("? Unsure: ")
    assert len(line) <= 76
    assert "{" not in line


def test_the_first_doubt_is_told_with_its_words() -> None:
    doubts = (Doubt(DoubtKind.WORD_NOWHERE, ("CEO", "a\x1b[31mb")), Doubt(DoubtKind.OPPOSITE))
    line = verdict_line(replace(answer(Verdict.UNSURE), doubts=doubts))
    assert line == '? Unsure: no article mentions "CEO" or "ab".'


def test_an_answer_without_passages_says_why() -> None:
    nothing = Filtered(filters=Filters(), passages=3, total=3, undated=0)
    excluded = replace(nothing, filters=Filters(author=("x",)), passages=0)
    for filtered in (None, nothing):
        assert verdict_line(answer(Verdict.NOT_FOUND, 0, filtered)) == (
            "✗ Not found: no passage contains any word of the question."
        )
    assert verdict_line(answer(Verdict.NOT_FOUND, 0, excluded)) == (
        "✗ Not found: no passages match the filters."
    )
    assert closest_heading(answer(Verdict.NOT_FOUND, 0)) == ""


def test_the_time_says_when_only_keywords_were_searched() -> None:
    assert elapsed(answer(Verdict.ANSWERED)) == "12 ms"
    assert elapsed(answer(Verdict.ANSWERED, provisional=True)) == "keywords only · 12 ms"
