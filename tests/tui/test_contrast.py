"""All text of the app can be read in each of its themes."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chat import Chat, chatting
from contrast import contrast_of, weak_spots
from scenes import EveryAnswer, dialog_states, library_states, main_states, other_states
from textual.color import Color
from textual.widgets import Static

from qa_bot.core.settings import InMemorySettings
from qa_bot.settings.first_library import NewLibrary
from qa_bot.tui import QaBotApp
from qa_bot.tui.first_start import FirstStart
from qa_bot.tui.themes import HIGH_CONTRAST, THEMES
from qa_bot.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

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


@pytest.mark.parametrize("theme", NAMES)
async def test_the_first_start_has_contrast(theme: str, config_file: Path) -> None:
    app = QaBotApp(EveryAnswer().load, settings=InMemorySettings(theme=theme))
    app.first_library = NewLibrary(lambda: None)
    async with app.run_test(size=(80, 24)) as pilot:
        chat = Chat(app, pilot, EveryAnswer())
        await chat.until(lambda: isinstance(app.screen, FirstStart))
        assert not weak_in(chat)
        await chat.press(*"/no")
        app.screen.query_one("#glance", Static).update("A folder")
        await chat.press("tab")
        assert not weak_in(chat)
        app.screen.query_one("#glance").add_class("-failed")
        await chat.pilot.pause()
        assert not weak_in(chat)


def test_contrast_is_that_of_wcag() -> None:
    black, white, grey = (Color.parse(name) for name in ("#000000", "#ffffff", "#777777"))
    assert contrast_of(black, white) == pytest.approx(21)
    assert contrast_of(grey, white) == pytest.approx(4.48, abs=0.005)
    assert contrast_of(black.with_alpha(0.5), white) == pytest.approx(
        contrast_of(Color(128, 128, 128), white), 0.02
    )


async def test_weak_text_is_found() -> None:
    async with chatting(size=(80, 24)) as chat:
        chat.app.screen.query_one(StatusLine).styles.color = Color.parse("#444444")
        await chat.pilot.pause()
        assert any(spot.startswith("StatusLine: '4 articles") for spot in weak_in(chat))
