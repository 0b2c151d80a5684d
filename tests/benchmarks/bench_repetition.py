"""How many of the lines that a publication repeats are dropped, and how much of what its articles share.

    python tests/benchmarks/bench_repetition.py PAGES

PAGES holds gold.json ({"<name>": {"body": "..."}}). Publications are made of its bodies, paragraphs
shuffled; each prints some notices of its own at the edges and inside, in 40 to 100% of its articles, and its
articles share background paragraphs and headings, which have to stay. `background` says how they share
them: "usual" is 10 to 60% of the articles, a third of them last; "hard" is 60 to 100%, most of them last.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from qa_bot.core.types import Article, Source
from qa_bot.corpus.repeated_lines import drop_repeated

NOTICES = {
    "end": (
        "Sign up for the Harbour Letter and get the news of the coast every morning.",
        "© 2021 Morrow Media. All rights reserved.",
        "This story was produced by the Coast Desk and may not be republished without leave.",
        "Ada Moss edits the weekend pages.",
        "Reach the newsroom at desk@example.org",
        "The Gazette is a newsroom that reports on the coast and its towns, and it depends on the gifts of"
        " those who read it to go on doing so in the years to come.",
        "Gazette Newsroom",
    ),
    "start": ("The Morrow Gazette", "Listen to this article", "Free to read", "Coast and Country"),
    "inside": (
        "Subscribe to our newsletter for more stories like this one.",
        "Support our journalism with a gift of any size.",
        "Click here to follow the coverage on your phone",
    ),
}
BACKGROUND = (
    "The outbreak began in a harbour town in December and has since spread to thirty countries, it says.",
    "The bill passed the lower house in March.",
    "The company, which was founded in 1971, employs about 4,000 people in three countries.",
    "More than 400 people have died since the war began, the ministry says.",
    "“We will not give in,” the mayor said.",
    "A spokesman declined to comment.",
    "What happens next",
)
SHARED = {"usual": (0.1, 0.6, 0.35), "hard": (0.6, 1.0, 0.7)}
SIZES = {"3 to 5": (3, 4, 5), "6 to 10": (6, 8, 10), "20 to 100": (20, 40, 100)}
ROUNDS = 30


def publication(
    bodies: list[list[str]], size: int, background: str, draw: random.Random
) -> list[list[tuple[str, str]]]:
    """Articles as pairs of a kind ("prose", "background", "start", "inside", "end") and a line."""
    articles = [
        [("prose", line) for line in draw.sample(body, len(body))] for body in draw.sample(bodies, size)
    ]
    low, high, last = SHARED[background]
    for line in draw.sample(BACKGROUND, 4):
        share = draw.uniform(low, high)
        for article in articles:
            if draw.random() < share:
                at_end = line[-1] == "." and draw.random() < last
                article.insert(
                    len(article) if at_end else draw.randint(1, len(article) - 1), ("background", line)
                )
    for kind, count in (("inside", 2), ("start", 1), ("end", 3)):
        for line in draw.sample(NOTICES[kind], count):
            share = draw.uniform(0.4, 1.0)
            for article in articles:
                place = {"start": 0, "end": len(article)}.get(kind, draw.randint(1, len(article) - 1))
                if draw.random() < share:
                    article.insert(place, (kind, line))
    return articles


def count_dropped(articles: list[list[tuple[str, str]]]) -> tuple[Counter[str], Counter[str]]:
    """Count the lines of each kind, and those of them that were dropped."""
    given = [
        Article(
            id=str(number),
            source=Source(path="a", publication="Gazette"),
            paragraphs=tuple(line for _, line in article),
        )
        for number, article in enumerate(articles)
    ]
    lines, dropped = Counter[str](), Counter[str]()
    for article, found in zip(articles, drop_repeated(given), strict=True):
        kept = Counter(found.paragraphs)
        for kind, line in article:
            lines[kind] += 1
            dropped[kind] += kept[line] == 0
            kept[line] -= 1
    return lines, dropped


def main() -> None:
    """Print a row of results for each size of publication and each kind of background."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path, help="folder with gold.json")
    gold = json.loads((parser.parse_args().pages / "gold.json").read_text(encoding="utf-8"))
    bodies = [[line for line in page["body"].split("\n") if line.strip()] for page in gold.values()]
    bodies = [body for body in bodies if len(body) >= 4] * 2  # a body may stand twice, as no line proves
    kinds = ("start", "inside", "end", "background", "prose")
    table = Table("articles", "background", *(f"{kind} dropped" for kind in kinds))
    for size_name, sizes in SIZES.items():
        for background in SHARED:
            draw = random.Random(7)  # noqa: S311  (no secret)
            lines, dropped = Counter[str](), Counter[str]()
            for _ in range(ROUNDS):
                for size in sizes:
                    of_all, of_dropped = count_dropped(publication(bodies, size, background, draw))
                    lines += of_all
                    dropped.update(of_dropped)
            shares = [f"{dropped[kind]}/{lines[kind]} = {dropped[kind] / lines[kind]:.3f}" for kind in kinds]
            table.add_row(size_name, background, *shares)
    Console(width=150).print(table)


if __name__ == "__main__":
    main()
