"""Each key of the table runs its action in its place; the help and the palette come from the table.

A new list in actions.py fails here until it is among PLACES and SCENES says how to get to its place.
"""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from chat import WHO, Chat, chatting, text_of
from fake_engine import BRIDGE, MARKET, FakeEngine
from test_source_list import ListingEngine
from textual.binding import Binding

from qa_bot.tui import QaBotApp, actions
from qa_bot.tui.actions import LIBRARY_PLACES, PLACES, table
from qa_bot.tui.library.table import LibraryTable
from qa_bot.tui.widgets.completion_list import CompletionList
from qa_bot.tui.widgets.dialogs import HelpDialog
from qa_bot.tui.widgets.question_line import QuestionLine

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


async def in_the_line(chat: Chat) -> None:
    """Stay where the app begins."""
    await chat.answered(WHO)


async def at_a_passage(chat: Chat) -> None:
    """Focus the best passage, which is unfolded."""
    await chat.answered(WHO)
    await chat.press("tab")


async def at_a_folded_passage(chat: Chat) -> None:
    """Focus the second passage."""
    await at_a_passage(chat)
    await chat.press("down")


async def with_an_open_list(chat: Chat) -> None:
    """Type a filter's key."""
    offered = chat.app.query_one(CompletionList)
    await chat.until(lambda: bool(offered.values.matching("in", "", 1)))
    await chat.burst("in:")


async def in_an_article(chat: Chat) -> None:
    """Open the article of the best passage."""
    await at_a_passage(chat)
    await chat.press("enter")
    await chat.until(lambda: chat.app.is_reading)


async def finding_words(chat: Chat) -> None:
    """Search an article."""
    await in_an_article(chat)
    await chat.press("/", "b")


async def at_a_list_of_articles(chat: Chat) -> None:
    """Ask for articles, and go to the list."""
    await chat.answered("which articles are there")
    await chat.press("tab")


async def at_the_second_article_of_a_list(chat: Chat) -> None:
    """Ask for articles, and go to the second one; Up leaves the list from the first."""
    await at_a_list_of_articles(chat)
    await chat.press("down")


async def in_the_library(chat: Chat) -> None:
    """Open the library, at its second row."""
    await chat.press("f2")
    await chat.until(lambda: chat.app.is_browsing and chat.app.query_one(LibraryTable).row is not None)
    await chat.press("home", "down")


async def at_an_excluded_file(chat: Chat) -> None:
    """Open the library, at a file that is excluded."""
    chat.engine.excluded.add("sheet.xlsx")
    await in_the_library(chat)
    await chat.press("end")


async def searching_the_library(chat: Chat) -> None:
    """Search the library."""
    await in_the_library(chat)
    await chat.press("slash", "b")


SCENES: dict[str, Callable[[Chat], Awaitable[None]]] = {
    "app": in_the_line,
    "question": in_the_line,
    "question.close": with_an_open_list,
    "passage": at_a_passage,
    "passage.unfold": at_a_folded_passage,
    "conversation": at_a_passage,
    "copy": at_a_passage,
    "article": in_an_article,
    "find": finding_words,
    "listing": at_a_list_of_articles,
    "listing.previous": at_the_second_article_of_a_list,
    "library": in_the_library,
    "library.include": at_an_excluded_file,
    "table": in_the_library,
    "search": searching_the_library,
}
"""How to get to where a key works, by place or by action."""
OTHER_SCREENS = (
    "DIALOG",
    "FIRST_START",
    "ADD_DIALOG",
    "HEADINGS",
    "SEARCH_DIALOG",
    "EXPORT_DIALOG",
    "CONVERSATIONS_DIALOG",
    "QUESTION_DIALOG",
)
"""Lists of other screens, whose tests press their keys."""
ENGINES: dict[str, Callable[[], FakeEngine]] = {
    "listing": lambda: ListingEngine(BRIDGE.source, MARKET.source),
}
"""What answers where the usual answer would not do, by place."""
ELSEWHERE = {"app.as_typed", "app.unfiltered", "card.more"}
"""Actions that only some answers have; test_asking_again.py and test_findings.py press their keys."""
ENDS = ("quit",)
"""Actions that end the app, and so are seen but not run."""

KEYS = [
    (row.id or "", one.key)
    for row in table()
    if row.id not in ELSEWHERE
    for one in Binding.make_bindings([row])
]


def scene_of(name: str) -> str:
    """Return the key of SCENES that leads to where an action works."""
    place = name if name in SCENES else name.partition(".")[0]
    assert place in SCENES, f"SCENES does not say how to get to where {name} works"
    return place


@pytest.mark.parametrize("place", SCENES)
async def test_each_key_runs_its_action_in_its_place(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each key is pressed in a conversation of its own; starting the app for each would take a minute."""
    rows = {row.id: row for row in table()}
    run: list[str] = []
    own = QaBotApp.run_action

    async def seen(app: QaBotApp, action: str, *rest: Any, **named: Any) -> bool:
        run.append(action)
        return True if action in ENDS else await own(app, action, *rest, **named)

    monkeypatch.setattr(QaBotApp, "run_action", seen)
    async with chatting(ENGINES.get(place.partition(".")[0], FakeEngine)()) as chat:
        for name, key in ((name, key) for name, key in KEYS if scene_of(name) == place):
            await begin_anew(chat)
            await SCENES[place](chat)
            run.clear()
            await chat.press(key)
            assert run[-1:] == [rows[name].action], f"{key} for {name}"  # some widgets pass the key on
            target = name_of_method(rows[name].action)
            nodes = (*chat.app.screen_stack[0].walk_children(), chat.app)
            assert any(hasattr(node, target) for node in nodes)


async def begin_anew(chat: Chat) -> None:
    """Close whatever is open, and begin a new conversation with an empty question line."""
    while len(chat.app.screen_stack) > 1:
        chat.app.pop_screen()
        await chat.pilot.pause()
    line = chat.app.query_one(QuestionLine)
    for _ in range(3):  # out of the find line, the article and the passages
        if chat.app.is_reading or chat.app.is_browsing or not line.has_focus:
            await chat.press("escape")
    line.value = ""
    await chat.app.run_action("clear")
    await chat.until(lambda: not chat.cards)


def name_of_method(action: str) -> str:
    """Return the method that carries out an action: "app.copy('x')" -> action_copy."""
    return f"action_{action.partition('(')[0].rpartition('.')[2]}"


def test_every_list_of_the_table_is_among_the_places() -> None:
    shown = {row.id for row in table()}
    for name, rows in vars(actions).items():
        if name.isupper() and name not in OTHER_SCREENS and isinstance(rows, list):
            assert {row.id for row in rows} <= shown, f"put {name} into PLACES in actions.py"


def test_every_action_has_one_id_of_its_own() -> None:
    names = [row.id or "" for row in table()]
    assert len(set(names)) == len(names)
    assert all(name.count(".") == 1 for name in names)


def test_labels_fit_into_a_column_of_the_help() -> None:
    assert [row.description for row in table() if len(row.description) > 17] == []


def test_every_action_is_documented_with_its_name_and_keys() -> None:
    page = (Path(__file__).parents[2] / "docs" / "app.md").read_text(encoding="utf-8")
    rows = [f"| `{row.id}` | {' '.join(row.key.split(','))} | {row.tooltip} |" for row in table()]
    assert [row for row in rows if row not in page] == [], "these rows are missing in docs/app.md"


@pytest.mark.parametrize("place", ["question", "library"])
async def test_all_keys_are_on_one_screen_of_80_by_24(place: str) -> None:
    async with chatting(size=(80, 24)) as chat:
        await SCENES[place](chat)
        await chat.press("f1")
        help_dialog = chat.app.screen
        assert isinstance(help_dialog, HelpDialog)
        await chat.pilot.pause()
        keys = help_dialog.query_one("#keys")
        assert help_dialog.region.contains_region(keys.region)
        assert keys.size.height == keys.virtual_size.height
        text = "\n".join(strip.text for strip in help_dialog._compositor.render_strips())
        for heading, rows in (LIBRARY_PLACES if place == "library" else PLACES).items():
            assert heading in text
            for row in rows:
                assert isinstance(row, Binding)
                assert row.description in text
        assert "…" not in text_of(keys)


@pytest.mark.parametrize("size", [(40, 15), (60, 20), (120, 40), (200, 60)])
async def test_the_help_has_columns_as_wide_as_the_terminal_allows(size: tuple[int, int]) -> None:
    async with chatting(size=size) as chat:
        await chat.press("f1")
        await chat.pilot.pause()
        keys = chat.app.screen.query_one("#keys")
        assert 0 < keys.size.width <= size[0]
        assert chat.app.screen.region.contains_region(chat.app.screen.query_one(".dialog").region)


async def test_the_palette_lists_what_works_where_the_focus_is() -> None:
    async with chatting() as chat:
        await chat.answered(WHO)

        def titles() -> set[str]:
            return {command.title for command in chat.app.get_system_commands(chat.app.screen)}

        in_line = titles()
        assert {
            "Question line: Ask the question",
            "Everywhere: Show all keys",
            "Copy: Copy citation",
        } <= in_line
        assert not any(title.startswith("Passages") for title in in_line)
        assert not any(word in " ".join(in_line) for word in ("Maximize", "Screenshot", "Keys"))
        await chat.press("tab")
        assert {"Passages: Fold the passage", "Passages: Open the article at this passage"} <= titles()
        assert "Passages: Unfold the passage" not in titles()


async def test_a_command_of_the_palette_acts_where_the_focus_was() -> None:
    async with chatting() as chat:
        await chat.answered(WHO)
        await chat.press("tab", "ctrl+p")
        await chat.until(lambda: len(chat.app.screen_stack) == 2)
        await chat.press(*"copy citation")
        await chat.pilot.pause(0.5)
        await chat.press("enter")
        await chat.until(lambda: "paragraph 2 of 4" in chat.app.clipboard)


async def test_update_in_the_palette_finds_the_update_before_other_commands() -> None:
    async with chatting(engine := FakeEngine()) as chat:
        await chat.answered(WHO)
        await chat.press("ctrl+p")
        await chat.until(lambda: len(chat.app.screen_stack) == 2)
        await chat.press(*"update")
        await chat.pilot.pause(0.5)
        await chat.press("enter")
        await chat.until(lambda: engine.builds == ["new"])
