"""The words of a text that match a question are found by their terms and returned as they are written."""

from collections.abc import Collection

from qa_bot.answering.matched_words import matched_words
from qa_bot.language.analyzer import analyze


def matched(text: str, wanted: Collection[str]) -> tuple[str, ...]:
    """Return the words of a text that match."""
    return matched_words(text, analyze(text), wanted)


def test_words_match_by_their_stems_and_are_returned_as_written() -> None:
    """Each form once, in the order of the text."""
    text = "Bridges, a BRIDGE; caf\u00e9_bridging the bridge. Bridges!"
    assert matched(text, {"bridg", "cafe"}) == ("Bridges", "BRIDGE", "caf\u00e9", "bridging", "bridge")


def test_nothing_matches_in_an_empty_text_or_for_an_empty_question() -> None:
    """Neither is an error."""
    assert matched("", {"bridg"}) == ()
    assert matched("A bridge.", set()) == ()
