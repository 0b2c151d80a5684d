"""Windows over the conversation: the keys, and what became of each file of the corpus folder.

The help is written from the bindings themselves, so it cannot fall behind them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import DataTable, Footer, Static

from qa_bot.wording.build_report import rows_of, summary_of_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from qa_bot.core.types import FileReport

KEY_CELLS = 12
VERDICTS = """\
Every answer is words of your articles, never others. Where the match is weak, the card says that the \
articles may not answer, or that they don't say, and names the words that no article has. A word that is \
misspelt is read as it was meant, and that is told. An answer marked "keywords only" was found before the \
model was loaded and is asked again once it is.

A question can hold filters: publication:"China Daily", author:moss, title:bridge, in:bridge.md, \
after:2020-03, before:2021, a word that must not stand there behind a minus, -flood, and --newest. \
What the corpus has is completed: Right takes it.
"""


class Dialog(ModalScreen[None]):
    """A window that Escape closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,f1,f2", "dismiss", "Close", key_display="esc"),
    ]


class HelpDialog(Dialog):
    """All keys, by the place where they work."""

    def __init__(self, places: Mapping[str, Sequence[BindingType]]) -> None:
        super().__init__()
        self._places = places

    def compose(self) -> ComposeResult:
        """List the keys."""
        with Vertical(classes="dialog"):
            yield Static("Help", classes="dialog-title")
            with VerticalScroll():
                yield Static(self._keys())
        yield Footer(compact=True, show_command_palette=False)

    def _keys(self) -> Content:
        parts: list[Content | str | tuple[str, str]] = [VERDICTS]
        for place, bindings in self._places.items():
            parts.append((f"\n{place}\n", "bold"))
            parts.extend(self._line(binding) for binding in bindings if isinstance(binding, Binding))
        return Content.assemble(*parts)

    def _line(self, binding: Binding) -> str:
        key = self.app.get_key_display(binding)
        return f"  {key:<{KEY_CELLS}}{binding.tooltip or binding.description}\n"


class FilesDialog(Dialog):
    """One row for each file of the corpus folder, those in trouble first; the whole reason below them."""

    def __init__(self, files: Sequence[FileReport]) -> None:
        super().__init__()
        self._files = files

    def compose(self) -> ComposeResult:
        """Lay out the summary and the table."""
        with Vertical(classes="dialog -wide-dialog"):
            yield Static(summary_of_files(self._files), classes="dialog-title", markup=False)
            yield DataTable[Text](cursor_type="row", zebra_stripes=True)
            yield Static("", id="reason", markup=False)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.add_columns("outcome", "file", "passages", "reason")
        for row in rows_of(self._files):
            table.add_row(*(Text(cell) for cell in row))
        table.focus()

    @on(DataTable.RowHighlighted)
    def _show_reason(self, event: DataTable.RowHighlighted) -> None:
        """Show what a narrow terminal cuts off in the row: why the file is not in the index."""
        *_, reason = event.data_table.get_row(event.row_key)
        self.query_one("#reason", Static).update(reason)
