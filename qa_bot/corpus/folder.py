"""The corpus folder: reads and accounts for every file, and keeps each story once."""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from qa_bot.core.errors import CorpusError, ReadingError, UnsupportedFileError
from qa_bot.core.types import Article, FileReport, Outcome, Progress
from qa_bot.corpus.duplicates import SentenceSet, find_copies
from qa_bot.corpus.repeated_lines import drop_repeated
from qa_bot.reading import read as reading
from qa_bot.reading.isolation.pool import read_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from qa_bot.core.types import OnProgress, Source
    from qa_bot.reading.read import Reading

_MOST_NAMED = 3  # articles of one file, in its report
_LONGEST_NAME = 80  # characters of an article's id there


@dataclass(frozen=True, slots=True)
class FileRead:
    """The result of reading one file by itself, whatever other files contain."""

    path: str
    """In the form that find_files returns."""
    outcome: Outcome
    reason: str | None = None
    articles: tuple[Article, ...] = ()
    sentences: tuple[SentenceSet, ...] = field(default=(), compare=False, repr=False)
    """Of each article, to find copies; empty if they have not been collected yet."""


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of the corpus folder in the context of all: its report and the articles that it adds."""

    report: FileReport
    articles: tuple[Article, ...] = ()


def read_each(folder: Path, paths: Sequence[str], on_progress: OnProgress) -> list[FileRead]:
    """Read files below a folder, each by itself, in the given order; errors are outcomes, not raised."""
    if not paths:
        return []
    reads = []
    on_progress(Progress("reading", 0, len(paths)))
    with read_files(paths, folder) as outcomes:
        for done, (path, outcome) in enumerate(zip(paths, outcomes, strict=True), start=1):
            reads.append(_file_read(path, outcome))
            on_progress(Progress("reading", done, len(paths)))
    return reads


def with_sentences(read: FileRead) -> FileRead:
    """Return a reading with the sentences of its articles."""
    if len(read.sentences) == len(read.articles):
        return read
    return replace(read, sentences=tuple(SentenceSet.of(one.paragraphs) for one in read.articles))


def join(reads: Iterable[FileRead]) -> list[CorpusFile]:
    """Combine all files: keep each story and each id once, and drop lines that a publication repeats."""
    reads = list(map(with_sentences, reads))
    files = [
        CorpusFile(FileReport(reading.printable_path(read.path), read.outcome, read.reason), read.articles)
        for read in reads  # a name that is not UTF-8 can be opened, but not stored
    ]
    return _without_repeated_lines(_once_each(files, [text for read in reads for text in read.sentences]))


def list_files(folder: Path) -> list[str]:
    """List the files below a folder, in the order of their paths.

    Raises:
        CorpusError: the folder is missing, may not be read or has no files at all.
    """
    if not os.path.isdir(folder):  # noqa: PTH112  Path.is_dir raises if a name is too long
        msg = f"There is no corpus folder {folder}. Create it and add articles, or choose one with --corpus."
        if os.path.isfile(folder):  # noqa: PTH113  likewise
            msg = f"{folder} is a file, not a folder of articles. Choose its folder with --corpus."
        raise CorpusError(msg)
    paths = reading.find_files(folder)
    if not paths and not os.access(folder, os.R_OK | os.X_OK):
        msg = f"You may not read the corpus folder {folder}: ask its owner, or choose another with --corpus."
        raise CorpusError(msg)
    if not paths:
        msg = f"The corpus folder {folder} is empty. Add articles (.txt, .md, .html, .pdf, .docx, .epub)."
        raise CorpusError(msg)
    return paths


def state_of(content: Sequence[CorpusFile] | Sequence[Article]) -> str:
    """Hash what was read (SHA-256, hexadecimal): equal states have equal passages and reports."""
    digest = hashlib.sha256()
    for part in content:
        digest.update(repr(part).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


def _file_read(path: str, outcome: Reading | ReadingError) -> FileRead:
    if isinstance(outcome, ReadingError):
        unsupported = isinstance(outcome, UnsupportedFileError)
        return FileRead(path, Outcome.UNSUPPORTED if unsupported else Outcome.FAILED, str(outcome))
    articles = tuple(article for article in outcome.articles if article.paragraphs)
    if not articles:
        return FileRead(path, Outcome.EMPTY, outcome.note or "no article text found")
    return FileRead(path, Outcome.INDEXED, outcome.note, articles)


def _once_each(files: Sequence[CorpusFile], texts: Sequence[SentenceSet]) -> list[CorpusFile]:
    """Drop copies of a story, whose sources its article names, and further articles with the same id."""
    articles = [article for file in files for article in file.articles]
    copies, clashes = _left_out(articles, texts)
    others: dict[int, list[Source]] = defaultdict(list)
    for copy, original in sorted(copies.items()):
        others[original].append(articles[copy].source)
    for original, sources in others.items():
        articles[original] = _naming(articles[original], sources)
    told, start = [], 0
    for file in files:
        places = range(start, start + len(file.articles))
        start = places.stop
        kept = tuple(articles[n] for n in places if n not in copies and n not in clashes)
        same = [_same_story(articles[n], articles[copies[n]]) for n in places if n in copies]
        taken = [_id_taken(articles[n], articles[clashes[n]]) for n in places if n in clashes]
        told.append(CorpusFile(_report(file, kept, same, taken), kept))
    return told


def _without_repeated_lines(files: Sequence[CorpusFile]) -> list[CorpusFile]:
    """Drop boilerplate that a publication repeats; copies of one story are no evidence of repetition."""
    bodies = iter(drop_repeated([article for file in files for article in file.articles]))
    return [replace(file, articles=tuple(islice(bodies, len(file.articles)))) for file in files]


def _left_out(
    articles: Sequence[Article], texts: Sequence[SentenceSet]
) -> tuple[dict[int, int], dict[int, int]]:
    """Map copies to the articles they are copies of, and articles to the earlier one with the same id.

    An article whose id is taken cannot represent a story, so the remaining ones are compared again.
    """
    clashes: dict[int, int] = {}
    while True:
        pool = [n for n in range(len(articles)) if n not in clashes]
        found = find_copies([articles[n] for n in pool], [texts[n] for n in pool])
        copies = {pool[copy]: pool[kept] for copy, kept in found.items()}
        new = _clashes(articles, (n for n in pool if n not in copies))
        if not new:
            return copies, clashes
        clashes |= new


def _clashes(articles: Sequence[Article], places: Iterable[int]) -> Mapping[int, int]:
    first: dict[str, int] = {}
    return {n: holder for n in places if (holder := first.setdefault(articles[n].id, n)) != n}


def _naming(article: Article, others: Iterable[Source]) -> Article:
    return replace(article, also_in=tuple(dict.fromkeys(one for one in others if one != article.source)))


def _same_story(copy: Article, kept: Article) -> str:
    elsewhere = kept.source.path not in {kept.id, copy.source.path}
    return f"{_short(copy.id)} is the same story as {_short(kept.id)}" + (
        f" in {kept.source.path}" if elsewhere else ""
    )


def _id_taken(article: Article, holder: Article) -> str:
    return f"{_short(article.id)} is already the id of an article in {holder.source.path}"


def _report(
    file: CorpusFile, kept: Sequence[Article], same: Sequence[str], taken: Sequence[str]
) -> FileReport:
    outcome = Outcome.DUPLICATE if file.articles and not kept else file.report.outcome
    count = len(file.articles)
    reasons = (
        file.report.reason,
        _listed(same, count, "already in the index"),
        _listed(taken, count, "left out"),
    )
    return replace(file.report, outcome=outcome, reason="; ".join(filter(None, reasons)) or None)


def _listed(reasons: Sequence[str], count: int, what: str) -> str:
    """Name a few articles of a file, and say how many of how many there are."""
    more = len(reasons) - _MOST_NAMED
    named = "; ".join(reasons[:_MOST_NAMED]) + (f"; and {more:,} more" if more > 0 else "")
    if not reasons or count == 1:
        return named
    return f"{len(reasons):,} of {count:,} articles {'is' if len(reasons) == 1 else 'are'} {what}: {named}"


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "\N{HORIZONTAL ELLIPSIS}"
