"""Measure what embedding on a Dask cluster costs the workers, and the machine that builds.

    python tests/benchmarks/bench_cluster.py CORPUS_FOLDER [PASSAGES]

The paragraphs of the folder's Markdown files, numbered so that no two are equal, are embedded by this process
and by a cluster of two worker processes on this machine, with the default model and with an encoder that
costs nothing. The scheduler runs in this process. Times are processor time, because a machine may be busy.
"""

from __future__ import annotations

import pickle
import resource
import sys
import time
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from distributed import Client, LocalCluster
from free_encoder import load_free

from qa_bot.core.folders import cache_folder
from qa_bot.encoders.batches import encode_batches
from qa_bot.encoders.cluster import load_on_worker, on_cluster
from qa_bot.encoders.loading import find_encoder
from qa_bot.encoders.model_files import DEFAULT_MODEL
from qa_bot.index.storage.embeddings import encode_row
from qa_bot.index.token_vectors import fit_projection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qa_bot.encoders.cluster import Load
    from qa_bot.encoders.protocol import Embedding, Encoder
    from qa_bot.index.storage.embeddings import Row

BATCH = 64  # as a build embeds them
FREE_PASSAGES = 20  # times as many for the encoder that costs nothing


def main(corpus: str, passages: str = "1024") -> None:
    """Print the table."""
    count, encoder = int(passages), find_encoder(DEFAULT_MODEL, cache_folder())
    finish = partial(encode_row, projection=fit_projection(encoder))
    print(
        f"{'per 1,000 passages':44}{'s':>8}{'here, processor s':>20}{'workers, processor s':>22}", flush=True
    )
    _report("this process alone", count, _here(encoder, corpus, count, finish))
    for load, total in ((load_on_worker, count), (load_free, FREE_PASSAGES * count)):
        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster:
            costs = _on_cluster(cluster.scheduler_address, load, encoder, corpus, total, finish)
            _report(f"a cluster of two workers, {load.__name__}", total, costs)
    texts = list(islice(_texts(corpus), BATCH))
    embedded = encoder.encode_passages(texts)
    rows = [finish(found) for found in embedded]
    print(f"\nBytes of a passage, of {BATCH}:")
    print(f"sent, with the projection: {_bytes((texts, finish)):,}")
    print(f"returned as rows:          {_bytes(rows):,}")
    print(f"the model's own vectors:   {_bytes(embedded):,}")


def _here(
    encoder: Encoder, corpus: str, count: int, finish: Callable[[Embedding], Row]
) -> tuple[float, float, float]:
    started, spent = time.perf_counter(), time.process_time()
    for _ in encode_batches(encoder, _batches(corpus, count), finish):
        pass
    return time.perf_counter() - started, time.process_time() - spent, 0.0


def _on_cluster(
    address: str, load: Load, encoder: Encoder, corpus: str, count: int, finish: Callable[[Embedding], Row]
) -> tuple[float, float, float]:
    with on_cluster(address, encoder, load) as there, Client(address, set_as_default=False) as watching:
        for _ in encode_batches(there, ([str(number)] for number in range(64)), finish):
            pass  # each worker loads the model
        before = sum(watching.run(time.process_time).values())
        started, spent = time.perf_counter(), time.process_time()
        for _ in encode_batches(there, _batches(corpus, count), finish):
            pass
        elapsed_s, here_s = time.perf_counter() - started, time.process_time() - spent
        workers_s = sum(watching.run(time.process_time).values()) - before
        print(f"Memory of a worker: {max(watching.run(_peak_mb).values()):.0f} MB at most")
    return elapsed_s, here_s, workers_s


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1.024e-3


def _report(name: str, count: int, costs: Sequence[float]) -> None:
    per_thousand = (1000 * cost / count for cost in costs)
    print(
        f"{name:44}{next(per_thousand):8.2f}{next(per_thousand):20.2f}{next(per_thousand):22.2f}", flush=True
    )


def _bytes(found: object) -> int:
    return len(pickle.dumps(found)) // BATCH


def _batches(corpus: str, count: int) -> Iterator[list[str]]:
    texts = islice(_texts(corpus), count)
    while batch := list(islice(texts, BATCH)):
        yield batch


def _texts(corpus: str) -> Iterator[str]:
    """Give paragraphs over and over, each time with another number at its end."""
    found = [
        paragraph
        for path in sorted(Path(corpus).glob("*.md"))
        for paragraph in path.read_text(encoding="utf-8").split("---\n")[-1].split("\n\n")
        if len(paragraph) > 200
    ]
    number = 0
    while True:
        number += 1
        yield from (f"{paragraph.strip()} {number}" for paragraph in found)


if __name__ == "__main__":
    main(*sys.argv[1:])
