"""The library: what it lists, how it is searched and sorted, and what its keys do."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

import pytest
from chat import Chat, chatting, text_of
from fake_engine import BRIDGE, MARKET, FakeEngine
from textual.widgets import Input, Static
from textual.widgets._footer import FooterKey

from qa_bot.core.errors import CorpusError, DamagedIndexError
from qa_bot.tui.library.dialogs import AddDialog
from qa_bot.tui.library.overview import Overview
from qa_bot.tui.library.pane import LibraryPane
from qa_bot.tui.library.table import LibraryTable
from qa_bot.tui.widgets.conversation import Conversation
from qa_bot.tui.widgets.dialogs import QuestionDialog
from qa_bot.tui.widgets.key_footer import KeyFooter
from qa_bot.tui.widgets.question_line import QuestionLine
from qa_bot.tui.widgets.status_line import StatusLine
from qa_bot.wording.library import COLUMNS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from qa_bot.core.library import AddReport
    from qa_bot.core.types import OnProgress

TITLES = ["The harbour bridge", "A night market", "[bold]Breaking", "unknown title (notes"]
"""Of the articles, newest first; what has no date comes last."""


@asynccontextmanager
async def browsing(
    engine: FakeEngine | None = None, *, size: tuple[int, int] = (110, 36)
) -> AsyncIterator[Chat]:
    """Open the library and wait for its rows."""
    async with chatting(engine, size=size) as chat:
        await chat.press("f2")
        await chat.until(lambda: browses(chat) and table(chat).row is not None)
        yield chat


def browses(chat: Chat) -> bool:
    return chat.app.is_browsing and len(chat.app.screen_stack) == 1


def table(chat: Chat) -> LibraryTable:
    return chat.app.screen_stack[0].query_one(LibraryTable)


def titles(chat: Chat) -> list[str]:
    return [row.cells[0] for row in table(chat)._rows]


def states(chat: Chat) -> list[str]:
    return [row.cells[-1] for row in table(chat)._rows]


def said(chat: Chat, where: str) -> str:
    return text_of(chat.app.screen_stack[0].query_one(where, Static))


def failure_of_adding(chat: Chat) -> str:
    return " ".join(text_of(told) for told in chat.app.screen.query(".dialog-failure"))


def footer(chat: Chat) -> list[str]:
    return [key.description for key in chat.app.screen.query_one(KeyFooter).query(FooterKey)]


async def test_the_footer_offers_nothing_to_do_to_a_row_where_there_is_none() -> None:
    async with browsing(size=(160, 36)) as chat:
        await chat.until(lambda: {"Read", "Exclude", "Remove"} <= set(footer(chat)))
        await chat.press("slash", *"zzz", "enter")
        await chat.until(
            lambda: "Sort" in footer(chat) and not {"Read", "Exclude", "Remove"} & set(footer(chat))
        )
        assert text_of(chat.app.query_one(Overview)) == ""


async def test_a_view_stays_when_its_last_row_leaves_it() -> None:
    async with browsing() as chat:
        await chat.press("x")
        await chat.until(lambda: "excluded" in states(chat))
        await chat.press("f", "f", "f")
        await chat.until(lambda: titles(chat) == ["bridge.md"] or states(chat) == ["excluded"])
        await chat.press("x")
        await chat.until(lambda: titles(chat) == [])
        assert "excluded only · 0 rows · Esc shows all" in said(chat, "#library-head")
        await chat.press("escape")
        await chat.until(lambda: len(titles(chat)) == 6)
        assert browses(chat)


async def test_it_lists_articles_newest_first_then_the_files_that_are_not_indexed() -> None:
    async with browsing() as chat:
        assert [title.startswith(start) for title, start in zip(titles(chat), TITLES, strict=False)] == [
            True
        ] * 4
        assert titles(chat)[4:] == ["broken[/].pdf", "sheet.xlsx"]
        assert states(chat)[4:] == ["failed", "unsupported"]
        assert "all 6  articles 4  not indexed 2" in said(chat, "#library-head")


async def test_the_overview_does_not_count_the_publications() -> None:
    """A question for the publications counts those that only a copy states, too."""
    async with browsing(size=(120, 40)) as chat:
        assert chat.app.screen_stack[0].query_one(Overview).render().plain.startswith("By publication\n")


async def test_the_whole_reason_and_the_whole_source_are_below_the_table() -> None:
    async with browsing() as chat:
        assert "The Quay Courier · Ilse Marrow · 2023-05-14 · 4 paragraphs" in said(chat, "#library-detail")
        assert "bridge.md · https://quay.example/bridge" in said(chat, "#library-detail")
        await chat.press("end", "up")
        await chat.until(lambda: said(chat, "#library-detail") == "broken[/].pdf the file ends in the middle")


async def test_search_narrows_as_one_types_and_escape_clears_it() -> None:
    async with browsing() as chat:
        await chat.press("slash", *"quay bri")
        await chat.until(lambda: len(titles(chat)) == 1)
        assert "with “quay bri” · 1 row · Esc shows all" in said(chat, "#library-head")
        await chat.press("enter")
        assert table(chat).has_focus
        await chat.press("escape")
        await chat.until(lambda: len(titles(chat)) == 6)
        await chat.press("escape")
        await chat.until(lambda: not chat.app.is_browsing)


async def test_a_search_without_rows_says_so_and_enter_does_nothing() -> None:
    async with browsing() as chat:
        await chat.press("slash", *"zzz")
        await chat.until(lambda: titles(chat) == [])
        assert said(chat, "#library-detail") == "Nothing found. Esc shows all."
        await chat.press("enter", "enter", "x", "d", "up", "down")
        assert browses(chat)


async def test_every_column_sorts_and_reverses() -> None:
    async with browsing() as chat:
        orders = set()
        for _ in COLUMNS:
            await chat.press("s")
            await chat.pilot.pause()
            orders.add(tuple(titles(chat)))
        assert len(orders) >= 3
        assert titles(chat)[0].startswith(TITLES[0])  # by date again
        await chat.press("r")
        await chat.until(lambda: titles(chat)[0].startswith("[bold]"))
        assert titles(chat)[3].startswith("unknown title")  # what is unknown comes last either way


async def test_the_header_names_the_column_it_is_sorted_by_where_that_is_not_shown() -> None:
    async with browsing(size=(80, 24)) as chat:
        await chat.press("s")
        await chat.until(lambda: "title · by paragraphs ▼" in text_of(table(chat)))
        await chat.press("s")
        await chat.until(lambda: "state ▲" in text_of(table(chat)))
        assert " by " not in text_of(table(chat)).splitlines()[0]


async def test_a_click_on_a_header_sorts_by_it() -> None:
    async with browsing() as chat:
        await chat.pilot.click(LibraryTable, offset=(2, 0))
        await chat.until(lambda: titles(chat)[0].startswith("[bold]"))
        await chat.pilot.click(LibraryTable, offset=(2, 0))
        await chat.until(lambda: titles(chat)[0].startswith("unknown title"))


async def test_f_shows_one_kind_of_rows_after_the_other() -> None:
    async with browsing() as chat:
        await chat.press("f")
        await chat.until(lambda: len(titles(chat)) == 4)
        await chat.press("f")
        await chat.until(lambda: titles(chat) == ["broken[/].pdf", "sheet.xlsx"])
        await chat.press("f")
        await chat.until(lambda: len(titles(chat)) == 6)


async def test_what_narrows_the_rows_is_shown_also_after_reopening_until_escape() -> None:
    async with browsing() as chat:
        await chat.press("f", "p", "slash", *"quay", "enter", "f2")
        await chat.until(lambda: not chat.app.is_browsing)
        await chat.press("f2")
        await chat.until(lambda: browses(chat))
        shown = "articles only · publication The Quay Courier · with “quay” · 1 row · Esc shows all"
        assert shown in said(chat, "#library-head")
        await chat.press("escape")
        await chat.until(lambda: len(titles(chat)) == 6)
        assert "Esc shows all" not in said(chat, "#library-head")


async def test_p_shows_one_publication() -> None:
    async with browsing() as chat:
        await chat.press("p")
        await chat.until(lambda: len(titles(chat)) == 1)
        await chat.press("p")
        await chat.until(lambda: len(titles(chat)) == 6)


async def test_the_cursor_moves_by_rows_pages_and_to_the_ends() -> None:
    async with browsing() as chat:
        for key, place in (("j", 1), ("down", 2), ("k", 1), ("G", 5), ("g", 0), ("pagedown", 5), ("home", 0)):
            await chat.press(key)
            assert table(chat).cursor == place, key


async def test_enter_opens_the_article_in_the_reader_and_the_library_keeps_its_place() -> None:
    async with browsing() as chat:
        await chat.press("down", "enter")
        await chat.until(lambda: chat.app.is_reading)
        assert "night market" in text_of(chat.app.query_one("#reader-head"))
        await chat.press("f2")
        await chat.until(lambda: browses(chat))
        assert table(chat).cursor == 1


async def test_a_file_without_an_article_cannot_be_opened() -> None:
    async with browsing() as chat:
        await chat.press("end", "enter")
        await chat.until(lambda: "not in the index" in chat.notifications[-1])
        assert browses(chat)


async def test_x_excludes_and_brings_back_with_an_update_each() -> None:
    engine = FakeEngine()
    async with browsing(engine) as chat:
        await chat.press("x")
        await chat.until(lambda: "excluded" in states(chat))
        assert engine.excluded == {"bridge.md"}
        assert "Excluded bridge.md. Updating the index." in chat.notifications
        row = table(chat).row
        assert row
        assert row.file.path == "bridge.md"
        await chat.press("x")
        await chat.until(lambda: "excluded" not in states(chat))
        assert engine.excluded == set()
        assert engine.builds == ["new", "new"]


@pytest.mark.parametrize("answer", ["n", "escape"])
async def test_nothing_is_removed_without_a_yes(answer: str) -> None:
    engine = FakeEngine()
    async with browsing(engine) as chat:
        await chat.press("d")
        await chat.until(lambda: isinstance(chat.app.screen, QuestionDialog))
        await chat.press("enter", answer)
        await chat.until(lambda: browses(chat))
        assert (engine.removed, engine.builds) == (set(), [])


async def test_a_file_is_removed_after_a_yes() -> None:
    engine = FakeEngine()
    async with browsing(engine) as chat:
        await chat.press("d")
        await chat.until(lambda: isinstance(chat.app.screen, QuestionDialog))
        await chat.press("y")
        await chat.until(lambda: len(titles(chat)) == 5)
        assert engine.removed == {"bridge.md"}
        assert engine.builds == ["new"]


async def test_a_file_that_cannot_be_removed_is_told_and_stays() -> None:
    engine = FakeEngine()
    engine.remove_error = CorpusError("bridge.md cannot be moved to the bin[/].")
    async with browsing(engine) as chat:
        await chat.press("delete")
        await chat.until(lambda: isinstance(chat.app.screen, QuestionDialog))
        await chat.press("y")
        await chat.until(lambda: chat.notifications == ["bridge.md cannot be moved to the bin[/]."])
        assert (len(titles(chat)), engine.builds) == (6, [])


async def test_a_adds_what_is_typed_and_updates() -> None:
    engine = FakeEngine()
    async with browsing(engine) as chat:
        await chat.press("a")
        await chat.until(lambda: isinstance(chat.app.screen, AddDialog))
        chat.app.screen.query_one(Input).value = "'my notes.txt' https://quay.example/a"
        await chat.press("enter")
        await chat.until(lambda: engine.builds == ["new"])
        assert engine.added == ["my notes.txt", "https://quay.example/a"]
        assert chat.notifications[0] == "added: my notes.txt\nadded: https://quay.example/a"


async def test_what_cannot_be_added_is_told_and_nothing_is_updated() -> None:
    engine = FakeEngine()
    async with browsing(engine) as chat:
        await chat.press("a")
        await chat.until(lambda: isinstance(chat.app.screen, AddDialog))
        chat.app.screen.query_one(Input).value = "no.txt"
        await chat.press("enter")
        await chat.until(lambda: "failed: no.txt · there is no such file" in failure_of_adding(chat))
        assert (chat.app.screen.query_one(Input).value, chat.notifications) == ("no.txt", [])
        assert engine.builds == []
        await chat.press("escape", "a")
        await chat.until(lambda: isinstance(chat.app.screen, AddDialog))
        await chat.press("enter")  # nothing typed
        await chat.until(lambda: browses(chat))
        assert engine.added == ["no.txt"]


async def test_u_updates_and_shift_u_rebuilds_after_asking() -> None:
    engine = FakeEngine()
    async with browsing(engine) as chat:
        await chat.press("u")
        await chat.until(lambda: engine.builds == ["new"] and len(chat.notifications) == 1)
        await chat.press("U")
        await chat.until(lambda: isinstance(chat.app.screen, QuestionDialog))
        await chat.press("y")
        await chat.until(lambda: engine.builds == ["new", "all"])


async def test_an_update_is_shown_in_the_library_and_can_be_cancelled() -> None:
    engine = FakeEngine()
    engine.may_build.clear()
    async with browsing(engine) as chat:
        await chat.press("ctrl+r")
        await chat.until(lambda: "Updating · reading 2 of 6" in chat.status)
        await chat.press("ctrl+g")
        await chat.until(lambda: any("The build was cancelled" in said for said in chat.notifications))
        assert chat.status == "4 articles · 8 passages · tiny-model"
        engine.may_build.set()
        await chat.press("ctrl+r")
        await chat.until(lambda: any("4 articles" in said for said in chat.notifications))


async def test_a_cancelled_update_leaves_the_conversation_as_it_was() -> None:
    engine = FakeEngine()
    engine.may_build.clear()
    async with chatting(engine) as chat:
        await chat.press("ctrl+g")
        await chat.until(lambda: chat.notifications == ["Nothing is running."])
        await chat.press("ctrl+r")
        await chat.until(lambda: "Updating" in chat.status)
        await chat.press("ctrl+g")
        await chat.until(lambda: chat.status == "4 articles · 8 passages · tiny-model")
        card = await chat.answered("Who designed the harbour bridge?")
        assert card.answer is not None


async def test_a_first_build_that_is_cancelled_can_be_resumed() -> None:
    engine = FakeEngine()
    engine.may_open.clear()
    async with chatting(engine, loaded=False) as chat:
        await chat.until(lambda: "embedding 1 of 4" in chat.status)
        await chat.press("ctrl+g")
        await chat.until(lambda: "The build was cancelled." in chat.error_panel)
        assert "There is no index yet" in chat.error_panel
        assert "could not be opened" not in chat.error_panel
        assert "Press Ctrl+R" in chat.error_panel
        engine.may_open.set()
        await chat.press("ctrl+r")
        await chat.until(lambda: "tiny-model" in chat.status)
        assert chat.error_panel == ""


async def test_a_change_during_an_update_is_followed_by_another() -> None:
    engine = FakeEngine()
    engine.may_build.clear()
    async with browsing(engine) as chat:
        await chat.press("u")
        await chat.until(lambda: engine.builds == ["new"])
        await chat.press("x")
        await chat.until(lambda: engine.excluded == {"bridge.md"})
        await chat.pilot.pause(0.1)
        assert engine.builds == ["new"]
        engine.may_build.set()
        await chat.until(lambda: engine.builds == ["new", "new"] and "excluded" in states(chat))


class SlowToAdd(FakeEngine):
    """Adds nothing until a gate opens."""

    def __init__(self) -> None:
        super().__init__()
        self.may_add = Event()

    def add(self, sources: Sequence[str], on_progress: OnProgress) -> list[AddReport]:
        """Wait, then add."""
        self.may_add.wait(10)
        return super().add(sources, on_progress)


async def test_a_change_while_nothing_can_be_added_is_followed_by_an_update() -> None:
    engine = SlowToAdd()
    async with browsing(engine) as chat:
        await chat.press("a")
        await chat.until(lambda: isinstance(chat.app.screen, AddDialog))
        chat.app.screen.query_one(Input).value = "no.txt"
        await chat.press("enter")
        await chat.until(lambda: "Adding" in chat.status)
        await chat.press("x")
        await chat.until(lambda: engine.excluded == {"bridge.md"})
        await chat.until(lambda: "Excluded bridge.md. Updating the index." in chat.notifications)
        engine.may_add.set()
        await chat.until(lambda: engine.builds == ["new"] and "excluded" in states(chat))


async def test_a_library_that_cannot_be_read_says_why() -> None:
    engine = FakeEngine()
    engine.may_open.clear()
    engine.files_error = DamagedIndexError("store.sqlite[/] is not a readable store.")
    async with chatting(engine, loaded=False) as chat:
        await chat.press("f2")
        await chat.until(lambda: chat.notifications == ["The index is not open yet. Try again when it is."])
        engine.may_open.set()
        await chat.until(lambda: "tiny-model" in chat.status)
        await chat.press("f2")
        await chat.until(lambda: "store.sqlite[/]" in chat.notifications[-1])


@pytest.mark.parametrize("key", ["escape", "f2", "q"])
async def test_the_library_is_left_with_the_question_line_as_it_was(key: str) -> None:
    async with chatting() as chat:
        await chat.press(*"brid", "f2")
        await chat.until(lambda: browses(chat))
        await chat.press(key)
        await chat.until(lambda: not chat.app.is_browsing)
        line = chat.app.query_one(QuestionLine)
        assert (line.value, line.has_focus) == ("brid", True)


async def test_keys_of_the_conversation_do_nothing_under_the_library() -> None:
    async with chatting() as chat:
        await chat.answered("Who designed the harbour bridge?")
        await chat.press("f2")
        await chat.until(lambda: browses(chat))
        await chat.press("ctrl+l")
        assert len(chat.cards) == 1


@pytest.mark.parametrize("size", [(40, 15), (60, 20), (80, 24), (120, 40), (200, 60)])
async def test_rows_details_status_and_footer_fit(size: tuple[int, int]) -> None:
    async with browsing(size=size) as chat:
        screen = chat.app.screen
        for what in (LibraryTable, "#library-detail", StatusLine, "Footer"):
            assert screen.region.contains_region(screen.query_one(what).region)
        assert table(chat).size.height >= 5
        assert text_of(table(chat)).count("bridge") >= 1


async def beside(chat: Chat) -> None:
    """Wait until the library and the conversation are side by side, with the question line."""
    conversation, line = chat.app.query_one(Conversation), chat.app.query_one(QuestionLine)
    pane = chat.app.query_one(LibraryPane)
    await chat.until(lambda: pane.region.width > 0 and line.region.width > 0)
    assert conversation.region.right <= pane.region.x
    assert line.region.right <= pane.region.x
    assert pane.region.right == chat.app.size.width
    assert chat.app.screen.region.contains_region(line.region)


@pytest.mark.parametrize("width", [160, 230, 300])
async def test_from_160_columns_it_is_beside_the_conversation(width: int) -> None:
    async with browsing(size=(width, 40)) as chat:
        await beside(chat)
        await chat.press(*"?who built the harbour bridge")  # ? is no key of the library
        assert chat.app.query_one(QuestionLine).value == "?who built the harbour bridge"
        await chat.press("enter")
        await chat.until(lambda: len(chat.cards) == 1 and chat.cards[0].answer is not None)
        assert browses(chat)
        await chat.press("f2")
        assert table(chat).has_focus
        await chat.press("f2")
        assert not chat.app.is_browsing
        assert chat.app.query_one(QuestionLine).has_focus


async def test_a_wider_window_never_shows_fewer_columns() -> None:
    async with browsing(size=(60, 30)) as chat:
        counts = []
        for width in (60, 80, 90, 100, 118, 120, 159, 160, 180, 200, 220, 300):
            await chat.pilot.resize_terminal(width, 30)
            await chat.until(lambda width=width: chat.app.query_one(LibraryPane).region.right == width)  # type: ignore[misc]
            counts.append(len(table(chat)._columns))
        assert counts == sorted(counts)
        assert counts[-9:] == [len(COLUMNS)] * 9


@pytest.mark.parametrize("width", [120, 200])
async def test_the_counts_beside_the_table_name_publications_whole(width: int) -> None:
    long_name = "The Weekly Digest of the Harbour and of All Quays"
    articles = [replace(BRIDGE, source=replace(BRIDGE.source, publication=long_name)), MARKET]
    async with browsing(FakeEngine(articles), size=(width, 40)) as chat:
        counts = text_of(chat.app.query_one(Overview))
        assert "By publication The Weekly Digest of the Harbour and of All Quays █" in counts


async def test_the_months_above_the_table_have_a_line_where_the_counts_have_no_room() -> None:
    async with browsing(size=(200, 30)) as chat:
        head = chat.app.query_one("#library-head")
        for width, lines in ((110, 2), (120, 1), (110, 2)):
            await chat.pilot.resize_terminal(width, 30)
            await chat.until(lambda lines=lines: head.size.height == lines)  # type: ignore[misc]
            assert ("2023-05" in said(chat, "#library-head")) == (lines == 2)


async def test_at_159_columns_it_hides_the_conversation_and_letters_are_not_typed() -> None:
    async with browsing(size=(159, 40)) as chat:
        assert not chat.app.query_one(QuestionLine).display
        assert table(chat).size.width > 100
        await chat.press("z")
        assert chat.app.query_one(QuestionLine).value == ""


async def test_an_article_of_the_library_covers_it_until_it_is_closed() -> None:
    async with browsing(size=(200, 40)) as chat:
        await chat.press("down", "enter")
        await chat.until(lambda: chat.app.is_reading)
        assert not chat.app.is_browsing
        await chat.press("escape")
        await chat.until(lambda: browses(chat))
        assert (table(chat).has_focus, table(chat).cursor) == (True, 1)
        await chat.press("escape", "escape")
        assert not chat.app.is_browsing


async def test_a_question_asked_over_an_article_of_the_library_is_shown() -> None:
    async with browsing(size=(80, 24)) as chat:
        await chat.press("enter")
        await chat.until(lambda: chat.app.is_reading)
        await chat.burst("Who designed it\r")
        await chat.until(lambda: bool(chat.cards) and chat.cards[0].region.height > 0)
        assert not chat.app.is_reading
        assert not chat.app.is_browsing


async def test_a_smaller_terminal_hides_what_has_no_focus() -> None:
    async with browsing(size=(200, 40)) as chat:
        await chat.pilot.resize_terminal(120, 40)
        await chat.until(lambda: not chat.app.query_one(QuestionLine).display)
        assert browses(chat)
        await chat.pilot.resize_terminal(200, 40)
        await beside(chat)
        await chat.press("z")
        assert chat.app.query_one(QuestionLine).has_focus
        await chat.pilot.resize_terminal(120, 40)
        await chat.until(lambda: not chat.app.is_browsing)
        assert chat.app.query_one(QuestionLine).value == "z"


async def test_a_question_taken_from_the_earlier_ones_closes_a_library_that_hides_the_line() -> None:
    async with browsing(size=(80, 24)) as chat:
        chat.app.query_one(QuestionLine).remember(["Who built it?"])
        await chat.press("f5", "enter")
        await chat.until(lambda: not chat.app.is_browsing)
        line = chat.app.query_one(QuestionLine)
        assert (line.value, line.has_focus) == ("Who built it?", True)
