"""Any sentence-transformers model as the reference encoder, and its export. The only door to torch.

Importing this module is quick. Loading a model imports torch, which takes seconds.
"""

from __future__ import annotations

import math
import threading
import warnings
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from qa_bot.core.errors import ModelError
from qa_bot.encoders import hub
from qa_bot.encoders.export_files import new_export, seal
from qa_bot.encoders.model_files import fingerprint
from qa_bot.encoders.onnx import PROBES, OnnxEncoder, embedding_of, probe_rows
from qa_bot.encoders.protocol import Embedding
from qa_bot.encoders.threads import ThreadCount, make_patient

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

_MAX_TOKENS_UNSTATED = 512
_BATCH_SIZE = 8
"""Texts encoded at once."""


class SentenceTransformerEncoder:
    """The reference encoder: any sentence-transformers model, with or without token vectors."""

    def __init__(self, name: str, folder: Path) -> None:
        """Load the model in a folder.

        Raises:
            ModelError: it cannot be loaded, or cannot embed text.
        """
        self.name = name
        self.fingerprint = fingerprint(folder)
        self._folder = folder
        self.model = _load_sentence_transformer(folder)
        self.dimension = int(self.model.get_embedding_dimension() or 0)
        self._lock = threading.Lock()  # a fast tokenizer must not be used by two threads at once
        self._threads = ThreadCount()
        try:
            self.max_tokens = _max_tokens(self.model)
            self._tokenizer = _tokenizer(self.model)
            self._special = np.array(self._tokenizer.all_special_ids)
            self._has_tokens = "token_embeddings" in _outputs(self.model.encode_query, [PROBES[0]], 1)[0]
            self.encode_question(PROBES[0])
        except (AttributeError, KeyError, OverflowError, TypeError) as error:
            msg = f"{name} cannot embed text the way qa-bot needs it. Choose a transformer model."
            raise ModelError(msg) from error

    def vocabulary(self) -> list[str]:
        """Return the tokens that the model knows, by id."""
        ids = self._tokenizer.get_vocab()
        return sorted(ids, key=ids.__getitem__)

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the ids of each text's tokens, special ones included, without truncation."""
        if not texts:  # the tokenizer itself fails on none
            return []
        with self._lock:
            encoded = self._tokenizer(list(texts), truncation=False, add_special_tokens=True, verbose=False)
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
            ModelError: the model cannot be exported with the same vectors, or the export cannot be written.
        """
        tokenizer = getattr(self._tokenizer, "backend_tokenizer", None)
        if not self._has_tokens:
            msg = f"{self.name} has no token vectors, so it cannot be exported."
            raise ModelError(msg)
        if tokenizer is None:
            msg = f"{self.name} has no fast tokenizer, so it cannot be exported."
            raise ModelError(msg)
        try:
            self._export(folder, tokenizer.to_str())
        except OSError as error:
            msg = f"The export of {self.name} cannot be written to {folder}: {error}"
            raise ModelError(msg) from error

    def _export(self, folder: Path, tokenizer: str) -> None:
        with new_export(folder) as target:
            self._write_graph(target / "model.onnx")
            (target / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
            np.save(target / "probes.npy", probe_rows(self.encode_passages(PROBES)))
            seal(target, self.description())
            OnnxEncoder(self.name, self.fingerprint, target).check(PROBES)

    def _encode(self, method: Any, texts: Sequence[str]) -> list[Embedding]:
        if not texts:
            return []
        with self._lock:
            if not self._has_tokens:
                return [Embedding(_unit(vector)) for vector in _vectors(method, texts)]
            outputs = self._threads.run(texts, partial(_outputs, method))
        return [
            embedding_of(
                output["sentence_embedding"].numpy(),
                output["token_embeddings"].numpy(),
                output["input_ids"].numpy(),
                output["attention_mask"].numpy(),
                self._special,
            )
            for output in outputs
        ]

    def description(self) -> dict[str, object]:
        """Return what an encoder of its export must know."""
        prompts = self.model.prompts
        return {
            "dimension": self.dimension,
            "max_tokens": self.max_tokens,
            "pad_id": self._tokenizer.pad_token_id,
            "special_ids": self._special.tolist(),
            "question_prompt": prompts.get("query", ""),
            "passage_prompt": prompts.get("document", ""),
        }

    def _write_graph(self, path: Path) -> None:
        import torch  # takes seconds to import

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
                warnings.simplefilter("ignore")  # the tracer's, about shapes; the probes check those
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


def _max_tokens(model: SentenceTransformer) -> int:
    """Return how many tokens a model reads; one of word vectors states it in its tokenizer, if at all."""
    cut = getattr(model.tokenizer, "truncation", None)
    stated = cut["max_length"] if isinstance(cut, dict) else model.max_seq_length
    return int(stated) if stated and math.isfinite(stated) else _MAX_TOKENS_UNSTATED


def _tokenizer(model: SentenceTransformer) -> Any:
    """Return the tokenizer as one of transformers; models of word vectors have one of tokenizers."""
    import tokenizers  # loaded with the model
    import transformers

    found = model.tokenizer
    if isinstance(found, tokenizers.Tokenizer):
        return transformers.PreTrainedTokenizerFast(tokenizer_object=found)
    return found


def _vectors(method: Any, texts: Sequence[str]) -> NDArray[np.float32]:
    """Embed texts with a model that has no token vectors: float32, (texts, dimension)."""
    vectors = np.array(method(list(texts), show_progress_bar=False), np.float32)
    vectors[~vectors.any(axis=1), 0] = 1.0  # a text without any known word needs a vector too
    return vectors


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    return cast("NDArray[np.float32]", vector / np.linalg.norm(vector))


def _outputs(method: Any, texts: Sequence[str], threads: int) -> Sequence[Any]:
    import torch  # loaded with the model

    torch.set_num_threads(threads)
    outputs: Sequence[Any] = method(
        list(texts), batch_size=_BATCH_SIZE, show_progress_bar=False, output_value=None
    )
    return outputs


def _load_sentence_transformer(folder: Path, **model_options: str) -> SentenceTransformer:
    make_patient()
    try:
        import transformers  # seconds
        from sentence_transformers import SentenceTransformer  # seconds

        transformers.utils.logging.set_verbosity_error()
        transformers.utils.logging.disable_progress_bar()
        with hub.unreachable():
            return SentenceTransformer(
                str(folder), device="cpu", local_files_only=True, model_kwargs=dict(model_options) or None
            ).eval()
    except Exception as error:  # the folder may hold anything
        msg = f"{folder} cannot be loaded as a sentence-transformers model: {error}"
        raise ModelError(msg) from error
