"""A BEIR data set -> articles and queries (Thakur et al., 2021, "BEIR: A Heterogenous Benchmark").

A judgement above 0 is gold, whatever its grade.

corpus.jsonl          {"_id", "title", "text"}; an _id `<article>#<n>` is one passage of that article, whose
                      date can be given as {"metadata": {"date": "2020-03-01"}}
queries.jsonl         {"_id", "text"}; {"metadata": {"answerable": false}} marks one without an answer
qrels/<split>.tsv     query-id, corpus-id, score, tab-separated, with a header line
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa_bot.core.errors import EvaluationError, reason_of
from qa_bot.core.types import Article, Source
from qa_bot.evaluation.question_set import Query
from qa_bot.reading.metadata.fields import read_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class BeirSet:
    """The contents of a BEIR data set."""

    articles: tuple[Article, ...]
    queries: tuple[Query, ...]
    corpus_sha256: str
    names: Mapping[tuple[str, int], str]
    """The corpus's own id of each paragraph, by article id and paragraph number."""

    def name_of(self, passage_id: str) -> str:
        """Return the corpus's own id of a passage; the parts of a split one share it."""
        article, _, label = passage_id.rpartition("#")
        return self.names[article, int(label.partition(".")[0])]


def read_beir(folder: Path, split: str) -> BeirSet:
    """Read a BEIR data set.

    Raises:
        EvaluationError: a file is missing or malformed; the message names it and the line.
    """
    corpus = folder / "corpus.jsonl"
    sources, paragraphs, names = _read_corpus(corpus)
    articles = tuple(
        Article(id=article, source=sources[article], paragraphs=tuple(texts))
        for article, texts in paragraphs.items()
    )
    gold = _read_qrels(folder / "qrels" / f"{split}.tsv")
    return BeirSet(articles, tuple(_read_queries(folder / "queries.jsonl", gold)), _sha256(corpus), names)


def _read_corpus(path: Path) -> tuple[dict[str, Source], dict[str, list[str]], dict[tuple[str, int], str]]:
    sources: dict[str, Source] = {}
    paragraphs: dict[str, list[str]] = {}
    names: dict[tuple[str, int], str] = {}
    for entry in _objects(path, "_id", "text"):
        identifier, title = _text(entry["_id"]), _text(entry.get("title") or "")
        head, mark, number = identifier.rpartition("#")
        article = head if mark and number.isdigit() else identifier
        if article not in sources:
            date = read_date(_metadata(entry), ("date",))
            sources[article] = Source(path=path.name, title=title or None, date=date)
        texts = paragraphs.setdefault(article, [])
        texts.append(_text(entry["text"]) or title)
        names[article, len(texts)] = identifier
    if not paragraphs:
        msg = f"{path} has no passages."
        raise EvaluationError(msg)
    return sources, paragraphs, names


def _read_queries(path: Path, gold: Mapping[str, frozenset[str]]) -> Iterator[Query]:
    """Yield the queries of the split, and those marked as unanswerable."""
    for entry in _objects(path, "_id", "text"):
        identifier = _text(entry["_id"])
        unanswerable = _metadata(entry).get("answerable") is False
        if identifier in gold or unanswerable:
            yield Query(identifier, _text(entry["text"]), gold.get(identifier, frozenset()))


def _read_qrels(path: Path) -> dict[str, frozenset[str]]:
    gold: dict[str, set[str]] = {}
    for number, line in enumerate(_read(path).decode("utf-8", "replace").split("\n")[1:], start=2):
        if not line.strip():
            continue
        try:
            query, passage, score = line.rstrip("\r").split("\t")
            if float(score) > 0:
                gold.setdefault(query, set()).add(passage)
        except ValueError as error:
            msg = f"{path}, line {number} is not a judgement: query-id, corpus-id and score, with tabs."
            raise EvaluationError(msg) from error
    return {query: frozenset(passages) for query, passages in gold.items()}


def _objects(path: Path, *required: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(_read(path).decode("utf-8", "replace").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError) as error:
            msg = f"{path}, line {number} is not JSON: {error}."
            raise EvaluationError(msg) from error
        if not isinstance(entry, dict) or not all(key in entry for key in required):
            msg = f"{path}, line {number} is not an object with {' and '.join(required)}."
            raise EvaluationError(msg)
        yield entry


def _metadata(entry: Mapping[str, Any]) -> dict[str, Any]:
    metadata = entry.get("metadata")
    return metadata if isinstance(metadata, dict) else {}


def _text(value: Any) -> str:
    """Return a JSON value as text that can be stored: a lone surrogate becomes a question mark."""
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _sha256(path: Path) -> str:
    return hashlib.sha256(_read(path)).hexdigest()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        msg = (
            f"{path} cannot be read: {reason_of(error)}. "
            "A BEIR data set has corpus.jsonl, queries.jsonl and qrels/<split>.tsv."
        )
        raise EvaluationError(msg) from error
