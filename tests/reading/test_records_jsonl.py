"""A JSON file of articles from any program is read with its sources."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from qa_bot.core.errors import ReadingError, UnsupportedFileError
from qa_bot.reading.read import read_file
from qa_bot.reading.records.jsonl import read_jsonl

if TYPE_CHECKING:
    from pathlib import Path

    from qa_bot.core.types import Article

FIRST = "The mill by the weir grinds again, with a wheel of oak that two brothers built in a winter."
SECOND = "Flour is sold on Fridays, and children may turn the small stone by hand."
TEXT = f"{FIRST}\n\n{SECOND}"
HTML = f"<p>{FIRST}</p>\n<p>{SECOND}</p>"
TITLE = "The mill by the weir"
URL = "https://miller.example/news/mill"


def read(*rows: dict[str, Any]) -> tuple[Article, ...]:
    articles, note = read_jsonl("\n".join(map(json.dumps, rows)), "a.jsonl")
    assert note is None
    return articles


def only(row: dict[str, Any]) -> Article:
    (article,) = read(row)
    return article


DIALECTS: dict[str, dict[str, Any]] = {
    "readability": {
        "title": TITLE,
        "byline": "By Ada Moss",
        "content": f"<div id='page'>{HTML}</div>",
        "textContent": f"{FIRST} {SECOND}",
        "excerpt": "A mill.",
        "siteName": "Miller's Gazette",
        "publishedTime": "2021-05-12T08:00:00+02:00",
        "url": URL,
    },
    "mercury": {
        "title": TITLE,
        "author": "Ada Moss",
        "date_published": "2021-05-12T06:00:00.000Z",
        "dek": None,
        "content": HTML,
        "url": URL,
        "domain": "miller.example",
        "excerpt": "A mill.",
    },
    "crawler": {
        "title": TITLE,
        "text": TEXT,
        "domain": "miller.example",
        "authors": "['Ada Moss']",
        "date": "2021-05-12 08:00:00",
        "description": "A mill.",
        "url": URL,
    },
    "feed reader": {
        "id": "x1",
        "title": TITLE,
        "author": "Ada Moss",
        "published": 1620799200000,
        "crawled": 1650000000000,
        "content": {"content": HTML, "direction": "ltr"},
        "alternate": [{"href": URL, "type": "text/html"}],
        "origin": {"streamId": "feed/1", "title": "Miller's Gazette", "htmlUrl": "https://miller.example"},
    },
    "JSON-LD": {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": TITLE,
        "articleBody": TEXT,
        "author": [{"@type": "Person", "name": "Ada Moss"}],
        "datePublished": "2021-05-12",
        "publisher": {"@type": "Organization", "name": "Miller's Gazette"},
        "mainEntityOfPage": {"@type": "WebPage", "@id": URL},
    },
    "blog": {
        "id": 7,
        "date": "2021-05-12T08:00:00",
        "link": URL,
        "title": {"rendered": TITLE},
        "content": {"rendered": HTML, "protected": False},
        "author": 3,
        "byline": "Ada Moss",
    },
    "newspaper's interface": {
        "id": "n/1",
        "webTitle": TITLE,
        "webPublicationDate": "2021-05-12T08:00:00Z",
        "webUrl": URL,
        "fields": {"byline": "Ada Moss", "body": HTML, "publication": "Miller's Gazette"},
    },
    "search index": {
        "_index": "news",
        "_id": "77",
        "_source": {
            "title": TITLE,
            "body": TEXT,
            "author": "Ada Moss",
            "published_at": "2021-05-12",
            "url": URL,
        },
    },
    "library": {
        "id": "moss2021",
        "type": "article-newspaper",
        "title": TITLE,
        "container-title": "Miller's Gazette",
        "author": [{"family": "Moss", "given": "Ada"}],
        "issued": {"date-parts": [[2021, 5, 12]]},
        "URL": URL,
        "abstract": TEXT,
    },
    "reference manager": {
        "itemType": "newspaperArticle",
        "title": TITLE,
        "creators": [
            {"creatorType": "author", "firstName": "Ada", "lastName": "Moss"},
            {"creatorType": "editor", "firstName": "Ben", "lastName": "Ott"},
        ],
        "abstractNote": TEXT,
        "publicationTitle": "Miller's Gazette",
        "date": "12 May 2021",
        "url": URL,
    },
    "read later": {
        "item_id": "9",
        "resolved_title": TITLE,
        "resolved_url": URL,
        "time_added": "1650000000",
        "authors": {"1": {"author_id": "1", "name": "Ada Moss", "url": "https://miller.example/ada"}},
        "published_at": "2021-05-12",
        "content": HTML,
    },
    "wallet of pages": {
        "id": 5,
        "title": TITLE,
        "url": URL,
        "content": HTML,
        "created_at": "2022-01-01T00:00:00+0000",
        "published_at": "2021-05-12T00:00:00+0000",
        "published_by": ["Ada Moss"],
        "domain_name": "miller.example",
    },
    "language model's loader": {
        "page_content": TEXT,
        "metadata": {"title": TITLE, "source": URL, "author": "Ada Moss", "publish_date": "2021-05-12"},
    },
    "scraper to Markdown": {
        "markdown": f"# {TITLE}\n\n{FIRST}\n\n{SECOND}\n",
        "metadata": {"title": TITLE, "sourceURL": URL, "author": "Ada Moss", "publishedTime": "2021-05-12"},
    },
    "archive of a paper": {
        "id": "w1",
        "article_url": URL,
        "title": TITLE,
        "author": "Ada Moss",
        "published_date": 1620799200000,
        "contents": [
            {"type": "kicker", "content": "Local"},
            {"type": "title", "content": TITLE},
            {"type": "byline", "content": "By Ada Moss"},
            {"type": "sanitized_html", "subtype": "paragraph", "content": f"<b>The</b>{FIRST[3:]}"},
            {"type": "sanitized_html", "subtype": "paragraph", "content": SECOND},
        ],
    },
    "feed item": {
        "dc:title": TITLE,
        "dc:creator": "ada@miller.example (Ada Moss)",
        "pubDate": "Wed, 12 May 2021 08:00:00 +0200",
        "content:encoded": "&lt;p&gt;" + FIRST + "&lt;/p&gt;&lt;p&gt;" + SECOND + "&lt;/p&gt;",
        "guid": {"#text": "9", "isPermaLink": "false"},
        "link": URL,
    },
    "database": {
        "_id": {"$oid": "5f00"},
        "Title": TITLE,
        "Body": TEXT,
        "Author": "Ada Moss <ada@miller.example>",
        "PublishDate": {"$date": "2021-05-12T06:00:00Z"},
        "Link": URL,
    },
    "spreadsheet program": {
        "Title": TITLE,
        "Full Text": TEXT,
        "Author(s)": "x",
        "Authors": "Ada Moss",
        "Publication Date": "/Date(1620799200000)/",
        "URL": f"<{URL}>",
    },
}


@pytest.mark.parametrize("name", DIALECTS)
def test_article_of_a_dialect_is_read_with_its_source(name: str) -> None:
    article = only(DIALECTS[name])
    source = article.source
    assert article.paragraphs == (FIRST, SECOND)
    assert (source.title, source.author, source.date, source.url) == (TITLE, "Ada Moss", "2021-05-12", URL)
    assert source.publication in (None, "Miller's Gazette")
    stated = "Miller's Gazette" in json.dumps(DIALECTS[name])
    assert stated == (source.publication is not None)


def test_selftext_of_a_post_is_its_text() -> None:
    post = {
        "kind": "t3",
        "data": {"title": TITLE, "selftext": TEXT, "created_utc": 1620799200.0, "author": "ada"},
    }
    listing = {"kind": "Listing", "data": {"children": [post, post], "after": None}}
    for article in read(listing)[:1]:
        assert (article.paragraphs, article.source.date, article.source.author) == (
            (FIRST, SECOND),
            "2021-05-12",
            "ada",
        )


@pytest.mark.parametrize(
    ("date", "iso"),
    [
        (1620799200, "2021-05-12"),
        (1620799200.5, "2021-05-12"),
        (1620799200000, "2021-05-12"),
        ("1620799200", "2021-05-12"),
        ("1620799200000", "2021-05-12"),
        (1620799200000000, "2021-05-12"),
        (20210512, "2021-05-12"),
        ("20210512T080000Z", "2021-05-12"),
        (2021, "2021"),
        ([2021, 5, 12, 8, 0, 0], "2021-05-12"),
        ({"year": 2021, "month": 5}, "2021-05"),
        ("Wed, 12 May 2021 08:00:00 GMT", "2021-05-12"),
        ("2021-05-12T08:00:00.000+0200", "2021-05-12"),
        ("May 12, 2021, 8:00 am", "2021-05-12"),
        (0, None),
        (-1, None),
        (True, None),
        ("03/04/2020", None),
        ({"a": 1}, None),
        ([], None),
        (10**400, None),
        (float("nan"), None),
    ],
)
def test_day_is_read_in_every_form_and_never_guessed(date: object, iso: str | None) -> None:
    assert only({"title": TITLE, "text": FIRST, "date": date}).source.date == iso


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ada Moss; Ben Ott", "Ada Moss, Ben Ott"),
        (["Ada Moss", "By Ben Ott"], "Ada Moss, Ben Ott"),
        ([{"name": "Ada Moss"}, {"given": "Ben", "family": "Ott"}], "Ada Moss, Ben Ott"),
        ({"@type": "Person", "name": "Ada Moss"}, "Ada Moss"),
        ({"first_name": "Ada", "last_name": "Moss"}, "Ada Moss"),
        ('["Ada Moss", "Ben Ott"]', "Ada Moss, Ben Ott"),
        ("['Ada Moss']", "Ada Moss"),
        ("ada@miller.example", None),
        ("https://miller.example/ada", None),
        ("nan", None),
        ("None", None),
        ([], None),
        (12, None),
        ({"id": 4}, None),
        ("Krol &amp; Sons", "Krol & Sons"),
        ({"name": ["Ada Moss", "Ben Ott"]}, "Ada Moss, Ben Ott"),
    ],
)
def test_author_is_named_in_every_form(author: object, names: str | None) -> None:
    assert only({"text": FIRST, "author": author}).source.author == names


def test_byline_is_read_as_one() -> None:
    row = {"text": FIRST, "byline": "By Ada Moss and Ben Ott, Staff Writers"}
    assert only(row).source.author == "Ada Moss, Ben Ott"


@pytest.mark.parametrize(
    "text",
    [
        HTML,
        f"{FIRST}<br><br>{SECOND}",
        f"{FIRST}<br/>\n<br/>\n{SECOND}",
        f"<div>{FIRST}</div><div>{SECOND}</div>",
        f"{FIRST}\n\n<b>Flour</b>{SECOND[5:]}",
        f"{FIRST}\r\n\r\n{SECOND}",
        f"<html><body><article><p>{FIRST}</p><p>{SECOND}</p></article></body></html>",
        f"&lt;p&gt;{FIRST}&lt;/p&gt;&lt;p&gt;{SECOND}&lt;/p&gt;",
        [FIRST, SECOND],
        [{"text": FIRST}, {"text": SECOND}],
        f"<p>{FIRST}</p><script>let x = 1;</script><style>p {{}}</style><!-- note --><p>{SECOND}</p>",
    ],
)
def test_text_gives_its_paragraphs_in_every_form(text: object) -> None:
    assert only({"title": TITLE, "text": text}).paragraphs == (FIRST, SECOND)


def test_signs_of_a_text_are_no_marks() -> None:
    text = "If a < b and b > c, then R&D costs x&y; AT&T says <so>."
    assert only({"text": text}).paragraphs == (text,)


def test_headings_of_a_text_in_html_are_known_as_such() -> None:
    article = only(
        {"title": TITLE, "content": f"<h1>{TITLE}</h1><p>{FIRST}</p><h3>Flour</h3><p>{SECOND}</p>"}
    )
    assert article.paragraphs == (FIRST, "Flour", SECOND)
    assert [(one.before, one.level, one.text) for one in article.headings] == [(2, 3, "Flour")]


def test_summary_stands_for_a_text_only_where_there_is_no_place_for_one() -> None:
    assert only({"title": TITLE, "summary": FIRST}).paragraphs == (FIRST,)
    with pytest.raises(ReadingError, match="line 1 has no text"):
        read_jsonl(json.dumps({"title": TITLE, "summary": FIRST, "text": ""}), "a.jsonl")


ROW = {"title": TITLE, "text": FIRST}
OTHER = {"title": "Flour", "text": SECOND}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([ROW, OTHER]),
        json.dumps([ROW, OTHER], indent=2),
        "\ufeff" + json.dumps([ROW, OTHER], indent=4),
        f"[\n{json.dumps(ROW)},\n{json.dumps(OTHER)}\n]",
        f"{json.dumps(ROW)}\r\n{json.dumps(OTHER)}\r\n",
        f"{json.dumps(ROW, indent=1)}\n{json.dumps(OTHER, indent=1)}",
        f"{json.dumps(ROW)},\n{json.dumps(OTHER)},\n",
        json.dumps(ROW) + json.dumps(OTHER),
        f"\x1e{json.dumps(ROW)}\n\x1e{json.dumps(OTHER)}\n",
        json.dumps({"status": "ok", "totalResults": 2, "articles": [ROW, OTHER]}),
        json.dumps({"version": "https://feeds.example/1", "title": "Feed", "items": [ROW, OTHER]}, indent=2),
        json.dumps({"response": {"status": "ok", "results": [ROW, OTHER]}}),
        json.dumps({"list": {"11": ROW, "12": OTHER}}),
        json.dumps({"hits": {"hits": [{"_source": ROW}, {"_source": OTHER}]}}),
        json.dumps({"rss": {"channel": {"title": "Feed", "item": [ROW, OTHER]}}}),
        json.dumps({"@graph": [{"@type": "WebPage", "url": URL}, ROW, OTHER]}),
    ],
)
@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.ndjson"])
def test_articles_are_found_however_the_file_is_laid_out(tmp_path: Path, text: str, name: str) -> None:
    (tmp_path / name).write_bytes(text.encode())
    articles = read_file(name, tmp_path).articles
    assert [article.paragraphs for article in articles] == [(FIRST,), (SECOND,)]
    assert len({article.id for article in articles}) == 2


def test_a_single_object_is_an_article() -> None:
    ((article,), note) = read_jsonl(json.dumps(ROW, indent=2), "a.json")
    assert (article.id, article.source.title, note) == ("a.json:1", TITLE, None)


def test_comments_and_related_stories_are_no_articles() -> None:
    row = {"title": TITLE, "comments": [{"author": "x", "text": "Nice!"}], "related": [ROW]}
    with pytest.raises(ReadingError, match="line 1 has no text"):
        read_jsonl(json.dumps(row), "a.jsonl")


def test_every_line_that_cannot_be_read_is_named_and_the_others_are_read() -> None:
    good = [json.dumps({"id": n, "text": FIRST}) for n in range(4)]
    lines = [
        good[0],
        '{"text": "cut off',
        good[1],
        '{"text": ""}',
        "",
        '"words"',
        good[2],
        "nope",
        "nope",
        "nope",
    ]
    articles, note = read_jsonl("\n".join([*lines, good[3], good[3], good[2]]), "a.jsonl")
    assert [article.id for article in articles] == ["0", "1", "2", "3"]
    assert note == (
        "8 of 12 lines were not articles: lines 2 and 8 to 10 are not JSON; line 4 has no text; "
        "line 6 is not a JSON object; lines 12 and 13 repeat ids of lines above"
    )


def test_damage_inside_an_array_costs_its_entry() -> None:
    text = f'[\n  {json.dumps(ROW)},\n  {{"text": broken}},\n  {json.dumps(OTHER)}\n]'
    articles, note = read_jsonl(text, "a.json")
    assert [article.paragraphs for article in articles] == [(FIRST,), (SECOND,)]
    assert note == "1 of 3 lines were not articles: line 3 is not JSON"


def test_line_nested_too_deeply_costs_only_itself() -> None:
    deep = '{"data":' * 900 + "{}" + "}" * 900
    articles, note = read_jsonl(f"{deep}\n{json.dumps(ROW)}", "a.jsonl")
    assert [article.paragraphs for article in articles] == [(FIRST,)]
    assert note is not None
    assert note.startswith("1 of 2 lines were not articles: line 1 ")


def test_json_of_another_use_is_unsupported_and_broken_json_fails() -> None:
    with pytest.raises(UnsupportedFileError, match=r"settings\.json contains no article: line 1 has no text"):
        read_jsonl('{"theme": "dark", "tabs": 4}', "settings.json")
    with pytest.raises(ReadingError, match="line 1 is not JSON") as caught:
        read_jsonl('{"title": "x", "text": "cut o', "a.json")
    assert not isinstance(caught.value, UnsupportedFileError)


def test_missing_values_of_table_programs_are_unknown() -> None:
    missing = '"author": NaN, "source": "NaN", "date": NaN, "url": "null"'
    row = f'{{"title": "{TITLE}", "text": "{FIRST}", {missing}}}'
    ((article,), _) = read_jsonl(row, "a.jsonl")
    source = article.source
    assert (source.author, source.publication, source.date, source.url) == (None, None, None, None)
