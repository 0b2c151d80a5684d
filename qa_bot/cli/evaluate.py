"""`qa-bot eval`, which measures, and `qa-bot eval new`, which writes what it measures with."""

from __future__ import annotations

import math
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_bot.cli.options import (
    BUDGET_MS,
    CORPUS,
    INDEX,
    IndexFolder,
    Json,
    RerankBudget,
    RerankerName,
    fail,
    folders,
    progress_bars,
    show,
    warn,
)
from qa_bot.cli.parsing import one_of
from qa_bot.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.evaluation.experiments import Options, Report
    from qa_bot.retrieval.model import RankingModel

FAILED = 1


class Retriever(StrEnum):
    """What finds the passages."""

    HYBRID = "hybrid"
    BM25 = "bm25"
    DENSE = "dense"


def _file(description: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(metavar="FILE", help=description, readable=False)
    return option


def evaluate(
    questions: Annotated[
        Path | None, typer.Argument(metavar="QUESTIONS.jsonl", help="A test question set.", readable=False)
    ] = None,
    index: IndexFolder = INDEX,
    beir: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A folder in BEIR form, instead of a question set.", readable=False),
    ] = None,
    split: Annotated[str, typer.Option(help="Which qrels of the BEIR folder.")] = "test",
    retriever: Annotated[
        Retriever,
        typer.Option(
            metavar="|".join(Retriever), parser=one_of("--retriever", Retriever), help="Ask one side alone."
        ),
    ] = Retriever.HYBRID,
    without: Annotated[
        list[str] | None,
        typer.Option(metavar="SIGNAL", help="Switch off a signal of the ranking; may be repeated."),
    ] = None,
    run: Annotated[Path | None, _file("Measure this TREC run instead of asking.")] = None,
    qrels: Annotated[
        Path | None, _file("With --run: measure by these TREC qrels, without a question set.")
    ] = None,
    compare: Annotated[Path | None, _file("Test the difference to this TREC run.")] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(metavar="MEASURE=VALUE", help="Exit 1 when a measure is below; may be repeated."),
    ] = None,
    run_out: Annotated[Path | None, _file("Write the run there, in TREC form.")] = None,
    qrels_out: Annotated[Path | None, _file("Write the gold there, in TREC form.")] = None,
    reranker: RerankerName = None,
    rerank_budget_ms: RerankBudget = BUDGET_MS,
    as_json: Json = False,
) -> None:
    """Measure retrieval on a test question set."""
    if sum(source is not None for source in (questions, beir, qrels)) != 1:
        message = "give either QUESTIONS.jsonl or --beir DIR, or --run FILE with --qrels FILE"
        raise UsageError(message)
    if qrels and not run:
        message = "--qrels FILE needs --run FILE: without questions there is nothing to ask"
        raise UsageError(message)
    if run and retriever is not Retriever.HYBRID:
        message = "--run FILE asks nothing, so --retriever does not go with it"
        raise UsageError(message)
    if reranker is not None and (run or retriever is not Retriever.HYBRID):
        message = (
            "--reranker re-orders what the hybrid retriever finds: --run and --retriever do not go with it"
        )
        raise UsageError(message)
    if without and (run or retriever is not Retriever.HYBRID):
        message = "--without switches off signals of the hybrid retriever: it cannot be combined with " + (
            "--run" if run else "--retriever"
        )
        raise UsageError(message)
    floors = [_floor(text) for text in fail_under or ()]
    from qa_bot.cli import render_evaluation
    from qa_bot.engine.local import load_reranking
    from qa_bot.evaluation import trec
    from qa_bot.evaluation.experiments import Options

    options = Options(
        retriever=retriever.value,
        run=run,
        baseline=compare,
        ranking=_ranking(without or ()),
        reranking=load_reranking(reranker, rerank_budget_ms) if reranker is not None else None,
    )
    report = _measure((questions, beir, qrels), split, index, options)
    warn(report.configuration.get("words_only", ""))
    show(render_evaluation.evaluation_json(report) if as_json else render_evaluation.evaluation_text(report))
    if run_out:
        trec.write_run(run_out, report.evaluation.run)
    if qrels_out:
        trec.write_qrels(qrels_out, report.qrels)
    _hold(report, floors)


def new(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="QUESTIONS.jsonl", help="The question set to write, or to go on with.", readable=False
        ),
    ],
    index: IndexFolder = INDEX,
) -> None:
    """Write a test question set: ask, and point at what answers."""
    from rich.text import Text

    from qa_bot.cli import question_dialog, render
    from qa_bot.core.sanitizing import clean_line
    from qa_bot.engine.local import LocalEngine
    from qa_bot.evaluation import question_set

    before = len(question_set.entries_to_write(path))
    engine = LocalEngine(folders(CORPUS, index))
    engine.load_model()
    warn(engine.words_only)
    question_dialog.write_questions(path, engine, render.console(stderr=True))
    after = len(question_set.entries_to_write(path))
    show(Text(clean_line(f"Added to {path}: {after - before}. Questions in it now: {after}.")))


def _measure(
    source: tuple[Path | None, Path | None, Path | None], split: str, index: Path, options: Options
) -> Report:
    from qa_bot.evaluation import experiments

    questions, beir, qrels = source
    places = folders(CORPUS, index)
    with progress_bars() as on_progress:
        if qrels and options.run:
            return experiments.evaluate_qrels(qrels, options.run, options.baseline)
        if beir:
            return experiments.evaluate_beir(beir, split, places.cache, on_progress, options)
        return experiments.evaluate_question_set(questions or Path(), places, on_progress, options)


def _ranking(without: Sequence[str]) -> RankingModel:
    """Switch signals of the ranking off."""
    from qa_bot.retrieval.model import DEFAULT

    try:
        return DEFAULT.without(*without)
    except ValueError as error:
        message = f"--without {' --without '.join(without)}: {error}"
        raise UsageError(message) from error


def _floor(text: str) -> tuple[str, float]:
    """Read MEASURE=VALUE."""
    from qa_bot.evaluation.measures import MEASURES

    name, _, value = text.partition("=")
    known = {measure.casefold(): measure for measure in MEASURES}
    try:
        floor = float(value)
    except ValueError:
        floor = math.nan
    if name.casefold() not in known or not 0 <= floor <= 1:
        message = f"--fail-under {text}: say MEASURE=VALUE, of {', '.join(MEASURES)} and 0 to 1"
        raise UsageError(message)
    return known[name.casefold()], floor


def _hold(report: Report, floors: list[tuple[str, float]]) -> None:
    measures = report.evaluation.measures
    below = [f"{name} is {measures[name].value:.4f}, below {floor}" for name, floor in floors
             if measures[name].value < floor]  # fmt: skip
    if below:
        fail("; ".join(below), FAILED)
