"""The moving picture shows its frames in turn, and one of them where nothing moves."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from pathlib import Path

from lxml import etree
from moving_picture import Frame, joined

MOST_BYTES = 1_500_000
PICTURE = (
    '<svg class="rich-terminal" viewBox="0 0 40 20" xmlns="http://www.w3.org/2000/svg"><text>{}</text></svg>'
)


def test_frames_follow_each_other_for_their_time() -> None:
    svg = joined([Frame(PICTURE.format("first"), 1), Frame(PICTURE.format("second"), 3, is_still=True)])
    groups = etree.fromstring(svg).findall("{http://www.w3.org/2000/svg}g")
    assert [group.get("class") for group in groups] == ["frame", "frame still"]
    assert "@keyframes k0 { 0.000% { visibility: visible } 25.000% { visibility: hidden } }" in svg
    assert "@keyframes k1 { 0% { visibility: hidden } 25.000% { visibility: visible } }" in svg


def test_the_readmes_pictures_are_there_and_small() -> None:
    for name in ("moving_picture.svg", "screenshot.svg", "screenshot_article.svg"):
        path = Path(__file__).parent / name
        assert name in (path.parents[1] / "README.md").read_text(encoding="utf-8")
        assert path.stat().st_size < MOST_BYTES
        etree.parse(path)
