"""Opens the engine, and builds the index first where there is none that can be used."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from qa_bot.core.errors import DamagedIndexError, IncompatibleIndexError, NoIndexError, StorageError
from qa_bot.encoders.answer_model import NO_ANSWER_MODEL
from qa_bot.engine.background import BackgroundTask
from qa_bot.engine.building import build
from qa_bot.engine.local import LocalEngine
from qa_bot.index.storage import build_lock

if TYPE_CHECKING:
    from qa_bot.core.folders import Folders
    from qa_bot.core.types import OnProgress
    from qa_bot.engine.building import Build
    from qa_bot.engine.models import LoadingModels

BUILDING, RESUMING = "Building the index", "Resuming the build"
_LOOK_S = 0.1


def open_engine(
    folders: Folders,
    on_progress: OnProgress,
    *,
    answer_model: str = NO_ANSWER_MODEL,
    models: LoadingModels | None = None,
    model: str | None = None,
    build: Build = build,
) -> LocalEngine:
    """Open the engine; build the index first where there is none, or one that cannot be used.

    A new index is embedded with the model named, which is downloaded where it is not on disk. An existing
    index keeps its own.

    Over a large corpus the engine answers by words as soon as it can, while the build continues in the
    background; an interrupted build is resumed. Another builder is waited for. `build` does the building.
    `models` are the models to ask with, if their loading has begun.

    Raises:
        QaBotError: it cannot be opened or built.
    """
    open_index = partial(
        LocalEngine, folders, on_progress=on_progress, answer_model=answer_model, models=models, build=build
    )
    if folders.store:
        return open_index()  # what is published there is not built here
    try:
        opened = open_index()
    except (NoIndexError, DamagedIndexError, IncompatibleIndexError):  # rebuilding any of them loses nothing
        pass
    else:
        if not opened.words_only:
            return opened
        label = BUILDING if build_lock.is_being_built(folders.index) else RESUMING
        return opened.go_on(label, BackgroundTask(partial(build, folders, None, on_progress, wait=True)))
    building = BackgroundTask(partial(build, folders, model, on_progress, fetch=model is not None, wait=True))
    while not building.is_over(_LOOK_S):
        with suppress(StorageError):
            early = open_index()
            if early.words_only:  # otherwise the build has written everything
                return early.go_on(BUILDING, building)
    building.finish()
    return open_index()
