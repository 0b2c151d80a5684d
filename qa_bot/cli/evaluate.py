"""`qa-bot eval`, which measures retrieval, and `qa-bot eval new`, which writes a test question set."""

from __future__ import annotations

import math
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa_bot.cli.options import (
    ANSWER_MODEL,
    BUDGET_MS,
    INDEX,
    AnswerModelName,
    IndexFolder,
    Json,
    LibraryName,
    RerankBudget,
    RerankerName,
    StoreAddress,
    fail,
    folders,
    progress_bars,
    show,
    warn,
)
from qa_bot.cli.parsing import one_of
from qa_bot.cli.settled import settled, with_folders
from qa_bot.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.core.folders import Folders
    from qa_bot.evaluation.experiments import Options, Report
    from qa_bot.retrieval.model import RankingModel

FAILED = 1


class Retriever(StrEnum):
    """Retrievers that can be evaluated."""

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
    beir: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Evaluate this BEIR data set instead.", readable=False),
    ] = None,
    split: Annotated[str, typer.Option(metavar="NAME", help="Split of the BEIR data set.")] = "test",
    retriever: Annotated[
        Retriever,
        typer.Option(
            metavar="|".join(Retriever),
            parser=one_of("--retriever", Retriever),
            help="Retriever to evaluate.",
        ),
    ] = Retriever.HYBRID,
    without: Annotated[
        list[str] | None,
        typer.Option(metavar="SIGNAL", help="Switch off a signal of the ranking; repeatable."),
    ] = None,
    reranker: RerankerName = None,
    rerank_budget_ms: RerankBudget = BUDGET_MS,
    answer_model: AnswerModelName = ANSWER_MODEL,
    run: Annotated[Path | None, _file("Evaluate this TREC run instead of searching.")] = None,
    qrels: Annotated[Path | None, _file("TREC qrels to evaluate the run with.")] = None,
    compare: Annotated[Path | None, _file("Compare with this TREC run.")] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(metavar="MEASURE=VALUE", help="Exit 1 if the measure is lower; repeatable."),
    ] = None,
    run_out: Annotated[Path | None, _file("Write the run as a TREC file.")] = None,
    qrels_out: Annotated[Path | None, _file("Write the qrels as a TREC file.")] = None,
    index: IndexFolder = INDEX,
    library: LibraryName = None,
    store: StoreAddress = None,
    as_json: Json = False,
) -> None:
    """Evaluate retrieval on a test question set."""
    if sum(source is not None for source in (questions, beir, qrels)) != 1:
        message = "Give one of QUESTIONS.jsonl, --beir DIR, or --run FILE with --qrels FILE."
        raise UsageError(message)
    if qrels and not run:
        message = "--qrels requires --run FILE."
        raise UsageError(message)
    if run and retriever is not Retriever.HYBRID:
        message = "--retriever cannot be combined with --run."
        raise UsageError(message)
    if reranker is not None and (run or retriever is not Retriever.HYBRID):
        message = "--reranker cannot be combined with --run, nor with --retriever bm25 or dense."
        raise UsageError(message)
    if without and (run or retriever is not Retriever.HYBRID):
        message = "--without cannot be combined with --run, nor with --retriever bm25 or dense."
        raise UsageError(message)
    floors = [_floor(text) for text in fail_under or ()]
    from qa_bot.cli import render_evaluation
    from qa_bot.engine.local import load_reranking
    from qa_bot.evaluation import trec
    from qa_bot.evaluation.experiments import Options
    from qa_bot.wording.words_only import words_only_line

    options = Options(
        retriever=retriever.value,
        run=run,
        baseline=compare,
        ranking=_ranking(without or ()),
        reranking=load_reranking(reranker, rerank_budget_ms) if reranker is not None else None,
        answer_model=answer_model,
    )
    report = _measure((questions, beir, qrels), split, folders(settled().place.corpus, index, store), options)
    warn(with_folders(words_only_line(report.configuration.get("words_only"))))
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
            metavar="QUESTIONS.jsonl", help="The question set to create or add to.", readable=False
        ),
    ],
    index: IndexFolder = INDEX,
    library: LibraryName = None,
    store: StoreAddress = None,
) -> None:
    """Write a test question set: ask, and pick the answers."""
    from rich.text import Text

    from qa_bot.cli import question_dialog, render
    from qa_bot.core.sanitizing import clean_line
    from qa_bot.engine.local import LocalEngine
    from qa_bot.evaluation import question_set
    from qa_bot.wording.numbers import counted
    from qa_bot.wording.words_only import words_only_line

    before = len(question_set.entries_to_write(path))
    answer_model = settled().config.value("answer_model")
    engine = LocalEngine(folders(settled().place.corpus, index, store), answer_model=answer_model)
    engine.load_model()
    warn(with_folders(words_only_line(engine.words_only)))
    question_dialog.write_questions(path, engine, render.console(stderr=True))
    after = len(question_set.entries_to_write(path))
    show(Text(clean_line(f"Added {counted(after - before, 'question')} to {path}, which now has {after:,}.")))


def _measure(
    source: tuple[Path | None, Path | None, Path | None], split: str, places: Folders, options: Options
) -> Report:
    from qa_bot.evaluation import experiments

    questions, beir, qrels = source
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
        message = f"--without: {error}"
        raise UsageError(message) from error


def _floor(text: str) -> tuple[str, float]:
    """Parse MEASURE=VALUE."""
    from qa_bot.evaluation.measures import MEASURES

    name, _, value = text.partition("=")
    known = {measure.casefold(): measure for measure in MEASURES}
    try:
        floor = float(value)
    except ValueError:
        floor = math.nan
    if name.casefold() not in known or not 0 <= floor <= 1:
        form = f"a value from 0 to 1 for one of {', '.join(MEASURES)}"
        message = f"--fail-under must be MEASURE=VALUE, not {text}: {form}."
        raise UsageError(message)
    return known[name.casefold()], floor


def _hold(report: Report, floors: list[tuple[str, float]]) -> None:
    measures = report.evaluation.measures
    below = [f"{name} is {measures[name].value:.4f}, below {floor}" for name, floor in floors
             if measures[name].value < floor]  # fmt: skip
    if below:
        fail(f"{'; '.join(below)}.", FAILED)
