"""The library in words: a row for each article and for each other file, counts, and what is asked and told.

All text is cleaned, one line each. Searching and sorting 10,000 rows takes about 10 ms, so each letter typed
searches all of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from qa_bot.core.library import AddOutcome
from qa_bot.core.sanitizing import clean_line, shorten
from qa_bot.core.types import FileReport, Outcome
from qa_bot.wording.build_report import NOT_INDEXED, needs_attention
from qa_bot.wording.citations import origin_of, title_of
from qa_bot.wording.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qa_bot.core.library import AddReport, ArticleEntry, Catalogue

__all__ = [
    "COLUMNS",
    "Narrowing",
    "Row",
    "View",
    "added_lines",
    "detail_lines",
    "in_order",
    "matching",
    "removal_question",
    "rows_of_catalogue",
    "view_counts",
]

COLUMNS: Final = ("title", "publication", "author", "date", "paragraphs", "state")
"""The columns of a row, in order."""
NEW, PARTLY = "new", "in part"
_ARTICLES_OF_FILE: Final = 2
_TITLE_CHARACTERS: Final = 60
_MOST_ADDED: Final = 12
"""Lines of a report on what was added."""


class View(StrEnum):
    """Which rows are shown."""

    ALL = "all"
    ARTICLES = "articles"
    NOT_INDEXED = "not indexed"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Row:
    """An article, or a file that has none in the index."""

    cells: tuple[str, ...]
    """By COLUMNS; "" for what is unknown."""
    file: FileReport
    entry: ArticleEntry | None
    """None for a file without an article in the index."""
    siblings: int
    """Number of articles of the file in the index."""
    words: str
    """What a search looks at, in lower case."""

    @property
    def key(self) -> str:
        """What tells the row from others of its file: the article's id, or ""."""
        return self.entry.id if self.entry else ""

    @property
    def is_excluded(self) -> bool:
        """Whether the user has excluded the file."""
        return self.file.outcome is Outcome.EXCLUDED

    @property
    def is_trouble(self) -> bool:
        """Whether the file should have been indexed and could not be."""
        return self.file.outcome in {Outcome.FAILED, Outcome.EMPTY}

    def is_in(self, view: View) -> bool:
        """Check whether the view shows the row."""
        if view is View.EXCLUDED:
            return self.is_excluded
        if view is View.NOT_INDEXED:
            return self.entry is None or self.file.outcome in NOT_INDEXED
        return view is View.ALL or self.entry is not None


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What narrows the rows that are shown."""

    view: View = View.ALL
    words: str = ""
    """What is searched for."""
    publication: str | None = None
    """"" for articles that state none; None for all."""

    def __bool__(self) -> bool:
        return self != Narrowing()

    def lines(self, rows: int) -> tuple[str, ...]:
        """Return what narrows the rows, and how to see all again; nothing where nothing does."""
        parts = [f"{self.view.value} only"] if self.view is not View.ALL else []
        if self.publication is not None:
            parts.append(f"publication {self.publication or 'unknown'}")
        if words := clean_line(self.words):
            parts.append(f"with “{words}”")
        return (" · ".join(parts), f" · {counted(rows, 'row')} · Esc shows all") if self else ()


def rows_of_catalogue(catalogue: Catalogue) -> list[Row]:
    """Return a row for each article, then one for each file without an article, in the order of the index."""
    files = {file.path: file for file in catalogue.files}
    siblings = Counter(entry.source.path for entry in catalogue.articles)
    grown = {file.outcome for file in catalogue.files} >= {Outcome.INDEXED, Outcome.UNCHANGED}
    rows = [
        _article_row(
            entry,
            files.get(entry.source.path) or FileReport(entry.source.path, Outcome.UNCHANGED),
            siblings[entry.source.path],
            grown=grown,
        )
        for entry in catalogue.articles
    ]
    return rows + [_file_row(file) for file in catalogue.files if file.path not in siblings]


def _article_row(entry: ArticleEntry, file: FileReport, siblings: int, *, grown: bool) -> Row:
    source = entry.source
    state = PARTLY if needs_attention(file) else NEW if grown and file.outcome is Outcome.INDEXED else ""
    cells = (
        title_of(source),
        clean_line(source.publication or ""),
        clean_line(source.author or ""),
        clean_line(source.date or ""),
        f"{entry.paragraphs:,}",
        state,
    )
    words = " ".join((*cells, source.path, entry.id, source.url or "")).casefold()
    return Row(cells, file, entry, siblings, words)


def _file_row(file: FileReport) -> Row:
    path, state = clean_line(file.path), file.outcome.value
    words = f"{path} {state} {file.reason or ''}".casefold()
    return Row((path, "", "", "", "", state), file, None, 0, words)


def view_counts(rows: Sequence[Row], shown: View = View.ALL) -> list[tuple[View, int]]:
    """Return each view with its number of rows, without empty ones but for the first and the one shown."""
    counts = [(view, sum(row.is_in(view) for row in rows)) for view in View]
    return [(view, count) for view, count in counts if count or view in {View.ALL, shown}]


def matching(rows: Iterable[Row], narrowing: Narrowing) -> list[Row]:
    """Return the rows of the view that contain all words, and are of the publication if one is given."""
    wanted = clean_line(narrowing.words).casefold().split()
    return [
        row
        for row in rows
        if row.is_in(narrowing.view)
        and all(word in row.words for word in wanted)
        and (narrowing.publication is None or (row.entry and row.cells[1] == narrowing.publication))
    ]


def in_order(rows: Iterable[Row], column: int, *, descending: bool) -> list[Row]:
    """Sort rows by a column; rows that state nothing there come last either way, in the order given."""
    known = [row for row in rows if row.cells[column]]
    unknown = [row for row in rows if not row.cells[column]]
    if COLUMNS[column] == "paragraphs":
        known.sort(key=lambda row: row.entry.paragraphs if row.entry else 0, reverse=descending)
    else:
        known.sort(key=lambda row: row.cells[column].casefold(), reverse=descending)
    return known + unknown


def detail_lines(row: Row) -> list[str]:
    """Return what is known of a row: title, origin, where it is, and the whole reason, if there is one."""
    file = row.file
    reason = [clean_line(file.reason)] if file.reason else []
    if row.entry is None:
        return [clean_line(file.path), *(reason or [file.outcome.value])]
    source = row.entry.source
    place = " · ".join(clean_line(part) for part in (source.path, source.url) if part)
    length = counted(row.entry.paragraphs, "paragraph")
    return [title_of(source), f"{origin_of(source)} · {length}", place, *reason]


def removal_question(row: Row) -> list[str]:
    """Return what is asked before a file is moved to the bin."""
    path = clean_line(row.file.path)
    lines = [f"Move {path} to the bin?"]
    if row.siblings >= _ARTICLES_OF_FILE:
        lines.append(f"All {row.siblings:,} articles in this file leave the index.")
    elif row.entry is not None:
        lines.append(shorten(title_of(row.entry.source), _TITLE_CHARACTERS))
    return [*lines, "You can restore it from the bin of your system. The index is updated at once."]


def added_lines(reports: Sequence[AddReport]) -> list[str]:
    """Return a line for each source: what happened to it, and why; of many, their counts and the failures."""
    if len(reports) <= _MOST_ADDED:
        return [_added_line(report) for report in reports]
    counts = Counter(report.outcome for report in reports)
    named = [f"{counts[one]:,} {_outcome(one)}" for one in AddOutcome if counts[one]]
    failed = [_added_line(report) for report in reports if report.outcome is AddOutcome.FAILED]
    more = len(failed) - _MOST_ADDED
    return [" · ".join(named), *failed[:_MOST_ADDED], *([f"and {more:,} more failures"] if more > 0 else [])]


def _outcome(outcome: AddOutcome) -> str:
    return outcome.value.replace("_", " ")


def _added_line(report: AddReport) -> str:
    place = report.path if report.outcome is not AddOutcome.FAILED and report.path else report.source
    reason = clean_line(report.reason or "")
    shown = "" if place in reason else clean_line(place)
    return f"{_outcome(report.outcome)}: {' · '.join(filter(None, (shown, reason)))}"
