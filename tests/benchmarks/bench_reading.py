"""How much of an article's body is read from a saved page, and how little else.

    python tests/benchmarks/bench_reading.py PAGES

PAGES holds gold.json ({"<name>": {"body": "..."}}) and the same pages as html/<name>.html and
raw/<name>.txt. Measured are runs of four words: precision is the share of the runs read that the gold
body has, recall the share of the gold body's runs that were read, each averaged over the pages.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from qa_bot.core.errors import ReadingError
from qa_bot.reading.read import read_file

RUN_WORDS = 4
FORMS = (("html", ".html"), ("raw", ".txt"))


def word_runs(text: str) -> Counter[tuple[str, ...]]:
    """Count the runs of four words; a shorter text is one run."""
    words = re.findall(r"\w+", text.lower())
    count = max(1, len(words) - RUN_WORDS + 1) if words else 0
    return Counter(tuple(words[start : start + RUN_WORDS]) for start in range(count))


def precision_and_recall(gold: str, found: str) -> tuple[float, float]:
    """Compare two texts; nothing read is precise, and nothing to read is all read."""
    gold_runs, found_runs = word_runs(gold), word_runs(found)
    common = (gold_runs & found_runs).total()
    precision = common / found_runs.total() if found_runs else 1.0
    recall = common / gold_runs.total() if gold_runs else 1.0
    return precision, recall


def body(path: str, root: Path) -> str:
    """Read the body of a page; an error counts as nothing read."""
    try:
        return "\n\n".join(text for article in read_file(path, root).articles for text in article.paragraphs)
    except ReadingError:
        return ""


def main() -> None:
    """Print a row of results for each form of the pages."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path, help="folder with gold.json, html/ and raw/")
    root: Path = parser.parse_args().pages
    gold = json.loads((root / "gold.json").read_text(encoding="utf-8"))
    table = Table("form", "pages", "precision", "recall", "F1", "ms a page")
    for folder, suffix in FORMS:
        started = time.perf_counter()
        found = {name: body(f"{folder}/{name}{suffix}", root) for name in gold}
        ms = (time.perf_counter() - started) * 1000 / len(gold)
        pairs = [precision_and_recall(page["body"], found[name]) for name, page in gold.items()]
        precision = sum(pair[0] for pair in pairs) / len(pairs)
        recall = sum(pair[1] for pair in pairs) / len(pairs)
        f1 = 2 * precision * recall / (precision + recall)
        table.add_row(folder, str(len(gold)), f"{precision:.3f}", f"{recall:.3f}", f"{f1:.3f}", f"{ms:.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
