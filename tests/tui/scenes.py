"""The app's main states one after the other, for tests of how they look."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chat import WHO
from fake_engine import BRIDGE, MARKET, FakeEngine, passages_of

from qa_bot.core.comparison import Comparison, Statement
from qa_bot.core.doubts import Doubt, DoubtKind
from qa_bot.core.listing import Listing
from qa_bot.core.query_syntax import parse_question
from qa_bot.core.types import Filtered, Hit, Missing, MissingWord, Progress, Verdict
from qa_bot.tui.library.table import LibraryTable
from qa_bot.tui.widgets.completion_list import CompletionList
from qa_bot.tui.widgets.conversations_dialog import CANNOT_BE_UNDONE, ConversationsDialog
from qa_bot.tui.widgets.dialogs import QuestionDialog
from qa_bot.tui.widgets.error_panel import ErrorPanel
from qa_bot.tui.widgets.question_line import QuestionLine
from qa_bot.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from chat import Chat

    from qa_bot.core.types import Answer

OUTSIDE = Hit(passage=passages_of(BRIDGE)[1], rank=1, score=3.0)


class EveryAnswer(FakeEngine):
    """Has an answer of each kind, by a word of the question."""

    def ask(self, question: str, k: int, *, after: Answer | str | None = None) -> Answer:
        """List for "articles", compare for "cost", complete "and", doubt what is unsure, mind filters."""
        words, filters = parse_question(question)
        answer = super().ask(words, k, after=after)
        if words != question:
            missing = Missing((MissingWord("kangaroo"),), files=2, outside=OUTSIDE)
            filtered = Filtered(filters=filters, passages=3, total=8, undated=0)
            return replace(answer, filtered=filtered, verdict=Verdict.NOT_FOUND, missing=missing)
        if "articles" in words:
            listing = Listing(asked="", sources=(BRIDGE.source, MARKET.source), total=14)
            return replace(answer, hits=(), highlight=None, verdict=Verdict.ANSWERED, listing=listing)
        if "cost" in words:
            said = [Statement(hit, self.highlight(words, hit.passage)) for hit in answer.hits]
            return replace(answer, comparison=Comparison(tuple((one,) for one in said[:2])))
        doubts = (Doubt(DoubtKind.WORD_ELSEWHERE, ("2019",)),) if answer.verdict is Verdict.UNSURE else ()
        return replace(answer, asked_as=WHO if words.startswith("and") else None, doubts=doubts)


async def asked(chat: Chat, question: str) -> None:
    """Ask in the question line, wherever the focus is."""
    chat.app.screen.set_focus(chat.app.query_one(QuestionLine))
    await chat.answered(question)


async def main_states(chat: Chat) -> AsyncIterator[str]:
    """Go through the states where questions are asked and articles read; yield the name of each."""
    yield "welcome"
    await asked(chat, WHO)
    yield "answered"
    await chat.press("tab")
    yield "at the passage"
    await chat.press("w")
    yield "why"
    await chat.press("w", "down")
    yield "at a folded passage"
    await asked(chat, "What did building the harbour bridge cost?")
    await chat.press("tab")
    yield "several answers"
    await asked(chat, "and floating lamps")
    yield "unsure"
    await asked(chat, "kangaroo after:2020")
    yield "not found"
    await chat.press("tab")
    yield "at the nearest miss"
    await chat.press("m", "down")
    yield "at another near miss"
    await asked(chat, "which articles are there")
    await chat.press("tab")
    yield "list of articles"
    await asked(chat, WHO)
    await chat.press("tab", "enter")
    await chat.until(lambda: chat.app.is_reading)
    yield "article"
    await chat.press("i")
    yield "about the article"
    await chat.press("i", "/", *"the")
    await chat.pilot.pause()
    yield "finding words"
    await chat.press("escape", "escape")
    await chat.until(lambda: not chat.app.is_reading)


async def other_states(chat: Chat) -> AsyncIterator[str]:
    """Go through lists, troubles and the command palette."""
    offered = chat.app.query_one(CompletionList)
    await chat.until(lambda: bool(offered.values.matching("in", "", 1)))
    await chat.burst("in:")
    await chat.press("down")
    yield "completions"
    await chat.press("escape", "escape")
    for severity in ("information", "warning", "error"):
        chat.app.notify("What happened, in a few words.", title="Title", severity=severity)
    await chat.pilot.pause(0.1)
    yield "notifications"
    chat.app.query_one(StatusLine).begin("Building the index")
    chat.app.query_one(StatusLine).further(Progress("embedding", 1, 4))
    chat.app.query_one(ErrorPanel).tell("Something failed", "for a reason", "Press a key.")
    yield "a build and an error"
    await chat.press("ctrl+p", *"article")
    await chat.pilot.pause(0.3)
    yield "command palette"
    await chat.press("escape", "escape")


async def library_states(chat: Chat) -> AsyncIterator[str]:
    """Go through the library and its dialogs."""
    await chat.press("f2")
    await chat.until(lambda: chat.app.is_browsing and chat.app.screen.query_one(LibraryTable).row is not None)
    yield "library"
    await chat.press("slash", "e")
    yield "searching the library"
    await chat.press("escape", "a")
    yield "add dialog"
    await chat.press("escape", "d")
    yield "removal dialog"
    await chat.press("n", "f2")


async def dialog_states(chat: Chat) -> AsyncIterator[str]:
    """Go through the dialogs over the conversation."""
    await chat.press("f1")
    yield "help"
    await chat.press("escape", "f5")
    yield "earlier questions"
    await chat.press("escape", "ctrl+s")
    yield "export dialog"
    await chat.press("escape")
    chat.app.push_screen(ConversationsDialog())
    await chat.pilot.pause()
    yield "conversations"
    chat.app.push_screen(QuestionDialog(["Delete it?", CANNOT_BE_UNDONE]))
    await chat.pilot.pause()
    yield "confirmation"
    await chat.press("n", "escape")
