"""A citation states what the article states, and no text of an article can break out of its format."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from fake_engine import BARE, BRIDGE, HOSTILE, passages_of
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from qa_bot.core.copy_format import CopyFormat
from qa_bot.core.sanitizing import plain
from qa_bot.core.types import Passage, Source
from qa_bot.wording.citation_formats import bibtex, citation_in, cited, csl_json, date_parts, markdown_text

SECOND = passages_of(BRIDGE)[1]
TEXTS = st.text(st.characters(codec="utf-8"), max_size=60) | st.text(
    "ab1 \n\\{}[]()<>#$%&_^~\"'`*-+=.!|@,:/", max_size=40
)

CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls but line feeds, other line ends, changes of direction, and halves of characters."""


def passage_of(source: Source) -> Passage:
    """Return a passage of an article with this source."""
    return replace(SECOND, source=source)


SOURCES = st.builds(
    Source,
    path=TEXTS,
    title=st.none() | TEXTS,
    publication=st.none() | TEXTS,
    author=st.none() | TEXTS,
    date=st.none() | TEXTS | st.dates().map(str),
    url=st.none() | TEXTS | TEXTS.map(lambda rest: f"https://quay.example/{rest}"),
)


def rendered(markdown: str) -> str:
    """Return the text that a reader of Markdown sees, its white space as single spaces."""
    html = MarkdownIt("commonmark").render(markdown)
    text = re.sub(r"<[^>]*>", "", html)
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, char)
    return " ".join(text.split())


def fields_of(entry: str) -> dict[str, str]:
    """Read a BibTeX entry as BibTeX does: a value ends where its braces are balanced."""
    head = re.match(r"@misc\{(?P<key>[a-z0-9]+),\n", entry)
    assert head is not None
    rest, fields = entry[head.end() :], {}
    while found := re.match(r"  (\w+) = \{", rest):
        depth, at = 1, found.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(rest[at], 0)
            at += 1
        fields[found[1]] = rest[found.end() : at - 1]
        assert rest[at : at + 2] == ",\n"
        rest = rest[at + 2 :]
    assert rest == "}"
    return fields


def test_markdown_links_the_title_and_quotes_the_words() -> None:
    assert citation_in(CopyFormat.MARKDOWN, SECOND) == (
        "[The harbour bridge reopens after four years](https://quay.example/bridge), The Quay Courier, "
        "Ilse Marrow, 2023-05-14, paragraph 2 of 4"
    )
    lines = cited(CopyFormat.MARKDOWN, "It *was*\n1. built.", SECOND).split("\n")
    assert lines[:3] == ["> It \\*was\\*", "> 1\\. built.", ">"]
    assert lines[3].startswith("> [The harbour bridge")


def test_underscores_inside_words_stay_readable() -> None:
    assert markdown_text("qa_bot _was_ __here__ a__b") == "qa_bot \\_was\\_ \\_\\_here\\_\\_ a__b"


def test_plain_text_says_the_same_without_markup() -> None:
    assert cited(CopyFormat.PLAIN, "It opened.", SECOND) == (
        "\u201cIt opened.\u201d\nThe harbour bridge reopens after four years, The Quay Courier, Ilse Marrow, "
        "2023-05-14, paragraph 2 of 4, https://quay.example/bridge"
    )


def test_bibtex_has_the_stated_fields() -> None:
    assert bibtex(SECOND) == (
        "@misc{marrow2023harbour,\n"
        "  author = {{Ilse Marrow}},\n"
        "  title = {{The harbour bridge reopens after four years}},\n"
        "  howpublished = {The Quay Courier},\n"
        "  year = {2023},\n"
        "  month = {5},\n"
        "  day = {14},\n"
        "  url = {https://quay.example/bridge},\n"
        "  note = {paragraph 2 of 4},\n"
        "}"
    )
    assert cited(CopyFormat.BIBTEX, "It opened.", SECOND).startswith("It opened.\n\n@misc{marrow2023harbour,")


def test_csl_json_has_the_stated_fields() -> None:
    assert json.loads(csl_json(SECOND)) == [
        {
            "id": "marrow2023harbour",
            "type": "webpage",
            "title": "The harbour bridge reopens after four years",
            "author": [{"literal": "Ilse Marrow"}],
            "container-title": "The Quay Courier",
            "issued": {"date-parts": [[2023, 5, 14]]},
            "URL": "https://quay.example/bridge",
            "note": "paragraph 2 of 4",
        }
    ]


def test_several_authors_are_separate() -> None:
    passage = passage_of(Source(path="a", title="T", author="Ada Moss, Smith and Sons"))
    assert fields_of(bibtex(passage))["author"] == "{Ada Moss} and {Smith and Sons}"
    assert json.loads(csl_json(passage))[0]["author"] == [
        {"literal": "Ada Moss"},
        {"literal": "Smith and Sons"},
    ]


def test_what_is_not_stated_is_left_out() -> None:
    passage = passages_of(BARE)[0]
    assert citation_in(CopyFormat.PLAIN, passage) == "unknown title (notes/bare.txt), paragraph 1 of 1"
    assert set(fields_of(bibtex(passage))) == {"title", "note"}
    assert set(json.loads(csl_json(passage))[0]) == {"id", "type", "title", "note"}


@pytest.mark.parametrize(
    ("date", "parts"),
    [
        ("2023-05-14", [2023, 5, 14]),
        ("2023-05", [2023, 5]),
        ("2023", [2023]),
        ("2020-13", []),
        ("20230514", []),
        ("2023-W01", []),
        ("", []),
        (None, []),
    ],
)
def test_a_date_is_cited_as_far_as_it_is_known(date: str | None, parts: list[int]) -> None:
    assert date_parts(date) == parts


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "https://a.example/x y"])
def test_an_address_that_is_no_web_page_is_not_cited(address: str) -> None:
    passage = passage_of(Source(path="a", title="T", url=address))
    assert all(address not in citation_in(form, passage) for form in CopyFormat)


def test_hostile_text_stays_text() -> None:
    title = "}, evil = {x\\"
    passage = passage_of(replace(HOSTILE.source, title=title, url="https://a.example/)[x](https://b.example"))
    assert fields_of(bibtex(passage))["title"] == (
        r"{\textbraceright{}, evil = \textbraceleft{}x\textbackslash{}}"
    )
    assert json.loads(csl_json(passage))[0]["title"] == title
    html = MarkdownIt("commonmark").render(citation_in(CopyFormat.MARKDOWN, passage))
    assert html.count("<a ") == 1
    assert 'href="https://b.example"' not in html


@given(SOURCES)
def test_bibtex_of_any_source_can_be_read_back(source: Source) -> None:
    fields = fields_of(bibtex(passage_of(source)))
    assert set(fields) <= {"author", "title", "howpublished", "year", "month", "day", "url", "note"}
    unescaped = re.sub(r"\\([#$%&_])|[^\\]", "", re.sub(r"\\text\w+\{\}", "", "".join(fields.values())))
    assert "\\" not in unescaped


@given(SOURCES)
def test_csl_json_of_any_source_is_valid(source: Source) -> None:
    (item,) = json.loads(csl_json(passage_of(source)))
    assert item["type"] in ("webpage", "document")
    assert item["id"]
    assert set(item) <= {"id", "type", "title", "author", "container-title", "issued", "URL", "note"}
    for parts in item.get("issued", {}).get("date-parts", []):
        assert 1 <= len(parts) <= 3
        assert all(isinstance(part, int) for part in parts)


@given(TEXTS)
def test_markdown_shows_any_text_as_it_is(text: str) -> None:
    quote = plain(text)
    assert rendered(markdown_text(quote)) == " ".join(quote.split())


@given(SOURCES, TEXTS)
def test_no_format_lets_control_characters_through(source: Source, text: str) -> None:
    for form in CopyFormat:
        copied = cited(form, text, passage_of(source))
        assert CONTROL.findall(copied) == []
