"""BEIR folders -> the folders that every program indexes: each set whole, and mixtures of a given size.

A mixture takes the passages that answer a question first, from each set in turn, then the other ones, then
made ones: four sentences of theirs with two words of each exchanged. A corpus that is all made comes with
embeddings, so that it can be large; it serves to measure speed and memory, not quality.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from peer_protocol import MADE_ROWS, MADE_VECTORS

from qa_bot.core.folders import cache_folder
from qa_bot.encoders.loading import find_encoder
from qa_bot.encoders.model_files import DEFAULT_MODEL
from qa_bot.evaluation.beir import read_beir

sys.path.append(str(Path(__file__).parents[1]))
from scale_corpus import MadeEmbeddings, Real, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

SPLIT = "test"
ASKED = 400
"""Questions that a mixture keeps, at most."""
_AT_ONCE = 10_000
"""Passages whose embeddings are made at once."""

Entry = dict[str, Any]
"""A line of corpus.jsonl."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """A BEIR folder, with its questions in memory."""

    name: str
    folder: Path
    questions: Mapping[str, str]
    gold: Mapping[str, Sequence[str]]
    passages: int
    sets: tuple[str, ...]
    """Names of the sets that it is made of."""
    made: int = 0
    """Passages that no set contains."""
    is_embedded: bool = False
    """Whether it comes with embeddings, which no program computes."""


def whole_set(source: Path, split: str, folder: Path) -> Corpus:
    """Copy a set with its questions that have an answer."""
    judged = [query for query in read_beir(source, split).queries if query.gold]
    entries = list(_entries(source))
    questions = {query.id: query.text for query in judged}
    gold = {query.id: sorted(query.gold) for query in judged}
    _write_folder(folder, entries, questions, gold)
    return Corpus(source.name, folder, questions, gold, len(entries), (source.name,))


def mixture(sources: Sequence[tuple[Path, str]], size: int, folder: Path) -> Corpus:
    """Mix the sets to a corpus of so many passages, with questions whose gold is part of it."""
    first, others, questions = [], [], []
    gold: dict[str, list[str]] = {}
    for source, split in sources:
        judged = [query for query in read_beir(source, split).queries if query.gold]
        known = frozenset(chain.from_iterable(query.gold for query in judged))
        entries = list(_entries(source))
        first.append([_named(source, one) for one in entries if one["_id"] in known])
        others.append([_named(source, one) for one in entries if one["_id"] not in known])
        questions.append([(f"{source.name}/{query.id}", query.text) for query in judged])
        gold |= {
            f"{source.name}/{query.id}": [f"{source.name}/{one}" for one in sorted(query.gold)]
            for query in judged
        }
    real = [*_in_turn(first), *_in_turn(others)][:size]
    made = list(islice(_made(real), size - len(real)))
    there = {one["_id"] for one in real}
    asked = [(name, text) for name, text in _in_turn(questions) if there.issuperset(gold[name])]
    kept = dict(asked[:: max(1, len(asked) // ASKED)][:ASKED])
    _write_folder(folder, [*real, *made], kept, gold)
    sets = tuple(source.name for source, _ in sources)
    return Corpus(f"{size:,} passages", folder, kept, gold, size, sets, len(made))


def embedded(source: Path, split: str, size: int, folder: Path) -> Corpus:
    """Make a corpus of so many passages with their embeddings; the questions are the set's own."""
    encoder = find_encoder(DEFAULT_MODEL, cache_folder())
    folder.mkdir(parents=True, exist_ok=True)
    rows = folder / MADE_ROWS
    if not rows.exists():
        Real.embedded(source, split, encoder).save(rows)
    real = Real.load(rows)
    judged = [query for query in read_beir(source, split).queries if query.gold][:ASKED]
    questions = {query.id: query.text for query in judged}
    if not (folder / MADE_VECTORS).exists():
        texts = list(islice(paragraphs(real.texts), size))
        entries = [{"_id": str(number), "title": "", "text": text} for number, text in enumerate(texts)]
        _write_folder(folder, entries, questions, {name: ["0"] for name in questions})
        _write_vectors(folder / MADE_VECTORS, texts, MadeEmbeddings(real, encoder))
    made = max(0, size - len(real.texts))
    return Corpus(
        f"{size:,} passages with made embeddings", folder, questions, {}, size, (source.name,), made, True
    )


def _write_vectors(path: Path, texts: Sequence[str], encoder: MadeEmbeddings) -> None:
    unfinished = path.with_suffix(".part")
    vectors = np.lib.format.open_memmap(unfinished, "w+", np.float32, (len(texts), encoder.dimension))
    for start in range(0, len(texts), _AT_ONCE):
        rows = encoder.encode_passages(texts[start : start + _AT_ONCE])
        vectors[start : start + _AT_ONCE] = [np.frombuffer(row.vector, np.float16) for row in rows]
    vectors.flush()
    unfinished.replace(path)


def _entries(source: Path) -> Iterator[Entry]:
    with (source / "corpus.jsonl").open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def _named(source: Path, entry: Entry) -> Entry:
    return entry | {"_id": f"{source.name}/{entry['_id']}"}


def _in_turn(lists: Sequence[Sequence[Any]]) -> Iterator[Any]:
    missing = object()
    return (one for turn in zip_longest(*lists, fillvalue=missing) for one in turn if one is not missing)


def _made(real: Sequence[Entry]) -> Iterator[Entry]:
    texts = [one["text"] for one in real]
    for number, text in enumerate(islice(paragraphs(texts), len(texts), None)):
        yield {"_id": f"made/{number}", "title": "", "text": text}


def _write_folder(
    folder: Path, entries: Sequence[Entry], questions: Mapping[str, str], gold: Mapping[str, Sequence[str]]
) -> None:
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    _write(folder / "corpus.jsonl", map(json.dumps, entries))
    _write(
        folder / "queries.jsonl",
        (json.dumps({"_id": one, "text": text}) for one, text in questions.items()),
    )
    judgements = (f"{query}\t{passage}\t1" for query in questions for passage in gold[query])
    _write(folder / "qrels" / f"{SPLIT}.tsv", chain(["query-id\tcorpus-id\tscore"], judgements))


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
