"""Measure speed as ratios within one run, since machines and their moods differ.

    python tests/benchmarks/bench_speed.py CORPUS_FOLDER [BEIR_FOLDER SPLIT]

CORPUS_FOLDER is indexed into a temporary folder for the cold figures, which are elapsed and processor times;
BEIR_FOLDER gives the passages for warm questions and for indexing. Cold starts and indexing are run several
times in turn; medians are shown.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.answering.answerer import Answerer
from qa_bot.core.folders import Folders, cache_folder
from qa_bot.encoders import loading, model_files
from qa_bot.encoders.loading import find_encoder
from qa_bot.engine.building import build
from qa_bot.evaluation.beir import read_beir
from qa_bot.evaluation.experiments import open_beir
from qa_bot.index.build import build_from_articles
from qa_bot.index.passages import cut_articles

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 3
INDEXED_ARTICLES = 300

_FIRST_PAINT = """
import asyncio, threading
from qa_bot.tui.app import QaBotApp
gate = threading.Event()
def load(on_progress):
    gate.wait(60)
    raise SystemExit
async def paint():
    app = QaBotApp(load)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        import os; os._exit(0)
asyncio.run(paint())
"""


def main(corpus: str, beir: str = "", split: str = "") -> None:
    """Print the tables."""
    cold(Path(corpus))
    if beir:
        warm(Path(beir), split)
        indexing(Path(beir), split)


def cold(corpus: Path) -> None:
    """Compare a cold answer and the app's first paint with importing sentence_transformers."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "index"
        build(Folders(corpus, target, cache_folder()), None, lambda _: None)
        question = [sys.executable, "-m", "qa_bot", "ask", "Who said so?", "--index", str(target), "--json"]
        commands = {
            "import sentence_transformers": [sys.executable, "-c", "import sentence_transformers"],
            "qa-bot ask, cold": question,
            "the app's first paint": [sys.executable, "-c", _FIRST_PAINT],
        }
        elapsed: dict[str, list[float]] = {name: [] for name in commands}
        processor: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                before = _of_children()
                elapsed[name].append(_timed(_run, command))
                processor[name].append(_of_children() - before)
    print(f"{'cold':32}{'median s':>10}{'share':>8}{'processor s':>13}{'share':>8}")
    references = [statistics.median(next(iter(times.values()))) for times in (elapsed, processor)]
    for name in commands:
        medians = [statistics.median(times[name]) for times in (elapsed, processor)]
        shares = [one / reference for one, reference in zip(medians, references, strict=True)]
        print(f"{name:32}{medians[0]:10.2f}{shares[0]:8.2f}{medians[1]:13.2f}{shares[1]:8.2f}")


def warm(folder: Path, split: str) -> None:
    """Time questions against an index that is open, with the model loaded."""
    beir, opened = open_beir(folder, split, cache_folder(), lambda _: None)
    model = loading.load_encoder(opened.model_name, opened.model_fingerprint, cache_folder())
    answerer = Answerer(opened, model)
    queries = [query.text for query in beir.queries[:200]]
    for text in queries[:20]:
        answerer.ask(text, 5)
    times = [1000 * _timed(answerer.ask, text, 5) for text in queries]
    quantiles = statistics.quantiles(times, n=20)
    print(
        f"\nwarm question, {opened.store.passages} passages of {folder.name}: median "
        f"{statistics.median(times):.1f} ms, 95th percentile {quantiles[-1]:.1f} ms"
    )


def indexing(folder: Path, split: str) -> None:
    """Compare building a whole index with SentenceTransformer.encode(batch_size=32) on the same passages."""
    articles = read_beir(folder, split).articles[:INDEXED_ARTICLES]
    model = find_encoder(model_files.DEFAULT_MODEL, cache_folder())
    texts = [
        article.paragraphs[part.paragraph - 1][part.start : part.end]
        for article, slices in zip(articles, cut_articles(articles, model), strict=True)
        for part in slices
    ]
    import torch

    as_it_comes = torch.get_num_threads()
    reference = loading.load_reference(model_files.DEFAULT_MODEL)

    def encode() -> None:
        torch.set_num_threads(as_it_comes)
        reference.model.encode(texts, batch_size=32, show_progress_bar=False)

    def build_whole() -> None:
        with tempfile.TemporaryDirectory() as target:
            build_from_articles(Path(target), articles, model, lambda _: None)

    plain, whole = [], []
    for _ in range(3):
        plain.append(_timed(encode))
        whole.append(_timed(build_whole))
    rates = [len(texts) / statistics.median(found) for found in (plain, whole)]
    print(
        f"\nindexing {len(texts)} passages: encode(batch_size=32) {rates[0]:.1f} a second, "
        f"a whole index {rates[1]:.1f} a second, ratio {rates[1] / rates[0]:.2f}"
    )


def _run(command: list[str]) -> None:
    ran = subprocess.run(command, check=False, capture_output=True)  # noqa: S603  our own commands
    if ran.returncode > 1:  # 1: nothing was found
        ran.check_returncode()


def _of_children() -> float:
    """Return the processor time of the processes that were run, in seconds."""
    times = os.times()
    return times.children_user + times.children_system


def _timed(action: Callable[..., object], *arguments: object) -> float:
    started = time.perf_counter()
    action(*arguments)
    return time.perf_counter() - started


if __name__ == "__main__":
    main(*sys.argv[1:4])
