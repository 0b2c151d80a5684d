"""Fit the verdict's two logistic regressions on questions with and without an answer; print the numbers.

    python tests/benchmarks/fit_verdict.py FOLDER:SPLIT [FOLDER:SPLIT ...]

Each folder is in BEIR form. A question with gold counts as answered. The same question counts as not answered
when its gold articles are taken away before anything is scored, as if they had never been saved, and when
its gold passages alone are, which leaves passages on the very subject. Questions that say of themselves that
they have no answer were written to mislead. "Subject" is fitted on what was taken away, "telling" on the
misleading ones; both together are calibrated on all. The area under the ROC curve of each kind is printed as
found by cross-validation over articles, and for a folder without misleading questions also with "subject"
and calibration fitted on the other folders alone.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from qa_bot import encoder, verdict
from qa_bot.engine import cache_folder
from qa_bot.evaluating import open_beir
from qa_bot.highlighting import Highlighter
from qa_bot.retriever import HybridRetriever
from qa_bot.signals import QuestionReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.beir import BeirSet
    from qa_bot.encoding import Encoder
    from qa_bot.index import Index
    from qa_bot.question_set import Query
    from qa_bot.signals import Question
    from qa_bot.types import Hit

QUESTIONS = 1500
"""Of each kind and folder, taken evenly."""

PENALTY = 1e-3
"""Of the squared coefficients of signals of unit variance: enough to keep them finite."""

FOLDS = 5
ANSWERED, ARTICLE_GONE, PASSAGE_GONE, MISLEADING = "answered", "article gone", "passage gone", "misleading"
SUBJECT = [name for name in verdict.SUBJECT if name != "intercept"]
TELLING = [name for name in verdict.TELLING if name != "intercept"]

Numbers = NDArray[np.float64]
Example = tuple[str, str, dict[str, float]]
"""Kind, article of the question, signals."""


class _Bench:
    """One folder's questions, asked with and without their gold."""

    def __init__(self, beir: BeirSet, index: Index, model: Encoder) -> None:
        self._reader = QuestionReader(index, model)
        self._retriever = HybridRetriever(index)
        self._passages = len(index.passages)
        self._highlighter = Highlighter(index, model)
        self._queries = beir.queries
        self._named: dict[str, list[int]] = defaultdict(list)
        self._of_article: dict[str, list[int]] = defaultdict(list)
        self._article: dict[str, str] = {}
        for row, passage in index.store.all_passages():
            name = beir.name_of(passage.id)
            self._named[name].append(row)
            self._of_article[passage.article].append(row)
            self._article[name] = passage.article

    def examples(self) -> list[Example]:
        found: list[Example] = []
        for query in _evenly([query for query in self._queries if query.gold]):
            gold = {row for name in query.gold for row in self._named[name]}
            articles = {self._article[name] for name in query.gold}
            whole = {row for article in articles for row in self._of_article[article]}
            question, article = self._reader.read(query.text), min(articles)
            found += self._ask(question, ANSWERED, article, frozenset())
            found += self._ask(question, ARTICLE_GONE, article, frozenset(whole))
            if gold < whole:
                found += self._ask(question, PASSAGE_GONE, article, frozenset(gold))
        for query in _evenly([query for query in self._queries if not query.gold]):
            found += self._ask(self._reader.read(query.text), MISLEADING, None, frozenset())
        return found

    def _ask(self, question: Question, kind: str, article: str | None, gone: frozenset[int]) -> list[Example]:
        allowed = np.ones(self._passages, bool)
        allowed[list(gone)] = False
        hits: Sequence[Hit] = self._retriever.find(question, verdict.JUDGED, allowed)
        if not hits:
            return []
        read = [self._highlighter.read(question, hit.passage) for hit in hits[: verdict.READ]]
        signals = verdict.measure(question, hits, read)
        return [(kind, article or hits[0].passage.article, signals)]


class Fit:
    """Both regressions and the calibration of what they add up to."""

    def __init__(self, taken: Sequence[Example], misleading: Sequence[Example]) -> None:
        """Fit "subject" on the first examples and "telling" on the second."""
        self.subject = _logistic(
            _rows(taken, SUBJECT), *_truth(taken, (ARTICLE_GONE, PASSAGE_GONE)), penalty=PENALTY
        )
        self.telling = _logistic(
            _rows(misleading, TELLING), *_truth(misleading, (MISLEADING,)), penalty=PENALTY
        )
        everything = [*taken, *misleading]
        evidence = self.evidence(everything)[:, None]
        kinds = (ARTICLE_GONE, PASSAGE_GONE, MISLEADING)
        self.calibration = _logistic(evidence, *_truth(everything, kinds), penalty=0.0)

    def evidence(self, examples: Sequence[Example]) -> Numbers:
        """Add the odds against both, as the verdict does."""
        subject = _margin(self.subject, _rows(examples, SUBJECT))
        telling = _margin(self.telling, _rows(examples, TELLING))
        return np.asarray(-np.logaddexp(-subject, -verdict.TELLING_WEIGHT * telling))

    def confidence(self, examples: Sequence[Example]) -> Numbers:
        """Give the probability that each is answered."""
        margin = self.calibration[0] + self.calibration[1] * self.evidence(examples)
        return np.asarray(1 / (1 + np.exp(-margin)))


def main(arguments: list[str]) -> None:
    """Fit on the folders named and print what was found."""
    sets: dict[str, list[Example]] = {}
    for argument in arguments:
        folder, _, split = argument.rpartition(":")
        beir, index = open_beir(Path(folder), split, cache_folder(), lambda _: None)
        model = encoder.load_encoder(index.model_name, index.model_fingerprint, cache_folder())
        sets[Path(folder).name] = _Bench(beir, index, model).examples()
    shipped = _fit([example for examples in sets.values() for example in examples])
    _print_numbers(shipped)
    held_out = {name: _cross_validated(sets, name) for name in sets}
    for name, examples in sets.items():
        others = [e for other, found in sets.items() for e in found if other != name or e[0] == MISLEADING]
        if len(sets) > 1 and not any(kind == MISLEADING for kind, *_ in examples):
            by_others = _fit(others).confidence(examples)
        else:
            by_others = np.full(len(examples), np.nan)
        print(f"{name}:")
        for kind in (ARTICLE_GONE, PASSAGE_GONE, MISLEADING):
            if any(example[0] == kind for example in examples):
                print(f"   {kind:13}{_line(examples, held_out[name], by_others, kind)}")
    answered = [e for examples in sets.values() for e in examples if e[0] == ANSWERED]
    found = [shipped.confidence([e for e in examples if e[0] == ANSWERED]) for examples in sets.values()]
    print(f"{len(answered)} answered; refused below, mean of the sets:")
    for threshold in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        print(f"   {threshold:.2f}  {np.mean([np.mean(own < threshold) for own in found]):.3f}")


def _fit(examples: Sequence[Example]) -> Fit:
    return Fit(
        [example for example in examples if example[0] != MISLEADING],
        _with_misleading(examples),
    )


def _with_misleading(examples: Sequence[Example]) -> list[Example]:
    """Give the misleading questions, and the answered ones about the same articles."""
    articles = {article for kind, article, _ in examples if kind == MISLEADING}
    return [e for e in examples if e[0] == MISLEADING or (e[0] == ANSWERED and e[1] in articles)]


def _cross_validated(sets: dict[str, list[Example]], name: str) -> Numbers:
    """Estimate one folder's confidences, each by numbers fitted without the article."""
    own = sets[name]
    rest = [example for other, examples in sets.items() if other != name for example in examples]
    articles = sorted({article for _, article, _ in own})
    fold_of = {article: number % FOLDS for number, article in enumerate(articles)}
    folds = np.array([fold_of[article] for _, article, _ in own])
    found = np.zeros(len(own))
    for fold in range(FOLDS):
        training = [example for example, number in zip(own, folds, strict=True) if number != fold]
        tested = [example for example, number in zip(own, folds, strict=True) if number == fold]
        found[folds == fold] = _fit([*training, *rest]).confidence(tested)
    return found


def _line(examples: Sequence[Example], held_out: Numbers, by_others: Numbers, kind: str) -> str:
    kinds = np.array([example[0] for example in examples])
    auc, other = (_auc(found[kinds == ANSWERED], found[kinds == kind]) for found in (held_out, by_others))
    told = [
        np.mean(held_out[kinds == kind] < np.quantile(held_out[kinds == ANSWERED], share))
        for share in (0.01, 0.05)
    ]
    return f"AUC {auc:.3f} (by the others {other:.3f}), told at 1% / 5% refused {told[0]:.0%} / {told[1]:.0%}"


def _auc(answered: Numbers, other: Numbers) -> float:
    """Probability that an answered question scores above one that is not."""
    return float(stats.mannwhitneyu(answered, other).statistic) / (len(answered) * len(other))


def _print_numbers(fit: Fit) -> None:
    for label, names, numbers in (("SUBJECT", SUBJECT, fit.subject), ("TELLING", TELLING, fit.telling)):
        found = dict(zip(["intercept", *names], numbers.round(3).tolist(), strict=True))
        print(f"{label} = {found}")
    print(f"CALIBRATION = {tuple(fit.calibration.round(3).tolist())}")


def _truth(examples: Sequence[Example], kinds: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Tell which are answered, and weights by which every kind there is of the others counts the same."""
    labels = np.array([kind for kind, *_ in examples])
    present = [kind for kind in kinds if (labels == kind).any()]
    weight = np.zeros(len(labels))
    weight[labels == ANSWERED] = len(present) / (labels == ANSWERED).sum()
    for kind in present:
        weight[labels == kind] = 1 / (labels == kind).sum()
    return (labels == ANSWERED).astype(float), weight / weight.sum()


def _logistic(rows: Numbers, truth: Numbers, weight: Numbers, *, penalty: float) -> Numbers:
    """Fit intercept and coefficients by penalised maximum likelihood, on signals of unit variance."""
    mean = np.average(rows, axis=0, weights=weight)
    spread = np.sqrt(np.average((rows - mean) ** 2, axis=0, weights=weight)) + 1e-9
    scaled = np.hstack([np.ones((len(rows), 1)), (rows - mean) / spread])

    def loss(beta: Numbers) -> tuple[float, Numbers]:
        margin = scaled @ beta
        likelihood = np.logaddexp(0, margin) - truth * margin
        slope = scaled.T @ (weight * (1 / (1 + np.exp(-margin)) - truth))
        slope[1:] += penalty * beta[1:]
        return float(weight @ likelihood + penalty / 2 * beta[1:] @ beta[1:]), slope

    beta = optimize.minimize(loss, np.zeros(scaled.shape[1]), jac=True).x
    coefficients = beta[1:] / spread
    return np.concatenate([[beta[0] - coefficients @ mean], coefficients])


def _margin(numbers: Numbers, rows: Numbers) -> Numbers:
    return np.asarray(numbers[0] + rows @ numbers[1:])


def _rows(examples: Sequence[Example], names: Sequence[str]) -> Numbers:
    return np.array([[signals[name] for name in names] for _, _, signals in examples])


def _evenly(items: list[Query]) -> list[Query]:
    return items[:: max(1, len(items) // QUESTIONS)]


if __name__ == "__main__":
    main(sys.argv[1:])
