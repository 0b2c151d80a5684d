"""Measure what embedding costs in time and in processor time, by encoder and number of threads.

    python tests/benchmarks/bench_threads.py CORPUS_FOLDER [BUSY]

The paragraphs of the folder's Markdown files are embedded over and over, each way in a process of its own, in
turn; BUSY processes compute meanwhile, none if not said. Medians of the rounds, per 1,000 passages.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa_bot.core.folders import cache_folder
from qa_bot.encoders import loading, model_files, threads
from qa_bot.encoders.loading import find_encoder

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 3
PASSAGES = 512
WARM_UP = 8
PIECE = 128  # as a build embeds them
WAYS = (
    "sentence-transformers as it comes",
    "sentence-transformers, 1 thread",
    "qa_bot with sentence-transformers",
    "qa_bot's export, 1 thread",
    "qa_bot's export",
)


def main(corpus: str, busy: str = "0") -> None:
    """Print the table."""
    find_encoder(model_files.DEFAULT_MODEL, cache_folder()).tokenize(["a"])  # so that there is an export
    program = "while True: pass"
    burners = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(int(busy))]  # noqa: S603
    found: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    try:
        for _ in range(ROUNDS):
            for way in WAYS:
                ran = subprocess.run(  # noqa: S603
                    [sys.executable, __file__, corpus, busy, way], check=True, capture_output=True, text=True
                )
                found[way].append(json.loads(ran.stdout))
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()
    print(f"{os.cpu_count()} processors, {busy} processes beside, load {os.getloadavg()[0]:.1f}")
    print(f"{'per 1,000 passages':36}{'s':>8}{'processor s':>13}")
    for way, runs in found.items():
        wall_s, spent_s = (statistics.median(run[name] for run in runs) for name in ("wall_s", "spent_s"))
        print(f"{way:36}{wall_s:8.1f}{spent_s:13.1f}")


def measure(corpus: str, way: str) -> None:
    """Embed one way and print both times as JSON."""
    paragraphs = [text for file in sorted(Path(corpus).glob("*.md")) for text in _paragraphs(file)]
    texts = sorted((paragraphs * PASSAGES)[:PASSAGES], key=len)
    embed = _embedder(way)
    embed(texts[:WARM_UP])
    started_s, spent_s = time.perf_counter(), time.process_time()
    for start in range(0, len(texts), PIECE):
        embed(texts[start : start + PIECE])
    times = {"wall_s": time.perf_counter() - started_s, "spent_s": time.process_time() - spent_s}
    print(json.dumps({name: 1000 * value / len(texts) for name, value in times.items()}))


def _paragraphs(file: Path) -> list[str]:
    blocks = file.read_text(encoding="utf-8").split("\n\n")
    return [block for block in blocks if len(block) > 100]


def _embedder(way: str) -> Callable[[list[str]], Any]:
    if "export" in way:
        name = model_files.DEFAULT_MODEL
        fingerprint = model_files.fingerprint(model_files.model_folder(name))
        loaded = loading.load_encoder(name, fingerprint, cache_folder())
        return _limited(loaded, way).encode_passages  # type: ignore[no-any-return]
    if way == WAYS[0]:
        os.environ["OMP_WAIT_POLICY"] = ""
    import torch

    as_it_comes = torch.get_num_threads()
    reference = loading.load_reference(model_files.DEFAULT_MODEL)
    if way == WAYS[0]:
        torch.set_num_threads(as_it_comes)
        return lambda texts: reference.model.encode(texts, batch_size=32, show_progress_bar=False)
    return _limited(reference, way).encode_passages  # type: ignore[no-any-return]


def _limited(loaded: Any, way: str) -> Any:
    if "1 thread" in way:
        loaded._threads = threads.ThreadCount(1)
    return loaded


if __name__ == "__main__":
    if len(sys.argv) > 3:
        measure(sys.argv[1], sys.argv[3])
    else:
        main(*sys.argv[1:])
