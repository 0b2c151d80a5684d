"""A passage is a slice of its paragraph, and a paragraph is split only when it must be."""

from collections.abc import Sequence

import pytest
from tiny import TinyEncoder, article

from qa_bot.core.types import Article, Slice
from qa_bot.encoders.protocol import Encoder
from qa_bot.index import passages
from qa_bot.index.passages import cut_articles, split_article, split_paragraph
from qa_bot.language.languages.english import ENGLISH


def count_tokens(given: Sequence[str]) -> list[int]:
    """Count the tokens of texts."""
    return list(map(len, TinyEncoder().tokenize(given)))


def texts(paragraph: str, max_tokens: int) -> list[str]:
    """Cut a paragraph and give the parts' texts."""
    spans = split_paragraph(paragraph, count_tokens, max_tokens, ENGLISH)
    return [paragraph[start:end] for start, end in spans]


def test_a_paragraph_that_fits_is_one_passage() -> None:
    """Five words and two special tokens fit in seven tokens."""
    assert texts("one two three four five", 7) == ["one two three four five"]


def test_a_long_paragraph_is_split_at_sentence_borders() -> None:
    """Two sentences of three words make eight tokens; a third one would make eleven."""
    paragraph = "The dog barked.  The cat ran. The bird sang. The sun set."
    assert texts(paragraph, 8) == ["The dog barked.  The cat ran.", "The bird sang. The sun set."]
    assert texts(paragraph, 7) == ["The dog barked.", "The cat ran.", "The bird sang.", "The sun set."]


def test_a_sentence_that_is_too_long_is_split_between_words() -> None:
    """No word is torn apart while a part has more than one."""
    words = [f"word{number}" for number in range(50)]
    parts = texts(" ".join(words), 10)
    assert " ".join(parts).split() == words
    assert max(count_tokens(parts)) <= 10


def test_text_without_spaces_is_split_all_the_same() -> None:
    """Where a letter is a token, letters are counted."""

    def letters(given: Sequence[str]) -> list[int]:
        return [len(text) + 2 for text in given]

    paragraph = "橋" * 40
    spans = split_paragraph(paragraph, letters, 12, ENGLISH)
    assert "".join(paragraph[start:end] for start, end in spans) == paragraph
    assert max(end - start for start, end in spans) <= 10


@pytest.mark.parametrize(
    "paragraph",
    [
        "Zürich gewählt! Über 3,5 Mio. Menschen kamen. “Nie zuvor”, sagte Dr. Meier, “gab es das.” Punkt.",
        "Emoji 🎉🎉 count as one. So does 👩‍👩‍👧. And e\u0301 stays together? Yes… it does.",
        "हिन्दी में एक वाक्य। दूसरा वाक्य यहाँ है। 北京是中国的首都。上海很大。",
        "no border at all but a great many words that go on and on and on until somebody stops them",
    ],
)
@pytest.mark.parametrize("max_tokens", [3, 5, 9])
def test_parts_are_verbatim_in_order_and_leave_out_only_spaces(paragraph: str, max_tokens: int) -> None:
    """Together the parts are the paragraph, and each fits."""
    spans = split_paragraph(paragraph, count_tokens, max_tokens, ENGLISH)
    ends = [0, *(end for _, end in spans)]
    gaps = [paragraph[end:start] for end, (start, _) in zip(ends, spans, strict=False)]
    assert not "".join(gaps).strip()
    assert ends[-1] == len(paragraph)
    assert max(count_tokens([paragraph[start:end] for start, end in spans])) <= max_tokens


def test_parts_of_a_split_paragraph_are_numbered() -> None:
    """Paragraphs keep their numbers from 1; only parts have a number behind the point."""
    cut = split_article(article("a.md", "Short.", "The dog barked. The cat ran."), count_tokens, 5)
    assert [part.label for part in cut] == ["1", "2.1", "2.2"]
    assert [(part.start, part.end) for part in cut] == [(0, 6), (0, 15), (16, 28)]


def test_an_article_without_paragraphs_has_no_passages() -> None:
    """Nothing in, nothing out."""
    assert split_article(article("a.md"), count_tokens, 5) == []


def test_an_empty_paragraph_is_an_empty_passage() -> None:
    """It keeps its number, so that the next one does too."""
    assert split_paragraph("", count_tokens, 5, ENGLISH) == [(0, 0)]


def test_a_short_paragraph_is_not_even_tokenized() -> None:
    """A text of no more bytes than the model reads tokens fits for sure."""

    def refuse(_: object) -> list[int]:
        pytest.fail("tokenized in vain")

    assert split_paragraph("abc", refuse, 5, ENGLISH) == [(0, 3)]


# ------------------------------------------------------------------------------------- many articles

LONG = " ".join(f"Sentence number {n} tells of the bridge and the river." for n in range(30))
ARTICLES = [
    article("a", "Short.", LONG, ""),
    article("b"),
    article("c", LONG, LONG + " And more.", "Zürich " * 60),
    article("d", "One more short one."),
]


def cut_alone(one: Article, encoder: Encoder) -> list[Slice]:
    """Cut a single article."""
    return split_article(one, lambda given: list(map(len, encoder.tokenize(given))), encoder.max_tokens)


class CountingEncoder(TinyEncoder):
    """An encoder that counts the calls of its tokenizer."""

    calls = 0

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """Count the call, and tokenize."""
        self.calls += 1
        return super().tokenize(texts)


@pytest.mark.parametrize("batch", [1, 3, 1000])
def test_articles_are_cut_as_each_would_be_alone(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In their order, however many paragraphs are tokenized at once."""
    monkeypatch.setattr(passages, "BATCH", batch)
    encoder = TinyEncoder()
    assert list(cut_articles(ARTICLES, encoder)) == [cut_alone(one, encoder) for one in ARTICLES]
    assert list(cut_articles([], encoder)) == []


def test_paragraphs_that_fit_are_tokenized_at_once() -> None:
    """A thousand of them in one call."""
    encoder = CountingEncoder(max_tokens=64)
    paragraphs = [
        f"Paragraph {n} tells of the mayor, who opened the new bridge over the river." for n in range(1000)
    ]
    assert len(next(cut_articles([article("a", *paragraphs)], encoder))) == 1000
    assert encoder.calls == 1
