"""Dialogs: the help, and whether a step is meant.

The help is drawn from the table of actions, so it is always complete.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len, set_cell_size
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from qa_bot.tui.actions import DIALOG, QUESTION_DIALOG
from qa_bot.tui.widgets.key_footer import KeyFooter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult


KEY_CELLS = 6
MOST_KEYS = 3
"""Keys of an action that are listed; of more, the first and the last."""
COLUMN_CELLS = 25
"""Width of a column of keys: three fit into 80 cells."""
WIDE_COLUMN_CELLS = 55
"""Width from which on a column has room for the longer words."""
ABOUT = """\
Answers are quoted word for word from your articles. If the match is weak, the card says so and lists the \
words that no article contains. Misspelt words are corrected, and the card shows the correction. An answer \
marked "keywords only" was found before the model was loaded; it is updated once the model is ready.

Filters: publication:"China Daily", author:moss, title:bridge, in:bridge.md, url:quay.example, \
after:2020-03, before:2021, -flood to exclude a word, --newest to sort by date. After a filter's colon, its \
values are listed: Up and Down choose, Tab takes.
"""


class Dialog(ModalScreen[None]):
    """A dialog that Escape closes."""

    BINDINGS: ClassVar[list[BindingType]] = DIALOG


class QuestionDialog(ModalScreen[bool]):
    """Asks whether a step is meant; only "y" means yes."""

    BINDINGS: ClassVar[list[BindingType]] = QUESTION_DIALOG

    def __init__(self, lines: Sequence[str]) -> None:
        """Take the question and what there is to know."""
        super().__init__()
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._lines[0]), classes="dialog-title")
            yield Static(Content("\n".join(self._lines[1:])), classes="dialog-text")
        yield KeyFooter(show_command_palette=False)

    def action_answer(self, meant: bool) -> None:
        """Close the dialog with the answer."""
        self.dismiss(meant)


class HelpDialog(Dialog):
    """All keys by place in columns, and a short introduction below."""

    def __init__(
        self, places: Mapping[str, Sequence[BindingType]], keys_of: Callable[[Binding], list[str]]
    ) -> None:
        """Take the table, and what tells the keys of an action as the person has chosen them."""
        super().__init__()
        self._lines = _help_lines(places, keys_of)

    def compose(self) -> ComposeResult:
        """Lay out the help."""
        with Vertical(classes="dialog -help-dialog"), VerticalScroll():
            yield Static(id="keys")
            yield Static(ABOUT, markup=False)
        yield KeyFooter(show_command_palette=False)

    def on_resize(self) -> None:
        """Lay out as many columns as fit."""
        width = self.query_one(VerticalScroll).scrollable_content_region.width or self.size.width
        self.query_one("#keys", Static).update(self.keys(width))

    def keys(self, width: int) -> Content:
        """Return the keys in as many columns as fit; where two fit, in the longer words of the palette."""
        count = max(
            1, width // WIDE_COLUMN_CELLS if width >= 2 * WIDE_COLUMN_CELLS else width // COLUMN_CELLS
        )
        cells = (width + 1) // count - 1
        columns = _in_columns(self._lines, count)
        height = max(map(len, columns))
        filled = [column + [_HelpLine("", "")] * (height - len(column)) for column in columns]
        rows = (Content(" ").join(line.fit(cells) for line in row) for row in zip(*filled, strict=True))
        return Content("\n").join(rows)


@dataclass(frozen=True, slots=True)
class _HelpLine:
    """A heading, where `keys` is empty, or the keys of an action."""

    keys: str
    label: str
    about: str = ""
    """The label in longer words."""

    def fit(self, cells: int) -> Content:
        """Return the line, cut or filled to a number of cells."""
        if not self.keys:
            return Content.styled(set_cell_size(self.label, cells), "bold")
        what = self.about if self.about and cells >= WIDE_COLUMN_CELLS - 1 else self.label
        text = f"{self.keys:<{KEY_CELLS}} {what}"
        is_cut = cell_len(text) > cells
        return Content(f"{set_cell_size(text, cells - 1)}…" if is_cut else set_cell_size(text, cells))


def _help_lines(
    places: Mapping[str, Sequence[BindingType]], keys_of: Callable[[Binding], list[str]]
) -> list[_HelpLine]:
    """Return a heading for each place and a line for each label; actions of one label share it."""
    lines = []
    for place, rows in places.items():
        lines.append(_HelpLine("", place))
        labelled: dict[str, list[Binding]] = {}
        for row in rows:
            if isinstance(row, Binding):
                labelled.setdefault(row.description, []).append(row)
        for label, sharing in labelled.items():
            keys = [key for row in sharing for key in keys_of(row)]
            about = sharing[0].tooltip if len(sharing) == 1 else ""
            lines.append(_HelpLine(_joined(keys), label, about))
    return lines


def _joined(keys: Sequence[str]) -> str:
    return " ".join(keys) if len(keys) <= MOST_KEYS else f"{keys[0]}\u2013{keys[-1]}"


def _in_columns(lines: Sequence[_HelpLine], count: int) -> list[list[_HelpLine]]:
    """Split lines into columns of about the same height, none of which ends with a heading."""
    height = -(-len(lines) // count)
    while True:
        columns: list[list[_HelpLine]] = [[]]
        for at, line in enumerate(lines):
            starts = not line.keys and at + 1 < len(lines) and len(columns[-1]) == height - 1
            if len(columns[-1]) == height or starts:
                columns.append([])
            columns[-1].append(line)
        if len(columns) <= count:
            return columns
        height += 1
