"""The footer is never cut: it drops the keys that do not fit."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import gc
import weakref
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from chat import chatting
from scenes import EveryAnswer, library_states, main_states
from textual.widgets._footer import FooterKey

from qa_bot.tui.library.dialogs import AddDialog
from qa_bot.tui.widgets.completion_list import CompletionList
from qa_bot.tui.widgets.conversations_dialog import ConversationsDialog
from qa_bot.tui.widgets.export_dialog import ExportDialog
from qa_bot.tui.widgets.key_footer import KeyFooter, fitting
from qa_bot.tui.widgets.questions_dialog import QuestionsDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from chat import Chat
    from textual.screen import Screen


def keys(*names: str) -> list[FooterKey]:
    """Return keys of 10 cells each, with the blank behind them."""
    return [FooterKey("x", "x", "1234567", name) for name in names]


def shown(names: list[str], cells: int) -> list[str]:
    return [key.action for key in fitting(keys(*names), cells)]


def test_all_keys_stay_where_there_is_room() -> None:
    assert shown(["open", "app.quit", "help"], 30) == ["open", "app.quit", "help"]


def test_general_keys_go_first_then_the_last_and_help_stays() -> None:
    names = ["open", "copy('x')", "app.quit", "help", "library", "app.command_palette"]
    assert shown(names, 59) == ["open", "copy('x')", "app.quit", "help", "library"]
    assert shown(names, 49) == ["open", "copy('x')", "app.quit", "help"]
    assert shown(names, 39) == ["open", "copy('x')", "help"]
    assert shown(names, 29) == ["open", "help"]
    assert shown(names, 5) == ["help"]


@pytest.mark.parametrize("size", [(80, 24), (40, 15)])
async def test_it_is_whole_in_the_main_states(size: tuple[int, int]) -> None:
    async with chatting(EveryAnswer(), size=size) as chat:
        for states in (main_states, library_states):
            async for name in states(chat):
                await chat.pilot.pause()
                regions = sorted(
                    (key.region for key in chat.app.screen.query_one(KeyFooter).query(FooterKey)),
                    key=lambda region: region.x,
                )
                assert regions, name
                assert regions[-1].right <= size[0], name
                for left, right in pairwise(regions):
                    assert left.right <= right.x, name


def labels(chat: Chat) -> dict[str, str]:
    """Return what the footer calls the action of each key."""
    return {key.key: key.description for key in chat.app.screen.query_one(KeyFooter).query(FooterKey)}


async def test_tab_takes_a_completion_while_some_are_offered() -> None:
    async with chatting(size=(120, 24)) as chat:
        offered = chat.app.query_one(CompletionList)
        await chat.until(lambda: bool(offered.values.matching("in", "", 1)))
        await chat.until(lambda: labels(chat).get("tab") == "Passages")
        await chat.press(*"in:")
        await chat.until(lambda: labels(chat).get("tab") == "Take")
        await chat.press("tab")
        await chat.until(lambda: labels(chat).get("tab") == "Passages")


@pytest.mark.parametrize(
    ("dialog", "label"),
    [
        (ConversationsDialog, "Open"),
        (lambda: QuestionsDialog(["Why?"]), "Take"),
        (lambda: ExportDialog("a.md"), "Write"),
        (AddDialog, "Add"),
    ],
)
async def test_a_dialog_with_a_line_shows_what_enter_does(
    dialog: Callable[[], Screen[object]], label: str
) -> None:
    async with chatting() as chat:
        chat.app.push_screen(dialog())
        await chat.until(lambda: labels(chat).get("enter") == label)


async def test_it_fits_another_width() -> None:
    async with chatting(size=(120, 24)) as chat:
        footer = chat.app.screen.query_one(KeyFooter)
        await chat.until(lambda: len(footer.query(FooterKey)) > 3)
        many = len(footer.query(FooterKey))
        await chat.pilot.resize_terminal(40, 24)
        await chat.until(lambda: 0 < len(footer.query(FooterKey)) < many)


async def test_its_keys_stay_where_none_has_changed() -> None:
    """To build them again takes longer than to draw an answer."""
    async with chatting(EveryAnswer(), size=(120, 24)) as chat:
        footer = chat.app.screen.query_one(KeyFooter)
        await chat.answered("bridge engineer")
        keys = list(footer.query(FooterKey))
        await chat.answered("harbour bridge")
        await chat.pilot.pause()
        assert list(footer.query(FooterKey)) == keys
        await chat.press("tab")
        await chat.until(lambda: any(key.action == "open" for key in footer.query(FooterKey)))


async def test_keys_that_are_gone_take_no_memory() -> None:
    async with chatting(EveryAnswer(), size=(120, 24)) as chat:
        footer = chat.app.screen.query_one(KeyFooter)
        await chat.answered("bridge engineer")
        gone = [weakref.ref(key) for key in footer.query(FooterKey)]
        for _ in range(2):
            await chat.press("tab", "escape")
            await chat.pilot.pause()
        gc.collect()
        assert not any(key() for key in gone)
