"""Reranking with sentence-transformers' cross-encoders: question and passages -> scores 0..1.

Importing this module is quick. Loading a model imports torch, which takes seconds. Only a model that the user
names is downloaded, and no code that comes with a model is run.
"""

from __future__ import annotations

import json
import math
import os
import threading
from typing import TYPE_CHECKING, Any

from qa_bot.core.errors import ModelError
from qa_bot.core.scores import probability
from qa_bot.encoders import hub
from qa_bot.encoders.model_files import model_folder
from qa_bot.encoders.threads import make_patient

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

OWNER = "cross-encoder"
"""Owner of models that are named without one."""


class CrossEncoderReranker:
    """Any sentence-transformers CrossEncoder with one label."""

    def __init__(self, name: str) -> None:
        """Load a model by the folder or name that the user gave; it is downloaded if it is not on disk.

        Raises:
            ModelError: it cannot be found or loaded, or is not a cross-encoder with a single score.
        """
        self.name = name
        folder = _folder(name)
        _check(name, folder)
        self._model: Any = _load(name, folder)
        self._lock = threading.Lock()  # a fast tokenizer must not be used by two threads at once
        if self._model.num_labels != 1:
            msg = (
                f"{name} has {self._model.num_labels} labels, but a reranker needs exactly 1. "
                "Choose another cross-encoder."
            )
            raise ModelError(msg)
        self.score("What is this?", ["A text."])  # warm up: the first run is the slowest

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return how well each text answers the question, 0..1, higher is better.

        Raises:
            ModelError: the model fails, or returns NaN.
        """
        import torch  # loaded with the model

        try:
            with self._lock:
                logits = self._model.predict(
                    [(question, text) for text in texts],
                    batch_size=max(1, len(texts)),
                    activation_fn=torch.nn.Identity(),
                    show_progress_bar=False,
                )
        except Exception as error:  # the folder may hold anything
            msg = f"The reranker {self.name} cannot read a passage: {error}"
            raise ModelError(msg) from error
        found = [probability(float(logit)) for logit in logits]
        if any(map(math.isnan, found)):
            msg = f"The reranker {self.name} returns no numbers: its weights are damaged. Choose another one."
            raise ModelError(msg)
        return found


def _folder(name: str) -> Path:
    if "/" not in name and not name.startswith(".") and not os.path.isdir(name):  # noqa: PTH112  long names
        return model_folder(f"{OWNER}/{name}", fetch=True)
    return model_folder(name, fetch=True)


def _check(name: str, folder: Path) -> None:
    """Refuse a model to which sentence-transformers would add a head of random weights."""
    stated = _configuration(folder / "config_sentence_transformers.json").get("model_type")
    kinds = _configuration(folder / "config.json").get("architectures") or [""]
    if stated == "CrossEncoder" or (not stated and str(kinds[0]).endswith("ForSequenceClassification")):
        return
    msg = (
        f"{name} is not a cross-encoder but {stated or kinds[0] or 'of an unknown kind'}. Choose a reranker."
    )
    raise ModelError(msg)


def _configuration(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        msg = f"The reranker's {path} cannot be read: {error}"
        raise ModelError(msg) from error
    return found if isinstance(found, dict) else {}


def _load(name: str, folder: Path) -> Any:
    make_patient()
    try:
        import transformers  # seconds
        from sentence_transformers import CrossEncoder  # seconds

        transformers.utils.logging.set_verbosity_error()
        transformers.utils.logging.disable_progress_bar()
        with hub.unreachable():
            return CrossEncoder(str(folder), device="cpu", local_files_only=True)
    except Exception as error:  # the folder may hold anything
        msg = f"{name} cannot be loaded as a cross-encoder: {error}"
        raise ModelError(msg) from error
