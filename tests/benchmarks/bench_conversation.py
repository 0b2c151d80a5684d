"""What a long conversation costs: memory, and processor time per question, early and late.

    python tests/benchmarks/bench_conversation.py [QUESTIONS]

The app runs without a terminal, with an engine of invented articles that answers at once, and keeps the
conversation in a temporary folder. Two thirds of the questions are answered and one third is not found. Times
are those of the whole process, so they hardly depend on what else the machine does.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from fake_engine import FakeEngine

from qa_bot.conversations.store import Conversations
from qa_bot.tui.app import QaBotApp
from qa_bot.tui.widgets.conversation import Conversation
from qa_bot.tui.widgets.question_line import QuestionLine

QUESTIONS = ("Who designed the harbour bridge?", "What did building the bridge cost?", "kangaroo")
WARM_UP = 20
"""Questions before memory is measured first: caches fill, modules load."""
SPAN = 15
"""Questions whose median is taken at each place."""


def memory_mb() -> float:
    """Return the resident memory of this process."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


async def measure(questions: int, folder: Path) -> None:
    """Ask the questions one after the other, and print a table."""
    engine = FakeEngine()
    app = QaBotApp(engine.load, conversations=partial(Conversations, folder, folder / "corpus"))
    times_ms: list[float] = []
    memory = [0.0, 0.0]
    async with app.run_test(size=(120, 40)) as pilot:
        while not engine.ready:
            await pilot.pause(0.05)
        line, conversation = app.query_one(QuestionLine), app.query_one(Conversation)
        for number in range(questions):
            begun = time.process_time()
            line.value = f"{QUESTIONS[number % len(QUESTIONS)]} {number}"
            await pilot.press("enter")
            while conversation.cards[-1].answer is None:
                await asyncio.sleep(0.002)
            await pilot.pause()
            times_ms.append(1000 * (time.process_time() - begun))
            if number == WARM_UP:
                memory[0] = memory_mb()
        memory[1] = memory_mb()
    early, late = median(times_ms[:SPAN]), median(times_ms[-SPAN:])
    print(f"questions asked                 {questions:,}")
    print(f"processor time per question     {early:.1f} ms for the first {SPAN} (median)")
    middle = times_ms[500 - SPAN // 2 : 500 + SPAN // 2]
    if len(middle) == SPAN - 1:
        there = median(middle)
        print(f"                                {there:.1f} ms at the 500th: {there / early:.2f} times")
    print(f"                                {late:.1f} ms for the last {SPAN}: {late / early:.2f} times")
    print(
        f"memory                          {memory[0]:.0f} MB after {WARM_UP}, {memory[1]:.0f} MB at the end"
    )
    size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
    print(f"conversation on disk            {size:.1f} MB")


def main() -> None:
    """Run in a temporary folder."""
    questions = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(questions, Path(folder)))


if __name__ == "__main__":
    main()
