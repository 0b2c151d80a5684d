"""Runs an export of a model with onnxruntime, without importing torch.

An export is only used while its vectors equal the reference's. Whenever it is opened, the checksums of its
files are verified, and its vectors of some probes are compared with those of the reference.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import TYPE_CHECKING, cast

import numpy as np

from qa_bot.core.errors import ModelError
from qa_bot.encoders.export_files import open_sealed
from qa_bot.encoders.precision import Precision
from qa_bot.encoders.protocol import Embedding
from qa_bot.encoders.threads import ThreadCount

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

TOKENS_AT_ONCE: dict[Precision, int] = {Precision.FLOAT32: 256, Precision.INT8: 0}
"""Tokens, padding included, that texts may have together to be run at once; a longer text runs alone.

With 2,048, what lies between two layers exceeds a processor's own cache, and a fifth fewer passages are
embedded a second (tests/benchmarks/bench_indexing.py). In int8 every text runs alone, because all that runs
together shares one scale: a text's numbers would depend on the others.
"""

MIN_AGREEMENT: dict[Precision, float] = {Precision.FLOAT32: 0.9999, Precision.INT8: 0.99}
"""Least cosine between an export's vector and the reference's for the export to be used, by its precision."""

PROBES = (
    "Where was the meeting held?",
    "Über 3.5 million people in São Paulo voted; “turnout” rose by 12% — the highest since 1998.",
    " ".join(["The committee postponed its decision on the new bridge until the second week of May."] * 30),
)
"""Texts on which two encoders are compared, short ones first."""


class OnnxEncoder:
    """An export of a model. Opening it verifies that its vectors are the reference's."""

    def __init__(self, name: str, model_fingerprint: str, folder: Path) -> None:
        """Open an export.

        Raises:
            ModelError: it is missing or damaged, or its vectors are not the reference's.
        """
        os.environ.setdefault(
            "TOKENIZERS_PARALLELISM", "false"
        )  # for one question, threads cost more than they save
        import onnxruntime  # only when a model is needed
        import tokenizers

        self.name = name
        self.fingerprint = model_fingerprint
        try:
            description = open_sealed(folder)
            self._probe_vectors = np.load(folder / "probes.npy", allow_pickle=False)
            self._tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1  # whole batches run in parallel instead
            options.log_severity_level = 4
            # Without instructions for 8-bit products, compute exactly instead of letting sums overflow
            options.add_session_config_entry("session.x64quantprecision", "1")
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self.dimension: int = description["dimension"]
            self.max_tokens: int = description["max_tokens"]
            self._question_prompt: str = description["question_prompt"]
            self._passage_prompt: str = description["passage_prompt"]
            self._pad_id: int = description["pad_id"]
            self._special = np.array(description["special_ids"])
            self._precision = Precision(description.get("precision", Precision.FLOAT32))
            self._threads = ThreadCount()
            self._tokenizer.no_truncation()
            self._tokenizer.no_padding()
            self.check(PROBES[:2])  # the short ones take milliseconds
        except ModelError:
            raise
        except Exception as error:  # three libraries, one of which raises bare Exception
            msg = f"The export of {name} in {folder} cannot be used: {error}"
            raise ModelError(msg) from error

    def check(self, probes: Sequence[str]) -> None:
        """Compare the vectors of some probes with the reference's.

        Raises:
            ModelError: they do not agree.
        """
        found, expected = probe_rows(self.encode_passages(probes)), self._probe_vectors[: len(probes)]
        agreement = (found * expected).sum(axis=1) / 2 if found.shape == expected.shape else np.zeros(1)
        if agreement.min() < MIN_AGREEMENT[self._precision]:
            msg = f"The export of {self.name} does not reproduce the model's own vectors."
            raise ModelError(msg)

    def vocabulary(self) -> list[str]:
        """Return the tokens that the model knows, by id."""
        ids = self._tokenizer.get_vocab()
        return sorted(ids, key=ids.__getitem__)

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the ids of each text's tokens, special ones included, without truncation."""
        return [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]

    def encode_passages(self, texts: Sequence[str]) -> list[Embedding]:
        """Embed passages."""
        return self._encode([self._passage_prompt + text for text in texts])

    def encode_question(self, question: str) -> Embedding:
        """Embed a question."""
        return self._encode([self._question_prompt + question])[0]

    def _encode(self, texts: list[str]) -> list[Embedding]:
        tokens = [self._truncated(ids) for ids in self.tokenize(texts)]
        order = sorted(range(len(texts)), key=lambda row: len(tokens[row]))
        batches = list(batched([tokens[row] for row in order], TOKENS_AT_ONCE[self._precision]))
        found = chain.from_iterable(self._threads.run(batches, self._run_all))
        done = dict(zip(order, found, strict=True))
        return [done[row] for row in range(len(texts))]

    def _run_all(self, batches: Sequence[list[list[int]]], threads: int) -> list[list[Embedding]]:
        if threads == 1:
            return [self._run(batch) for batch in batches]
        with ThreadPoolExecutor(threads, thread_name_prefix="embedding") as executor:
            return list(executor.map(self._run, batches))

    def _truncated(self, ids: list[int]) -> list[int]:
        """Cut to what the model reads, keeping the closing special token."""
        return ids if len(ids) <= self.max_tokens else [*ids[: self.max_tokens - 1], ids[-1]]

    def _run(self, batch: list[list[int]]) -> list[Embedding]:
        shape = (len(batch), max(map(len, batch)))
        ids, mask = np.full(shape, self._pad_id, np.int64), np.zeros(shape, np.int64)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)], mask[row, : len(tokens)] = tokens, 1
        vectors, tokens = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return [embedding_of(*row, self._special) for row in zip(vectors, tokens, ids, mask, strict=True)]


def batched(texts: Sequence[list[int]], at_once: int) -> Iterator[list[list[int]]]:
    """Batch texts, given as token ids, shortest first: at most `at_once` tokens or one text each."""
    batch: list[list[int]] = []
    for ids in texts:
        if batch and (len(batch) + 1) * len(ids) > at_once:
            yield batch
            batch = []
        batch.append(ids)
    if batch:
        yield batch


def embedding_of(
    vector: NDArray[np.float32],
    tokens: NDArray[np.float32],
    token_ids: NDArray[np.int64],
    mask: NDArray[np.int64],
    special_ids: NDArray[np.int64],
) -> Embedding:
    """Return an embedding without padding and special tokens, every vector scaled to unit length."""
    kept = (mask > 0) & ~np.isin(token_ids, special_ids, kind="table")
    return Embedding(_unit(vector), _unit(tokens[kept]), token_ids[kept])


def probe_rows(embeddings: Sequence[Embedding]) -> NDArray[np.float32]:
    """Return what two encoders must agree on: each text's vector and the mean of its token vectors."""
    means = [_unit(embedding.tokens.mean(axis=0)) for embedding in embeddings]
    return np.stack(
        [np.concatenate(pair) for pair in zip((e.vector for e in embeddings), means, strict=True)]
    )


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return cast("NDArray[np.float32]", vectors / np.maximum(norms, 1e-12))
