"""What a file was read as, in the form in which an index keeps it for the next build.

Text that the index shows is not stored a second time: its reading refers to it by row.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from dataclasses import asdict, astuple, dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from qa_bot.core.types import Article, Form, Heading, Outcome, Source
from qa_bot.corpus.duplicates import SentenceSet
from qa_bot.corpus.folder import FileRead, with_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["SavedReading", "digest_of", "pack", "pack_saved", "unpack_saved"]


@dataclass(frozen=True, slots=True)
class SavedReading:
    """What a file was read as, in the form in which an index keeps it for the next build."""

    read: FileRead
    digest: str
    rows: tuple[int | None, ...] = ()
    """Row of each article that the index shows as it was read, which is not serialised again."""
    place: range | None = None
    """The segment of the index that has it; None if it has not been written."""


def pack(read: FileRead, rows: Sequence[int | None] = ()) -> bytes:
    """Serialise a reading, compressed and with a checksum; equal readings have equal bytes.

    An article with a row is replaced by it.
    """
    articles = [
        row
        if row is not None
        else [
            one.id,
            asdict(one.source),
            one.paragraphs,
            [astuple(heading) for heading in one.headings],
            one.forms,
        ]
        for one, row in zip_longest(read.articles, rows)
    ]
    content = json.dumps([read.path, read.outcome.value, read.reason, articles], sort_keys=True)
    return zlib.compress(content.encode("ascii"), 1)


def _unpacked(fields: Sequence[Any], shown: Mapping[int, Article]) -> FileRead:
    path, outcome, reason, articles = fields
    unpacked = (shown[one] if isinstance(one, int) else _article(*one) for one in articles)
    return FileRead(path, Outcome(outcome), reason, tuple(unpacked))


def _article(
    name: str,
    source: Mapping[str, Any],
    texts: Iterable[str],
    headings: Iterable[Sequence[Any]],
    forms: Iterable[tuple[int, str]],
) -> Article:
    return Article(
        id=name,
        source=Source(**source),
        paragraphs=tuple(texts),
        headings=tuple(Heading(*one) for one in headings),
        forms=tuple((number, Form(form)) for number, form in forms),
    )


def pack_saved(saved: SavedReading) -> tuple[bytes, bytes]:
    """Serialise a reading for an index: itself, and the sentences of its articles."""
    sentences = b"".join(one.to_bytes() for one in with_sentences(saved.read).sentences)
    return pack(saved.read, saved.rows), sentences


def unpack_saved(
    digest: str, content: bytes, sentences: bytes, shown: Mapping[int, Article], place: range
) -> SavedReading | None:
    """Deserialise a reading of an index, given its articles by their rows; None if it is damaged."""
    try:
        fields = json.loads(zlib.decompress(content))
        read = replace(_unpacked(fields, shown), sentences=tuple(SentenceSet.all_in(sentences)))
    except (zlib.error, struct.error, ValueError, KeyError, TypeError):
        return None
    rows = tuple(one if isinstance(one, int) else None for one in fields[3])
    return SavedReading(read, digest, rows, place)


def digest_of(packed: bytes) -> str:
    """Hash a serialised reading."""
    return hashlib.blake2b(packed, digest_size=12).hexdigest()
