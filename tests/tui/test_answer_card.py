"""A card shows under its question what the filters excluded, and which were read as words."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from dataclasses import replace

import pytest
from chat import WHO, chatting, text_of, text_of_card
from fake_engine import BRIDGE, FakeEngine

from qa_bot.core.errors import QuestionError
from qa_bot.core.query_syntax import parse_question
from qa_bot.core.types import Answer, Filtered, Verdict
from qa_bot.tui.widgets.findings import Findings


class FilteringEngine(FakeEngine):
    """Tells the filters of the line as an engine does."""

    def ask(self, question: str, k: int, *, after: Answer | str | None = None) -> Answer:
        """Answer with one passage when there are filters, with none when they name nobody."""
        words, filters = parse_question(question)
        answer = super().ask(words, k, after=after)
        nobody = "nobody" in filters.author
        hits = () if nobody else answer.hits[:1]
        return replace(
            answer,
            hits=hits,
            verdict=Verdict.NOT_FOUND if nobody else answer.verdict,
            filtered=Filtered(filters=filters, passages=len(hits), total=8, undated=2),
        )


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_what_was_excluded_stands_under_the_question(size: tuple[int, int]) -> None:
    async with chatting(FilteringEngine(), size=size) as chat:
        card = await chat.answered(f"{WHO} author:marrow -tram")
        shown = text_of_card(card)
        assert (
            "author marrow \u00b7 without tram \u00b7 1 of 8 passages \u00b7 2 articles skipped: date"
            in shown
        )
        nobody = await chat.answered(f"{WHO} author:nobody")
        assert "Not found: no passages match the filters" in text_of_card(nobody)


async def test_without_filters_no_line_tells_of_them() -> None:
    async with chatting() as chat:
        card = await chat.answered(WHO)
        assert text_of(card.query_one(Findings)) == "✓ Answered · 12 ms"


async def test_a_key_with_a_space_behind_it_is_told_to_be_a_word() -> None:
    async with chatting() as chat:
        card = await chat.answered(f"{WHO} author: marrow")
        assert "For a filter, write author:moss with no space" in text_of_card(card)


async def test_a_malformed_filter_is_told_in_its_card() -> None:
    engine = FakeEngine([BRIDGE])
    engine.ask_error = QuestionError("after:march is not a date: write after:2020.")
    async with chatting(engine) as chat:
        card = await chat.ask("who after:march")
        await chat.until(lambda: "is not a date" in text_of(card.query_one(Findings)))
