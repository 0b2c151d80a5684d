"""The head of a publisher: which articles it has, in order, and the counts of their terms and tokens.

    head.json         format, model, rules, the articles without their text, the report on each file
    terms.txt         every term, one a line
    counts.i32        in how many passages, and in how many articles, each term occurs: (2, terms)
    tokens.i64        in how many passages each token of the model occurs, by token id
    projection.npy    matrix that reduces the model's token vectors

The files are packed into one ZIP archive. A head is all that is read when a store is opened.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections import Counter
from dataclasses import asdict, astuple, dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from qa_bot.core.errors import DamagedIndexError, IncompatibleIndexError
from qa_bot.core.types import FileReport, Outcome, Source
from qa_bot.encoders.precision import precision_of
from qa_bot.index.storage.embeddings import Shape
from qa_bot.index.store_rows import source_of
from qa_bot.index.token_vectors import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

__all__ = ["FORMAT", "HeadContent", "ListedArticle", "Tally", "pack", "unpack"]

FORMAT: Final = 1
"""Raise it when what a head holds changes; every publisher then publishes again."""

_LEVEL = 6  # of compression


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedArticle:
    """An article in a head, without its text."""

    key: str
    id: str
    source: Source
    also_in: tuple[Source, ...]
    paragraphs: int
    labels: tuple[str, ...]
    """Of its passages, in order."""
    headings: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """Counts of the terms and tokens of a publisher's rows."""

    passage_terms: Counter[str] = field(default_factory=Counter)
    """Number of passages that contain a term."""
    article_terms: Counter[str] = field(default_factory=Counter)
    passage_length: int = 0
    """Number of terms of all passages, with repetitions."""
    article_length: int = 0
    tokens: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    """Number of passages that contain a token, by token id."""

    def count_passage(self, terms: str, token_ids: NDArray[np.int64], by: int = 1) -> None:
        """Count a passage with its distinct token ids, ascending; by -1 takes it back."""
        words = terms.split()
        self.passage_length += by * len(words)
        _count(self.passage_terms, words, by)
        self.tokens = counted(self.tokens, token_ids, by)

    def count_article(self, terms: str, by: int = 1) -> None:
        """Count an article; by -1 takes it back."""
        words = terms.split()
        self.article_length += by * len(words)
        _count(self.article_terms, words, by)


def _count(counts: Counter[str], words: Sequence[str], by: int) -> None:
    for word in set(words):
        counts[word] += by
        if not counts[word]:
            del counts[word]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadContent:
    """What a head holds."""

    model: str
    """Name of the model that embedded the passages."""
    shape: Shape
    rules: int
    """Version of the rules that cut articles into passages."""
    corpus_state: str
    articles: Sequence[ListedArticle]
    """In the publisher's order."""
    files: Sequence[FileReport]
    tally: Tally
    projection: NDArray[np.float32]

    @property
    def model_in_words(self) -> str:
        """The model and its precision, for a person."""
        return f"{self.model} in {precision_of(self.shape.fingerprint)}"


def pack(head: HeadContent) -> bytes:
    """Return a head as it is stored."""
    tally = head.tally
    described = {
        "format": FORMAT,
        "model": head.model,
        "shape": asdict(head.shape),
        "rules": head.rules,
        "corpus_state": head.corpus_state,
        "lengths": [tally.passage_length, tally.article_length],
        "articles": [_listed(one) for one in head.articles],
        "files": [astuple(one) for one in head.files],
    }
    terms = sorted({*tally.passage_terms, *tally.article_terms})
    counts = [[each[term] for term in terms] for each in (tally.passage_terms, tally.article_terms)]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        archive.writestr("head.json", json.dumps(described, ensure_ascii=True))
        archive.writestr("terms.txt", "\n".join(terms).encode("utf-8", "surrogatepass"))
        archive.writestr("counts.i32", np.array(counts, "<i4").tobytes())
        archive.writestr("tokens.i64", tally.tokens.astype("<i8").tobytes())
        with archive.open("projection.npy", "w") as file:
            np.lib.format.write_array(file, head.projection, allow_pickle=False)
    return packed.getvalue()


def unpack(content: bytes, origin: str) -> HeadContent:
    """Return what a head holds.

    Raises:
        IncompatibleIndexError: another version of qa_bot wrote it.
        DamagedIndexError: it is not what was written.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        described: dict[str, Any] = json.loads(files["head.json"])
        if described["format"] != FORMAT:
            msg = (
                f"“{origin}” was published in format {described['format']}, not {FORMAT}. "
                "Publish it again with this version of qa_bot."
            )
            raise IncompatibleIndexError(msg)
        return _content(described, files)
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError) as error:
        msg = f"What “{origin}” published is damaged. Publish it again with `qa-bot index --store ADDRESS`."
        raise DamagedIndexError(msg) from error


def _content(described: dict[str, Any], files: dict[str, bytes]) -> HeadContent:
    terms = files["terms.txt"].decode("utf-8", "surrogatepass").split("\n") if files["terms.txt"] else []
    of_passages, of_articles = np.frombuffer(files["counts.i32"], "<i4").reshape(2, len(terms)).tolist()
    passage_length, article_length = described["lengths"]
    return HeadContent(
        model=described["model"],
        shape=Shape(**described["shape"]),
        rules=described["rules"],
        corpus_state=described["corpus_state"],
        articles=[_unlisted(values) for values in described["articles"]],
        files=[FileReport(path, Outcome(outcome), *rest) for path, outcome, *rest in described["files"]],
        tally=Tally(
            passage_terms=_counter(terms, of_passages),
            article_terms=_counter(terms, of_articles),
            passage_length=passage_length,
            article_length=article_length,
            tokens=np.frombuffer(files["tokens.i64"], "<i8").astype(np.int64),
        ),
        projection=np.lib.format.read_array(io.BytesIO(files["projection.npy"]), allow_pickle=False),
    )


def _counter(terms: Iterable[str], counts: Iterable[int]) -> Counter[str]:
    return Counter({term: count for term, count in zip(terms, counts, strict=True) if count})


def _listed(article: ListedArticle) -> list[Any]:
    """Return an article as JSON; labels that count from 1 as their number."""
    usual = tuple(map(str, range(1, len(article.labels) + 1)))
    return [
        article.key,
        article.id,
        article.paragraphs,
        len(usual) if article.labels == usual else article.labels,
        astuple(article.source),
        [astuple(one) for one in article.also_in],
        article.headings,
    ]


def _unlisted(values: Sequence[Any]) -> ListedArticle:
    key, name, paragraphs, labels, source, also_in, headings = values
    return ListedArticle(
        key=key,
        id=name,
        source=source_of(source),
        also_in=tuple(map(source_of, also_in)),
        paragraphs=paragraphs,
        labels=tuple(map(str, range(1, labels + 1)) if isinstance(labels, int) else labels),
        headings=tuple(headings),
    )
