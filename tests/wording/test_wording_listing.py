"""A listing in words."""

import pytest

from qa_bot.core.listing import Field, Listing
from qa_bot.core.types import Source
from qa_bot.wording.listing import heading_of, more_line, rows_of_listing

BRIDGE = Source(
    path="b.md", title="The bridge", publication="Quay Courier", author="Ada Finch", date="2020-05"
)
BARE = Source(path="bare.txt")


@pytest.mark.parametrize(
    ("listing", "heading"),
    [
        (Listing(asked="articles", sources=(BRIDGE,), total=1), "1 article"),
        (
            Listing(asked="articles about the dam", sources=(BRIDGE, BARE), total=2),
            "2 articles about the dam",
        ),
        (Listing(asked="articles at quay.example/a"), "No article has the address quay.example/a."),
        (Listing(asked="articles from 2021"), "No articles from 2021."),
        (Listing(asked="authors", total=1, names=(("Ada Finch", 3),)), "1 author"),
        (Listing(asked="publications"), "No article states publications."),
        (Listing(asked="the newest article", sources=(BRIDGE,), total=1), "The newest article"),
        (Listing(asked="the newest article"), "No article states a date."),
        (Listing(asked="articles about \x1b[31mred"), "No articles about red."),
    ],
)
def test_the_heading_says_how_many_are_listed(listing: Listing, heading: str) -> None:
    """Or that there are none."""
    assert heading_of(listing) == heading


def test_what_is_asked_of_an_article_comes_first() -> None:
    """What it does not state is unknown."""
    listing = Listing(asked="articles about x", sources=(BRIDGE, BARE), total=2, field=Field.AUTHOR)
    assert rows_of_listing(listing) == [
        "Ada Finch: The bridge · Quay Courier · 2020-05",
        "unknown author: unknown title (bare.txt) · unknown publication · unknown date",
    ]


def test_only_the_first_are_listed() -> None:
    """Articles and names alike; the rest is counted."""
    assert len(rows_of_listing(Listing(asked="articles", sources=(BRIDGE, BARE), total=2), 1)) == 1
    names = Listing(asked="authors", total=2, names=(("Ada Finch", 2), ("Bo Reed", 1)))
    assert rows_of_listing(names, 1) == ["Ada Finch: 2 articles"]
    assert more_line(1_200) == "and 1,200 more"
