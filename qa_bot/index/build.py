"""Builds the index of a corpus folder and brings it up to date.

A large first build takes two steps: its first version can be searched by words while passages are embedded.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from qa_bot.core.errors import StorageError
from qa_bot.core.types import BuildReport, FileReport, Outcome, Progress
from qa_bot.corpus import folder as corpus
from qa_bot.corpus import incremental
from qa_bot.index import dense, embed, parts, passages
from qa_bot.index.opened import Index, open_index
from qa_bot.index.plan import Placed, Plan, extended, laid_out
from qa_bot.index.storage import build_lock, versions
from qa_bot.index.version_writer import describe, write_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from qa_bot.core.types import Article, OnProgress
    from qa_bot.corpus.incremental import Reread
    from qa_bot.corpus.readings import SavedReading
    from qa_bot.encoders.protocol import Encoder
    from qa_bot.index.plan import CutArticles, Rows

__all__ = ["WORDS_FIRST", "build_from_articles", "build_index"]

WORDS_FIRST = 2_000
"""Number of passages from which a first build can be searched by words before it has embedded any."""


def build_index(
    folder: Path,
    corpus_folder: Path,
    encoder: Encoder,
    on_progress: OnProgress,
    *,
    rebuild: bool = False,
    wait: bool = False,
    damaged: bool = False,
) -> BuildReport:
    """Bring the index in a folder up to date with a corpus folder.

    Unchanged files are not read again, texts that any version has embedded with the same model are not
    embedded again, and nothing is written if the current version already holds what was read. With `rebuild`,
    everything is read, embedded and written. From a version that is known to be `damaged` only embeddings are
    taken over, each of which is checked. With `wait`, wait for another builder to finish.

    Raises:
        CorpusError: the corpus folder is missing or has no files at all.
        BusyIndexError: another process is building.
        StorageError: the index folder cannot be written.
    """
    started = time.perf_counter()
    with build_lock.building(folder, on_progress if wait else None):
        previous = None if rebuild or damaged else _open_or_none(folder)
        found = incremental.reread(
            folder, corpus_folder, previous.version.name if previous else None, on_progress
        )
        if previous and found.nothing_new and _is_made_by(previous, encoder):
            _keep(folder, previous, found, ())
            return _unchanged(previous, started)
        held = previous.store.placed() if previous else []
        kept = previous.store.readings(held) if previous else []
        readings = incremental.complete(found, corpus_folder, kept, on_progress)
        on_progress(Progress("comparing articles", 0, 0))
        files = corpus.join(saved.read for saved in readings)
        articles = [article for file in files for article in file.articles]
        by_id = {placed.article.id: placed for placed in held}
        cut = _cut(articles, encoder, on_progress, previous, by_id)
        content = _laid_out(cut, previous, by_id, encoder)
        plan = Plan(
            content=content,
            reports=_reports(files, cut, by_id),
            corpus_state=corpus.state_of(files),
            encoder=encoder,
            readings=_with_rows(readings, content),
        )
        if previous is None or describe(plan) != previous.manifest.description:
            words = previous.version if previous and _has_words_of(plan, previous, by_id) else None
            _write(folder, plan, words, found, on_progress, first=previous is None, rebuild=rebuild)
        else:
            _keep(folder, previous, found, readings)
    return BuildReport(len(articles), plan.passages, time.perf_counter() - started, tuple(plan.reports))


def build_from_articles(
    folder: Path, articles: Sequence[Article], encoder: Encoder, on_progress: OnProgress
) -> None:
    """Index articles that are in no corpus folder, such as those of an evaluation.

    Raises:
        BusyIndexError: another process is building.
        StorageError: the index folder cannot be written.
    """
    with build_lock.building(folder):
        plan = Plan(
            content=laid_out(_cut(articles, encoder, on_progress, None, {})),
            reports=[],
            corpus_state=corpus.state_of(articles),
            encoder=encoder,
        )
        _write(folder, plan, None, None, on_progress, first=True, rebuild=False)


_Held = Mapping[str, Placed]
"""The articles of a version with their slices and rows, by id."""


def _laid_out(cut: CutArticles, previous: Index | None, held: _Held, encoder: Encoder) -> Rows:
    """Give articles rows: those that the current version has keep theirs, if the new one can extend it."""
    if previous is None or not _is_made_by(previous, encoder):
        return laid_out(cut)
    return extended(cut, held, previous.version, previous.manifest)


def _with_rows(readings: Sequence[SavedReading], content: Rows) -> list[SavedReading]:
    """Return readings with the rows of the articles that are shown as they were read."""
    shown = {one.article.id: one for one in content.articles}

    def row(article: Article) -> int | None:
        one = shown.get(article.id)
        return one.row if one and replace(one.article, also_in=()) == article else None

    found = []
    for saved in readings:
        rows = tuple(map(row, saved.read.articles))
        is_there = content.base is not None and rows == saved.rows
        found.append(saved if is_there else replace(saved, rows=rows, place=None))
    return found


def _cut(
    articles: Sequence[Article],
    encoder: Encoder,
    on_progress: OnProgress,
    previous: Index | None,
    held: _Held,
) -> CutArticles:
    """Cut articles into passages; the slices of articles in the current version are taken over."""
    usable = held if previous and _is_cut_by(previous, encoder) else {}
    same = [usable[one.id].slices if _is_same_text(usable, one) else None for one in articles]
    missing = [one for one, cut in zip(articles, same, strict=True) if cut is None]
    new = passages.cut_articles(missing, encoder, on_progress)
    return [(one, next(new) if cut is None else cut) for one, cut in zip(articles, same, strict=True)]


def _is_same_text(held: _Held, article: Article) -> bool:
    return article.id in held and held[article.id].article.paragraphs == article.paragraphs


def _reports(files: Iterable[corpus.CorpusFile], cut: CutArticles, held: _Held) -> list[FileReport]:
    """Complete the files' reports: number of passages, and whether the index had all articles before."""
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
    """Check whether the index has an article; a different number of copies does not change it."""
    return article.id in held and replace(held[article.id].article, also_in=article.also_in) == article


def _unchanged(previous: Index, started: float) -> BuildReport:
    files = tuple(
        replace(file, outcome=Outcome.UNCHANGED) if file.outcome is Outcome.INDEXED else file
        for file in previous.store.files()
    )
    store = previous.store
    return BuildReport(store.articles, store.passages, time.perf_counter() - started, files)


def _keep(folder: Path, previous: Index, found: Reread, readings: Sequence[SavedReading]) -> None:
    """Keep the current version, which is up to date, and clean up after a killed build."""
    found.remember(folder, previous.version.name, readings)
    versions.tidy(folder, previous.version.name)
    embed.forget_journal(folder)


def _is_made_by(previous: Index, encoder: Encoder) -> bool:
    """Check whether a build of the same articles would produce the same version."""
    manifest = previous.manifest
    made = (manifest.precision, manifest.paragraph_rules, manifest.embedded)
    return made == (dense.PRECISION, passages.RULES_VERSION, True) and _has_model(previous, encoder)


def _is_cut_by(previous: Index, encoder: Encoder) -> bool:
    """Check whether articles would be cut into the slices that a version has."""
    rules = previous.manifest.paragraph_rules, previous.manifest.model.max_tokens
    return rules == (passages.RULES_VERSION, encoder.max_tokens) and _has_model(previous, encoder)


def _has_model(previous: Index, encoder: Encoder) -> bool:
    return (previous.model_name, previous.model_fingerprint) == (encoder.name, encoder.fingerprint)


def _write(
    folder: Path,
    plan: Plan,
    words: Path | None,
    found: Reread | None,
    on_progress: OnProgress,
    *,
    first: bool,
    rebuild: bool,
) -> None:
    """Write a new version and swap it in; a large first one in two steps, words before vectors.

    `words` is a version that has the same words.
    """

    def write(step: Plan, words: Path | None) -> Path:
        texts = step.content.new_texts() if step.embedded else []
        with embed.embed(folder, texts, plan.encoder, on_progress, rebuild=rebuild) as embeddings:
            taken = (words, parts.WORDS) if words else None
            version = write_version(folder, step, embeddings, taken, on_progress)
        if found:
            found.remember(folder, version.name, plan.readings)
        return version

    if first and not rebuild and plan.passages >= WORDS_FIRST:
        words = write(replace(plan, embedded=False), None)
    write(plan, words)
    embed.forget_journal(folder)


def _has_words_of(plan: Plan, previous: Index, held: _Held) -> bool:
    """Check whether a version differs from a plan in its vectors alone."""
    version, planned = previous.manifest.description, describe(plan)
    same = planned == replace(
        version, precision=planned.precision, search=planned.search, embedded=planned.embedded
    )
    return same and all(held[one.article.id].row == one.row for one in plan.content.articles)


def _open_or_none(folder: Path) -> Index | None:
    """Open the version to continue from; None if it is damaged or of another format."""
    try:
        return open_index(folder, thoroughly=True)
    except StorageError:
        return None
