"""LanceDB: a library in a shared folder or an object store. The only door to it.

Three tables: `passages`, `articles` and `heads`. Lance commits each change of a table as a new version; of
two writers one wins and the other repeats its change, so publishers need no lock of ours. A snapshot reads
fixed versions of the tables, which stay on disk for a day after they were replaced.

Terms are split at spaces and used as they are. Lance looks through rows that its indexes do not cover yet one
by one, so a question finds what was published a moment ago; `settle` brings the indexes up to date.
"""

from __future__ import annotations

import os
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from qa_bot.stores.backend import Head, Nominee
from qa_bot.stores.lance_library import arrow, lancedb
from qa_bot.stores.lance_tables import (
    AT_ONCE,
    article_row,
    articles_schema,
    col,
    heads_schema,
    passages_table,
    retried,
    translated,
    vectors_of,
)
from qa_bot.stores.records import batches

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from qa_bot.stores.backend import ArticleRecord, PassageRecord

__all__ = ["LanceBackend", "LanceSnapshot"]

PASSAGES, ARTICLES, HEADS = "passages", "articles", "heads"

APPROXIMATE_FROM: Final = 100_000
"""Passages from which their vectors get an index; below, every vector is compared."""

UNINDEXED: Final = 1_000
"""Most new rows that are looked through for each question. A small update need not rewrite an index."""

KEPT: Final = timedelta(days=1)
"""How long the files of a version stay after it was replaced, for those who still read it."""

PROBED_LISTS: Final = 48
"""Lists of that index that a question is compared with."""

_SLACK: Final = 1.15
"""Lance keeps exact lengths. tantivy rounds them down by less than an eighth, which raises BM25 by less than
that."""

_NEAR: Final = ["key", "terms", "vector"]


class LanceBackend:
    """A library in LanceDB; a `Backend`."""

    def __init__(self, address: str, database: Any) -> None:
        """Use an open database; call `connect` instead."""
        self._address, self._database = address, database

    @classmethod
    def connect(cls, address: str) -> LanceBackend:
        """Open the database at `lance://FOLDER` or `s3://BUCKET/PREFIX`; it is created when it is written to.

        For `s3://`, the variables that AWS names (`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT_URL` and so on) apply.

        Raises:
            StorageError: LanceDB is not installed or does not run here, or the place cannot be used.
        """
        place = os.path.expanduser(address.removeprefix("lance://"))  # noqa: PTH111  also no path at all
        with translated(address):
            return cls(address, lancedb().connect(place))

    @property
    def address(self) -> str:
        """The address that a person names it by."""
        return self._address

    def state(self) -> int:
        """Return the version of the heads; 0 where there are none."""
        with translated(self._address):
            heads = self._open(HEADS)
            return heads.version if heads else 0

    def snapshot(self) -> LanceSnapshot:
        """Open the state in use now."""
        with translated(self._address):
            while True:
                tables = [self._open(name) for name in (HEADS, PASSAGES, ARTICLES)]
                for table in tables:
                    if table:
                        table.checkout(table.version)
                state = tables[0].version if tables[0] else 0
                if self.state() == state:  # otherwise rows that it lists may be gone already
                    return LanceSnapshot(self._address, state, *tables)

    def keys(self, origin: str) -> frozenset[str]:
        """Return the keys of all passages and articles of a publisher."""
        found: set[str] = set()
        with translated(self._address):
            for table in filter(None, map(self._open, (PASSAGES, ARTICLES))):
                query = table.search().where(col("origin") == origin).select(["key"])
                found.update(query.to_arrow().column("key").to_pylist())
        return frozenset(found)

    def write(self, articles: Sequence[ArticleRecord], passages: Sequence[PassageRecord]) -> None:
        """Write rows that no head lists yet."""
        with translated(self._address):
            if articles:
                rows = arrow().Table.from_pylist([article_row(one) for one in articles], articles_schema())
                self._upsert(self._table(ARTICLES, rows.schema), rows)
            if passages:
                rows = passages_table(passages)
                self._upsert(self._table(PASSAGES, rows.schema, words=True), rows)

    def replace_head(self, origin: str, head: Head) -> bool:
        """Replace the head of the generation before, or write the first one."""
        row = {"origin": origin, "generation": head.generation, "content": head.content}
        rows = arrow().Table.from_pylist([row], heads_schema())
        before = f"target.generation = {head.generation - 1}"
        with translated(self._address):
            table = self._table(HEADS, rows.schema, key="origin")

            def replace() -> Any:
                merge = table.merge_insert("origin").when_matched_update_all(where=before)
                return merge.when_not_matched_insert_all().execute(rows)

            done = retried(table, replace)
            return bool(done.num_updated_rows + done.num_inserted_rows)

    def remove(self, origin: str, keys: Collection[str]) -> None:
        """Remove rows that no head lists any more."""
        del origin
        with translated(self._address):
            for table in filter(None, map(self._open, (PASSAGES, ARTICLES))):
                for batch in batches(sorted(keys), AT_ONCE):
                    retried(table, partial(table.delete, col("key").isin(batch)))

    def settle(self) -> None:
        """Add the rows that are new to the indexes, and compact files."""
        with translated(self._address):
            for table in filter(None, map(self._open, (PASSAGES, ARTICLES))):
                if table.index_stats("key_idx").num_unindexed_rows > UNINDEXED:
                    retried(table, partial(table.optimize, cleanup_older_than=KEPT))
            passages = self._open(PASSAGES)
            if passages and passages.count_rows() >= APPROXIMATE_FROM:
                names = [one.columns for one in passages.list_indices()]
                if ["vector"] not in names:
                    config = lancedb().index.IvfSq(distance_type="dot")
                    retried(passages, partial(passages.create_index, "vector", config=config))

    def _open(self, name: str) -> Any:
        """Open the newest version of a table; None if there is no such table."""
        try:
            return self._database.open_table(name)
        except ValueError:  # LanceDB has no class for it
            return None

    def _table(self, name: str, schema: Any, *, key: str = "key", words: bool = False) -> Any:
        """Open a table to write to, and create it with its indexes where it is missing."""
        if found := self._open(name):
            return found
        try:
            table = self._database.create_table(name, schema=schema)
        except (ValueError, RuntimeError, OSError):  # another writer came first
            table = self._database.open_table(name)
        index = lancedb().index
        for column in (key, *(["origin"] if key != "origin" else [])):
            retried(table, partial(table.create_index, column, config=index.BTree()))
        if words:
            plain = index.FTS(
                base_tokenizer="whitespace",
                max_token_length=None,
                lower_case=False,
                stem=False,
                remove_stop_words=False,
                ascii_folding=False,
            )
            retried(table, partial(table.create_index, "terms", config=plain))
        return table

    def _upsert(self, table: Any, rows: Any) -> None:
        def merge() -> Any:
            return (
                table.merge_insert("key")
                .when_matched_update_all()
                .when_not_matched_insert_all()
                .execute(rows)
            )

        retried(table, merge)


class LanceSnapshot:
    """Fixed versions of the tables; a `Snapshot`."""

    def __init__(self, address: str, state: int, heads: Any, passages: Any, articles: Any) -> None:
        """Use tables at fixed versions; None for one that is not there."""
        self.state = state
        self._address, self._heads, self._passages, self._articles = address, heads, passages, articles

    def slack(self, average: float) -> float:
        """Return the most that BM25 may exceed Lance's own score, which has the same average length."""
        del average
        return _SLACK

    def heads(self) -> Mapping[str, Head]:
        """Return the head of each publisher."""
        if self._heads is None:
            return {}
        with translated(self._address):
            rows = self._heads.to_arrow().to_pylist()
        rows.sort(key=lambda row: row["generation"])  # two first ones at once leave two rows
        return {row["origin"]: Head(row["generation"], row["content"]) for row in rows}

    def find_words(self, weights: Mapping[str, float], k: int, needed: Sequence[str] = ()) -> list[Nominee]:
        """Return the k passages that Lance's BM25 scores best for terms, best first."""
        query = lancedb().query
        asked = query.MatchQuery(" ".join(weights), "terms")
        if needed:
            must = query.MatchQuery(" ".join(needed), "terms")
            asked = query.BooleanQuery([(query.Occur.MUST, must), (query.Occur.SHOULD, asked)])
        return self._nominated(lambda table: table.search(asked, query_type="fts"), k, "_score")

    def keys_with(self, terms: Sequence[str]) -> list[str]:
        """Return the keys of the passages that contain all of the terms, in any order."""
        if self._passages is None:
            return []
        query = lancedb().query
        asked = query.MatchQuery(" ".join(terms), "terms", operator=query.FullTextOperator.AND)
        with translated(self._address):
            found = self._passages.search(asked, query_type="fts").select(["key", "_score"])
            keys: list[str] = found.limit(self._passages.count_rows()).to_arrow().column("key").to_pylist()
            return keys

    def find_vectors(self, vector: NDArray[np.float32], k: int) -> list[Nominee]:
        """Return the k passages nearest to a vector, best first."""

        def near(table: Any) -> Any:
            query = table.search(vector, vector_column_name="vector").distance_type("dot")
            return query.nprobes(PROBED_LISTS)

        return self._nominated(near, k, "_distance")

    def read_passages(self, keys: Sequence[str], column: str) -> dict[str, str | bytes]:
        """Return a column of passages by key, without missing ones."""
        return self._read(self._passages, keys, column)

    def read_articles(self, keys: Sequence[str], column: str) -> dict[str, str | bytes]:
        """Return a column of articles by key, without missing ones."""
        return self._read(self._articles, keys, column)

    def _nominated(self, search: Callable[[Any], Any], k: int, score: str) -> list[Nominee]:
        if self._passages is None:
            return []
        with translated(self._address):
            found = search(self._passages).select([*_NEAR, score]).limit(k).to_arrow()
        sign = -1.0 if score == "_distance" else 1.0
        columns = (found.column(name).to_pylist() for name in ("key", score, "terms"))
        vectors = vectors_of(found)
        return [
            Nominee(key, sign * value, terms, vector)
            for key, value, terms, vector in zip(*columns, vectors, strict=True)
        ]

    def _read(self, table: Any, keys: Sequence[str], column: str) -> dict[str, str | bytes]:
        found: dict[str, str | bytes] = {}
        if table is None:
            return found
        with translated(self._address):
            for batch in batches(keys, AT_ONCE):
                query = table.search().where(col("key").isin(batch)).select(["key", column])
                rows = query.limit(len(batch)).to_arrow()
                values = vectors_of(rows) if column == "vector" else rows.column(column).to_pylist()
                found.update(zip(rows.column("key").to_pylist(), values, strict=True))
        return found
