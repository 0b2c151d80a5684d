"""Milvus: a library in collections of a server or a cluster.

Milvus has no transaction and no versions. So each head is a record of its own that nobody changes: the one
with the highest generation is in force, and of two with the same generation the one whose id is less. Rows
that no head lists any more stay for `GRACE_S`, for readers that are open.

Words are weighed here: a passage's vector of words has the saturation of each term (the part of BM25 that
depends on the passage), a question's the IDF, so their inner product is BM25. Saturation depends on the
average length, which changes with each publication; passages are weighed with the one that was measured
first, and `slack` says how far that can be off.

Reads have strong consistency: they see what was written before, by whomever.
"""

from __future__ import annotations

import json
import re
import secrets
import time
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from qa_bot.core.errors import DamagedIndexError, UsageError
from qa_bot.stores import milvus_rows as rows
from qa_bot.stores.backend import Head
from qa_bot.stores.milvus_library import Server
from qa_bot.stores.milvus_snapshot import KEYS, MilvusSnapshot, averages, read
from qa_bot.stores.records import batches

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from qa_bot.stores.backend import ArticleRecord, PassageRecord

__all__ = ["GRACE_S", "MilvusBackend"]

GRACE_S = 3600.0
"""Seconds for which rows stay that are not listed any more."""

_ADDRESS: Final = re.compile(
    r"milvus\+(https?://(?:[\w.-]+|\[[0-9a-f:]+\])(?::\d+)?)/([a-z_]\w*)", re.ASCII | re.IGNORECASE
)
_FORM: Final = "milvus+http://HOST:PORT/COLLECTION"
_AT_ONCE: Final = 1_000  # keys in one condition
_TRIES: Final = 5
_PAUSE_S: Final = 0.05


@dataclass(frozen=True, slots=True)
class _InForce:
    """The record of a head that is in force."""

    id: str
    origin: str
    generation: int


class MilvusBackend:
    """A library in Milvus; a `Backend`."""

    def __init__(self, server: Server, collection: str) -> None:
        """Use a collection of a server; call `connect` instead."""
        self._server, self._passages, self._records = server, collection, f"{collection}_records"

    @classmethod
    def connect(cls, address: str) -> MilvusBackend:
        """Connect to `milvus+http://HOST:PORT/COLLECTION`, or `milvus+https://` for TLS.

        Raises:
            UsageError: the address has another form.
            StorageError: pymilvus is not installed, or no server answers.
        """
        parts = _ADDRESS.fullmatch(address)
        if not parts:
            raise UsageError(f"{address} is not the address of a collection. Write {_FORM}.")
        return cls(Server(address, parts[1]), parts[2])

    @property
    def address(self) -> str:
        """The address that a person names it by."""
        return self._server.address

    def state(self) -> tuple[str, ...]:
        """Return the ids of the heads in force."""
        return tuple(sorted(one.id for one in self._in_force().values()))

    def snapshot(self) -> MilvusSnapshot:
        """Open the state in use now."""
        for _ in range(_TRIES):
            found = self._in_force()
            contents = self._contents([one.id for one in found.values()])
            if len(contents) == len(found):
                heads = {
                    one.origin: Head(one.generation, cast("bytes", contents[one.id]))
                    for one in found.values()
                }
                state = tuple(sorted(contents))
                return MilvusSnapshot(self._server, self._passages, self._records, state, heads)
            time.sleep(_PAUSE_S)  # one was replaced while it was read
        msg = f"A head in {self.address} is not whole. Publish again with `qa-bot index --store ADDRESS`."
        raise DamagedIndexError(msg)

    def keys(self, origin: str) -> frozenset[str]:
        """Return the keys of all passages and articles of a publisher."""
        owned = f'owner == "{rows.owner_of(origin)}"'
        found: set[str] = set()
        for collection, key, condition in (
            (self._passages, "key", owned),
            (self._records, "id", f'{owned} and kind == "article"'),
        ):
            if self._has(collection):
                each = self._server.each(
                    "query_iterator", collection, filter=condition, output_fields=[key], batch_size=KEYS
                )
                found.update(row[key] for row in each)
        return frozenset(found)

    def write(self, articles: Sequence[ArticleRecord], passages: Sequence[PassageRecord]) -> None:
        """Write rows that no head lists yet."""
        self._server.create(self._records, rows.RECORD_FIELDS, rows.RECORD_INDEXES)
        if passages:
            fields = rows.passage_fields(rows.dimension_of(passages))
            self._server.create(self._passages, fields, rows.PASSAGE_INDEXES)
            average = self._average(passages)
            self._upsert(self._passages, [rows.passage_row(one, average) for one in passages])
        self._upsert(self._records, [rows.article_row(one) for one in articles])

    def replace_head(self, origin: str, head: Head) -> bool:
        """Replace the head of the generation before, or write the first one."""
        self._server.create(self._records, rows.RECORD_FIELDS, rows.RECORD_INDEXES)
        before = self._in_force().get(origin)
        if before and before.generation >= head.generation:
            return False
        owner = rows.owner_of(origin)
        own = f"{owner}.{head.generation}.{secrets.token_hex(8)}"
        record = rows.record_row(own, "head", origin, generation=head.generation, content=head.content)
        self._upsert(self._records, [record])
        won = self._in_force()[origin].id == own
        older = f'owner == "{owner}" and generation > 0 and generation < {head.generation}'
        self._server.call("delete", self._records, filter=older if won else f'record == "{own}"')
        return won

    def remove(self, origin: str, keys: Collection[str]) -> None:
        """Remove those of some rows that were given before the time of grace, and remember the others.

        `keys` are all rows of the publisher that no head lists. What is remembered of others is forgotten,
        because they are listed again.
        """
        own = f"{rows.owner_of(origin)}.gone"
        before, now = self._gone(own), time.time()
        since = {key: before.get(key, now) for key in sorted(keys)}
        due = [key for key, marked in since.items() if marked <= now - GRACE_S]
        for batch in batches(due, _AT_ONCE):
            for collection, field in ((self._passages, "key"), (self._records, "record")):
                if self._has(collection):
                    self._server.call("delete", collection, filter=f"{field} in {rows.listed(batch)}")
        left = {key: marked for key, marked in since.items() if marked > now - GRACE_S}
        if left != before:
            content = zlib.compress(json.dumps(left).encode("ascii"))
            self._upsert(self._records, [rows.record_row(own, "gone", origin, content=content)])

    def settle(self) -> None:
        """Do nothing: Milvus keeps its indexes up to date itself."""

    def _has(self, collection: str) -> bool:
        fields = rows.passage_fields(0) if collection == self._passages else rows.RECORD_FIELDS
        return self._server.has(collection, fields)

    def _in_force(self) -> dict[str, _InForce]:
        """Return the head in force of each publisher."""
        if not self._has(self._records):
            return {}
        found = self._server.call(
            "query", self._records, filter='kind == "head"', output_fields=["id", "origin", "generation"]
        )
        heads = [_InForce(one["id"], one["origin"], one["generation"]) for one in found]
        heads.sort(key=lambda one: one.id, reverse=True)
        heads.sort(key=lambda one: one.generation)
        return {one.origin: one for one in heads}

    def _contents(self, ids: Sequence[str]) -> Mapping[str, str | bytes]:
        return read(self._server, self._records, self._records, ids, "content") if ids else {}

    def _gone(self, own: str) -> dict[str, float]:
        """Return since when rows are not listed, by key; two writers at once may have damaged the record."""
        if not self._has(self._records):
            return {}
        try:
            content = cast("bytes", self._contents([own])[own])
            found: dict[str, float] = json.loads(zlib.decompress(content))
        except (KeyError, ValueError, zlib.error):
            return {}
        return found

    def _average(self, passages: Sequence[PassageRecord]) -> float:
        """Return the average length that passages are weighed with; measure it for the first ones."""
        if known := averages(self._server, self._records):
            return min(known)
        measured = max(1, round(sum(len(one.terms.split()) for one in passages) / len(passages)))
        self._upsert(self._records, [rows.record_row(f"average.{measured}", "average", "")])
        return min(averages(self._server, self._records))

    def _upsert(
        self, collection: str, written: Iterable[tuple[dict[str, Any], list[dict[str, Any]]]]
    ) -> None:
        """Write rows, and the pieces of each before it."""
        complete, more = [], []
        for row, pieces in written:
            complete.append(row)
            more += pieces
        for name, values in ((self._records, more), (collection, complete)):
            for batch in batches(values, rows.IN_A_MESSAGE):
                self._server.call("upsert", name, batch)
