"""The contrast of what a screen shows, after WCAG 2.2, from the colours that its widgets draw with.

Text is what is neither blank nor a line or block; lines and blocks are borders and bars.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.color import Color
from textual.geometry import Region
from textual.screen import Screen
from textual.scrollbar import ScrollBar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.style import Style
    from textual.widget import Widget

LINES_AND_BLOCKS = range(0x2500, 0x25A0)
DIM = 0.5
"""Share of its colour that dim text keeps."""
LINE_CONTRAST = 3.0


@dataclass(frozen=True)
class Weak:
    """Something with too little contrast."""

    widget: str
    what: str
    colours: tuple[str, str]
    contrast: float

    def __str__(self) -> str:
        return f"{self.widget}: {self.what!r} {' on '.join(self.colours)} has {self.contrast:.2f}:1"


def weak_spots(screen: Screen[object], text_contrast: float) -> Iterator[Weak]:
    """Yield the drawn text, the component styles and the scrollbars of a screen that have too little."""
    for widget in screen._compositor.visible_widgets:
        name = f"{type(widget).__name__}{'#' + widget.id if widget.id else ''}"
        for what, front, back, least in (*_drawn(widget), *_components(widget), *_scrollbar(widget)):
            contrast = contrast_of(front, back)
            if contrast < (least or text_contrast):
                yield Weak(name, what, (front.hex, back.hex), contrast)


def contrast_of(front: Color, back: Color) -> float:
    """Return the contrast of two colours, from 1 to 21: (lighter + 0.05) / (darker + 0.05)."""
    low, high = sorted(_luminance(colour) for colour in (back + front, back))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Color) -> float:
    """Return the relative luminance of an sRGB colour, from 0 to 1."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.normalized]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


Spot = tuple[str, Color, Color, float]
"""What it is, its colour, the one behind it, and the least contrast; 0 for that of text."""


def _drawn(widget: Widget) -> Iterator[Spot]:
    """Yield the text and the lines that a widget draws, below the fold too."""
    if isinstance(widget, ScrollBar | Screen):  # a dialog draws the screen below it, dimmed
        return
    for strip in widget.render_lines(Region(0, 0, *widget.outer_size)):
        for text, style, _ in strip:
            shown = [char for char in text if not char.isspace()]
            if shown and style is not None:
                is_line = all(ord(char) in LINES_AND_BLOCKS for char in shown)
                yield text, *_colours(style), LINE_CONTRAST if is_line else 0


def _colours(style: Style) -> tuple[Color, Color]:
    assert style.color, style
    assert style.bgcolor, style
    front, back = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
    if style.reverse:
        front, back = back, front
    return (back.blend(front, DIM) if style.dim else front), back


def _components(widget: Widget) -> Iterator[Spot]:
    """Yield the styles of a widget's parts, whether they are drawn now or not."""
    for name in sorted(widget._get_component_classes()):
        style = widget.get_visual_style(name)
        is_line = name.endswith(("--bar", "--rest", "--separator"))
        assert style.foreground is not None
        assert style.background is not None
        yield name, style.foreground, style.background, LINE_CONTRAST if is_line else 0


def _scrollbar(widget: Widget) -> Iterator[Spot]:
    """Yield the colours of a widget's scrollbar, if it has one."""
    if not (widget.show_vertical_scrollbar and widget.styles.scrollbar_size_vertical):
        return
    styles = widget.styles
    for state in ("", "_hover", "_active"):
        front, back = (getattr(styles, f"scrollbar_{part}{state}") for part in ("color", "background"))
        yield f"scrollbar{state}", front, widget.background_colors[1] + back, LINE_CONTRAST
