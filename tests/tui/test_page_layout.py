"""A page at a width: each character of a block on one line, lists hanging, tables aligned."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_engine import BRIDGE

from qa_bot.core.types import Form, Heading
from qa_bot.tui.article_page import Page
from qa_bot.tui.page_layout import PageLayout

LONG = "word " * 40 + "\u6f22\u5b57" * 60


def laid_out(*paragraphs: str, width: int = 20, headings: tuple[Heading, ...] = ()) -> PageLayout:
    return PageLayout(Page(replace(BRIDGE, paragraphs=paragraphs, headings=headings)), width)


def shown(layout: PageLayout) -> list[str]:
    """The lines of the page; blank ones between blocks are empty."""
    lines = [""] * layout.height
    for index, block in enumerate(layout.page.blocks):
        for row, line in enumerate(layout.lines(index)):
            parts = (part.sign.ljust(part.pad) + block.text[part.start : part.end] for part in line)
            lines[layout.top(index) + row] = "".join(parts).rstrip()
    return lines


def test_paragraphs_are_wrapped_with_a_blank_line_between() -> None:
    layout = laid_out("Soup is sold along the quay.", "It is hot.")
    assert shown(layout) == ["Soup is sold along", "the quay.", "", "It is hot."]


def test_items_hang_from_their_marks_and_are_close() -> None:
    layout = laid_out("- soup with bread and salt", "10. tea", "Then home.")
    assert shown(layout) == ["- soup with bread", "  and salt", "10. tea", "", "Then home."]


def test_quotations_have_a_bar_and_items_without_a_mark_a_bullet() -> None:
    forms = ((1, Form.QUOTE), (2, Form.ITEM), (3, Form.CODE))
    article = replace(
        BRIDGE,
        paragraphs=("We like the soup of the quay.", "leek soup with bread", "soup --hot"),
        forms=forms,
    )
    assert shown(PageLayout(Page(article), 20)) == [
        "\u2502 We like the soup",
        "\u2502 of the quay.",
        "",
        "\u2022 leek soup with",
        "  bread",
        "",
        "  soup --hot",
    ]


def test_rows_are_aligned_where_the_table_fits() -> None:
    assert shown(laid_out("year | cost", "2019 | 12 million")) == ["year  cost", "2019  12 million"]
    assert shown(laid_out("year | cost", "2019 | 12 million crowns")) == [
        "year | cost",
        "2019 | 12 million",
        "crowns",
    ]
    assert shown(laid_out("Home | News")) == ["Home | News"]


@pytest.mark.parametrize("width", [4, 7, 20, 300])
def test_every_character_but_spaces_is_on_one_line(width: int) -> None:
    layout = laid_out(LONG, f"- {LONG}", "a | b", "c | d", width=width)
    for index, block in enumerate(layout.page.blocks):
        covered = [at for line in layout.lines(index) for part in line for at in range(part.start, part.end)]
        assert covered == sorted(set(covered))
        missing = set(range(len(block.text))) - set(covered)
        assert {block.text[at] for at in missing} <= {" ", "|"}


@pytest.mark.parametrize("width", [7, 20])
def test_heights_and_lines_agree(width: int) -> None:
    layout = laid_out(LONG, "short", "- item", LONG, width=width, headings=(Heading(2, 2, LONG),))
    for index in range(len(layout.page.blocks)):
        first, count = layout.top(index), len(layout.lines(index))
        assert {layout.block_at(line) for line in range(first, first + count)} == {index}
    last = len(layout.page.blocks) - 1
    assert layout.height == layout.top(last) + len(layout.lines(last))
    assert layout.line_of(0, len(LONG) - 1) == layout.top(0) + len(layout.lines(0)) - 1


def test_no_paragraphs_have_no_lines() -> None:
    assert laid_out().height == 0
