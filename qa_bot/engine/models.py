"""Loads the models of an engine in threads, while the engine is imported and the index opened.

Importing this module is quick, so a program that will ask can begin with it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

from qa_bot.core.errors import QaBotError
from qa_bot.encoders.answer_model import load_answer_model
from qa_bot.encoders.loading import PREPARING, load_encoder, stage_of_loading
from qa_bot.encoders.precision import weights_of
from qa_bot.index.storage.manifest import read_model
from qa_bot.index.storage.versions import current_version

if TYPE_CHECKING:
    from qa_bot.core.folders import Folders
    from qa_bot.core.types import Progress
    from qa_bot.encoders.answer_model import AnswerModel
    from qa_bot.encoders.protocol import Encoder

__all__ = ["LoadingModels", "stage_before"]


class LoadingModels:
    """The answer model and the model of the index in use, being loaded."""

    def __init__(self, folders: Folders, answer_model: str) -> None:
        """Begin to load both; `answer_model` is a name or a folder."""
        self._folders = folders
        threads = ThreadPoolExecutor(2, thread_name_prefix="models")
        self._answer_model = threads.submit(load_answer_model, answer_model)
        self._encoder = threads.submit(self._encoder_in_use)
        threads.shutdown(wait=False)

    def answer_model(self) -> AnswerModel | None:
        """Wait for the answer model; None for "none".

        Raises:
            ModelError: it cannot be found or used.
        """
        return self._answer_model.result()

    def encoder(self, name: str, fingerprint: str) -> Encoder:
        """Wait for the model of the index; another one than that of the index in use is loaded now.

        Raises:
            ModelError: it cannot be found, or its files have another fingerprint.
        """
        with suppress(QaBotError):  # raised again below
            found = self._encoder.result()
            if found and (found.name, found.fingerprint) == (name, fingerprint):
                return found
        return load_encoder(name, fingerprint, self._folders.cache)

    def _encoder_in_use(self) -> Encoder | None:
        """Load the model of the index; None for that of a store, or one that must be exported first."""
        if self._folders.store:
            return None
        name, fingerprint = read_model(current_version(self._folders.index))
        if stage_before(fingerprint, self._folders) is PREPARING:
            return None
        return load_encoder(name, fingerprint, self._folders.cache)


def stage_before(fingerprint: str, folders: Folders) -> Progress:
    """Return the stage to show before the model of an index is loaded for questions."""
    return stage_of_loading(weights_of(fingerprint), folders.cache)
