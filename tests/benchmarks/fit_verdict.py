"""Fit the verdict's two logistic regressions on questions with and without an answer; print the numbers.

    python tests/benchmarks/fit_verdict.py FOLDER:SPLIT [FOLDER:SPLIT ...] [--answer-model NAME|DIR]

Each folder is in BEIR form. A question with gold counts as answered. The same question counts as not answered
when its gold articles are taken away before anything is scored, as if they had never been saved, and when
its gold passages alone are, which leaves passages on the very subject. Questions that say of themselves that
they have no answer were written to mislead. More are made by swaps.py: an answered question with a name, a
number or a word exchanged. "Topic" is fitted on what was taken away, "answerability" on the misleading ones
and the swaps; both together are calibrated on all but the swaps. The area under the ROC curve of each kind is
printed as found by cross-validation over articles, and with everything fitted on the other folders alone.

With an answer model, the numbers are those for hits that it has read: give it only articles that it was not
trained on (tests/training/held_out_beir.py).
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats
from swaps import SWAPPED, Swapper

from qa_bot.answering.highlighting import Highlighter
from qa_bot.answering.model import DEFAULT, READING
from qa_bot.core.folders import cache_folder
from qa_bot.encoders import loading
from qa_bot.encoders.answer_model import NO_ANSWER_MODEL, load_answer_model
from qa_bot.evaluation.experiments import open_beir
from qa_bot.language.analyzer import running_terms
from qa_bot.retrieval.hybrid import HybridRetriever
from qa_bot.retrieval.query_analysis import QuestionAnalyzer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from qa_bot.core.types import Hit
    from qa_bot.encoders.protocol import Encoder
    from qa_bot.evaluation.beir import BeirSet
    from qa_bot.evaluation.question_set import Query
    from qa_bot.index.opened import Index

QUESTIONS = 1000
"""Of each kind and folder, taken evenly."""

PENALTY = 1e-3
"""Of the squared coefficients of signals of unit variance: enough to keep them finite."""

SWAP_WEIGHT = 0.02
"""Of each kind of swap, beside 1 for the questions that people wrote to mislead."""

FOLDS = 5
ANSWERED, ARTICLE_GONE, PASSAGE_GONE, MISLEADING = "answered", "article gone", "passage gone", "misleading"
TAKEN = (ARTICLE_GONE, PASSAGE_GONE)
_OPTION = "--answer-model"
ANSWER_MODEL = sys.argv[sys.argv.index(_OPTION) + 1] if _OPTION in sys.argv else NO_ANSWER_MODEL
VERDICT = DEFAULT if ANSWER_MODEL == NO_ANSWER_MODEL else READING
TOPIC = [one.name for one in VERDICT.features if one.topic is not None]
ANSWERABILITY = [one.name for one in VERDICT.features if one.answerability is not None]
SPEAKS_FOR = {one.name for one in VERDICT.features if one.speaks_for}

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A question asked."""

    folder: str
    kind: str
    article: str
    """The question's own; of a misleading one that of the best passage."""
    signals: Mapping[str, float]


class _Bench:
    """One folder's questions, asked as they are, without their gold, and with a part exchanged."""

    def __init__(self, beir: BeirSet, index: Index, model: Encoder, others: Iterable[str]) -> None:
        """Prepare; `others` are the questions of other folders."""
        analyzer = QuestionAnalyzer(index, model)
        self._read = lru_cache(maxsize=1)(analyzer.analyze)  # one text is asked in several versions in a row
        self._retriever = HybridRetriever(index, answer_model=load_answer_model(ANSWER_MODEL))
        self._highlighter = Highlighter(index, model)
        self._queries = beir.queries
        self._named: dict[str, list[int]] = defaultdict(list)
        self._of_article: dict[str, list[int]] = defaultdict(list)
        self._article: dict[str, str] = {}
        self._terms: list[frozenset[str]] = []
        for row, passage in index.store.all_passages():
            name = beir.name_of(passage.id)
            self._named[name].append(row)
            self._of_article[passage.article].append(row)
            self._article[name] = passage.article
            self._terms.append(frozenset(running_terms(f"{passage.source.title or ''} {passage.text}")))
        texts: dict[str, list[str]] = defaultdict(list)
        for query in beir.queries:
            if query.gold:
                texts[self._article_of(query)].append(query.text)
        self._swapper = Swapper(texts, others, lambda term: index.passage_bm25.frequency(term) > 0)

    def examples(self, folder: str) -> Iterator[Example]:
        for query in _evenly([query for query in self._queries if query.gold]):
            for kind, text, gone in self._versions_of(query):
                if found := self._ask(text, gone):
                    yield Example(folder, kind, self._article_of(query), found[1])
        for query in _evenly([query for query in self._queries if not query.gold]):
            if found := self._ask(query.text, frozenset()):
                yield Example(folder, MISLEADING, *found)

    def _versions_of(self, query: Query) -> Iterator[tuple[str, str, frozenset[int]]]:
        """Give (kind, text, rows that are taken away)."""
        gold = frozenset(row for name in query.gold for row in self._named[name])
        articles = {self._article[name] for name in query.gold}
        whole = frozenset(row for article in articles for row in self._of_article[article])
        yield ANSWERED, query.text, frozenset()
        yield ARTICLE_GONE, query.text, whole
        if gold < whole:
            yield PASSAGE_GONE, query.text, gold
        in_gold, in_articles = (
            frozenset[str]().union(*(self._terms[row] for row in rows)) for rows in (gold, whole)
        )
        for kind, text in self._swapper.swap(query.text, self._article_of(query), in_gold, in_articles):
            yield kind, text, frozenset()

    def _article_of(self, query: Query) -> str:
        return min(self._article[name] for name in query.gold)

    def _ask(self, text: str, gone: frozenset[int]) -> tuple[str, dict[str, float]] | None:
        """Give the article of the best passage, and the signals."""
        allowed = np.ones(len(self._terms), bool)
        allowed[list(gone)] = False
        question = self._read(text)
        hits: Sequence[Hit] = self._retriever.find(question, VERDICT.judged, allowed)
        if not hits:
            return None
        read = [self._highlighter.read(question, hit.passage) for hit in hits[: VERDICT.read]]
        return hits[0].passage.article, VERDICT.measure(question, hits, read)


class Fit:
    """Both regressions and the calibration of what they add up to."""

    def __init__(self, examples: Sequence[Example]) -> None:
        """Fit "topic" on what was taken away and "answerability" on misleading questions and swaps."""
        taken = _of_kinds(examples, TAKEN)
        self.topic = _logistic(_rows(taken, TOPIC), *_truth(taken), penalty=PENALTY, names=TOPIC)
        misleading = _of_kinds(examples, (MISLEADING, *SWAPPED))
        self.answerability = _logistic(
            _rows(misleading, ANSWERABILITY),
            *_truth_by_folder(misleading),
            penalty=PENALTY,
            names=ANSWERABILITY,
        )
        real = _of_kinds(examples, (*TAKEN, MISLEADING))
        self.calibration = _logistic(self.evidence(real)[:, None], *_truth(real), penalty=0.0)

    def evidence(self, examples: Sequence[Example]) -> Numbers:
        """Add the odds against both, as the verdict does."""
        topic = _margin(self.topic, _rows(examples, TOPIC))
        answerability = _margin(self.answerability, _rows(examples, ANSWERABILITY))
        return np.asarray(-np.logaddexp(-topic, -VERDICT.answerability_weight * answerability))

    def confidence(self, examples: Sequence[Example]) -> Numbers:
        """Give the probability that each is answered."""
        margin = self.calibration[0] + self.calibration[1] * self.evidence(examples)
        return np.asarray(1 / (1 + np.exp(-margin)))


def main(arguments: list[str]) -> None:
    """Fit on the folders named and print what was found."""
    report(_gather(arguments))


def report(sets: Mapping[str, Sequence[Example]]) -> None:
    """Fit on the examples of each folder and print what was found."""
    everything = [example for examples in sets.values() for example in examples]
    shipped = Fit(everything)
    _print_numbers(shipped)
    for name, examples in sets.items():
        others = [example for example in everything if example.folder != name]
        held_out = _cross_validated(examples, others)
        by_others = Fit(others).confidence(examples) if others else np.full(len(examples), np.nan)
        own = shipped.confidence(examples)
        kinds = np.array([example.kind for example in examples])
        print(f"{name}:  {np.mean(own[kinds == ANSWERED] >= VERDICT.answered_from):.0%} called answered")
        for kind in (*TAKEN, MISLEADING, *SWAPPED):
            if (kinds == kind).any():
                line = _line(held_out[kinds == ANSWERED], held_out[kinds == kind])
                other = _auc(by_others[kinds == ANSWERED], by_others[kinds == kind])
                called = np.mean(own[kinds == kind] >= VERDICT.answered_from)
                print(f"   {kind:16}{line}, by the others {other:.3f}, called answered {called:.0%}")
    _print_refused(shipped, sets.values())


def _gather(arguments: Sequence[str]) -> dict[str, list[Example]]:
    """Ask the questions of each folder, by its name."""
    opened = {}
    for argument in arguments:
        folder, _, split = argument.rpartition(":")
        opened[Path(folder).name] = open_beir(Path(folder), split, cache_folder(), lambda _: None)
    sets = {}
    for name, (beir, index) in opened.items():
        model = loading.load_encoder(index.model_name, index.model_fingerprint, cache_folder())
        others = [query.text for other, (its, _) in opened.items() if other != name for query in its.queries]
        sets[name] = list(_Bench(beir, index, model, others).examples(name))
    return sets


def _of_kinds(examples: Sequence[Example], kinds: Sequence[str]) -> list[Example]:
    """Give the examples of these kinds, and the answered ones about the same articles."""
    articles = {(example.folder, example.article) for example in examples if example.kind in kinds}
    return [
        e for e in examples if e.kind in kinds or (e.kind == ANSWERED and (e.folder, e.article) in articles)
    ]


def _cross_validated(own: Sequence[Example], others: Sequence[Example]) -> Numbers:
    """Estimate one folder's confidences, each by numbers fitted without the article."""
    articles = sorted({example.article for example in own})
    fold_of = {article: number % FOLDS for number, article in enumerate(articles)}
    folds = np.array([fold_of[example.article] for example in own])
    found = np.zeros(len(own))
    for fold in range(FOLDS):
        training = [example for example, number in zip(own, folds, strict=True) if number != fold]
        tested = [example for example, number in zip(own, folds, strict=True) if number == fold]
        found[folds == fold] = Fit([*training, *others]).confidence(tested)
    return found


def _line(answered: Numbers, other: Numbers) -> str:
    told = [np.mean(other < np.quantile(answered, share)) for share in (0.01, 0.05)]
    return f"AUC {_auc(answered, other):.3f}, told at 1% / 5% refused {told[0]:.0%} / {told[1]:.0%}"


def _auc(answered: Numbers, other: Numbers) -> float:
    """Probability that an answered question scores above one that is not."""
    return float(stats.mannwhitneyu(answered, other).statistic) / (len(answered) * len(other))


def _print_numbers(fit: Fit) -> None:
    for label, names, numbers in (
        ("TOPIC", TOPIC, fit.topic),
        ("ANSWERABILITY", ANSWERABILITY, fit.answerability),
    ):
        found = dict(zip(["intercept", *names], numbers.round(3).tolist(), strict=True))
        print(f"{label} = {found}")
    print(f"CALIBRATION = {tuple(fit.calibration.round(3).tolist())}")


def _print_refused(fit: Fit, sets: Iterable[Sequence[Example]]) -> None:
    """Print the share of each folder's answered questions that a threshold refuses."""
    found = [fit.confidence(_of_kinds(examples, (ANSWERED,))) for examples in sets]
    print("answered questions that are refused below a threshold, by folder:")
    for threshold in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        print(f"   {threshold:.2f}  " + "  ".join(f"{np.mean(own < threshold):.3f}" for own in found))


def _truth(examples: Sequence[Example]) -> tuple[Numbers, Numbers]:
    """Tell which are answered, and weights by which every other kind counts the same, swaps less."""
    answered = np.array([example.kind == ANSWERED for example in examples])
    count = Counter(example.kind for example in examples)
    weight = np.array([(SWAP_WEIGHT if e.kind in SWAPPED else 1.0) / count[e.kind] for e in examples])
    weight[answered] *= weight[~answered].sum()
    return answered.astype(float), weight / weight.sum()


def _truth_by_folder(examples: Sequence[Example]) -> tuple[Numbers, Numbers]:
    """Tell the same, the answered weighing as much as the others in each folder, of which few mislead."""
    answered, weight = _truth(examples)
    folders = np.array([example.folder for example in examples])
    for folder in set(folders.tolist()):
        right, wrong = (folders == folder) & (answered > 0), (folders == folder) & (answered == 0)
        weight[right] = weight[wrong].sum() / max(1, right.sum())
    return answered, weight / weight.sum()


def _logistic(
    rows: Numbers, truth: Numbers, weight: Numbers, *, penalty: float, names: Sequence[str] = ()
) -> Numbers:
    """Fit intercept and coefficients by penalised maximum likelihood, on signals of unit variance.

    A named signal gets no coefficient that says the opposite of what it means: what is missing never speaks
    for an answer, though it may go with one in the questions at hand.
    """
    mean = np.average(rows, axis=0, weights=weight)
    spread = np.sqrt(np.average((rows - mean) ** 2, axis=0, weights=weight)) + 1e-9
    scaled = np.hstack([np.ones((len(rows), 1)), (rows - mean) / spread])

    def loss(beta: Numbers) -> tuple[float, Numbers]:
        margin = scaled @ beta
        likelihood = np.logaddexp(0, margin) - truth * margin
        slope = scaled.T @ (weight * (1 / (1 + np.exp(-margin)) - truth))
        slope[1:] += penalty * beta[1:]
        return float(weight @ likelihood + penalty / 2 * beta[1:] @ beta[1:]), slope

    signed: list[tuple[int | None, int | None]] = [
        (0, None) if name in SPEAKS_FOR else (None, 0) for name in names
    ]
    bounds = [(None, None), *(signed or [(None, None)] * rows.shape[1])]
    beta = optimize.minimize(loss, np.zeros(scaled.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B").x
    coefficients = beta[1:] / spread
    return np.concatenate([[beta[0] - coefficients @ mean], coefficients])


def _margin(numbers: Numbers, rows: Numbers) -> Numbers:
    return np.asarray(numbers[0] + rows @ numbers[1:])


def _rows(examples: Sequence[Example], names: Sequence[str]) -> Numbers:
    return np.array([[example.signals[name] for name in names] for example in examples])


def _evenly(items: list[Query]) -> list[Query]:
    return items[:: max(1, len(items) // QUESTIONS)]


if __name__ == "__main__":
    main([argument for argument in sys.argv[1:] if ":" in argument])
