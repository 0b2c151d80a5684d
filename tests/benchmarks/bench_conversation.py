"""What a long conversation costs: processor time of a question beside the engine's own, and memory.

    python tests/benchmarks/bench_conversation.py CORPUS_FOLDER QUESTIONS.jsonl [QUESTIONS]

The real app runs in a pseudo-terminal of 120 columns and 40 rows, with the default models, on an index of
the folder, and keeps the conversation in a temporary folder. Every tenth question an article is opened, read,
searched and closed.

Among the first questions and around the 500th, each question is also put to an engine in this process, right
after the app. Both are processor times of all threads, so what else the machine does hardly matters. The time
of the app begins with Enter, ends when the screen is complete, and includes keeping the answer.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from app_in_terminal import AppInTerminal, load

from qa_bot.core.folders import Folders, cache_folder
from qa_bot.encoders.answer_model import DEFAULT_ANSWER_MODEL
from qa_bot.engine.building import build
from qa_bot.engine.local import LocalEngine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa_bot.core.types import Answer

PLACES = {"first": range(30), "500th": range(485, 515)}
"""Where processor times are compared."""
REMEMBERED = (20, 100, 300, 600, 1_000)
"""After how many questions memory is measured."""
PASSAGES = 5


@dataclass
class Compared:
    """Processor times of the same questions, in milliseconds."""

    app: list[float] = field(default_factory=list)
    engine: list[float] = field(default_factory=list)


class Engine:
    """The engine alone, in this process."""

    def __init__(self, folders: Folders) -> None:
        self._engine = LocalEngine(folders, answer_model=DEFAULT_ANSWER_MODEL)
        self._engine.load_model()
        self._before: Answer | None = None

    def ask(self, question: str) -> float:
        """Answer a question after the one before; return the processor time in milliseconds."""
        begun = time.process_time()
        self._before = self._engine.ask(question, PASSAGES, after=self._before)
        return 1000 * (time.process_time() - begun)


def ask(app: AppInTerminal, question: str) -> None:
    """Ask a question in the app."""
    since = app.position
    app.type(f"\x1b[200~{question}\x1b[201~\r")
    app.says(" ms", since)


def timed(app: AppInTerminal, question: str) -> float:
    """Ask a question in the app; return the processor time in milliseconds."""
    app.type(f"\x1b[200~{question}\x1b[201~")
    app.rest()
    begun, since = app.processor_s, app.position
    app.type("\r")
    app.says(" ms", since)
    app.rest()
    return 1000 * (app.processor_s - begun)


def read_article(app: AppInTerminal) -> None:
    """Open the best passage's article, scroll, find a year, and return to the question line."""
    app.rest()
    for keys in ("\t", "\r", "  ", "/", "2020", "\x1b", "\x1b", "\x1b"):
        app.type(keys)
        app.rest()


def distinct(file: Path, titles: list[str]) -> Iterator[str]:
    """Yield the questions of the file, and then again and again with the title of another article."""
    questions = [json.loads(line)["question"] for line in file.read_text(encoding="utf-8").splitlines()]
    yield from questions
    for number in count():
        for question in questions:
            yield f"{question.rstrip('?')}, in {titles[number % len(titles)]}?"


def measure(folders: Folders, data: Path, file: Path, most: int) -> None:
    """Ask, and print what was measured."""
    engine = Engine(folders)
    titles = [article.source.title or article.id for article in engine._engine.articles()]
    compared = {place: Compared() for place in PLACES}
    questions = distinct(file, titles)
    app = AppInTerminal(folders.corpus, folders.index, data)
    try:
        app.says("all-MiniLM-L6-v2")
        app.rest()
        for number in range(most):
            question = next(questions)
            place = next((place for place, numbers in PLACES.items() if number in numbers), None)
            if place is None:
                ask(app, question)
            else:
                compared[place].app.append(timed(app, question))
                compared[place].engine.append(engine.ask(question))
            if number % 10 == 9:
                read_article(app)
            if number + 1 in REMEMBERED:
                print(
                    f"{app.memory_mb:6.0f} MB after {number + 1} questions and {(number + 1) // 10} articles",
                    flush=True,
                )
            for name, numbers in PLACES.items():
                if number == numbers[-1]:
                    show(name, compared[name])
    finally:
        app.close()
    size = sum(path.stat().st_size for path in data.glob("*.sqlite*")) / 1e6
    print(f"{size:6.1f} MB of conversation on disk")


def show(place: str, times: Compared) -> None:
    """Print the medians of both, and the ratio."""
    app, engine = median(times.app), median(times.engine)
    print(
        f"{place} question: {app:.0f} ms of processor time in the app, {engine:.0f} ms in the engine alone: "
        f"{app / engine:.2f} times (medians of {len(times.app)}; {load()})",
        flush=True,
    )


def main(corpus: str, questions: str, most: str = "1000") -> None:
    """Build the index in a temporary folder, and measure."""
    with tempfile.TemporaryDirectory() as folder:
        folders = Folders(Path(corpus).absolute(), Path(folder) / "index", cache_folder())
        build(folders, None, lambda _: None)
        measure(folders, Path(folder), Path(questions), int(most))


if __name__ == "__main__":
    main(*sys.argv[1:4])
