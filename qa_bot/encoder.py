"""The only door to sentence-transformers and onnxruntime: text in, unit vectors out.

Two encoders give the same vectors. `SentenceTransformerEncoder` loads any sentence-transformers model and
is the reference; importing it costs seconds. `OnnxEncoder` runs an export of such a model, which is made
once, kept in the cache folder under the fingerprint of the model's files, and trusted only while it
agrees with the reference: a question is embedded without importing torch.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
import threading
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

import numpy as np

from qa_bot.errors import ModelError
from qa_bot.models import fingerprint, model_folder
from qa_bot.types import Embedding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

    from qa_bot.types import Encoder

BATCH_SIZE = 8
"""Texts encoded at once. On two cores 8 embeds 1.1 to 1.2 times as many passages a second as 32 does,
because texts of like length share a batch and less of it is padding (tests/benchmarks/bench_speed.py)."""

MIN_AGREEMENT = 0.9999
"""Least cosine between an export's vector and the reference's for the export to be used."""

_MAX_TOKENS_UNSTATED = 512
_PROBES = (
    "Where was the meeting held?",
    "Über 3.5 million people in São Paulo voted; “turnout” rose by 12% — the highest since 1998.",
    " ".join(["The committee postponed its decision on the new bridge until the second week of May."] * 30),
)


class _Tokenizer(Protocol):
    """The part of tokenizers.Tokenizer that is used here."""

    def encode_batch(self, texts: list[str]) -> list[Any]: ...


def load_reference(name: str) -> SentenceTransformerEncoder:
    """Load a model with sentence-transformers; takes seconds, for torch is imported.

    Raises:
        ModelError: the model cannot be found or loaded.
    """
    folder = model_folder(name)
    return SentenceTransformerEncoder(name, folder)


def load_encoder(name: str, expected_fingerprint: str, cache: Path) -> Encoder:
    """Load the quickest encoder that gives the vectors of one exact model.

    That is the export in the cache folder; where there is none, it is made; where none can be made,
    sentence-transformers itself.

    Raises:
        ModelError: the model cannot be found, or its files are not those of the expected fingerprint.
    """
    with contextlib.suppress(ModelError):
        return OnnxEncoder(name, expected_fingerprint, export_folder(expected_fingerprint, cache))
    installed = fingerprint(model_folder(name))
    if installed != expected_fingerprint:
        msg = (
            f"The index was made with other weights of {name} (fingerprint {expected_fingerprint[:12]}) than "
            f"the ones installed ({installed[:12]}): run `qa-bot index` to embed anew."
        )
        raise ModelError(msg)
    return quickest(load_reference(name), cache)


def quickest(reference: SentenceTransformerEncoder, cache: Path) -> Encoder:
    """Export the reference and give the export; the reference where none agrees or none can be made."""
    folder = export_folder(reference.fingerprint, cache)
    try:
        reference.export(folder)
        return OnnxEncoder(reference.name, reference.fingerprint, folder)
    except ModelError:
        return reference


def export_folder(model_fingerprint: str, cache: Path) -> Path:
    """Tell where the export of a model stands."""
    return cache / "exports" / model_fingerprint[:32]


class SentenceTransformerEncoder:
    """The reference encoder: any sentence-transformers model, `model` once it is loaded."""

    def __init__(self, name: str, folder: Path) -> None:
        """Load the model of a folder; ModelError when it cannot be."""
        self.name = name
        self.fingerprint = fingerprint(folder)
        self._folder = folder
        self.model = _load_sentence_transformer(folder)
        self.dimension = int(self.model.get_embedding_dimension() or 0)
        self._lock = threading.Lock()  # a fast tokenizer must not be used by two threads at once
        try:
            self.max_tokens = int(self.model.max_seq_length or _MAX_TOKENS_UNSTATED)
            self._special = np.array(self.model.tokenizer.all_special_ids)
            self.encode_question(_PROBES[0])
        except (AttributeError, KeyError, OverflowError, TypeError) as error:
            msg = f"{name} gives no vectors of tokens, which ranking needs: name a transformer model."
            raise ModelError(msg) from error

    def vocabulary(self) -> list[str]:
        """Give the tokens that the model knows, in the order of their numbers."""
        numbers = self.model.tokenizer.get_vocab()
        return sorted(numbers, key=numbers.__getitem__)

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """Give the numbers of each text's tokens, special ones included, without truncation."""
        if not texts:  # which the tokenizer itself stumbles over
            return []
        with self._lock:
            encoded = self.model.tokenizer(
                list(texts), truncation=False, add_special_tokens=True, verbose=False
            )
        return list(encoded["input_ids"])

    def encode_passages(self, texts: Sequence[str]) -> list[Embedding]:
        """Embed passages."""
        return self._encode(self.model.encode_document, texts)

    def encode_question(self, question: str) -> Embedding:
        """Embed a question."""
        return self._encode(self.model.encode_query, [question])[0]

    def export(self, folder: Path) -> None:
        """Write an ONNX export of the model into a folder, whole or not at all.

        Raises:
            ModelError: the model cannot be exported so that its vectors stay the same, or not be written.
        """
        tokenizer = getattr(self.model.tokenizer, "backend_tokenizer", None)
        if tokenizer is None:
            msg = f"{self.name} has no fast tokenizer, so it cannot be exported."
            raise ModelError(msg)
        try:
            self._export(folder, tokenizer.to_str())
        except OSError as error:
            msg = f"The export of {self.name} cannot be written to {folder}: {error}"
            raise ModelError(msg) from error

    def _export(self, folder: Path, tokenizer: str) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".export-") as scratch:
            target = Path(scratch) / "export"
            target.mkdir()
            self._write_graph(target / "model.onnx")
            (target / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
            (target / "export.json").write_text(json.dumps(self._description()), encoding="utf-8")
            np.save(target / "probes.npy", _probe_rows(self.encode_passages(_PROBES)))
            OnnxEncoder(self.name, self.fingerprint, target).check(_PROBES)
            _replace_folder(target, folder)

    def _encode(self, method: Any, texts: Sequence[str]) -> list[Embedding]:
        if not texts:
            return []
        with self._lock:
            outputs = method(list(texts), batch_size=BATCH_SIZE, show_progress_bar=False, output_value=None)
        return [
            _embedding(
                output["sentence_embedding"].numpy(),
                output["token_embeddings"].numpy(),
                output["input_ids"].numpy(),
                output["attention_mask"].numpy(),
                self._special,
            )
            for output in outputs
        ]

    def _description(self) -> dict[str, object]:
        prompts = self.model.prompts
        return {
            "dimension": self.dimension,
            "max_tokens": self.max_tokens,
            "pad_id": self.model.tokenizer.pad_token_id,
            "special_ids": self._special.tolist(),
            "question_prompt": prompts.get("query", ""),
            "passage_prompt": prompts.get("document", ""),
        }

    def _write_graph(self, path: Path) -> None:
        import torch  # seconds of import, only needed here

        names = ("input_ids", "attention_mask")
        model = _load_sentence_transformer(self._folder, attn_implementation="eager")

        class Embedding(torch.nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.model = model

            def forward(self, input_ids: Any, attention_mask: Any) -> Any:
                features = {"input_ids": input_ids, "attention_mask": attention_mask}
                outputs = self.model(features)
                return outputs["sentence_embedding"], outputs["token_embeddings"]

        example = model.tokenizer(["a", "two words"], padding=True, return_tensors="pt")
        axes = {name: {0: "batch", 1: "tokens"} for name in (*names, "token_vectors")}
        try:
            with warnings.catch_warnings(), torch.no_grad():
                warnings.simplefilter("ignore")  # the tracer's, about shapes that the probes prove right
                torch.onnx.export(
                    Embedding().eval(),
                    tuple(example[name] for name in names),
                    str(path),
                    dynamo=False,  # the newer exporter needs onnxscript and fixes the shapes
                    input_names=list(names),
                    output_names=["vector", "token_vectors"],
                    dynamic_axes=axes | {"vector": {0: "batch"}},
                    opset_version=17,
                )
        except Exception as error:
            msg = f"{self.name} cannot be exported: {error}"
            raise ModelError(msg) from error


class OnnxEncoder:
    """An export of a model, run by onnxruntime; opening it proves that its vectors are the reference's."""

    def __init__(self, name: str, model_fingerprint: str, folder: Path) -> None:
        """Open an export.

        Raises:
            ModelError: there is none, or it is damaged, or its vectors are not the reference's.
        """
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # for one question threads cost more
        import onnxruntime  # not needed before a model is
        import tokenizers

        self.name = name
        self.fingerprint = model_fingerprint
        try:
            description = json.loads((folder / "export.json").read_text(encoding="utf-8"))
            self._probe_vectors = np.load(folder / "probes.npy", allow_pickle=False)
            self._tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
            options = onnxruntime.SessionOptions()
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            options.log_severity_level = 4
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self.dimension: int = description["dimension"]
            self.max_tokens: int = description["max_tokens"]
            self._question_prompt: str = description["question_prompt"]
            self._passage_prompt: str = description["passage_prompt"]
            self._pad_id: int = description["pad_id"]
            self._special = np.array(description["special_ids"])
            self._tokenizer.no_truncation()
            self._tokenizer.no_padding()
            self.check(_PROBES[:2])  # the short ones take milliseconds
        except ModelError:
            raise
        except Exception as error:  # the three libraries raise what they like, bare Exception included
            msg = f"The export of {name} in {folder} cannot be used: {error}"
            raise ModelError(msg) from error

    def check(self, probes: Sequence[str]) -> None:
        """Compare the vectors of the first few probes with the reference's.

        Raises:
            ModelError: they do not agree.
        """
        found, expected = _probe_rows(self.encode_passages(probes)), self._probe_vectors[: len(probes)]
        agreement = (found * expected).sum(axis=1) / 2 if found.shape == expected.shape else np.zeros(1)
        if agreement.min() < MIN_AGREEMENT:
            msg = f"The export of {self.name} does not give the model's own vectors."
            raise ModelError(msg)

    def vocabulary(self) -> list[str]:
        """Give the tokens that the model knows, in the order of their numbers."""
        numbers = self._tokenizer.get_vocab()
        return sorted(numbers, key=numbers.__getitem__)

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """Give the numbers of each text's tokens, special ones included, without truncation."""
        return [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]

    def encode_passages(self, texts: Sequence[str]) -> list[Embedding]:
        """Embed passages."""
        return self._encode([self._passage_prompt + text for text in texts])

    def encode_question(self, question: str) -> Embedding:
        """Embed a question."""
        return self._encode([self._question_prompt + question])[0]

    def _encode(self, texts: list[str]) -> list[Embedding]:
        tokens = [self._truncated(ids) for ids in self.tokenize(texts)]
        order = sorted(range(len(texts)), key=lambda row: len(tokens[row]))
        done: dict[int, Embedding] = {}
        for start in range(0, len(order), BATCH_SIZE):
            rows = order[start : start + BATCH_SIZE]
            done.update(zip(rows, self._run([tokens[row] for row in rows]), strict=True))
        return [done[row] for row in range(len(texts))]

    def _truncated(self, ids: list[int]) -> list[int]:
        """Cut to what the model reads, keeping the closing special token."""
        return ids if len(ids) <= self.max_tokens else [*ids[: self.max_tokens - 1], ids[-1]]

    def _run(self, batch: list[list[int]]) -> list[Embedding]:
        shape = (len(batch), max(map(len, batch)))
        ids, mask = np.full(shape, self._pad_id, np.int64), np.zeros(shape, np.int64)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)], mask[row, : len(tokens)] = tokens, 1
        vectors, tokens = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return [_embedding(*row, self._special) for row in zip(vectors, tokens, ids, mask, strict=True)]


def _load_sentence_transformer(folder: Path, **model_options: str) -> SentenceTransformer:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # torch's threads already use every core
    try:
        import transformers  # seconds
        from sentence_transformers import SentenceTransformer  # seconds

        transformers.utils.logging.set_verbosity_error()
        transformers.utils.logging.disable_progress_bar()
        return SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, model_kwargs=dict(model_options) or None
        ).eval()
    except Exception as error:  # whatever is in a folder that a person named
        msg = f"{folder} cannot be loaded as a sentence-transformers model: {error}"
        raise ModelError(msg) from error


def _embedding(
    vector: NDArray[np.float32],
    tokens: NDArray[np.float32],
    token_ids: NDArray[np.int64],
    mask: NDArray[np.int64],
    special_ids: NDArray[np.int64],
) -> Embedding:
    """Leave out padding and special tokens, and bring every vector to unit length."""
    kept = (mask > 0) & ~np.isin(token_ids, special_ids)
    return Embedding(_unit(vector), _unit(tokens[kept]), token_ids[kept])


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return cast("NDArray[np.float32]", vectors / np.maximum(norms, 1e-12))


def _probe_rows(embeddings: Sequence[Embedding]) -> NDArray[np.float32]:
    """Give what two encoders must agree on: each text's vector and the mean of its token vectors."""
    means = [_unit(embedding.tokens.mean(axis=0)) for embedding in embeddings]
    return np.stack(
        [np.concatenate(pair) for pair in zip((e.vector for e in embeddings), means, strict=True)]
    )


def _replace_folder(source: Path, target: Path) -> None:
    """Move a finished folder into place, over a damaged one if need be."""
    if target.exists():
        shutil.rmtree(target)
    source.rename(target)
