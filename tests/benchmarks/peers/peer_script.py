"""The script that everybody writes first: sentence-transformers and an exact FAISS index."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from peer_protocol import Found, Passage, Peer, made_vectors, main, read_passages

if TYPE_CHECKING:
    from pathlib import Path


class Script(Peer):
    """Embeds each passage and takes the nearest to the question's embedding."""

    packages = ("sentence-transformers", "transformers", "torch", "faiss-cpu")

    def build(self, beir: Path, index: Path, option: str) -> None:
        """Embed with the default batch size; the model normalises its embeddings."""
        import faiss
        from sentence_transformers import SentenceTransformer

        passages = read_passages(beir)
        vectors = made_vectors(beir)
        if vectors is None:
            vectors = SentenceTransformer(option).encode([one.text for one in passages])
        exact = faiss.IndexFlatIP(vectors.shape[1])
        exact.add(vectors)
        faiss.write_index(exact, str(index / "vectors.faiss"))
        (index / "passages.json").write_text(json.dumps(passages), encoding="utf-8")

    def open(self, index: Path, option: str) -> None:
        """Load the model, the vectors and the passages."""
        import faiss
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(option)
        self._vectors = faiss.read_index(str(index / "vectors.faiss"))
        stored = json.loads((index / "passages.json").read_text(encoding="utf-8"))
        self._passages = [Passage(*one) for one in stored]

    def search(self, question: str, k: int) -> list[Found]:
        """Return the passages with the highest cosine."""
        scores, places = self._vectors.search(self._model.encode([question]), k)
        best = zip(places[0], scores[0], strict=True)
        return [
            Found(self._passages[place].id, score, self._passages[place].text)
            for place, score in best
            if place >= 0  # -1 fills up where there are fewer passages
        ]


if __name__ == "__main__":
    main(Script())
