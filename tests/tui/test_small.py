"""A narrow and low terminal, 40 columns by 15 rows, shows what was asked for."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import pytest
from chat import WHO, Chat, chatting

from qa_bot.tui.widgets.passage_item import PassageItem

SMALL = (40, 15)


def rows(chat: Chat) -> list[str]:
    """What the terminal shows, row by row."""
    return [
        "".join(segment.text for segment in strip) for strip in chat.app.screen._compositor.render_strips()
    ]


async def test_the_library_has_rows_and_the_reason_of_one() -> None:
    async with chatting(size=SMALL, loaded=False) as chat:
        await chat.until(lambda: bool(chat.app.query("FooterKey")) and "4 articles" in chat.status)
        await chat.press("f2")
        await chat.until(lambda: any("bridge reopens" in row for row in rows(chat)))
        await chat.press("end")
        await chat.until(lambda: any("not a format that is read" in row for row in rows(chat)))
        assert any("unsupported" in row for row in rows(chat))


@pytest.mark.parametrize("number", [0, 1])
async def test_the_reasons_of_a_passage_come_into_view(number: int) -> None:
    async with chatting(size=SMALL, loaded=False) as chat:
        await chat.answered(WHO)
        await chat.press("tab", *["down"] * number, "w")
        await chat.pilot.pause()
        assert any("made of" in row for row in rows(chat))
        await chat.press("w")
        await chat.pilot.pause()
        assert not any("made of" in row for row in rows(chat))


async def test_a_folded_row_has_room_for_the_passage_s_words() -> None:
    async with chatting(size=SMALL, loaded=False) as chat:
        card = await chat.answered(WHO)
        second = list(card.query(PassageItem))[1]
        row = second.render_line(0).text
        assert second.hit.passage.text[:8] in row
        assert "……" not in row.replace(" ", "")


@pytest.mark.parametrize("size", [SMALL, (80, 24), (140, 40)])
async def test_the_last_cell_of_the_footer_is_not_half_of_something(size: tuple[int, int]) -> None:
    async with chatting(size=size, loaded=False) as chat:
        await chat.until(lambda: bool(chat.app.query("FooterKey")))
        await chat.press("tab")
        await chat.pilot.pause()
        palette = [key for key in chat.app.query("FooterKey.-command-palette") if key.display]
        assert all(key.region.right == size[0] for key in palette)
        assert bool(palette) is (size[0] >= 60)
