"""One key goes through the app's own themes, and other themes stay available."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from chat import chatting

from qa_bot.tui.themes import DARK, HIGH_CONTRAST, LIGHT, theme_after


async def test_one_key_goes_through_the_themes() -> None:
    async with chatting() as chat:
        seen = [chat.app.theme]
        for _ in range(3):
            await chat.press("ctrl+t")
            seen.append(chat.app.theme)
        assert seen == [DARK, LIGHT, HIGH_CONTRAST, DARK]
        assert "nord" in chat.app.available_themes


def test_after_a_theme_of_others_comes_the_first_of_the_apps_own() -> None:
    assert theme_after("nord") == DARK


async def test_the_style_sheet_works_with_a_theme_of_others() -> None:
    async with chatting(theme="nord") as chat:
        assert chat.app.theme == "nord"
