"""Results -> the page in docs/, with its picture."""

from __future__ import annotations

import os
import platform
import statistics
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from compare_plot import Panel, draw

from qa_bot.evaluation.measures import qrels_of, score, summarise
from qa_bot.evaluation.significance import compare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from compare_corpora import Corpus
    from compare_measure import Result, Results
    from compare_systems import System

_TEMPLATE = Template((Path(__file__).parent / "page_template.md").read_text(encoding="utf-8"))
_SIGNIFICANT = 0.05
_SMALL = 1_000
"""Passages below which the page says that the corpus is small."""
_DISTURBED = 0.1
"""Share of the processors that other work may use before the page says so."""


def write_page(
    page: Path,
    results: Results,
    systems: Sequence[System],
    sets: Sequence[Corpus],
    mixtures: Sequence[Corpus],
    large: Sequence[Corpus],
) -> None:
    """Write the page and the picture beside it."""
    judged = [corpus for corpus in (*sets, *mixtures) if results.get("rank", corpus.name, systems[-1].name)]
    quality = [_quality(results, systems, corpus) for corpus in judged]
    largest = (*mixtures, *large)[-1].name
    asked = {one.name: _result(results, "ask", largest, one) for one in systems}
    cold_s = asked[systems[0].name]["cold_s"]
    cold = [(name, statistics.median(found["cold_s"])) for name, found in asked.items()]
    memory = [(name, found["peak_mb"]) for name, found in asked.items()]
    panels = [
        Panel(f"First answer from a cold start, s ({largest})", cold, ".2f"),
        Panel(f"Peak memory while asking, MB ({largest})", memory, ",.0f"),
        *(
            Panel(f"nDCG@10, {corpus.name}", [(name, row[0]) for name, row in rows.items()], ".3f")
            for corpus, rows in zip(judged, quality, strict=True)
        ),
    ]
    picture = page.with_suffix(".svg")
    draw(panels, picture)
    text = _TEMPLATE.substitute(
        conditions=_lines(_conditions(results, systems, mixtures)),
        picture=picture.name,
        rounds=len(cold_s),
        warm=len(asked[systems[0].name]["warm_ms"]),
        quality=_lines(_quality_table(results, systems, judged, quality)),
        speed=_lines(line for corpus in (*mixtures, *large) for line in _speed(results, systems, corpus)),
    )
    page.write_text(text, encoding="utf-8")


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _conditions(results: Results, systems: Sequence[System], mixtures: Sequence[Corpus]) -> Iterator[str]:
    dates = sorted({found["date"] for corpus in mixtures for found in _timed(results, systems, corpus)})
    yield (
        f"Measured {' to '.join(dict.fromkeys((dates[0], dates[-1])))} on {_processor()}, "
        f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}."
    )
    yield "\n| | versions |\n|---|---|"
    for one in systems:
        if not one.index_of:
            told = _result(results, "build", mixtures[0].name, one)["versions"]
            yield f"| {one.name} | {', '.join(f'{name} {number}' for name, number in told.items())} |"
    made = [
        f", {one.made:,} of the {one.name} made of sentences of the others" for one in mixtures if one.made
    ]
    yield (
        f"\nMixtures of a given size come from {' and '.join(mixtures[0].sets)}; passages that "
        f"answer a question come first{''.join(made)}."
    )
    if mixtures[-1].passages < _SMALL:
        yield (
            f"\n**A corpus of {mixtures[-1].name} says little about ranking and nothing about growth**: "
            "this is a first run, and larger ones are to follow."
        )


def _timed(results: Results, systems: Sequence[System], corpus: Corpus) -> list[Result]:
    kept = (results.get(kind, corpus.name, one.name) for one in systems for kind in ("build", "ask", "shell"))
    return [found for found in kept if found]


def _disturbance(timed: Sequence[Result]) -> str:
    others = [found["others"] for found in timed if found["others"] is not None]
    if not others:
        return "How busy the machine was with other work is not known."
    if max(others) < _DISTURBED:
        return f"Other work used at most {max(others):.0%} of the processors meanwhile."
    return (
        f"**The machine was busy with other work**, which used {min(others):.0%} to {max(others):.0%} of its "
        "processors meanwhile: times are too long, and indexing times compare only roughly. Ratios of cold "
        "starts, taken within each round, processor times and memory are affected less."
    )


def _quality(
    results: Results, systems: Sequence[System], corpus: Corpus
) -> dict[str, tuple[float, float, str]]:
    """Return nDCG@10, Success@1 and a mark of significance by system."""
    asked = _result(results, "rank", corpus.name, systems[0])["run"]
    qrels = qrels_of({name: gold for name, gold in corpus.gold.items() if name in asked})
    scores = {one.name: score(qrels, _result(results, "rank", corpus.name, one)["run"]) for one in systems}
    own, rows = scores[systems[0].name], {}
    for name, found in scores.items():
        means = summarise(found)
        differs = found is not own and compare(own, found)["nDCG@10"].p < _SIGNIFICANT
        rows[name] = (means["nDCG@10"].value, means["Success@1"].value, "*" if differs else "")
    return rows


def _quality_table(
    results: Results,
    systems: Sequence[System],
    judged: Sequence[Corpus],
    quality: Sequence[dict[str, tuple[float, float, str]]],
) -> Iterator[str]:
    asked = [len(_result(results, "rank", corpus.name, systems[0])["run"]) for corpus in judged]
    heads = [f"{corpus.name}, {count} questions" for corpus, count in zip(judged, asked, strict=True)]
    if not judged:
        return
    yield "## Quality\n"
    yield f"| nDCG@10 (first passage answers) | {' | '.join(heads)} |"
    yield f"|---|{'---|' * len(judged)}"
    for one in systems:
        cells = [f"{rows[one.name][0]:.3f}{rows[one.name][2]} ({rows[one.name][1]:.3f})" for rows in quality]
        yield f"| {one.name} | {' | '.join(cells)} |"
    yield f"\n`*` differs from {systems[0].name} in nDCG@10 with p < .05 (paired randomisation test)."


def _speed(results: Results, systems: Sequence[System], corpus: Corpus) -> Iterator[str]:
    yield f"\n## {corpus.name[0].upper()}{corpus.name[1:]}\n"
    yield from _asking_table(results, systems, corpus)
    if shell := results.get("shell", corpus.name, systems[0].name):
        shell_s = statistics.median(shell["cold_s"])
        yield f"\nThe command `qa-bot ask` takes {shell_s:.2f} s from its start to its end."
    yield ""
    yield from _indexing_table(results, systems, corpus)
    yield f"\n{_disturbance(_timed(results, systems, corpus))}"


def _asking_table(results: Results, systems: Sequence[System], corpus: Corpus) -> Iterator[str]:
    own = _result(results, "ask", corpus.name, systems[0])
    yield (
        "| asking | cold, s | ratio | its processor time, s | ratio | warm: median, ms | p95 | p99 "
        "| peak memory, MB | ratio |"
    )
    yield f"|---|{'---|' * 9}"
    for one in systems:
        asked = _result(results, "ask", corpus.name, one)
        cuts = statistics.quantiles(asked["warm_ms"], n=100, method="inclusive")
        cells = [
            f"{statistics.median(asked['cold_s']):.2f}",
            f"{_ratio(asked['cold_s'], own['cold_s']):.1f}",
            f"{statistics.median(asked['cold_processor_s']):.2f}",
            f"{_ratio(asked['cold_processor_s'], own['cold_processor_s']):.1f}",
            *(f"{cuts[at - 1]:.1f}" for at in (50, 95, 99)),
            f"{asked['peak_mb']:,.0f}",
            f"{asked['peak_mb'] / own['peak_mb']:.1f}",
        ]
        yield f"| {one.name} | {' | '.join(cells)} |"


def _indexing_table(results: Results, systems: Sequence[System], corpus: Corpus) -> Iterator[str]:
    own = _result(results, "build", corpus.name, systems[0])
    what = "indexing, embeddings given" if corpus.is_embedded else "indexing"
    yield f"| {what} | elapsed, s | processor time, s | ratio | peak memory, MB | disk, MB |"
    yield f"|---|{'---|' * 5}"
    for one in systems:
        if not one.index_of:
            built = _result(results, "build", corpus.name, one)
            cells = [
                f"{built['elapsed_s']:,.1f}",
                f"{built['processor_s']:,.1f}",
                f"{built['processor_s'] / own['processor_s']:.1f}",
                f"{built['peak_mb']:,.0f}",
                f"{built['disk_mb']:,.1f}",
            ]
            yield f"| {one.name} | {' | '.join(cells)} |"


def _ratio(values: Sequence[float], own: Sequence[float]) -> float:
    """Return the median of the ratios in each round."""
    return statistics.median(one / other for one, other in zip(values, own, strict=True))


def _result(results: Results, kind: str, corpus: str, system: System) -> dict[str, Any]:
    found = results.get(kind, corpus, system.name)
    assert found is not None, f"{kind} of {system.name} on {corpus} was not measured"
    return found


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
