"""One version of the index: built from articles, opened as one value whose parts agree.

store.sqlite     articles, passages, the report on every file, what each file gave when it was read
embedded/        vector and token vectors of each passage, by passage row
coarse/          candidates among very many vectors, where there are very many
frequency.i64    in how many passages each token stands
passages/        BM25 over title and text of each passage, by passage row
articles/        BM25 over title and body of each article, by article row

A version may have words and no vectors: a large first build makes it ready to be asked while it embeds.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qa_bot.core.errors import MEND, DamagedIndexError, IncompatibleIndexError, StorageError
from qa_bot.core.types import BuildReport, FileReport, Outcome, Progress
from qa_bot.corpus import folder as corpus
from qa_bot.corpus import incremental, snapshot
from qa_bot.index import cutting, dense, embed, passages, version_writer
from qa_bot.index.dense import DenseIndex
from qa_bot.index.embed import FREQUENCY, ROWS
from qa_bot.index.lexical import LexicalIndex
from qa_bot.index.storage import versions
from qa_bot.index.storage.embeddings import EmbeddedRows
from qa_bot.index.store import Store
from qa_bot.index.token_vectors import LateIndex
from qa_bot.index.unfinished import told
from qa_bot.index.version_writer import ARTICLES, COARSE, PASSAGES, STORE, Plan, write_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from qa_bot.core.types import Article, OnProgress, Slice
    from qa_bot.corpus.incremental import Reread
    from qa_bot.encoders.protocol import Encoder
    from qa_bot.index.storage.reader_locks import Claim
    from qa_bot.index.version_writer import CutArticles

__all__ = ["WORDS_FIRST", "Index", "build_from_articles", "build_index", "open_index"]

WORDS_FIRST = 2_000
"""Passages from which on a first build can be asked by words before it has embedded any."""

_ANEW = "Run `qa-bot index` to build it anew; the articles are not touched."

SELF_CHECKING = frozenset({STORE, f"{ROWS}/tokens.bin"})
"""Files whose parts are checked whenever they are read, so that opening need not read them whole."""


@dataclass(frozen=True, slots=True)
class Index:
    """One version, open for reading."""

    version: Path
    manifest: dict[str, Any]
    store: Store
    dense: DenseIndex
    late: LateIndex
    passages: LexicalIndex
    articles: LexicalIndex
    claim: Claim
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
    def words_only(self) -> str:
        """Why it has words alone, and what ends that; empty where it is embedded."""
        return "" if self.is_embedded else told(versions.builder(self.version.parent.parent))


def build_index(
    folder: Path,
    corpus_folder: Path,
    encoder: Encoder,
    on_progress: OnProgress,
    *,
    anew: bool = False,
    wait: bool = False,
    damaged: bool = False,
) -> BuildReport:
    """Bring the index in a folder up to date with a corpus folder.

    Nothing is read again that has not changed, nothing is embedded that any version has embedded with the
    same model, and nothing is written when what was read is what the current version holds; with `anew`,
    all of it is. What is damaged is not gone on from: of a version that is known to be `damaged` nothing is
    taken over but embeddings, each of which is checked. With `wait`, another builder is waited for.

    Raises:
        CorpusError: the corpus folder is missing or has no files at all.
        BusyIndexError: another process is building.
        StorageError: the index folder cannot be written.
    """
    started = time.perf_counter()
    with versions.building(folder, on_progress if wait else None):
        previous = None if anew or damaged else _open_or_none(folder)
        found = incremental.reread(
            folder, corpus_folder, previous.version.name if previous else None, on_progress
        )
        if previous and found.nothing_new and _is_made_by(previous, encoder):
            _keep(folder, previous, found, [])
            return _unchanged(previous, started)
        held, kept = {}, []
        if previous:
            held, kept = _held_by(previous), previous.store.readings()
        reads = incremental.complete(found, corpus_folder, kept, on_progress)
        on_progress(Progress("comparing articles", 0, 0))
        files = corpus.join(reads)
        articles = [article for file in files for article in file.articles]
        cut = _cut(articles, encoder, on_progress, previous, held)
        packed = list(map(snapshot.pack, reads))
        plan = Plan(cut, _reports(files, cut, held), corpus.state_of(files), encoder, packed)
        if previous is None or not plan.description.items() <= previous.manifest.items():
            _write(folder, plan, encoder, previous, found, on_progress, anew=anew)
        else:
            _keep(folder, previous, found, packed)
    return BuildReport(len(cut), plan.passages, time.perf_counter() - started, tuple(plan.reports))


def build_from_articles(
    folder: Path, articles: Sequence[Article], encoder: Encoder, on_progress: OnProgress
) -> None:
    """Index articles that stand in no corpus folder, as an evaluation's do.

    Raises:
        BusyIndexError: another process is building.
        StorageError: the index folder cannot be written.
    """
    with versions.building(folder):
        cut = _cut(articles, encoder, on_progress, None, {})
        plan = Plan(cut, [], corpus.state_of(articles), encoder, [])
        _write(folder, plan, encoder, None, None, on_progress, anew=False)


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
        version,
        manifest,
        Store(version / STORE),
        DenseIndex(rows, version / COARSE if manifest["search"] == dense.COARSE else None),
        LateIndex(rows, version / FREQUENCY),
        LexicalIndex.open(version / PASSAGES),
        LexicalIndex.open(version / ARTICLES),
        claim,
    )
    if not _agree(index, rows):
        msg = f"The parts of the index in {folder} do not agree. {MEND}"
        raise DamagedIndexError(msg)
    return index


def _agree(index: Index, rows: EmbeddedRows) -> bool:
    manifest = index.manifest
    model = manifest["model"]
    return (
        index.store.passages == len(index.passages) == manifest["passages"]
        and index.store.articles == len(index.articles) == manifest["articles"]
        and len(rows) == (manifest["passages"] if index.is_embedded else 0)
        and (rows.shape.fingerprint, rows.shape.dimension) == (model["fingerprint"], model["dimension"])
    )


_Held = dict[str, tuple["Article", list["Slice"]]]
"""The articles of a version and how they are cut, by their id."""


def _held_by(previous: Index) -> _Held:
    return {article.id: (article, slices) for article, slices in previous.store.all_articles()}


def _cut(
    articles: Sequence[Article],
    encoder: Encoder,
    on_progress: OnProgress,
    previous: Index | None,
    held: _Held,
) -> CutArticles:
    """Cut articles into passages, taking over how those were cut that the current version has."""
    usable = held if previous and _is_cut_by(previous, encoder) else {}
    same = [usable[one.id][1] if _is_same_text(usable, one) else None for one in articles]
    missing = [one for one, cut in zip(articles, same, strict=True) if cut is None]
    new = cutting.cut_articles(missing, encoder, on_progress)
    return [(one, next(new) if cut is None else cut) for one, cut in zip(articles, same, strict=True)]


def _is_same_text(held: _Held, article: Article) -> bool:
    return article.id in held and held[article.id][0].paragraphs == article.paragraphs


def _reports(files: Iterable[corpus.CorpusFile], cut: CutArticles, held: _Held) -> list[FileReport]:
    """Complete the files' reports: how many passages, and whether the index had them all along."""
    count = Counter({article.id: len(slices) for article, slices in cut})
    reports = []
    for file in files:
        outcome = file.report.outcome
        if outcome is Outcome.INDEXED and all(_holds(held, article) for article in file.articles):
            outcome = Outcome.UNCHANGED
        total = sum(count[article.id] for article in file.articles)
        reports.append(replace(file.report, outcome=outcome, passages=total))
    return reports


def _holds(held: _Held, article: Article) -> bool:
    """Tell whether the index has an article; a copy of it more or less does not change it."""
    return article.id in held and replace(held[article.id][0], also_in=article.also_in) == article


def _unchanged(previous: Index, started: float) -> BuildReport:
    files = tuple(
        replace(file, outcome=Outcome.UNCHANGED) if file.outcome is Outcome.INDEXED else file
        for file in previous.store.files()
    )
    store = previous.store
    return BuildReport(store.articles, store.passages, time.perf_counter() - started, files)


def _keep(folder: Path, previous: Index, found: Reread, packed: Sequence[bytes]) -> None:
    """Stay with a version that holds what the corpus folder does, and finish what a kill left undone."""
    found.remember(folder, previous.version.name, packed)
    versions.tidy(folder, previous.version.name)
    embed.forget_journal(folder)


def _is_made_by(previous: Index, encoder: Encoder) -> bool:
    """Tell whether nothing but the articles could make a build differ from a version."""
    made = {"precision": dense.PRECISION, "paragraph_rules": passages.RULES_VERSION, "embedded": True}
    return made.items() <= previous.manifest.items() and _has_model(previous, encoder)


def _is_cut_by(previous: Index, encoder: Encoder) -> bool:
    """Tell whether articles would be cut as a version has them."""
    rules = previous.manifest["paragraph_rules"], previous.manifest["model"]["max_tokens"]
    return rules == (passages.RULES_VERSION, encoder.max_tokens) and _has_model(previous, encoder)


def _has_model(previous: Index, encoder: Encoder) -> bool:
    return (previous.model_name, previous.model_fingerprint) == (encoder.name, encoder.fingerprint)


def _write(
    folder: Path,
    plan: Plan,
    encoder: Encoder,
    previous: Index | None,
    found: Reread | None,
    on_progress: OnProgress,
    *,
    anew: bool,
) -> None:
    """Write a new version and swap it in; a large first one in two steps, words before vectors."""

    def write(part: Plan, texts: Sequence[str], words: Path | None) -> Path:
        with embed.embed(folder, texts, encoder, on_progress, anew=anew) as embedded:
            taken = (words, version_writer.WORDS) if words else None
            version = write_version(folder, part, embedded, taken, on_progress)
        if found:
            found.remember(folder, version.name, plan.readings)
        return version

    words = previous.version if previous and _has_words_of(plan, previous.manifest) else None
    if previous is None and not anew and plan.passages >= WORDS_FIRST:
        words = write(replace(plan, embedded=False), [], None)
    write(plan, plan.texts, words)
    embed.forget_journal(folder)


def _has_words_of(plan: Plan, manifest: dict[str, Any]) -> bool:
    """Tell whether a version differs from a plan in nothing but its vectors."""
    kept = ("format", "model", "paragraph_rules", "corpus_state", "articles", "passages")
    return all(plan.description[name] == manifest.get(name) for name in kept)


def _open_or_none(folder: Path) -> Index | None:
    """Open the version to go on from; a damaged or foreign one is not gone on from."""
    try:
        return open_index(folder, thoroughly=True)
    except StorageError:
        return None
