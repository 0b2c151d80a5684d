"""No article has control characters, whatever its reader leaves in."""
# ruff: noqa: RUF001  text of another script

from pathlib import Path

import pytest

from qa_bot.core.types import Article, Form, Heading, Source
from qa_bot.reading import read
from qa_bot.reading.cleaning import cleaned
from qa_bot.reading.reader import Reading

RED = "\x1b[31m"


def test_every_reader_is_cleaned_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A format that passes on what its library returns cannot reach a terminal."""

    def careless(data: bytes, path: str) -> Reading:
        source = Source(path=path, title=f"{RED}Title", author="A\u202eB")
        return Reading((Article(id=path, source=source, paragraphs=(f"{RED}red {data.decode()}",)),))

    monkeypatch.setattr(read, "_reader_of", lambda _: careless)
    (tmp_path / "a.txt").write_text("words")
    (article,) = read.read_file("a.txt", tmp_path).articles
    assert article.source == Source(path="a.txt", title="Title", author="AB")
    assert article.paragraphs == ("red words",)


def test_headings_keep_their_places_when_paragraphs_vanish() -> None:
    """Each stays above the paragraph that it was above."""
    article = Article(
        id="a",
        source=Source(path="a"),
        paragraphs=("one", RED, "\u200b", "two"),
        headings=(
            Heading(1, 2, "First"),
            Heading(2, 2, f"{RED}Second"),
            Heading(4, 2, RED),
            Heading(5, 2, "End"),
        ),
        forms=((2, Form.QUOTE), (4, Form.ITEM)),
    )
    found = cleaned(article)
    assert found.paragraphs == ("one", "two")
    assert found.headings == (Heading(1, 2, "First"), Heading(2, 2, "Second"), Heading(3, 2, "End"))
    assert found.forms == ((2, Form.ITEM),)


def test_the_number_of_a_first_paragraph_is_a_number() -> None:
    """A bool equals it, but is written differently into the checksum of an article."""
    article = Article(
        id="a", source=Source(path="a"), paragraphs=("one", "two"), forms=((1, Form.QUOTE), (2, Form.ITEM))
    )
    assert [type(number) for number, _ in cleaned(article).forms] == [int, int]


def test_a_clean_article_stays_equal() -> None:
    """Letters of any script, quotes and a path with two spaces."""
    article = Article(
        id="a  b.txt",
        source=Source(path="a  b.txt", title="„Köln“ 👨\u200d👩\u200d👧", url="https://example.org/?q=%20"),
        paragraphs=("می\u200cخواهم", "a — b"),
        headings=(Heading(1, 1, "می\u200cخواهم"),),
    )
    assert cleaned(article) == article
