"""The sets of follow-ups, stand-alone questions and questions about the articles, and how they are judged.

A follow-up is read rightly if the question, completed or as typed, contains all words that it must contain
and none that it must not. Where nothing is to be completed ("has" is null), it must be left as typed, and the
word that leans on nothing ("leans") must be found. A question that stands alone is asked after a question and
an answer of the follow-ups.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from qa_bot.core.listing import Field
from qa_bot.language.follow_ups import completed
from qa_bot.language.pile_questions import PileQuestion, Wanted, pile_question
from qa_bot.language.pronouns import unresolved

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data"
SEED = 7
MOST = 3_000
SPLITS = ("tune", "held-out", "held-out-2")


def rows_of(name: str) -> list[dict[str, Any]]:
    """Read the lines of a set."""
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def has_words(text: str, words: str) -> bool:
    """Check whether a text contains words next to each other, whatever their case."""
    return re.search(rf"(?<!\w){re.escape(words.lower())}(?!\w)", text.lower()) is not None


def is_right(row: dict[str, Any], meant: str | None) -> bool:
    """Check what a follow-up was read as."""
    if row["has"] is None:
        return meant is None and unresolved(row["question"]) == row.get("leans", "")
    read = meant or row["question"]
    return all(has_words(read, one) for one in row["has"]) and not any(
        has_words(read, one) for one in row["lacks"]
    )


def stand_alone() -> list[dict[str, str]]:
    """Return each question that stands alone, with the question and answer before it, and its split.

    Those of the sample are held out.
    """
    sample = (ROOT / "corpus" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    asked = rows_of("stand_alone.jsonl")
    asked += [{"question": json.loads(line)["question"], "split": SPLITS[1]} for line in sample]
    before, rng = rows_of("follow_ups.jsonl"), random.Random(SEED)  # noqa: S311  nothing secret
    found = []
    for row in asked:
        earlier = rng.choice(before)
        found.append({"previous": earlier["previous"], "answer": earlier["answer"], **row})
    return found


def of_strangers(path: Path) -> list[tuple[str, str, str | None]]:
    """Return questions of a BEIR file, MOST at most, each with another before it and what it is read as."""
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    rng = random.Random(SEED)  # noqa: S311  nothing secret
    asked = rng.sample(texts, min(MOST, len(texts)))
    pairs = [(rng.choice(texts), text) for text in asked]
    return [(previous, text, completed(previous, "", text)) for previous, text in pairs]


def follow_ups() -> dict[str, list[tuple[dict[str, Any], str | None]]]:
    """Return the follow-ups of each split with what they are read as."""
    found = defaultdict(list)
    for row in rows_of("follow_ups.jsonl"):
        found[row["split"]].append((row, completed(row["previous"], row["answer"], row["question"])))
    return found


def taken_for_follow_ups() -> dict[str, list[tuple[dict[str, str], str | None]]]:
    """Return the questions of each split that stand alone, with what they are read as."""
    found = defaultdict(list)
    for row in stand_alone():
        found[row["split"]].append((row, completed(row["previous"], row["answer"], row["question"])))
    return found


def pile_questions() -> dict[str, list[tuple[dict[str, str], PileQuestion | None]]]:
    """Return the questions about the articles, and those like them, with what is recognised."""
    found = defaultdict(list)
    for row in rows_of("pile_questions.jsonl"):
        found[row["split"]].append((row, pile_question(row["question"])))
    return found


def is_recognised(row: dict[str, str], found: PileQuestion | None) -> bool:
    """Check that a question is taken for what it asks, with its value; "" for one about the world."""
    if found is None:
        return row["asks"] is None
    value, field = row["value"].removeprefix("the "), found.field.value if found.field else ""
    return {
        "dated": bool(found.date) and row["value"].strip(".")[:4] in found.date,
        "author": found.author == row["value"],
        "publication": row["value"] in (found.publication, found.name),
        "written": (field, found.about) == ("author", value),
        "when": (field, found.about) == ("date", value),
        "where": (field, found.about) == ("publication", value),
        "when-this": (field, found.of_source) == ("date", True),
        "written-this": (field, found.of_source) == ("author", True),
        "where-this": (field, found.of_source) == ("publication", True),
        "about": (field, found.about) == ("", value),
        "all": found == PileQuestion(),
        "undated": found.without is Field.DATE,
        "unauthored": found.without is Field.AUTHOR,
        "unpublished": found.without is Field.PUBLICATION,
        "titled-this": (field, found.of_source) == ("", True),
        "authors": found.wanted is Wanted.AUTHORS,
        "publications": found.wanted is Wanted.PUBLICATIONS,
        "newest": (found.first, found.oldest) == (1, False),
        "oldest": (found.first, found.oldest) == (1, True),
    }.get(row["asks"] or "", False)
