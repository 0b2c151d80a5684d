"""Compares two runs on the same questions: the difference, and whether it is significant.

The test is Fisher's randomisation test on the paired differences, two-sided (Smucker, Allan & Carterette,
2007, "A Comparison of Statistical Significance Tests for Information Retrieval Evaluation"); the effect is
the mean difference with its paired bootstrap interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qa_bot.core.errors import EvaluationError
from qa_bot.evaluation.measures import Interval, bootstrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.evaluation.measures import Scores

_PERMUTATIONS = 9999
_BATCH = 500
_SEED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The difference in one measure between a run and its baseline."""

    value: float
    baseline: float
    difference: Interval
    """value - baseline, above 0 if the run is better."""
    p: float
    """Probability of a difference at least this large, in either direction, if the runs were equally good."""
    better: int
    """Questions on which the run has the higher value."""
    worse: int


def compare(scores: Scores, baseline: Scores) -> dict[str, Difference]:
    """Compare two runs on every measure.

    Raises:
        EvaluationError: they were not measured on the same questions.
    """
    found = {}
    for name, values in scores.items():
        others = baseline[name]
        if odd := sorted(values.keys() ^ others.keys()):
            msg = f"Only one of the runs has {', '.join(odd)}. Compare runs on the same questions."
            raise EvaluationError(msg)
        found[name] = _difference([(value, others[query]) for query, value in values.items()])
    return found


def _difference(pairs: Sequence[tuple[float, float]]) -> Difference:
    value, baseline = (sum(side) / len(pairs) for side in zip(*pairs, strict=True))
    differences = [here - there for here, there in pairs]
    low, high = (-1.0, 1.0) if len(pairs) == 1 else bootstrap(differences)
    return Difference(
        value=value,
        baseline=baseline,
        difference=Interval(value - baseline, low, high),
        p=_p_value(differences),
        better=sum(difference > 0 for difference in differences),
        worse=sum(difference < 0 for difference in differences),
    )


def _p_value(differences: Sequence[float]) -> float:
    """Flip the signs of the differences: every combination if there are few, else _PERMUTATIONS of them."""
    import numpy as np
    from scipy import stats  # only evaluation needs it

    changed = np.asarray([difference for difference in differences if difference])
    if len(changed) < 2:  # noqa: PLR2004  flipping one sign makes no difference rarer
        return 1.0
    found = stats.permutation_test(
        (changed,),
        np.sum,  # zeros never change the sum, so they are omitted
        permutation_type="samples",
        vectorized=True,
        n_resamples=_PERMUTATIONS,
        batch=_BATCH,
        rng=_SEED,
    )
    return float(found.pvalue)
