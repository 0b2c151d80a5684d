"""The line to type questions into, with the history of questions and completion of filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.widgets import Input

from qa_bot.core.sanitizing import clean_line
from qa_bot.tui.actions import QUESTION_LINE
from qa_bot.tui.widgets.filter_suggester import FilterSuggester

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.binding import BindingType
    from textual.events import Paste

QUESTION_LIMIT = 10_000
"""Characters of a pasted question that are kept."""


class QuestionLine(Input):
    """A question line with history and completion."""

    BINDINGS: ClassVar[list[BindingType]] = QUESTION_LINE

    class Asked(Message):
        """A question was asked; it is clean, on one line, and not empty."""

        def __init__(self, question: str) -> None:
            """Set the question."""
            super().__init__()
            self.question = question

    class Left(Message):
        """The user wants to go to the passages."""

    def __init__(self) -> None:
        self._filters = FilterSuggester()
        super().__init__(
            placeholder="Ask a question about your articles", select_on_focus=False, suggester=self._filters
        )
        self._asked: list[str] = []
        self._recalled = 0
        self._draft = ""

    def type_in(self, letter: str) -> None:
        """Insert a letter at the cursor, replacing the selection."""
        self.replace(letter, *self.selection)
        self._restart_blink()

    def know(self, values: Mapping[str, Sequence[str]]) -> None:
        """Complete filters from these values, by key."""
        self._filters.values = values

    @property
    def asked(self) -> Sequence[str]:
        """The questions that can be recalled, oldest first."""
        return self._asked

    def remember(self, questions: Sequence[str]) -> None:
        """Recall these questions, too, before those asked since the start."""
        self._asked[:0] = questions
        self._recalled += len(questions)

    def replace_all(self, question: str) -> None:
        """Put a question in the line, for the user to edit or ask."""
        self.value = question
        self.cursor_position = len(question)

    async def action_submit(self) -> None:
        """Ask the question, unless it is empty."""
        question = clean_line(self.value)
        self.value = ""
        if question:
            if question not in self._asked[-1:]:
                self._asked.append(question)
            self.post_message(self.Asked(question))
        self._recalled = len(self._asked)

    def action_leave(self) -> None:
        """Accept the suggestion at the end of the line, or go to the passages."""
        if not self._complete():
            self.post_message(self.Left())

    def action_recall(self, step: int) -> None:
        """Show an earlier or later question; after the latest comes the draft."""
        wanted = min(max(self._recalled + step, 0), len(self._asked))
        if wanted == self._recalled:
            return
        if self._recalled == len(self._asked):
            self._draft = self.value
        self._recalled = wanted
        self.value = (*self._asked, self._draft)[wanted]
        self.cursor_position = len(self.value)

    def action_cursor_right(self, select: bool = False) -> None:
        """Accept the suggestion at the end of the line, or move the cursor."""
        if select or not self._complete():
            super().action_cursor_right(select)

    def _complete(self) -> bool:
        """Accept the suggestion at the end of the line, shown yet or not; return whether there is one."""
        taken = self._filters.taken(self.value) if self.cursor_at_end else ""
        if taken:
            self.value = taken
            self.cursor_position = len(self.value)
        return bool(taken)

    def on_paste(self, event: Paste) -> None:
        """Insert all lines of a pasted text as one; Input would keep only the first."""
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(clean_line(event.text)[:QUESTION_LIMIT])
