"""`qa-bot ask`, which answers questions from the shell."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  typer reads the annotations when it runs
from typing import Annotated

import typer

from qa_bot.cli.options import (
    ANSWER_MODEL,
    BUDGET_MS,
    CORPUS,
    INDEX,
    AnswerModelName,
    Corpus,
    IndexFolder,
    Json,
    LibraryName,
    RerankBudget,
    RerankerName,
    StoreAddress,
    as_indexed,
    folders,
)
from qa_bot.cli.parsing import whole_number
from qa_bot.cli.values import values_of
from qa_bot.core.errors import UsageError


def ask(
    question: Annotated[
        list[str] | None,
        typer.Argument(metavar="QUESTION", help="The question; without one or with -, each line of stdin."),
    ] = None,
    k: Annotated[
        int, typer.Option("-k", metavar="N", parser=whole_number("-k", 1), help="Number of passages.")
    ] = 5,
    publication: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this publication.", autocompletion=values_of("publication")),
    ] = None,
    author: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this author.", autocompletion=values_of("author")),
    ] = None,
    title: Annotated[
        list[str] | None, typer.Option(metavar="WORDS", help="Only articles with these words in the title.")
    ] = None,
    after: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only articles dated on or after this date.")
    ] = None,
    before: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only articles dated before this date.")
    ] = None,
    within: Annotated[
        list[str] | None,
        typer.Option(
            "--in", metavar="ARTICLE", help="Only this article or folder.", autocompletion=values_of("in")
        ),
    ] = None,
    url: Annotated[
        list[str] | None, typer.Option(metavar="ADDRESS", help="Only the article at this web address.")
    ] = None,
    newest: Annotated[
        bool, typer.Option("--newest", help="Sort good matches by date, newest first.")
    ] = False,
    why: Annotated[bool, typer.Option("--why", help="Show why each passage was found.")] = False,
    reranker: RerankerName = None,
    rerank_budget_ms: RerankBudget = BUDGET_MS,
    answer_model: AnswerModelName = ANSWER_MODEL,
    batch: Annotated[
        Path | None,
        typer.Option(metavar="FILE|-", help="Ask each line of a file, and print JSON lines.", readable=False),
    ] = None,
    save_to: Annotated[
        Path | None,
        typer.Option(
            metavar="QUESTIONS.jsonl",
            help="Save the question to this test set.",
            readable=False,
        ),
    ] = None,
    right: Annotated[
        list[int] | None,
        typer.Option(
            "--answer",
            metavar="N",
            parser=whole_number("--answer", 0),
            help="Passage to save, 0 for none; repeatable.",
        ),
    ] = None,
    corpus: Corpus = CORPUS,
    index: IndexFolder = INDEX,
    library: LibraryName = None,
    store: StoreAddress = None,
    as_json: Json = False,
) -> None:
    """Ask a question, and print the passages that answer it."""
    from qa_bot.core.query_syntax import filters_of

    filters = filters_of(
        publication=publication or (),
        author=author or (),
        title=title or (),
        within=as_indexed(within or (), corpus),
        url=url or (),
        after=after,
        before=before,
        newest=newest,
    )
    if right and not save_to:
        raise UsageError("--answer requires --save-to QUESTIONS.jsonl.")
    from qa_bot.engine.models import LoadingModels

    places = folders(corpus, index, store)
    models = LoadingModels(places, answer_model)
    from qa_bot.cli.asking import Asking, Saving, answer_batch, answer_each  # while the models are loaded
    from qa_bot.cli.question_input import questions_of

    asking = Asking(
        folders=places,
        models=models,
        k=k,
        filters=filters,
        reranker=reranker,
        rerank_budget_ms=rerank_budget_ms,
    )
    if batch is None:
        saving = Saving(save_to, right, interactive=not as_json) if save_to else None
        code = answer_each(questions_of(question or ()), asking, saving, as_json=as_json, why=why)
    elif question or save_to or why:
        raise UsageError("--batch cannot be combined with QUESTION, --save-to or --why.")
    else:
        code = answer_batch(batch, asking)
    if code:
        raise SystemExit(code)
