"""A sentence ends at the same marks everywhere."""

import pytest

from qa_bot.language.sentence_ends import (
    SENTENCE_BORDER,
    ends_before_notes,
    ends_like_sentence,
    ends_sentence,
)


@pytest.mark.parametrize(
    ("text", "ends", "like", "noted"),
    [
        ("It rained.", True, True, True),
        ("“It rained.”", True, True, True),
        ("Did it rain?)", True, True, True),
        ("雨が降った。", True, True, False),
        ("He said:", False, True, False),
        ("It rained.[12]", False, False, True),
        ("It rained. ¹", False, False, True),
        ("Rain in May", False, False, False),
        ("", False, False, False),
    ],
)
def test_what_ends_a_sentence(text: str, ends: bool, like: bool, noted: bool) -> None:
    """A full stop or its like, quotes and brackets aside; a colon or marks of notes only where they count."""
    assert (ends_sentence(text), ends_like_sentence(text), ends_before_notes(text)) == (ends, like, noted)


def test_a_part_of_a_text_has_the_same_borders() -> None:
    """White space must follow a narrow mark, and none a wide one."""
    assert SENTENCE_BORDER.split("One. “Two!” Three 3.5 times。Four") == [
        "One",
        "“Two",
        "Three 3.5 times",
        "Four",
    ]
