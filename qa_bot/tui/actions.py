"""The table of actions: every key of the app, by the place where it works.

The footer and the help are drawn from it. Each binding has an id, "place.action", by which the person can
give the action another key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

if TYPE_CHECKING:
    from textual.binding import BindingType


def _action(
    name: str, keys: str, does: str, label: str, about: str = "", *, show: bool = True, priority: bool = False
) -> Binding:
    return Binding(keys, does, label, show=show, priority=priority, tooltip=about or label, id=name)


EVERYWHERE: list[BindingType] = [
    _action("app.back", "escape", "leave", "Back", "Close the article, or go to the question line"),
    _action("app.help", "f1", "help", "Help", "Show this help"),
    _action("app.rebuild", "ctrl+r", "rebuild", "Rebuild", "Rebuild the index, or try again"),
    _action("app.files", "f2", "files", "Files", "List the files of the corpus folder", show=False),
    _action("app.clear", "ctrl+l", "clear", "Clear", "Clear the conversation", show=False),
    _action("app.as_typed", "f3", "ask_as_typed", "As typed", "Ask a completed question as it was typed"),
    _action("app.unfiltered", "f4", "ask_unfiltered", "No filters", "Ask again without the filters"),
    _action("app.theme", "ctrl+t", "toggle_theme", "Theme", "Switch between light and dark", show=False),
    _action("app.page_up", "pageup", "page(-1)", "Page up", show=False),
    _action("app.page_down", "pagedown", "page(1)", "Page down", show=False),
    _action("app.quit", "ctrl+q", "quit", "Quit", priority=True),
]
"""Each widget has its own as well."""

QUESTION_LINE: list[BindingType] = [
    _action("question.ask", "enter", "submit", "Ask", "Ask the question"),
    _action("question.tab", "tab", "leave", "Passages", "Accept the suggested filter, or go to the passages"),
    _action("question.previous", "up", "recall(-1)", "Previous question", show=False),
    _action("question.next", "down", "recall(1)", "Next question", show=False),
    _action(
        "question.complete", "right", "cursor_right", "Complete", "Accept the suggested filter", show=False
    ),
]

PASSAGE: list[BindingType] = [
    _action("passage.unfold", "space", "unfold", "Unfold", "Unfold the passage"),
    _action("passage.fold", "space", "fold", "Fold", "Fold the passage"),
    _action("passage.open", "enter", "open", "Article", "Open the article at this passage"),
    _action("passage.why", "w", "explain", "Why", "Show or hide why this passage was found"),
]

CARD: list[BindingType] = [
    _action("card.more", "m", "more", "Closest", "Show or hide the closest passages where nothing answers"),
]

LISTING: list[BindingType] = [
    _action("listing.open", "enter", "select", "Article", "Open the article, or list the rest"),
    _action("listing.previous", "up", "cursor_up", "Previous article", show=False),
    _action("listing.next", "down", "cursor_down", "Next article", show=False),
    _action("listing.first", "home", "first", "First article", show=False),
    _action("listing.last", "end", "last", "Last article", show=False),
]

CONVERSATION: list[BindingType] = [
    _action("conversation.previous", "up", "move(-1)", "Previous passage", show=False),
    _action("conversation.next", "down", "move(1)", "Next passage", show=False),
]

DIALOG: list[BindingType] = [Binding("escape,q,f1,f2", "dismiss", "Close", key_display="esc")]
"""Dialogs are left the same way whatever keys the person has chosen."""
