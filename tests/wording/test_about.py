"""All that an article states is listed, and what it does not state is called unknown."""
# ruff: noqa: D103  a test's name is its claim

from qa_bot.core.types import Article, Source
from qa_bot.wording.about import about_lines


def test_every_field_has_a_line_and_hostile_text_is_cleaned() -> None:
    article = Article(
        id="b.jsonl:3",
        source=Source(
            path="b.jsonl", title="T", author="\x1b[31mRed\x1b[0m [/]", url="https://quay.example/"
        ),
        paragraphs=("One.", "Two."),
        also_in=(Source(path="c.md", title="Other", date="2021"),),
    )
    assert about_lines(article) == [
        "publication: unknown publication",
        "author: Red [/]",
        "date: unknown date",
        "address: https://quay.example/",
        "file: b.jsonl",
        "id: b.jsonl:3",
        "length: 2 paragraphs",
        "copies: 1",
        "also in: Other · 2021",
    ]


def test_an_article_of_its_own_file_has_no_id_and_no_copies() -> None:
    lines = about_lines(Article(id="a.md", source=Source(path="a.md"), paragraphs=()))
    assert "file: a.md" in lines
    assert "address: unknown address" in lines
    assert lines[-1] == "copies: none"
    assert not any(line.startswith("id:") for line in lines)
