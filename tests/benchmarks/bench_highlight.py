"""Measure how often the highlighted sentence holds the words that answer, and fit the weights of its signals.

    python tests/benchmarks/bench_highlight.py FOLDER:SPLIT [FOLDER:SPLIT ...]

Each folder is in BEIR form, its queries with `metadata.answers`, the words that answer. For each question
the sentence is chosen within its gold passage; questions whose words stand in no passage as they are, and
passages of one sentence, tell nothing and are left out. The weights maximise the likelihood of the sentences
with an answer (a conditional logit); they are cross-validated over articles, and tried on the other folders.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from qa_bot.answering.highlighting import WEIGHTS, Highlighter
from qa_bot.core.folders import cache_folder
from qa_bot.encoders import loading
from qa_bot.evaluation.experiments import open_beir
from qa_bot.retrieval.query_analysis import QuestionAnalyzer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.core.types import Passage

QUESTIONS = 3000
FOLDS = 5
PENALTY = 1e-6
SHIPPED = np.array(list(WEIGHTS.values()))

Numbers = NDArray[np.float64]


class Asked(NamedTuple):
    """One question with its gold passage."""

    article: str
    signals: Numbers
    """(sentences, signals), columns as in WEIGHTS."""
    answers: NDArray[np.bool_]
    """Which sentences hold an answer."""
    marked: bool
    """Whether what is highlighted, one sentence or two, holds an answer."""
    two: bool
    """Whether two sentences are highlighted."""


def ask(folder: Path, split: str) -> list[Asked]:
    """Ask a folder's questions."""
    beir, opened = open_beir(folder, split, cache_folder(), lambda _: None)
    model = loading.load_encoder(opened.model_name, opened.model_fingerprint, cache_folder())
    answers = _answers(folder / "queries.jsonl")
    passages: dict[str, list[Passage]] = {}
    for _, passage in opened.store.all_passages():
        passages.setdefault(beir.name_of(passage.id), []).append(passage)
    analyzer, highlighter = QuestionAnalyzer(opened, model), Highlighter(opened, model)
    found = []
    queries = [query for query in beir.queries if query.gold]
    for query in queries[:: -(-len(queries) // QUESTIONS)]:
        for passage in [part for name in sorted(query.gold) for part in passages[name]]:
            words = [answer for answer in answers[query.id] if answer and answer in passage.text]
            read = highlighter.read(analyzer.analyze(query.text), passage) if words else None
            if read is None or len(read.analysis.spans) == 1 or not len(read.similarities):
                continue
            spans = read.analysis.spans
            holds = np.array([any(word in passage.text[slice(*span)] for word in words) for span in spans])
            first, last = read.chosen()
            marked = passage.text[spans[first][0] : spans[last][1]]
            signals = np.stack([read.signals[name] for name in WEIGHTS], axis=1)
            held = any(word in marked for word in words)
            found.append(Asked(passage.article, signals, holds, held, first < last))
    return found


def share(asked: Sequence[Asked], weights: Numbers) -> float:
    """Tell how often the one best sentence holds an answer."""
    return float(np.mean([one.answers[(one.signals @ weights).argmax()] for one in asked]))


def fit(asked: Sequence[Asked]) -> Numbers:
    """Maximise the likelihood of the sentences that hold an answer."""
    data = [one for one in asked if one.answers.any() and not one.answers.all()]

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        total, slope = PENALTY / 2 * weights @ weights, PENALTY * weights
        for one in data:
            margin = one.signals @ weights
            odds = np.exp(margin - margin.max())
            gold = odds * one.answers
            total -= np.log(gold.sum() / odds.sum()) / len(data)
            slope = slope + (odds / odds.sum() - gold / gold.sum()) @ one.signals / len(data)
        return float(total), slope

    return np.asarray(optimize.minimize(loss, SHIPPED, jac=True, method="L-BFGS-B").x)


def cross_validated(asked: Sequence[Asked]) -> float:
    """Tell how often the best sentence holds an answer, by weights fitted without its article."""
    folds = {article: n % FOLDS for n, article in enumerate(sorted({one.article for one in asked}))}
    found = 0.0
    for fold in range(FOLDS):
        tested = [one for one in asked if folds[one.article] == fold]
        weights = fit([one for one in asked if folds[one.article] != fold])
        found += share(tested, weights) * len(tested) if tested else 0.0
    return found / len(asked)


def main(arguments: list[str]) -> None:
    """Print what each folder gives."""
    sets = {}
    for argument in arguments:
        folder, _, split = argument.rpartition(":")
        sets[Path(folder).name] = ask(Path(folder), split)
    for name, asked in sets.items():
        print(f"{name}, {len(asked)} questions:")
        print(f"   shipped, as marked   {np.mean([one.marked for one in asked]):.3f}", end="")
        print(f" (two sentences for {np.mean([one.two for one in asked]):.1%})")
        print(f"   shipped, one sentence {share(asked, SHIPPED):.3f}")
        for number, signal in enumerate(WEIGHTS):
            weights = SHIPPED.copy()
            weights[number] = 0.0
            print(f"   without {signal:13} {share(asked, weights):.3f}")
        print(f"   cross-validated      {cross_validated(asked):.3f}")
        weights = fit(asked)
        print(f"   fitted here          {dict(zip(WEIGHTS, weights.round(1).tolist(), strict=True))}")
        for other, theirs in sets.items():
            if other != name:
                print(f"   these on {other:12} {share(theirs, weights):.3f}")


def _answers(path: Path) -> dict[str, list[str]]:
    entries = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {entry["_id"]: (entry.get("metadata") or {}).get("answers", []) for entry in entries}


if __name__ == "__main__":
    main(sys.argv[1:])
