"""A .jsonl or .json file -> its articles, one an object.

A bad line costs only itself and is named; the first of two objects with the same id stays. Objects that wrap
others, such as server responses and whole feeds, yield those. Lines in BEIR form (`_id`, `title`, `text`)
are articles too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from qa_bot.core.errors import ReadingError, UnsupportedFileError
from qa_bot.reading.blocks.headings import article_of
from qa_bot.reading.decoding.text import decode_clean
from qa_bot.reading.metadata.fields import first_field
from qa_bot.reading.metadata.stated import DESCRIBING, named_fields, stated_source
from qa_bot.reading.metadata.values import decoded, plain_value
from qa_bot.reading.reader import Reading
from qa_bot.reading.records.json_records import NO_OBJECT, NOT_JSON, read_records
from qa_bot.reading.records.record_text import has_text, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa_bot.core.types import Article

__all__ = ["read", "read_jsonl"]

_LISTS: Final = frozenset(
    """
    articles channel children data docs documents entries entry feed graph hits item items list news output
    posts records response results rows rss stories value
    """.split()  # noqa: SIM905  (a list of twenty literals is no better to read)
)
"""Names under which an object keeps articles; comments and related stories have others."""
_DEEPEST: Final = 6
_NO_TEXT: Final = "has no text"
_TOO_DEEP: Final = "is nested too deeply"
_REPEATS: Final = "repeats the id "
_PLURALS: Final = {
    NOT_JSON: "are not JSON",
    NO_OBJECT: "are not JSON objects",
    _NO_TEXT: "have no text",
    _TOO_DEEP: "are nested too deeply",
    _REPEATS: "repeat ids of lines above",
}
_MOST_NAMED: Final = 1_000
"""Most lines, or runs of them, named for one fault."""


def read(data: bytes, path: str) -> Reading:
    """Read JSON or JSON lines: an article for each object, and a note that names the other lines."""
    return Reading(*read_jsonl(decode_clean(data, path), path))


def read_jsonl(text: str, path: str) -> tuple[tuple[Article, ...], str | None]:
    """Return the articles, and a note that names the lines that are not articles; None without such lines.

    Raises:
        UnsupportedFileError: the file contains test questions, or is JSON for another use.
        ReadingError: there are lines, and none is an article.
    """
    articles: dict[str, Article] = {}
    faults: list[tuple[int, str]] = []
    on_line: Counter[int] = Counter()
    count = 0
    for record in read_records(text):
        for fields in [{}] if record.fields is None else _articles_in(record.fields):
            count, line = count + 1, record.line
            on_line[line] += 1
            place = f"{path}:{line}" if on_line[line] == 1 else f"{path}:{line}.{on_line[line]}"
            article = record.fault or _article(fields, place, path)
            if isinstance(article, str):
                faults.append((line, article))
            elif articles.setdefault(article.id, article) is not article:
                faults.append((line, f"{_REPEATS}{article.id!r}"))
    if count and not articles:
        is_other_json = path.endswith(".json") and all(fault != NOT_JSON for _, fault in faults)
        message = f"{path} contains no article: {_listed(faults)}"
        raise UnsupportedFileError(message) if is_other_json else ReadingError(message)
    note = f"{len(faults)} of {count} lines were not articles: {_listed(faults)}" if faults else None
    return tuple(articles.values()), note


def _articles_in(value: dict[str, Any], depth: int = 0) -> list[dict[str, Any]]:
    """Return the fields of an object, or of the articles that it lists instead of a text."""
    fields = named_fields(value)
    if has_text(fields) or depth >= _DEEPEST:
        return [fields]
    kept = [
        article
        for name, one in fields.items()
        if name in _LISTS
        for entry in _entries(one)
        for article in _articles_in(entry, depth + 1)
    ]
    return kept or [fields]


def _entries(value: object) -> list[dict[str, Any]]:
    """Return the objects in a list or in a table by number, or the single object itself."""
    if isinstance(value, list):
        return [one for one in value if isinstance(one, dict)]
    if not isinstance(value, dict):
        return []
    entries = [one for one in value.values() if isinstance(one, dict)]
    return entries if entries and len(entries) == len(value) else [value]


def _article(fields: dict[str, Any], place: str, path: str) -> Article | str:
    """Return the article that the fields describe, or the fault."""
    try:
        pieces = read_text(fields, path)
    except (ReadingError, RecursionError):
        return _TOO_DEEP
    if not pieces and "question" in fields and "answers" in fields:
        raise UnsupportedFileError(f"{path} is a test question set, not articles")
    if not pieces:
        return _NO_TEXT
    name = first_field({"id": plain_value(fields.get("id"))}, ("id",)) or place
    stated = {key: decoded(value) for key, value in fields.items() if key in DESCRIBING}
    return article_of(name, stated_source(stated, path), pieces)


def _listed(faults: Sequence[tuple[int, str]]) -> str:
    """Describe the faults, each with its lines."""
    lines: defaultdict[str, list[int]] = defaultdict(list)
    words: dict[str, str] = {}
    for line, fault in faults:
        kind = _REPEATS if fault.startswith(_REPEATS) else fault
        lines[kind].append(line)
        words.setdefault(kind, fault)
    return "; ".join(_named(lines[kind], words[kind], _PLURALS.get(kind, kind)) for kind in words)


def _named(lines: Sequence[int], fault: str, plural: str) -> str:
    runs = [part for run in _runs(lines) for part in _written(*run)]
    more = len(runs) - _MOST_NAMED
    if more > 0:
        runs = [*runs[:_MOST_NAMED], f"{more:,} more"]
    if len(lines) == 1:
        return f"line {runs[0]} {fault}"
    listed = " and ".join(filter(None, (", ".join(runs[:-1]), runs[-1])))
    return f"lines {listed} {plural}"


def _written(first: int, last: int) -> list[str]:
    return [f"{first} to {last}"] if last > first + 1 else [str(line) for line in range(first, last + 1)]


def _runs(lines: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = lines[0]
    for line in lines[1:]:
        if line > last + 1:
            yield first, last
            first = line
        last = line
    yield first, last
