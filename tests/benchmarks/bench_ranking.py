"""Measure what the depth of each stage adds to the ranking, each signal, and either side alone.

    python tests/benchmarks/bench_ranking.py FOLDER:SPLIT [FOLDER:SPLIT ...]

Each folder is in BEIR form. Every variant answers the same questions, at most 400 of a folder, from
the same index.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from qa_bot.core.folders import cache_folder
from qa_bot.encoders import loading
from qa_bot.evaluation.experiments import open_beir
from qa_bot.evaluation.measures import measure
from qa_bot.retrieval.hybrid import HybridRetriever
from qa_bot.retrieval.model import DEFAULT, RankingModel
from qa_bot.retrieval.query_analysis import QuestionAnalyzer

QUESTIONS = 400


def alone(signal: str) -> RankingModel:
    """Switch off all signals but one."""
    return DEFAULT.without(*(one.name for one in DEFAULT.signals if one.name != signal))


VARIANTS = {
    "as shipped": DEFAULT,
    **{f"without {name}": DEFAULT.without(name) for name in DEFAULT.names},
    "BM25 alone": alone("lexical"),
    "vectors alone": alone("dense"),
    "50 candidates a side": replace(DEFAULT, candidates=50),
    "200 candidates a side": replace(DEFAULT, candidates=200),
    "25 read closely": replace(DEFAULT, reranked=25),
    "100 read closely": replace(DEFAULT, reranked=100),
}


def scores(folder: Path, split: str) -> dict[str, float]:
    """Measure every variant on one folder."""
    beir, opened = open_beir(folder, split, cache_folder(), lambda _: None)
    model = loading.load_encoder(opened.model_name, opened.model_fingerprint, cache_folder())
    queries = [query for query in beir.queries if query.gold]
    queries = queries[:: -(-len(queries) // QUESTIONS)]
    analyzer = QuestionAnalyzer(opened, model)
    found = {}
    for name, ranking in VARIANTS.items():
        retriever = HybridRetriever(opened, ranking)
        run: dict[str, dict[str, float]] = {}
        for query in queries:
            ranked = run.setdefault(query.id, {})
            for hit in retriever.find(analyzer.analyze(query.text), 50):
                ranked.setdefault(beir.name_of(hit.passage.id), hit.score)
        found[name] = measure({query.id: query.gold for query in queries}, run)["nDCG@10"].value
    return found


def main(arguments: list[str]) -> None:
    """Print the table."""
    columns = {}
    for argument in arguments:
        folder, _, split = argument.rpartition(":")
        columns[Path(folder).name] = scores(Path(folder), split)
    print(f"{'variant':24}" + "".join(f"{name:>12}" for name in columns))
    for variant in VARIANTS:
        print(f"{variant:24}" + "".join(f"{column[variant]:12.3f}" for column in columns.values()))


if __name__ == "__main__":
    main(sys.argv[1:])
