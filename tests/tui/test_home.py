"""The app begins with the user's theme, and stores the next one that is chosen."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from typing import TYPE_CHECKING

from chat import Chat
from fake_engine import FakeEngine

from qa_bot.core.settings import InMemorySettings
from qa_bot.settings.config import read_config
from qa_bot.settings.user_settings import UserSettings
from qa_bot.tui import QaBotApp
from qa_bot.tui.themes import DARK, LIGHT

if TYPE_CHECKING:
    from pathlib import Path


def app_with(settings: InMemorySettings | UserSettings) -> QaBotApp:
    return QaBotApp(FakeEngine().load, settings=settings)


async def test_the_theme_of_the_settings_is_taken() -> None:
    app = app_with(InMemorySettings(theme="nord"))
    async with app.run_test():
        assert app.theme == "nord"


async def test_an_unknown_theme_is_told() -> None:
    app = app_with(InMemorySettings(theme="nrd"))
    async with app.run_test(notifications=True) as pilot:
        assert app.theme == DARK
        await pilot.pause()
        assert "There is no theme nrd" in Chat(app, pilot, FakeEngine()).notifications[0]


async def test_a_chosen_theme_is_stored(config_file: Path) -> None:
    app = app_with(UserSettings(read_config(config_file)))
    async with app.run_test() as pilot:
        chat = Chat(app, pilot, FakeEngine())
        assert not config_file.exists()  # beginning stores nothing
        await chat.press("ctrl+t")
        await chat.until(lambda: read_config(config_file).values.get("theme") == LIGHT)
    again = app_with(UserSettings(read_config(config_file)))
    async with again.run_test():
        assert again.theme == LIGHT


async def test_a_theme_that_cannot_be_stored_is_told_and_taken(config_file: Path) -> None:
    app = app_with(UserSettings(read_config(config_file)))
    config_file.parent.write_text("a file where a folder belongs")
    async with app.run_test(notifications=True) as pilot:
        chat = Chat(app, pilot, FakeEngine())
        await chat.press("ctrl+t")
        await chat.until(lambda: any("The theme was not stored." in told for told in chat.notifications))
        assert app.theme == LIGHT
