"""Columns of text are bounded, and what is above the question line is aligned with it."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import pytest
from chat import WHO, chatting

from qa_bot.tui.widgets.article_body import TEXT_CELLS, ArticleBody
from qa_bot.tui.widgets.passage_item import PassageItem
from qa_bot.tui.widgets.question_line import QuestionLine
from qa_bot.tui.widgets.status_line import StatusLine

COLUMN_CELLS = 104


@pytest.mark.parametrize("width", [60, 100, 121, 200, 300])
async def test_text_is_in_one_column_of_bounded_width(width: int) -> None:
    async with chatting(size=(width, 30)) as chat:
        card = await chat.answered(WHO)
        item, line = card.query(PassageItem).first(), chat.app.query_one(QuestionLine)
        assert card.region.width <= COLUMN_CELLS
        assert card.region.x == line.region.x
        lefts = {
            widget.content_region.x
            for widget in (item, line, chat.app.query_one(StatusLine), card.query_one(".question"))
        }
        assert len(lefts) == 1
        await chat.press("tab", "enter")
        await chat.until(lambda: chat.app.is_reading)
        assert chat.app.query_one(ArticleBody).column[1] <= TEXT_CELLS


async def test_a_low_terminal_shows_the_answer_and_its_source() -> None:
    async with chatting(size=(80, 15)) as chat:
        item = (await chat.answered(WHO)).query(PassageItem).first()
        await chat.pilot.pause()
        assert chat.app.screen.region.contains_region(item.region)
        assert item.region.bottom <= chat.app.query_one(StatusLine).region.y
