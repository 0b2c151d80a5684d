"""One version of the index, opened as one value whose parts agree."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from qa_bot.core.errors import REPAIR, DamagedIndexError
from qa_bot.core.types import WordsOnly
from qa_bot.index import parts, version_writer
from qa_bot.index.dense import FaissIndex
from qa_bot.index.storage import build_lock, versions
from qa_bot.index.storage.manifest import check_files, read_manifest
from qa_bot.index.token_vectors import TokenVectors

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qa_bot.index.protocol import LexicalIndex, VectorIndex
    from qa_bot.index.storage.embedded_rows import EmbeddedRows
    from qa_bot.index.storage.manifest import Manifest
    from qa_bot.index.storage.reader_locks import ReaderLock
    from qa_bot.index.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """One version, open for reading; an `ArticleIndex`."""

    version: Path
    """Its folder."""
    manifest: Manifest
    store: Store
    rows: EmbeddedRows
    """What the model made of the passages, by passage row; none if the version is not embedded."""
    dense: VectorIndex
    """Vectors of the passages, by passage row."""
    token_vectors: TokenVectors
    """Token vectors of the passages, by passage row."""
    passage_bm25: LexicalIndex
    """Title and text of each passage, by passage row."""
    article_bm25: LexicalIndex
    """Title, source and body of each article, by article row."""
    lock: ReaderLock
    """Keeps the version from being removed."""

    @property
    def state(self) -> Path:
        """The folder of the version, which no other version has."""
        return self.version

    @property
    def model_name(self) -> str:
        """Name of the model that embedded the passages."""
        return self.manifest.model.name

    @property
    def model_fingerprint(self) -> str:
        """Fingerprint of the model that embedded the passages."""
        return self.manifest.model.fingerprint

    @property
    def is_embedded(self) -> bool:
        """False if passages can only be found by words."""
        return self.manifest.embedded

    @property
    def words_only(self) -> WordsOnly | None:
        """The state of an index without vectors, looked up at each call; None if it is embedded."""
        return None if self.is_embedded else WordsOnly(build_lock.builder(self.version.parent.parent))

    def described(self) -> Mapping[str, Any]:
        """Return what figures measured on this version depend on."""
        return asdict(self.manifest.description)


def open_index(folder: Path, *, thoroughly: bool = False) -> Index:
    """Open the current version, after checking that it is what was written.

    Large self-checking files are only read whole if it is opened `thoroughly`, by callers that take over its
    content or report it as unchanged.

    Raises:
        NoIndexError: nothing has been built yet.
        StrangeFileError: something in the folder is a link, a pipe or the like.
        IncompatibleIndexError: it has another format.
        DamagedIndexError: a file is missing or not what was written, or the parts disagree.
    """
    version, lock = versions.claim_current(folder)
    manifest = read_manifest(version, version_writer.FORMAT)
    if thoroughly:
        check_files(version, manifest.files)
    else:
        check_files(version, manifest.files, lambda file: parts.is_self_checking(file, manifest))
    opened = {part.name: part.open(version / part.name, manifest) for part in parts.parts_of(manifest)}
    rows: EmbeddedRows = opened[parts.ROWS]
    store: Store = opened[parts.STORE]
    if not _has_all_rows(manifest, store, rows):
        msg = f"The parts of the index in {folder} do not agree. {REPAIR}"
        raise DamagedIndexError(msg)
    index = Index(
        version=version,
        manifest=manifest,
        store=store,
        rows=rows,
        dense=FaissIndex(rows, opened.get(parts.COARSE), store.live if len(rows) else None),
        token_vectors=TokenVectors(rows, opened[parts.FREQUENCY], store.passages if len(rows) else 0),
        passage_bm25=opened[parts.PASSAGES],
        article_bm25=opened[parts.ARTICLES],
        lock=lock,
    )
    if not _agree(index, rows):
        msg = f"The parts of the index in {folder} do not agree. {REPAIR}"
        raise DamagedIndexError(msg)
    return index


def _has_all_rows(manifest: Manifest, store: Store, rows: EmbeddedRows) -> bool:
    return store.rows == manifest.rows and len(rows) == (manifest.rows if manifest.embedded else 0)


def _agree(index: Index, rows: EmbeddedRows) -> bool:
    manifest = index.manifest
    model = manifest.model
    return (
        index.store.passages == len(index.passage_bm25) == manifest.passages
        and index.store.articles == len(index.article_bm25) == manifest.articles
        and (rows.shape.fingerprint, rows.shape.dimension) == (model.fingerprint, model.dimension)
    )
