"""BEIR folders -> the folders that every program indexes: each set whole, and mixtures of a given size.

A mixture takes the passages that answer a question first, from each set in turn, then the other ones, then
made ones: four sentences of theirs with two words of each exchanged.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa_bot.evaluation.beir import read_beir

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

SPLIT = "test"
ASKED = 400
"""Questions that a mixture keeps, at most."""

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


def _entries(source: Path) -> Iterator[Entry]:
    with (source / "corpus.jsonl").open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def _named(source: Path, entry: Entry) -> Entry:
    return entry | {"_id": f"{source.name}/{entry['_id']}"}


def _in_turn(lists: Sequence[Sequence[Any]]) -> Iterator[Any]:
    missing = object()
    return (one for turn in zip_longest(*lists, fillvalue=missing) for one in turn if one is not missing)


def _made(real: Sequence[Entry]) -> Iterator[Entry]:
    sys.path.append(str(Path(__file__).parents[1]))
    from scale_corpus import paragraphs

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
