"""A corpus of any size out of a BEIR folder's text, with embeddings that cost next to nothing.

The folder's own paragraphs come first, with their real embeddings. Every other paragraph is made: four
sentences of theirs, in each of which two words are exchanged for others, so that hardly a sentence stands
twice. The vector of a made paragraph is a real one's moved by noise, so that its cosine with it is about
0.85, as neighbours' are, and its token vectors are a real paragraph's.
"""

from __future__ import annotations

import json
import random
import time
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING

import numpy as np

from qa_bot.evaluation.beir import read_beir
from qa_bot.index import embed, token_vectors
from qa_bot.index.storage.embeddings import Row, encode_row
from qa_bot.index.token_vectors import fit_projection
from qa_bot.language.languages.english import ENGLISH
from qa_bot.language.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from qa_bot.encoders.protocol import Embedding, Encoder

REAL = 2_000
"""Paragraphs that are embedded for real, at most."""

NOISE = 0.62
"""Length of the noise beside a unit vector: the cosine is then about 1 / sqrt(1 + 0.62 ** 2) = 0.85."""

PARAGRAPHS = 10
"""Of an article."""

ARTICLES_A_FILE = 1_000


@dataclass(frozen=True, slots=True)
class Real:
    """Paragraphs with their real embeddings."""

    texts: Sequence[str]
    rows: Sequence[Row]
    projection: NDArray[np.float32]

    @classmethod
    def embedded(cls, beir: Path, split: str, model: Encoder, count: int = REAL) -> Real:
        """Embed the first paragraphs of a BEIR folder that are neither short nor long."""
        texts = [text for article in read_beir(beir, split).articles for text in article.paragraphs]
        texts = [text for text in dict.fromkeys(texts) if 200 < len(text) < 1000][:count]
        projection = fit_projection(model)
        embeddings = model.encode_passages(texts)
        return cls(texts, [encode_row(one, projection) for one in embeddings], projection)

    @classmethod
    def load(cls, file: Path) -> Real:
        """Read what was saved."""
        with np.load(file) as saved:
            texts, projection = json.loads(saved["texts"].tobytes()), saved["projection"]
            vectors, tokens = saved["vectors"], saved["tokens"].tobytes()
            ends = np.cumsum([0, *saved["lengths"]]).tolist()
        parts = [tokens[start:end] for start, end in pairwise(ends)]
        return cls(texts, [Row(v.tobytes(), t) for v, t in zip(vectors, parts, strict=True)], projection)

    def save(self, file: Path) -> None:
        """Write all of it."""
        np.savez(
            file,
            texts=np.frombuffer(json.dumps(self.texts).encode(), np.uint8),
            projection=self.projection,
            vectors=np.stack([np.frombuffer(row.vector, np.float16) for row in self.rows]),
            tokens=np.frombuffer(b"".join(row.tokens for row in self.rows), np.uint8),
            lengths=np.array([len(row.tokens) for row in self.rows]),
        )


class MadeEmbeddings:
    """Stands in for what embeds in a build, and times itself, so that its time can be left out.

    All else is done as ever: the rows go into the journal, and are fetched from there.
    """

    def __init__(self, real: Real, model: Encoder) -> None:
        self.elapsed_s = 0.0
        self.name, self.fingerprint = model.name, model.fingerprint
        self.dimension, self.max_tokens = model.dimension, model.max_tokens
        self.vocabulary, self.tokenize = model.vocabulary, model.tokenize
        self.encode_question = model.encode_question
        self._real = real
        self._known = dict(zip(real.texts, real.rows, strict=True))
        self._random = np.random.default_rng(1)

    def put_in_place(self) -> None:
        """Let builds of this process use made embeddings."""
        vars(token_vectors)["fit_projection"] = lambda _: self._real.projection
        vars(embed)["encode_row"] = lambda row, projection: row

    def encode_passages(self, texts: Sequence[str]) -> list[Embedding]:
        """Give rows, where embeddings belong."""
        started = time.perf_counter()
        rows: list[Row] = [self._known.get(text) or self._made() for text in texts]
        self.elapsed_s += time.perf_counter() - started
        return rows  # type: ignore[return-value]

    def _made(self) -> Row:
        real = self._real.rows[int(self._random.integers(0, len(self._real.rows)))]
        return Row(self._moved(real.vector).astype(np.float16).tobytes(), real.tokens)

    def _moved(self, vector: bytes) -> NDArray[np.float32]:
        given = np.frombuffer(vector, np.float16).astype(np.float32)
        noise = self._random.standard_normal(len(given), np.float32)
        moved: NDArray[np.float32] = given + NOISE / np.linalg.norm(noise) * noise
        return moved / np.linalg.norm(moved)


def write_corpus(folder: Path, texts: Sequence[str], count: int) -> None:
    """Write articles of so many paragraphs together, a thousand articles a .jsonl file."""
    folder.mkdir()
    lines = _lines(texts, count)
    number = 0
    while some := list(islice(lines, ARTICLES_A_FILE)):
        (folder / f"{number:04}.jsonl").write_text("".join(some), encoding="utf-8")
        number += 1


def _lines(texts: Sequence[str], count: int) -> Iterator[str]:
    wanted = islice(paragraphs(texts), count)
    number = 0
    while own := list(islice(wanted, PARAGRAPHS)):
        fields = {
            "id": f"a{number:06}",
            "title": " ".join(own[-1].split()[:6]),
            "publication": f"Paper {number % 50}",
            "date": f"{1990 + number % 30}-{number % 12 + 1:02}-{number % 28 + 1:02}",
            "paragraphs": own,
        }
        yield json.dumps(fields) + "\n"
        number += 1


def paragraphs(texts: Sequence[str]) -> Iterator[str]:
    """Give real paragraphs first, then made ones without end."""
    yield from texts
    pool = [text[start:end].split() for text in texts for start, end in sentences(text, ENGLISH)]
    words = [word for sentence in pool for word in sentence]
    chance = random.Random(2)  # noqa: S311
    while True:
        yield " ".join(_exchanged(chance.choice(pool), words, chance) for _ in range(4))


def _exchanged(sentence: Sequence[str], words: Sequence[str], chance: random.Random) -> str:
    own = list(sentence)
    for _ in range(2):
        own[int(chance.random() * (len(own) - 1))] = words[int(chance.random() * len(words))]
    return " ".join(own)
