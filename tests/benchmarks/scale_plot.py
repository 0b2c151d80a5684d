"""bench_scale.py's figures -> a picture of their growth: four panels, both axes logarithmic."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

PANELS = {
    "build_s": "Build without the embedding, s",
    "question_ms": "Warm question, median, ms",
    "memory_mb": "Memory of an opened index, MB",
    "disk_mb": "Disk, MB",
}
COLOURS = {"exact": "#1f6fb2", "coarse": "#d2691e"}
WIDTH, HEIGHT, LEFT, TOP, GAP = 300, 190, 62, 46, 80


def plot(found: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Draw rows of figures as SVG: a line of points for each way to search."""
    rows = [dict(row) | {"memory_mb": row["anon_mb"] + row["file_mb"]} for row in found]
    across, down = 2 * (WIDTH + GAP) + LEFT, 2 * (HEIGHT + GAP) + TOP
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {down}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{across}" height="{down}" fill="white"/>',
        *_legend(),
    ]
    for number, (name, label) in enumerate(PANELS.items()):
        left, top = LEFT + number % 2 * (WIDTH + GAP), TOP + number // 2 * (HEIGHT + GAP)
        parts += [f'<g transform="translate({left} {top})">', *_panel(rows, name, label), "</g>"]
    path.write_text("\n".join([*parts, "</svg>"]) + "\n", encoding="utf-8")


def _legend() -> Iterator[str]:
    for number, (way, colour) in enumerate(COLOURS.items()):
        x = LEFT + number * 120
        yield f'<circle cx="{x}" cy="14" r="4" fill="{colour}"/><text x="{x + 10}" y="18">{way} search</text>'


def _panel(rows: Sequence[Mapping[str, Any]], name: str, label: str) -> Iterator[str]:
    """Draw one figure over the number of passages, with a line at every power of ten."""
    x_from, x_to = _decades([row["passages"] for row in rows])
    y_from, y_to = _decades([row[name] for row in rows])

    def x_of(value: float) -> float:
        return (math.log10(value) - x_from) / (x_to - x_from) * WIDTH

    def y_of(value: float) -> float:
        return HEIGHT - (math.log10(value) - y_from) / (y_to - y_from) * HEIGHT

    yield f'<text x="0" y="-8" font-weight="bold">{label}</text>'
    for power in range(x_from, x_to + 1):
        x = x_of(10**power)
        yield f'<path d="M{x:.1f} 0V{HEIGHT}" stroke="#ddd"/>'
        yield f'<text x="{x:.1f}" y="{HEIGHT + 16}" text-anchor="middle">{_number(power)}</text>'
    for power in range(y_from, y_to + 1):
        y = y_of(10**power)
        yield f'<path d="M0 {y:.1f}H{WIDTH}" stroke="#ddd"/>'
        yield f'<text x="-6" y="{y + 4:.1f}" text-anchor="end">{_number(power)}</text>'
    yield f'<text x="{WIDTH / 2}" y="{HEIGHT + 34}" text-anchor="middle">passages</text>'
    for way, colour in COLOURS.items():
        points = [(x_of(row["passages"]), y_of(row[name])) for row in rows if row["search"] == way]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for x, y in points:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>'


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """Give the powers of ten around positive values, two different ones."""
    lowest, highest = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return lowest, max(highest, lowest + 1)


def _number(power: int) -> str:
    return f"{10**power:,}" if power >= 0 else f"{10.0**power:g}"
