"""Publishes the articles of an index folder to a store: what is new or changed is written, what is gone goes.

New rows are written first, in batches that no reader sees. Then the head is replaced, which lists them and
counts their terms: readers see all of the change or none of it. Rows that are not listed any more are removed
last. A publisher that was killed leaves the head that was there before; the next one finds the rows that were
written, and goes on from there.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar, cast

from qa_bot.core.errors import BusyIndexError, DamagedIndexError, IncompatibleIndexError, StorageError
from qa_bot.core.types import Progress
from qa_bot.index.storage.token_block import BITS, ids_of
from qa_bot.stores import head
from qa_bot.stores.backend import Head
from qa_bot.stores.head import HeadContent, ListedArticle, Tally
from qa_bot.stores.opened import fits
from qa_bot.stores.records import (
    article_key,
    article_record,
    passage_key,
    passage_records,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qa_bot.core.types import OnProgress
    from qa_bot.index.opened import Index
    from qa_bot.index.plan import Placed
    from qa_bot.stores.backend import ArticleRecord, Backend, PassageRecord, Snapshot

__all__ = ["Published", "publish"]

_BATCH: Final = 10_000
"""Passages written at once, about 60 MB."""
_TRIES: Final = 3
"""Attempts where another process publishes the same articles meanwhile."""


_T = TypeVar("_T", "_Article", ListedArticle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What publishing changed."""

    address: str
    origin: str
    articles: int
    """Of this publisher now."""
    passages: int
    written: int
    """Articles that were new or changed."""
    removed: int
    """Articles that were listed before and are not any more, changed ones included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Article:
    """An article of the index to publish."""

    key: str
    placed: Placed

    @property
    def labels(self) -> tuple[str, ...]:
        """Of its passages, in order."""
        return tuple(one.label for one in self.placed.slices)

    @property
    def keys(self) -> list[str]:
        """Its own key and those of its passages."""
        return _keys(self.key, len(self.placed.slices))

    def listed(self) -> ListedArticle:
        """Return its entry in the head."""
        article = self.placed.article
        return ListedArticle(
            key=self.key,
            id=article.id,
            source=article.source,
            also_in=article.also_in,
            paragraphs=len(article.paragraphs),
            labels=self.labels,
            headings=tuple(one.text for one in article.headings),
        )


def publish(index: Index, backend: Backend, origin: str, on_progress: OnProgress) -> Published:
    """Make the articles that a publisher has in a store those of an index, whole.

    Raises:
        StorageError: the index has no vectors yet, or the store cannot be written.
        IncompatibleIndexError: other publishers of the store use another model.
        BusyIndexError: other processes kept publishing under the same name.
    """
    if not index.is_embedded:
        msg = "The index has no vectors yet. Run `qa-bot index` to the end before publishing it."
        raise StorageError(msg)
    wanted = list(_articles_of(index, origin))
    for _ in range(_TRIES):
        if published := _publish(index, backend, origin, wanted, on_progress):
            return published
    msg = f"Another process is publishing “{origin}” to {backend.address}. Try again when it is done."
    raise BusyIndexError(msg)


def _publish(
    index: Index, backend: Backend, origin: str, wanted: Sequence[_Article], on_progress: OnProgress
) -> Published | None:
    """Publish once; None if another process replaced the head meanwhile."""
    snapshot = backend.snapshot()
    heads = snapshot.heads()
    _check_fits(index, backend, {name: one for name, one in heads.items() if name != origin})
    there = backend.keys(origin)
    old = heads.get(origin)
    before = _usable(old, origin, there)
    listed = {one.key: one for one in before.articles} if before else {}
    new = [one for one in wanted if one.key not in listed]
    kept = {one.key for one in wanted}
    gone = [one for key, one in listed.items() if key not in kept]
    published = Published(
        address=backend.address,
        origin=origin,
        articles=len(wanted),
        passages=index.store.passages,
        written=len(new),
        removed=len(gone),
    )
    unlisted = there.difference(*(one.keys for one in wanted))
    same = not new and not gone and before and before.corpus_state == index.manifest.corpus_state
    if same and not unlisted:  # rows that no head lists may be those that another process is just writing
        return published
    tally = before.tally if before else Tally()
    _take_back(tally, snapshot, gone, index.rows.shape.width)
    for done, batch in _batches(new):
        on_progress(Progress("publishing", done, len(new)))
        articles, passages = _records(index, origin, batch)
        _count(tally, articles, passages, index.rows.shape.width)
        backend.write(
            [one for one in articles if one.key not in there],
            [one for one in passages if one.key not in there],
        )
    on_progress(Progress("publishing", len(new), len(new)))
    backend.settle()
    content = replace(_head_of(index), articles=[one.listed() for one in wanted], tally=tally)
    if not backend.replace_head(origin, Head(old.generation + 1 if old else 1, head.pack(content))):
        return None
    backend.remove(origin, unlisted)
    return published


def _articles_of(index: Index, origin: str) -> Iterator[_Article]:
    made_with = repr((index.rows.shape, BITS, index.manifest.paragraph_rules))
    for placed in index.store.placed():
        key = article_key(origin, made_with, placed.article, placed.slices)
        yield _Article(key=key, placed=placed)


def _head_of(index: Index) -> HeadContent:
    """Return the head of an index, without its articles and their counts."""
    return HeadContent(
        model=index.model_name,
        shape=index.rows.shape,
        rules=index.manifest.paragraph_rules,
        corpus_state=index.manifest.corpus_state,
        articles=(),
        files=index.store.files(),
        tally=Tally(),
        projection=index.rows.projection,
    )


def _check_fits(index: Index, backend: Backend, others: Mapping[str, Head]) -> None:
    own = _head_of(index)
    for name, one in others.items():
        other = head.unpack(one.content, name)
        if not fits(own, other):
            msg = (
                f"{backend.address} holds articles that “{name}” published with {other.model_in_words}, "
                f"and this index was made with {own.model_in_words}. Use one model, or another store."
            )
            raise IncompatibleIndexError(msg)


def _usable(old: Head | None, origin: str, there: frozenset[str]) -> HeadContent | None:
    """Return the head to continue from; None for none, or for one whose rows are not all there."""
    if old is None:
        return None
    with suppress(IncompatibleIndexError, DamagedIndexError):
        found = head.unpack(old.content, origin)
        keys = (_keys(one.key, len(one.labels)) for one in found.articles)
        if all(there.issuperset(each) for each in keys):
            return found
    return None


def _keys(article: str, passages: int) -> list[str]:
    """Return the key of an article and those of its passages."""
    return [article, *(passage_key(article, number) for number in range(passages))]


def _take_back(tally: Tally, snapshot: Snapshot, gone: Sequence[ListedArticle], width: int) -> None:
    """Take articles that are not published any more out of the counts."""
    for _, batch in _batches(gone):
        for terms in snapshot.read_articles([one.key for one in batch], "terms").values():
            tally.count_article(str(terms), -1)
        keys = [key for one in batch for key in _keys(one.key, len(one.labels))[1:]]
        tokens = snapshot.read_passages(keys, "tokens")
        for key, terms in snapshot.read_passages(keys, "terms").items():
            tally.count_passage(str(terms), ids_of(cast("bytes", tokens[key]), width), -1)


def _count(
    tally: Tally, articles: Sequence[ArticleRecord], passages: Sequence[PassageRecord], width: int
) -> None:
    for article in articles:
        tally.count_article(article.terms)
    for passage in passages:
        tally.count_passage(passage.terms, ids_of(passage.tokens, width))


def _records(
    index: Index, origin: str, batch: Sequence[_Article]
) -> tuple[list[ArticleRecord], list[PassageRecord]]:
    """Return the rows of articles and of their passages."""
    articles, passages = [], []
    for one in batch:
        placed = one.placed
        articles.append(article_record(one.key, origin, placed.article))
        rows = [index.rows.row(row) for row in range(placed.first, placed.past)]
        passages += passage_records(one.key, origin, placed, rows)
    return articles, passages


def _batches(articles: Sequence[_T]) -> Iterator[tuple[int, list[_T]]]:
    """Yield articles in batches of about `_BATCH` passages, with the number of those before."""
    batch: list[_T] = []
    passages = done = 0
    for one in articles:
        batch.append(one)
        passages += len(one.labels)
        if passages >= _BATCH:
            yield done, batch
            done, batch, passages = done + len(batch), [], 0
    if batch:
        yield done, batch
