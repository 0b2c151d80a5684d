"""How well copies of a story are told from other stories, and how fast.

    python tests/benchmarks/bench_duplicates.py PAGES BEIR_FOLDER ...

PAGES holds gold.json ({"<name>": {"body": "..."}}); a BEIR folder's passages are joined to articles. Copies
are made of these articles as papers edit wire copy; the other stories are updates with another figure, texts
with news of their own, halves of one article, and the most alike of the articles themselves. Of each pair the
shorter text is judged against the longer; where an added sentence made a text the longer one, the other is no
test of it.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from qa_bot.duplicates import LEAST_WORDS, Difference, Words, compare, find_copies, is_copy, words_of
from qa_bot.passages import sentences
from qa_bot.types import Article, Source

if TYPE_CHECKING:
    from collections.abc import Callable

Paragraphs = list[str]
Edit = tuple[str, "Callable[[Paragraphs, random.Random], Paragraphs]"]

MOST_ARTICLES = 300
THRESHOLDS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
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


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, and what is known of them."""

    kind: str
    is_copy: bool
    found: Difference
    jaccard: float
    """Shingles in both by shingles in either: what MinHash estimates."""


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
    spans = sentences(text)
    return [text[spans[n][0] : spans[min(n + 1, len(spans) - 1)][1]] for n in range(0, len(spans), 2)]


def by_sentence(body: Paragraphs, change: Callable[[str], str]) -> Paragraphs:
    """Change sentences one by one."""
    changed = (" ".join(filter(None, (change(text[a:b]) for a, b in sentences(text)))) for text in body)
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
    spans = sentences(part[0])
    end = dice.choice(spans)[1] if spans else 0
    return [f"{part[0][:end]} {dice.choice(BRIEF_NEWS)}{part[0][end:]}", *part[1:]]


def news_instead(body: Paragraphs, dice: random.Random) -> Paragraphs:
    """Replace a sentence by news, in a part."""
    part = cut(body, dice)
    spans = sentences(part[0])
    start, end = dice.choice(spans) if spans else (0, 0)
    return [part[0][:start] + NEWS + part[0][end:], *part[1:]]


COPIES: tuple[Edit, ...] = (
    ("cut", cut),
    ("dateline, credits", dateline),
    ("quotation marks", quotes),
    ("spelling", spelling),
    ("paragraphs merged", merged),
    ("sentences dropped", dropped),
    ("sentences reworded", reworded),
    ("own paragraph added", added),
    ("all but the last", together),
)
OTHERS: tuple[Edit, ...] = (
    ("another figure", another_figure),
    ("another figure, cut", lambda body, dice: another_figure(cut(body, dice), dice)),
    ("cut, own paragraph", cut_and_added),
    ("cut, a sentence of news", cut_and_news),
    ("cut, news for a sentence", news_instead),
    ("cut, 5 to 10 words of news", cut_and_brief_news),
)


def make_pairs(articles: list[Paragraphs]) -> list[Pair]:
    """Make each kind of pair of every article."""
    pairs = []
    for number, body in enumerate(articles):
        dice = random.Random(number)  # noqa: S311  nothing secret
        for is_true, edits in ((True, COPIES), (False, OTHERS)):
            for kind, edit in edits:
                edited = edit(body, dice)
                if is_true or len(words_of(edited)) <= len(words_of(body)):
                    pairs += pair(kind, edited, body, is_copy=is_true)
        middle = len(body) // 2
        pairs += pair("halves", body[:middle], body[middle:], is_copy=False)
    return pairs + most_alike(articles)


def most_alike(articles: list[Paragraphs]) -> list[Pair]:
    """Pair each article with the one of the others that it shares most with."""
    words = [words_of(body) for body in articles]
    shingles = [runs(text) for text in words]
    pairs = []
    for n, body in enumerate(articles):
        others = [m for m in range(len(articles)) if m != n and len(words[m]) >= len(words[n])]
        if others:
            best = max(others, key=lambda m: len(shingles[n] & shingles[m]))
            pairs += pair("articles most alike", body, articles[best], is_copy=False)
    return pairs


def pair(kind: str, one: Paragraphs, other: Paragraphs, *, is_copy: bool) -> list[Pair]:
    """Compare two texts, the shorter with the longer; no pair where one is too short to be judged."""
    text, whole = sorted((words_of(one), words_of(other)), key=len)
    if len(text) < LEAST_WORDS or (not is_copy and text.tobytes() == whole.tobytes()):
        return []
    ours, theirs = runs(text), runs(whole)
    return [Pair(kind, is_copy, compare(text, whole), len(ours & theirs) / len(ours | theirs))]


def runs(text: Words) -> set[tuple[int, ...]]:
    """Give the runs of five words."""
    words = text.tolist()
    return set(zip(*(words[shift:] for shift in range(5)), strict=False))


RULES: dict[str, Callable[[Pair, float], bool]] = {
    "Jaccard, as MinHash": lambda pair, least: pair.jaccard >= least,
    "shared words alone": lambda pair, least: pair.found.shared >= least,
    "and no new figure": lambda pair, least: pair.found.shared >= least and not pair.found.new_figures,
    "and no words of its own": lambda pair, least: is_copy(pair.found, least),
}


def show(pairs: list[Pair], console: Console) -> None:
    """Print precision and recall by rule and threshold, and the outcome by kind of pair."""
    table = Table("threshold", *RULES, title="precision / recall")
    for least in THRESHOLDS:
        cells = []
        for rule in RULES.values():
            told = [pair for pair in pairs if rule(pair, least)]
            right = sum(pair.is_copy for pair in told)
            cells.append(
                f"{right / max(1, len(told)):.4f} / {right / sum(pair.is_copy for pair in pairs):.3f}"
            )
        table.add_row(f"{least:.2f}", *cells)
    console.print(table)
    kinds = Table(
        "pair", "is a copy", "pairs", *(f"{least:.2f}" for least in THRESHOLDS), title="told as copies"
    )
    for kind in dict.fromkeys(pair.kind for pair in pairs):
        these = [pair for pair in pairs if pair.kind == kind]
        shares = (sum(is_copy(pair.found, least) for pair in these) / len(these) for least in THRESHOLDS)
        kinds.add_row(
            kind, "yes" if these[0].is_copy else "no", str(len(these)), *(f"{x:.3f}" for x in shares)
        )
    console.print(kinds)


def show_speed(articles: list[Paragraphs], console: Console, count: int = 10_000) -> None:
    """Time a corpus of sentences thrown together, of which a third are cut copies of the others."""
    dice = random.Random(1)  # noqa: S311
    pool = [text[a:b] for body in articles for text in body for a, b in sentences(text)]
    bodies = [[" ".join(dice.sample(pool, 3)) for _ in range(7)] for _ in range(count * 2 // 3)]
    bodies += [cut(dice.choice(bodies), dice) for _ in range(count - len(bodies))]
    corpus = [Article(str(n), Source(str(n)), tuple(body)) for n, body in enumerate(bodies)]
    words = sum(len(words_of(body)) for body in bodies) / count
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
    show(make_pairs(articles), console)
    show_speed(articles, console)


if __name__ == "__main__":
    main()
