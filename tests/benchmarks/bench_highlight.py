"""Measure how often the highlighted sentence holds the words that answer.

    python tests/benchmarks/bench_highlight.py FOLDER:SPLIT [FOLDER:SPLIT ...]

Each folder is in BEIR form, its queries with `metadata.answers`, the words that answer. For each question
the sentence is chosen within its gold passage; questions whose words stand in no passage as they are, and
passages of one sentence, tell nothing and are left out. BM25 alone and late interaction alone stand beside.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from qa_bot import encoder, highlighting
from qa_bot.engine import cache_folder
from qa_bot.evaluating import open_beir
from qa_bot.highlighting import Highlighter
from qa_bot.passages import sentences

if TYPE_CHECKING:
    from qa_bot.types import Passage

QUESTIONS = 1500
WEIGHTS = {"BM25 alone": 0.0, "1:1": 1.0, "1:2": 2.0, "1:4": 4.0, "late alone": 1e6}


def shares(folder: Path, split: str) -> tuple[int, dict[str, float]]:
    """Count the questions of a folder, and give each variant's share of sentences with an answer."""
    beir, opened = open_beir(folder, split, cache_folder(), lambda _: None)
    model = encoder.load_encoder(opened.model_name, opened.model_fingerprint, cache_folder())
    answers = _answers(folder / "queries.jsonl")
    passages: dict[str, list[Passage]] = {}
    for _, passage in opened.store.all_passages():
        passages.setdefault(beir.name_of(passage.id), []).append(passage)
    highlighter = Highlighter(opened, model)
    found = dict.fromkeys(WEIGHTS, 0)
    asked = 0
    queries = [query for query in beir.queries if query.gold]
    for query in queries[:: -(-len(queries) // QUESTIONS)]:
        for passage in [part for name in sorted(query.gold) for part in passages[name]]:
            words = [answer for answer in answers[query.id] if answer and answer in passage.text]
            if not words or len(sentences(passage.text)) == 1:
                continue
            asked += 1
            embedding = model.encode_question(query.text)
            for variant, weight in WEIGHTS.items():
                highlighting.LATE_WEIGHT = weight
                text = highlighter.highlight(query.text, embedding, passage).text
                found[variant] += any(answer in text for answer in words)
    return asked, {variant: count / asked for variant, count in found.items()}


def main(arguments: list[str]) -> None:
    """Print a line a folder."""
    for argument in arguments:
        folder, _, split = argument.rpartition(":")
        asked, found = shares(Path(folder), split)
        print(
            f"{Path(folder).name}, {asked} questions: " + ", ".join(f"{n} {s:.3f}" for n, s in found.items())
        )


def _answers(path: Path) -> dict[str, list[str]]:
    entries = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {entry["_id"]: (entry.get("metadata") or {}).get("answers", []) for entry in entries}


if __name__ == "__main__":
    main(sys.argv[1:])
