"""One version of the index, opened as one value whose parts agree.

store.sqlite     articles, passages, the report on every file, what each file gave when it was read
embedded/        vector and token vectors of each passage, by passage row
coarse/          candidates among very many vectors, where there are very many
frequency.i64    in how many passages each token stands
passages/        BM25 over title and text of each passage, by passage row
articles/        BM25 over title and body of each article, by article row
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa_bot.core.errors import MEND, DamagedIndexError, IncompatibleIndexError
from qa_bot.core.types import WordsOnly
from qa_bot.index import dense, version_writer
from qa_bot.index.dense import DenseIndex
from qa_bot.index.embed import FREQUENCY, ROWS
from qa_bot.index.lexical import LexicalIndex
from qa_bot.index.storage import versions
from qa_bot.index.storage.embeddings import EmbeddedRows
from qa_bot.index.store import Store
from qa_bot.index.token_vectors import TokenVectors
from qa_bot.index.version_writer import ARTICLES, COARSE, PASSAGES, STORE

if TYPE_CHECKING:
    from pathlib import Path

    from qa_bot.index.storage.reader_locks import ReaderLock

_ANEW = "Run `qa-bot index` to rebuild it. Your articles are not changed."


SELF_CHECKING = frozenset({STORE, f"{ROWS}/tokens.bin"})
"""Files whose parts are checked whenever they are read, so that opening need not read them whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """One version, open for reading."""

    version: Path
    manifest: dict[str, Any]
    store: Store
    dense: DenseIndex
    late: TokenVectors
    passage_bm25: LexicalIndex
    article_bm25: LexicalIndex
    claim: ReaderLock
    """Keeps the version from being removed."""

    @property
    def model_name(self) -> str:
        """Name of the model that embedded the passages."""
        return str(self.manifest["model"]["name"])

    @property
    def model_fingerprint(self) -> str:
        """Fingerprint of the model that embedded the passages."""
        return str(self.manifest["model"]["fingerprint"])

    @property
    def is_embedded(self) -> bool:
        """Whether passages can be found by meaning; else by words alone."""
        return bool(self.manifest["embedded"])

    @property
    def words_only(self) -> WordsOnly | None:
        """The state of an index without vectors, looked up at each call; None where it is embedded."""
        return None if self.is_embedded else WordsOnly(versions.builder(self.version.parent.parent))


def open_index(folder: Path, *, thoroughly: bool = False) -> Index:
    """Open the current version, checking that it is what was written.

    Large files that check their own parts are read whole only where it is to be done `thoroughly`: for
    whoever takes over what they hold, or says that it is unchanged.

    Raises:
        NoIndexError: nothing has been built yet.
        StrangeFileError: something in the folder is a link, a pipe or the like.
        IncompatibleIndexError: it has another format.
        DamagedIndexError: a file is missing or not what was written, or the parts disagree.
    """
    version, claim = versions.claim_current(folder)
    manifest = versions.read_manifest(version)
    if manifest.get("format") != version_writer.FORMAT:
        found = manifest.get("format")
        msg = f"The index in {folder} has format {found}, not {version_writer.FORMAT}. {_ANEW}"
        raise IncompatibleIndexError(msg)
    versions.check_files(version, manifest, () if thoroughly else SELF_CHECKING)
    rows = EmbeddedRows(version / ROWS)
    index = Index(
        version=version,
        manifest=manifest,
        store=Store(version / STORE),
        dense=DenseIndex(rows, version / COARSE if manifest["search"] == dense.COARSE else None),
        late=TokenVectors(rows, version / FREQUENCY),
        passage_bm25=LexicalIndex.open(version / PASSAGES),
        article_bm25=LexicalIndex.open(version / ARTICLES),
        claim=claim,
    )
    if not _agree(index, rows):
        msg = f"The parts of the index in {folder} do not agree. {MEND}"
        raise DamagedIndexError(msg)
    return index


def _agree(index: Index, rows: EmbeddedRows) -> bool:
    manifest = index.manifest
    model = manifest["model"]
    return (
        index.store.passages == len(index.passage_bm25) == manifest["passages"]
        and index.store.articles == len(index.article_bm25) == manifest["articles"]
        and len(rows) == (manifest["passages"] if index.is_embedded else 0)
        and (rows.shape.fingerprint, rows.shape.dimension) == (model["fingerprint"], model["dimension"])
    )
