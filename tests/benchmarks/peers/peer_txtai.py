"""txtai's hybrid search, with content stored, so that the text of a passage is returned with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peer_protocol import Found, Peer, main, read_passages

if TYPE_CHECKING:
    from pathlib import Path


class Txtai(Peer):
    """`Embeddings(hybrid=True, content=True)` on the same embedding model; everything else is its default."""

    packages = ("txtai", "transformers", "torch", "faiss-cpu")

    def build(self, beir: Path, index: Path, option: str) -> None:
        """Index and save."""
        from txtai import Embeddings

        embeddings = Embeddings(path=option, hybrid=True, content=True)
        embeddings.index(read_passages(beir))
        embeddings.save(str(index))

    def open(self, index: Path, option: str) -> None:
        """Load; the saved configuration names the model's folder."""
        from txtai import Embeddings

        self._embeddings = Embeddings()
        self._embeddings.load(str(index))

    def search(self, question: str, k: int) -> list[Found]:
        """Return the passages with the highest mean of BM25, normalised, and cosine."""
        found = self._embeddings.search(question, k)
        return [Found(one["id"], one["score"], one["text"]) for one in found]


if __name__ == "__main__":
    main(Txtai())
