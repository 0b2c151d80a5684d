"""Fit the weights of the ranking's signals, and print how well weights carry over to other folders.

    python tests/benchmarks/fit_ranking.py FOLDER:SPLIT FOLDER:SPLIT ... [--answer-model NAME|DIR]

Each folder is in BEIR form. The candidates of a question are those that were read closely, with their scaled
signals; the weights maximise the likelihood of the gold passages among them (Cao et al., 2007, "Learning to
Rank: From Pairwise Approach to Listwise Approach"), each folder counting the same. The shipped weights are
what this found on three folders, rounded; those of the article, the question word and the deductions were
chosen for what they are worth on news. For each folder it prints nDCG@10 with the shipped weights, with
weights fitted on the other folders alone, and without each signal, compared by a paired randomisation test
(Smucker, Allan & Carterette, 2007). Give an answer model only articles that it was not trained on.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from qa_bot.core.folders import cache_folder
from qa_bot.encoders import loading
from qa_bot.encoders.answer_model import NO_ANSWER_MODEL, load_answer_model
from qa_bot.evaluation.experiments import open_beir
from qa_bot.retrieval.hybrid import HybridRetriever
from qa_bot.retrieval.model import DEFAULT
from qa_bot.retrieval.query_analysis import QuestionAnalyzer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.core.types import Hit

QUESTIONS = 1000
"""Of each folder, taken evenly."""

_OPTION = "--answer-model"
ANSWER_MODEL = sys.argv[sys.argv.index(_OPTION) + 1] if _OPTION in sys.argv else NO_ANSWER_MODEL
READS = ANSWER_MODEL != NO_ANSWER_MODEL

WEIGHTS = {one.name: one.weight for one in DEFAULT.signals if READS or not one.by_reading}
SHIPPED = WEIGHTS | {one.name: one.amount * sum(WEIGHTS.values()) for one in DEFAULT.deductions}
"""Weights of all signals in one unit; a deduction is a signal of 0 or -1."""

PENALTY = 1e-3
PERMUTATIONS = 10_000
CUTOFF = 10

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates of one question."""

    signals: Numbers
    """Scaled: (candidates, signals), columns as in SHIPPED."""
    names: tuple[str, ...]
    """The corpus's own ids."""
    gold: frozenset[str]

    @property
    def relevant(self) -> NDArray[np.bool_]:
        """Which are gold."""
        return np.array([name in self.gold for name in self.names])

    def ndcg(self, weights: Numbers) -> float:
        """Compute nDCG@10 of the ranking by weighted sums; parts of one paragraph count once."""
        order = np.argsort(-(self.signals @ weights), kind="stable")
        ranked = list(dict.fromkeys(self.names[number] for number in order))[:CUTOFF]
        gains = [1 / np.log2(rank + 2) for rank, name in enumerate(ranked) if name in self.gold]
        return float(sum(gains) / sum(1 / np.log2(rank + 2) for rank in range(min(len(self.gold), CUTOFF))))


def collect(folder: Path, split: str) -> list[Candidates]:
    """Ask a folder's questions."""
    beir, index = open_beir(folder, split, cache_folder(), lambda _: None)
    model = loading.load_encoder(index.model_name, index.model_fingerprint, cache_folder())
    analyzer, retriever = (
        QuestionAnalyzer(index, model),
        HybridRetriever(index, answer_model=load_answer_model(ANSWER_MODEL)),
    )
    queries = [query for query in beir.queries if query.gold]
    found = []
    for query in queries[:: -(-len(queries) // QUESTIONS)]:
        hits = retriever.find(analyzer.analyze(query.text), 2 * DEFAULT.candidates)
        if not hits:
            continue
        names = tuple(beir.name_of(hit.passage.id) for hit in hits)
        found.append(Candidates(np.array([_scaled(hit) for hit in hits]), names, query.gold))
    return found


def _scaled(hit: Hit) -> list[float]:
    """Return the scaled values of a hit's signals, 0 for those it lacks, in the order of SHIPPED."""
    total = sum(WEIGHTS[part.signal] for part in hit.contributions)
    values = {part.signal: part.value * total / WEIGHTS[part.signal] for part in hit.contributions}
    values |= {lack.name: -1.0 for lack in hit.lacks}
    return [values.get(name, 0.0) for name in SHIPPED]


def fit(sets: Sequence[Sequence[Candidates]]) -> Numbers:
    """Maximise the likelihood of the gold candidates."""
    data = [(c.signals, c.relevant, 1 / len(own) / len(sets)) for own in sets for c in own]
    data = [row for row in data if row[1].any() and not row[1].all()]

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        total, slope = PENALTY / 2 * weights @ weights, PENALTY * weights
        for signals, relevant, share in data:
            margin = signals @ weights
            margin = np.exp(margin - margin.max())
            all_of, gold = margin / margin.sum(), margin * relevant / (margin * relevant).sum()
            total -= share * np.log((margin * relevant).sum() / margin.sum())
            slope = slope + share * ((all_of - gold) @ signals)
        return float(total), slope

    return np.asarray(
        optimize.minimize(loss, np.array(list(SHIPPED.values())), jac=True, method="L-BFGS-B").x
    )


def p_value(first: Numbers, second: Numbers) -> float:
    """Test whether two runs differ: the share of random sign changes whose difference is as large."""
    differences = second - first
    signs = np.random.default_rng(0).choice([-1.0, 1.0], (PERMUTATIONS, len(differences)))
    return float(np.mean(np.abs(signs @ differences) >= abs(differences.sum()) - 1e-12))


def main(arguments: list[str]) -> None:
    """Print the weights and what they achieve."""
    sets = {}
    for argument in arguments:
        folder, _, split = argument.rpartition(":")
        sets[Path(folder).name] = collect(Path(folder), split)
    everything = fit(list(sets.values()))
    print("fitted on all:", dict(zip(SHIPPED, everything.round(2).tolist(), strict=True)))
    shipped = np.array(list(SHIPPED.values()))
    for name, questions in sets.items():
        others = fit([own for other, own in sets.items() if other != name])
        ours, theirs = (np.array([c.ndcg(weights) for c in questions]) for weights in (shipped, others))
        print(
            f"{name}, {len(questions)} questions: shipped {ours.mean():.4f}, fitted on the others "
            f"{theirs.mean():.4f} (p = {p_value(ours, theirs):.3f})"
        )
        for number, signal in enumerate(SHIPPED):
            without = shipped.copy()
            without[number] = 0.0
            scores = np.array([c.ndcg(without) for c in questions])
            difference = 100 * (scores - ours).mean()
            print(f"   without {signal:13} {difference:+.2f} points (p = {p_value(ours, scores):.3f})")


if __name__ == "__main__":
    main([argument for argument in sys.argv[1:] if ":" in argument])
