"""Tiny models in the place of real ones, for tests of the engine."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from tiny import TinyEncoder, model

from qa_bot.core.errors import ModelError
from qa_bot.encoders.model_files import DEFAULT_MODEL
from qa_bot.encoders.precision import Precision, fingerprint_in, weights_of
from qa_bot.engine import building, local, models
from qa_bot.evaluation import experiments
from qa_bot.index import embed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pytest

    from qa_bot.core.types import OnProgress
    from qa_bot.encoders.protocol import Encoder


class Installed:
    """The models on this machine, and which of them were loaded in which order."""

    def __init__(self) -> None:
        self.models = {"tiny": TinyEncoder(), DEFAULT_MODEL: TinyEncoder(DEFAULT_MODEL, weights="default")}
        self.loaded: list[str] = []
        self.fetched: list[str] = []
        """Those that were to be fetched if need be."""

    def find_encoder(
        self,
        name: str,
        cache: Path,
        on_progress: OnProgress | None = None,
        *,
        fetch: bool = False,
        precision: Precision = Precision.FLOAT32,
    ) -> Encoder:
        """Load a model for a build."""
        assert cache.name == "cache"
        self.fetched += [name] * fetch
        found = copy(self._load(name))
        found.fingerprint = fingerprint_in(found.fingerprint, precision)
        return model(found)

    def load_encoder(self, name: str, expected_fingerprint: str, cache: Path) -> TinyEncoder:
        """Load a model for questions."""
        assert cache.name == "cache"
        found = self._load(name)
        if found.fingerprint != weights_of(expected_fingerprint):
            raise ModelError(f"other weights of {name}")
        return found

    def _load(self, name: str) -> TinyEncoder:
        self.loaded.append(name)
        if name not in self.models:
            raise ModelError(f"no model {name}")
        return self.models[name]


def only_nothing(folder: Path, span: range, texts: Sequence[str | None], found: embed.Embeddings) -> None:
    """Break off a build when it has anything to embed."""
    if texts:
        raise ZeroDivisionError
    _WRITE_ROWS(folder, span, texts, found)


_WRITE_ROWS = embed.write_rows


def install(monkeypatch: pytest.MonkeyPatch) -> Installed:
    """Put tiny models in the place of real ones."""
    found = Installed()
    monkeypatch.setattr(building, "find_encoder", found.find_encoder)
    monkeypatch.setattr(local, "load_encoder", found.load_encoder)
    monkeypatch.setattr(models, "load_encoder", found.load_encoder)
    monkeypatch.setattr(experiments, "load_encoder", found.load_encoder)
    return found
