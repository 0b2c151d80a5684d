"""Make the README's picture: `python tests/screenshot.py OUT.svg`.

The picture is of the app itself, run without a terminal on the sample articles; nothing is drawn by
hand.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.core.folders import Folders, cache_folder
from qa_bot.engine.opening import open_engine
from qa_bot.tui import QaBotApp
from qa_bot.tui.widgets.conversation import Conversation
from qa_bot.tui.widgets.question_line import QuestionLine

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from qa_bot.core.engine import Loader

ROOT = Path(__file__).parents[1]
PATIENCE_S = 120.0
"""How long to wait for the answer: the index may have to be built first."""
SIZE = (100, 24)


def make_screenshot(
    loader: Loader, question: str, out: Path, size: tuple[int, int] = SIZE, *, light: bool = False
) -> None:
    """Ask the question, wait until the full answer stands, and write the screen to `out` as SVG.

    Raises:
        TimeoutError: when there is no full answer after PATIENCE_S seconds.
    """
    out.write_text(asyncio.run(_picture(loader, question, size, light=light)), encoding="utf-8")


async def _picture(loader: Loader, question: str, size: tuple[int, int], *, light: bool) -> str:
    app = QaBotApp(loader)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        if light:
            await pilot.press("ctrl+t")
        app.query_one(QuestionLine).value = question
        await pilot.press("enter")
        await _until_answered(app, pilot)
        await pilot.pause(0.5)
        return app.export_screenshot(title="qa_bot")


async def _until_answered(app: QaBotApp, pilot: Pilot[None]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not all(card.answer and not card.is_provisional for card in app.query_one(Conversation).cards):
        if time.monotonic() > deadline:
            raise TimeoutError(f"no full answer after {PATIENCE_S:.0f} s")
        await pilot.pause(0.05)


def main() -> None:
    """Read the arguments and make the picture."""
    parser = argparse.ArgumentParser(description="Make the README's picture of the app.")
    parser.add_argument("out", type=Path, help="SVG file to write")
    parser.add_argument("--question", default="How many people began to work online on 3 February 2020?")
    parser.add_argument("--light", action="store_true", help="use the light theme")
    arguments = parser.parse_args()
    make_screenshot(_loader(), arguments.question, arguments.out, light=arguments.light)


def _loader() -> Loader:
    """Return what opens the sample articles' index, built in index/ where there is none."""
    folders = Folders(ROOT / "corpus", ROOT / "index", cache_folder())
    return partial(open_engine, folders)


if __name__ == "__main__":
    main()
