"""All text of the app can be read in each of its themes."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chat import Chat, chatting
from contrast import weak_spots
from scenes import EveryAnswer, dialog_states, library_states, main_states, other_states

from qa_bot.tui.themes import HIGH_CONTRAST, THEMES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

TEXT, TEXT_IN_HIGH_CONTRAST = 4.5, 7.0
NAMES = [theme.name for theme in THEMES]
STATES = (main_states, other_states, library_states, dialog_states)


def weak_in(chat: Chat) -> list[str]:
    least = TEXT_IN_HIGH_CONTRAST if chat.app.theme == HIGH_CONTRAST else TEXT
    return [str(weak) for weak in weak_spots(chat.app.screen, least)]


@pytest.mark.parametrize("theme", NAMES)
@pytest.mark.parametrize("states", STATES)
async def test_all_text_and_lines_have_contrast(
    theme: str, states: Callable[[Chat], AsyncIterator[str]]
) -> None:
    weak: set[str] = set()
    async with chatting(EveryAnswer(), size=(120, 40), theme=theme) as chat:
        async for name in states(chat):
            await chat.pilot.pause()
            weak |= {f"{name}: {spot}" for spot in weak_in(chat)}
    assert not weak, "\n".join(sorted(weak))
