"""txtai's hybrid search, with content stored, so that the text of a passage is returned with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from peer_protocol import Found, Peer, made_vectors, main, read_passages

if TYPE_CHECKING:
    from pathlib import Path


class Txtai(Peer):
    """`Embeddings(hybrid=True, content=True)` on the same embedding model; everything else is its default."""

    packages = ("txtai", "transformers", "torch", "faiss-cpu")

    def build(self, beir: Path, index: Path, option: str) -> None:
        """Index and save."""
        from txtai import Embeddings

        vectors = made_vectors(beir)
        own = {"path": option} if vectors is None else {"method": "external", "transform": _in_turn(vectors)}
        embeddings = Embeddings(hybrid=True, content=True, **own)
        embeddings.index(read_passages(beir))
        embeddings.save(str(index))
        if vectors is not None:
            _name_model(index / "config.json", option)

    def open(self, index: Path, option: str) -> None:
        """Load; the saved configuration names the model's folder."""
        from txtai import Embeddings

        self._embeddings = Embeddings()
        self._embeddings.load(str(index))

    def search(self, question: str, k: int) -> list[Found]:
        """Return the passages with the highest mean of BM25, normalised, and cosine."""
        found = self._embeddings.search(question, k)
        return [Found(one["id"], one["score"], one["text"]) for one in found]


def _in_turn(vectors: Any) -> Any:
    """Return a function that embeds passages, which come in order, with vectors that are at hand."""
    done = 0

    def transform(texts: list[str]) -> Any:
        nonlocal done
        start, done = done, done + len(texts)
        return vectors[start:done]

    return transform


def _name_model(config: Path, model: str) -> None:
    """Have questions embedded by the model, as if it had embedded the passages."""
    stored = json.loads(config.read_text(encoding="utf-8"))
    kept = {name: value for name, value in stored.items() if name not in {"method", "transform"}}
    config.write_text(json.dumps({**kept, "path": model}), encoding="utf-8")


if __name__ == "__main__":
    main(Txtai())
