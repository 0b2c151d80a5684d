"""Compare `qa-bot ask --batch` with one `qa-bot ask` for each question, as ratios within one run.

    python tests/benchmarks/bench_batch.py CORPUS_FOLDER QUESTIONS.jsonl

The folder is indexed into a temporary one. A batch of one question is the cold start; what the other
questions add to it is the time of a question. Medians of the rounds, elapsed and in processor time.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from qa_bot.core.folders import Folders, cache_folder
from qa_bot.engine.building import build

ROUNDS = 3
QUESTIONS = 40
ALONE = 3
"""Processes in each round that are asked one question."""

Times = tuple[float, float]
"""Elapsed and processor time, in seconds."""


def main(corpus: str, questions: str) -> None:
    """Print the table."""
    asked = [
        json.loads(line)["question"] for line in Path(questions).read_text(encoding="utf-8").splitlines()
    ]
    asked = asked[:QUESTIONS]
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        build(Folders(Path(corpus), index, cache_folder()), None, lambda _: None)
        _batch(index, asked[:1])  # prepares what is prepared once
        alone: list[Times] = []
        cold: list[Times] = []
        whole: list[Times] = []
        for round_ in range(ROUNDS):
            alone += [_ask(index, text) for text in asked[round_ * ALONE :][:ALONE]]
            cold.append(_batch(index, asked[:1]))
            whole.append(_batch(index, asked))
    print(f"{len(asked)} questions{'elapsed s':>22}{'processor s':>14}")
    rows = [_medians(times) for times in (alone, cold, whole)]
    each = [(all_ - one) / (len(asked) - 1) for all_, one in zip(rows[2], rows[1], strict=True)]
    names = ("one process a question", "batch: cold start", "batch: whole")
    for name, row in zip((*names, "batch: each further question"), (*rows, each), strict=True):
        print(f"{name:<32}{row[0]:>6.3f}{row[1]:>14.3f}")
    rates = [len(asked) / seconds for seconds in rows[2]]
    ratios = [rate * seconds for rate, seconds in zip(rates, rows[0], strict=True)]
    print(f"{'batch: questions a second':<32}{rates[0]:>6.1f}{rates[1]:>14.1f}")
    print(f"{'ratio to one process a question':<32}{ratios[0]:>6.1f}{ratios[1]:>14.1f}")


def _ask(index: Path, question: str) -> Times:
    return _timed(["ask", question, "--json", "--index", str(index)], "")


def _batch(index: Path, questions: list[str]) -> Times:
    lines = "".join(json.dumps({"question": question}) + "\n" for question in questions)
    return _timed(["ask", "--batch", "-", "--index", str(index)], lines)


def _timed(arguments: list[str], piped: str) -> Times:
    """Run a command that may find nothing."""
    before, started = os.times(), time.perf_counter()
    ran = subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-m", "qa_bot", *arguments], input=piped, text=True, capture_output=True, check=False
    )
    elapsed, after = time.perf_counter() - started, os.times()
    if ran.returncode not in {0, 1}:
        raise SystemExit(ran.stderr)
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return elapsed, processor


def _medians(times: list[Times]) -> list[float]:
    return [statistics.median(column) for column in zip(*times, strict=True)]


if __name__ == "__main__":
    main(*sys.argv[1:3])
