"""Opens what is asked: the index folder, or the store that is read in its place."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from qa_bot.core.errors import CorpusError
from qa_bot.index import opened
from qa_bot.index.storage import versions

if TYPE_CHECKING:
    from pathlib import Path

    from qa_bot.core.folders import Folders
    from qa_bot.index.protocol import ArticleIndex
    from qa_bot.stores.backend import Backend

__all__ = ["corpus_of", "open_index", "state_in_use"]


def open_index(folders: Folders) -> ArticleIndex:
    """Open the state in use.

    Raises:
        StorageError: there is none, or it cannot be used.
        UsageError: the address of the store has no known form.
    """
    if not folders.store:
        return opened.open_index(folders.index)
    from qa_bot.stores.opened import open_store

    return open_store(_connected(folders.store))


def state_in_use(folders: Folders) -> object:
    """Return what tells the state in use from others (`ArticleIndex.state`), without opening it.

    Raises:
        StorageError: there is none, or the store cannot be reached.
    """
    if not folders.store:
        return versions.current_version(folders.index)
    return _connected(folders.store).state()


@lru_cache(maxsize=4)
def _connected(address: str) -> Backend:
    from qa_bot.stores.address import connect

    return connect(address)


def corpus_of(folders: Folders, what: str) -> Path:
    """Return the corpus folder for what needs one.

    Raises:
        CorpusError: a store is read, which has none.
    """
    if folders.store:
        msg = (
            f"{what} needs the corpus folder, and this library is read from {folders.store}. "
            "Do it where the folder is, and publish it with `qa-bot index --store ADDRESS`."
        )
        raise CorpusError(msg)
    return folders.corpus
