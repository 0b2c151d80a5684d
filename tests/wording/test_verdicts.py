"""One sentence for each verdict, and a heading for passages that may not answer."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from dataclasses import replace

from qa_bot.core.types import Answer, Filtered, Filters, Hit, Passage, Source, Verdict
from qa_bot.wording.verdicts import closest_heading, elapsed, verdict_line

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


def test_a_plain_answer_needs_no_words() -> None:
    assert verdict_line(answer(Verdict.ANSWERED)) == ""
    assert closest_heading(answer(Verdict.ANSWERED)) == ""


def test_other_verdicts_head_the_closest_passages() -> None:
    assert verdict_line(answer(Verdict.UNSURE)) == "Unsure: these articles may not answer this."
    assert verdict_line(answer(Verdict.NOT_FOUND)) == "Not found: these articles don't answer this."
    assert closest_heading(answer(Verdict.UNSURE)) == "Closest passages:"
    assert closest_heading(answer(Verdict.UNSURE, 1)) == "Closest passage:"
    assert closest_heading(answer(Verdict.NOT_FOUND)) == "The closest passages, which do not answer it:"
    assert closest_heading(answer(Verdict.NOT_FOUND, 1)) == "The closest passage, which does not answer it:"


def test_an_answer_without_passages_says_why() -> None:
    nothing = Filtered(filters=Filters(), passages=3, total=3, undated=0)
    excluded = replace(nothing, filters=Filters(author=("x",)), passages=0)
    for filtered in (None, nothing):
        assert verdict_line(answer(Verdict.NOT_FOUND, 0, filtered)) == (
            "Not found: no passage contains any word of the question."
        )
    assert verdict_line(answer(Verdict.NOT_FOUND, 0, excluded)) == "No passages match the filters."
    assert closest_heading(answer(Verdict.NOT_FOUND, 0)) == ""


def test_the_time_says_when_only_keywords_were_searched() -> None:
    assert elapsed(answer(Verdict.ANSWERED)) == "12 ms"
    assert elapsed(answer(Verdict.ANSWERED, provisional=True)) == "keywords only · 12 ms"
