"""Compare qa_bot with what a person would use instead, and write the page of it.

    python tests/benchmarks/peers/compare.py FOLDER:SPLIT [FOLDER:SPLIT ...]

Each FOLDER is a BEIR data set. Quality is measured on each of them and on mixtures of 1,000 and 10,000 of
their passages, speed on the mixtures and, with `--growth`, on larger corpora with made embeddings.
Environments, indexes and results are kept; what is there is not measured again, unless `--again` is given.
Needs Linux or macOS.
"""

from __future__ import annotations

import argparse
import shutil
from functools import partial
from pathlib import Path

import compare_corpora
import compare_measure
from compare_measure import Results
from compare_page import write_page
from compare_systems import Runner, slug, systems

from qa_bot.core.folders import cache_folder

_DOCS = Path(__file__).parents[3] / "docs"


def main() -> None:
    """Measure what is missing, and write the page."""
    wanted = _arguments()
    if wanted.again:
        shutil.rmtree(wanted.work / "indexes", ignore_errors=True)
        (wanted.work / "results.json").unlink(missing_ok=True)
    sets, mixtures, large = _corpora(wanted)
    runners = [Runner(system, wanted.work) for system in systems()]
    results = Results(wanted.work / "results.json")
    for corpus in (*mixtures, *large):
        measure_speed(runners, corpus, results, wanted.rounds, wanted.warm)
    for corpus in (*mixtures, *sets):
        measure_quality(runners, corpus, results, wanted.questions)
    write_page(wanted.page, results, [runner.system for runner in runners], sets, mixtures, large)


def measure_speed(
    runners: list[Runner], corpus: compare_corpora.Corpus, results: Results, rounds: int, warm: int
) -> None:
    """Build every index of a mixture, and ask."""
    for runner in runners:
        _build(runner, corpus, results)
    if not results.get("ask", corpus.name, runners[0].system.name):
        for name, found in compare_measure.sessions(runners, corpus, rounds, warm).items():
            results.keep("ask", corpus.name, name, found)
    results.once("shell", corpus.name, "qa_bot", lambda: compare_measure.shell(runners[0], corpus, rounds))


def measure_quality(
    runners: list[Runner], corpus: compare_corpora.Corpus, results: Results, limit: int | None
) -> None:
    """Build every index that is missing, and rank for at most `limit` questions, evenly spaced."""
    step = -(-len(corpus.questions) // limit) if limit else 1
    for runner in runners:
        _build(runner, corpus, results)
        results.once(
            "rank", corpus.name, runner.system.name, partial(compare_measure.rank, runner, corpus, step)
        )


def _build(runner: Runner, corpus: compare_corpora.Corpus, results: Results) -> None:
    if not runner.system.index_of:
        results.once("build", corpus.name, runner.system.name, lambda: compare_measure.build(runner, corpus))


def _corpora(wanted: argparse.Namespace) -> tuple[list[compare_corpora.Corpus], ...]:
    """Return each set, their mixtures, and corpora with made embeddings."""
    given = [one.rpartition(":") for one in wanted.sets]
    sources = [(Path(folder).resolve(), split) for folder, _, split in given]
    home = wanted.work / "corpora"
    sets = [
        compare_corpora.whole_set(source, split, home / slug(source.name))
        for source, split in sources
        if not wanted.mixtures_only
    ]
    mixtures = [compare_corpora.mixture(sources, size, home / str(size)) for size in _sizes(wanted.sizes)]
    large = [
        compare_corpora.embedded(*sources[0], size, home / f"{size}-embedded")
        for size in _sizes(wanted.growth)
    ]
    return sets, mixtures, large


def _sizes(given: str) -> list[int]:
    return [int(size) for size in given.split(",") if size]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sets", nargs="+", metavar="FOLDER:SPLIT", help="a BEIR data set and its split")
    parser.add_argument("--sizes", default="1000,10000", help="passages of the mixtures")
    parser.add_argument(
        "--growth", default="", metavar="SIZES", help="passages of made corpora, such as 100000,1000000"
    )
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="cold starts of each program")
    parser.add_argument("--warm", type=int, default=40, metavar="N", help="timed questions after each start")
    parser.add_argument("--questions", type=int, metavar="N", help="rank for at most N questions of each")
    parser.add_argument(
        "--mixtures-only", action="store_true", help="measure quality on the mixtures, not on each whole set"
    )
    parser.add_argument("--again", action="store_true", help="forget the results and measure anew")
    parser.add_argument(
        "--work", type=Path, default=cache_folder() / "peers", help="folder for all that is kept"
    )
    parser.add_argument("--page", type=Path, default=_DOCS / "benchmarks.md", help="the page to write")
    return parser.parse_args()


if __name__ == "__main__":
    main()
