"""Make the README's moving picture: `python tests/moving_picture.py`.

It runs the app on the sample articles, takes a picture at each step, and joins them into one SVG that shows
them in turn, without a script. Where motion is not wanted, or not possible, it shows the answer alone.
"""

from __future__ import annotations

import argparse
import asyncio
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from screenshot import ROOT, running

from qa_bot.tui.themes import DARK, THEMES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from screenshot import Run

SIZE: Final = (110, 28)
QUESTION: Final = "How many people began to work online on 3 February 2020?"
FOLLOW_UP: Final = "Who said that?"
UNANSWERABLE: Final = "How tall is Mount Everest?"
TYPED: Final = 6
"""Pictures of a question that is being typed."""
LEAST_S, SHORT_S, LONG_S = 0.25, 1.5, 3.5
_SVG: Final = re.compile(r'<svg class="rich-terminal" viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>(.*)</svg>', re.S)
_FONTS: Final = re.compile(r"@font-face \{.*?\}\s*", re.S)


@dataclass(frozen=True)
class Frame:
    """A picture, and how long it is shown."""

    svg: str
    seconds: float
    is_still: bool = False
    """Whether this is the one to show where nothing moves."""


async def frames(run: Run) -> AsyncIterator[Frame]:
    """Ask, look why, read the article, ask further, and ask what is not there."""
    yield Frame(run.picture(), SHORT_S)
    step = -(-len(QUESTION) // TYPED)
    for start in range(0, len(QUESTION), step):
        await run.type(QUESTION[start : start + step])
        yield Frame(run.picture(), LEAST_S)
    await run.ask()
    yield Frame(run.picture(), LONG_S, is_still=True)
    await run.press("tab", "w")
    yield Frame(run.picture(), LONG_S)
    await run.press("w", "enter")
    await run.until(lambda: run.app.is_reading)
    await run.pilot.pause(0.3)
    yield Frame(run.picture(), LONG_S)
    await run.press("escape", "escape")
    for question in (FOLLOW_UP, UNANSWERABLE):
        await run.type(question)
        yield Frame(run.picture(), SHORT_S)
        await run.ask()
        yield Frame(run.picture(), LONG_S)
    await run.press("f2")
    await run.pilot.pause(0.5)
    yield Frame(run.picture(), LONG_S)


def joined(frames: Sequence[Frame]) -> str:
    """Return one SVG that shows the frames one after the other, again and again."""
    total = sum(frame.seconds for frame in frames)
    rules, groups, began = [], [], 0.0
    width = height = "0"
    for number, frame in enumerate(frames):
        found = _SVG.search(frame.svg)
        if not found:
            raise ValueError("this is not a picture that Textual exports")
        width, height, inside = found.groups()
        rules.append(_rule(number, began / total, (began + frame.seconds) / total, total))
        kind = "frame still" if frame.is_still else "frame"
        groups.append(f'<g class="{kind}" id="f{number}">{_FONTS.sub("", inside)}</g>')
        began += frame.seconds
    style = (
        ".frame { visibility: hidden } .still { visibility: visible }\n"
        "@media (prefers-reduced-motion: no-preference) {\n"
        f"{''.join(rules)}}}\n"
    )
    return (
        f'<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">\n'
        f"<style>\n{style}</style>\n{chr(10).join(groups)}\n</svg>\n"
    )


def _rule(number: int, begin: float, end: float, seconds: float) -> str:
    """Return the rule that shows a frame from one share of the time to another."""
    before = "" if begin == 0 else "0% { visibility: hidden } "
    after = "" if end >= 1 else f"{end:.3%} {{ visibility: hidden }} "
    return (
        f"#f{number} {{ animation: k{number} {seconds:g}s step-end infinite }}\n"
        f"@keyframes k{number} {{ {before}{begin:.3%} {{ visibility: visible }} {after}}}\n"
    )


async def make_moving_picture(out: Path, theme: str) -> None:
    """Run the app and write the picture."""
    async with running(SIZE, theme) as run:
        taken = [frame async for frame in frames(run)]
    out.write_text(joined(taken), encoding="utf-8")


def main() -> None:
    """Read the arguments and make the picture."""
    parser = argparse.ArgumentParser(description="Make the README's moving picture of the app.")
    parser.add_argument("out", type=Path, nargs="?", default=ROOT / "tests" / "moving_picture.svg")
    parser.add_argument("--theme", default=DARK, choices=[theme.name for theme in THEMES])
    arguments = parser.parse_args()
    asyncio.run(make_moving_picture(arguments.out, arguments.theme))


if __name__ == "__main__":
    main()
