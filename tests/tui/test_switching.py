"""Opening another library in the app."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from chat import Chat, text_of
from fake_engine import BRIDGE, MARKET, FakeEngine

from qa_bot.conversations.store import Conversations
from qa_bot.core.errors import SettingsError
from qa_bot.core.libraries import NamedLibrary
from qa_bot.core.settings import InMemorySettings
from qa_bot.tui import QaBotApp
from qa_bot.tui.library.table import LibraryTable
from qa_bot.tui.widgets.libraries_dialog import LibrariesDialog
from qa_bot.tui.widgets.question_line import QuestionLine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from qa_bot.core.types import OnProgress

NEWS, NOTES = NamedLibrary("news", "/home/me/news"), NamedLibrary("", "/home/me/notes/corpus")


class TwoLibraries:
    """A library of the bridge and one of the market, and the loader of the one in use."""

    def __init__(self) -> None:
        self.engines = {NEWS: FakeEngine([BRIDGE]), NOTES: FakeEngine([MARKET])}
        self.current = NEWS
        self.may_use = Event()
        self.may_use.set()
        self.gone: set[NamedLibrary] = set()

    def choices(self) -> list[NamedLibrary]:
        """List both."""
        return [NEWS, NOTES]

    def use(self, library: NamedLibrary) -> None:
        """Use one of them, unless it is gone."""
        self.may_use.wait(10)
        if library in self.gone:
            message = "There is no library of that name."
            raise SettingsError(message)
        self.current = library

    def load(self, on_progress: OnProgress) -> FakeEngine:
        """Open the one in use."""
        return self.engines[self.current].load(on_progress)


@asynccontextmanager
async def two_libraries(folder: Path, *, size: tuple[int, int] = (100, 30)) -> AsyncIterator[Chat]:
    libraries = TwoLibraries()
    app = QaBotApp(
        libraries.load,
        k=3,
        settings=InMemorySettings(),
        conversations=lambda: Conversations(folder, Path(libraries.current.articles)),
    )
    app.libraries = libraries
    async with app.run_test(size=size, notifications=True) as pilot:
        chat = Chat(app, pilot, libraries.engines[NEWS])
        await chat.until(lambda: chat.status.startswith("news · 1 article · 4 passages · tiny-model"))
        try:
            yield chat
        finally:
            libraries.may_use.set()
            for engine in libraries.engines.values():
                for gate in (engine.may_open, engine.may_load, engine.may_build, *engine.may_answer):
                    gate.set()


def libraries_of(chat: Chat) -> TwoLibraries:
    assert isinstance(chat.app.libraries, TwoLibraries)
    return chat.app.libraries


def first_title(chat: Chat) -> str:
    row = chat.app.query_one(LibraryTable).row
    return row.cells[0] if row else ""


async def switch(chat: Chat, words: str) -> None:
    await chat.press("f6")
    await chat.until(lambda: isinstance(chat.app.screen, LibrariesDialog))
    await chat.press(*words, "enter")


async def test_f6_lists_the_libraries_with_their_folders_and_marks_the_open_one(tmp_path: Path) -> None:
    async with two_libraries(tmp_path) as chat:
        await chat.press("f6")
        await chat.until(lambda: isinstance(chat.app.screen, LibrariesDialog))
        shown = text_of(chat.app.screen.query_one("OptionList"))
        assert "● news" in shown
        assert "notes/corpus  /home/me/notes/corpus" in shown
        await chat.press("enter")
        await chat.until(lambda: chat.notifications == ["news is open already."])


async def test_each_library_has_its_own_articles_conversation_and_questions(tmp_path: Path) -> None:
    async with two_libraries(tmp_path) as chat:
        await chat.answered("Who designed the harbour bridge?")
        await switch(chat, "notes")
        await chat.until(lambda: chat.status.startswith("notes/corpus · 1 article · 2 passages · tiny-model"))
        assert chat.cards == []
        await chat.press("up")
        assert chat.app.query_one(QuestionLine).value == ""
        card = await chat.answered("What do the stalls along the quay sell?")
        assert card.answer is not None
        assert {hit.passage.article for hit in card.answer.hits} == {"market.txt"}
        await switch(chat, "news")
        await chat.until(lambda: len(chat.cards) == 1 and chat.status.startswith("news"))
        assert chat.cards[0].question == "Who designed the harbour bridge?"
        assert [question for question in libraries_of(chat).engines[NEWS].asked if "stalls" in question] == []


async def test_what_is_typed_and_asked_meanwhile_is_not_lost(tmp_path: Path) -> None:
    async with two_libraries(tmp_path) as chat:
        libraries = libraries_of(chat)
        libraries.may_use.clear()
        libraries.engines[NOTES].may_open.clear()
        await switch(chat, "notes")
        await chat.burst("What do the stalls sell?\rWhere is the kitchen?\rand then")
        libraries.may_use.set()
        await chat.until(lambda: len(chat.cards) == 2)
        assert chat.app.query_one(QuestionLine).value == "and then"
        libraries.engines[NOTES].may_open.set()
        await chat.until(lambda: all(card.answer and not card.is_provisional for card in chat.cards))
        assert [card.question for card in chat.cards] == ["What do the stalls sell?", "Where is the kitchen?"]
        assert libraries.engines[NEWS].asked == []


async def test_a_library_that_is_gone_says_so_and_the_open_one_stays(tmp_path: Path) -> None:
    async with two_libraries(tmp_path) as chat:
        libraries_of(chat).gone = {NOTES}
        await switch(chat, "notes")
        await chat.until(lambda: chat.notifications == ["There is no library of that name."])
        card = await chat.answered("Who designed the harbour bridge?")
        assert card.answer is not None
        assert chat.status.startswith("news")


async def test_an_engine_that_was_let_go_tells_nothing_more(tmp_path: Path) -> None:
    async with two_libraries(tmp_path) as chat:
        libraries = libraries_of(chat)
        news = libraries.engines[NEWS]
        news.may_build.clear()
        await chat.press("ctrl+r")
        await chat.until(lambda: "Updating" in chat.status)
        await switch(chat, "notes")
        await chat.until(lambda: chat.status.startswith("notes/corpus · 1 article"))
        news.may_build.set()
        await chat.pilot.pause(0.2)
        assert chat.notifications == []
        assert chat.status.startswith("notes/corpus · 1 article")


async def test_the_library_pane_shows_the_rows_of_the_other_library(tmp_path: Path) -> None:
    async with two_libraries(tmp_path) as chat:
        await chat.press("f2")
        await chat.until(lambda: chat.app.is_browsing)
        await chat.until(lambda: first_title(chat) == "The harbour bridge reopens after four years")
        await switch(chat, "notes")
        await chat.until(lambda: chat.status.startswith("notes/corpus · 1 article"))
        assert not chat.app.is_browsing
        await chat.press("f2")
        await chat.until(lambda: first_title(chat) == "A night market that never closes")


async def test_an_app_of_one_folder_says_so(tmp_path: Path) -> None:
    async with two_libraries(tmp_path) as chat:
        chat.app.libraries = None
        await chat.press("f6")
        await chat.until(lambda: chat.notifications == ["This app has been started for one folder only."])
