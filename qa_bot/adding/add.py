"""Web pages, files, and what other programs export -> new files of the corpus folder.

Each source is reported with an AddOutcome and a reason, and a failure does not affect the others. Nothing is
added that cannot be read as an article.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from qa_bot.adding.holdings import Holdings
from qa_bot.adding.http import check_address, fetch
from qa_bot.adding.markdown import write_markdown
from qa_bot.adding.page import read_page
from qa_bot.adding.placing import file_name, place, slug
from qa_bot.adding.sources import File, Refused, SavedPage, WebPage, wanted_of
from qa_bot.core.addresses import without_secrets, without_secrets_in
from qa_bot.core.errors import CorpusError, QaBotError, ReadingError, UnsupportedFileError
from qa_bot.core.library import AddOutcome, AddReport
from qa_bot.core.types import Progress
from qa_bot.corpus import exclusions
from qa_bot.reading import read as reading
from qa_bot.reading.isolation.pool import read_one

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from pathlib import Path

    from qa_bot.adding.http import Limits
    from qa_bot.adding.sources import Wanted
    from qa_bot.core.types import Article, OnProgress, Source

__all__ = ["AddOutcome", "AddReport", "add"]

_HOST: Final = re.compile(r"(?:(?:[\w-]+\.)+[a-z][\w-]+|localhost)(?::\d+)?", re.IGNORECASE)


_Found = tuple[AddOutcome, str | None, str | None]
"""An AddReport's outcome, path and reason."""


def add(
    sources: Sequence[str], corpus_folder: Path, on_progress: OnProgress, limits: Limits | None = None
) -> list[AddReport]:
    """Add web pages, files, folders, reading lists and exports; failures are reported, not raised.

    There is one report for each page and file, in their order. `on_progress` is called before each; an
    exception that it raises ends the adding, and what was added before stays.

    Raises:
        CorpusError: the corpus folder is not a folder.
    """
    if os.path.lexists(corpus_folder) and not corpus_folder.is_dir():
        raise CorpusError(f"{corpus_folder} is not a folder: choose another with --corpus")
    wanted = [one for source in sources for one in wanted_of(source)]
    adder, reports = _Adder(corpus_folder, limits), []
    for done, one in enumerate(wanted):
        on_progress(Progress("adding", done, len(wanted)))
        reports.append(adder.add(one))
    on_progress(Progress("adding", len(wanted), len(wanted)))
    return reports


_EXCLUDED: Final = "excluded by you: bring it back with `qa-bot include` or in the app's library"


class _Adder:
    """Adds sources to a corpus folder, which it reads only when needed."""

    def __init__(self, folder: Path, limits: Limits | None) -> None:
        self._folder, self._limits = folder, limits

    @cached_property
    def _holdings(self) -> Holdings:
        return Holdings(self._folder)

    def add(self, wanted: Wanted) -> AddReport:
        shown, is_file = reading.printable_path(wanted.name), os.path.lexists(wanted.name)
        shown = shown if is_file else without_secrets_in(shown)  # an address, or meant as one
        try:
            return self._with_exclusion(AddReport(shown, *self._added(wanted)))
        except QaBotError as error:
            reason = str(error) if is_file else without_secrets_in(str(error))
            return AddReport(shown, AddOutcome.FAILED, reason=reason)

    def _added(self, wanted: Wanted) -> _Found:
        match wanted:
            case WebPage():
                return self._add_page(wanted.name)
            case SavedPage():
                return self._add_saved(wanted)
            case Refused():
                raise wanted.error
            case File(of_folder=True):
                return self._add_member(wanted.path, wanted.root)
            case File() if not os.path.lexists(wanted.name):
                raise _missing(wanted.name)
            case File():
                return self._add_file(wanted.path, wanted.root)

    def _with_exclusion(self, report: AddReport) -> AddReport:
        """Make sure that a new file is not excluded, and say so of one that is there already."""
        if report.path is None or not exclusions.excluded_files(self._folder, [report.path]):
            return report
        if report.outcome is AddOutcome.ADDED:  # an earlier file of this name was
            exclusions.include(self._folder, [report.path])
            return report
        return replace(report, reason=f"{report.reason}; {_EXCLUDED}")

    def _add_member(self, path: str, root: Path) -> _Found:
        """Add a file of a folder, which may contain images and the like."""
        try:
            return self._add_file(path, root)
        except UnsupportedFileError as error:
            return AddOutcome.SKIPPED, None, str(error)

    def _add_file(self, path: str, root: Path) -> _Found:
        """Copy a file below `root` to the same path below the corpus folder."""
        file, shown = root / path, reading.printable_path(path)
        if file.is_symlink():
            raise ReadingError(
                f"{shown} is a link, and links are not followed: add the file that it points to"
            )
        if file.resolve().is_relative_to(self._folder.resolve()):
            inside = file.resolve().relative_to(self._folder.resolve()).as_posix()
            return (
                AddOutcome.ALREADY_THERE,
                reading.printable_path(inside),
                "it is in the corpus folder",
            )
        found = read_one(path, root)
        if not any(article.paragraphs for article in found.articles):
            raise ReadingError(f"{shown}: {found.note or 'no article text found'}")
        content = _content(file, shown)
        if holder := self._holdings.with_content(content):
            return AddOutcome.ALREADY_THERE, holder, "same file"
        if holder := self._holdings.with_texts(found.articles):
            return AddOutcome.ALREADY_THERE, holder, "same text"
        name = "/".join(map(file_name, PurePosixPath(path).parts))
        return self._place(content, name, found.articles, found.note)

    def _add_page(self, url: str) -> _Found:
        """Fetch a page, and save its article with the address, without secrets."""
        address = check_address(url)
        if holder := self._holdings.with_address(address):
            return AddOutcome.ALREADY_THERE, holder, "same address"
        page = fetch(address, self._limits)
        kept, secrets = without_secrets(page.url)
        page, secrets = replace(page, url=kept), tuple({*secrets, *without_secrets(address)[1]})
        if holder := self._holdings.with_address(page.url):
            return AddOutcome.ALREADY_THERE, holder, f"it redirects to {page.url}, which is already there"
        article = read_page(page)
        if holder := self._holdings.with_texts([article]):
            return AddOutcome.ALREADY_THERE, holder, "same text"
        return self._place_page(article, secrets, datetime.now().astimezone().date())

    def _add_saved(self, page: SavedPage) -> _Found:
        """Save the article of a page that another program saved, with the source that it states."""
        found = read_one(page.path, page.root)
        if not found.articles or not found.articles[0].paragraphs:
            raise ReadingError(f"{page.path}: {found.note or 'no article text found'}")
        source, secrets = _source_of(found.articles[0].source, page.stated)
        if source.url and (holder := self._holdings.with_address(source.url)):
            return AddOutcome.ALREADY_THERE, holder, "same address"
        article = replace(found.articles[0], source=source)
        if holder := self._holdings.with_texts([article]):
            return AddOutcome.ALREADY_THERE, holder, "same text"
        return self._place_page(article, secrets)

    def _place_page(
        self, article: Article, secrets: Collection[str], retrieved: date | None = None
    ) -> _Found:
        """Save an article as Markdown; `secrets` were removed from its address."""
        content = write_markdown(article, retrieved).encode()
        note = f"removed from the saved address: {', '.join(sorted(secrets))}" if secrets else None
        return self._place(content, _page_name(article), [article], note)

    def _place(
        self, content: bytes, name: str, articles: Sequence[Article], note: str | None = None
    ) -> _Found:
        path = place(content, name, self._folder)
        self._holdings.note(path, articles)
        return AddOutcome.ADDED, path, note


def _content(file: Path, path: str) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:  # removed since it was read
        raise ReadingError(f"{path} cannot be read: it may have been removed") from error


def _page_name(article: Article) -> str:
    address = urlsplit(article.source.url or "")
    last, file = unquote(PurePosixPath(address.path).stem), PurePosixPath(article.source.path).stem
    return slug(article.source.title or "", last, address.hostname or "", file) + ".md"


def _source_of(own: Source, stated: Source) -> tuple[Source, tuple[str, ...]]:
    """Return the source that an export states, or else the page itself, and the secrets of its address."""
    url, secrets = without_secrets(stated.url or own.url or "")
    merged = replace(
        own,
        title=stated.title or own.title,
        publication=stated.publication or own.publication,
        author=stated.author or own.author,
        date=stated.date or own.date,
        url=url or None,
    )
    return merged, secrets


def _missing(source: str) -> ReadingError:
    host, slash, _ = source.partition("/")
    suffix = PurePosixPath(host).suffix.lower()
    shown = reading.printable_path(source)
    if _HOST.fullmatch(host) and (slash or suffix not in reading.SUPPORTED_SUFFIXES):
        return ReadingError(f"there is no file {shown}: for a web address, write https://{shown}")
    return ReadingError(f"there is no file {shown or 'without a name'}: check the path")
