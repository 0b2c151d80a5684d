"""Only stemmers that the BM25 library has can be named."""

import pytest

from qa_bot.language import stemming
from qa_bot.language.language import Language


def test_an_unknown_stemmer_is_reported_with_its_language() -> None:
    """Before any text is read: while an index is written, it would look like an error of the disk."""
    polish = Language(code="pl", name="Polish", stemmer="polish")
    with pytest.raises(
        ValueError, match=r'^Polish: the BM25 library has no stemmer "polish"; set stemmer=None$'
    ):
        stemming._stemmers([polish])


def test_a_language_needs_no_stemmer() -> None:
    """It is then read by English stems."""
    assert stemming._stemmers([Language(code="pl", name="Polish")]) == {}
