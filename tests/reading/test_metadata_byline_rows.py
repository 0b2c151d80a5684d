"""A row that says who wrote names the author; a lone name, an editor or a photographer does not."""

import pytest

from qa_bot.reading.metadata.byline_rows import Byline, find_byline, is_row, repeated_name


@pytest.mark.parametrize(
    ("head", "author"),
    [
        (["By Ada Moss and Ben Ott"], "Ada Moss, Ben Ott"),
        (["By Ada Moss, Ben Ott and Cy Orr"], "Ada Moss, Ben Ott, Cy Orr"),
        (["By Ada Moss in Calder"], "Ada Moss"),
        (["By ADA MOSS, Staff Writer"], "ADA MOSS"),
        (["By Ada Moss and Ben Ott, Reuters"], "Ada Moss, Ben Ott"),
        (["By", "Ada Moss"], "Ada Moss"),
        (["Ada Moss, Staff Writer"], "Ada Moss"),
        (["Ada Moss | Senior Political Correspondent"], "Ada Moss"),
        (["Ada Moss", "Senior Reporter"], "Ada Moss"),
        (["Reporter: Ada Moss | Editor: Ben Ott"], "Ada Moss"),
        (["Author", "Ada Moss"], "Ada Moss"),
        (["Story by Ada Moss, photos by Ben Ott"], "Ada Moss"),
        (["Posted on May 12, 2021 by Ada Moss"], "Ada Moss"),
        (["By Ada Moss", "Ben Ott, Staff Writer"], "Ada Moss"),
    ],
)
def test_row_that_says_who_wrote_names_the_author(head: list[str], author: str) -> None:
    """A row that says who wrote names the author."""
    found = find_byline(head)
    assert found is not None
    assert found.author == author


@pytest.mark.parametrize(
    "head",
    [
        [],
        ["Ada Moss"],
        ["Morrow Bay", "12 May 2021"],
        ["Sports Desk, Staff Writer"],
        ["Edited by Ada Moss"],
        ["Photos by Ada Moss", "12 May 2021"],
        ["Editor: Ada Moss"],
        ["By Staff Writer"],
        ["By"],
        ["She was seen off by Ada Moss, the mayor of the town and a writer of letters."],
    ],
)
def test_other_names_are_no_authors(head: list[str]) -> None:
    """Other names are not authors."""
    assert find_byline(head) is None


def test_bars_part_author_publication_and_date() -> None:
    """Bars separate author, publication and date."""
    head = ["Share", "By Ada Moss | The Morrow Gazette | Updated: 2021-05-12 09:06"]
    assert find_byline(head) == Byline(1, "Ada Moss", "The Morrow Gazette")


def test_sentence_is_no_row_and_a_time_of_day_no_sentence() -> None:
    """A sentence is not a row, and a time of day is not a sentence."""
    assert not is_row("By night the lamp was lit.")
    assert is_row("By Ada Moss | May 12, 2021 9:06 a.m.")


def test_name_that_stands_twice_is_the_repeated_one() -> None:
    """A name that appears twice is the repeated one."""
    assert repeated_name(["Ada Moss", "A standfirst", "Ada Moss", "Ben Ott"]) == "Ada Moss"
    assert repeated_name(["Ada Moss", "Ben Ott"]) is None
