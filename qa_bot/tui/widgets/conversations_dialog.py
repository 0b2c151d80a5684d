"""The list of conversations: search, open and delete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.message import Message

from qa_bot.core.sanitizing import shorten
from qa_bot.tui.actions import CONVERSATIONS_DIALOG, SEARCH_DIALOG
from qa_bot.tui.widgets.dialogs import QuestionDialog
from qa_bot.tui.widgets.search_dialog import SearchDialog
from qa_bot.wording.numbers import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType

    from qa_bot.core.conversations import Summary

QUESTION_CHARACTERS = 200
CANNOT_BE_UNDONE = "It cannot be undone. y: yes, n: no"
COUNT_CELLS = len("100 questions")
_MINUTES = len("2026-11-29T10:03")


class ConversationsDialog(SearchDialog):
    """The conversations of this library, the latest first."""

    BINDINGS: ClassVar[list[BindingType]] = [*SEARCH_DIALOG, *CONVERSATIONS_DIALOG]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"conversations--when"}
    HEADING = "Conversations"
    NONE = "No conversation found"

    @dataclass
    class Searched(Message):
        """The user searches for words; `show` what is found."""

        words: str

    @dataclass
    class Chosen(Message):
        """The user opens a conversation."""

        conversation: int

    @dataclass
    class Condemned(Message):
        """The user deletes a conversation; `show` what is left of the words."""

        conversation: int
        words: str

    def __init__(self) -> None:
        super().__init__()
        self._shown: Sequence[Summary] = ()

    def search(self, words: str) -> None:
        """Have the words searched for."""
        self.app.post_message(self.Searched(words))

    def show(self, words: str, found: Sequence[Summary]) -> None:
        """Show what was found, unless other words are searched for now."""
        if words == self.words:
            self._shown = found
            self.fill([self._line(summary) for summary in found])

    def _line(self, summary: Summary) -> Content:
        asked = summary.asked[:_MINUTES].replace("T", " ")
        question = shorten(summary.first_question, QUESTION_CHARACTERS)
        count = counted(summary.questions, "question")
        quiet = self.get_visual_style("conversations--when", partial=True)
        return Content.assemble((f"{asked}  {count:<{COUNT_CELLS}}  ", quiet), question)

    def choose(self, place: int) -> None:
        """Open the chosen conversation."""
        self.app.post_message(self.Chosen(self._shown[place].id))

    def action_delete(self) -> None:
        """Ask whether to delete the chosen conversation."""
        if self.chosen is not None:
            summary = self._shown[self.chosen]
            name = shorten(summary.first_question, QUESTION_CHARACTERS)
            what = f"Delete \u201c{name}\u201d with {counted(summary.questions, 'question')}?"
            condemned = self.Condemned(summary.id, self.words)

            def delete(is_meant: bool | None) -> None:
                if is_meant:
                    self.app.post_message(condemned)

            self.app.push_screen(QuestionDialog([what, CANNOT_BE_UNDONE]), delete)
