"""Measure what is suggested for misspelt words, and what reading a question as it was meant gives.

    python tests/benchmarks/bench_spelling.py FOLDER:SPLIT [FOLDER:SPLIT ...]

Each folder is in BEIR form. In at most QUESTIONS questions of each, one word that means something and that
the passages have gets one random letter more, less or other, or two neighbours change places; in those of
FAR_FROM letters and more, that is done twice as well. Words of the other folders' questions that the passages
lack tell how often a word is "corrected" that was right.
"""

from __future__ import annotations

import random
import re
import statistics
import string
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot.answering.answerer import Answerer
from qa_bot.core.folders import cache_folder
from qa_bot.encoders import loading
from qa_bot.evaluation.experiments import open_beir
from qa_bot.evaluation.measures import measure
from qa_bot.language.analyzer import terms_of
from qa_bot.language.grammar import grammar_terms
from qa_bot.language.languages.english import ENGLISH
from qa_bot.retrieval import spelling
from qa_bot.retrieval.query_analysis import QuestionAnalyzer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.evaluation.beir import BeirSet
    from qa_bot.evaluation.question_set import Query
    from qa_bot.index.opened import Index

QUESTIONS = 400
UNREACHABLE = 2.0
"""A share that no word reaches, so that none is read as another."""


def edited(word: str, rng: random.Random) -> str:
    """Change one letter of a word; a capital stays the first."""
    place, letter = rng.randrange(len(word)), rng.choice(string.ascii_lowercase)
    head, tail = word.lower()[:place], word.lower()[place:]
    changed = rng.choice(
        [
            head + tail[1:],
            head + letter + tail,
            head + letter + tail[1:],
            head + tail[1:2] + tail[:1] + tail[2:],
        ]
    )
    if changed == word.lower():
        return edited(word, rng)
    return changed.capitalize() if word[0].isupper() else changed


def words_of(text: str, index: Index, *, known: bool) -> list[str]:
    """Give the words of a question that mean something and that the passages have, or lack."""
    return [
        word
        for word in re.findall(r"[A-Za-z]{4,}", text)
        if (term := terms_of(word)[0]) not in grammar_terms(ENGLISH)
        and bool(index.passage_bm25.frequency(term)) is known
    ]


def misspelt(
    text: str, index: Index, rng: random.Random, *, edits: int = 1, shortest: int = 4
) -> tuple[str, str, str]:
    """Give a question with a misspelt word, the word, and what it was; as it is where it has none."""
    words = [word for word in words_of(text, index, known=True) if len(word) >= shortest]
    if not words:
        return text, "", ""
    word = wrong = rng.choice(words)
    for _ in range(edits):
        wrong = edited(wrong, rng)
    return re.sub(rf"\b{word}\b", wrong, text), wrong, word


def suggest(
    cases: Sequence[tuple[str, str, str]], index: Index, analyzer: QuestionAnalyzer
) -> tuple[float, float, float, int]:
    """Give the shares of words that are suggested rightly and wrongly, the median ms, and how many there are.

    Words that the passages happen to have are no cases.
    """
    speller, right, wrong, times = spelling.Speller(index), 0, 0, []
    for text, word, meant in cases:
        if not word or len(terms_of(word)) != 1 or index.passage_bm25.frequency(terms_of(word)[0]):
            continue
        question = analyzer.analyze(text)
        started = time.perf_counter()
        found = {one.word: one for one in speller.missing_words(question)}
        times.append(1000 * (time.perf_counter() - started))
        suggestion = found[word].suggestion if word in found else None
        is_right = suggestion is not None and terms_of(suggestion) == terms_of(meant)
        right += is_right
        wrong += suggestion is not None and not is_right
    return right / len(times), wrong / len(times), statistics.median(times), len(times)


def ranking(beir: BeirSet, answerer: Answerer, queries: Sequence[Query], texts: Sequence[str]) -> str:
    """Give nDCG@10 with questions as they are, then as they are read."""
    told = []
    for share in (UNREACHABLE, SHIPPED):
        spelling.SHARE_READ = share
        run: dict[str, dict[str, float]] = {}
        for query, text in zip(queries, texts, strict=True):
            ranked = run.setdefault(query.id, {})
            for hit in answerer.retrieve(text, 50):
                ranked.setdefault(beir.name_of(hit.passage.id), hit.score)
        told.append(measure({query.id: query.gold for query in queries}, run)["nDCG@10"].value)
    return f"nDCG@10 as typed {told[0]:.4f}, as read {told[1]:.4f}"


SHIPPED = spelling.SHARE_READ


def main(arguments: list[str]) -> None:
    """Print the figures of each folder."""
    places = [argument.rpartition(":") for argument in arguments]
    opened = [open_beir(Path(folder), split, cache_folder(), lambda _: None) for folder, _, split in places]
    for (folder, _, _), (beir, index) in zip(places, opened, strict=True):
        rng, analyzer = random.Random(1), QuestionAnalyzer(index, None)  # noqa: S311  nothing secret
        queries = [query for query in beir.queries if query.gold]
        queries = rng.sample(queries, min(QUESTIONS, len(queries)))
        once = [misspelt(query.text, index, rng) for query in queries]
        far = spelling.FAR_FROM
        twice = [misspelt(query.text, index, rng, edits=2, shortest=far) for query in queries]
        right_words: list[tuple[str, str, str]] = []
        for other, _ in opened:
            if other is not beir:
                for query in other.queries[:: -(-len(other.queries) // QUESTIONS)]:
                    right_words += [
                        (query.text, word, word) for word in words_of(query.text, index, known=False)
                    ]
        print(Path(folder).name)
        for name, cases in (("one edit", once), ("two edits", twice), ("right, lacking", right_words)):
            if cases:
                right, wrong, took_ms, count = suggest(cases, index, analyzer)
                shares = f"{right:.3f} right, {wrong:.3f} wrong"
                print(f"  {name:16}{count:6} words: {shares}, median {took_ms:.1f} ms")
        model = loading.load_encoder(index.model_name, index.model_fingerprint, cache_folder())
        answerer = Answerer(index, model)
        for name, texts in (
            ("as they are", [query.text for query in queries]),
            ("one edit", [text for text, _, _ in once]),
        ):
            print(f"  questions {name:12}{ranking(beir, answerer, queries, texts)}")


if __name__ == "__main__":
    main(sys.argv[1:])
