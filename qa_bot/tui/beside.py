"""What is beside the conversation, or in its place: an article, the library, or nothing.

An article covers the library that it was opened from, which is there again when the article is closed. The
style sheet says by the size of the terminal what is beside the conversation and what hides it.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Final

from qa_bot.tui.windows import WindowedApp

if TYPE_CHECKING:
    from qa_bot.tui.library.pane import LibraryPane

READING: Final = "-reading"
"""A class of the screen while an article is shown."""
BROWSING: Final = "-library"
"""A class of the screen while the library is shown."""
BROAD: Final = "-broad"
"""A class of the screen while it has room for the library beside the conversation."""


class BesideApp(WindowedApp):
    """An app that shows an article or the library beside its conversation."""

    _library: LibraryPane | None = None
    """The library once it was shown; it keeps its search and cursor."""
    _is_library_open = False
    """Whether the library is shown, or under an article."""

    @property
    def is_reading(self) -> bool:
        """Whether an article is shown."""
        return self._has(READING)

    @property
    def is_browsing(self) -> bool:
        """Whether the library is shown."""
        return self._has(BROWSING)

    @property
    def is_library_alone(self) -> bool:
        """Whether the library hides conversation and question line."""
        return self.is_browsing and not self._has(BROAD)

    def _has(self, name: str) -> bool:
        stack = self.screen_stack  # empty while the app ends
        return bool(stack) and stack[0].has_class(name)

    def show_article(self) -> None:
        """Show the article."""
        self._lay(is_reading=True)

    def close_article(self) -> None:
        """Close the article; the library under it is shown again."""
        self._lay(is_reading=False)

    def show_library(self) -> None:
        """Show the library, in the place of an article."""
        self._is_library_open = True
        self._lay(is_reading=False)

    def close_library(self) -> None:
        """Close the library, also under an article."""
        self._is_library_open = False
        self._lay(is_reading=self.is_reading)

    def give_way(self) -> None:
        """Close the library where it hides what has the focus, or had it until it was hidden."""
        if not self.is_library_alone or not self.app_focus:  # a terminal in the background has no focus
            return
        focused = self.screen_stack[0].focused
        if self._library not in (focused.ancestors_with_self if focused else ()):
            self.close_library()
            if focused is None:
                self._enter_question_line()

    @abstractmethod
    def _enter_question_line(self) -> None:
        """Focus the question line."""

    def _lay(self, *, is_reading: bool) -> None:
        screen = self.screen_stack[0]
        screen.set_class(is_reading, READING)
        screen.set_class(self._is_library_open and not is_reading, BROWSING)
