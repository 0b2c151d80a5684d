"""What is written as Markdown is read back as it was."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_bot.adding.markdown import write_markdown
from qa_bot.core.sanitizing import clean_line, drop_unseen
from qa_bot.core.types import Article, Form, Heading, Source
from qa_bot.reading.text.markdown import read_markdown

PATH = "a.md"
MARKS = "-+*_#>~=`[]()<>!&|\\.:;\"'/0123456789ab \u00e4\u4e2d"

PIECES = (
    *("- ", "1. ", "2) ", "+ ", "* ", "# ", "> ", "---", "```", "~~~", "===", "&amp;", "<b>", "\\", "</b>"),
    *("[a](b)", "![a](b)", "[a]: b", "<!--", "http://a.example", "| a |", "a", "_", " "),
)
NO_NAME = re.compile(r"(?i)^by\s|;|@|^www\.|https?:")
"""What no reader gives as an author."""


def _clean(text: str) -> str:
    return clean_line(clean_line(text))


LINES = (
    st.one_of(
        st.text(),
        st.text(MARKS),
        st.lists(st.sampled_from(PIECES)).map("".join),
    )
    .map(_clean)
    .filter(lambda line: line and clean_line(line) == line)
)
FIELD = st.none() | LINES
NOTE_PIECES = (
    *(
        "==",
        "%%",
        "[[a]]",
        "![[a|b]]",
        "[^1]",
        "[^1]:",
        "^[a]",
        " ^ab1",
        "#tag",
        "#a/b ",
        "- [ ] ",
        "[!note]",
        "> ",
    ),
    *("+++", "{", "% ", "::", "URL: ", "a", "A", ".", " ", ",", "=", "%", "^", "`", "\\", "*", "(", ")"),
)
"""What note programs write, of which clippings.py takes the marks off."""
TEXTS = LINES | st.lists(st.sampled_from(NOTE_PIECES)).map("".join).map(_clean).filter(bool)
HEADED = st.lists(st.tuples(st.integers(1, 6), TEXTS), max_size=3)
SOURCES = st.builds(
    Source,
    path=st.just(PATH),
    title=FIELD,
    publication=FIELD,
    author=FIELD.filter(lambda name: not name or not NO_NAME.search(name)),
    date=st.none()
    | st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(date.isoformat)
    | st.sampled_from(["2020", "1999-07"]),
    url=st.none() | LINES.map("https://news.example/{}".format),
)
ARTICLES = st.builds(Article, id=st.just(PATH), source=SOURCES, paragraphs=st.lists(TEXTS).map(tuple))
ITEM = re.compile(r"(?!-[- ]*$)(?:-|[0-9]{1,9}\.) .", re.ASCII)
"""How a paragraph begins that is written, and read back, as an item of a list."""


def as_read(article: Article) -> Article:
    """Return the article with what a reader of the file says of its list items."""
    items = (number for number, text in enumerate(article.paragraphs, start=1) if ITEM.match(text))
    return replace(article, forms=tuple((number, Form.ITEM) for number in items))


@settings(max_examples=200, deadline=None, database=None)
@given(ARTICLES, st.none() | st.dates())
def test_an_article_is_read_back_as_it_was_written(article: Article, retrieved: date | None) -> None:
    assert read_markdown(drop_unseen(write_markdown(article, retrieved)), PATH) == as_read(article)


@settings(max_examples=500, deadline=None, database=None)
@given(TEXTS)
def test_any_line_alone_stays_one_paragraph(line: str) -> None:
    article = Article(id=PATH, source=Source(path=PATH), paragraphs=(line,))
    assert read_markdown(write_markdown(article), PATH) == as_read(article)


@settings(max_examples=200, deadline=None, database=None)
@given(HEADED, st.lists(TEXTS, min_size=1, max_size=3))
def test_headings_are_read_back_above_the_same_paragraphs(
    headed: list[tuple[int, str]], paragraphs: list[str]
) -> None:
    headings = tuple(
        Heading(min(number, len(paragraphs) + 1), level, text)
        for number, (level, text) in enumerate(headed, 1)
        if text not in paragraphs  # which would be a heading that is a paragraph too
    )
    source = Source(path=PATH, title="A title that no heading has")
    article = Article(id=PATH, source=source, paragraphs=tuple(paragraphs), headings=headings)
    assert read_markdown(write_markdown(article), PATH) == as_read(article)


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("The bridge cost $41 million (nine more than planned), i.e. 28% too much!", None),
        ('Ada & Ben said: "it\'s 3 < 4 > 2"; see snake_case, a|b, x=y, ~5 and -3.', None),
        ("- a list item", None),
        ("2. a numbered one", None),
        ("1984 was a year.", None),
        ("#hashtag, not a heading", None),
        ("* a star", r"\* a star"),
        ("+ a plus", r"\+ a plus"),
        ("3) a bracket", r"3\) a bracket"),
        ("- # a heading in an item", r"- \# a heading in an item"),
        ("1.", r"1\."),
        ("# a heading", r"\# a heading"),
        ("> a quote", r"\> a quote"),
        ("- - -", r"\- - -"),
        ("---", r"\---"),
        ("~~~", r"\~~~"),
        (
            "`code` *strong* _weak_ [link](x) <b> &amp; \\",
            r"\`code\` \*strong\* \_weak\_ \[link](x) \<b> \&amp; \\",
        ),
    ],
)
def test_what_markdown_would_take_for_a_mark_is_escaped_and_nothing_else(
    line: str, written: str | None
) -> None:
    assert (
        write_markdown(Article(id=PATH, source=Source(path=PATH), paragraphs=(line,)))
        == f"{written or line}\n"
    )


def test_the_front_matter_tells_the_source_and_the_day_of_retrieval() -> None:
    source = Source(
        path=PATH,
        title="Bridge: the 2nd",
        publication="Quay Courier",
        author="Ada Lindqvist, Bo Ek",
        date="2023-05-14",
        url="https://q.example/b",
    )
    text = write_markdown(Article(id=PATH, source=source, paragraphs=("One.", "Two.")), date(2024, 1, 2))
    assert text == (
        "---\n"
        "title: 'Bridge: the 2nd'\n"
        "publication: Quay Courier\n"
        "author: Ada Lindqvist, Bo Ek\n"
        "date: 2023-05-14\n"
        "url: https://q.example/b\n"
        "retrieved: 2024-01-02\n"
        "---\n\nOne.\n\nTwo.\n"
    )


def test_the_day_of_retrieval_is_no_date_of_publication() -> None:
    article = Article(id=PATH, source=Source(path=PATH, url="https://q.example/b"), paragraphs=("One.",))
    assert read_markdown(write_markdown(article, date(2024, 1, 2)), PATH).source.date is None


def test_a_date_that_is_none_stays_the_text_it_is() -> None:
    source = Source(path=PATH, date="2023-02-31")
    assert "date: '2023-02-31'" in write_markdown(
        Article(id=PATH, source=replace(source), paragraphs=("One.",))
    )
