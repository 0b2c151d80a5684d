"""Wrapped text is joined where it was wrapped, and nowhere else."""

import textwrap

import pytest
from growth import LINEAR, growth

from qa_bot.reading.text.wrapping import paragraph_lines, split_lines

FIRST = (
    "The harbour office said on Tuesday that the lamp of the old tower, which had been dark for eleven years,"
    " would be lit every night from now on, and that the costs were lower than expected."
)
SECOND = (
    "Volunteers had repaired the well-known lamp with parts from three other towers, two of them abroad; "
    "information about the state-of-the-art work can be had at the office."
)
VERSE = (
    "    The lamp is lit, the night is near,",
    "      and all the boats are coming in,",
    "    the keeper's dog has nothing to fear",
    "      among the nets and the fish of tin.",
)


def wrap(text: str, width: int = 70, *, first: str = "", other: str = "") -> str:
    """Wrap a paragraph as a mail program does."""
    return textwrap.fill(text, width, initial_indent=first, subsequent_indent=other)


def paragraphs(*blocks: str) -> list[str]:
    """Read blocks separated by blank lines."""
    return paragraph_lines(split_lines("\n\n".join(blocks)))


@pytest.mark.parametrize("width", [50, 60, 65, 72, 78, 80, 95])
def test_wrapped_paragraphs_are_whole_and_compounds_keep_their_hyphens(width: int) -> None:
    """Wrapped paragraphs are whole and compounds keep their hyphens."""
    found = paragraphs(wrap(FIRST, width), "CHAPTER TWO", wrap(SECOND, width))
    assert found == [FIRST, "CHAPTER TWO", SECOND]


def test_indent_begins_a_paragraph_where_no_blank_line_does() -> None:
    """An indent begins a paragraph if there is no blank line."""
    text = "\n".join(wrap(paragraph, first="   ") for paragraph in (FIRST, SECOND, FIRST))
    assert paragraphs(text) == [FIRST, SECOND, FIRST]


def test_heading_and_paragraph_end_part_lines_that_no_blank_one_parts() -> None:
    """Headings and paragraph ends separate lines that no blank line separates."""
    text = "\n".join(["The lamp returns", wrap(FIRST), wrap(SECOND), wrap(FIRST)])
    assert paragraphs(text) == ["The lamp returns", FIRST, SECOND, FIRST]


def test_verse_between_wrapped_paragraphs_keeps_its_lines() -> None:
    """Verse between wrapped paragraphs keeps its lines."""
    found = paragraphs(wrap(FIRST), "\n".join(VERSE), wrap(SECOND))
    assert found == [FIRST, *(line.strip() for line in VERSE), SECOND]


def test_headline_byline_and_short_sentences_stay_lines() -> None:
    """A headline, a byline and short sentences stay lines."""
    head = ("Lighthouse shines again", "By Ada Moss", "May 12, 2021")
    assert paragraphs("\n".join(head), wrap(FIRST)) == [*head, FIRST]
    lines = (
        "The lamp was lit on Saturday evening at nine, they said.",
        "It will shine each night, said one of them.",
    )
    assert paragraphs("\n".join(lines * 3)) == list(lines * 3)


def test_lines_that_are_paragraphs_stay_paragraphs() -> None:
    """Lines that are paragraphs stay paragraphs."""
    lines = [FIRST, "A heading in between", SECOND, FIRST]
    assert paragraphs("\n".join(lines)) == lines


def test_quoted_mail_is_joined_and_parted_from_its_answer() -> None:
    """Quoted mail is joined, and separate from its answer."""
    quoted = textwrap.indent(wrap(FIRST, 66), "> ")
    older = textwrap.indent(wrap(SECOND, 64), ">> ", lambda _: True)
    assert paragraphs(f"{older}\n{quoted}\n{wrap(SECOND)}", "Yes.") == [SECOND, FIRST, SECOND, "Yes."]


def test_list_items_stand_alone_and_their_hanging_lines_belong_to_them() -> None:
    """List items are separate, and their hanging lines belong to them."""
    items = "\n".join(["- rope", "- " + wrap(SECOND, other="  "), "2. " + wrap(FIRST, other="   ")])
    assert paragraphs(wrap(FIRST), items) == [FIRST, "- rope", f"- {SECOND}", f"2. {FIRST}"]


def test_word_hyphenated_at_the_line_end_is_whole_where_the_text_hyphenates() -> None:
    """A word hyphenated at the line end is joined if the text hyphenates."""
    lines = (
        "The keepers of the harbour said on Tuesday that the adminis-",
        "tration of the town had not been informed, and that the rep-",
        "resentatives of the fishermen would therefore be heard too.",
        "Their chairman, who was asked at once, called it a well-",
        "known fault of the offices, one that is well-known abroad.",
    )
    assert paragraphs("\n".join(lines)) == [
        "The keepers of the harbour said on Tuesday that the administration of the town had not been"
        " informed, and that the representatives of the fishermen would therefore be heard too. Their"
        " chairman, who was asked at once, called it a well-known fault of the offices, one that is"
        " well-known abroad."
    ]


@pytest.mark.parametrize("border", ["\t", "     "])
def test_row_of_a_table_is_a_line_with_its_cells_apart(border: str) -> None:
    """A table row is a line with its cells separate."""
    rows = [("Port", "Ships", "Crew"), ("Morrow Bay", "4", "31"), ("Calder", "1,200", "9")]
    text = "\n".join(border.join(row) for row in rows)
    assert paragraphs(wrap(FIRST), text) == [FIRST, *(" | ".join(row) for row in rows)]


def test_every_kind_of_line_break_ends_a_line() -> None:
    """Every kind of line break ends a line."""
    assert split_lines("a\r\nb\rc\u2028d\fe\n") == ["a", "b", "c", "d", "e", ""]


@pytest.mark.parametrize("unit", ["a-", "a\t", "> ", "\t\n", "word ", "x\n", "-\n"])
def test_endless_repetition_is_read_in_linear_time(unit: str) -> None:
    """A regular expression that backtracks would take quadratic time."""
    assert growth(lambda size: paragraph_lines(split_lines(unit * size)), 8_000) < LINEAR
