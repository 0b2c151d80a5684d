"""What a store costs: publishing, one new article, opening, and a question, over made-up passages.

    python tests/benchmarks/bench_stores.py [--passages 100000] [--store lance://FOLDER]
    python tests/benchmarks/bench_stores.py --head 1000000

Passages are 50 words drawn by Zipf's law from 50,000, with random vectors and token vectors of the usual
sizes. Their terms are taken as they are; bench_scale.py measures what analysing real texts costs. Prints one
line a measurement.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from qa_bot.answering.answerer import Answerer
from qa_bot.core.folders import cache_folder
from qa_bot.core.types import Article, Slice, Source
from qa_bot.encoders.loading import find_encoder
from qa_bot.encoders.model_files import DEFAULT_MODEL
from qa_bot.index.storage import token_block
from qa_bot.index.storage.embeddings import Row, shape_of
from qa_bot.stores import head, records
from qa_bot.stores.address import connect
from qa_bot.stores.backend import Head
from qa_bot.stores.opened import open_store
from qa_bot.stores.publish import publish

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_bot.index.opened import Index
    from qa_bot.stores.backend import Backend

DIMENSION, WIDTH, TOKENS = 384, 64, 60
WORDS, PASSAGE_WORDS, PARAGRAPHS = 50_000, 50, 8
QUESTIONS = 30


class MadeUp:
    """Articles and rows that look like an index to `publish`."""

    def __init__(self, passages: int) -> None:
        self._draw = np.random.default_rng(1)
        share = 1 / np.arange(1, WORDS + 1)
        words = np.array([_word(number) for number in range(WORDS)])
        picked = self._draw.choice(WORDS, (passages, PASSAGE_WORDS), p=share / share.sum())
        texts = [" ".join(line) for line in words[picked]]
        self.articles = [_article(number, texts[number : number + PARAGRAPHS]) for number in
                         range(0, passages, PARAGRAPHS)]  # fmt: skip
        self.shape = shape_of("made-up", DIMENSION, np.eye(DIMENSION, WIDTH, dtype=np.float32))
        self.projection = np.eye(DIMENSION, WIDTH, dtype=np.float32)

    def row(self, number: int) -> Row:
        """Return a random row, the same one each time."""
        draw = np.random.default_rng(number)
        vector = draw.normal(size=DIMENSION)
        tokens = (draw.normal(size=(TOKENS, WIDTH)) / 8).astype(np.float32)
        block = token_block.encode(tokens, draw.integers(0, 30_000, TOKENS))
        return Row((vector / np.linalg.norm(vector)).astype(np.float16).tobytes(), block)

    def index(self) -> Index:
        """Return what `publish` takes."""
        slices = [[Slice(n, None, 0, len(text)) for n, text in enumerate(one.paragraphs, start=1)]
                  for one in self.articles]  # fmt: skip
        store = SimpleNamespace(
            passages=sum(map(len, slices)),
            all_articles=lambda: zip(self.articles, slices, strict=True),
            files=lambda: (),
        )
        found = SimpleNamespace(
            is_embedded=True,
            store=store,
            rows=self,
            model_name="made-up",
            manifest=SimpleNamespace(paragraph_rules=0, corpus_state=str(len(self.articles))),
        )
        return cast("Index", found)


def main() -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--store", default="")
    parser.add_argument("--head", type=int, help="only open a head of so many passages")
    parser.add_argument("--ask-only", action="store_true")
    options = parser.parse_args()
    if options.head:
        _open_head(options.head)
        return
    with tempfile.TemporaryDirectory() as folder:
        address = options.store or f"lance://{folder}/library"
        if not options.ask_only:
            _publish(options.passages, address)
            command = [sys.executable, __file__, "--ask-only", "--store", address]
            subprocess.run(command, check=True)  # noqa: S603  a process that has nothing in memory yet
            return
        _ask(address)


def _publish(passages: int, address: str) -> None:
    vars(records)["all_terms"] = str.split
    made = MadeUp(passages)
    backend = connect(address)
    _timed("publish everything", lambda: publish(made.index(), backend, "desk", lambda _: None))
    size = _size_of(address)
    print(f"size: {size / 1e6:,.1f} MB, {size / passages:,.0f} bytes a passage")
    (one,) = backend.snapshot().heads().values()
    print(f"head: {len(one.content) / 1e6:.2f} MB")
    _timed("publish again, nothing new", lambda: publish(made.index(), backend, "desk", lambda _: None))
    made.articles.append(_article(passages, ["A heron nests on the roof of the town hall."]))
    before = _size_of(address)
    _timed("publish one new article", lambda: publish(made.index(), backend, "desk", lambda _: None))
    grown = _size_of(address) - before
    print(f"written for it: {grown / 1e6:.2f} MB, {100 * grown / max(size, 1):.2f}% of the store")


def _open_head(passages: int) -> None:
    """Open a head with three terms for every two passages, which is all that opening a store reads."""
    articles = [
        head.ListedArticle(
            key=f"{number:032x}",
            id=one.id,
            source=one.source,
            also_in=(),
            paragraphs=PARAGRAPHS,
            labels=tuple(map(str, range(1, PARAGRAPHS + 1))),
            headings=(),
        )
        for number, one in enumerate(_article(first, []) for first in range(0, passages, PARAGRAPHS))
    ]
    counts = Counter({f"term{number}x{number * 7919 % 1000}": 1 for number in range(passages * 3 // 2)})
    content = head.HeadContent(
        model="made-up",
        shape=shape_of("made-up", DIMENSION, np.eye(DIMENSION, WIDTH, dtype=np.float32)),
        rules=0,
        corpus_state="",
        articles=articles,
        files=(),
        tally=head.Tally(passage_terms=counts, article_terms=counts, passage_length=1, article_length=1),
        projection=np.eye(DIMENSION, WIDTH, dtype=np.float32),
    )
    packed = _timed("pack", lambda: head.pack(content))
    print(f"head: {len(packed) / 1e6:.2f} MB")
    snapshot = SimpleNamespace(state=1, slack=1.0, heads=lambda: {"desk": Head(1, packed)})
    backend = cast("Backend", SimpleNamespace(address="", snapshot=lambda: snapshot))
    _timed("open", lambda: open_store(backend))


def _ask(address: str) -> None:
    encoder = find_encoder(DEFAULT_MODEL, cache_folder())
    _timed("connect (imports LanceDB)", lambda: connect(address))
    backend = connect(address)
    opened = _timed("open", lambda: open_store(backend))
    _timed("state (asked before each question)", backend.state)
    answerer = Answerer(opened, encoder)
    draw = random.Random(3)  # noqa: S311
    asked = [" ".join(_word(int(draw.random() ** 3 * 5_000)) for _ in range(6)) for _ in range(QUESTIONS)]
    _timed("first question", lambda: answerer.ask(asked[0], 5))
    times = []
    for question in asked[1:]:
        started, used = time.perf_counter(), time.process_time()
        answerer.ask(question, 5)
        times.append((time.perf_counter() - started, time.process_time() - used))
    wall, cpu = (1e3 * statistics.median(each) for each in zip(*times, strict=True))
    print(f"question: median {wall:.0f} ms, {cpu:.0f} ms of processor time")
    _timed("filter that half of the articles match", lambda: answerer.ask(f"{asked[1]} publication:Tide", 5))
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def _timed(name: str, work: Callable[[], Any]) -> Any:
    started, used = time.perf_counter(), time.process_time()
    found = work()
    took = f"{time.perf_counter() - started:.3f} s, {time.process_time() - used:.3f} s of processor time"
    print(f"{name}: {took}", flush=True)
    return found


def _article(number: int, paragraphs: list[str]) -> Article:
    source = Source(path=f"{number:08}.md", title=f"Report {number}",
                    publication=("The Quay Courier", "The Tide")[number // PARAGRAPHS % 2],
                    date=f"20{number // 8 % 24:02}-05-11")  # fmt: skip
    return Article(id=source.path, source=source, paragraphs=tuple(paragraphs))


def _word(number: int) -> str:
    """Return a word of letters alone, of which no two are equal."""
    letters = "bdfgklmnprstvz"
    found = ""
    for vowel in "aeio":
        number, place = divmod(number, len(letters))
        found += letters[place] + vowel
    return found


def _size_of(address: str) -> int:
    folder = Path(address.removeprefix("lance://"))
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
