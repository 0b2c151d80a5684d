"""A person at the keyboard of the app, for the tests."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from fake_engine import FakeEngine
from textual._xterm_parser import XTermParser
from textual.constants import ESCAPE_DELAY
from textual.widgets import Static

from qa_bot.core.settings import InMemorySettings
from qa_bot.tui import QaBotApp, clipboard
from qa_bot.tui.widgets.conversation import Conversation
from qa_bot.tui.widgets.error_panel import ErrorPanel
from qa_bot.tui.widgets.question_line import QuestionLine
from qa_bot.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.pilot import Pilot
    from textual.screen import Screen
    from textual.widget import Widget

    from qa_bot.core.conversations import StoreLoader
    from qa_bot.tui.clipboard import Tool
    from qa_bot.tui.widgets.answer_card import AnswerCard

WHO = "Who was the engineer that designed the harbour bridge?"
PATIENCE = 600
"""Pauses of 20 ms that a test waits for something to come true."""


class Chat:
    """A person at the keyboard."""

    def __init__(self, app: QaBotApp, pilot: Pilot[None], engine: FakeEngine) -> None:
        self.app, self.pilot, self.engine = app, pilot, engine

    @property
    def _base(self) -> Screen[object]:
        """The window under any dialog."""
        return self.app.screen_stack[0]

    async def ask(self, question: str) -> AnswerCard:
        """Type a question and press Enter."""
        self.app.query_one(QuestionLine).value = question
        await self.pilot.press("enter")
        return self.cards[-1]

    async def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        await self.pilot.press(*keys)

    async def burst(self, text: str) -> None:
        """Send what a terminal would, faster than the screen can follow."""
        parser = XTermParser()
        for event in parser.feed(text):
            self.app.post_message(event)
        await self.pilot.pause(2 * ESCAPE_DELAY)  # for an Escape at the end
        for event in parser.tick():
            self.app.post_message(event)
        await self.pilot.pause()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for the screen to come to a state."""
        for _ in range(PATIENCE):
            await self.pilot.pause(0.02)
            if condition():
                await self.pilot.pause()
                return
        pytest.fail(f"never came true; the status line says {self.status!r}")

    async def answered(self, question: str) -> AnswerCard:
        """Ask and wait for the answer."""
        card = await self.ask(question)
        await self.until(lambda: card.answer is not None and not card.is_provisional)
        return card

    @property
    def cards(self) -> list[AnswerCard]:
        """The cards of the conversation."""
        return self._base.query_one(Conversation).cards

    @property
    def status(self) -> str:
        """What the status line says."""
        return text_of(self._base.query_one(StatusLine))

    @property
    def error_panel(self) -> str:
        """What the trouble panel says; empty while it is hidden."""
        panel = self._base.query_one(ErrorPanel)
        return text_of(panel) if panel.display else ""

    @property
    def notifications(self) -> list[str]:
        """What was notified."""
        return [notification.message for notification in self.app._notifications]


@asynccontextmanager
async def chatting(
    engine: FakeEngine | None = None,
    *,
    size: tuple[int, int] = (100, 40),
    loaded: bool = True,
    tools: tuple[Tool, ...] = (),
    conversations: StoreLoader | None = None,
    **settings: Any,
) -> AsyncIterator[Chat]:
    """Run the app with some settings; with `loaded`, wait for the model first. Gates open at the end."""
    engine = engine or FakeEngine()
    app = QaBotApp(engine.load, k=3, settings=InMemorySettings(**settings), conversations=conversations)
    own_tools, clipboard.TOOLS = clipboard.TOOLS, tools  # whoever runs the tests keeps their clipboard
    async with app.run_test(size=size, notifications=True) as pilot:
        chat = Chat(app, pilot, engine)
        if loaded:
            await chat.until(lambda: "tiny-model" in chat.status)
        try:
            yield chat
        finally:
            clipboard.TOOLS = own_tools
            for gate in (
                engine.may_open,
                engine.may_load,
                engine.may_build,
                engine.may_look,
                *engine.may_answer,
            ):
                gate.set()


def text_of(widget: Widget) -> str:
    """What a widget shows, as plain text on lines of its own width."""
    lines = [widget.render_line(y).text.strip() for y in range(widget.size.height)]
    return " ".join(line for line in lines if line)


def text_of_card(card: AnswerCard) -> str:
    """What a whole card shows."""
    return " ".join(text_of(child) for child in card.query(Static) if child.display)
