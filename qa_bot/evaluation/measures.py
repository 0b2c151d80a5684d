"""Qrels and a run -> measures, as ir_measures computes them, with confidence intervals.

Every measure is 0..1, higher is better. Intervals are percentile bootstraps over the questions (Sakai, 2006,
"Evaluating Evaluation Metrics based on the Bootstrap"), with a fixed seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from qa_bot.evaluation.trec import Qrels, Run

    Scores = Mapping[str, Mapping[str, float]]

MEASURES = ("nDCG@10", "RR@10", "R@5", "R@10", "Success@1")

_RESAMPLES = 2000
_SEED = 0


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over the questions and its 95% interval."""

    value: float
    low: float
    high: float


def qrels_of(gold: Mapping[str, Collection[str]]) -> dict[str, dict[str, int]]:
    """Return gold passages with grade 1, ordered by id so that sums are reproducible."""
    return {query: dict.fromkeys(sorted(passages), 1) for query, passages in gold.items()}


def score(qrels: Qrels, run: Run) -> dict[str, dict[str, float]]:
    """Compute each question's value of every measure: by measure, then by question.

    A question of the qrels that the run lacks counts as missed.
    """
    import ir_measures  # slow to import, and only evaluation needs it

    measures = [ir_measures.parse_measure(name) for name in MEASURES]
    scored = {query: dict(run.get(query, {})) for query in qrels}
    values: dict[str, dict[str, float]] = {name: {} for name in MEASURES}
    for metric in ir_measures.iter_calc(measures, qrels, scored):
        values[str(metric.measure)][metric.query_id] = metric.value
    return values


def summarise(scores: Scores) -> dict[str, Interval]:
    """Return the mean of each measure over its questions, with its interval."""
    return {name: _mean_interval(list(values.values())) for name, values in scores.items()}


def measure(gold: Mapping[str, Collection[str]], run: Run) -> dict[str, Interval]:
    """Compute every measure over questions with gold, with its interval."""
    return summarise(score(qrels_of(gold), run))


def ranked(scores: Mapping[str, float]) -> list[str]:
    """Order passages as trec_eval does: by score in single precision, ties by descending id.

    All measures but RR@10 use this order; ir_measures orders ties differently there.
    """
    import numpy as np

    backwards = sorted(scores, reverse=True)
    with np.errstate(over="ignore"):  # a score beyond single precision becomes infinite
        single = np.array([scores[passage] for passage in backwards]).astype(np.float32)
    return [backwards[place] for place in np.argsort(-single, kind="stable")]


def bootstrap(values: Sequence[float]) -> tuple[float, float]:
    """Return the 95% interval of the mean of two or more values."""
    import numpy as np
    from scipy import stats

    found = stats.bootstrap(
        (np.asarray(values),), np.mean, n_resamples=_RESAMPLES, batch=100, method="percentile", rng=_SEED
    ).confidence_interval
    return float(found.low), float(found.high)


def _mean_interval(values: Sequence[float]) -> Interval:
    mean = sum(values) / len(values)  # added as in ir_measures; numpy's sum differs in the last digits
    if len(values) < 2:  # noqa: PLR2004  one value has no spread
        return Interval(mean, 0.0, 1.0)
    return Interval(mean, *bootstrap(values))
