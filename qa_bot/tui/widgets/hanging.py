"""An entry of a list: a bullet, and a text that hangs from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip
from textual.visual import Visual

if TYPE_CHECKING:
    from textual.content import Content
    from textual.css.styles import RulesMap
    from textual.style import Style
    from textual.visual import RenderOptions

BULLET = "\u2022"
HANG_CELLS = 2


class Hanging(Visual):
    """A text whose lines are all indented, the first of them after a sign."""

    def __init__(self, content: Content, sign: str = BULLET) -> None:
        self._content, self._sign = content, sign

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the width of the text on one line."""
        return self._content.get_optimal_width(rules, container_width) + HANG_CELLS

    def get_minimal_width(self, rules: RulesMap) -> int:
        """Return the width of the longest word."""
        return self._content.get_minimal_width(rules) + HANG_CELLS

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return how many lines it takes."""
        return self._content.get_height(rules, max(1, width - HANG_CELLS))

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Render the text after its indent."""
        lines = self._content.render_strips(max(1, width - HANG_CELLS), height, style, options)
        signs = [self._sign, *[""] * len(lines)]
        return [
            Strip.join([Strip([Segment(sign.ljust(HANG_CELLS), style.rich_style)]), line])
            for sign, line in zip(signs, lines, strict=False)
        ]
