"""How true the metadata is that is read from saved pages: title, author, date, publication, url.

    python tests/benchmarks/bench_metadata.py PAGES [--show]

PAGES holds the pages as html/<name>.html. Beside this script, page_labels.json holds what a person read off
each page: every reading that is right (two dates where the page states one moment in two time zones; null
where it states none, or where it is a matter of taste whether it does), titles and addresses as the first 16
digits of a SHA-256. A field is right, wrong, missed, or invented: given although the page states none.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.table import Table

from qa_bot.reading.read import read_file

if TYPE_CHECKING:
    from qa_bot.core.types import Source

FIELDS: Final = ("title", "author", "date", "publication", "url")
OUTCOMES: Final = ("right", "wrong", "missed", "invented")
DIGITS: Final = 16
PLAIN_QUOTES: Final = str.maketrans("‘’“”–—«»", '\'\'""--""')  # noqa: RUF001
Label = dict[str, str | list[str | None] | None]


def digest(text: str) -> str:
    """Hash a text without its case, spacing and kinds of quotes."""
    plain = " ".join(text.translate(PLAIN_QUOTES).split()).casefold()
    return hashlib.sha256(plain.encode()).hexdigest()[:DIGITS]


def as_labelled(field: str, value: str | None) -> str | None:
    """Bring a value that was read into the form in which the labels hold it."""
    if value is None:
        return None
    if field == "title":
        return digest(value)
    if field == "url":
        return digest(re.sub(r"^https?://(www\.)?", "", value).rstrip("/"))
    return value.casefold()


def outcome(field: str, label: Label, source: Source) -> str | None:
    """Compare a field with its label; None where the page states none and none was given."""
    stated = label[field]
    readings = stated if isinstance(stated, list) else [stated]
    accepted = {reading.casefold() if reading else None for reading in readings}
    given = as_labelled(field, getattr(source, field))
    if given is None:
        return None if None in accepted else "missed"
    if given in accepted:
        return "right"
    return "invented" if None in accepted else "wrong"


def main() -> None:
    """Print a row of counts for each field."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path, help="folder with html/")
    parser.add_argument("--show", action="store_true", help="print what was not right")
    options = parser.parse_args()
    labels: dict[str, Label] = json.loads(
        Path(__file__).with_name("page_labels.json").read_text(encoding="utf-8")
    )
    counts: dict[str, Counter[str]] = {field: Counter() for field in FIELDS}
    started = time.perf_counter()
    for name in sorted(labels):
        (article,) = read_file(f"html/{name}.html", options.pages).articles
        for field in FIELDS:
            result = outcome(field, labels[name], article.source)
            if result is not None:
                counts[field][result] += 1
            if options.show and result not in {None, "right"}:
                print(f"{name}  {field} {result}: {getattr(article.source, field)!r}")
    ms = (time.perf_counter() - started) * 1000 / len(labels)
    table = Table("field", *OUTCOMES, "right of stated", title=f"{len(labels)} pages, {ms:.1f} ms a page")
    for field, found in counts.items():
        share = found["right"] / (found.total() - found["invented"])
        table.add_row(field, *(str(found[kind]) for kind in OUTCOMES), f"{share:.0%}")
    Console().print(table)


if __name__ == "__main__":
    main()
