"""What the tables of a library in LanceDB look like, and how they are changed and read."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from qa_bot.core.errors import StorageError
from qa_bot.stores.lance_library import arrow, lancedb

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from qa_bot.stores.backend import ArticleRecord, PassageRecord

AT_ONCE: Final = 5_000
"""Keys in one condition."""
_RETRIES: Final = 12  # of a change that another writer came before
_PAUSE_S: Final = 0.05  # before the first of them


def articles_schema() -> Any:
    """Return the columns of the articles."""
    pa = arrow()
    fields = {"key": pa.string(), "origin": pa.string(), "terms": pa.large_string()}
    return pa.schema(fields | {"content": pa.large_binary()})


def heads_schema() -> Any:
    """Return the columns of the heads."""
    pa = arrow()
    return pa.schema({"origin": pa.string(), "generation": pa.int64(), "content": pa.large_binary()})


def article_row(one: ArticleRecord) -> dict[str, Any]:
    """Return the row of an article, by column."""
    return {"key": one.key, "origin": one.origin, "terms": one.terms, "content": one.content}


def passages_table(passages: Sequence[PassageRecord]) -> Any:
    """Return the rows of passages as an Arrow table."""
    pa = arrow()
    stored = b"".join(one.vector for one in passages)
    values = pa.Array.from_buffers(pa.float16(), len(stored) // 2, [None, pa.py_buffer(stored)])
    names = ("key", "origin", "terms", "text")
    columns = {name: pa.array([getattr(one, name) for one in passages], pa.string()) for name in names}
    columns["vector"] = pa.FixedSizeListArray.from_arrays(values, len(passages[0].vector) // 2)
    columns["tokens"] = pa.array([one.tokens for one in passages], pa.binary())
    return pa.table(columns)


def vectors_of(rows: Any) -> list[bytes]:
    """Return the vector of each row: float16, (dimension,)."""
    column = rows.column("vector").combine_chunks()
    if not len(column):
        return []
    stored = column.flatten().to_numpy(zero_copy_only=False).tobytes()
    size = len(stored) // len(column)
    return [stored[start : start + size] for start in range(0, len(stored), size)]


def col(name: str) -> Any:
    """Return a column for a condition; values in it are never read as SQL."""
    return lancedb().expr.col(name)


def retried(table: Any, change: Callable[[], Any]) -> Any:
    """Make a change; repeat it on the newest version if another writer came first."""
    for attempt in range(_RETRIES):
        try:
            return change()
        except (RuntimeError, OSError, ValueError) as error:
            if "conflict" not in str(error).lower() or attempt == _RETRIES - 1:
                raise
        time.sleep(_PAUSE_S * (attempt + 1))
        table.checkout_latest()
    return None


@contextmanager
def translated(address: str) -> Iterator[None]:
    """Translate the errors of LanceDB, which raises plain ones."""
    try:
        yield
    except (RuntimeError, OSError, ValueError) as error:
        lines = str(error).splitlines() or [type(error).__name__]
        msg = f"The store {address} cannot be used: {lines[0][:200]}"
        raise StorageError(msg) from error
