"""The corpus folder: every file read, every file accounted for, no article twice."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa_bot import reading
from qa_bot.errors import CorpusError, ReadingError, UnsupportedFileError
from qa_bot.reading.pool import read_files
from qa_bot.types import Article, FileReport, Outcome, Progress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qa_bot.reading import Reading
    from qa_bot.types import OnProgress


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of the corpus folder: its report, and the articles that it adds."""

    report: FileReport
    articles: tuple[Article, ...] = ()


def read_corpus(folder: Path, on_progress: OnProgress) -> list[CorpusFile]:
    """Read every file below a folder, in the order of their paths; outcomes are told, not raised.

    Raises:
        CorpusError: the folder is missing or has no files at all.
    """
    paths = list_files(folder)
    files, seen = [], _Seen({}, {})
    on_progress(Progress("reading", 0, len(paths)))
    with read_files(paths, folder) as outcomes:
        for done, (path, outcome) in enumerate(zip(paths, outcomes, strict=True), start=1):
            files.append(_new_only(_corpus_file(path, outcome), seen))
            on_progress(Progress("reading", done, len(paths)))
    return files


def list_files(folder: Path) -> list[str]:
    """List the files below a folder, in the order of their paths.

    Raises:
        CorpusError: the folder is missing or has no files at all.
    """
    if not os.path.isdir(folder):  # noqa: PTH112  Path.is_dir raises where a name is too long
        msg = f"There is no corpus folder {folder}: create it and put articles in, or name one with --corpus."
        raise CorpusError(msg)
    paths = reading.find_files(folder)
    if not paths:
        msg = f"The corpus folder {folder} is empty: put articles (.txt, .md, .html, .jsonl) in."
        raise CorpusError(msg)
    return paths


def state_of(content: Sequence[CorpusFile] | Sequence[Article]) -> str:
    """Hash what was read (SHA-256, hexadecimal): equal states, equal passages and reports."""
    digest = hashlib.sha256()
    for part in content:
        digest.update(repr(part).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class _Seen:
    """Path by article id, and article id by body, of what was taken up so far."""

    path_of_id: dict[str, str]
    id_of_body: dict[tuple[str, ...], str]


def _corpus_file(path: str, outcome: Reading | ReadingError) -> CorpusFile:
    shown = reading.printable_path(path)  # a name that is not UTF-8 can be opened, but not stored
    if isinstance(outcome, ReadingError):
        unsupported = isinstance(outcome, UnsupportedFileError)
        kind = Outcome.UNSUPPORTED if unsupported else Outcome.FAILED
        return CorpusFile(FileReport(shown, kind, str(outcome)))
    articles = tuple(article for article in outcome.articles if article.paragraphs)
    if not articles:
        return CorpusFile(FileReport(shown, Outcome.EMPTY, outcome.note or "no article text was found in it"))
    return CorpusFile(FileReport(shown, Outcome.INDEXED, outcome.note), articles)


def _new_only(file: CorpusFile, seen: _Seen) -> CorpusFile:
    """Leave out what an earlier file has: the same body, or another article of the same id."""
    new, reasons = [], [file.report.reason] if file.report.reason else []
    for article in file.articles:
        if first := seen.id_of_body.get(article.paragraphs):
            reasons.append(f"{article.id} has the same text as {first}")
        elif holder := seen.path_of_id.get(article.id):
            reasons.append(f"{article.id} is the id of an article in {holder} already")
        else:
            new.append(article)
            seen.id_of_body[article.paragraphs] = article.id
            seen.path_of_id[article.id] = file.report.path
    outcome = Outcome.DUPLICATE if file.articles and not new else file.report.outcome
    reason = "; ".join(reasons) or None
    return CorpusFile(replace(file.report, outcome=outcome, reason=reason), tuple(new))
