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

ARTICLE: list[BindingType] = [
    _action("article.down", "j,down", "scroll_lines(1)", "Line down", show=False),
    _action("article.up", "k,up", "scroll_lines(-1)", "Line up", show=False),
    _action("article.page_down", "space,pagedown", "scroll_page(1)", "Page down", show=False),
    _action("article.page_up", "pageup", "scroll_page(-1)", "Page up", show=False),
    _action("article.top", "g,home", "scroll_to_end(-1)", "Top of the article", show=False),
    _action("article.bottom", "G,end", "scroll_to_end(1)", "End of the article", show=False),
    _action("article.find", "/", "find", "Find", "Find in the article"),
    _action("article.next", "n", "step(1)", "Next", "Next hit, or next place found"),
    _action("article.previous", "N", "step(-1)", "Previous hit, or previous place found", show=False),
    _action("article.headings", "h", "headings", "Headings", "List the headings"),
    _action("article.about", "i", "about", "About", "Show or hide all about the article"),
    _action("article.original", "o", "open_original", "Open", "Open the page's address, or the file"),
    _action("article.file", "O", "open_file", "Open the file", show=False),
    _action("article.ask", "a", "ask_within", "Ask in it", "Ask within this article"),
    _action("article.publication", "p", "more_of('publication')", "More of its publication", show=False),
    _action("article.author", "b", "more_of('author')", "More by its author", show=False),
]
FIND_LINE: list[BindingType] = [
    _action("find.done", "enter,tab", "done", "To the text", "Go to the text; n and N step on"),
    _action("find.next", "down", "step(1)", "Next", "Next place found"),
    _action("find.previous", "up", "step(-1)", "Previous", "Previous place found"),
]
HEADINGS: list[BindingType] = [
    _action("headings.down", "j", "cursor_down", "Next", show=False),
    _action("headings.up", "k", "cursor_up", "Previous", show=False),
    _action("headings.top", "g", "first", "First", show=False),
    _action("headings.bottom", "G", "last", "Last", show=False),
]

DIALOG: list[BindingType] = [Binding("escape,q,f1,f2", "dismiss", "Close", key_display="esc")]
"""Dialogs are left the same way whatever keys the person has chosen."""
