"""Figures of the compared systems -> a picture: a panel of bars for each figure."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_LABELS, _BARS, _VALUES = 170, 240, 60
_ROW, _HEAD, _GAP = 20, 26, 18
_OWN, _OTHER = "#1f6fb2", "#b8b8b8"


@dataclass(frozen=True, slots=True)
class Panel:
    """Bars below each other; the first ones, as many as `own`, are qa_bot's."""

    title: str
    bars: Sequence[tuple[str, float]]
    form: str
    """How a value is written, such as `.2f`."""
    own: int = 2


def draw(panels: Sequence[Panel], path: Path) -> None:
    """Write the panels as SVG, two beside each other."""
    width = _LABELS + _BARS + _VALUES
    tall = [_HEAD + _ROW * len(panel.bars) + _GAP for panel in panels]
    tops = [sum(tall[number % 2 : number : 2]) for number in range(len(panels))]
    height = max(top + own for top, own in zip(tops, tall, strict=True))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * width} {height}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{2 * width}" height="{height}" fill="white"/>',
    ]
    for number, panel in enumerate(panels):
        parts += [f'<g transform="translate({number % 2 * width} {tops[number]})">', *_bars(panel), "</g>"]
    path.write_text("\n".join([*parts, "</svg>"]) + "\n", encoding="utf-8")


def _bars(panel: Panel) -> Iterator[str]:
    most = max(value for _, value in panel.bars)
    yield f'<text x="{_LABELS}" y="18" font-weight="bold">{escape(panel.title)}</text>'
    for number, (label, value) in enumerate(panel.bars):
        y, length = _HEAD + _ROW * number, _BARS * value / most
        colour = _OWN if number < panel.own else _OTHER
        yield f'<text x="{_LABELS - 6}" y="{y + 13}" text-anchor="end">{escape(label)}</text>'
        yield f'<rect x="{_LABELS}" y="{y + 2}" width="{length:.1f}" height="{_ROW - 5}" fill="{colour}"/>'
        yield f'<text x="{_LABELS + length + 5:.1f}" y="{y + 13}">{value:{panel.form}}</text>'
