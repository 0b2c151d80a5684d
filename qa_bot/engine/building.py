"""Builds and repairs the index in a folder, with the model that belongs to it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from qa_bot.core.errors import StorageError
from qa_bot.corpus import folder as corpus
from qa_bot.encoders import model_files
from qa_bot.encoders.loading import find_encoder
from qa_bot.index import doctor
from qa_bot.index.build import build_index
from qa_bot.index.opened import open_index
from qa_bot.index.storage import versions
from qa_bot.index.storage.manifest import read_model_name

if TYPE_CHECKING:
    from pathlib import Path

    from qa_bot.core.folders import Folders
    from qa_bot.core.types import BuildReport, OnProgress
    from qa_bot.stores.publish import Published


def build(
    folders: Folders,
    model: str | None,
    on_progress: OnProgress,
    *,
    fetch: bool = False,
    rebuild: bool = False,
    wait: bool = False,
) -> BuildReport:
    """Bring the index up to date with the corpus folder; without a model named, keep the index's own.

    `fetch` allows downloading the named model when it is not on disk; the index's own is never downloaded.
    `rebuild` reads and embeds everything again. `wait` waits for another builder instead of failing.

    Raises:
        QaBotError: the corpus folder or the model cannot be used, or the index cannot be written.
    """
    if not os.path.isdir(folders.corpus):  # noqa: PTH112  Path.is_dir raises where a name is too long
        corpus.list_files(folders.corpus)  # raises before a model is looked for
    loaded = find_encoder(
        model or model_in_use(folders.index), folders.cache, on_progress, fetch=fetch and bool(model)
    )
    return build_index(folders.index, folders.corpus, loaded, on_progress, rebuild=rebuild, wait=wait)


def publish_to_store(folders: Folders, origin: str | None, on_progress: OnProgress) -> Published:
    """Publish the articles of the index to the store of the folders, and return what changed there.

    They are published under the name of the corpus folder if no origin is given.

    Raises:
        UsageError: the address or the origin has no known form.
        StorageError: the index or the store cannot be used.
    """
    from qa_bot.stores.address import checked_origin, connect, origin_of
    from qa_bot.stores.publish import publish

    name = origin_of(folders.corpus.name) if origin is None else checked_origin(origin)
    return publish(open_index(folders.index), connect(folders.store), name, on_progress)


def repair_index(folders: Folders, on_progress: OnProgress) -> tuple[str, ...]:
    """Rewrite the damaged parts of the index and return their names.

    Raises:
        QaBotError: the corpus folder or the model is needed and unusable, or the index cannot be written.
    """
    encoder = find_encoder(model_in_use(folders.index), folders.cache, on_progress)
    return doctor.repair(folders.index, folders.corpus, encoder, on_progress)


def model_in_use(folder: Path) -> str:
    """Return the name of the model that an index was built with, even where the index cannot be opened.

    Without an index, or with an unreadable manifest, that is the default model.
    """
    try:
        return read_model_name(versions.current_version(folder))
    except StorageError:
        return model_files.DEFAULT_MODEL
