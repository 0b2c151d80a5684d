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
    _action(
        "app.conversations",
        "ctrl+o",
        "conversations",
        "Conversations",
        "Search, open or delete conversations",
        show=False,
    ),
    _action("app.new", "ctrl+n", "clear", "New", "Begin a new conversation; this one is kept", show=False),
    _action("app.clear", "ctrl+l", "clear", "Clear", "The same", show=False),
    _action(
        "app.recall", "f4", "search_questions", "Questions", "Search the questions asked so far", show=False
    ),
    _action("app.export", "ctrl+s", "export", "Export", "Write the conversation to a file", show=False),
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

CONVERSATION: list[BindingType] = [
    _action("conversation.previous", "up", "move(-1)", "Previous passage", show=False),
    _action("conversation.next", "down", "move(1)", "Next passage", show=False),
]

SEARCH_DIALOG: list[BindingType] = [
    Binding("escape", "dismiss", "Close", key_display="esc"),
    Binding("enter", "choose", "Open", show=True),
    Binding("up", "move(-1)", "Previous", show=False),
    Binding("down", "move(1)", "Next", show=False),
    Binding("pageup", "move(-10)", "Page up", show=False),
    Binding("pagedown", "move(10)", "Page down", show=False),
]
"""Letters are typed into the search field."""

CONVERSATIONS_DIALOG: list[BindingType] = [
    _action("conversations.delete", "f8", "delete", "Delete", "Delete the conversation, after asking"),
]

CONFIRM_DIALOG: list[BindingType] = [
    Binding("y", "confirm", "Yes"),
    Binding("n,escape,q", "dismiss", "No", key_display="n"),
]

DIALOG: list[BindingType] = [Binding("escape,q,f1,f2", "dismiss", "Close", key_display="esc")]
"""Dialogs are left the same way whatever keys the person has chosen."""
