"""Listed articles are counted and take one clean line each."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

from qa_bot.core.listing import Listing
from qa_bot.core.types import Source
from qa_bot.wording.listings import listing_line, more_line, source_line

SOURCE = Source(path="a.md", title="A \x1b[31mferry", publication="Quay Courier", author="Ilse Marrow")


def test_a_listing_is_counted_and_says_what_it_is_about() -> None:
    assert listing_line(Listing(about="from 2021", sources=(SOURCE,), total=1)) == "1 article · from 2021"
    assert listing_line(Listing(about="", sources=(), total=1200)) == "1,200 articles"


def test_a_source_is_one_line_that_names_what_is_unknown() -> None:
    assert source_line(SOURCE) == "A ferry · Quay Courier · Ilse Marrow · unknown date"
    assert more_line(1200) == "1,200 more"
