"""What the shell shows: answers and reports, as JSON or as text for a person.

Text from articles and file names is shown as text: never parsed as markup, and without control characters.
"""

from __future__ import annotations

import dataclasses
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from qa_bot.core.query_syntax import KEYS
from qa_bot.core.sanitizing import clean_line
from qa_bot.core.types import Outcome, Verdict
from qa_bot.wording.citations import also_in_lines, origin_of, title_of
from qa_bot.wording.filters import describe, taken_as_words
from qa_bot.wording.notes import notes, rest_of_nearest
from qa_bot.wording.score_parts import why_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from qa_bot.adding.add import AddReport
    from qa_bot.core.types import Answer, BuildReport, Filtered, Hit, Missing, Source

VERDICTS = {
    Verdict.ANSWERED: None,
    Verdict.UNSURE: "These articles may not answer this.",
    Verdict.NOT_FOUND: "These articles don't say.",
}
NEAREST = "The nearest passages:"
FILES_LISTED = "`qa-bot index` says why"

_UNBROKEN = 1_000_000
_CORPUS = Path("corpus")
_ADD_STYLES = {"added": "bold green", "already_there": "bold", "skipped": "bold yellow", "failed": "bold red"}
_TROUBLES = (Outcome.FAILED, Outcome.EMPTY, Outcome.UNSUPPORTED, Outcome.DUPLICATE)


def console(*, stderr: bool = False) -> Console:
    """Open a console that takes nothing for markup, and colours and breaks lines only on a terminal."""
    opened = Console(stderr=stderr, markup=False, highlight=False, emoji=False)
    if not opened.is_terminal:
        opened.width = _UNBROKEN
    return opened


def put(screen: Console, result: RenderableType) -> None:
    """Print; where that is no terminal, without the blanks that pad a screen."""
    if screen.is_terminal:
        screen.print(result)
        return
    with screen.capture() as captured:
        screen.print(result)
    lines = [line.rstrip() for line in captured.get().splitlines()]
    screen.file.write("\n".join([*lines, ""]))


def answer_json(answer: Answer, *, words_only: str = "") -> dict[str, Any]:
    """Give an answer as one JSON object; `words_only` says why words alone were asked, where they were."""
    return {
        "question": answer.question,
        "verdict": answer.verdict.value,
        "elapsed_ms": round(answer.elapsed_ms, 3),
        "highlight": dataclasses.asdict(answer.highlight) if answer.highlight else None,
        "filters": _filters_json(answer.filtered) if answer.filtered else None,
        "missing": _missing_json(answer.missing) if answer.missing else None,
        "words_only": words_only or None,
        "hits": [_hit_json(hit) for hit in answer.hits],
    }


def report_json(report: BuildReport) -> dict[str, Any]:
    """Give a build's report as one JSON object."""
    return {
        "articles": report.articles,
        "passages": report.passages,
        "elapsed_s": round(report.elapsed_s, 3),
        "files": [
            {
                "path": file.path,
                "outcome": file.outcome.value,
                "reason": file.reason,
                "passages": file.passages,
            }
            for file in report.files
        ],
    }


def answer_text(answer: Answer, *, why: bool = False) -> RenderableType:
    """Show an answer: the verdict where it is not plain, what is missing, and each passage with its source.

    With `why`, below each what its score is made of and which words matched.
    """
    lines: list[RenderableType] = []
    asked = [describe(answer.filtered) if answer.filtered else "", taken_as_words(answer.question)]
    if any(asked):
        lines += [*(Text(line, style="cyan") for line in asked if line), Text()]
    told = [Text(line) for line in notes(answer, FILES_LISTED)]
    if note := _note(answer):
        heading = f"{note} {NEAREST}" if answer.hits and not told else note
        told.insert(0, Text(heading, style="bold yellow"))
        told += [Text(), Text(NEAREST, style="bold yellow")] if answer.hits and len(told) > 1 else []
    if told:
        lines += [*told, Text()]
    passages = passages_text(answer, why=why, nearest_told=True)
    return Group(*lines, passages, Text(f"{answer.elapsed_ms:.0f} ms", style="dim"))


def _note(answer: Answer) -> str | None:
    if answer.filtered and not answer.filtered.passages:
        return "No passage passes the filters."
    if not answer.hits:
        return "These articles don't say: no passage has anything of the question."
    return VERDICTS[answer.verdict]


def passages_text(answer: Answer, *, why: bool = False, nearest_told: bool = False) -> RenderableType:
    """Show an answer's passages with their source lines, and not what the verdict makes of them.

    With `nearest_told`, what stands above them of the nearest miss is not repeated.
    """
    lines: list[RenderableType] = []
    for hit in answer.hits:
        rest = rest_of_nearest(answer, hit) if nearest_told else ""
        shown = Text(rest) if rest else _passage_text(hit, answer)
        lines.append(Text.assemble((f"{hit.rank}. ", "bold"), shown))
        where = "\n".join([source_line(hit), *also_in_lines(hit.passage)])
        lines.append(Padding(Text(where, style="cyan"), (0, 0, 0 if why else 1, 3), expand=False))
        if why:
            lines.append(Padding(Text("\n".join(why_lines(hit))), (0, 0, 1, 3), expand=False))
    return Group(*lines)


def source_line(hit: Hit) -> str:
    """Tell where a passage stands: title · publication · author · date · paragraph n of m."""
    passage = hit.passage
    place = f"paragraph {passage.paragraph} of {passage.paragraphs}"
    return " · ".join((title_of(passage.source), origin_of(passage.source), place))


def report_text(report: BuildReport) -> RenderableType:
    """Show a build's report: counts, then each file that is not in the index and why."""
    counts = [
        f"{sum(file.outcome is outcome for file in report.files)} {outcome.value}"
        for outcome in Outcome
        if any(file.outcome is outcome for file in report.files)
    ]
    head = Text(
        f"Articles: {report.articles}. Passages: {report.passages}. "
        f"Files: {len(report.files)} ({', '.join(counts)}). Took {report.elapsed_s:.1f} s."
    )
    troubles = [file for file in report.files if file.outcome in _TROUBLES or file.reason]
    if not troubles:
        return head
    table = Table("file", "outcome", "reason", box=None, pad_edge=False, header_style="bold")
    for file in troubles:
        table.add_row(
            Text(clean_line(file.path)), Text(file.outcome.value), Text(clean_line(file.reason or ""))
        )
    return Group(head, Text(), table, *_kinds_lines(file.reason for file in troubles))


def add_json(reports: Sequence[AddReport]) -> dict[str, Any]:
    """Give as one JSON object what became of each source that was to be added."""
    return {"sources": [dataclasses.asdict(report) for report in reports]}


def add_text(reports: Sequence[AddReport], corpus: Path) -> RenderableType:
    """Show what became of each source, and how what is new comes into the index."""
    lines = [_add_line(report, corpus) for report in reports]
    lines += _kinds_lines(report.reason for report in reports)
    if any(report.outcome == "added" for report in reports):
        option = "" if corpus == _CORPUS else f" --corpus {shlex.quote(str(corpus))}"
        command = clean_line(f"qa-bot index{option}")
        lines += [Text(), Text(f"Bring the index up to date with `{command}`, or with Ctrl+R in the app.")]
    return Group(*lines)


def _kinds_lines(reasons: Iterable[str | None]) -> list[Text]:
    """List once which kinds of files are read, where a file is of none of them."""
    from qa_bot.reading.read import NOT_READ, kinds_read

    return [Text(), Text(kinds_read())] if any(NOT_READ in (reason or "") for reason in reasons) else []


def _add_line(report: AddReport, corpus: Path) -> Text:
    outcome, reason = report.outcome.value, report.reason or ""
    place = str(corpus / report.path) if report.path else ""
    source = "" if report.source in reason else report.source  # said once is enough
    words = " · ".join(filter(None, (place, source, reason)))
    return Text.assemble((f"{outcome.replace('_', ' ')}: ", _ADD_STYLES[outcome]), clean_line(words))


def _passage_text(hit: Hit, answer: Answer) -> Text:
    """Give a passage's text, the answering words marked."""
    text, mark = hit.passage.text, answer.highlight
    if mark is None or mark.passage_id != hit.passage.id:
        return Text(clean_line(text))
    style = "underline" if answer.verdict is Verdict.NOT_FOUND else "bold reverse"
    before, inside, after = text[: mark.start], text[mark.start : mark.end], text[mark.end :]
    return Text.assemble(_shown(before), (clean_line(inside), style), _shown(after))


def _shown(text: str) -> str:
    """Clean a part of a text, keeping the space that joins it to its neighbour."""
    kept = clean_line(text)
    return f"{' ' if text[:1].isspace() else ''}{kept}{' ' if kept and text[-1:].isspace() else ''}"


def _hit_json(hit: Hit) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "score": hit.score,
        "passage_id": hit.passage.id,
        "article": hit.passage.article,
        "paragraph": hit.passage.paragraph,
        "paragraphs": hit.passage.paragraphs,
        "text": hit.passage.text,
        "source": _source_json(hit.passage.source),
        "also_in": [_source_json(source) for source in hit.passage.also_in],
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


def _source_json(source: Source) -> dict[str, str | None]:
    return {name: getattr(source, name) for name in ("title", "publication", "author", "date", "url", "path")}
