"""Articles cut together are cut as each one is by itself, with few calls of the tokenizer."""

from collections.abc import Sequence

import pytest
from tiny import TinyEncoder, article

from qa_bot.core.types import Article, Slice
from qa_bot.encoders.protocol import Encoder
from qa_bot.index import cutting
from qa_bot.index.cutting import cut_articles
from qa_bot.index.passages import split_article

LONG = " ".join(f"Sentence number {n} tells of the bridge and the river." for n in range(30))
ARTICLES = [
    article("a", "Short.", LONG, ""),
    article("b"),
    article("c", LONG, LONG + " And more.", "Zürich " * 60),
    article("d", "One more short one."),
]


def cut_whole(one: Article, encoder: Encoder) -> list[Slice]:
    """Cut an article by itself, every text tokenized as a whole."""
    return split_article(one, lambda texts: list(map(len, encoder.tokenize(texts))), encoder.max_tokens)


class CountingEncoder(TinyEncoder):
    """An encoder that counts how often its tokenizer is called, and for how many texts."""

    calls = texts = 0

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """Count the call, and tokenize."""
        self.calls += 1
        self.texts += len(texts)
        return super().tokenize(texts)


@pytest.mark.parametrize("together", [1, 3, 1000])
def test_articles_are_cut_as_each_would_be_alone(together: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In their order, however many are tokenized at once."""
    monkeypatch.setattr(cutting, "TOGETHER", together)
    encoder = TinyEncoder()
    assert list(cut_articles(ARTICLES, encoder)) == [cut_whole(one, encoder) for one in ARTICLES]
    assert list(cut_articles([], encoder)) == []


def test_paragraphs_that_fit_are_tokenized_at_once() -> None:
    """A thousand of them in one call."""
    encoder = CountingEncoder(max_tokens=64)
    paragraphs = [
        f"Paragraph {n} tells of the mayor, who opened the new bridge over the river." for n in range(1000)
    ]
    assert len(next(cut_articles([article("a", *paragraphs)], encoder))) == 1000
    assert encoder.calls == 1


class JoiningEncoder(TinyEncoder):
    """An encoder for which the words of a text are more than the sum of their tokens."""

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """Put a token between words."""
        return [[0, *range(2 * len(text.split()) - 1), 1] for text in texts]


@pytest.mark.parametrize("encoder", [TinyEncoder(max_tokens=20), JoiningEncoder(max_tokens=40)])
@pytest.mark.parametrize("remembered", [0, 1_000_000])
def test_words_are_counted_once_only_where_texts_have_their_tokens(
    encoder: TinyEncoder, remembered: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many articles are cut alike, whatever is known of their words."""
    monkeypatch.setattr(cutting, "TOGETHER", 4)
    monkeypatch.setattr(cutting, "COMPARED", 8)
    monkeypatch.setattr(cutting, "REMEMBERED", remembered)
    articles = [
        article(f"a{n}", f"{n} {LONG}", f"The  bridge {n} " * (n % 7), LONG[n:], "Ü\u00a0ber\tall " * n)
        for n in range(40)
    ]
    assert list(cut_articles(articles, encoder)) == [cut_whole(one, encoder) for one in articles]


def test_a_known_word_is_not_tokenized_again() -> None:
    """After a thousand texts only words that are new go to the tokenizer."""
    encoder = CountingEncoder(max_tokens=16)
    texts = [f"Mayor {n % 70} opened the new bridge over river {n // 70}." for n in range(5000)]
    list(cut_articles([article(str(n), text) for n, text in enumerate(texts)], encoder))
    assert 1000 <= encoder.texts < 1500
