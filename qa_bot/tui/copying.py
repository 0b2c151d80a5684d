"""Copying: the sentence or passage under the focus with its citation, or a selection, to the clipboard.

What is copied goes two ways at once: to the terminal, which puts it into the clipboard of the person's own
machine if it supports OSC 52, and to the clipboard tool of the system that the app runs on.
"""

from __future__ import annotations

from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Literal

from textual import work

from qa_bot.core.copy_format import CopyFormat
from qa_bot.tui.clipboard import copy_to_system
from qa_bot.tui.excerpt import Excerpted
from qa_bot.tui.widgets.answer_card import AnswerCard
from qa_bot.tui.widgets.passage_item import PassageItem
from qa_bot.tui.windows import WindowedApp
from qa_bot.wording.citation_formats import citation_in, cited
from qa_bot.wording.copied import copied_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from qa_bot.tui.excerpt import Excerpt

NO_PASSAGE = "There is no passage to copy yet. In an article, find words with / first."
Part = Literal["sentence", "passage", "citation"]


class Copying(WindowedApp):
    """An app that copies what the focus is on."""

    copy_format = CopyFormat.MARKDOWN
    """How citations are written."""

    def __init__(self) -> None:
        super().__init__()
        self._copied = object()
        """Stands for what was copied last, which no earlier copy may replace."""
        self._copying = Lock()

    def action_copy(self, part: Part) -> None:
        """Copy a part of the passage under the focus, or of the newest answer's best one."""
        excerpt = self._excerpt()
        if excerpt is None:
            self._tell(NO_PASSAGE)
        elif part == "citation":
            citation = citation_in(self.copy_format, excerpt.passage)
            self._copy(citation, "the citation", citation_in(CopyFormat.PLAIN, excerpt.passage))
        else:
            sentence = excerpt.sentence if part == "sentence" else ""
            words = sentence or excerpt.passage.text
            text = cited(self.copy_format, words, excerpt.passage)
            self._copy(text, f"the {'sentence' if sentence else 'passage'} with its citation", words)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a selection; Textual calls this for Ctrl+C."""
        self._copy(text, "the selection", text)

    def _excerpt(self) -> Excerpt | None:
        """Return the passage that the focus is on, or the best one of the newest answer."""
        nodes = self.focused.ancestors_with_self if self.focused else []
        for node in nodes:
            if isinstance(node, Excerpted):
                return node.excerpt
        cards = reversed(self.screen_stack[0].query(AnswerCard))
        items = (card.query(PassageItem) for card in cards)
        return next((found.first().excerpt for found in items if found), None)

    def _copy(self, text: str, what: str, shown: str) -> None:
        """Copy a text; say what it is, with the beginning of what is shown of it."""
        super().copy_to_clipboard(text)
        self._copied = token = object()
        self._copy_to_system(token, text, partial(copied_lines, what, shown))

    @work(thread=True, group="clipboard")
    def _copy_to_system(self, token: object, text: str, lines: Callable[[str], list[str]]) -> None:
        """Hand the text to the system's clipboard, unless something was copied since; say by which tool."""
        with self._copying:
            if token is not self._copied:
                return
            tool = copy_to_system(text)
        self.call_from_thread(self._tell, "\n".join(lines(tool)))
