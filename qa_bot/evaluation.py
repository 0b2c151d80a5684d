"""Question set -> run -> measures with their intervals: how well retrieval does, for anyone to redo.

Measures are computed by ir_measures, intervals are percentile bootstraps over the questions (Sakai, 2006,
"Evaluating Evaluation Metrics based on the Bootstrap").
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from qa_bot.errors import EvaluationError, QuestionError
from qa_bot.types import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from qa_bot.answering import Answerer
    from qa_bot.store import Store
    from qa_bot.types import Answer

MEASURES = ("nDCG@10", "RR@10", "R@5", "R@10", "Success@1")
RUN_DEPTH = 100
"""Passages that a run holds for each question."""

_RESAMPLES = 2000
_SEED = 0


@dataclass(frozen=True, slots=True)
class Query:
    """A question with its gold passages, by passage id; none says that the articles do not answer it."""

    id: str
    text: str
    gold: frozenset[str]


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over the questions and its 95% interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """How well the verdict tells questions that are not answered from the others."""

    queries: int
    told: float
    """Share of the unanswerable that got not_found."""
    refused: float
    """Share of the answerable that got not_found."""
    auc: float
    """Probability that an answerable question has the higher confidence of a pair (area under the ROC)."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an evaluation found."""

    queries: int
    """How many had gold."""
    measures: Mapping[str, Interval]
    unanswerable: Unanswerable | None
    """None when every question has gold."""
    run: Mapping[str, Mapping[str, float]] = field(repr=False)
    """Score by passage id, by question id."""


def read_question_set(path: Path, store: Store) -> list[Query]:
    """Read a question set (JSON lines) and find each quote's passage.

    Raises:
        EvaluationError: a line is malformed, or quotes are found nowhere; all of them are named.
    """
    queries, lost = [], []
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        identifier, text, answers = _parse(line, f"{path}, line {number}")
        gold: set[str] = set()
        for article, quote in answers:
            found = _passages_with(store, article, quote)
            gold |= found
            if not found:
                lost.append(f'{identifier}: "{quote}" in {article}')
        queries.append(Query(identifier, text, frozenset(gold)))
    if lost:
        msg = f"{path} quotes what the index does not have: {'; '.join(lost)}. Mend the set or the corpus."
        raise EvaluationError(msg)
    if len({query.id for query in queries}) < len(queries) or not queries:
        msg = f"{path} has no questions." if not queries else f"{path} has two questions of one id."
        raise EvaluationError(msg)
    return queries


def evaluate(
    queries: Sequence[Query],
    answerer: Answerer,
    *,
    name_of: Callable[[str], str] = str,
    on_question: Callable[[int], None] = lambda _: None,
) -> Evaluation:
    """Ask every question and measure the answers.

    `name_of` turns a passage's id into the id that gold and run speak of; where several passages have one
    name, the best counts.

    Raises:
        EvaluationError: no question has gold, or one cannot be asked.
    """
    if not any(query.gold for query in queries):
        msg = "No question of the set has a gold passage, so there is nothing to measure."
        raise EvaluationError(msg)
    run: dict[str, dict[str, float]] = {}
    answers: list[tuple[Query, Answer]] = []
    for done, query in enumerate(queries):
        on_question(done)
        answer = _ask(query, answerer)
        answers.append((query, replace(answer, hits=())))  # a hundred hits a question would pile up
        scores: dict[str, float] = {}
        for hit in answer.hits:
            scores.setdefault(name_of(hit.passage.id), hit.score)
        run[query.id] = scores
    with_gold = {query.id: query.gold for query in queries if query.gold}
    return Evaluation(len(with_gold), measure(with_gold, run), _unanswerable(answers), run)


def measure(
    gold: Mapping[str, frozenset[str]], run: Mapping[str, Mapping[str, float]]
) -> dict[str, Interval]:
    """Compute every measure over the questions with gold, 0..1, with its interval."""
    import ir_measures  # slow to import, and only evaluation needs it

    qrels = {query: dict.fromkeys(passages, 1) for query, passages in gold.items()}
    scored = {query: dict(run.get(query, {})) for query in gold}
    measures = [ir_measures.parse_measure(name) for name in MEASURES]
    values: dict[str, dict[str, float]] = {name: dict.fromkeys(gold, 0.0) for name in MEASURES}
    for metric in ir_measures.iter_calc(measures, qrels, scored):
        values[str(metric.measure)][metric.query_id] = metric.value
    return {name: _interval(list(values[name].values())) for name in MEASURES}


def write_run(path: Path, run: Mapping[str, Mapping[str, float]]) -> None:
    """Write a run in TREC form: question Q0 passage rank score tag, parted by spaces.

    A space inside an id would break the form, so it is written as %20.

    Raises:
        EvaluationError: the file cannot be written.
    """
    lines = [
        f"{_token(query)} Q0 {_token(passage)} {rank} {score!r} qa_bot\n"
        for query, scores in run.items()
        for rank, (passage, score) in enumerate(scores.items(), start=1)
    ]
    try:
        path.write_text("".join(lines), encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        msg = f"The run cannot be written to {path}: {error.strerror}. Name another file with --run-out."
        raise EvaluationError(msg) from error


def as_json(evaluation: Evaluation, configuration: Mapping[str, Any]) -> dict[str, Any]:
    """Give the evaluation as one JSON object."""
    rest = evaluation.unanswerable
    return {
        "queries": evaluation.queries,
        "measures": {
            name: {"value": found.value, "low": found.low, "high": found.high}
            for name, found in evaluation.measures.items()
        },
        "unanswerable": {"queries": 0}
        if rest is None
        else {"queries": rest.queries, "told": rest.told, "refused": rest.refused, "auc": rest.auc},
        "configuration": dict(configuration),
    }


def _ask(query: Query, answerer: Answerer) -> Answer:
    try:
        return answerer.ask(query.text, RUN_DEPTH, as_ranked=True)
    except QuestionError as error:
        msg = f"Question {query.id} of the set cannot be asked. {error}"
        raise EvaluationError(msg) from error


def _unanswerable(answers: Sequence[tuple[Query, Answer]]) -> Unanswerable | None:
    from scipy import stats  # only evaluation needs it

    without = [answer for query, answer in answers if not query.gold]
    others = [answer for query, answer in answers if query.gold]
    if not without:
        return None
    statistic = stats.mannwhitneyu(
        [answer.confidence for answer in others], [answer.confidence for answer in without]
    ).statistic
    return Unanswerable(
        len(without),
        _share_not_found(without),
        _share_not_found(others),
        float(statistic) / (len(others) * len(without)),
    )


def _share_not_found(answers: Sequence[Answer]) -> float:
    return sum(answer.verdict is Verdict.NOT_FOUND for answer in answers) / len(answers)


def _interval(values: Sequence[float]) -> Interval:
    import numpy as np
    from scipy import stats

    mean = float(np.mean(values))
    if len(values) < 2:  # noqa: PLR2004  one value says nothing of its spread
        return Interval(mean, 0.0, 1.0)
    found = stats.bootstrap(
        (np.asarray(values),), np.mean, n_resamples=_RESAMPLES, batch=100, method="percentile", rng=_SEED
    ).confidence_interval
    return Interval(mean, float(found.low), float(found.high))


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"The question set {path} cannot be read: {error}."
        raise EvaluationError(msg) from error


def _parse(line: str, place: str) -> tuple[str, str, list[tuple[str, str]]]:
    try:
        entry = json.loads(line)
        json.dumps(entry, ensure_ascii=False).encode()  # a lone surrogate is no text; UnicodeError
        answers = [(str(answer["article"]), str(answer["quote"])) for answer in entry["answers"]]
        return str(entry["id"]), str(entry["question"]), answers
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        msg = (
            f'{place} is not a question: it needs "id", "question" and "answers", a list of objects with '
            f'"article" and "quote" ({type(error).__name__}: {error}).'
        )
        raise EvaluationError(msg) from error


def _passages_with(store: Store, article: str, quote: str) -> set[str]:
    """Find the passages that hold a quote, whitespace aside; all parts of a paragraph that splits it."""
    wanted = " ".join(quote.split())
    passages = store.passages_of(article)
    found = {passage.id for passage in passages if wanted and wanted in " ".join(passage.text.split())}
    if found or not wanted or not passages:
        return found
    whole = store.article(article)
    numbers = {
        number
        for number, text in enumerate(whole.paragraphs if whole else (), start=1)
        if wanted in " ".join(text.split())
    }
    return {passage.id for passage in passages if passage.paragraph in numbers}


def _token(identifier: str) -> str:
    return "%20".join(identifier.split())
