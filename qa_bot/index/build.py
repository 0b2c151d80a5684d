"""The index of a corpus folder, built and brought up to date.

A version may have words and no vectors: a large first build makes it ready to be asked while it embeds.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from qa_bot.core.errors import StorageError
from qa_bot.core.types import BuildReport, FileReport, Outcome, Progress
from qa_bot.corpus import folder as corpus
from qa_bot.corpus import incremental, snapshot
from qa_bot.index import cutting, dense, embed, passages, version_writer
from qa_bot.index.opened import Index, open_index
from qa_bot.index.storage import versions
from qa_bot.index.version_writer import Plan, write_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from qa_bot.core.types import Article, OnProgress, Slice
    from qa_bot.corpus.incremental import Reread
    from qa_bot.encoders.protocol import Encoder
    from qa_bot.index.version_writer import CutArticles

__all__ = ["WORDS_FIRST", "build_from_articles", "build_index"]

WORDS_FIRST = 2_000
"""Passages from which on a first build can be asked by words before it has embedded any."""


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
        plan = Plan(
            articles=cut,
            reports=_reports(files, cut, held),
            corpus_state=corpus.state_of(files),
            encoder=encoder,
            readings=packed,
        )
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
        plan = Plan(
            articles=cut, reports=[], corpus_state=corpus.state_of(articles), encoder=encoder, readings=[]
        )
        _write(folder, plan, encoder, None, None, on_progress, anew=False)


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
