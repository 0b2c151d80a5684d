"""The line to type questions into, with the history of questions and completion of filters.

Nothing typed or pasted is lost or merged: each line of a pasted text is a question, and Enter asks what is in
the line unless a completion was chosen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.message import Message
from textual.widgets import Input

from qa_bot.core.filter_values import FilterValues
from qa_bot.core.sanitizing import clean_line, clean_part
from qa_bot.tui.actions import QUESTION_LINE
from qa_bot.tui.widgets.completion_list import CompletionList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.binding import BindingType

QUESTION_LIMIT = 10_000
"""Characters of a pasted question that are kept."""
MOST_PASTED = 20
"""Lines of a pasted text that are each asked; a longer text is hardly a list of questions."""

_LINE_END = re.compile(r"\r\n?|\n")


class QuestionLine(Input):
    """A question line with history and completion."""

    BINDINGS: ClassVar[list[BindingType]] = QUESTION_LINE

    class Asked(Message):
        """A question was asked; it is clean, on one line, and not empty."""

        def __init__(self, question: str, *, as_typed: bool = False) -> None:
            """Set the question, and whether it must not be completed from the one before."""
            super().__init__()
            self.question, self.as_typed = question, as_typed

    class Left(Message):
        """The user wants to go to the passages."""

    def __init__(self) -> None:
        super().__init__(placeholder="Ask a question about your articles", select_on_focus=False)
        self.completions = CompletionList()
        self._asked: list[str] = []
        self._recalled = 0
        self._draft = ""

    def type_in(self, text: str) -> None:
        """Insert typed or pasted text at the cursor, replacing the selection; ask each line that ends."""
        *questions, last = map(clean_part, _LINE_END.split(text))
        if len(questions) > MOST_PASTED:
            self.notify(f"The {len(questions) + 1:,} lines were pasted as one question.", markup=False)
            questions, last = [], " ".join([*questions, last])
        start, end = sorted(self.selection)
        head, tail = self.value[:start], self.value[end:]
        for question in questions:
            self._ask(head + question)
            head = ""
        self.value = head + last[:QUESTION_LIMIT] + tail
        self.cursor_position = len(self.value) - len(tail)
        self._restart_blink()

    @work(thread=True, group="completions", exclusive=True)
    def know(self, values: Mapping[str, Sequence[str]]) -> None:
        """Complete filters from these values, by key."""
        self.completions.values = FilterValues(values)

    def watch_value(self) -> None:
        """Offer completions for what is typed."""
        self._offer()

    def watch_selection(self) -> None:
        """Offer completions at the end of the line only."""
        self._offer()

    def on_focus(self) -> None:
        """Offer completions again."""
        self._offer()

    def on_blur(self) -> None:
        """Hide the completions."""
        self.completions.offer("")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to close the list of completions only while it is open."""
        return (
            self.completions.display if action == "close_list" else super().check_action(action, parameters)
        )

    def label_of(self, action: str) -> str:
        """Say that Tab takes a completion while some are offered."""
        return "Take" if action == "leave" and self.completions.first else ""

    def take(self, line: str) -> None:
        """Put a completed line in the place of what was typed."""
        self.value = line
        self.cursor_position = len(line)
        self._close_list()

    @property
    def asked(self) -> Sequence[str]:
        """The questions that can be recalled, oldest first."""
        return self._asked

    def remember(self, questions: Sequence[str]) -> None:
        """Recall these questions, too, before those asked since the start."""
        self._asked[:0] = questions
        self._recalled += len(questions)

    def forget(self) -> None:
        """Recall no question of another library, and complete no filter from it; what is typed stays."""
        self._asked, self._recalled = [], 0
        self.know({})

    def replace_all(self, question: str) -> None:
        """Put a question in the line, for the user to edit or ask."""
        self.value = question
        self.cursor_position = len(question)

    async def action_submit(self) -> None:
        """Take the completion that was chosen; without one, ask the question, unless it is empty."""
        if self.completions.chosen:
            self.take(self.completions.chosen)
            return
        question, self.value = self.value, ""
        self._ask(question)

    def action_leave(self) -> None:
        """Take the first or chosen completion, or go to the passages."""
        if self.completions.first:
            self.take(self.completions.first)
        else:
            self.post_message(self.Left())

    def action_close_list(self) -> None:
        """Close the list of completions until the line changes."""
        self._close_list()

    def action_recall(self, step: int) -> None:
        """Choose in the open list, or show an earlier or later question; after the latest comes the draft."""
        if self.completions.display:
            self.completions.move(step)
            return
        wanted = min(max(self._recalled + step, 0), len(self._asked))
        if wanted == self._recalled:
            return
        if self._recalled == len(self._asked):
            self._draft = self.value
        self._recalled = wanted
        self.value = (*self._asked, self._draft)[wanted]
        self.cursor_position = len(self.value)
        self._close_list()  # the arrows go on through the questions

    def action_cursor_right(self, select: bool = False) -> None:
        """Take a completion at the end of the line, or move the cursor."""
        if self.completions.first and not select:
            self.take(self.completions.first)
        else:
            super().action_cursor_right(select)

    def _ask(self, line: str) -> None:
        """Ask the question on a line, unless it is empty."""
        question = clean_line(line)[:QUESTION_LIMIT]
        if question:
            if question not in self._asked[-1:]:
                self._asked.append(question)
            self.post_message(self.Asked(question))
        self._recalled = len(self._asked)

    def _offer(self) -> None:
        """Show the completions of the line if the cursor is at its end."""
        if self.is_mounted and self.completions.is_mounted:
            was_open = self.completions.display
            self.completions.offer(self.value if self.cursor_at_end else "")
            if self.completions.display != was_open:  # of its key; to look takes a fifth of a letter's time
                self.refresh_bindings()

    def _close_list(self) -> None:
        self.completions.dismiss(self.value)
        self.refresh_bindings()
