"""What an empty conversation shows: what the app does, and the keys to begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.content import Content
from textual.widgets import Static

from qa_bot.tui.actions import table
from qa_bot.tui.keys import KeyboardApp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import Binding

TITLE: Final = "Answers from your own articles"
WHAT: Final = (
    "Type a question and press Enter. You get the passages that answer it, word for word, each with its "
    "article, author, date and paragraph. If your articles don't answer it, the app says so."
)
WITH_PASSAGES: Final = {
    "question.tab": "go to the passages",
    "passage.unfold": "unfold a passage",
    "passage.open": "open its article",
    "copy.sentence": "copy it with its source",
}
ANYWHERE: Final = {
    "app.library": "all articles and files",
    "app.conversations": "earlier conversations",
    "app.update": "update the index",
    "app.help": "all keys",
}
"""What actions do, by their names in the table."""
COLUMN_CELLS: Final = 36
KEY_CELLS: Final = 8


class Welcome(Static):
    """A short introduction."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"welcome--title", "welcome--what", "welcome--key"}

    def __init__(self) -> None:
        super().__init__(id="welcome", markup=False)

    def render(self) -> Content:
        """Render the keys in two columns where there is room, as the user has chosen them."""
        first, second = self._rows(WITH_PASSAGES), self._rows(ANYWHERE)
        if self.content_size.width >= 2 * COLUMN_CELLS:
            rows = [
                left.pad_right(COLUMN_CELLS - left.cell_length) + right
                for left, right in zip(first, second, strict=True)
            ]
        else:
            rows = [*first, *second]
        return Content.assemble(
            (f"{TITLE}\n\n", self.get_visual_style("welcome--title", partial=True)),
            (f"{WHAT}\n\n", self.get_visual_style("welcome--what", partial=True)),
            Content("\n").join(rows),
        )

    def _rows(self, actions: dict[str, str]) -> Sequence[Content]:
        bindings = {row.id: row for row in table()}
        style = self.get_visual_style("welcome--key", partial=True)
        return [
            Content.assemble((f"{self._key(bindings[name]):<{KEY_CELLS}}", style), what)
            for name, what in actions.items()
        ]

    def _key(self, binding: Binding) -> str:
        """Return the first key of an action, as it is written in a text."""
        key = self.app.keys_of(binding)[0] if isinstance(self.app, KeyboardApp) else binding.key
        if key.startswith("^") and len(key) > 1:
            return f"Ctrl+{key[1:].upper()}"
        return "Enter" if key == "⏎" else key if len(key) == 1 else key.capitalize()
