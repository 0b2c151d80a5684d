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
    _action("app.library", "f2", "library", "Library", "List all articles and files; add, exclude, remove"),
    _action(
        "app.update",
        "ctrl+r",
        "update_index",
        "Update",
        "Bring the index up to date, or try again",
        show=False,
    ),
    _action("app.cancel", "ctrl+g", "cancel", "Cancel", "Cancel the update that runs", show=False),
    _action("app.clear", "ctrl+l", "clear", "Clear", "Clear the conversation", show=False),
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

LIBRARY: list[BindingType] = [
    _action("library.open", "enter", "open", "Read", "Open the article"),
    _action("library.search", "slash", "search", "Search", "Search in all columns"),
    _action("library.sort", "s", "sort", "Sort", "Sort by the next column"),
    _action("library.reverse", "S,r", "reverse", "Reverse the order", show=False),
    _action("library.view", "f", "view", "Filter", "Show all, articles, files not indexed, or excluded ones"),
    _action("library.publication", "p", "publication", "Only this publication, or all again", show=False),
    _action("library.add", "a", "add", "Add", "Add a web page, a file or a folder"),
    _action("library.exclude", "x", "exclude", "Exclude", "Leave the file out of the index"),
    _action("library.include", "x", "include", "Bring back", "Bring the excluded file back"),
    _action("library.remove", "d,delete", "remove", "Remove", "Move the file to the bin, after asking"),
    _action("library.rebuild", "U", "rebuild", "Read and embed everything again", show=False),
    _action("library.back", "escape", "back", "Back", "Clear the search, or close the library"),
    _action("library.update", "u", "update", "Update", "Bring the index up to date"),
    _action("library.close", "f2,q", "dismiss", "Close the library", show=False),
]

LIBRARY_TABLE: list[BindingType] = [
    _action("table.up", "up,k", "move(-1)", "Previous row", show=False),
    _action("table.down", "down,j", "move(1)", "Next row", show=False),
    _action("table.page_up", "pageup,ctrl+b", "page(-1)", "Page up", show=False),
    _action("table.page_down", "pagedown,ctrl+f,space", "page(1)", "Page down", show=False),
    _action("table.first", "home,g", "move_to(0)", "First row", show=False),
    _action("table.last", "end,G", "move_to(-1)", "Last row", show=False),
]

LIBRARY_SEARCH: list[BindingType] = [
    _action("search.done", "enter,down,tab", "leave", "Rows", "Go to the rows found"),
    _action("search.clear", "escape", "clear", "Clear", "Clear the search"),
]

ADD_DIALOG: list[BindingType] = [
    Binding("enter", "submit", "Add"),
    Binding("escape", "dismiss", "Cancel", key_display="esc"),
]
QUESTION_DIALOG: list[BindingType] = [
    Binding("y", "answer(True)", "Yes"),
    Binding("n,escape,q", "answer(False)", "No", key_display="n"),
]
DIALOG: list[BindingType] = [Binding("escape,q,f1,f2", "dismiss", "Close", key_display="esc")]
"""Dialogs are left the same way whatever keys the person has chosen."""
