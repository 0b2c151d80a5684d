"""The lines on an answer's filters: what was applied, and which keys were read as words."""

from __future__ import annotations

import pytest

from qa_bot.core.query_syntax import NO_FILTERS, parse_question
from qa_bot.core.types import Answer, Filtered, Filters, Verdict
from qa_bot.wording.filters import filter_lines, unmatched_lines


def answer(question: str, filtered: Filtered | None = None) -> Answer:
    """Return an answer without passages."""
    return Answer(
        question=question,
        hits=(),
        highlight=None,
        verdict=Verdict.NOT_FOUND,
        elapsed_ms=1.0,
        filtered=filtered,
    )


def filtered(filters: Filters, passages: int, total: int, undated: int) -> Filtered:
    """Return what filters did to an index."""
    return Filtered(filters=filters, passages=passages, total=total, undated=undated)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("who author: moss", "“author:” was read as a word. For a filter, write author:moss with no space."),
        ("who AUTHOR: moss in: wire", "author:moss with no space. “in:” was read as a word."),
        ("who in:? wire", "“in:” was read as a word."),
        ("What came after: peace or war?", "For a filter, write after:2020"),
        ("who befor:2020", "“befor:” is not a filter; did you mean before:2020?"),
    ],
)
def test_what_only_looks_like_a_filter_is_reported(line: str, expected: str) -> None:
    """Otherwise whoever meant a filter would believe that it was applied."""
    assert parse_question(line) == (line, NO_FILTERS)
    assert expected in "".join(filter_lines(answer(line)))


@pytest.mark.parametrize("line", ["who?", "who author:moss", 'who title:"the author: moss"'])
def test_other_lines_report_no_key(line: str) -> None:
    """Nothing was read as a word."""
    assert filter_lines(answer(line)) == []


def test_applied_filters_are_one_clean_line() -> None:
    """Values come from outside, and undated articles are counted."""
    filters = Filters(publication=("A\x1b[31m B", "C"), after=("2020",), without=("x",), newest=True)
    assert filter_lines(answer("who", filtered(filters, 3, 1200, 2))) == [
        "publication A B or C · after 2020 · without x · newest first "
        "· 3 of 1,200 passages · 2 articles skipped: date unknown or too vague"
    ]
    assert filter_lines(answer("who", filtered(Filters(newest=True), 5, 5, 0))) == ["newest first"]
    assert filter_lines(answer("who", filtered(Filters(author=("x",)), 5, 5, 1))) == [
        "author x · 5 of 5 passages · 1 article skipped: date unknown or too vague"
    ]


def test_a_value_that_no_article_has_comes_with_the_one_that_is_likely_meant() -> None:
    """It is written so that it can be typed as it stands."""
    unmatched = (("publication", "Chna"), ("author", "mos"), ("title", "moon"))
    found = Filtered(
        filters=Filters(),
        passages=0,
        total=9,
        undated=0,
        unmatched=unmatched,
        likely=("China Daily", "Moss\x1b[31m", ""),
    )
    assert unmatched_lines(found) == [
        'No article has the publication “Chna”. Did you mean publication:"China Daily"?',
        "No article has the author “mos”. Did you mean author:Moss?",
        "No article has “moon” in its title.",
    ]
