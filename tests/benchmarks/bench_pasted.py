"""How much of an article, and how little else, is read from pages that are copied as text, made by code.

    python tests/benchmarks/bench_pasted.py ARTICLES.jsonl [--form held_out] [--show]

ARTICLES.jsonl holds real articles (`title`, `author`, `date`, `paragraphs`), which templates of this folder
put amid menus, notices, comments and other stories (see pasted_pages.py). The templates in pasted/seen were
looked at while the rules were written, those in pasted/held_out were not. Three readings of each: as it is;
with every short line of furniture garbled, as if nobody had listed its language; and with some of them gone.
Body F1 is that of bench_reading.py, averaged over pages; "lost" is the share of pages below one half.
"""

from __future__ import annotations

import argparse
import codecs
import random
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench_reading import precision_and_recall
from pasted_pages import FORMS, make_pages
from rich.console import Console
from rich.table import Table

from qa_bot.reading.boilerplate.headline import is_date_row
from qa_bot.reading.text.plain import read_plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from pasted_pages import Page

    from qa_bot.core.types import Article

SHORT_WORDS: Final = 8
GONE: Final = 0.4
LOST: Final = 0.5


def garble(line: str, _: random.Random) -> str | None:
    """Write a line in an alphabet shifted by half, so that no word of it is known."""
    return codecs.encode(line, "rot13")


def leave_out(line: str, chance: random.Random) -> str | None:
    """Drop some of the lines."""
    return None if chance.random() < GONE else line


READINGS: Final[dict[str, Callable[[str, random.Random], str | None]]] = {
    "as it is": lambda line, _: line,
    "words unknown": garble,
    "lines gone": leave_out,
}


def changed(page: Page, change: Callable[[str, random.Random], str | None]) -> str:
    """Change the short lines of a page that are neither its article's nor a date."""
    chance = random.Random(page.name)  # noqa: S311  (no secret is made)
    gap = "\n\n" if "\n\n" in page.text else "\n"
    own = {page.title, *page.body.split("\n\n")}
    lines: list[str | None] = []
    for line in page.text.split(gap):
        keeps = line in own or page.author in line or is_date_row(line) or len(line.split()) > SHORT_WORDS
        lines.append(line if keeps else change(line, chance))
    return gap.join(line for line in lines if line is not None)


def f1(page: Page, article: Article) -> float:
    """Compare the bodies by their runs of words."""
    precision, recall = precision_and_recall(page.body, "\n\n".join(article.paragraphs))
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def plain(title: str | None) -> str:
    """Bring a title into the form in which it is compared."""
    return " ".join((title or "").split()).casefold()


def main() -> None:
    """Print a row of results for each form of the templates and each reading."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path, help="a .jsonl file")
    parser.add_argument("--form", choices=FORMS, action="append", help="one form alone")
    parser.add_argument("--show", action="store_true", help="print the F1 of each page")
    options = parser.parse_args()
    table = Table("templates", "reading", "pages", "body F1", "lost", "title right")
    for form in options.form or FORMS:
        pages = list(make_pages(options.articles, form))
        for name, change in READINGS.items():
            articles = [read_plain(changed(page, change), page.name) for page in pages]
            scores = [f1(page, article) for page, article in zip(pages, articles, strict=True)]
            right = sum(
                plain(page.title) == plain(article.source.title)
                for page, article in zip(pages, articles, strict=True)
            )
            count = len(pages)
            lost = sum(score < LOST for score in scores)
            table.add_row(
                form,
                name,
                str(count),
                f"{sum(scores) / count:.3f}",
                f"{lost / count:.1%}",
                f"{right / count:.1%}",
            )
            if options.show:
                for page, score in zip(pages, scores, strict=True):
                    print(f"{page.name}  {name}  {score:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
