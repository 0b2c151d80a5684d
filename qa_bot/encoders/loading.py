"""A model's name -> the fastest encoder for it.

There are two, with equal vectors. `SentenceTransformerEncoder` is the reference: it loads any
sentence-transformers model, and its imports take seconds. `OnnxEncoder` runs an export of the model without
importing torch. The export is made once, kept in the cache folder under the fingerprint of the model's files,
and only used while it agrees with the reference. That of the default model is made without the reference,
and it has one more, in int8, for passages.
"""

from __future__ import annotations

import contextlib
from functools import cached_property
from typing import TYPE_CHECKING

from qa_bot.core.errors import ModelError
from qa_bot.core.types import Progress
from qa_bot.encoders.model_files import DEFAULT_MODEL, fingerprint, known_name, model_folder
from qa_bot.encoders.onnx import OnnxEncoder
from qa_bot.encoders.precision import Precision, fingerprint_in, precision_of, weights_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from qa_bot.core.types import OnProgress
    from qa_bot.encoders.protocol import Embedding, Encoder
    from qa_bot.encoders.sentence_transformer import SentenceTransformerEncoder


def load_reference(name: str) -> SentenceTransformerEncoder:
    """Load a model with sentence-transformers, which takes seconds because it imports torch.

    Raises:
        ModelError: the model cannot be found or loaded.
    """
    from qa_bot.encoders.sentence_transformer import SentenceTransformerEncoder

    return SentenceTransformerEncoder(name, model_folder(name))


def load_encoder(name: str, expected_fingerprint: str, cache: Path) -> Encoder:
    """Load the fastest encoder of one exact model and precision, for asking.

    That is the export in the cache folder, which is made first if it is missing. If none can be made, it is
    sentence-transformers.

    Raises:
        ModelError: the model cannot be found, or its files have another fingerprint.
    """
    exact = _load(name, weights_of(expected_fingerprint), cache)
    if precision_of(expected_fingerprint) == Precision.FLOAT32:
        return exact
    return MixedEncoder(
        expected_fingerprint, questions=exact, passages=_lazy(name, expected_fingerprint, cache), main=exact
    )


def _load_for_build(name: str, fingerprint: str, cache: Path, folder: Path) -> Encoder:
    """Load what embeds passages; what embeds questions is exported, and loaded if it is used."""
    passages = _load(name, fingerprint, cache, folder)
    if precision_of(fingerprint) == Precision.FLOAT32:
        return passages
    questions = _lazy(name, weights_of(fingerprint), cache, folder)
    if not export_folder(questions.fingerprint, cache).is_dir():
        questions.tokenize([])  # exports it, so that the first question need not wait
    return MixedEncoder(fingerprint, questions=questions, passages=passages, main=passages)


def _lazy(name: str, fingerprint: str, cache: Path, folder: Path | None = None) -> LazyEncoder:
    return LazyEncoder(name, fingerprint, lambda: _load(name, fingerprint, cache, folder))


def _load(name: str, expected_fingerprint: str, cache: Path, folder: Path | None = None) -> Encoder:
    """Load one encoder, whose precision its fingerprint states.

    `folder` has the model's files, if they were compared with the fingerprint.
    """
    exported = export_folder(expected_fingerprint, cache)
    with contextlib.suppress(ModelError):
        return OnnxEncoder(name, expected_fingerprint, exported)
    folder = folder or _same_model(name, weights_of(expected_fingerprint))
    if name == DEFAULT_MODEL:
        from qa_bot.encoders.default_export import export_default_model

        try:
            return export_default_model(folder, expected_fingerprint, exported)
        except ModelError:
            if precision_of(expected_fingerprint) == Precision.INT8:
                raise
    return quickest(load_reference(name), cache)


def _same_model(name: str, expected: str) -> Path:
    """Return the folder of a model whose files have the expected fingerprint."""
    folder = model_folder(name)
    installed = fingerprint(folder)
    if installed != expected:
        msg = (
            f"The index was built with other weights of {name} (fingerprint {expected[:12]}) "
            f"than those installed ({installed[:12]}). Run `qa-bot index` to re-embed the articles."
        )
        raise ModelError(msg)
    return folder


def quickest(reference: SentenceTransformerEncoder, cache: Path) -> Encoder:
    """Export the reference and return the export, or the reference if no export can be made."""
    folder = export_folder(reference.fingerprint, cache)
    try:
        reference.export(folder)
        return OnnxEncoder(reference.name, reference.fingerprint, folder)
    except ModelError:
        return reference


def export_folder(model_fingerprint: str, cache: Path) -> Path:
    """Return the folder of a model's export, which is another one for each precision."""
    folder = fingerprint_in(weights_of(model_fingerprint)[:32], precision_of(model_fingerprint))
    return cache / "exports" / folder


def find_encoder(
    name: str,
    cache: Path,
    on_progress: OnProgress | None = None,
    *,
    fetch: bool = False,
    precision: Precision = Precision.FLOAT32,
) -> Encoder:
    """Find a model for a build, which embeds passages in a precision. It is loaded when it is first used.

    With `fetch`, which requires that the user gave the name, it is downloaded if it is not on disk.

    Raises:
        ModelError: it cannot be found, or not used in this precision.
    """
    name = known_name(name)
    if precision == Precision.INT8 and name != DEFAULT_MODEL:
        msg = f"Only {DEFAULT_MODEL} can embed in int8: leave out `--precision int8`, or leave out --model."
        raise ModelError(msg)
    folder = model_folder(name, fetch=fetch)
    found = fingerprint_in(fingerprint(folder), precision)
    tell = on_progress or (lambda _: None)

    def load() -> Encoder:
        tell(stage_of_loading(found, cache))
        return _load_for_build(name, found, cache, folder)

    return LazyEncoder(name, found, load)


LOADING, PREPARING = Progress("loading the model", 0, 0), Progress("preparing the model (once)", 0, 0)


def stage_of_loading(fingerprint: str, cache: Path) -> Progress:
    """Return the stage to show: an export that is missing must be made first, which takes seconds."""
    return LOADING if export_folder(fingerprint, cache).is_dir() else PREPARING


class LazyEncoder:
    """An encoder whose name and fingerprint are known, and that loads on any other use."""

    def __init__(self, name: str, fingerprint: str, load: Callable[[], Encoder]) -> None:
        self.name, self.fingerprint = name, fingerprint
        self._load = load

    @cached_property
    def _loaded(self) -> Encoder:
        return self._load()

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._loaded.dimension

    @property
    def max_tokens(self) -> int:
        """Number of tokens of a text that are read, special ones included."""
        return self._loaded.max_tokens

    def vocabulary(self) -> Sequence[str]:
        """Return the tokens that the model knows, by id."""
        return self._loaded.vocabulary()

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the ids of each text's tokens, special ones included, without truncation."""
        return self._loaded.tokenize(texts)

    def encode_passages(self, texts: Sequence[str]) -> list[Embedding]:
        """Embed passages."""
        return self._loaded.encode_passages(texts)

    def encode_question(self, question: str) -> Embedding:
        """Embed a question."""
        return self._loaded.encode_question(question)


class MixedEncoder:
    """Embeds questions and passages with two encoders: the same model in two precisions."""

    def __init__(self, fingerprint: str, *, questions: Encoder, passages: Encoder, main: Encoder) -> None:
        """Take both, and which of the two, loaded already, describes the model."""
        self.fingerprint = fingerprint
        self.name, self.dimension, self.max_tokens = main.name, main.dimension, main.max_tokens
        self.vocabulary, self.tokenize = main.vocabulary, main.tokenize
        self.encode_passages, self.encode_question = passages.encode_passages, questions.encode_question
