"""Headings keep their places, whatever the format, and stay with the article."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import docx
import pytest
from written_parts import write_store

from qa_bot.adding.markdown import write_markdown
from qa_bot.core.types import Article, Heading, Source
from qa_bot.corpus.folder import join, read_each
from qa_bot.corpus.readings import SavedReading, pack_saved, unpack_saved
from qa_bot.corpus.repeated_lines import drop_repeated
from qa_bot.index.passages import split_article
from qa_bot.index.store import Store
from qa_bot.reading.docx.document import read_docx
from qa_bot.reading.html.page import read_web
from qa_bot.reading.text.markdown import read_markdown

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "The glassworks on the dyke has lit its furnace again, and its first bottles were blown on Monday."
SECOND = "Visitors may blow a small one for six euros, said the master, who has taught eleven apprentices."
THIRD = (
    "In the winter the furnace rests, and the hall is lent to the choir and to the chess club of the village."
)
PAGE = (
    f"<html><head><title>Glass</title></head><body><article><h1>Glass</h1><p>{FIRST}</p>"
    f"<h2>What it costs</h2><p>{SECOND}</p><h3>In the <em>winter</em></h3><p>{THIRD}</p>"
    "</article></body></html>"
)
IN_PAGE = (Heading(2, 2, "What it costs"), Heading(4, 3, "In the winter"))
APART = (Heading(2, 2, "What it costs"), Heading(3, 3, "In the winter"))
WRITTEN = Article(
    id="a.md", source=Source(path="a.md", title="Glass"), paragraphs=(FIRST, SECOND, THIRD), headings=APART
)


def test_heading_of_a_page_is_known_and_stays_a_passage() -> None:
    article = read_web(PAGE, "a.html")
    assert article.paragraphs == (FIRST, "What it costs", SECOND, "In the winter", THIRD)
    assert article.headings == IN_PAGE
    assert article.pieces() == [
        (1, 0, FIRST),
        (2, 2, "What it costs"),
        (3, 0, SECOND),
        (4, 3, "In the winter"),
        (5, 0, THIRD),
    ]


def test_heading_of_a_document_stands_above_its_paragraph() -> None:
    document = docx.Document()
    document.add_heading("Glass", 0)
    for level, heading, text in ((0, "", FIRST), (2, "What it costs", SECOND), (3, "In the winter", THIRD)):
        if heading:
            document.add_heading(heading, level)
        document.add_paragraph(text)
    data = io.BytesIO()
    document.save(data)
    article = read_docx(data.getvalue(), "a.docx")
    assert (article.paragraphs, article.headings) == ((FIRST, SECOND, THIRD), APART)


def test_headings_below_the_last_paragraph_and_one_below_another_come_in_order() -> None:
    headings = (Heading(1, 2, "One"), Heading(1, 3, "Two"), Heading(2, 2, "Three"))
    article = Article(id="a", source=Source(path="a"), paragraphs=("text",), headings=headings)
    assert article.pieces() == [(1, 2, "One"), (1, 3, "Two"), (1, 0, "text"), (2, 2, "Three")]


def test_page_that_is_added_keeps_its_headings_as_such() -> None:
    written = write_markdown(read_web(PAGE, "a.html"))
    assert written == (
        f"---\ntitle: Glass\n---\n\n{FIRST}\n\n## What it costs\n\n{SECOND}\n\n### In the winter\n\n{THIRD}\n"
    )
    assert read_markdown(written, "a.md") == WRITTEN


@pytest.mark.parametrize(
    "text", ["C# and more #", "#", "1. First", "- Dash", "*star* [a](b)", "a_b `c` ==d=="]
)
def test_words_of_a_heading_are_read_back_as_they_were(text: str) -> None:
    article = replace(WRITTEN, headings=(Heading(1, 2, text),))
    assert read_markdown(write_markdown(article), "a.md") == article


def test_headings_are_no_passages_unless_they_are_paragraphs() -> None:
    slices = split_article(WRITTEN, lambda texts: [1 for _ in texts], 256)
    assert [part.paragraph for part in slices] == [1, 2, 3]


def test_headings_survive_reading_in_a_process_remembering_and_storing(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (read,) = read_each(tmp_path, ["a.html"], lambda _: None)
    assert read.articles[0].headings == IN_PAGE
    saved = unpack_saved("digest", *pack_saved(SavedReading(read, "digest")), {}, range(0))
    assert saved
    assert saved.read == read
    (file,) = join([read])
    (article,) = file.articles
    write_store(tmp_path / "store", [(article, split_article(article, lambda texts: [1] * len(texts), 256))])
    store = Store(tmp_path / "store")
    assert store.article("a.html") == article
    assert [found.article for found in store.placed()] == [article]


def test_headings_keep_their_places_where_a_repeated_line_goes() -> None:
    notice = "Subscribe to our newsletter for more stories like this one."
    articles = [
        Article(
            id=f"{n}",
            source=Source(path=f"{n}", publication="Dyke Post"),
            paragraphs=(f"{FIRST} {n}", f"Head {n}", f"{SECOND} {n}", notice, f"{THIRD} {n}"),
            headings=(Heading(2, 2, f"Head {n}"), Heading(4, 2, "Above"), Heading(5, 2, "Winter")),
        )
        for n in range(6)
    ]
    for n, article in enumerate(drop_repeated(articles)):
        assert notice not in article.paragraphs
        assert article.headings == (
            Heading(2, 2, f"Head {n}"),
            Heading(4, 2, "Above"),
            Heading(4, 2, "Winter"),
        )
