"""The line to find words in an article, with how many there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from qa_bot.tui.actions import FIND_LINE

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

LONGEST = 200


class Words(Input):
    """The words to find."""

    BINDINGS: ClassVar[list[BindingType]] = FIND_LINE

    @dataclass
    class Stepped(Message):
        """The user wants the next or the previous place."""

        step: int

    @dataclass
    class Left(Message):
        """The user goes on reading."""

    def __init__(self) -> None:
        super().__init__(placeholder="Find in this article", compact=True, max_length=LONGEST)

    def action_done(self) -> None:
        """Go on reading."""
        self.post_message(self.Left())

    def action_step(self, step: int) -> None:
        """Go to the next or the previous place."""
        self.post_message(self.Stepped(step))


class FindLine(Horizontal):
    """A line for words, which stays while one steps through what was found."""

    @dataclass
    class Changed(Message):
        """Other words are to be found."""

        words: str

    def __init__(self) -> None:
        super().__init__(id="find")
        self._words = Words()
        self._count = Static("", id="found", markup=False)

    def compose(self) -> ComposeResult:
        """Lay out the line and the count."""
        yield Static("/", id="find-sign", markup=False)
        yield self._words
        yield self._count

    @property
    def words(self) -> str:
        """The words to find."""
        return self._words.value

    def enter(self) -> None:
        """Focus the line, its words selected."""
        self.screen.set_focus(self._words)
        self._words.select_all()

    def clear(self) -> None:
        """Remove the words."""
        self._words.value = ""

    def tell(self, number: int, count: int) -> None:
        """Show which of how many places is in view."""
        found = f"{number:,} of {count:,}" if count else "not found"
        self._count.update(found if self.words.strip() else "")

    @on(Input.Changed)
    def _find(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))
