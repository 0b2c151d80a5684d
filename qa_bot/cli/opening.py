"""Opens the engine for the app, in the library that is settled or that a first start creates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_bot.cli.options import folders
from qa_bot.cli.settled import Settled, explained, settled_by
from qa_bot.core.errors import QaBotError
from qa_bot.settings.places import Named

if TYPE_CHECKING:
    from qa_bot.core.engine import Engine
    from qa_bot.core.settings import FirstLibrary
    from qa_bot.core.types import OnProgress


class AppOpening:
    """The loader of the app, and what creates a library where there is none."""

    def __init__(self, found: Settled, answer_model: str) -> None:
        self._found, self._answer_model = found, answer_model

    @property
    def first_library(self) -> FirstLibrary | None:
        """What creates the first library; None where there is one."""
        if not self._found.place.is_nowhere:
            return None
        from qa_bot.settings.first_library import NewLibrary

        return NewLibrary(self._settle_again)

    def load(self, on_progress: OnProgress) -> Engine:
        """Open the engine; build the index first where there is none.

        Raises:
            QaBotError: it cannot be opened or built.
        """
        from qa_bot.engine.opening import open_engine

        place, model = self._found.place, self._found.config.value("model") or None
        try:
            return open_engine(
                folders(place.corpus, place.index),
                on_progress,
                answer_model=self._answer_model,
                model=model,
            )
        except QaBotError as error:
            error.args = (explained(error),)
            raise

    def _settle_again(self) -> None:
        """Use the library that the config file names now."""
        self._found = settled_by(Named())
