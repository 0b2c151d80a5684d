"""Numbers of things are written alike everywhere."""

import pytest

from qa_bot.wording.numbers import counted


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 files"), (1, "1 file"), (2, "2 files"), (5183, "5,183 files")]
)
def test_one_thing_alone_has_no_plural(number: int, words: str) -> None:
    """Nothing is many."""
    assert counted(number, "file") == words
