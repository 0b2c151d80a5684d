"""Measure how build, question, memory and disk grow from a thousand to a million passages.

    python tests/benchmarks/bench_scale.py BEIR_FOLDER SPLIT [--passages 1000 10000 100000 1000000]

What the passages are made of stands in scale_corpus.py. A build reads them from a folder and does all that
it ever does but for the embedding itself, whose time is left out. The questions are the folder's own,
embedded by the model when they are asked. Each build, and each index that is asked, has a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scale_corpus import MadeEmbeddings, Real, write_corpus
from scale_plot import plot

from qa_bot.answering.answerer import Answerer
from qa_bot.core.folders import cache_folder
from qa_bot.encoders import loading, model_files
from qa_bot.encoders.loading import find_encoder
from qa_bot.evaluation.beir import read_beir
from qa_bot.index import dense
from qa_bot.index.build import build_index
from qa_bot.index.opened import Index, open_index
from qa_bot.index.parts import COARSE
from qa_bot.index.storage import versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qa_bot.core.types import Progress

REAL, WARM_UP = "real.npz", 20
COLUMNS = {
    "passages": "{:,}",
    "search": "{}",
    "build_s": "{:.1f}",
    "build_cpu_s": "{:.1f}",
    "build_peak_mb": "{:,.0f}",
    "disk_mb": "{:,.0f}",
    "open_s": "{:.2f}",
    "vectors_ms": "{:.1f}",
    "vectors_p95_ms": "{:.1f}",
    "question_ms": "{:.1f}",
    "question_p95_ms": "{:.1f}",
    "anon_mb": "{:,.0f}",
    "file_mb": "{:,.0f}",
    "bound_mb": "{:,.0f}",
    "recall": "{:.3f}",
}
"""What is printed of each size, and how. MB are 1,000,000 bytes; "bound" is 1.3 times the vectors."""


def main() -> None:
    """Print a line for each size and way to search, and draw them."""
    arguments = _arguments()
    for work in (_embed, _build, _ask):
        if getattr(arguments, work.__name__[1:]):
            print(json.dumps(work(arguments)))
            return
    print(__doc__, "\nLoad of the machine:", *os.getloadavg(), flush=True)
    print(*COLUMNS, sep="\t", flush=True)
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(dir=arguments.scratch) as scratch:
        folder = Path(arguments.keep or scratch)
        _process(arguments, "--embed", folder / REAL)
        for count in arguments.passages:
            for row in _measured(arguments, folder / str(count), count):
                found.append(row)
                print(*(form.format(row[name]) for name, form in COLUMNS.items()), sep="\t", flush=True)
    if arguments.results:
        Path(arguments.results).write_text(json.dumps(found, indent=1), encoding="utf-8")
    if arguments.plot:
        plot(found, Path(arguments.plot))


def _measured(arguments: argparse.Namespace, scratch: Path, count: int) -> Iterator[dict[str, Any]]:
    """Build once, with a coarse index where both ways to search are measured, and ask it each way."""
    both = count >= arguments.coarse_from
    ways = (dense.EXACT, dense.COARSE) if both else (dense.EXACT,)
    options = ["--passages", str(count), "--questions", str(arguments.questions), "--way"]
    built = _process(arguments, "--build", scratch, *options, ways[-1])
    for way in ways:
        asked = _process(arguments, "--ask", scratch / "index", *options, way)
        own = {name: value[way] if isinstance(value, dict) else value for name, value in built.items()}
        yield {"passages": count, "search": way} | own | asked
    if not arguments.keep:
        shutil.rmtree(scratch)


def _process(arguments: argparse.Namespace, what: str, target: Path, *options: str) -> dict[str, Any]:
    command = [sys.executable, __file__, arguments.folder, arguments.split, what, str(target), *options]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _embed(arguments: argparse.Namespace) -> dict[str, Any]:
    """Embed the real paragraphs, where they are not at hand."""
    file = Path(arguments.embed)
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        model = find_encoder(model_files.DEFAULT_MODEL, cache_folder())
        Real.embedded(Path(arguments.folder), arguments.split, model).save(file)
    return {"paragraphs": len(Real.load(file).texts)}


def _build(arguments: argparse.Namespace) -> dict[str, Any]:
    """Build an index; seconds of all but the embedding, and of that what is spent without a coarse index."""
    folder = Path(arguments.build)
    model = find_encoder(model_files.DEFAULT_MODEL, cache_folder())
    real = Real.load(folder.parent / REAL)
    made = MadeEmbeddings(real, model)
    made.put_in_place()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write_corpus(folder / "corpus", real.texts, arguments.passages[0])
    os.sync()  # what this script wrote is not to be waited for
    vars(dense)["COARSE_FROM"] = 1 if arguments.way == dense.COARSE else 1 << 60
    coarse = _Stopwatch(dense.write_coarse)
    vars(dense)["write_coarse"] = coarse
    with _PeakMemory() as peak:
        whole = _Stopwatch(build_index)
        whole(folder / "index", folder / "corpus", made, _Stages())
    version = versions.current_version(folder / "index")
    sizes = {path: path.stat().st_size for path in version.rglob("*") if path.is_file()}
    disk_mb, coarse_mb = sum(sizes.values()) / 1e6, sizes.get(version / COARSE, 0) / 1e6
    build_s, cpu_s = whole.elapsed_s - made.elapsed_s, whole.cpu_s - made.elapsed_s
    return {
        "build_s": {dense.COARSE: build_s, dense.EXACT: build_s - coarse.elapsed_s},
        "build_cpu_s": {dense.COARSE: cpu_s, dense.EXACT: cpu_s - coarse.cpu_s},
        "build_peak_mb": peak.anon_mb,
        "disk_mb": {dense.COARSE: disk_mb, dense.EXACT: disk_mb - coarse_mb},
    }


def _ask(arguments: argparse.Namespace) -> dict[str, Any]:
    """Open an index and ask it, searching it one way."""
    if arguments.way == dense.EXACT:
        vars(dense)["read_coarse"] = lambda *_: None
    name = model_files.DEFAULT_MODEL
    fingerprint = model_files.fingerprint(model_files.model_folder(name))
    loaded = loading.load_encoder(name, fingerprint, cache_folder())
    queries = [query.text for query in read_beir(Path(arguments.folder), arguments.split).queries]
    queries = queries[:: max(1, len(queries) // arguments.questions)][: arguments.questions]
    vectors = [loaded.encode_question(query).vector for query in queries]
    before = _memory()
    opening = _Stopwatch(open_index)
    opened: Index = opening(Path(arguments.ask))
    answerer = Answerer(opened, loaded)
    for query in queries[:WARM_UP]:
        answerer.ask(query, 5)
    searched = [_timed_ms(opened.dense.search, one, 100) for one in vectors]
    asked = [_timed_ms(answerer.ask, query, 5) for query in queries]
    after = _memory()
    return {
        "open_s": opening.elapsed_s,
        "vectors_ms": statistics.median(searched),
        "vectors_p95_ms": statistics.quantiles(searched, n=20)[-1],
        "question_ms": statistics.median(asked),
        "question_p95_ms": statistics.quantiles(asked, n=20)[-1],
        "anon_mb": after["RssAnon"] - before["RssAnon"],
        "file_mb": after["RssFile"] - before["RssFile"],
        "bound_mb": 1.3 * len(opened.dense) * opened.manifest.model.dimension * 2 / 1e6,
        "recall": _recall(opened, vectors),
    }


def _recall(opened: Index, questions: Sequence[np.ndarray]) -> float:
    """Tell the share of the ten nearest vectors that a search for a question's candidates finds."""
    if opened.manifest.search == dense.EXACT:
        return 1.0
    (path,) = opened.version.glob("embedded/*/vectors.f16")
    vectors = np.fromfile(path, np.float16).reshape(-1, opened.manifest.model.dimension)
    best = np.zeros((0, len(questions)), np.float32)
    for start in range(0, len(vectors), 50_000):
        scores = vectors[start : start + 50_000].astype(np.float32) @ np.stack(questions).T
        best = -np.sort(-np.concatenate([best, scores]), axis=0)[:10]
    found = 0
    for number, question in enumerate(questions):
        tenth = best[-1, number] - 1e-5  # equal vectors are as good as each other
        found += sum(score >= tenth for score in list(opened.dense.search(question, 100).values())[:10])
    return found / len(best) / len(questions)


class _Stopwatch:
    """A function that adds up the time that it takes."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.elapsed_s = self.cpu_s = 0.0
        self._function = function

    def __call__(self, *arguments: object) -> Any:
        started, cpu = time.perf_counter(), time.process_time()
        try:
            return self._function(*arguments)
        finally:
            self.elapsed_s += time.perf_counter() - started
            self.cpu_s += time.process_time() - cpu


class _Stages:
    """Tells on standard error how long each stage of a build took."""

    def __init__(self) -> None:
        self._stage, self._since = "", time.perf_counter()

    def __call__(self, progress: Progress) -> None:
        stage = f"{progress.stage} {progress.done}" if progress.stage == "writing" else progress.stage
        if stage != self._stage:
            now = time.perf_counter()
            print(f"{now - self._since:7.1f} s {self._stage}", file=sys.stderr, flush=True)
            self._stage, self._since = stage, now


class _PeakMemory:
    """The most memory that this process had for itself while a block ran, in MB."""

    def __enter__(self) -> _PeakMemory:
        self.anon_mb = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.1):
            self.anon_mb = max(self.anon_mb, _memory()["RssAnon"])


def _memory() -> dict[str, float]:
    """Tell the memory that this process has in use, its own and that of files, in MB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return {line.split(":")[0]: int(line.split()[1]) * 1.024e-3 for line in lines if line.startswith("Rss")}


def _timed_ms(work: Callable[..., object], *arguments: object) -> float:
    started = time.perf_counter()
    work(*arguments)
    return (time.perf_counter() - started) * 1000


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("split")
    parser.add_argument("--passages", type=int, nargs="*", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--coarse-from", type=int, default=100_000, help="sizes searched both ways")
    parser.add_argument("--scratch", help="folder for the indexes: 25 GB for a million passages")
    parser.add_argument("--keep", help="folder to leave the indexes in")
    parser.add_argument("--results", help="file for the figures, as JSON")
    parser.add_argument("--plot", help="file for the picture")
    parser.add_argument("--embed", help=argparse.SUPPRESS)
    parser.add_argument("--build", help=argparse.SUPPRESS)
    parser.add_argument("--ask", help=argparse.SUPPRESS)
    parser.add_argument("--way", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
