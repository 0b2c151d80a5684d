"""The output of `qa-bot eval`, as JSON or as text.

Every line of text fits WIDTH columns, on a terminal and in a pipe.
"""

from __future__ import annotations

import dataclasses
import textwrap
from typing import TYPE_CHECKING, Any

from rich.bar import Bar
from rich.console import Group
from rich.table import Table
from rich.text import Text

from qa_bot.core.sanitizing import clean_line
from qa_bot.wording.numbers import counted
from qa_bot.wording.words_only import words_only_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.console import RenderableType

    from qa_bot.evaluation.calibration import Calibration
    from qa_bot.evaluation.experiments import Report
    from qa_bot.evaluation.failures import Failure, Shown
    from qa_bot.evaluation.measures import Interval
    from qa_bot.evaluation.runs import Evaluation
    from qa_bot.evaluation.selective_prediction import Abstention, Unanswerable
    from qa_bot.evaluation.significance import Difference

WIDTH = 80
WORST = 5
"""Failures that the text shows."""

_BY_KIND = ("nDCG@10", "Success@1")
_BAR_WIDTH = 40
_RELIABILITY_WIDTH = 30  # its table has more columns
_TITLE_WIDTH = 18
_QUOTED = 4 * WIDTH  # cleaning may shorten it


def evaluation_json(report: Report) -> dict[str, Any]:
    """Return a report as one JSON object."""
    found = report.evaluation
    rest = found.unanswerable
    return {
        "queries": found.queries,
        "measures": _intervals_json(found.measures),
        "unanswerable": dataclasses.asdict(rest) if rest else {"queries": 0},
        "configuration": _configuration_json(report.configuration),
        "by_kind": {
            kind: {"queries": own.queries, "measures": _intervals_json(own.measures)}
            for kind, own in found.by_kind.items()
        },
        "failures": [dataclasses.asdict(failure) for failure in found.failures],
        "abstention": _abstention_json(found.abstention),
        "calibration": found.calibration and dataclasses.asdict(found.calibration),
        "comparison": report.comparison
        and {name: dataclasses.asdict(difference) for name, difference in report.comparison.items()},
    }


def evaluation_text(report: Report) -> RenderableType:
    """Render a report: measures, kinds of questions, comparison, failures, abstention and calibration."""
    found = report.evaluation
    parts: list[RenderableType] = [
        Text(f"Answerable questions: {found.queries}"),
        _measures_table(found.measures),
    ]
    if len(found.by_kind) > 1:
        parts.append(_kinds_table(found))
    if report.comparison:
        parts.append(_comparison_table(report.comparison, str(report.configuration["baseline"])))
    if found.by_kind:
        parts.append(Group(*_failure_lines(found)))
    if found.unanswerable:
        parts.append(Text(_unanswerable_words(found.unanswerable)))
    if found.abstention:
        parts += [Text(_abstention_words(found.abstention, found.unanswerable)), _curve(found.abstention)]
    if found.calibration:
        parts.append(_reliability(found.calibration))
    return Group(*_spaced(parts))


def _configuration_json(configuration: Mapping[str, Any]) -> dict[str, Any]:
    state = configuration.get("words_only")
    return {**configuration, **({"words_only": words_only_line(state)} if state else {})}


def _intervals_json(measures: Mapping[str, Interval]) -> dict[str, Any]:
    return {name: dataclasses.asdict(interval) for name, interval in measures.items()}


def _abstention_json(found: Abstention | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "not_found": found.not_found,
        "rightly": found.rightly,
        "precision": found.precision,
        "area": found.area,
        "risk_coverage": [dataclasses.asdict(point) for point in found.curve],
    }


def _spaced(parts: Iterable[RenderableType]) -> list[RenderableType]:
    lines: list[RenderableType] = []
    for part in parts:
        lines += [Text(), part] if lines else [part]
    return lines


def _table(first: str, *numbers: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(first)
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _measures_table(measures: Mapping[str, Interval]) -> Table:
    table = Table("measure", "value", "95% interval", box=None, pad_edge=False, header_style="bold")
    for name, found in measures.items():
        table.add_row(name, f"{found.value:.3f}", f"{found.low:.3f} to {found.high:.3f}")
    return table


def _kinds_table(evaluation: Evaluation) -> Table:
    first, second = _BY_KIND
    table = _table("kind of question", "questions", first, "95% interval", second)
    for kind, own in evaluation.by_kind.items():
        found, hits = own.measures[first], own.measures[second]
        table.add_row(
            kind,
            str(own.queries),
            f"{found.value:.3f}",
            f"{found.low:.3f} to {found.high:.3f}",
            f"{hits.value:.3f}",
        )
    return table


def _comparison_table(comparison: Mapping[str, Difference], baseline: str) -> Group:
    table = _table("measure", "value", "baseline", "difference", "95% interval", "p", "better", "worse")
    for name, found in comparison.items():
        effect = found.difference
        table.add_row(
            name,
            f"{found.value:.3f}",
            f"{found.baseline:.3f}",
            f"{effect.value:+.3f}",
            f"{effect.low:+.3f} to {effect.high:+.3f}",
            "<.001" if found.p < 0.001 else f"{found.p:.3f}".removeprefix("0"),  # noqa: PLR2004
            str(found.better),
            str(found.worse),
        )
    head = f"Compared with the baseline {baseline} (two-sided randomisation test):"
    return Group(_line(head), Text(), table)


def _failure_lines(evaluation: Evaluation) -> list[Text]:
    failures = evaluation.failures
    head = f"Wrong first passage: {len(failures)} of {evaluation.queries}"
    if not failures:
        return [Text(head)]
    which = f"the {WORST} worst (--json lists all)" if len(failures) > WORST else "worst first"
    lines = [Text(f"{head}; {which}:")]
    for failure in failures[:WORST]:
        lines.append(_line(f"{failure.id}: {_place(failure)}: {failure.question}", style="bold"))
        lines += [_line(f"   ranked first: {_passage(shown)}") for shown in failure.above[:1]]
    return lines


def _passage(shown: Shown) -> str:
    title = Text(clean_line(shown.title or ""))
    title.truncate(_TITLE_WIDTH, overflow="ellipsis")
    return " · ".join(filter(None, (shown.passage, title.plain, shown.text[:_QUOTED])))


def _place(failure: Failure) -> str:
    if failure.rank:
        return f"gold at rank {failure.rank}"
    return f"gold not in the top {failure.found}" if failure.found else "nothing found"


def _line(words: str, style: str = "") -> Text:
    indent = " " * (len(words) - len(words.lstrip()))
    text = Text(indent + clean_line(words), style=style)
    text.truncate(WIDTH, overflow="ellipsis")
    return text


def _unanswerable_words(found: Unanswerable) -> str:
    return _wrapped(
        f"Unanswerable questions: {found.queries}, recognised {found.told:.0%}; "
        f"answerable ones refused {found.refused:.0%}; area under the ROC curve {found.auc:.3f}"
    )


def _abstention_words(found: Abstention, rest: Unanswerable | None) -> str:
    if not found.not_found:
        return "Abstained on no question."
    if not rest:
        return f"Abstained on {counted(found.not_found, 'question')}, all answerable."
    return _wrapped(
        f"Abstained on {counted(found.not_found, 'question')}, {found.rightly} of them unanswerable "
        f"(precision {found.precision or 0:.0%}, recall {rest.told:.0%})"
    )


def _wrapped(words: str) -> str:
    return textwrap.fill(words, WIDTH)


def _curve(found: Abstention) -> Group:
    """Draw the risk-coverage curve."""
    table = _table("coverage", "risk")
    table.add_column("", width=_BAR_WIDTH)
    for point in found.curve:
        table.add_row(f"{point.coverage:.0%}", f"{point.risk:.0%}", Bar(1, 0, point.risk, width=_BAR_WIDTH))
    head = f"Risk by coverage, most confident questions first (area under the curve {found.area:.3f}):"
    return Group(Text(head), Text(), table)


def _reliability(found: Calibration) -> Group:
    """Draw the reliability diagram."""
    table = _table("confidence", "questions", "mean", "answerable")
    table.add_column("", width=_RELIABILITY_WIDTH)
    for own in found.bins:
        table.add_row(
            f"{own.low:.0%} to {own.high:.0%}",
            str(own.queries),
            f"{own.confidence:.0%}",
            f"{own.answerable:.0%}",
            Bar(1, 0, own.answerable, width=_RELIABILITY_WIDTH),
        )
    head = f"Answerable by confidence (expected calibration error {found.error:.3f}):"
    return Group(Text(head), Text(), table)
