"""Articles cut together are cut as each one is by itself, with few calls of the tokenizer."""

from collections.abc import Sequence

import pytest
from tiny import TinyEncoder, article

from qa_bot import cutting
from qa_bot.cutting import cut_articles
from qa_bot.passages import split_article

LONG = " ".join(f"Sentence number {n} tells of the bridge and the river." for n in range(30))
ARTICLES = [
    article("a", "Short.", LONG, ""),
    article("b"),
    article("c", LONG, LONG + " And more.", "Zürich " * 60),
    article("d", "One more short one."),
]


class CountingEncoder(TinyEncoder):
    """An encoder that counts how often its tokenizer is called."""

    calls = 0

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """Count the call, and tokenize."""
        self.calls += 1
        return super().tokenize(texts)


@pytest.mark.parametrize("together", [1, 3, 1000])
def test_articles_are_cut_as_each_would_be_alone(together: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In their order, however many are tokenized at once."""
    monkeypatch.setattr(cutting, "TOGETHER", together)
    encoder = TinyEncoder()
    alone = [split_article(one, encoder.tokenize, encoder.max_tokens) for one in ARTICLES]
    assert list(cut_articles(ARTICLES, encoder)) == alone
    assert list(cut_articles([], encoder)) == []


def test_paragraphs_that_fit_are_tokenized_at_once() -> None:
    """A thousand of them in one call."""
    encoder = CountingEncoder(max_tokens=64)
    paragraphs = [
        f"Paragraph {n} tells of the mayor, who opened the new bridge over the river." for n in range(1000)
    ]
    assert len(next(cut_articles([article("a", *paragraphs)], encoder))) == 1000
    assert encoder.calls == 1
