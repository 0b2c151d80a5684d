"""An encoder that is loaded when it is first needed, so that a build with nothing new waits for no model."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from qa_bot.core.types import Progress
from qa_bot.encoders import loading as encoder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from qa_bot.encoders.protocol import Embedding, Encoder


LOADING, PREPARING = Progress("loading the model", 0, 0), Progress("preparing the model (once)", 0, 0)


def loading(fingerprint: str, cache: Path) -> Progress:
    """Tell whether a model is only loaded or prepared first, which takes seconds, for torch exports it."""
    return LOADING if encoder.export_folder(fingerprint, cache).is_dir() else PREPARING


class LazyEncoder:
    """Stands for an encoder whose name and fingerprint are known; any other use loads it."""

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
        """How many tokens of a text are read, special ones included."""
        return self._loaded.max_tokens

    def vocabulary(self) -> Sequence[str]:
        """Give the tokens that the model knows, in the order of their numbers."""
        return self._loaded.vocabulary()

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """Give the numbers of each text's tokens, special ones included, without truncation."""
        return self._loaded.tokenize(texts)

    def encode_passages(self, texts: Sequence[str]) -> list[Embedding]:
        """Embed passages."""
        return self._loaded.encode_passages(texts)

    def encode_question(self, question: str) -> Embedding:
        """Embed a question."""
        return self._loaded.encode_question(question)
