"""Measure what indexing costs, by precision, beside the script that everybody writes first.

    python tests/benchmarks/bench_indexing.py FOLDER:SPLIT [FOLDER:SPLIT ...] [--passages N] [--quality]

FOLDER is a BEIR folder. Its first N passages are indexed each way, in a process of its own, in turn, once
the model is loaded; medians of the rounds. The script is sentence-transformers and IndexFlatIP. `embedding`
is the model alone, on the same texts; `index` is a whole build, which also splits long passages, indexes
words and keeps the vectors of tokens. The matrix rate is that of onnxruntime's product of two float32
matrices of 2,048 rows in one thread; a way's share of it is by its processor time. `--quality` compares the
rankings of float32 and int8 on the whole set.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qa_bot.core.folders import cache_folder
from qa_bot.encoders.loading import find_encoder, load_reference
from qa_bot.encoders.model_files import DEFAULT_MODEL
from qa_bot.encoders.onnx import TOKENS_AT_ONCE, batched
from qa_bot.encoders.precision import Precision
from qa_bot.evaluation import experiments
from qa_bot.evaluation.beir import read_beir
from qa_bot.evaluation.significance import compare
from qa_bot.index.build import build_from_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROUNDS: Final = 3
SCRIPT: Final = "script"
PRECISIONS: Final = (Precision.FLOAT32, Precision.INT8)
WAYS: Final = (
    SCRIPT,
    *(f"{what} {precision}" for what in ("embedding", "index") for precision in PRECISIONS),
)
WIDTH, INNER, LAYERS = 384, 1536, 6
"""Of the default model."""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", metavar="FOLDER:SPLIT")
    parser.add_argument("--passages", type=int, default=256)
    parser.add_argument("--quality", action="store_true")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)  # measure this one and print JSON
    options = parser.parse_args()
    if options.way:
        print(json.dumps(measure(options.folders[0], options.passages, options.way)))
        return
    for precision in PRECISIONS:
        find_encoder(DEFAULT_MODEL, cache_folder(), precision=precision).tokenize([])  # makes the export
    for folder in options.folders:
        print_costs(folder, options.passages)
        if options.quality:
            print_quality(folder)


def print_costs(folder: str, passages: int) -> None:
    """Print a table of the time that each way takes."""
    found: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    rates = []
    for _ in range(ROUNDS):
        rates.append(matrix_rate())
        for way in WAYS:
            call = [sys.executable, __file__, folder, f"--passages={passages}", f"--way={way}"]
            ran = subprocess.run(call, check=True, capture_output=True, text=True)  # noqa: S603
            found[way].append(json.loads(ran.stdout))
    tokens = _lengths(folder, passages)
    work = sum(_operations(count) for count in tokens) / 1e9
    rate = statistics.median(rates)
    print(f"\n{folder}: {len(tokens):,} passages, {statistics.mean(tokens):.0f} tokens each;", end=" ")
    print(f"matrix rate {rate:.0f} GFLOP/s; {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    head = ("", "passages/s", "ratio", "processor s per 1,000", "ratio", "of matrix rate")
    print("{:20}{:>12}{:>8}{:>24}{:>8}{:>16}".format(*head))
    for way, runs in found.items():
        wall_s, spent_s = (statistics.median(run[name] for run in runs) for name in ("wall_s", "spent_s"))
        faster, cheaper = (_ratio(found[SCRIPT], runs, name) for name in ("wall_s", "spent_s"))
        share = f"{work / spent_s / rate:15.0%}" if not way.startswith("index") else ""
        print(f"{way:20}{len(tokens) / wall_s:12.1f}{faster:8.2f}", end="")
        print(f"{1000 * spent_s / len(tokens):24.1f}{cheaper:8.2f}{share}")
    for precision in PRECISIONS:
        batches = list(batched([[0] * count for count in tokens], TOKENS_AT_ONCE[precision]))
        padded = sum(len(batch) * len(batch[-1]) for batch in batches)
        at_once = len(tokens) / len(batches)
        print(f"{precision}: {padded / sum(tokens) - 1:.1%} padding, {at_once:.1f} texts at once")


def print_quality(folder: str) -> None:
    """Print the measures of both precisions, without the answer model, and their differences."""
    path, split = folder.rsplit(":", 1)
    for retriever in (experiments.HYBRID, experiments.DENSE):
        scores = []
        for precision in PRECISIONS:
            vars(experiments)["find_encoder"] = functools.partial(find_encoder, precision=precision)
            options = experiments.Options(retriever=retriever)
            report = experiments.evaluate_beir(Path(path), split, cache_folder(), lambda _: None, options)
            scores.append(report.evaluation.scores)
        one = compare(scores[1], scores[0])["nDCG@10"]
        change = one.difference
        print(f"{retriever:8} nDCG@10: float32 {one.baseline:.4f}, int8 {one.value:.4f},", end=" ")
        print(
            f"difference {100 * change.value:+.2f} ({100 * change.low:+.2f} to {100 * change.high:+.2f}), ",
            end="",
        )
        print(f"p {one.p:.2f}, better {one.better}, worse {one.worse}")


def measure(folder: str, passages: int, way: str) -> dict[str, float]:
    """Index one way; return seconds and processor seconds."""
    texts = _texts(folder, passages)
    index = _script(texts) if way == SCRIPT else _ours(folder, texts, *way.split())
    started_s, spent_s = time.perf_counter(), time.process_time()
    index()
    return {"wall_s": time.perf_counter() - started_s, "spent_s": time.process_time() - spent_s}


def matrix_rate(rows: int = 2048) -> float:
    """Return how many GFLOP/s of processor time onnxruntime's product of two matrices reaches."""
    import onnx
    import onnxruntime

    helper, kind = onnx.helper, onnx.TensorProto.FLOAT
    given, result = (helper.make_tensor_value_info(name, kind, [rows, rows]) for name in ("given", "result"))
    weight = np.random.default_rng(0).standard_normal((rows, rows), np.float32)
    product = helper.make_node("MatMul", ["given", "weight"], ["result"])
    stored = [onnx.numpy_helper.from_array(weight, "weight")]
    graph = helper.make_graph([product], "product", [given], [result], stored)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options)
    times = []
    for _ in range(10):
        started_s = time.process_time()
        session.run(None, {"given": weight})
        times.append(time.process_time() - started_s)
    return 2 * rows**3 / min(times) / 1e9


def _script(texts: Sequence[str]) -> Callable[[], Any]:
    os.environ["OMP_WAIT_POLICY"] = ""  # as torch comes
    import torch

    as_it_comes = torch.get_num_threads()
    import faiss

    model = load_reference(DEFAULT_MODEL).model
    torch.set_num_threads(as_it_comes)
    model.encode(texts[:8])

    def index() -> None:
        vectors = model.encode(list(texts), normalize_embeddings=True)
        nearest: Any = faiss.IndexFlatIP(vectors.shape[1])
        nearest.add(vectors)
        with tempfile.TemporaryDirectory() as folder:
            faiss.write_index(nearest, f"{folder}/index.faiss")

    return index


def _ours(folder: str, texts: Sequence[str], what: str, precision: str) -> Callable[[], Any]:
    encoder = find_encoder(DEFAULT_MODEL, cache_folder(), precision=Precision(precision))
    encoder.encode_passages(texts[:8])
    if what == "embedding":
        ordered = sorted(texts, key=len)
        return lambda: [encoder.encode_passages(ordered[at : at + 64]) for at in range(0, len(ordered), 64)]
    articles = _articles(folder, len(texts))

    def index() -> None:
        with tempfile.TemporaryDirectory() as target:
            build_from_articles(Path(target) / "index", articles, encoder, lambda _: None)

    return index


def _articles(folder: str, passages: int) -> list[Any]:
    path, split = folder.rsplit(":", 1)
    left, kept = passages, []
    for article in read_beir(Path(path), split).articles:
        kept.append(article)
        left -= len(article.paragraphs)
        if left <= 0:
            break
    return kept


def _texts(folder: str, passages: int) -> list[str]:
    pairs = [(one.source.title, text) for one in _articles(folder, passages) for text in one.paragraphs]
    return [f"{title} {text}" if title else text for title, text in pairs]


def _lengths(folder: str, passages: int) -> list[int]:
    """Return how many tokens the model reads of each text, in ascending order."""
    encoder = find_encoder(DEFAULT_MODEL, cache_folder())
    found = encoder.tokenize(_texts(folder, passages))
    return sorted(min(len(ids), encoder.max_tokens) for ids in found)


def _operations(tokens: int) -> int:
    """Count the multiplications and additions of the model's products for a text."""
    per_token = 2 * (4 * WIDTH * WIDTH + 2 * WIDTH * INNER)
    return LAYERS * (tokens * per_token + 4 * tokens * tokens * WIDTH)


def _ratio(base: Sequence[dict[str, float]], runs: Sequence[dict[str, float]], name: str) -> float:
    return statistics.median(one[name] / other[name] for one, other in zip(base, runs, strict=True))


if __name__ == "__main__":
    main()
