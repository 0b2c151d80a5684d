"""How well pasted text is read from other copies of known pages than those that the rules were written on.

    python tests/benchmarks/bench_copies.py PAGES

PAGES is the folder of bench_reading.py. Its pages are read as they were copied and as two other programs
would copy their HTML (a line a block, without what is hidden; and blank lines between blocks, with list
marks, texts of pictures and what is hidden), each of them whole, with a body of few words, and with glued
menus: up to 40 short lines above and below the article in one. "Lost" is the share of pages below a half.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import lxml.html
from bench_metadata import outcome
from bench_reading import precision_and_recall
from rich.console import Console
from rich.table import Table

from qa_bot.core.sanitizing import drop_unseen
from qa_bot.core.types import Source
from qa_bot.reading.decoding.text import decode
from qa_bot.reading.text.plain import read_plain
from qa_bot.reading.text.wrapping import paragraph_lines, split_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lxml.html import HtmlElement

BLOCKS: Final = frozenset(
    """
    address article aside blockquote body dd details div dl dt fieldset figcaption figure footer form h1 h2
    h3 h4 h5 h6 header hr legend li main nav ol option p pre section summary table tr ul
    """.split()  # noqa: SIM905  (a list of forty literals is no better to read)
)
UNSEEN: Final = frozenset({"script", "style", "head", "template", "noscript", "svg", "iframe"})
FEW_WORDS: Final = (60, 120)
SHORT_WORDS: Final = 6
GLUED_LINES: Final = 40
LOST: Final = 0.5
LEAST_CHARACTERS: Final = 25
"""Of a line that is told to be of the body because the body has it."""


def copied(element: HtmlElement, *, everything: bool) -> str:
    """Give the text of a page, a line a block; with `everything`, also hidden text and texts of pictures."""
    return "\n".join(
        line for line in map(str.strip, "".join(_pieces(element, everything=everything)).split("\n")) if line
    )


def _pieces(element: HtmlElement, *, everything: bool) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in UNSEEN:
        return
    style = (element.get("style") or "").replace(" ", "").lower()
    if not everything and ("display:none" in style or element.get("hidden") is not None):
        return
    border = "\n" if element.tag in BLOCKS or element.tag == "br" else ""
    yield border
    if everything and element.tag == "img" and element.get("alt"):
        yield f"\n{element.get('alt')}\n"
    if everything and element.tag == "li":
        yield "- "
    yield re.sub(r"\s+", " ", element.text or "")
    for child in element:
        yield from _pieces(child, everything=everything)
        yield re.sub(r"\s+", " ", child.tail or "")
    yield border


def own_lines(lines: Sequence[str], body: str) -> list[bool]:
    """Tell the lines that the body has."""
    plain = re.sub(r"\W", "", body)
    short = [re.sub(r"\W", "", line) for line in lines]
    return [len(line) >= LEAST_CHARACTERS and line in plain for line in short]


def cut(lines: Sequence[str], body: str, words: int) -> tuple[list[str], str]:
    """Leave the first so many words of the body, whole lines, and the page around it."""
    own = own_lines(lines, body)
    inside = [index for index, is_own in enumerate(own) if is_own]
    if not inside:
        return list(lines), body
    kept: list[str] = []
    left: list[str] = []
    for index, line in enumerate(lines):
        if inside[0] <= index <= inside[-1]:
            if len(" ".join(left).split()) >= words:
                continue
            if own[index]:
                left.append(line)
        kept.append(line)
    return kept, "\n\n".join(left)


def glued(lines: Sequence[str], body: str, is_title: Callable[[str], bool]) -> list[str]:
    """Put runs of short lines into one, but for those of the body and around it."""
    inside = [index for index, is_own in enumerate(own_lines(lines, body)) if is_own] or [len(lines)]
    near = range(inside[0] - 6, inside[-1] + 3)
    found: list[str] = []
    run: list[str] = []
    for index, line in enumerate(lines):
        if index not in near and len(line.split()) <= SHORT_WORDS and not is_title(line):
            run.append(line)
            if len(run) < GLUED_LINES:
                continue
        elif run:
            found.append(" ".join(run))
            run = []
        if run:
            found.append(" ".join(run))
            run = []
        else:
            found.append(line)
    return [*found, " ".join(run)] if run else found


def copies(root: Path, name: str) -> dict[str, list[str]]:
    """Give the lines of a page in each form."""
    page = lxml.html.fromstring(_text(root / f"html/{name}.html"))
    texts = {
        "as copied": _text(root / f"raw/{name}.txt"),
        "line a block": copied(page, everything=False),
        "all blocks": copied(page, everything=True).replace("\n", "\n\n"),
    }
    return {form: paragraph_lines(split_lines(text)) for form, text in texts.items()}


def _text(file: Path) -> str:
    return drop_unseen(decode(file.read_bytes(), file.name))


def main() -> None:
    """Print a row of results for each form and change."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path, help="folder with gold.json, html/ and raw/")
    root: Path = parser.parse_args().pages
    gold = json.loads((root / "gold.json").read_text(encoding="utf-8"))
    labels = json.loads(Path(__file__).with_name("page_labels.json").read_text(encoding="utf-8"))
    results: dict[tuple[str, str], list[tuple[float, bool]]] = {}
    for name, page in gold.items():

        def is_title(title: str | None, name: str = name) -> bool:
            return outcome("title", labels[name], Source(path="", title=title)) == "right"

        for form, lines in copies(root, name).items():
            changed = {
                "whole": (lines, page["body"]),
                **{f"{words} words": cut(lines, page["body"], words) for words in FEW_WORDS},
                "glued menus": (glued(lines, page["body"], is_title), page["body"]),
            }
            for change, (text, body) in changed.items():
                article = read_plain("\n\n".join(text), "a.txt")
                precision, recall = precision_and_recall(body, "\n\n".join(article.paragraphs))
                both = precision + recall
                result = (2 * precision * recall / both if both else 0.0, is_title(article.source.title))
                results.setdefault((form, change), []).append(result)
    table = Table("copy", "change", "body F1", "lost", "title right", title=f"{len(gold)} pages")
    for (form, change), pairs in results.items():
        mean = sum(score for score, _ in pairs) / len(pairs)
        lost = sum(score < LOST for score, _ in pairs) / len(pairs)
        right = sum(is_right for _, is_right in pairs) / len(pairs)
        table.add_row(form, change, f"{mean:.3f}", f"{lost:.1%}", f"{right:.1%}")
    Console().print(table)


if __name__ == "__main__":
    main()
