"""What other read-later programs leave behind: lists of addresses, and folders of saved pages.

- Pocket: `part_000000.csv` with `title,url,time_added,tags,status`, or the older `ril_export.html`.
- Instapaper: a CSV with `URL,Title,Selection,Folder,Timestamp`.
- Omnivore: a folder with `metadata_0_to_20.json` and the like, and each page as `content/<slug>.html`.

Web clippers write Markdown, which is read as it is.
"""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any, Final

from qa_bot.core.errors import ReadingError
from qa_bot.core.sanitizing import clean_line
from qa_bot.core.types import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["addresses_in", "omnivore_pages"]

_BESIDE_ADDRESS: Final = frozenset({"time_added", "timestamp", "title"})
"""A table is a reading list if it has a column of addresses and one of these."""
_POCKET_PAGE: Final = "<title>Pocket Export</title>"
_POCKET_LINK: Final = re.compile(r'<a\s[^>]*?href="([^"]+)"[^>]*?time_added=', re.IGNORECASE)
_MOST_BYTES: Final = 64 * 1024 * 1024
_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)


def addresses_in(file: Path) -> list[str]:
    """Return the addresses of a reading list, each once, in its order; none for any other file.

    Raises:
        ReadingError: it is larger than any reading list.
    """
    if file.suffix.lower() not in {".csv", ".html"} or file.is_symlink() or not file.is_file():
        return []
    if file.suffix.lower() == ".csv" and file.stat().st_size > _MOST_BYTES:
        raise ReadingError(f"{file} is too large for a reading list: split it")
    try:
        found = _of_table(file) if file.suffix.lower() == ".csv" else _of_page(file)
        return [*dict.fromkeys(address for address in found if _ADDRESS.fullmatch(address))]
    except (OSError, UnicodeError, csv.Error):
        return []  # no reading list; what it is instead, its reader says


def _of_table(file: Path) -> Iterator[str]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        columns = {name.strip().casefold(): name for name in rows.fieldnames or () if name}
        if "url" not in columns or not columns.keys() & _BESIDE_ADDRESS:
            return
        for row in rows:
            yield (row[columns["url"]] or "").strip()


def _of_page(file: Path) -> Iterator[str]:
    with file.open(encoding="utf-8") as lines:
        head = lines.read(1000)
        if _POCKET_PAGE not in head:
            return
        rest = lines.read(_MOST_BYTES)
    for link in _POCKET_LINK.finditer(head + rest):
        yield link[1].replace("&amp;", "&")


def omnivore_pages(folder: Path) -> dict[str, Source]:
    """Return the saved pages of an Omnivore export, by path below `folder`, with what it states of each.

    Empty for any other folder.

    Raises:
        ReadingError: a list of the export cannot be read.
    """
    pages: dict[str, Source] = {}
    content = folder / "content"
    if content.is_symlink() or not content.is_dir():
        return pages
    for listing in sorted(folder.glob("metadata_*_to_*.json")):
        try:
            items = json.loads(listing.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ReadingError(f"{listing} cannot be read: export it from Omnivore again") from error
        for item in items if isinstance(items, list) else ():
            if isinstance(item, dict) and (path := _page_of(folder, item)):
                pages[path] = _source_of(item, path)
    return pages


def _page_of(folder: Path, item: dict[str, Any]) -> str | None:
    """Return the path of an item's page; None if it has none, or one outside the export."""
    slug = item.get("slug")
    if not isinstance(slug, str) or not slug or {"/", "\\", "\0"} & set(slug):
        return None
    page = folder / "content" / f"{slug}.html"
    return f"content/{page.name}" if page.is_file() and not page.is_symlink() else None


def _source_of(item: dict[str, Any], path: str) -> Source:
    def text(name: str) -> str | None:
        value = item.get(name)
        return (clean_line(value) or None) if isinstance(value, str) else None

    published = text("publishedAt")
    return Source(
        path=path,
        title=text("title"),
        publication=text("siteName"),
        author=text("author"),
        date=published[:10] if published and re.match(r"\d{4}-\d\d-\d\d", published, re.ASCII) else None,
        url=text("url"),
    )
