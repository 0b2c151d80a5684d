"""Opening another library: its index, its conversation, and its questions.

What is asked between the choice and the opening of the library waits, and is asked there.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message

from qa_bot.core.errors import QaBotError
from qa_bot.tui.widgets.libraries_dialog import LibrariesDialog
from qa_bot.tui.windows import WindowedApp
from qa_bot.wording.libraries import label_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.core.libraries import Libraries, NamedLibrary
    from qa_bot.tui.widgets.question_line import QuestionLine

NO_OTHERS = "This app has been started for one folder only."


class Switching(WindowedApp):
    """An app that can open other libraries."""

    libraries: Libraries | None = None
    """None for an app of one library."""
    _is_switching = False
    """Whether another library was chosen and is not being opened yet."""

    @dataclass
    class Switched(Message):
        """The loaders open another library from now on, unless it cannot be used."""

        failure: str
        """Why it cannot be used; the current one stays. "" where it can."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[QuestionLine.Asked] = []

    @property
    def library_label(self) -> str:
        """What the open library is called; "" where that is unknown."""
        current = self.libraries.current if self.libraries else None
        return label_of(current) if current else ""

    def hold(self, event: QuestionLine.Asked) -> bool:
        """Keep a question for the library that was chosen; return whether one was."""
        if self._is_switching:
            self._held.append(event)
        return self._is_switching

    def action_libraries(self) -> None:
        """List the libraries."""
        if self.libraries is None:
            self._tell(NO_OTHERS)
        else:
            self._list_libraries(self.libraries)

    @work(thread=True, group="libraries")
    def _list_libraries(self, libraries: Libraries) -> None:
        try:
            choices = libraries.choices()
        except QaBotError as error:
            self.call_from_thread(self._tell, str(error), severity="error")
        else:
            self.call_from_thread(self._show_libraries, choices, libraries.current)

    def _show_libraries(self, choices: Sequence[NamedLibrary], current: NamedLibrary | None) -> None:
        if len(self.screen_stack) == 1:
            self._open(LibrariesDialog(choices, current))

    @on(LibrariesDialog.Chosen)
    def _choose(self, event: LibrariesDialog.Chosen) -> None:
        if self.libraries is None or self._is_switching:
            return
        if event.library == self.libraries.current:
            self._tell(f"{label_of(event.library)} is open already.")
            return
        self._is_switching = True
        self._use(self.libraries, event.library)

    @work(thread=True, group="libraries")
    def _use(self, libraries: Libraries, library: NamedLibrary) -> None:
        failure = ""
        try:
            libraries.use(library)
        except QaBotError as error:
            failure = str(error)
        self.call_from_thread(self._go_on, failure)

    def _go_on(self, failure: str) -> None:
        """Leave the library that was open, unless the other one cannot be used."""
        if not failure:
            self._let_go()
        self.post_message(self.Switched(failure))

    @on(Switched)
    async def _open_chosen(self, event: Switched) -> None:
        if event.failure:
            self._tell(event.failure, severity="error")
        else:
            await self._open_other()
        self._is_switching = False
        while self._held:
            await self._put_question(self._held.pop(0))

    @abstractmethod
    async def _put_question(self, event: QuestionLine.Asked) -> None:
        """Show a card for a question, and ask it."""

    @abstractmethod
    def _let_go(self) -> None:
        """Let go of the engine of the library that was open, and of its messages."""

    @abstractmethod
    async def _open_other(self) -> None:
        """Open the index and the conversation of the library that the loaders open now."""
