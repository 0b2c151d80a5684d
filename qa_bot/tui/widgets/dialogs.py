"""Dialogs: the help.

The help lists the bindings themselves, so it is always complete.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from qa_bot.tui.actions import DIALOG

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult


KEY_CELLS = 12
ABOUT = """\
Answers are quoted word for word from your articles. If the match is weak, the card says so and lists the \
words that no article contains. Misspelt words are corrected, and the card shows the correction. An answer \
marked "keywords only" was found before the model was loaded; it is updated once the model is ready.

Filters: publication:"China Daily", author:moss, title:bridge, in:bridge.md, after:2020-03, before:2021, \
-flood to exclude a word, --newest to sort by date. Names are completed as you type; Right accepts.
"""


class Dialog(ModalScreen[None]):
    """A dialog that Escape closes."""

    BINDINGS: ClassVar[list[BindingType]] = DIALOG


class HelpDialog(Dialog):
    """A short introduction, and all keys by place."""

    def __init__(self, places: Mapping[str, Sequence[BindingType]]) -> None:
        super().__init__()
        self._places = places

    def compose(self) -> ComposeResult:
        """Lay out the help."""
        with Vertical(classes="dialog"):
            yield Static("Help", classes="dialog-title")
            with VerticalScroll():
                yield Static(self._keys())
        yield Footer(compact=True, show_command_palette=False)

    def _keys(self) -> Content:
        parts: list[Content | str | tuple[str, str]] = [ABOUT]
        for place, bindings in self._places.items():
            parts.append((f"\n{place}\n", "bold"))
            parts.extend(self._line(binding) for binding in bindings if isinstance(binding, Binding))
        return Content.assemble(*parts)

    def _line(self, binding: Binding) -> str:
        key = self.app.get_key_display(binding)
        return f"  {key:<{KEY_CELLS}}{binding.tooltip or binding.description}\n"
