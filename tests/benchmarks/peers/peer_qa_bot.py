"""qa_bot, through its Python API; OPTION names the answer model, "none" for none."""

from __future__ import annotations

import json
import sys
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peer_protocol import MADE_ROWS, RANKED, Found, Peer, main

if TYPE_CHECKING:
    from qa_bot.answering.answerer import Answerer

ALL = "test"
"""The split of the folders that compare.py writes."""


class QaBot(Peer):
    """Answers as a person gets it; the ranking is that of `qa-bot eval`."""

    packages = ("qa-bot", "onnxruntime", "faiss-cpu", "tantivy")

    def build(self, beir: Path, index: Path, option: str) -> None:
        """Index without a corpus folder, as `qa-bot eval --beir` does, in the precision of a new index."""
        from qa_bot.core.folders import cache_folder
        from qa_bot.encoders.loading import find_encoder
        from qa_bot.encoders.model_files import DEFAULT_MODEL
        from qa_bot.encoders.precision import best_precision
        from qa_bot.evaluation.beir import read_beir
        from qa_bot.index.build import build_from_articles

        read = read_beir(beir, ALL)
        encoder = find_encoder(DEFAULT_MODEL, cache_folder(), precision=best_precision())
        if (beir / MADE_ROWS).exists():
            encoder = _made(beir / MADE_ROWS, encoder)
        build_from_articles(index / "index", read.articles, encoder, lambda _: None)
        names = [[article, number, name] for (article, number), name in read.names.items()]
        (index / "names.json").write_text(json.dumps(names), encoding="utf-8")

    def open(self, index: Path, option: str) -> None:
        """Open the library and load its models."""
        from qa_bot import Library

        self._library = Library.open(index / "corpus", index / "index", answer_model=option)
        self._ranker = _Ranker(index, option)

    def search(self, question: str, k: int) -> list[Found]:
        """Return the passages of the whole answer: judged, diversified and with their words marked."""
        answer = self._library.ask(question, k)
        return [Found(hit.passage.id, hit.score, hit.passage.text) for hit in answer.hits]

    def rank(self, question: str) -> list[Found]:
        """Rank without diversification; of the parts of a split passage the best counts."""
        return self._ranker.rank(question)


def _made(rows: Path, encoder: Any) -> Any:
    """Return an encoder of embeddings that are made as the vectors beside them are."""
    sys.path.append(str(Path(__file__).parents[1]))
    from scale_corpus import MadeEmbeddings, Real

    made = MadeEmbeddings(Real.load(rows), encoder)
    made.put_in_place()
    return made


class _Ranker:
    """The ranking under an answer; what it needs is loaded at the first question."""

    def __init__(self, index: Path, answer_model: str) -> None:
        self._index, self._answer_model = index, answer_model

    @cached_property
    def _answerer(self) -> Answerer:
        from qa_bot.answering.answerer import Answerer
        from qa_bot.core.folders import cache_folder
        from qa_bot.encoders.answer_model import load_answer_model
        from qa_bot.encoders.loading import load_encoder
        from qa_bot.index.opened import open_index

        opened = open_index(self._index / "index")
        encoder = load_encoder(opened.model_name, opened.model_fingerprint, cache_folder())
        return Answerer(opened, encoder, answer_model=load_answer_model(self._answer_model))

    @cached_property
    def _names(self) -> dict[tuple[str, int], str]:
        stored = json.loads((self._index / "names.json").read_text(encoding="utf-8"))
        return {(article, number): name for article, number, name in stored}

    def rank(self, question: str) -> list[Found]:
        best: dict[str, Found] = {}
        for hit in self._answerer.ask(question, RANKED, as_ranked=True).hits:
            article, _, label = hit.passage.id.rpartition("#")
            name = self._names[article, int(label.partition(".")[0])]
            best.setdefault(name, Found(name, hit.score, hit.passage.text))
        return list(best.values())


if __name__ == "__main__":
    main(QaBot())
