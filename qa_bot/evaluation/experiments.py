"""Experiments: a question set on its index, a BEIR folder, or a TREC run with its qrels.

All input files are read, and their errors raised, before the first question is asked. Measuring an existing
run loads no model.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cache as remembered
from typing import TYPE_CHECKING, Any

from qa_bot.answering import model as verdict_model
from qa_bot.answering.answerer import Answerer
from qa_bot.core.errors import EvaluationError, StorageError
from qa_bot.core.types import Progress
from qa_bot.core.version import __version__
from qa_bot.encoders import model_files
from qa_bot.encoders.answer_model import NO_ANSWER_MODEL, load_answer_model
from qa_bot.encoders.loading import find_encoder, load_encoder
from qa_bot.evaluation import runs, trec
from qa_bot.evaluation.beir import read_beir
from qa_bot.evaluation.failures import Shown
from qa_bot.evaluation.measures import qrels_of, score, summarise
from qa_bot.evaluation.question_set import read_question_set
from qa_bot.evaluation.significance import compare
from qa_bot.index import version_writer
from qa_bot.index.build import build_from_articles
from qa_bot.index.dense import PRECISION
from qa_bot.index.opened import open_index
from qa_bot.index.passages import RULES_VERSION
from qa_bot.retrieval import model as ranking_model
from qa_bot.retrieval.baselines import DenseRetriever, LexicalRetriever
from qa_bot.retrieval.query_analysis import QuestionAnalyzer
from qa_bot.stores import in_use

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from qa_bot.answering.model import VerdictModel
    from qa_bot.core.folders import Folders
    from qa_bot.core.types import OnProgress, Passage
    from qa_bot.evaluation.beir import BeirSet
    from qa_bot.evaluation.failures import Describe
    from qa_bot.evaluation.question_set import Query
    from qa_bot.evaluation.runs import Evaluation
    from qa_bot.evaluation.significance import Difference
    from qa_bot.evaluation.trec import Qrels, Run
    from qa_bot.index.opened import Index
    from qa_bot.index.protocol import ArticleIndex, ArticleStore
    from qa_bot.retrieval.model import RankingModel
    from qa_bot.retrieval.reranking import Reranking

HYBRID, BM25, DENSE = "hybrid", "bm25", "dense"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to evaluate."""

    retriever: str = HYBRID
    run: Path | None = None
    """A run to measure instead of asking."""
    baseline: Path | None = None
    """A run to compare with."""
    reranking: Reranking | None = None
    answer_model: str = NO_ANSWER_MODEL
    """Name or folder; "none" for none."""
    ranking: RankingModel = ranking_model.DEFAULT
    """How the hybrid retriever ranks."""
    verdict: VerdictModel = verdict_model.DEFAULT
    """How its hits are judged if no answer model has read them."""
    verdict_on_readings: VerdictModel = verdict_model.READING
    """How they are judged if one has."""


@dataclass(frozen=True, slots=True)
class Report:
    """The measures, and all that they depend on."""

    evaluation: Evaluation
    qrels: Qrels
    configuration: Mapping[str, Any]
    comparison: Mapping[str, Difference] | None = None


@dataclass(frozen=True, slots=True)
class _Subject:
    """Questions with gold, and the index that they are asked of."""

    queries: Sequence[Query]
    open_index: Callable[[], ArticleIndex]
    describe: Describe
    name_of: Callable[[str], str] = str


def evaluate_question_set(
    path: Path, folders: Folders, on_progress: OnProgress, options: Options | None = None
) -> Report:
    """Measure an index on a test question set.

    Raises:
        QaBotError: the set does not fit the index, or the index or its model cannot be used.
    """
    opened = in_use.open_index(folders)
    queries = read_question_set(path, opened.store)
    subject = _Subject(queries, lambda: opened, _describe_stored(opened.store))
    return _report(subject, folders.cache, on_progress, options or Options())


def evaluate_beir(
    folder: Path, split: str, cache: Path, on_progress: OnProgress, options: Options | None = None
) -> Report:
    """Measure a BEIR folder; its index is built once and kept in the cache folder.

    Raises:
        QaBotError: the folder is malformed, or its index cannot be built.
    """
    beir = read_beir(folder, split)
    subject = _Subject(
        beir.queries, lambda: _open(beir, cache, on_progress), _describe_beir(beir), beir.name_of
    )
    return _report(subject, cache, on_progress, options or Options(), split=split)


def evaluate_qrels(path: Path, run: Path, baseline: Path | None) -> Report:
    """Measure a run by judgements, both in TREC form; only the ids of the questions are known.

    Raises:
        EvaluationError: a file is malformed, or a run lacks a judged question.
    """
    qrels = trec.read_qrels(path)
    scored = _judged_only(trec.read_run(run), qrels, run)
    scores = score(qrels, scored)
    found = runs.Evaluation(
        queries=len(qrels),
        measures=summarise(scores),
        unanswerable=None,
        run=scored,
        scores=scores,
        by_kind={},
        failures=(),
        abstention=None,
        calibration=None,
    )
    configuration = {"qa_bot": __version__, "run": str(run), "qrels": str(path)}
    comparison = None
    if baseline:
        configuration["baseline"] = str(baseline)
        other = _judged_only(trec.read_run(baseline), qrels, baseline)
        comparison = compare(scores, score(qrels, other))
    return Report(found, qrels, configuration, comparison)


def open_beir(folder: Path, split: str, cache: Path, on_progress: OnProgress) -> tuple[BeirSet, Index]:
    """Read a BEIR folder and open its index, which is built if it is missing or unusable.

    Raises:
        QaBotError: the folder is malformed, or its index cannot be built.
    """
    beir = read_beir(folder, split)
    return beir, _open(beir, cache, on_progress)


def _open(beir: BeirSet, cache: Path, on_progress: OnProgress) -> Index:
    model = find_encoder(model_files.DEFAULT_MODEL, cache, on_progress)
    content = f"{beir.corpus_sha256[:16]}-{model.fingerprint[:16]}"
    key = f"{version_writer.FORMAT}.{RULES_VERSION}-{PRECISION}-{content}"
    target = cache / "beir" / key
    with suppress(StorageError):
        opened = open_index(target)
        if opened.is_embedded:  # if not, its build was interrupted and continues below
            return opened
    build_from_articles(target, beir.articles, model, on_progress)
    return open_index(target)


def _report(
    subject: _Subject, cache: Path, on_progress: OnProgress, options: Options, **configuration: Any
) -> Report:
    baseline = _read_run(options.baseline, subject) if options.baseline else None
    if options.run:
        run = _read_run(options.run, subject)
        found = runs.assess(subject.queries, run, describe=subject.describe)
        configuration |= {"qa_bot": __version__, "run": str(options.run)}
    else:
        opened = subject.open_index()
        found = _ask(subject, opened, cache, on_progress, options)
        configuration |= _configuration(opened, options)
    qrels = qrels_of({query.id: query.gold for query in subject.queries if query.gold})
    if baseline is None:
        return Report(found, qrels, configuration)
    configuration["baseline"] = str(options.baseline)
    comparison = compare(found.scores, score(qrels, baseline))
    return Report(found, qrels, configuration, comparison)


def _ask(
    subject: _Subject, opened: ArticleIndex, cache: Path, on_progress: OnProgress, options: Options
) -> Evaluation:
    queries = subject.queries
    naming: dict[str, Any] = {"name_of": subject.name_of, "on_question": _reporter(on_progress, len(queries))}
    if options.retriever == BM25:
        read = QuestionAnalyzer(opened, None).analyze
        run = runs.retrieve(queries, LexicalRetriever(opened), read, **naming)
        return runs.assess(queries, run, describe=subject.describe)
    encoder = load_encoder(opened.model_name, opened.model_fingerprint, cache)
    if options.retriever == DENSE:
        read = QuestionAnalyzer(opened, encoder).analyze
        run = runs.retrieve(queries, DenseRetriever(opened), read, **naming)
        return runs.assess(queries, run, describe=subject.describe)
    answer_model = load_answer_model(options.answer_model)
    answerer = Answerer(
        opened,
        encoder,
        options.reranking,
        answer_model,
        ranking=options.ranking,
        verdict=options.verdict,
        verdict_on_readings=options.verdict_on_readings,
    )
    return runs.evaluate(queries, answerer, describe=subject.describe, **naming)


def _read_run(path: Path, subject: _Subject) -> dict[str, dict[str, float]]:
    return runs.fit_run(trec.read_run(path), subject.queries, subject.describe, path)


def _judged_only(run: Run, qrels: Qrels, path: Path) -> Run:
    if missing := [query for query in qrels if query not in run]:
        odd = runs.listed(missing)
        msg = f"{path} has no results for {odd}, which the qrels contain."
        raise EvaluationError(msg)
    return {query: scores for query, scores in run.items() if query in qrels}


def _describe_stored(store: ArticleStore) -> Describe:
    @remembered
    def of_article(article: str) -> dict[str, Shown]:
        return {passage.id: _shown(passage) for passage in store.passages_of(article)}

    @remembered
    def by_token() -> dict[str, Shown]:
        return {trec.token(passage.id): _shown(passage) for _, passage in store.all_passages()}

    def describe(name: str) -> Shown | None:
        found = of_article(name.rpartition("#")[0]).get(name)
        return found or (by_token().get(name) if "%20" in name else None)

    return describe


def _shown(passage: Passage) -> Shown:
    return Shown(passage.id, passage.source.title, passage.text)


def _describe_beir(beir: BeirSet) -> Describe:
    shown: dict[str, Shown] = {}
    for article in beir.articles:
        for number, text in enumerate(article.paragraphs, start=1):
            name = beir.names[article.id, number]
            shown[trec.token(name)] = Shown(name, article.source.title, text)
    return lambda name: shown.get(trec.token(name))


def _verdict(options: Options) -> VerdictModel:
    reads = options.answer_model != NO_ANSWER_MODEL and any(one.by_reading for one in options.ranking.signals)
    return options.verdict_on_readings if reads else options.verdict


def _reporter(on_progress: OnProgress, total: int) -> Callable[[int], None]:
    return lambda done: on_progress(Progress("asking", done, total))


def _configuration(opened: ArticleIndex, options: Options) -> dict[str, Any]:
    """Record all that the figures depend on."""
    kept = (
        "store",
        "model",
        "precision",
        "paragraph_rules",
        "format",
        "corpus_state",
        "articles",
        "passages",
    )
    how: dict[str, Any] = {"qa_bot": __version__, "retriever": options.retriever}
    if reranking := options.reranking:
        how |= {"reranker": reranking.reranker.name, "rerank_budget_ms": reranking.budget_ms}
    if options.retriever == HYBRID:
        how |= {
            "answer_model": options.answer_model,
            "ranking": options.ranking.as_json(),
            "verdict": _verdict(options).as_json(),
        }
    if opened.words_only:
        how["words_only"] = opened.words_only
    described = opened.described()
    return how | {name: described[name] for name in kept if name in described}
