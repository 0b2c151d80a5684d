"""The questions asked so far, to search and take into the question line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message

from qa_bot.core.sanitizing import shorten
from qa_bot.tui.widgets.search_dialog import SearchDialog

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_SHOWN = 100
QUESTION_CHARACTERS = 200


class QuestionsDialog(SearchDialog):
    """The questions that contain all the words, the latest first."""

    HEADING = "Earlier questions"
    NONE = "No question found"
    CHOOSE = "Take"

    @dataclass
    class Chosen(Message):
        """The user takes a question."""

        question: str

    def __init__(self, asked: Sequence[str]) -> None:
        """Take the questions, oldest first."""
        super().__init__()
        self._asked = list(dict.fromkeys(reversed(asked)))
        self._shown: Sequence[str] = ()

    def search(self, words: str) -> None:
        """Show the questions that contain all the words, in any case."""
        wanted = words.casefold().split()
        found = (one for one in self._asked if all(word in one.casefold() for word in wanted))
        self._shown = [one for one, _ in zip(found, range(MOST_SHOWN), strict=False)]
        self.fill([Content(shorten(one, QUESTION_CHARACTERS)) for one in self._shown])

    def choose(self, place: int) -> None:
        """Take the chosen question."""
        self.app.post_message(self.Chosen(self._shown[place]))
