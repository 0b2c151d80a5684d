"""Small real parts for tests: an encoder whose ranking is known beforehand, and articles for it.

The encoder is a bag of words. A word's vector depends on the word alone, and words that mean the same have
one vector, so the cosine of two texts of single words is the number of shared words over the root of the
product of their lengths.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import numpy as np

from qa_bot.core.types import Article, Source
from qa_bot.corpus.folder import join, list_files, read_each
from qa_bot.encoders.protocol import Embedding, Encoder
from qa_bot.retrieval.hybrid import HybridRetriever
from qa_bot.retrieval.model import DEFAULT
from qa_bot.retrieval.query_analysis import QuestionAnalyzer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa_bot.core.types import Hit, OnProgress, Progress, Slice
    from qa_bot.corpus.folder import CorpusFile
    from qa_bot.encoders.protocol import Encoder
    from qa_bot.index.opened import Index
    from qa_bot.retrieval.model import RankingModel

MEANINGS = {"automobile": "car", "physician": "doctor", "feline": "cat"}
"""Words that a bag of letters tells apart and a model does not."""

_CLS, _SEP, _FIRST_WORD = 0, 1, 2
_TOKEN_WIDTH = 32


class TinyEncoder:
    """A deterministic encoder, which remembers every text that it embedded."""

    def __init__(
        self,
        name: str = "tiny",
        *,
        weights: str = "first",
        max_tokens: int = 32,
        dimension: int = 512,
        meanings: Mapping[str, str] = MEANINGS,
    ) -> None:
        self.name = name
        self.fingerprint = hashlib.sha256(weights.encode()).hexdigest()
        self.max_tokens = max_tokens
        self.dimension = dimension
        self.embedded: list[str] = []
        """Every passage embedded so far, in order."""
        self._meanings = meanings

    def vocabulary(self) -> list[str]:
        """Give the special tokens and a three-letter word for every other number."""
        letters = "abcdefgh"
        words = [a + b + c for a in letters for b in letters for c in letters]
        return ["[CLS]", "[SEP]", *words[: self.dimension]]

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """Give the numbers of each text's words between the two special tokens."""
        return [[_CLS, *map(self._number, self._words(text)), _SEP] for text in texts]

    def encode_passages(self, texts: Sequence[str]) -> list[Embedding]:
        """Embed passages, and remember them."""
        self.embedded += texts
        return [self._encode(text) for text in texts]

    def encode_question(self, question: str) -> Embedding:
        """Embed a question."""
        return self._encode(question)

    def _encode(self, text: str) -> Embedding:
        words = self._words(text)[: self.max_tokens - 2]
        numbers = np.array([self._number(word) for word in words], np.int64)
        counts = np.bincount(numbers - _FIRST_WORD, minlength=self.dimension).astype(np.float32)
        if not words:
            counts[0] = 1.0  # a model gives an empty text a vector too
        tokens = [_token_vector(word) for word in words] or np.zeros((0, _TOKEN_WIDTH))
        return Embedding(counts / np.linalg.norm(counts), np.array(tokens, np.float32), numbers)

    def _words(self, text: str) -> list[str]:
        words = re.findall(r"\w+", text.casefold())
        return [self._meanings.get(word, word) for word in words]

    def _number(self, word: str) -> int:
        return _FIRST_WORD + int.from_bytes(hashlib.sha256(word.encode()).digest()[:4]) % self.dimension


class BrokenEncoder(TinyEncoder):
    """An encoder that fails once it has embedded some passages."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def encode_passages(self, texts: Sequence[str]) -> list[Embedding]:
        """Fail."""
        raise self._error


def model(encoder: TinyEncoder) -> Encoder:
    """Wrap an encoder for a build."""
    return encoder


def ignore(_: Progress) -> None:
    """Take a report of progress and do nothing."""


def article(name: str, *paragraphs: str, title: str | None = None) -> Article:
    """Make an article of paragraphs."""
    return Article(id=name, source=Source(path=name, title=title), paragraphs=paragraphs)


def write_articles(folder: Path, articles: Mapping[str, str]) -> None:
    """Write one Markdown file an article: paragraphs by file name, parted by blank lines."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in articles.items():
        (folder / name).write_text(f"---\ntitle: {name.partition('.')[0]}\n---\n{text}\n", encoding="utf-8")


def read_corpus(folder: Path, on_progress: OnProgress) -> list[CorpusFile]:
    """Read every file below a folder, as a build with nothing to take over does."""
    return join(read_each(folder, list_files(folder), on_progress))


def unit(*components: float) -> NDArray[np.float32]:
    """Make a vector of unit length that points the way of the components."""
    vector = np.array(components, np.float32)
    return vector / np.float32(np.linalg.norm(vector))


def _token_vector(word: str) -> NDArray[np.float32]:
    """Give a word's own corner of a cube, scaled to unit length."""
    bits = np.unpackbits(np.frombuffer(hashlib.sha256(word.encode()).digest(), np.uint8))[:_TOKEN_WIDTH]
    return unit(*(bits.astype(np.float32) * 2 - 1))


def articles_of(index: Index) -> list[tuple[Article, list[Slice]]]:
    """Return every article of an index with its slices, in order."""
    return [(placed.article, placed.slices) for placed in index.store.placed()]


def hits_of(
    index: Index, encoder: Encoder | None, question: str, k: int, ranking: RankingModel = DEFAULT
) -> tuple[Hit, ...]:
    """Retrieve the best k passages for a question."""
    return HybridRetriever(index, ranking).find(QuestionAnalyzer(index, encoder).analyze(question), k)


def parts_of(hit: Hit) -> dict[str, float]:
    """Return what adds up to a hit's score: contributions by signal, and deductions below zero."""
    deducted = {lack.name: -lack.deducted for lack in hit.lacks}
    return {part.signal: part.value for part in hit.contributions} | deducted
