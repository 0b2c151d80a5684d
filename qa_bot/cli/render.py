"""What the shell prints: answers and reports, as JSON or as text.

Text from articles and file names is never parsed as markup, and is printed without control characters.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from qa_bot.cli.render_several import (
    answers_lines,
    comparison_json,
    highlight_json,
    listing_json,
    listing_lines,
    source_json,
)
from qa_bot.cli.settled import with_folders
from qa_bot.core.query_syntax import KEYS
from qa_bot.core.sanitizing import clean_line, clean_part
from qa_bot.core.types import Verdict
from qa_bot.wording.build_report import needs_attention, rows_of, summary_of
from qa_bot.wording.citations import also_in_lines, citation_of
from qa_bot.wording.filters import filter_lines
from qa_bot.wording.marking import Mark, highlight_shown, marked_parts
from qa_bot.wording.notes import missing_lines, nearest_line
from qa_bot.wording.numbers import counted
from qa_bot.wording.score_parts import BAR_CELLS, why_lines
from qa_bot.wording.verdicts import closest_heading, elapsed, verdict_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from rich.console import ConsoleOptions, RenderableType, RenderResult

    from qa_bot.adding.add import AddReport
    from qa_bot.core.types import Answer, BuildReport, FileReport, Filtered, Hit, Missing
    from qa_bot.stores.publish import Published

FILES_LISTED = "run `qa-bot index` to see why"
FOLDED = "`--why` shows the closest passages"

_LEAST_BAR = 4
_BESIDE_BAR = 3 + 45
"""Cells that the indent and the words of a part of a score take."""
_UNBROKEN = 1_000_000
_MARK_STYLES = {
    Mark.NONE: "",
    Mark.SENTENCE: "bold reverse",
    Mark.ANSWER: "bold underline reverse yellow on black",
}
"""The words are black on yellow in dark and light terminals, and underlined without colours."""
_VERDICT_STYLES = {
    Verdict.ANSWERED: "bold green",
    Verdict.UNSURE: "bold yellow",
    Verdict.NOT_FOUND: "bold red",
}
_CLOSEST_STYLES = {Mark.NONE: "", Mark.SENTENCE: "underline"}
_ADD_STYLES = {"added": "bold green", "already_there": "bold", "skipped": "bold yellow", "failed": "bold red"}


def console(*, stderr: bool = False) -> Console:
    """Open a console without markup, which colours and wraps text only on a terminal."""
    opened = Console(stderr=stderr, markup=False, highlight=False, emoji=False)
    if not opened.is_terminal:
        opened.width = _UNBROKEN
    return opened


def put(screen: Console, result: RenderableType) -> None:
    """Print; without trailing blanks where the console is not a terminal."""
    if screen.is_terminal:
        screen.print(result)
        return
    with screen.capture() as captured:
        screen.print(result)
    lines = [line.rstrip() for line in captured.get().splitlines()]
    screen.file.write("\n".join([*lines, ""]))


def answer_json(answer: Answer, *, words_only: str = "") -> dict[str, Any]:
    """Return an answer as one JSON object; `words_only` says why only keywords were searched, if so."""
    return {
        "question": answer.question,
        "verdict": answer.verdict.value,
        "elapsed_ms": round(answer.elapsed_ms, 3),
        "highlight": highlight_json(answer.highlight) if answer.highlight else None,
        "answer": dataclasses.asdict(answer.highlight.answer)
        if answer.highlight and answer.highlight.answer
        else None,
        "filters": _filters_json(answer.filtered) if answer.filtered else None,
        "missing": _missing_json(answer.missing) if answer.missing else None,
        "doubts": [dataclasses.asdict(doubt) for doubt in answer.doubts],
        "comparison": comparison_json(answer.comparison) if answer.comparison else None,
        "asked_as": answer.asked_as,
        "listing": listing_json(answer.listing) if answer.listing else None,
        "words_only": words_only or None,
        "hits": [_hit_json(hit) for hit in answer.hits],
    }


def report_json(report: BuildReport, published: Published | None = None) -> dict[str, Any]:
    """Return a build's report as one JSON object, with what was published, if anything."""
    return ({"published": dataclasses.asdict(published)} if published else {}) | {
        "articles": report.articles,
        "passages": report.passages,
        "elapsed_s": round(report.elapsed_s, 3),
        "files": [file_json(file) for file in report.files],
    }


def file_json(file: FileReport) -> dict[str, Any]:
    """Return what happened to a file as one JSON object."""
    return {
        "path": file.path,
        "outcome": file.outcome.value,
        "reason": file.reason,
        "passages": file.passages,
    }


def answer_text(
    answer: Answer, files_listed: str = FILES_LISTED, *, why: bool = False, closest: bool = False
) -> RenderableType:
    """Render an answer: how it was read, verdict, notes, and each passage with its citation.

    `files_listed` says how to list the files that are not indexed. With `why`, each passage is followed by
    the parts of its score and the words that matched. Where nothing was found, the passages are shown only
    with `why` or `closest`.
    """
    folded = answer.verdict is Verdict.NOT_FOUND and not why and not closest
    read = [f"asked as: {clean_line(answer.asked_as)}"] if answer.asked_as else []
    parts: list[list[RenderableType]] = [
        [Text(line, style="cyan") for line in (*read, *filter_lines(answer))],
        _head(answer, files_listed, folded=folded),
        answers_lines(answer.comparison),
        listing_lines(answer.listing),
    ]
    above = [line for part in parts if part for line in (*part, Text())]
    if folded:
        hint = f"{elapsed(answer)} · {FOLDED}" if answer.hits else elapsed(answer)
        return Group(*above[:-1], Text(hint, style="dim"))
    return Group(*above, passages_text(answer, why=why), Text(elapsed(answer), style="dim"))


def _head(answer: Answer, files_listed: str, *, folded: bool) -> list[RenderableType]:
    """Return the verdict and the notes, with the nearest sentence or a heading for what may not answer."""
    notes, closest = missing_lines(answer, files_listed), closest_heading(answer)
    verdict = Text(verdict_line(answer), style=_VERDICT_STYLES[answer.verdict])
    if folded:
        lines = (" ".join(notes), nearest_line(answer))
        return [verdict, *(Text(line) for line in lines if line)]
    if not notes and answer.verdict is Verdict.UNSURE and closest:
        return [verdict.append(f" {closest}")]
    heading = [Text(), Text(closest, style="bold")] if closest else []
    return [verdict, *map(Text, notes), *heading]


def passages_text(answer: Answer, *, why: bool = False) -> RenderableType:
    """Render an answer's passages with their citations, without the verdict."""
    lines: list[RenderableType] = []
    for hit in answer.hits:
        lines.append(Text.assemble((f"{hit.rank}. ", "bold"), _passage_text(hit, answer)))
        where = "\n".join([citation_of(hit.passage), *also_in_lines(hit.passage)])
        lines.append(Padding(Text(where, style="cyan"), (0, 0, 0 if why else 1, 3), expand=False))
        if why:
            lines.append(_Why(hit))
    return Group(*lines)


class _Why:
    """The parts of a score, with bars as long as the terminal has room for."""

    def __init__(self, hit: Hit) -> None:
        self._hit = hit

    def __rich_console__(self, screen: Console, options: ConsoleOptions) -> RenderResult:
        cells = min(BAR_CELLS, max(_LEAST_BAR, options.max_width - _BESIDE_BAR))
        yield Padding(Text("\n".join(why_lines(self._hit, cells))), (0, 0, 1, 3), expand=False)


def report_text(report: BuildReport, published: Published | None = None) -> RenderableType:
    """Render a build's report: the counts, then each file that is not indexed in full, and why.

    The counts include what was published, if anything.
    """
    head = Text(summary_of(report))
    if published:
        head.append(f"\n{_published(published)}")
    files = [file for file in report.files if needs_attention(file)]
    if not files:
        return head
    table = Table("file", "outcome", "reason", box=None, pad_edge=False, header_style="bold")
    table.columns[0].overflow = table.columns[2].overflow = "fold"
    for outcome, path, _, reason in rows_of(files):
        table.add_row(Text(path), Text(outcome), Text(reason))
    return Group(head, Text(), table, *_kinds_lines(file.reason for file in files))


def _published(published: Published) -> str:
    """Return where articles were published, and what changed there."""
    changed = f"{published.written:,} written, {published.removed:,} removed"
    named = clean_line(f"“{published.origin}” in {published.address}")
    return f"Published as {named}: {counted(published.articles, 'article')} ({changed})"


def add_json(reports: Sequence[AddReport]) -> dict[str, Any]:
    """Return what happened to each source to be added as one JSON object."""
    return {"sources": [dataclasses.asdict(report) for report in reports]}


def add_text(reports: Sequence[AddReport], corpus: Path, *, is_indexed: bool = False) -> RenderableType:
    """Render what happened to each source, and how to index what is new unless it is indexed."""
    lines = [_add_line(report, corpus) for report in reports]
    lines += _kinds_lines(report.reason for report in reports)
    if not is_indexed and any(report.outcome == "added" for report in reports):
        line = with_folders("To update the index, run `qa-bot index` or press Ctrl+R in the app.")
        lines += [Text(), Text(clean_line(line))]
    return Group(*lines)


def _kinds_lines(reasons: Iterable[str | None]) -> list[Text]:
    """List the supported file types once, if a file is of none of them."""
    from qa_bot.reading.read import NOT_READ, kinds_read

    return [Text(), Text(kinds_read())] if any(NOT_READ in (reason or "") for reason in reasons) else []


def _add_line(report: AddReport, corpus: Path) -> Text:
    outcome, reason = report.outcome.value, report.reason or ""
    place = str(corpus / report.path) if report.path else ""
    source = "" if report.source in reason else report.source  # not twice
    words = " · ".join(filter(None, (place, source, reason)))
    return Text.assemble((f"{outcome.replace('_', ' ')}: ", _ADD_STYLES[outcome]), clean_line(words))


def _passage_text(hit: Hit, answer: Answer) -> Text:
    """Return a passage's text with the answering sentence marked, and the words in it that answer."""
    mark = highlight_shown(answer)
    if mark is None or mark.passage_id != hit.passage.id:
        return Text(clean_line(hit.passage.text))
    styles = _CLOSEST_STYLES if answer.verdict is Verdict.NOT_FOUND else _MARK_STYLES
    parts = marked_parts(hit.passage.text, mark)
    return Text.assemble(*((clean_part(part), styles[kind]) for part, kind in parts))


def _hit_json(hit: Hit) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "score": hit.score,
        "passage_id": hit.passage.id,
        "article": hit.passage.article,
        "paragraph": hit.passage.paragraph,
        "paragraphs": hit.passage.paragraphs,
        "text": hit.passage.text,
        "source": source_json(hit.passage.source),
        "also_in": [source_json(source) for source in hit.passage.also_in],
        "parts": _parts_json(hit),
        "raw": {name: value for name, value in dataclasses.asdict(hit.raw).items() if value is not None},
        "matched": list(hit.matched),
        "matched_in_title": list(hit.matched_in_title),
    }


def _parts_json(hit: Hit) -> dict[str, float]:
    """Return what adds up to the score, deductions below zero, and the reranker's score if there is one."""
    return {
        **{part.signal: part.value for part in hit.contributions},
        **{lack.name: -lack.deducted for lack in hit.lacks},
        **({} if hit.reranked is None else {"reranker": hit.reranked}),
    }


def _filters_json(filtered: Filtered) -> dict[str, Any]:
    filters = filtered.filters
    return {
        **{key: list(getattr(filters, name)) for key, name in KEYS.items()},
        "without": list(filters.without),
        "newest": filters.newest,
        "passages": filtered.passages,
        "of": filtered.total,
        "undated_articles": filtered.undated,
    }


def _missing_json(missing: Missing) -> dict[str, Any]:
    return {
        "words": [dataclasses.asdict(word) for word in missing.words],
        "files_not_indexed": missing.files,
        "articles_left_out": missing.articles_left_out,
        "outside_filters": _hit_json(missing.outside) if missing.outside else None,
    }
