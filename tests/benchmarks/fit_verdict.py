"""Fit the verdict's logistic regression on questions with and without an answer, and print its numbers.

    python tests/benchmarks/fit_verdict.py FOLDER:SPLIT [FOLDER:SPLIT ...]

Each folder is in BEIR form. A question with gold counts as answered; the same question counts as not
answered when every hit of its gold articles is taken away, as if those had never been saved. Questions that
say of themselves that they have no answer, which were written to mislead, are a third kind, fitted on too.
Coefficients are fitted on all folders, and each folder's area under the ROC curve is printed as well for
coefficients fitted on the others alone.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from qa_bot import encoder
from qa_bot.answering import COEFFICIENTS, Answerer
from qa_bot.engine import cache_folder
from qa_bot.evaluating import open_beir

QUESTIONS = 1000
"""Of each kind and folder, taken evenly."""

PENALTY = 1e-3
"""Of the squared coefficients: enough to keep them finite, too little to move them."""

if TYPE_CHECKING:
    from qa_bot.question_set import Query

Rows = NDArray[np.float64]


def examples(folder: Path, split: str) -> tuple[Rows, Rows, Rows]:
    """Measure the signals of a folder's questions: answered, gold taken away, misleading."""
    beir, index = open_beir(folder, split, cache_folder(), lambda _: None)
    model = encoder.load_encoder(index.model_name, index.model_fingerprint, cache_folder())
    answerer = Answerer(index, model)
    answered, removed = [], []
    for query in _evenly([query for query in beir.queries if query.gold]):
        hits = answerer.retrieve(query.text, 100)
        gold = {hit.passage.article for hit in hits if beir.name_of(hit.passage.id) in query.gold}
        if not gold:
            continue
        answered.append(answerer.signals(query.text, hits))
        rest = [hit for hit in hits if hit.passage.article not in gold]
        if rest:
            removed.append(answerer.signals(query.text, rest))
    unanswerable = _evenly([query for query in beir.queries if not query.gold])
    misleading = [answerer.signals(query.text, answerer.retrieve(query.text, 1)) for query in unanswerable]
    return _rows(answered), _rows(removed), _rows(misleading)


def fit(positive: Rows, negative: Rows) -> NDArray[np.float64]:
    """Fit intercept and coefficients by penalised maximum likelihood; each class weighs the same."""
    signals = np.vstack([positive, negative])
    signals = np.hstack([np.ones((len(signals), 1)), signals])
    truth = np.r_[np.ones(len(positive)), np.zeros(len(negative))]
    weight = np.where(truth > 0, 1 / len(positive), 1 / len(negative))

    def loss(beta: NDArray[np.float64]) -> float:
        margin = signals @ beta
        likelihood = np.logaddexp(0, margin) - truth * margin
        return float((weight * likelihood).sum() + PENALTY * (beta[1:] ** 2).sum())

    result: NDArray[np.float64] = optimize.minimize(loss, np.zeros(signals.shape[1])).x
    return result


def auc(positive: Rows, negative: Rows, beta: NDArray[np.float64]) -> float:
    """Probability that an answered question scores above one that is not."""
    if not len(negative):
        return float("nan")
    above = stats.mannwhitneyu(positive @ beta[1:], negative @ beta[1:]).statistic
    return float(above) / (len(positive) * len(negative))


def main(arguments: list[str]) -> None:
    """Fit on the folders named and print what was found."""
    sets = {}
    for argument in arguments:
        folder, _, split = argument.rpartition(":")
        sets[Path(folder).name] = examples(Path(folder), split)
    everything = _fit_on(sets, list(sets))
    print(f"INTERCEPT = {everything[0]:.2f}")
    found = zip(COEFFICIENTS, everything[1:].round(2).tolist(), strict=True)
    print("COEFFICIENTS =", dict(found))
    for name, (answered, removed, misleading) in sets.items():
        others = _fit_on(sets, [other for other in sets if other != name]) if len(sets) > 1 else everything
        print(
            f"{name}: gold removed {auc(answered, removed, everything):.3f} (by the others "
            f"{auc(answered, removed, others):.3f}), misleading {auc(answered, misleading, everything):.3f} "
            f"(by the others {auc(answered, misleading, others):.3f})"
        )
        for share in (0.01, 0.02, 0.05, 0.10, 0.25, 0.5):
            threshold = np.quantile(answered @ everything[1:], share) + everything[0]
            told = np.mean(removed @ everything[1:] + everything[0] < threshold)
            print(f"   refusing {share:.0%} (below {1 / (1 + np.exp(-threshold)):.2f}) tells {told:.0%}")


def _fit_on(sets: dict[str, tuple[Rows, Rows, Rows]], names: list[str]) -> NDArray[np.float64]:
    positive = np.vstack([sets[name][0] for name in names])
    negative = np.vstack([rows for name in names for rows in sets[name][1:] if len(rows)])
    return fit(positive, negative)


def _evenly(items: list[Query]) -> list[Query]:
    return items[:: max(1, len(items) // QUESTIONS)]


def _rows(signals: list[dict[str, float]]) -> Rows:
    return np.array([[row[name] for name in COEFFICIENTS] for row in signals])


if __name__ == "__main__":
    main(sys.argv[1:])
