"""How long a key takes until the screen shows it, while nothing else runs and while an index is built.

    python tests/benchmarks/bench_keys.py CORPUS_FOLDER [ROUNDS]

The real app runs in a pseudo-terminal of 120 columns and 40 rows, on the folder. Every article is read and
embedded again by the app itself, from its library. Times are from writing the key to reading what it changed
on the screen: as they were, and less what the app's main thread waited for a processor that others had.
"""

from __future__ import annotations

import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from app_in_terminal import AppInTerminal, Drawn, load, share

if TYPE_CHECKING:
    from collections.abc import Callable

COLUMNS, ROWS = 120, 40
QUESTIONS = ("Who wrote about it?", "What happened in 2020?", "How many people work online?")
TYPED = "what did the article about health codes say of journeys"
FOUND = "people online"
PAUSE_S = 0.05
"""Seconds between two keys, about as fast as one types."""
UP, DOWN, PAGE_DOWN, PAGE_UP = "\x1b[A", "\x1b[B", "\x1b[6~", "\x1b[5~"
WHEEL_DOWN, WHEEL_UP = (f"\x1b[<{button};40;10M" for button in (65, 64))
BUILDING = "embedding "


def _above_the_foot(drawn: Drawn) -> bool:
    return any(row < ROWS - 6 for row, _ in drawn)


def _shows(text: str, drawn: Drawn) -> bool:
    return any(text in line for _, line in drawn)


class Keys:
    """Presses keys and notes what they took, by kind."""

    def __init__(self, app: AppInTerminal) -> None:
        self.app = app
        self.times_ms: dict[str, list[tuple[float, float]]] = {}
        """Elapsed, and less the wait for a processor."""

    def press(self, kind: str, key: str, is_there: Callable[[Drawn], bool] = _above_the_foot) -> None:
        """Press a key, wait for what it changes, and note how long that took."""
        since, waited_s, begun = self.app.position, self.app.waited_s, time.perf_counter()
        self.app.type(key)
        elapsed_s = self.app.until(is_there, since) - begun
        own_s = elapsed_s - min(elapsed_s, self.app.waited_s - waited_s)
        self.times_ms.setdefault(kind, []).append((1000 * elapsed_s, 1000 * own_s))
        time.sleep(PAUSE_S)

    def type(self, kind: str, text: str) -> None:
        """Type a text; each letter has to be drawn with those before it."""
        for end in range(1, len(text) + 1):
            if text[end - 1] != " ":
                self.press(kind, text[end - 1], partial(_shows, text[:end].rsplit(maxsplit=1)[-1]))
            else:
                self.app.type(" ")
                time.sleep(PAUSE_S)

    def round(self) -> None:
        """Type, move among passages, unfold, read, scroll and find, and return to an empty question line."""
        app = self.app
        self.type("typing a question", TYPED)
        self.press("an arrow in the question line", UP, partial(_shows, QUESTIONS[-1]))
        app.type("\x1b[B\x15")
        app.rest()
        app.type("\t")
        app.rest()
        for key in "jjkjk":
            self.press("j and k among passages", key)
        for key in (DOWN, UP, DOWN, UP):
            self.press("arrows among passages", key)
        for key in "    ":
            self.press("space, unfolding", key)
        for key in (PAGE_UP, PAGE_DOWN):
            self.press("paging the conversation", key)
        app.type("\r")
        app.rest()
        for key in "gjjjj  kk":
            self.press("scrolling an article", key) if key != "g" else app.type(key)
            time.sleep(PAUSE_S)
        app.type("/")
        app.rest()
        self.type("a letter to find", FOUND)
        app.type("\x1b")
        app.rest()
        app.type("\x1b")
        app.rest()
        app.type("\x1b")
        app.rest()


def build(app: AppInTerminal) -> None:
    """Have the app read and embed everything again."""
    for keys, then in (("\x1bOQ", "/ Search"), ("U", "embed everything"), ("y", BUILDING)):
        since = app.position
        app.type(keys)
        app.says(then, since)
    app.type("\x1b")
    app.rest()


def show(name: str, keys: Keys) -> None:
    """Print the median and the 95th percentile of each kind of key, and of all."""
    columns = f"{'keys':>6}{'median, ms':>12}{'95%, ms':>10}{'own median':>13}{'own 95%':>10}"
    print(f"\n{name} ({load()})\n{'':34}{columns}")
    everything = [pair for pairs in keys.times_ms.values() for pair in pairs]
    for kind, pairs in (*keys.times_ms.items(), ("all", everything)):
        elapsed, own = zip(*pairs, strict=True)
        figures = (
            f"{median(elapsed):12.1f}{share(elapsed, 95):10.1f}{median(own):13.1f}{share(own, 95):10.1f}"
        )
        print(f"{kind:34}{len(pairs):6}{figures}", flush=True)


def measure(corpus: Path, folder: Path, rounds: int) -> None:
    """Press the keys without a build and during one."""
    app = AppInTerminal(corpus, folder / "index", folder, columns=COLUMNS, rows=ROWS)
    try:
        app.says(" passages · ")
        app.rest()
        for question in QUESTIONS:
            since = app.position
            app.type(f"{question}\r")
            app.says(" ms", since)
            app.rest()
        idle, building = Keys(app), Keys(app)
        for _ in range(rounds):
            idle.round()
        show("nothing else runs", idle)
        for _ in range(rounds):
            since = app.position
            build(app)
            building.round()
            app.says("Index updated", since)  # or the next one could not begin
        show("while everything is embedded again", building)
    finally:
        app.close()


def main(corpus: str, rounds: str = "4") -> None:
    """Run in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(corpus).absolute(), Path(folder), int(rounds))


if __name__ == "__main__":
    main(*sys.argv[1:3])
