"""Texts -> embedded rows. A text that any version or the journal has is not embedded again.

A text is identified by its hash, so it may have moved to another article, file or version. New texts are
embedded in batches that go into a pack beside the versions, the journal; the new version's rows are then
written in order from there. So neither a killed build nor a text that occurs twice costs a second embedding.
"""

from __future__ import annotations

import math
import shutil
from contextlib import closing, contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from qa_bot.core.errors import DamagedIndexError, ModelError, NoIndexError
from qa_bot.core.permissions import access_of_index, settle
from qa_bot.core.types import Progress
from qa_bot.encoders.batches import encode_batches
from qa_bot.encoders.threads import unshared_products
from qa_bot.index import token_vectors
from qa_bot.index.storage import token_block, versions
from qa_bot.index.storage.embedded_rows import readable_packs
from qa_bot.index.storage.embeddings import KEY_BYTES, Row, encode_row, fits, key_of, shape_of
from qa_bot.index.storage.packs import GrowingPack, Pack
from qa_bot.index.storage.spans import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from qa_bot.core.types import OnProgress
    from qa_bot.encoders.protocol import Encoder
    from qa_bot.index.storage.embeddings import Shape

ROWS, JOURNAL = "embedded", "pending"
_OLD_JOURNAL = "journal"  # a file, of format 7 and before
_BATCH = 64  # texts per report of progress and write to the journal
_GOLDEN = (math.sqrt(5) - 1) / 2  # the fractions of its multiples are spread evenly


class Embeddings:
    """The row of each wanted text, in a version or in the journal."""

    def __init__(
        self,
        sources: Sequence[Pack],
        journal: GrowingPack,
        encoder: Encoder,
    ) -> None:
        self.shape, self.projection = journal.shape, journal.projection
        self._journal, self._encoder = journal, encoder
        self._sources = [(rows, {key: row for row, key in enumerate(rows.keys())}) for rows in sources]

    def __contains__(self, key: bytes) -> bool:
        return key in self._journal or any(key in places for _, places in self._sources)

    def resumed(self, texts: Iterable[str]) -> int:
        """Count the texts that an interrupted build has embedded."""
        return sum(key in self._journal for key in {key_of(text) for text in texts})

    def add(self, batches: Iterable[Sequence[str]]) -> Iterator[int]:
        """Embed batches of texts into the journal; yield the number of texts of each, once they are in it.

        Raises:
            ModelError: a row is not what the model makes.
        """
        finish = partial(encode_row, projection=self.projection)
        for texts, rows in encode_batches(self._encoder, batches, finish):
            if not all(fits(row, self.shape) for row in rows):
                msg = f"{self._encoder.name} returned vectors that are not of unit length or of another size."
                raise ModelError(msg)
            self._journal.append(zip(map(key_of, texts), rows, strict=True))
            yield len(texts)

    def row(self, text: str) -> Row:
        """Return a text's row; the text is embedded again if every stored row is damaged."""
        key = key_of(text)
        for rows, places in self._sources:
            if key in places:
                with suppress(DamagedIndexError):
                    return rows.row(places[key])
        if key not in self._journal:
            list(self.add([[text]]))
        return self._journal.find(key)


@contextmanager
def embed(
    folder: Path, texts: Sequence[str], encoder: Encoder, on_progress: OnProgress, *, rebuild: bool = False
) -> Iterator[Embeddings]:
    """Embed in batches each text that neither a version of the index folder nor the journal has.

    With `rebuild`, every text is embedded. The rows can be fetched while the block runs.
    """
    on_progress(Progress("preparing to embed", 0, 0))
    sources = [] if rebuild else usable_rows(folder, encoder.fingerprint)
    with unshared_products():
        journal = _journal(folder, sources, encoder, rebuild=rebuild)
    with closing(journal):
        found = Embeddings(sources, journal, encoder)
        with unshared_products():
            _embed_new(found, texts, on_progress)
        yield found


def _embed_new(found: Embeddings, texts: Sequence[str], on_progress: OnProgress) -> None:
    new = {key: text for text in texts if (key := key_of(text)) not in found}
    if not new:
        return
    resumed = found.resumed(texts)
    done, total = resumed, resumed + len(new)
    on_progress(Progress("embedding", done, total))
    for count in found.add(_batches(list(new.values()))):
        done += count
        on_progress(Progress("embedding", done, total))


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield batches of texts of similar length, which need the least padding.

    Batches of short and of long texts alternate, so that the time left can be estimated from the time so far.
    """
    ordered = sorted(texts, key=len)
    starts = range(0, len(ordered), _BATCH)
    for _, start in sorted((number * _GOLDEN % 1, start) for number, start in enumerate(starts)):
        yield ordered[start : start + _BATCH]


def write_rows(folder: Path, span: range, texts: Sequence[str | None], found: Embeddings) -> None:
    """Write the rows of texts into a new pack, in their order; a row without a text is empty."""
    tokens = token_block.encode(np.zeros((0, found.shape.width), np.float32), np.zeros(0, np.int64))
    empty = bytes(KEY_BYTES), Row(bytes(2 * found.shape.dimension), tokens)
    with closing(GrowingPack.begin(folder / name_of(span), found.shape, found.projection)) as pack:
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            pack.append(empty if text is None else (key_of(text), found.row(text)) for text in batch)


def forget_journal(folder: Path) -> None:
    """Remove the journal, whose content a version now has."""
    shutil.rmtree(folder / JOURNAL, ignore_errors=True)
    (folder / _OLD_JOURNAL).unlink(missing_ok=True)


def usable_rows(folder: Path, fingerprint: str) -> list[Pack]:
    """Open the packs of every version, of any format, that a model embedded; those of the current one first.

    They are all of one shape, since token vectors reduced by different projections cannot be mixed.
    """
    opened: list[Pack] = []
    seen: set[tuple[int, int]] = set()
    for version in _current_first(folder):
        for pack in readable_packs(version / ROWS, seen):
            if pack.shape.fingerprint == fingerprint and (not opened or pack.shape == opened[0].shape):
                opened.append(pack)
    return opened


def _current_first(folder: Path) -> list[Path]:
    found = versions.all_versions(folder)
    try:
        current = versions.current_version(folder)
    except (DamagedIndexError, NoIndexError):
        return found
    return [current, *(version for version in found if version != current)]


def _journal(folder: Path, sources: Sequence[Pack], encoder: Encoder, *, rebuild: bool) -> GrowingPack:
    """Continue the journal if its rows have the shape of the others, otherwise start a new one."""
    path = folder / JOURNAL
    if not rebuild:
        with suppress(DamagedIndexError):
            kept = GrowingPack(path)
            if kept.shape == sources[0].shape if sources else _is_of(kept.shape, encoder):
                return kept
            kept.close()
    forget_journal(folder)
    projection = sources[0].projection if sources else token_vectors.fit_projection(encoder)
    shape = sources[0].shape if sources else shape_of(encoder.fingerprint, encoder.dimension, projection)
    journal = GrowingPack.begin(path, shape, projection)
    for one in (path, *path.iterdir()):
        settle(one, access_of_index(folder))
    return journal


def _is_of(shape: Shape, encoder: Encoder) -> bool:
    return (shape.fingerprint, shape.dimension) == (encoder.fingerprint, encoder.dimension)
