"""Examines an index and repairs its damaged parts.

Every file's CRC-32 is compared with the manifest's. Each part can be rebuilt: words and counts from the
store, embeddings from a copy in another version or else from the text, and the store from the corpus folder.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from qa_bot.core.errors import REPAIR, CorpusError, DamagedIndexError, NoIndexError, StorageError
from qa_bot.core.types import Changes
from qa_bot.corpus import folder as corpus
from qa_bot.corpus import snapshot
from qa_bot.corpus.snapshot import SEEN
from qa_bot.encoders.precision import precision_of
from qa_bot.index import embed, parts, version_writer
from qa_bot.index.build import build_index
from qa_bot.index.embed import JOURNAL
from qa_bot.index.opened import open_index
from qa_bot.index.plan import Plan, Rows
from qa_bot.index.storage import build_lock, versions
from qa_bot.index.storage.manifest import MANIFEST, damaged_files, read_manifest
from qa_bot.index.store import Store
from qa_bot.index.version_writer import write_version
from qa_bot.reading.read import printable_path

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from qa_bot.core.types import OnProgress
    from qa_bot.encoders.protocol import Encoder
    from qa_bot.index.storage.manifest import Manifest

CURRENT, WHOLE = "CURRENT", "index"
"""What else can be damaged: the name of the version in use, and how its parts fit together."""

_REBUILT = "no articles are lost; the index will be rebuilt from the saved embeddings"
_READ_AGAIN = "nothing is lost; the next `qa-bot index` will read every file again"


@dataclass(frozen=True, slots=True)
class Damage:
    """A part of an index that is not what was written."""

    part: str
    problem: str
    lost: str
    """What its repair costs, for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an index with a readable store holds."""

    articles: int
    passages: int
    publications: int
    dates: tuple[str, str] | None
    """First and last date of an article."""
    model: str
    model_precision: str
    """In which the model embedded the passages."""
    precision: str
    search: str
    embedded: bool
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """The result of examining an index folder."""

    folder: Path
    version: str | None
    facts: Facts | None
    damages: tuple[Damage, ...]
    sizes: Mapping[str, int]
    """Bytes of each part of the version in use, and of all else; a file shared by versions counts once."""
    versions: int
    changes: Changes | None
    """Of the corpus folder since the build; None if unknown."""
    builder: str | None
    """The process that is building; None if there is none."""

    @property
    def is_sound(self) -> bool:
        """Whether nothing is damaged."""
        return not self.damages


def check(folder: Path, corpus_folder: Path) -> Checkup:
    """Examine an index folder; changes nothing.

    Raises:
        NoIndexError: nothing has been built yet.
        IncompatibleIndexError: it has another format.
    """
    try:
        version, _claim = versions.claim_current(folder)
    except NoIndexError:
        raise
    except DamagedIndexError as error:
        return _checkup(folder, None, None, (Damage(CURRENT, _problem(error), _REBUILT),), None)
    try:
        manifest = read_manifest(version, version_writer.FORMAT)
    except DamagedIndexError as error:
        damage = Damage(MANIFEST, _problem(error), _REBUILT)
        return _checkup(folder, version, None, (damage,), None)
    damages = damages_of(folder, version, manifest)
    return _checkup(folder, version, _facts(version, manifest), damages, changes(folder, corpus_folder))


def damages_of(folder: Path, version: Path, manifest: Manifest) -> tuple[Damage, ...]:
    """Compare every file of a version with its manifest, and its parts with each other."""
    found = _damaged_parts(version, manifest)
    if not found:
        try:
            open_index(folder)
        except StorageError as error:
            found = [Damage(WHOLE, _problem(error), _REBUILT)]
    if not snapshot.is_whole(folder):
        found.append(Damage(SEEN, "it does not match its checksum", _READ_AGAIN))
    return tuple(found)


def _damaged_parts(version: Path, manifest: Manifest) -> list[Damage]:
    problems: dict[str, list[str]] = {}
    for file, problem in damaged_files(version, manifest.files).items():
        problems.setdefault(parts.part_of(file), []).append(f"{file} {problem}")
    return [_damage(version, name, found) for name, found in problems.items()]


def _damage(version: Path, name: str, problems: list[str]) -> Damage:
    for part in parts.PARTS:
        if part.name == name:
            return Damage(name, "; ".join([*problems, *part.examine(version / name)]), part.remedy)
    return Damage(name, "; ".join(problems), _REBUILT)


def repair(folder: Path, corpus_folder: Path, encoder: Encoder, on_progress: OnProgress) -> tuple[str, ...]:
    """Rebuild the damaged parts of an index and return their names; none if nothing is damaged.

    Raises:
        CorpusError: the corpus folder is needed, and is missing or has no files.
        BusyIndexError: another process is building.
        StorageError: the index folder cannot be written.
    """
    with build_lock.building(folder):
        found = check(folder, corpus_folder)
        names = tuple(damage.part for damage in found.damages)
        damaged = set(names) - {SEEN}
        if SEEN in names:
            snapshot.forget(folder)
        if damaged and damaged <= _MADE_FROM_STORE:
            _rewrite(folder, versions.current_version(folder), damaged, encoder, on_progress)
            damaged = set()
    if damaged:
        build_index(folder, corpus_folder, encoder, on_progress, damaged=True)
    if names:
        with build_lock.building(folder):
            versions.remove_damaged(folder)
    return names


_MADE_FROM_STORE = {part.name for part in parts.PARTS if not part.needs_corpus}


def changes(folder: Path, corpus_folder: Path) -> Changes | None:
    """Compare the corpus folder with the index without reading any file; None if either is unusable."""
    try:
        version = versions.current_version(folder)
        if not os.path.exists(corpus_folder):  # noqa: PTH110  Path.exists raises where a name is too long
            return Changes((), (), (), is_missing=True)
        if memory := snapshot.recall(folder, version.name):
            return snapshot.changes(corpus_folder, memory)
        known = {file.path for file in Store(version / parts.STORE).files()}
        there = set(map(printable_path, corpus.list_files(corpus_folder)))
    except (StorageError, CorpusError):
        return None
    return Changes(tuple(sorted(there - known)), (), tuple(sorted(known - there)))


def _rewrite(
    folder: Path, version: Path, damaged: Collection[str], encoder: Encoder, on_progress: OnProgress
) -> None:
    """Write a version from the store of another one, sharing the parts that are not damaged."""
    manifest = read_manifest(version, version_writer.FORMAT)
    store = Store(version / parts.STORE)
    plan = Plan(
        content=Rows(articles=store.placed(), article_rows=manifest.article_rows, rows=manifest.rows),
        reports=store.files(),
        corpus_state=manifest.corpus_state,
        encoder=encoder,
        embedded=manifest.embedded,
    )
    whole = {part.name for part in parts.parts_of(manifest)} - set(damaged)
    memory = snapshot.recall(folder, version.name)
    if parts.ROWS in whole:
        written = write_version(folder, plan, None, (version, whole), on_progress)
    else:
        texts = plan.content.new_texts() if plan.embedded else []
        with embed.embed(folder, texts, encoder, on_progress) as embeddings:
            written = write_version(folder, plan, embeddings, (version, whole), on_progress)
        embed.forget_journal(folder)
    if memory:
        snapshot.rename(folder, version.name, written.name)


def _facts(version: Path, manifest: Manifest) -> Facts | None:
    try:
        store = Store(version / parts.STORE)
        return Facts(
            articles=store.articles,
            passages=store.passages,
            publications=store.publications(),
            dates=store.dates(),
            model=manifest.model.name,
            model_precision=precision_of(manifest.model.fingerprint),
            precision=manifest.precision,
            search=manifest.search,
            embedded=manifest.embedded,
            created=manifest.created.astimezone(UTC),
        )
    except DamagedIndexError:
        return None


def _checkup(
    folder: Path,
    version: Path | None,
    facts: Facts | None,
    damages: tuple[Damage, ...],
    changed: Changes | None,
) -> Checkup:
    builder = build_lock.builder(folder)
    name = version.name if version else None
    count = len(versions.all_versions(folder))
    return Checkup(
        folder=folder,
        version=name,
        facts=facts,
        damages=damages,
        sizes=_sizes(folder, version),
        versions=count,
        changes=changed,
        builder=builder,
    )


def _sizes(folder: Path, version: Path | None) -> dict[str, int]:
    counted: set[tuple[int, int]] = set()
    sizes = {path.name: _size(path, counted) for path in sorted(version.iterdir())} if version else {}
    others = [path for path in (folder / "versions").glob("*") if path != version]
    rest = sum(_size(path, counted) for path in others)
    return sizes | {"other versions": rest, JOURNAL: _size(folder / JOURNAL, counted)}


def _size(path: Path, counted: set[tuple[int, int]]) -> int:
    """Return the bytes of files that were not counted before; versions share files."""
    size = 0
    for file in path.rglob("*") if path.is_dir() else [path]:
        if file.is_file():
            found = file.stat()
            place = (found.st_dev, found.st_ino)
            size += 0 if place in counted else found.st_size
            counted.add(place)
    return size


def _problem(error: StorageError) -> str:
    return str(error).removesuffix(f" {REPAIR}").rstrip(".")
