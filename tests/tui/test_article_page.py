"""An article becomes blocks; hits and words are found in them at the characters that are shown."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_engine import BRIDGE, HOSTILE, highlight_of, passages_of

from qa_bot.core.types import Form, Heading
from qa_bot.tui.article_page import Block, Kind, Page, Span
from qa_bot.tui.location import Location

FIRST, SECOND, THIRD, FOURTH = BRIDGE.paragraphs


def test_headings_are_in_their_places_and_each_once() -> None:
    apart = replace(
        BRIDGE, headings=(Heading(1, 2, "On [Sunday]"), Heading(4, 3, "Trams"), Heading(5, 2, "End"))
    )
    page = Page(apart)
    assert [block.text for block in page.blocks] == [
        "On [Sunday]",
        FIRST,
        SECOND,
        THIRD,
        "Trams",
        FOURTH,
        "End",
    ]
    assert [page.blocks[index].level for index in page.headings] == [2, 3, 2]
    as_paragraph = replace(
        BRIDGE, paragraphs=(FIRST, "Her design", SECOND), headings=(Heading(2, 2, "Her design"),)
    )
    assert [block.kind for block in Page(as_paragraph).blocks] == [
        Kind.PARAGRAPH,
        Kind.HEADING,
        Kind.PARAGRAPH,
    ]


@pytest.mark.parametrize(
    ("text", "kind", "hang"),
    [
        ("- soup", Kind.ITEM, 2),
        ("12. soup", Kind.ITEM, 4),
        ("2019 was the year", Kind.PARAGRAPH, 0),
        ("-5 degrees", Kind.PARAGRAPH, 0),
        ("year | crowns", Kind.ROW, 0),
    ],
)
def test_lists_and_tables_are_known_by_their_marks(text: str, kind: Kind, hang: int) -> None:
    assert Page(replace(BRIDGE, paragraphs=(text,))).blocks == (Block(1, kind, text, hang=hang),)


def test_the_form_that_the_file_tells_comes_before_marks() -> None:
    texts = ("Leek soup", "Soup Price", "We like it | here", "- not an item")
    forms = ((1, Form.ITEM), (2, Form.ROW), (3, Form.QUOTE), (4, Form.CODE))
    page = Page(replace(BRIDGE, paragraphs=texts, forms=forms))
    assert [block.kind for block in page.blocks] == [Kind.ITEM, Kind.ROW, Kind.QUOTE, Kind.CODE]


def test_a_hit_is_placed_with_its_sentence_and_the_words_in_it() -> None:
    passage = passages_of(BRIDGE)[1]
    twice = replace(BRIDGE, paragraphs=(FIRST, f"As Ada Lindqvist says: {SECOND}"))
    page = Page(twice)
    hit = page.place(Location(passage, highlight_of(passage)))
    assert hit is not None
    assert hit.sentence is not None
    assert hit.answer is not None
    text = page.blocks[1].text
    start = len("As Ada Lindqvist says: ")
    assert hit.span == Span(1, start, len(text))
    assert text[hit.sentence.start : hit.sentence.end].endswith("an engineer from the town")
    assert hit.answer.start == text.index("Ada Lindqvist", start)


def test_a_hit_is_placed_by_the_characters_shown() -> None:
    passage = passages_of(HOSTILE)[0]
    hit = Page(HOSTILE).place(Location(passage, highlight_of(passage)))
    assert hit is not None
    assert hit.sentence is not None
    shown = Page(HOSTILE).blocks[0].text
    assert shown[hit.sentence.start : hit.sentence.end].startswith("Volcano says [/]")
    assert hit.span.end == len(shown)


def test_a_hit_in_a_heading_that_is_a_paragraph_is_placed() -> None:
    headed = replace(BRIDGE, headings=(Heading(2, 2, SECOND),))
    hit = Page(headed).place(Location(passages_of(BRIDGE)[1]))
    assert hit is not None
    assert hit.span.block == 1


def test_a_passage_that_is_gone_has_no_place() -> None:
    assert Page(replace(BRIDGE, paragraphs=("Gone.",))).place(Location(passages_of(BRIDGE)[0])) is None
    assert Page(BRIDGE).place(Location(None, id="bridge.md")) is None


def test_words_are_found_in_any_case_and_with_any_quotes() -> None:
    page = Page(replace(BRIDGE, paragraphs=("It isn\u2019t a Bridge.", "bridge, \u201cBRIDGE\u201d (a+b)")))
    assert page.find("bridge") == [Span(0, 11, 17), Span(1, 0, 6), Span(1, 9, 15)]
    assert page.find("isn't") == [Span(0, 3, 8)]
    assert page.find('"bridge"') == [Span(1, 8, 16)]
    assert page.find("(a+b)") == [Span(1, 17, 22)]
    assert page.find("  ") == page.find("ferry") == []
