"""The marks of a passage as styles of a widget, which has MARKS among its component classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa_bot.core.sanitizing import plain
from qa_bot.wording.marking import Mark, marked_parts

if TYPE_CHECKING:
    from textual.style import Style
    from textual.widget import Widget

    from qa_bot.core.types import Highlight

MARKS = {Mark.SENTENCE: "marked--sentence", Mark.ANSWER: "marked--answer"}


def answer_style(widget: Widget) -> Style:
    """Return the style of the words that answer."""
    return widget.get_visual_style(MARKS[Mark.ANSWER])  # a partial style would lose an opaque background


def marked(widget: Widget, text: str, highlight: Highlight | None) -> list[tuple[str, str | Style]]:
    """Return a passage's text in parts with their styles, cleaned for display."""
    sentence = widget.get_visual_style(MARKS[Mark.SENTENCE], partial=True)
    styles: dict[Mark, str | Style] = {
        Mark.NONE: "",
        Mark.SENTENCE: sentence,
        Mark.ANSWER: answer_style(widget),
    }
    return [(plain(part), styles[mark]) for part, mark in marked_parts(text, highlight)]
