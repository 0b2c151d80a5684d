"""How well copies of a story are told from other stories, and how fast.

    python tests/benchmarks/bench_duplicates.py PAGES BEIR_FOLDER ...

PAGES holds gold.json ({"<name>": {"body": "..."}}); a BEIR folder's passages are joined to articles. Each
article is edited as papers edit wire copy, and paired with what came of it. Prints that lose or dress
sentences should be told as copies; a reworded print is shown beside the other by intent, since nothing but
its meaning tells a rewording from a correction. Beside it stands what Jaccard similarity over runs of five
words would tell, which MinHash estimates.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from qa_bot.core.types import Article, Source
from qa_bot.corpus.duplicates import find_copies
from qa_bot.language.languages.english import ENGLISH
from qa_bot.language.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Callable

Paragraphs = list[str]
Edit = tuple[str, "Callable[[Paragraphs, random.Random], Paragraphs]"]

MOST_ARTICLES = 300
LIKENESS = 0.8
"""From which Jaccard similarity is commonly taken to mean a near-duplicate."""
SPELLINGS = (
    ("ization", "isation"),
    ("ize", "ise"),
    ("izing", "ising"),
    ("or ", "our "),
    ("er ", "re "),
    ("eled", "elled"),
)
REWORDINGS = {
    "said": "stated",
    "the": "that",
    "and": "as well as",
    "is": "remains",
    "was": "had been",
    "of": "among",
}
OWN = (
    "Shopkeepers along our own high street told this newspaper that they had feared as much, and a meeting "
    "of residents is to be held in the parish hall, where the councillor for the ward has promised to answer "
    "questions."
)
NEWS = (
    "Police have since arrested a suspect near the railway station, prosecutors confirmed to reporters late "
    "at night."
)
BRIEF_NEWS = (
    "Police have arrested a suspect, prosecutors said late on Friday.",
    "The mayor resigned on Friday.",
    "A suspect has been arrested near the railway station.",
)


def read_articles(pages: Path, folders: list[Path]) -> list[Paragraphs]:
    """Read the articles, as paragraphs; an abstract's paragraphs are its sentences, two by two."""
    gold = json.loads((pages / "gold.json").read_text(encoding="utf-8"))
    found = [page["body"].split("\n\n") for page in gold.values()]
    for folder in folders:
        parts: dict[str, Paragraphs] = defaultdict(list)
        for line in (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            parts[row["_id"].split("#")[0]].append(row["text"])
        found += list(parts.values())[:MOST_ARTICLES]
    return [cut for body in found if len(cut := body if len(body) > 1 else in_twos(body[0])) > 1]


def in_twos(text: str) -> Paragraphs:
    """Cut a text into paragraphs of two sentences."""
    spans = sentences(text, ENGLISH)
    return [text[spans[n][0] : spans[min(n + 1, len(spans) - 1)][1]] for n in range(0, len(spans), 2)]


def by_sentence(body: Paragraphs, change: Callable[[str], str]) -> Paragraphs:
    """Change sentences one by one."""
    changed = (
        " ".join(filter(None, (change(text[a:b]) for a, b in sentences(text, ENGLISH)))) for text in body
    )
    return [text for text in changed if text]


def cut(body: Paragraphs, dice: random.Random) -> Paragraphs:
    """Keep the first paragraphs."""
    return body[: dice.randint(max(1, len(body) // 4), len(body) - 1)]


def dateline(body: Paragraphs, dice: random.Random) -> Paragraphs:
    """Put a place and an agency before it and credits behind."""
    place = dice.choice(
        ["OSLO, May 3 (Northwire) - ", "LIMA — ", "Accra (NW) — ", "TURIN, Italy, Feb. 11 (Northwire) -- "]
    )
    return [place + body[0], *body[1:], "Reporting by Ada Bright and Jo Marsh; editing by Kit Vale"]


def quotes(body: Paragraphs, dice: random.Random) -> Paragraphs:
    """Change the quotation marks and apostrophes."""
    straight = str.maketrans("\u201c\u201d\u2018\u2019", "\"\"''")
    return [
        re.sub('"([^"]*)"', dice.choice([r"“\1”", r"«\1»", r"'\1'"]), text.translate(straight))
        for text in body
    ]


def spelling(body: Paragraphs, dice: random.Random) -> Paragraphs:
    """Spell as they do overseas."""
    for here, there in SPELLINGS:
        body = [re.sub(rf"(?<=\w\w\w\w){here}", there, text) for text in body]
    return body


def merged(body: Paragraphs, dice: random.Random) -> Paragraphs:
    """Join paragraphs by twos and threes."""
    step = dice.randint(2, 3)
    return [" ".join(body[n : n + step]) for n in range(0, len(body), step)]


def dropped(body: Paragraphs, dice: random.Random) -> Paragraphs:
    """Leave out a tenth of the sentences."""
    return by_sentence(body, lambda text: "" if dice.random() < 0.1 else text)


def reworded(body: Paragraphs, dice: random.Random) -> Paragraphs:
    """Word a sixth of the sentences otherwise."""

    def change(text: str) -> str:
        if dice.random() > 1 / 6:
            return text
        return " ".join(REWORDINGS.get(word, word) for word in text.split())

    return by_sentence(body, change)


def together(body: Paragraphs, dice: random.Random) -> Paragraphs:
    """Do all of it."""
    for change in (cut, dropped, reworded, spelling, quotes, merged, dateline):
        body = change(body, dice) or body
    return body


def added(body: Paragraphs, dice: random.Random) -> Paragraphs:
    """Add a paragraph of one's own; the wire's text is then the copy."""
    at = dice.randint(1, len(body))
    return [*body[:at], OWN, *body[at:]]


def another_figure(body: Paragraphs, dice: random.Random) -> Paragraphs:
    """Update one figure."""
    text = "\n".join(body)
    found = list(re.finditer(r"(?<![\w.,])\d+(?![\w.,]\d)|\b(?:two|three|four|five|six|seven)\b", text))
    if not found:
        return []
    one = dice.choice(found)
    new = str(int(one[0]) + dice.randint(1, 9)) if one[0].isdigit() else dice.choice(["eight", "nine", "ten"])
    return (text[: one.start()] + new + text[one.end() :]).split("\n")


def cut_and_added(body: Paragraphs, dice: random.Random) -> Paragraphs:
    """Print a part, and a paragraph of one's own."""
    return added(cut(body, dice), dice)


def cut_and_news(body: Paragraphs, dice: random.Random) -> Paragraphs:
    """Print a part, and one sentence of news."""
    part = cut(body, dice)
    return [f"{part[0]} {NEWS}", *part[1:]]


def cut_and_brief_news(body: Paragraphs, dice: random.Random) -> Paragraphs:
    """Print a part, and a few words of news behind one of its first sentences."""
    part = cut(body, dice)
    spans = sentences(part[0], ENGLISH)
    end = dice.choice(spans)[1] if spans else 0
    return [f"{part[0][:end]} {dice.choice(BRIEF_NEWS)}{part[0][end:]}", *part[1:]]


def news_instead(body: Paragraphs, dice: random.Random) -> Paragraphs:
    """Replace a sentence by news, in a part."""
    part = cut(body, dice)
    spans = sentences(part[0], ENGLISH)
    start, end = dice.choice(spans) if spans else (0, 0)
    return [part[0][:start] + NEWS + part[0][end:], *part[1:]]


COPIES: tuple[Edit, ...] = (
    ("cut", cut),
    ("dateline, credits", dateline),
    ("quotation marks", quotes),
    ("paragraphs merged", merged),
    ("sentences dropped", dropped),
    ("own paragraph added", added),
)
REWORDED: tuple[Edit, ...] = (
    ("spelling", spelling),
    ("sentences reworded", reworded),
    ("all at once", together),
)
OTHERS: tuple[Edit, ...] = (
    ("another figure", another_figure),
    ("another figure, cut", lambda body, dice: another_figure(cut(body, dice), dice)),
    ("cut, own paragraph", cut_and_added),
    ("cut, a sentence of news", cut_and_news),
    ("cut, news for a sentence", news_instead),
    ("cut, 5 to 10 words of news", cut_and_brief_news),
)


def negated(body: Paragraphs, dice: random.Random) -> Paragraphs:
    """Deny one sentence."""
    places = [n for n, text in enumerate(body) if re.search(r"\b(?:is|was|will|has)\b", text)]
    if not places:
        return []
    at = dice.choice(places)
    return [*body[:at], re.sub(r"\b(is|was|will|has)\b", r"\1 not", body[at], count=1), *body[at + 1 :]]


GROUPS = (
    ("copies", COPIES),
    ("reworded", REWORDED),
    ("other stories", (*OTHERS, ("a sentence denied", negated))),
)


def show(articles: list[Paragraphs], console: Console) -> None:
    """Print for each kind of edit how many of its prints are told as copies."""
    table = Table("", "edit", "pairs", "told", f"Jaccard of {LIKENESS}")
    for group, edits in GROUPS:
        for kind, edit in edits:
            pairs = [
                (edited, body)
                for number, body in enumerate(articles)
                if (edited := edit(body, random.Random(number))) and edited != body  # noqa: S311
            ]
            told = sum(bool(find_copies(list(map(_article, pair)))) for pair in pairs)
            alike = sum(jaccard(*pair) >= LIKENESS for pair in pairs)
            shares = (f"{count / max(1, len(pairs)):.3f}" for count in (told, alike))
            table.add_row(group, kind, str(len(pairs)), *shares)
    whole = list(map(_article, articles))
    console.print(table, f"among the {len(articles)} articles themselves: {len(find_copies(whole))} told")


def jaccard(one: Paragraphs, other: Paragraphs) -> float:
    """Give the runs of five words in both by those in either."""
    ours, theirs = (_runs(" ".join(body).casefold().split()) for body in (one, other))
    return len(ours & theirs) / max(1, len(ours | theirs))


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    return set(zip(*(words[shift:] for shift in range(5)), strict=False))


def _article(body: Paragraphs) -> Article:
    return Article(id="a", source=Source(path="a"), paragraphs=tuple(body))


def show_speed(articles: list[Paragraphs], console: Console, count: int = 10_000) -> None:
    """Time a corpus of sentences thrown together, of which a third are cut copies of the others."""
    dice = random.Random(1)  # noqa: S311
    pool = [text[a:b] for body in articles for text in body for a, b in sentences(text, ENGLISH)]
    bodies = [[" ".join(dice.sample(pool, 3)) for _ in range(7)] for _ in range(count * 2 // 3)]
    bodies += [cut(dice.choice(bodies), dice) for _ in range(count - len(bodies))]
    corpus = [
        Article(id=str(n), source=Source(path=str(n)), paragraphs=tuple(body))
        for n, body in enumerate(bodies)
    ]
    words = sum(len(text.split()) for body in bodies for text in body) / count
    started = time.perf_counter()
    copies = find_copies(corpus)
    elapsed_s = time.perf_counter() - started
    right = sum(n >= count * 2 // 3 for n in copies)
    console.print(
        f"{count:,} articles of {words:.0f} words on average: {elapsed_s:.1f} s; "
        f"{right:,} of {count - count * 2 // 3:,} copies found, {len(copies) - right} others"
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pages", type=Path, help="folder with gold.json")
    parser.add_argument("folders", type=Path, nargs="*", help="folders in BEIR form")
    given = parser.parse_args()
    articles, console = read_articles(given.pages, given.folders), Console(width=150)
    console.print(f"{len(articles)} articles")
    show(articles, console)
    show_speed(articles, console)


if __name__ == "__main__":
    main()
