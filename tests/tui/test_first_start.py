"""A first start takes a folder that is typed, dropped or pasted, or the sample, and opens it."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from chat import Chat, text_of
from commands import write_pile
from fake_engine import FakeEngine
from textual.events import Paste
from textual.widgets import Button, Input, Static
from textual.widgets._footer import FooterKey

from qa_bot.settings.config import read_config
from qa_bot.settings.first_library import NewLibrary
from qa_bot.tui import QaBotApp
from qa_bot.tui.first_start import FirstStart, completed
from qa_bot.tui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

SIZES = [(40, 15), (80, 24), (200, 60)]


class Beginner(Chat):
    """A person at a first start."""

    @property
    def line(self) -> Input:
        """The line for a folder."""
        return self.app.screen.query_one("#folder", Input)

    @property
    def glance(self) -> str:
        """What the screen says about the folder."""
        return text_of(self.app.screen.query_one("#glance", Static))

    @property
    def whole_glance(self) -> str:
        """The same before it is broken into lines, which a long path is."""
        return str(self.app.screen.query_one("#glance", Static).content)

    @property
    def is_asked(self) -> bool:
        """Whether the first start is on the screen."""
        return isinstance(self.app.screen, FirstStart)

    async def drop(self, text: str) -> None:
        """Drop a file on the terminal."""
        (self.app.focused or self.app.screen).post_message(Paste(text))
        await self.pilot.pause()


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """Give a folder of three articles, with a blank in its name."""
    return write_pile(tmp_path / "my pile")


@asynccontextmanager
async def beginning(size: tuple[int, int] = (80, 24)) -> AsyncIterator[Beginner]:
    engine = FakeEngine()
    app = QaBotApp(engine.load)
    app.first_library = NewLibrary(lambda: None)
    async with app.run_test(size=size, notifications=True) as pilot:
        beginner = Beginner(app, pilot, engine)
        await beginner.until(lambda: beginner.is_asked)
        yield beginner


@pytest.mark.parametrize("size", SIZES)
async def test_both_ways_and_whole_paths_are_in_view(config_file: Path, size: tuple[int, int]) -> None:
    async with beginning(size) as beginner:
        shown = [str(widget.content) for widget in beginner.app.screen.query(Static)]
        assert any(str(config_file) in text for text in shown)
        assert any(str(config_file.parent.parent / "data" / "sample") in text for text in shown)
        for widget in (beginner.line, beginner.app.screen.query_one("#sample")):
            assert beginner.app.screen.region.contains_region(widget.region)


async def test_a_typed_folder_is_shown_whole_and_opened(
    config_file: Path, pile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(pile.parent))
    async with beginning() as beginner:
        await beginner.press(*"~/my", "tab")
        assert beginner.line.value == "~/my pile/"
        await beginner.until(lambda: str(pile) in beginner.whole_glance)
        assert beginner.glance.endswith("3 article files")
        await beginner.press("enter")
        await beginner.until(lambda: "tiny-model" in beginner.status)
        assert not beginner.is_asked
    assert read_config(config_file).folders_of("my-pile").corpus == pile


@pytest.mark.parametrize("at_the_line", [True, False])
async def test_a_dropped_file_stands_for_its_folder(config_file: Path, pile: Path, at_the_line: bool) -> None:
    async with beginning() as beginner:
        if not at_the_line:
            await beginner.press("tab")
            assert isinstance(beginner.app.focused, Button)
        await beginner.drop(f"'{pile}/cat.txt' ")
        await beginner.until(lambda: "3 article files" in beginner.glance)
        await beginner.press("enter")
        await beginner.until(lambda: not beginner.is_asked)
    assert read_config(config_file).folders_of("my-pile").corpus == pile


async def test_what_is_typed_at_the_sample_goes_into_the_line(config_file: Path, pile: Path) -> None:
    async with beginning() as beginner:
        beginner.line.value = f"{pile.parent}/"
        beginner.line.cursor_position = len(beginner.line.value)
        await beginner.press("tab")
        assert isinstance(beginner.app.focused, Button)
        await beginner.press(*"my", "tab")
        assert beginner.line.value == f"{pile}/"
        await beginner.press("enter")
        await beginner.until(lambda: not beginner.is_asked)
    assert read_config(config_file).folders_of("my-pile").corpus == pile


async def test_tab_and_enter_open_the_sample(config_file: Path) -> None:
    async with beginning() as beginner:
        await beginner.press("tab", "enter")
        await beginner.until(lambda: "tiny-model" in beginner.status)
    assert read_config(config_file).default_library == "sample"


async def test_down_and_enter_open_the_sample_and_the_screen_says_how(config_file: Path) -> None:
    async with beginning() as beginner:
        footer = beginner.app.screen.query_one(KeyFooter)
        await beginner.until(lambda: "Open this folder" in descriptions(footer))
        assert "Or press Tab, then Enter:" in text_of(beginner.app.screen.query_one("#or", Static))
        await beginner.press("down")
        assert isinstance(beginner.app.focused, Button)
        await beginner.until(lambda: "Open this folder" not in descriptions(footer))
        await beginner.press("up")
        assert beginner.line.has_focus
        await beginner.press("down", "enter")
        await beginner.until(lambda: "tiny-model" in beginner.status)
    assert read_config(config_file).default_library == "sample"


def descriptions(footer: KeyFooter) -> list[str]:
    return [key.description for key in footer.query(FooterKey)]


async def test_what_cannot_be_taken_is_told_and_asked_again(config_file: Path, tmp_path: Path) -> None:
    write_pile(tmp_path / "music", {"a.mp3": "x"})
    async with beginning((120, 40)) as beginner:
        for typed, told in (
            ("/nowhere", "There is no folder /nowhere."),
            (f"{tmp_path}/music", "There is no article"),
        ):
            beginner.line.value = typed
            await beginner.press("enter")
            await beginner.until(lambda told=told: told in beginner.glance)  # type: ignore[misc]
            assert beginner.is_asked
        assert not config_file.exists()
        config_file.parent.write_text("a file where a folder belongs")
        beginner.line.value = str(write_pile(tmp_path / "pile"))
        await beginner.press("enter")
        await beginner.until(lambda: "cannot be" in beginner.glance)


async def test_ctrl_q_quits_and_escape_does_not_leave_without_a_library(config_file: Path) -> None:
    async with beginning() as beginner:
        await beginner.press("escape")
        assert beginner.is_asked
        await beginner.press("ctrl+q")
        await beginner.until(lambda: not beginner.app.is_running)
    assert not config_file.exists()


def test_a_folder_is_completed_at_the_end_of_a_path(tmp_path: Path) -> None:
    for name in ("alpha", "alphabet", "beta"):
        (tmp_path / name).mkdir()
    (tmp_path / "apple.txt").write_text("")
    assert completed(f"{tmp_path}/a") == f"{tmp_path}/alpha/"
    assert completed(f"{tmp_path}/alphab") == f"{tmp_path}/alphabet/"
    for typed in (f"{tmp_path}/app", f"{tmp_path}/", "", "a", "/nowhere/x", "~no-such-user/x", "\x00/x"):
        assert completed(typed) == ""
