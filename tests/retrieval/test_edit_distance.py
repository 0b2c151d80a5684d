"""Which words differ in one letter, and which in two at most."""
# ruff: noqa: D103  a test's name is its claim

import random
import string

from qa_bot.retrieval.edit_distance import is_close, one_letter_away


def test_one_letter_away_is_each_way_to_miss_a_letter() -> None:
    """Of n letters: n gone, n - 1 changed places, 25 n others, 26 (n + 1) more less n that are the same."""
    assert {"at", "ct", "ca", "act", "cta", "bat", "cats", "chat"} <= one_letter_away("cat")
    assert len(one_letter_away("cat")) == 3 + 2 + 25 * 3 + 26 * 4 - 3
    assert one_letter_away("a") == {*string.ascii_lowercase} - {"a"} | {
        pair for letter in string.ascii_lowercase for pair in (f"a{letter}", f"{letter}a")
    }


def test_two_edits_are_close_and_three_are_not() -> None:
    assert is_close("accommodation", "acommodatoin")
    assert is_close("bridge", "bridge")
    assert not is_close("bridge", "brxxxe")
    assert not is_close("bridge", "bri")


def test_what_is_close_is_what_two_edits_make() -> None:
    """But for an edit between two letters that changed places, which the distance does not know."""
    rng = random.Random(7)  # noqa: S311  nothing secret
    for _ in range(200):
        word = "".join(rng.choices("abcde", k=6))
        once = rng.choice(sorted(one_letter_away(word)))
        assert is_close(word, once)
        assert is_close(once, word)
