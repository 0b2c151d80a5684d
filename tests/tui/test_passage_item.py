"""W shows why a passage was found."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import pytest
from chat import WHO, chatting, text_of
from fake_engine import FakeEngine

from qa_bot.tui.widgets.passage_item import PassageItem


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_w_tells_why_a_passage_was_found_and_hides_it_again(size: tuple[int, int]) -> None:
    async with chatting(size=size) as chat:
        card = await chat.answered(WHO)
        first, second, _ = card.query(PassageItem)
        await chat.press("tab", "w")
        assert "score 3.000, made of shared words" in text_of(first)
        assert "no distinctive word of the question matches" in text_of(first)
        await chat.press("w", "down", "w")
        assert "made of" not in text_of(first)
        assert not second.folded
        assert "made of" in text_of(second)
        await chat.press("space", "w")
        assert "made of" in text_of(second)


async def test_what_was_explained_stays_so_when_the_full_answer_comes() -> None:
    engine = FakeEngine()
    engine.may_load.clear()
    async with chatting(engine, loaded=False) as chat:
        card = await chat.ask(WHO)
        await chat.until(lambda: card.is_provisional)
        await chat.press("tab", "w")
        engine.may_load.set()
        await chat.until(lambda: card.answer is not None and not card.is_provisional)
        assert "made of" in text_of(card.query(PassageItem).first())
