"""Columns of text are bounded, and what is above the question line is aligned with it."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import pytest
from chat import WHO, chatting
from textual.widgets._toast import Toast

from qa_bot.tui.widgets.article_body import TEXT_CELLS, ArticleBody
from qa_bot.tui.widgets.conversation import Conversation
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


@pytest.mark.parametrize("height", [24, 44])
async def test_the_end_of_a_full_page_keeps_a_blank_row_above_the_status_line(height: int) -> None:
    async with chatting(size=(80, height)) as chat:
        for _ in range(5):
            await chat.answered(WHO)
        chat.app.query_one(Conversation).scroll_end(animate=False)
        await chat.pilot.pause()
        last = chat.cards[-1].query(PassageItem).last()
        assert chat.app.query_one(StatusLine).region.y == last.region.bottom + 1


@pytest.mark.parametrize("size", [(80, 24), (160, 40)])
async def test_a_notification_covers_neither_the_newest_passage_nor_the_details_of_the_library(
    size: tuple[int, int],
) -> None:
    async with chatting(size=size) as chat:
        await chat.press("f2")
        await chat.until(lambda: chat.app.is_browsing)
        chat.app.notify("What happened.\nIn two lines.")
        await chat.until(lambda: bool(chat.app.screen.query(Toast)))
        await chat.pilot.pause()
        toast = chat.app.screen.query_one(Toast).region
        assert toast.right >= size[0] - 2
        assert toast.y <= 1
        assert not toast.overlaps(chat.app.screen.query_one("#library-detail").region)


async def test_a_low_terminal_shows_the_answer_and_its_source() -> None:
    async with chatting(size=(80, 15)) as chat:
        item = (await chat.answered(WHO)).query(PassageItem).first()
        await chat.pilot.pause()
        assert chat.app.screen.region.contains_region(item.region)
        assert item.region.bottom <= chat.app.query_one(StatusLine).region.y
