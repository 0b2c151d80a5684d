"""What an index is, whether it is what was written, and how a damaged part is made again.

Every file's SHA-256 is compared and every row of the embeddings read. What is damaged can always be made
again: words and counts from the store, embeddings from any copy of theirs and else from the text, and the
store from the corpus folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from qa_bot.core.errors import MEND, CorpusError, DamagedIndexError, NoIndexError, StorageError
from qa_bot.core.types import Changes
from qa_bot.corpus import folder as corpus
from qa_bot.corpus import snapshot
from qa_bot.corpus.snapshot import SEEN
from qa_bot.index import embed, version_writer
from qa_bot.index.build import build_index
from qa_bot.index.embed import FREQUENCY, JOURNAL, ROWS
from qa_bot.index.opened import open_index
from qa_bot.index.storage import versions
from qa_bot.index.storage.embeddings import EmbeddedRows
from qa_bot.index.store import Store
from qa_bot.index.version_writer import ARTICLES, COARSE, PASSAGES, STORE, Plan, write_version
from qa_bot.reading.read import printable_path

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qa_bot.core.types import OnProgress
    from qa_bot.encoders.protocol import Encoder

MANIFEST, CURRENT, WHOLE = "manifest.json", "CURRENT", "index"

REMEDIES = {
    CURRENT: "no articles are lost; the index will be rebuilt from the saved embeddings",
    MANIFEST: "no articles are lost; the index will be rebuilt from the saved embeddings",
    WHOLE: "no articles are lost; the index will be rebuilt from the saved embeddings",
    STORE: "no articles of the corpus folder are lost; they will be read again",
    PASSAGES: "nothing is lost; the BM25 index of passages will be rebuilt from the store",
    ARTICLES: "nothing is lost; the BM25 index of articles will be rebuilt from the store",
    FREQUENCY: "nothing is lost; the tokens will be counted again",
    COARSE: "nothing is lost; the coarse index will be rebuilt from the vectors",
    ROWS: "nothing is lost; rows that no other version has will be embedded again",
    SEEN: "nothing is lost; the next `qa-bot index` will read every file again",
}


@dataclass(frozen=True, slots=True)
class Damage:
    """A part of an index that is not what was written."""

    part: str
    problem: str
    lost: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a sound enough index holds."""

    articles: int
    passages: int
    publications: int
    dates: tuple[str, str] | None
    """First and last, as articles state them."""
    model: str
    precision: str
    search: str
    embedded: bool
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """What was found in an index folder."""

    folder: Path
    version: str | None
    facts: Facts | None
    damages: tuple[Damage, ...]
    sizes: Mapping[str, int]
    """Bytes of each part of the version in use, and of all else that the folder has, what is shared once."""
    versions: int
    changes: Changes | None
    """Of the corpus folder since the build; None where that cannot be told."""
    builder: str | None
    """Who is building at this moment."""

    @property
    def is_sound(self) -> bool:
        """Whether nothing is damaged."""
        return not self.damages


def check(folder: Path, corpus_folder: Path) -> Checkup:
    """Examine an index folder without changing anything in it.

    Raises:
        NoIndexError: nothing has been built yet.
        IncompatibleIndexError: it has another format.
    """
    try:
        version, _claim = versions.claim_current(folder)
    except NoIndexError:
        raise
    except DamagedIndexError as error:
        return _checkup(folder, None, None, (Damage(CURRENT, _problem(error), REMEDIES[CURRENT]),), None)
    try:
        manifest = versions.read_manifest(version)
    except DamagedIndexError as error:
        damage = Damage(MANIFEST, _problem(error), REMEDIES[MANIFEST])
        return _checkup(folder, version, None, (damage,), None)
    if manifest.get("format") != version_writer.FORMAT:
        open_index(folder)  # which says so
    damages = damages_of(folder, version, manifest)
    return _checkup(folder, version, _facts(version, manifest), damages, changes(folder, corpus_folder))


def damages_of(folder: Path, version: Path, manifest: dict[str, Any]) -> tuple[Damage, ...]:
    """Compare every file of a version with its manifest, and its parts with each other."""
    problems: dict[str, list[str]] = {}
    for name, problem in versions.damaged_files(version, manifest).items():
        problems.setdefault(name.partition("/")[0], []).append(f"{name} {problem}")
    found = [
        Damage(part, "; ".join([*problem, *_rows_hurt(version, part)]), REMEDIES.get(part, REMEDIES[WHOLE]))
        for part, problem in problems.items()
    ]
    if not found:
        try:
            open_index(folder)
        except StorageError as error:
            found.append(Damage(WHOLE, _problem(error), REMEDIES[WHOLE]))
    if not snapshot.is_whole(folder):
        found.append(Damage(SEEN, "it does not match its checksum", REMEDIES[SEEN]))
    return tuple(found)


def repair(folder: Path, corpus_folder: Path, encoder: Encoder, on_progress: OnProgress) -> tuple[str, ...]:
    """Make the damaged parts of an index again; gives their names, none where nothing is damaged.

    Raises:
        CorpusError: the corpus folder is needed, and is missing or has no files.
        BusyIndexError: another process is building.
        StorageError: the index folder cannot be written.
    """
    with versions.building(folder):
        found = check(folder, corpus_folder)
        parts = tuple(damage.part for damage in found.damages)
        hurt = set(parts) - {SEEN}
        if SEEN in parts:
            snapshot.forget(folder)
        if hurt and not hurt & {CURRENT, MANIFEST, WHOLE, STORE}:
            _rewrite(folder, versions.current_version(folder), parts, encoder, on_progress)
            hurt = set()
    if hurt:
        build_index(folder, corpus_folder, encoder, on_progress, damaged=True)
    if parts:
        with versions.building(folder):
            versions.remove_damaged(folder)
    return parts


def changes(folder: Path, corpus_folder: Path) -> Changes | None:
    """Tell what the corpus folder has that the index has not, and the other way round, without reading.

    None where the corpus folder is missing.
    """
    try:
        version = versions.current_version(folder)
        if memory := snapshot.recall(folder, version.name):
            return snapshot.changes(corpus_folder, memory)
        known = {file.path for file in Store(version / STORE).files()}
        there = set(map(printable_path, corpus.list_files(corpus_folder)))
    except (StorageError, CorpusError):
        return None
    return Changes(tuple(sorted(there - known)), (), tuple(sorted(known - there)))


def _rewrite(
    folder: Path, version: Path, parts: tuple[str, ...], encoder: Encoder, on_progress: OnProgress
) -> None:
    """Write a version anew of its own store, sharing the parts that are whole."""
    manifest = versions.read_manifest(version)
    store = Store(version / STORE)
    plan = Plan(
        articles=store.all_articles(),
        reports=store.files(),
        corpus_state=manifest["corpus_state"],
        encoder=encoder,
        readings=store.readings(),
        embedded=manifest["embedded"],
    )
    whole = {part for part in version_writer.PARTS if part not in parts and (version / part).exists()}
    memory = snapshot.recall(folder, version.name)
    if ROWS in whole:
        written = write_version(folder, plan, None, (version, whole), on_progress)
    else:
        texts = plan.texts if plan.embedded else []
        with embed.embed(folder, texts, encoder, on_progress) as embedded:
            written = write_version(folder, plan, embedded, (version, whole), on_progress)
        embed.forget_journal(folder)
    if memory:
        snapshot.rename(folder, version.name, written.name)


def _rows_hurt(version: Path, part: str) -> list[str]:
    if part != ROWS:
        return []
    try:
        rows = EmbeddedRows(version / ROWS)
    except DamagedIndexError:
        return ["no row can be located"]
    return [f"{len(rows.damaged_rows())} of {len(rows)} rows are damaged"]


def _facts(version: Path, manifest: dict[str, Any]) -> Facts | None:
    try:
        store = Store(version / STORE)
        return Facts(
            articles=store.articles,
            passages=store.passages,
            publications=store.publications(),
            dates=store.dates(),
            model=manifest["model"]["name"],
            precision=manifest["precision"],
            search=manifest["search"],
            embedded=manifest["embedded"],
            created=datetime.fromisoformat(manifest["created"]).astimezone(UTC),
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
    builder = versions.builder(folder)
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
    """Give the bytes that were not counted before: versions share files, each of which is there once."""
    size = 0
    for file in path.rglob("*") if path.is_dir() else [path]:
        if file.is_file():
            found = file.stat()
            place = (found.st_dev, found.st_ino)
            size += 0 if place in counted else found.st_size
            counted.add(place)
    return size


def _problem(error: StorageError) -> str:
    return str(error).removesuffix(f" {MEND}").rstrip(".")
