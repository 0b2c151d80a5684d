"""Runs the app on the library that is settled, that a first start creates, or that is opened in the app."""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

from qa_bot.cli.options import fail, folders
from qa_bot.cli.settled import Settled, explained, settle, settled_by, work_on
from qa_bot.core.errors import QaBotError
from qa_bot.core.folders import data_folder
from qa_bot.core.heaps import share_heaps
from qa_bot.core.libraries import NamedLibrary
from qa_bot.settings.config import read_config
from qa_bot.settings.places import Named

if TYPE_CHECKING:
    from qa_bot.core.conversations import ConversationStore
    from qa_bot.core.engine import Engine
    from qa_bot.core.settings import FirstLibrary
    from qa_bot.core.types import OnProgress
    from qa_bot.settings.places import Place


class Opening:
    """The loader of the app, its libraries, and what creates a library where there is none."""

    def __init__(self, found: Settled, answer_model: str) -> None:
        self._found, self._answer_model = found, answer_model
        self._first = found
        """What the command line settled on; it may be a folder that no library has."""

    @property
    def current(self) -> NamedLibrary | None:
        """The library that is loaded; None while nothing names one."""
        place = self._found.place
        return None if place.is_nowhere else _named(place)

    def choices(self) -> list[NamedLibrary]:
        """Return what the command line named, the libraries of the config file, and the sample.

        Raises:
            SettingsError: the config file is wrong.
        """
        config = read_config(self._found.config.path)
        first = [] if self._first.place.is_nowhere else [_named(self._first.place)]
        named = [NamedLibrary(name, config.folders_of(name).articles) for name in config.library_names]
        return list(dict.fromkeys((*first, *named)))

    def use(self, library: NamedLibrary) -> None:
        """Load another library from now on.

        Raises:
            QaBotError: it is gone from the config file, or the sample cannot be copied.
        """
        is_first = not self._first.place.is_nowhere and library == _named(self._first.place)
        self._found = self._first if is_first else settled_by(Named(library=library.name))

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
        from qa_bot.engine.models import LoadingModels

        work_on(self._found)  # a library may have been chosen in another thread
        place, model = self._found.place, self._found.config.value("model") or None
        places = folders(place.corpus, place.index, place.store)
        models = LoadingModels(places, self._answer_model)
        from qa_bot.engine.build_process import build_in_process  # while the models are loaded
        from qa_bot.engine.opening import open_engine

        try:
            engine = open_engine(
                places,
                on_progress,
                models=models,
                model=model,
                build=build_in_process,
            )
        except QaBotError as error:
            error.args = (explained(error),)
            raise
        gc.freeze()  # the modules stay: to look through them at each collection holds up keys for 80 ms
        return engine

    def load_conversations(self) -> ConversationStore:
        """Open the conversations of the library; SQLite is loaded only then."""
        from qa_bot.conversations.store import Conversations

        return Conversations(data_folder(), self._found.place.corpus)

    def _settle_again(self) -> None:
        """Use the library that the config file names now."""
        self._found = settled_by(Named())


def _named(place: Place) -> NamedLibrary:
    return NamedLibrary(place.library, place.articles)


def run_app(context: Any) -> None:
    """Run the app, and end the process with it.

    Raises:
        QaBotError: the config file is wrong.
    """
    found = settle(context)
    served = "TEXTUAL_DRIVER" in os.environ  # by `qa-bot serve`, whose browser is the terminal
    if not served and not (sys.stdin.isatty() and sys.stdout.isatty()):
        fail('The app needs a terminal. Use `qa-bot ask "QUESTION"` instead.', 1)
    share_heaps()  # before there are threads
    import asyncio

    from qa_bot.settings.user_settings import UserSettings
    from qa_bot.tui.app import QaBotApp

    opening, settings = Opening(found, context.params["answer_model"]), UserSettings(found.config)
    keeps = settings.history and not context.params["no_history"]
    screen = QaBotApp(
        opening.load,
        k=settings.passages,
        settings=settings,
        conversations=opening.load_conversations if keeps else None,
    )
    screen.first_library, screen.libraries = opening.first_library, opening
    loop = asyncio.new_event_loop()  # its own loop would wait at exit for the threads that build
    with suppress(NotImplementedError):  # Windows, where Ctrl+C is only a key
        loop.add_signal_handler(signal.SIGINT, screen.exit)  # restores the terminal
    screen.run(loop=loop)
    _end_at_once(screen.return_code or 0)


def _end_at_once(code: int) -> NoReturn:
    """End the process without waiting for its threads.

    A thread that embeds or imports torch cannot be stopped, and the interpreter would wait for it. An index
    folder survives an interrupted write, as it survives a kill.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)
