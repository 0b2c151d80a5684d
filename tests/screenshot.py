"""Make the README's pictures: `python tests/screenshot.py`.

The pictures are of the app itself, run without a terminal on the sample articles with the default model.
Nothing is drawn by hand.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.core.folders import Folders, cache_folder
from qa_bot.core.settings import InMemorySettings
from qa_bot.engine.opening import open_engine
from qa_bot.tui import QaBotApp
from qa_bot.tui.themes import DARK, THEMES
from qa_bot.tui.widgets.conversation import Conversation
from qa_bot.tui.widgets.question_line import QuestionLine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.pilot import Pilot

ROOT = Path(__file__).parents[1]
PATIENCE_S = 120.0
"""How long to wait for an answer: the index may have to be built first."""
QUESTION = "How many people began to work online on 3 February 2020?"


class Run:
    """A run of the app on the sample articles."""

    def __init__(self, app: QaBotApp, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    async def ready(self) -> None:
        """Wait for the model."""
        await self.until(lambda: self.app.engine is not None and self.app.engine.status().ready)

    async def type(self, text: str) -> None:
        """Type into the question line."""
        self.app.screen.set_focus(self.app.query_one(QuestionLine))
        self.app.query_one(QuestionLine).insert_text_at_cursor(text)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys, and wait for what they change."""
        await self.pilot.press(*keys)
        await self.pilot.pause(0.3)

    async def ask(self, question: str = "") -> None:
        """Type a question, press Enter and wait for the full answer."""
        await self.type(question)
        await self.press("enter")
        await self.until(
            lambda: all(
                card.answer and not card.is_provisional for card in self.app.query_one(Conversation).cards
            )
        )
        await self.pilot.pause(0.5)

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for a condition.

        Raises:
            TimeoutError: when it does not come true in PATIENCE_S seconds.
        """
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError(f"nothing happened in {PATIENCE_S:.0f} s")
            await self.pilot.pause(0.05)

    def picture(self) -> str:
        """Return the screen as SVG."""
        return self.app.export_screenshot(title="qa_bot")


@asynccontextmanager
async def running(size: tuple[int, int], theme: str) -> AsyncIterator[Run]:
    """Run the app; its index is built in index/ where there is none."""
    folders = Folders(ROOT / "corpus", ROOT / "index", cache_folder())
    app = QaBotApp(partial(open_engine, folders), settings=InMemorySettings(theme=theme))
    async with app.run_test(size=size) as pilot:
        run = Run(app, pilot)
        await run.ready()
        yield run


async def make_pictures(folder: Path, theme: str) -> None:
    """Write the picture of an answer, and that of an article beside it."""
    async with running((100, 24), theme) as run:
        await run.ask(QUESTION)
        (folder / "screenshot.svg").write_text(run.picture(), encoding="utf-8")
    async with running((130, 30), theme) as run:
        await run.ask(QUESTION)
        await run.press("tab", "enter")
        await run.until(lambda: run.app.is_reading)
        await run.pilot.pause(0.3)
        (folder / "screenshot_article.svg").write_text(run.picture(), encoding="utf-8")


def main() -> None:
    """Read the arguments and make the pictures."""
    parser = argparse.ArgumentParser(description="Make the README's pictures of the app.")
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "tests", help="where to write them")
    parser.add_argument("--theme", default=DARK, choices=[theme.name for theme in THEMES])
    arguments = parser.parse_args()
    asyncio.run(make_pictures(arguments.folder, arguments.theme))


if __name__ == "__main__":
    main()
