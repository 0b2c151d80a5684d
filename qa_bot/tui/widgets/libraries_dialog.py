"""The list of libraries, to open another one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.content import Content
from textual.message import Message

from qa_bot.core.sanitizing import clean_line
from qa_bot.tui.widgets.search_dialog import SearchDialog
from qa_bot.wording.libraries import label_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.core.libraries import NamedLibrary

OPEN, CLOSED = "● ", "  "


class LibrariesDialog(SearchDialog):
    """The libraries whose name or folder contains all the words; the open one has a dot."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"libraries--folder"}
    HEADING = "Open a library"
    NONE = "No library found"

    @dataclass
    class Chosen(Message):
        """The user opens a library."""

        library: NamedLibrary

    def __init__(self, libraries: Sequence[NamedLibrary], current: NamedLibrary | None) -> None:
        """Take the libraries and the one that is open."""
        super().__init__()
        self._libraries, self._current = libraries, current
        self._shown: Sequence[NamedLibrary] = ()

    def search(self, words: str) -> None:
        """Show the libraries that contain all the words, in any case."""
        wanted = words.casefold().split()
        self._shown = [
            one
            for one in self._libraries
            if all(word in f"{one.name} {one.articles}".casefold() for word in wanted)
        ]
        width = max((cell_len(label_of(one)) for one in self._shown), default=0)
        self.fill([self._line(one, width) for one in self._shown])

    def _line(self, library: NamedLibrary, width: int) -> Content:
        label = label_of(library)
        blanks = " " * (width - cell_len(label) + 2)
        quiet = self.get_visual_style("libraries--folder", partial=True)
        mark = OPEN if library == self._current else CLOSED
        return Content.assemble(mark, label, blanks, (clean_line(library.articles), quiet))

    def choose(self, place: int) -> None:
        """Open the chosen library."""
        self.app.post_message(self.Chosen(self._shown[place]))
