"""bm25s: BM25 alone, with stop words and a stemmer, as its quickstart shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peer_protocol import Found, Peer, main, read_passages

if TYPE_CHECKING:
    from pathlib import Path


class Bm25s(Peer):
    """Lucene's BM25 (k1 1.5, b 0.75, the defaults) over stemmed English words."""

    packages = ("bm25s", "PyStemmer", "numba")

    def build(self, beir: Path, index: Path, option: str) -> None:
        """Tokenise, index, and save with the passages."""
        import bm25s
        import Stemmer

        passages = read_passages(beir)
        texts = [one.text for one in passages]
        retriever = bm25s.BM25()
        retriever.index(
            bm25s.tokenize(texts, stopwords="en", stemmer=Stemmer.Stemmer("english"), show_progress=False),
            show_progress=False,
        )
        retriever.save(str(index), corpus=[{"id": one.id, "text": one.text} for one in passages])

    def open(self, index: Path, option: str) -> None:
        """Load the index and the passages."""
        import bm25s
        import Stemmer

        self._tokenize = bm25s.tokenize
        self._stemmer = Stemmer.Stemmer("english")
        self._retriever = bm25s.BM25.load(str(index), load_corpus=True, show_progress=False)

    def search(self, question: str, k: int) -> list[Found]:
        """Return the passages with the highest BM25 score; those without a word in common are left out."""
        asked = self._tokenize([question], stopwords="en", stemmer=self._stemmer, show_progress=False)
        k = min(k, len(self._retriever.corpus))
        found, scores = self._retriever.retrieve(asked, k=k, show_progress=False)
        best = zip(found[0], scores[0], strict=True)
        return [Found(one["id"], score, one["text"]) for one, score in best if score > 0]


if __name__ == "__main__":
    main(Bm25s())
