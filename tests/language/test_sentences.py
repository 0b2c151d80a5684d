"""A text is cut into sentences by the rules of its language."""

import pytest

from qa_bot.language.detection import language_in
from qa_bot.language.language import UNKNOWN
from qa_bot.language.languages.english import ENGLISH
from qa_bot.language.languages.german import GERMAN
from qa_bot.language.sentences import is_fragment, sentences


def test_sentences_leave_out_the_spaces_between_them() -> None:
    """Offsets count characters, not bytes."""
    text = "  Zürich wählt.  Bern nicht.  "
    assert [text[start:end] for start, end in sentences(text, ENGLISH)] == ["Zürich wählt.", "Bern nicht."]


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_nothing_has_no_sentences(text: str) -> None:
    """Blank text holds no sentence."""
    assert sentences(text, ENGLISH) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bridge in Leeds", True),
        ("Read also: the bridge in Leeds", True),
        ("The bridge in Leeds:", True),
        ("\u2014 The Mayor (@mayor) 9 October 2018", True),
        ("The bridge opened.", False),
        ("Is it open?", False),
        ("\u201cIt is open!\u201d", False),
        ("\u201eEr kam.\u201c", False),
        ("He was born in 1970.[3]", False),
        ("It opened in 1998.\u00b9", False),
        ("word " * 14, False),
        ("w" * 100, False),
        ("\u0e2a\u0e30\u0e1e\u0e32\u0e19\u0e40\u0e1b\u0e34\u0e14", False),
        ("\u4ed6\u6765\u4e86\u3002", False),
        ("12", False),
    ],
)
def test_a_heading_or_link_is_distinguished_from_a_sentence(text: str, expected: bool) -> None:
    """By its length and end mark; scripts without capitals have other marks, or none."""
    assert is_fragment(text) is expected


def test_a_text_is_cut_by_the_rules_of_its_language() -> None:
    """A German date keeps its full stop; English and unknown texts are cut alike."""
    text = "Sie kam am 3. Mai. Er ging."
    assert [text[start:end] for start, end in sentences(text, GERMAN)] == ["Sie kam am 3. Mai.", "Er ging."]
    assert sentences(text, ENGLISH) == sentences(text, UNKNOWN)
    assert language_in(text) is GERMAN
