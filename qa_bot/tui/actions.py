"""The table of actions: every key of the app, by the place where it works.

The footer, the help, the command palette and the settings are drawn from it. Each binding has an id,
"place.action", by which the person can give the action another key. A new list goes into PLACES, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.binding import Binding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.binding import BindingType


def _action(
    name: str, keys: str, does: str, label: str, about: str = "", *, show: bool = True, priority: bool = False
) -> Binding:
    """Return a row of the table: the label is for the footer and the help, `about` for the palette."""
    return Binding(keys, does, label, show=show, priority=priority, tooltip=about or label, id=name)


EVERYWHERE: list[BindingType] = [
    _action("app.back", "escape", "leave", "Back", "Close the article, or go to the question line"),
    _action("app.help", "f1", "help", "Help", "Show all keys"),
    _action("app.library", "f2", "library", "Library", "List all articles and files; add, exclude, remove"),
    _action(
        "app.update",
        "ctrl+r",
        "update_index",
        "Update",
        "Update the index, or try again",
        show=False,
    ),
    _action("app.cancel", "ctrl+g", "cancel", "Cancel", "Cancel indexing", show=False),
    _action(
        "app.conversations",
        "ctrl+o",
        "conversations",
        "Conversations",
        "Search, open or delete conversations",
        show=False,
    ),
    _action(
        "app.clear", "ctrl+n,ctrl+l", "clear", "New", "Begin a new conversation; this one is kept", show=False
    ),
    _action("app.recall", "f5", "search_questions", "Questions", "Search earlier questions", show=False),
    _action("app.libraries", "f6", "libraries", "Open library", "Open another library", show=False),
    _action("app.export", "ctrl+s", "export", "Export", "Write the conversation to a file", show=False),
    _action("app.as_typed", "f3", "ask_as_typed", "As typed", "Ask a completed question as it was typed"),
    _action("app.unfiltered", "f4", "ask_unfiltered", "No filters", "Ask again without the filters"),
    _action(
        "app.theme", "ctrl+t", "next_theme", "Theme", "Next theme: dark, light, high contrast", show=False
    ),
    _action("app.page_up", "pageup", "page(-1)", "Scroll", "Page up", show=False),
    _action("app.page_down", "pagedown", "page(1)", "Scroll", "Page down", show=False),
    _action("app.palette", "ctrl+p", "command_palette", "palette", "Commands", show=False, priority=True),
    _action("app.quit", "ctrl+q", "quit", "Quit", priority=True),
]
"""Each widget has its own as well."""

QUESTION_LINE: list[BindingType] = [
    _action("question.ask", "enter,ctrl+j", "submit", "Ask", "Ask the question"),
    _action("question.tab", "tab", "leave", "Passages", "Take the completion, or go to the passages"),
    _action("question.close", "escape", "close_list", "Close list", "Close the list of completions"),
    _action("question.previous", "up", "recall(-1)", "Earlier question", show=False),
    _action("question.next", "down", "recall(1)", "Later question", show=False),
    _action("question.complete", "right", "cursor_right", "Complete filter", show=False),
]

PASSAGE: list[BindingType] = [
    _action("passage.unfold", "space", "unfold", "Unfold", "Unfold the passage"),
    _action("passage.fold", "space", "fold", "Fold", "Fold the passage"),
    _action("passage.open", "enter", "open", "Open", "Open the article at this passage"),
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
    _action("conversation.previous", "up,k", "move(-1)", "Previous passage", show=False),
    _action("conversation.next", "down,j", "move(1)", "Next passage", show=False),
    _action("conversation.top", "g,home", "go_to_end(-1)", "First passage", show=False),
    _action("conversation.bottom", "G,end", "go_to_end(1)", "Last passage", show=False),
    *(
        _action(f"conversation.passage_{n}", str(n), f"pick({n})", "Passage 1 to 5", show=False)
        for n in range(1, 6)
    ),
]

FIRST_START: list[BindingType] = [
    Binding("enter", "open", "Open this folder"),
    Binding("down", "app.focus_next", "Next place", show=False),
    Binding("up", "app.focus_previous", "Place before", show=False),
    _action(
        "start.complete",
        "tab",
        "complete",
        "Complete or go on",
        "Complete the folder, or go to the next place",
    ),
    _action("start.quit", "ctrl+q", "app.quit", "Quit"),
]

COPY: list[BindingType] = [
    _action("copy.sentence", "y", "app.copy('sentence')", "Copy", "Copy the sentence with its citation"),
    _action(
        "copy.passage",
        "Y",
        "app.copy('passage')",
        "Copy passage",
        "Copy the passage with its citation",
        show=False,
    ),
    _action("copy.citation", "c", "app.copy('citation')", "Copy citation", show=False),
]
"""For every widget that stands for a passage: see qa_bot.tui.copying."""


LIBRARY: list[BindingType] = [
    _action("library.open", "enter", "open", "Read", "Open the article"),
    _action("library.search", "slash", "search", "Search", "Search in all columns"),
    _action("library.sort", "s", "sort", "Sort", "Sort by the next column"),
    _action("library.reverse", "S,r", "reverse", "Reverse", "Reverse the order", show=False),
    _action("library.view", "f", "view", "Filter", "Show all, articles, files not indexed, or excluded ones"),
    _action(
        "library.publication",
        "p",
        "publication",
        "This publication",
        "Only this publication, or all again",
        show=False,
    ),
    _action("library.add", "a", "add", "Add", "Add a web page, a file or a folder"),
    _action("library.exclude", "x", "exclude", "Exclude", "Leave the file out of the index"),
    _action("library.include", "x", "include", "Bring back", "Bring the excluded file back"),
    _action("library.remove", "d,delete", "remove", "Remove", "Move the file to the bin, after asking"),
    _action("library.rebuild", "U", "rebuild", "Rebuild", "Read and embed everything again", show=False),
    _action("library.back", "escape", "back", "Back", "Show all rows again, or close the library"),
    _action("library.update", "u", "update", "Update", "Update the index"),
    _action("library.close", "f2,q", "close", "Close", "Close the library", show=False),
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
    Binding("enter", "add", "Add"),
    Binding("escape", "dismiss", "Cancel", key_display="esc"),
]
QUESTION_DIALOG: list[BindingType] = [
    Binding("y", "answer(True)", "Yes"),
    Binding("n,escape,q", "answer(False)", "No", key_display="n"),
]

ARTICLE: list[BindingType] = [
    _action("article.down", "j,down", "scroll_lines(1)", "Line down", show=False),
    _action("article.up", "k,up", "scroll_lines(-1)", "Line up", show=False),
    _action("article.page_down", "space,pagedown", "scroll_page(1)", "Page down", show=False),
    _action("article.page_up", "pageup", "scroll_page(-1)", "Page up", show=False),
    _action("article.top", "g,home", "scroll_to_end(-1)", "Top", "Top of the article", show=False),
    _action("article.bottom", "G,end", "scroll_to_end(1)", "End", "End of the article", show=False),
    _action("article.find", "/", "find", "Find", "Find in the article"),
    _action("article.next", "n", "step(1)", "Next", "Next hit, or next place found"),
    _action(
        "article.previous", "N", "step(-1)", "Previous", "Previous hit, or previous place found", show=False
    ),
    _action("article.headings", "h", "headings", "Headings", "List the headings"),
    _action("article.about", "i", "about", "About", "Show or hide all about the article"),
    _action("article.original", "o", "open_original", "Open", "Open the page's address, or the file"),
    _action("article.file", "O", "open_file", "Open the file", show=False),
    _action("article.ask", "a", "ask_within", "Ask in it", "Ask within this article"),
    _action(
        "article.publication",
        "p",
        "more_of('publication')",
        "Its publication",
        "Ask within its publication",
        show=False,
    ),
    _action(
        "article.author",
        "b",
        "more_of('author')",
        "Its author",
        "Ask within its author's articles",
        show=False,
    ),
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

SEARCH_DIALOG: list[BindingType] = [
    Binding("enter", "choose", "Open"),
    Binding("escape", "dismiss", "Close", key_display="esc"),
    Binding("up", "move(-1)", "Previous", show=False),
    Binding("down", "move(1)", "Next", show=False),
    Binding("pageup", "move(-10)", "Page up", show=False),
    Binding("pagedown", "move(10)", "Page down", show=False),
]
"""Letters are typed into the search field."""

EXPORT_DIALOG: list[BindingType] = [
    Binding("enter", "write", "Write"),
    Binding("escape", "dismiss", "Cancel", key_display="esc"),
]
CONVERSATIONS_DIALOG: list[BindingType] = [
    _action("conversations.delete", "f8", "delete", "Delete", "Delete the conversation, after asking"),
]

DIALOG: list[BindingType] = [Binding("escape,q,f1,f2", "dismiss", "Close", key_display="esc")]
"""Dialogs are left the same way whatever keys the person has chosen."""

PLACES: Final[Mapping[str, Sequence[BindingType]]] = {
    "Question line": QUESTION_LINE,
    "Passages": [*PASSAGE, *CARD, *CONVERSATION],
    "List of articles": LISTING,
    "Article": [*ARTICLE, *FIND_LINE],
    "Copy": COPY,
    "Everywhere": EVERYWHERE,
}
"""The places of conversation and article as the help shows them: what to call each, and its actions."""
LIBRARY_PLACES: Final[Mapping[str, Sequence[BindingType]]] = {
    "Library": [*LIBRARY, *LIBRARY_TABLE],
    "Search in the library": LIBRARY_SEARCH,
    "Everywhere": EVERYWHERE,
}
"""What the help shows in the library."""
ALL_PLACES: Final[Mapping[str, Sequence[BindingType]]] = {**PLACES, **LIBRARY_PLACES}


def table() -> list[Binding]:
    """Return every action."""
    return [row for rows in ALL_PLACES.values() for row in rows if isinstance(row, Binding)]
