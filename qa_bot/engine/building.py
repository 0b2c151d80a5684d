"""Builds and repairs the index in a folder, with the model that belongs to it.

What only a build needs is imported then: whoever asks waits for this module, too.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypedDict, Unpack

from qa_bot.core.errors import ClusterError, StorageError
from qa_bot.core.types import Progress
from qa_bot.encoders import model_files
from qa_bot.encoders.loading import find_encoder
from qa_bot.encoders.precision import Precision, best_precision, precision_of
from qa_bot.index.opened import open_index
from qa_bot.index.storage import versions
from qa_bot.index.storage.manifest import read_model

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa_bot.core.folders import Folders
    from qa_bot.core.types import BuildReport, OnProgress
    from qa_bot.encoders.protocol import Encoder
    from qa_bot.stores.publish import Published


class Options(TypedDict, total=False):
    """What can be asked of any build; see `build`."""

    fetch: bool
    rebuild: bool
    wait: bool


class Build(Protocol):
    """What brings an index up to date: `build`, or `build_process.build_in_process`."""

    def __call__(
        self, folders: Folders, model: str | None, on_progress: OnProgress, **options: Unpack[Options]
    ) -> BuildReport:
        """See `build`."""


def build(
    folders: Folders,
    model: str | None,
    on_progress: OnProgress,
    *,
    precision: Precision = Precision.AUTO,
    fetch: bool = False,
    rebuild: bool = False,
    wait: bool = False,
    workers: str | None = None,
) -> BuildReport:
    """Bring the index up to date with the corpus folder; without a model named, keep the index's own.

    `precision` is that in which passages are embedded. By default the index keeps its own; an index that is
    new or rebuilt gets the one in which this processor embeds fastest. Other models than the default one
    embed in float32 only.
    `fetch` allows downloading the named model when it is not on disk; the index's own is never downloaded.
    `rebuild` reads and embeds everything again. `wait` waits for another builder instead of failing.
    With `workers`, the address of a Dask scheduler, new passages are embedded on that cluster.

    Raises:
        QaBotError: the corpus folder, the model or the cluster cannot be used, or the index not be written.
    """
    from qa_bot.corpus import folder as corpus
    from qa_bot.index.build import build_index

    if not os.path.isdir(folders.corpus):  # noqa: PTH112  Path.is_dir raises where a name is too long
        corpus.list_files(folders.corpus)  # raises before a model is looked for
    name = model_files.known_name(model or model_in_use(folders.index))
    if precision == Precision.AUTO:
        precision = _precision_for(folders.index, name, rebuild=rebuild)
    may_fetch = fetch and bool(model)
    loaded = find_encoder(name, folders.cache, on_progress, fetch=may_fetch, precision=precision)
    with _embedding_at(workers, loaded, on_progress) as encoder:
        return build_index(folders.index, folders.corpus, encoder, on_progress, rebuild=rebuild, wait=wait)


@contextmanager
def _embedding_at(workers: str | None, encoder: Encoder, on_progress: OnProgress) -> Iterator[Encoder]:
    """Yield an encoder whose passages are embedded on a cluster, or the same encoder without one."""
    if workers is None:
        yield encoder
        return
    on_progress(Progress("connecting to the cluster", 0, 0))
    try:
        from qa_bot.encoders.cluster import on_cluster  # seconds
    except ModuleNotFoundError as error:
        msg = f"`--workers` needs the package {error.name}: install qa_bot with its extra, `.[dask]`."
        raise ClusterError(msg) from error
    with on_cluster(workers, encoder) as there:
        yield there


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
    from qa_bot.index import doctor

    name = model_in_use(folders.index)
    precision = _precision_for(folders.index, name, rebuild=False)
    encoder = find_encoder(name, folders.cache, on_progress, precision=precision)
    return doctor.repair(folders.index, folders.corpus, encoder, on_progress)


def model_in_use(folder: Path) -> str:
    """Return the name of the model that an index was built with, even where the index cannot be opened.

    Without an index, or with an unreadable manifest, that is the default model.
    """
    return _read_model(folder)[0]


def _precision_for(folder: Path, name: str, *, rebuild: bool) -> Precision:
    """Choose the precision for a model that goes into an index."""
    if name != model_files.DEFAULT_MODEL:
        return Precision.FLOAT32
    named, fingerprint = _read_model(folder)
    return precision_of(fingerprint) if fingerprint and named == name and not rebuild else best_precision()


def _read_model(folder: Path) -> tuple[str, str]:
    """Return name and fingerprint of an index's model; the default one's name and "" if there is none."""
    try:
        return read_model(versions.current_version(folder))
    except StorageError:
        return model_files.DEFAULT_MODEL, ""
