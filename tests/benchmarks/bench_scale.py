"""Measure how build, question, memory and disk grow from a thousand to a million passages.

    python tests/benchmarks/bench_scale.py BEIR_FOLDER SPLIT [--passages 1000 10000 100000 1000000]

The passages are made of the folder's text: real paragraphs, and for the rest shuffles of their sentences. A
real paragraph has its real embedding; a made one has a real one's, moved by noise so that its cosine with it
is about 0.85, as neighbours' are. Token vectors are a real paragraph's. All but the embedding itself is
what a build does. Questions are the folder's own, embedded by the model.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from qa_bot import dense, embedding, encoder, index, models, versions
from qa_bot.beir import read_beir
from qa_bot.embedded import Row, encode_row
from qa_bot.embedding import Embeddings
from qa_bot.engine import cache_folder, load_model
from qa_bot.late import fit_projection
from qa_bot.passages import sentences
from qa_bot.retriever import HybridRetriever
from qa_bot.types import Article, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa_bot.embedded import EmbeddedRows

REAL = 2_000
"""Paragraphs that are embedded for real."""

NOISE = 0.62
"""Length of the noise beside a unit vector: the cosine is then about 1 / sqrt(1 + 0.62 ** 2) = 0.85."""

PARAGRAPHS = 10
"""Of an article."""

QUESTIONS = 50


def main() -> None:
    """Print a line for each size, each measured in processes of their own."""
    arguments = _arguments()
    if arguments.one:
        _measure_one(Path(arguments.one), Path(arguments.folder), arguments.split, arguments.way)
        return
    print(
        f"{'passages':>9} {'search':>7} {'build s':>8} {'disk MB':>8} {'open s':>7} {'dense ms':>9} ", end=""
    )
    print(f"{'question ms':>12} {'RSS MB':>7} {'vectors MB':>11} {'recall@10':>10}", flush=True)
    real = Real(Path(arguments.folder), arguments.split)
    for count in arguments.passages:
        with tempfile.TemporaryDirectory(dir=arguments.scratch) as scratch:
            _measure(Path(scratch), count, real, arguments)


def _measure(scratch: Path, count: int, real: Real, arguments: argparse.Namespace) -> None:
    """Build once, with a coarse index where both ways to search are measured, and ask it each way."""
    both = count >= arguments.coarse_from
    dense.COARSE_FROM = 1 if both else 1 << 60
    build_s, coarse_s = build(scratch / "index", real, count)
    sizes = {path: path.stat().st_size for path in versions.current_version(scratch / "index").rglob("*.*")}
    coarse = sum(size for path, size in sizes.items() if path.parent.name == "coarse")
    for way in (dense.EXACT, dense.COARSE) if both else (dense.EXACT,):
        command = [sys.executable, __file__, arguments.folder, arguments.split]
        command += ["--one", str(scratch / "index"), "--way", way]
        asked = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603
        spent_s = build_s - (0 if way == dense.COARSE else coarse_s)
        disk = (sum(sizes.values()) - (0 if way == dense.COARSE else coarse)) / 1e6
        print(f"{count:9} {way:>7} {spent_s:8.1f} {disk:8.0f} {asked}", flush=True)


class Real:
    """Paragraphs with their real embeddings."""

    def __init__(self, beir: Path, split: str) -> None:
        self.model = load_model(models.DEFAULT_MODEL, cache_folder())
        texts = [text for article in read_beir(beir, split).articles for text in article.paragraphs]
        self.texts = [text for text in dict.fromkeys(texts) if 200 < len(text) < 1000][:REAL]
        projection = fit_projection(self.model.encoder)
        self.rows = [encode_row(one, projection) for one in self.model.encoder.encode_passages(self.texts)]


def build(folder: Path, real: Real, count: int) -> tuple[float, float]:
    """Write an index of so many passages as a build does, embeddings being at hand.

    Gives the seconds, and how many of them the coarse index took.
    """
    coarse_s = 0.0
    write_coarse = dense.write_coarse

    def timed(target: Path, rows: EmbeddedRows) -> None:
        nonlocal coarse_s
        began = time.perf_counter()
        write_coarse(target, rows)
        coarse_s = time.perf_counter() - began

    vars(dense)["write_coarse"] = timed

    @contextmanager
    def made(*arguments: object, **_: object) -> Iterator[Embeddings]:
        with EMBED(folder, [], real.model, lambda _: None) as found:
            yield MadeEmbeddings(found, real.rows)

    embedding.embed = made
    started = time.perf_counter()
    index.build_from_articles(folder, list(articles(real.texts, count)), real.model, lambda _: None)
    vars(dense)["write_coarse"] = write_coarse
    return time.perf_counter() - started, coarse_s


EMBED = embedding.embed


class MadeEmbeddings(Embeddings):
    """Rows in the order of the passages: real ones first, then real ones with noise."""

    def __init__(self, found: Embeddings, rows: Sequence[Row]) -> None:
        self.shape, self.projection = found.shape, found.projection
        self._rows, self._number, self._random = rows, 0, np.random.default_rng(1)

    def row(self, text: str) -> Row:
        """Give the next row."""
        real, number = self._rows[self._number % len(self._rows)], self._number
        self._number += 1
        if number < len(self._rows):
            return real
        vector = np.frombuffer(real.vector, np.float16).astype(np.float32)
        noise = self._random.standard_normal(len(vector), np.float32)
        moved = vector + NOISE / np.linalg.norm(noise) * noise
        return Row((moved / np.linalg.norm(moved)).astype(np.float16).tobytes(), real.tokens)


def articles(texts: Sequence[str], count: int) -> Iterator[Article]:
    """Make articles of ten paragraphs: real ones first, then shuffles of their sentences."""
    random = np.random.default_rng(2)
    pool = [text[start:end] for text in texts for start, end in sentences(text)]

    def paragraphs() -> Iterator[str]:
        yield from texts
        while True:
            picked = random.integers(0, len(pool), 4)
            yield " ".join(pool[number] for number in picked)

    found = islice(paragraphs(), count)
    number = 0
    while own := tuple(islice(found, PARAGRAPHS)):
        yield Article(f"a{number:06}.md", Source(f"a{number:06}.md", f"Article {number}"), own)
        number += 1


def _measure_one(folder: Path, beir: Path, split: str, way: str) -> None:
    """Open an index and ask it, searching it one way; print what that took."""
    if way == dense.EXACT:
        vars(index)["DenseIndex"] = _exact_only
    name = models.DEFAULT_MODEL
    fingerprint = models.fingerprint(models.model_folder(name))
    loaded = encoder.load_encoder(name, fingerprint, cache_folder())
    queries = [query.text for query in read_beir(beir, split).queries[:QUESTIONS]]
    embedded = [loaded.encode_question(query) for query in queries]
    base = _resident()
    started = time.perf_counter()
    opened = index.open_index(folder)
    open_s = time.perf_counter() - started
    retriever = HybridRetriever(opened, loaded)
    for query in queries[:5]:
        retriever.retrieve(query, 5)
    searched = [_timed(lambda one=one: opened.dense.search(one.vector, 100)) for one in embedded]
    asked = [_timed(lambda query=query: retriever.retrieve(query, 5)) for query in queries]
    recall = _recall(opened, [one.vector for one in embedded])
    vectors = len(opened.dense) * opened.dense.dimension * 2 / 1e6
    print(
        f"{open_s:7.2f} {statistics.median(searched):9.1f} {statistics.median(asked):12.1f} "
        f"{_resident() - base:7.0f} {vectors:11.0f} {recall:10.3f}"
    )


def _exact_only(rows: EmbeddedRows, coarse: Path | None) -> dense.DenseIndex:
    """Open vectors as if there were no coarse index."""
    del coarse
    return dense.DenseIndex(rows, None)


def _recall(opened: index.Index, questions: Sequence[np.ndarray]) -> float:
    """Tell the share of the ten nearest vectors that a search finds."""
    if opened.dense.is_exact:
        return 1.0
    path = opened.version / "embedded" / "vectors.f16"
    vectors = np.fromfile(path, np.float16).reshape(-1, opened.dense.dimension)
    scores = np.concatenate(
        [
            vectors[start : start + 50_000].astype(np.float32) @ np.stack(questions).T
            for start in range(0, len(vectors), 50_000)
        ]
    )
    found = 0
    for number, question in enumerate(questions):
        tenth = np.partition(scores[:, number], -10)[-10] - 1e-5  # equal vectors are as good as each other
        found += sum(score >= tenth for score in list(opened.dense.search(question, 100).values())[:10])
    return found / 10 / len(questions)


def _timed(work: object) -> float:
    started = time.perf_counter()
    work()  # type: ignore[operator]
    return (time.perf_counter() - started) * 1000


def _resident() -> float:
    """Tell the memory that this process has in use, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("split")
    parser.add_argument("--passages", type=int, nargs="*", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--coarse-from", type=int, default=100_000, help="sizes searched both ways")
    parser.add_argument("--scratch", help="folder for the indexes, which take 9 GB for a million passages")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--way", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
