"""A list above the question line with the values that can complete the filter being typed.

Only the value after a filter's key and its colon is completed, so that no word of a plain question is. The
question line keeps the focus and passes on the keys.
"""

from __future__ import annotations

import re
from typing import Final

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from qa_bot.core.filter_values import FilterValues
from qa_bot.core.query_syntax import KEYS, folded_words, written_filter

MOST_OFFERED: Final = 30
_BEGUN: Final = re.compile(
    rf"(?<!\S)(?P<key>{'|'.join(KEYS)}):(?:[\"\u201c](?P<quoted>[^\"\u201d]*)|(?P<bare>[^\s\"\u201c]*))$",
    re.IGNORECASE,
)


class CompletionList(OptionList, can_focus=False):
    """The values that can complete a line; hidden while there are none."""

    class Taken(Message):
        """A value was clicked."""

        def __init__(self, line: str) -> None:
            """Set the completed line."""
            super().__init__()
            self.line = line

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.display = False
        self.values = FilterValues({})
        """What the articles state; empty until the index is open."""
        self._line = ""
        self._completed: list[str] = []

    @property
    def chosen(self) -> str:
        """The line completed with the chosen value; "" if none was chosen yet."""
        return "" if self.highlighted is None or not self.display else self._completed[self.highlighted]

    @property
    def first(self) -> str:
        """The line completed with the chosen value, or else with the first; "" if there is none."""
        return self.chosen or next(iter(self._completed if self.display else ()), "")

    def offer(self, line: str) -> None:
        """Show the values that complete a line; nothing changes for the line that was offered last."""
        if line == self._line:
            return
        self._line = line
        begun = _BEGUN.search(line)
        names = self._names(begun) if begun else []
        self._completed = (
            [line[: begun.start()] + written_filter(begun["key"], name) for name in names] if begun else []
        )
        self.set_options(Option(Content(name)) for name in names)
        self.display = bool(names)

    def dismiss(self, line: str) -> None:
        """Hide until another line is offered than this."""
        self._line, self._completed, self.display = line, [], False

    def move(self, step: int) -> None:
        """Choose the next or previous value; above the first, none is chosen."""
        last = len(self._completed) - 1
        if self.highlighted is None:
            self.highlighted = 0 if step > 0 else last
        else:
            self.highlighted = min(self.highlighted + step, last) if self.highlighted + step >= 0 else None

    def _names(self, begun: re.Match[str]) -> list[str]:
        """Return the values that match; none if what was typed is the only one."""
        typed = begun["quoted"] or begun["bare"] or ""
        names = self.values.matching(begun["key"].lower(), typed, MOST_OFFERED)
        is_whole = len(names) == 1 and folded_words(names[0]) == folded_words(typed)
        return [] if is_whole else names

    @on(OptionList.OptionSelected)
    def _take_clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Taken(self._completed[event.option_index]))
