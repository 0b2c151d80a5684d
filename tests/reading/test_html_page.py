"""A page yields the separate paragraphs of its article, whatever its structure or faults."""

import json

import pytest

from qa_bot.core.errors import ReadingError
from qa_bot.core.types import Form
from qa_bot.reading.html.page import read_web

FIRST = (
    "The tide at Morrow Bay rose by two metres on Monday, and the harbour was closed for the rest of the day."
)
SECOND = (
    "Boats were tied up twice, and the market moved to the school on the hill until the water fell again."
)


def paragraphs(body: str, head: str = "") -> tuple[str, ...]:
    """Read a page with this body."""
    return read_web(f"<html><head>{head}</head><body>{body}</body></html>", "page.html").paragraphs


def test_blocks_are_paragraphs_of_their_own() -> None:
    """Headings, items, quotations and table rows."""
    found = paragraphs(
        f"<article><h1>Tide</h1><p>{FIRST}</p><h2>What came next</h2>"
        "<ul><li>Boats went to the inner quay</li><li>Schools were closed until Friday</li></ul>"
        "<blockquote><p>We saw nothing like it.</p></blockquote>"
        "<table><tr><th>Day</th><th>Level</th></tr><tr><td>Monday</td><td>2 m</td></tr></table>"
        f"<p>{SECOND}</p></article>"
    )
    assert found == (
        FIRST,
        "What came next",
        "Boats went to the inner quay",
        "Schools were closed until Friday",
        "We saw nothing like it.",
        "Day Level",
        "Monday 2 m",
        SECOND,
    )


def test_the_form_of_a_paragraph_is_kept() -> None:
    """Items, quotations, code and rows of tables are known by number; prose has none."""
    page = (
        f"<article><p>{FIRST}</p><ul><li><p>Boats went to the <b>inner</b> quay</p></li>"
        "<li>Schools were closed<ul><li>until Friday</li></ul></li></ul>"
        "<blockquote>We saw nothing like it.</blockquote><pre>tide --high</pre>"
        "<table><tr><th>Day</th><th>Level</th></tr><tr><td>Monday</td><td>2 m</td></tr></table>"
        f"<p>{SECOND}</p></article>"
    )
    article = read_web(page, "page.html")
    forms = {article.paragraphs[number - 1]: form for number, form in article.forms}
    assert forms["Boats went to the inner quay"] is Form.ITEM
    assert forms["until Friday"] is Form.ITEM
    assert forms["We saw nothing like it."] is Form.QUOTE
    assert forms["tide --high"] is Form.CODE
    assert forms["Monday 2 m"] is Form.ROW
    assert not {FIRST, SECOND} & set(forms)


def test_short_article_is_parted_as_the_page_parts_it() -> None:
    """Its headline, byline and date are not paragraphs."""
    body = (
        '<article><h1>Die Flut steigt</h1><p class="author">Von Ada Moos</p>'
        "<p>Veröffentlicht am 10. Februar 2020</p>"
        "<p>Das Wasser stieg am <b>Montag</b> um zwei Meter.</p><p>Der Hafen blieb geschlossen.</p></article>"
    )
    assert paragraphs(body) == ("Das Wasser stieg am Montag um zwei Meter.", "Der Hafen blieb geschlossen.")


@pytest.mark.parametrize(
    "line", ["Por: Ada Moos", "著者 Ada Moos", "Ada Moos (Redaktion)", "Write : 2020-02-10"]
)
def test_labels_of_author_and_date_are_no_paragraphs(line: str) -> None:
    """Whatever the language."""
    author = '<meta name="author" content="Ada Moos">'
    date = '<meta property="article:published_time" content="2020-02-10">'
    body = f"<article><h1>Tide</h1><p>{line}</p><p>{FIRST}</p><p>{SECOND}</p></article>"
    assert paragraphs(body, author + date) == (FIRST, SECOND)


def test_heading_with_a_date_in_it_stays() -> None:
    """Only rows with nothing but a date are boilerplate."""
    heading = "What the port did on 12 May 2021"
    body = (
        f"<article><h1>Tide</h1><p>12 May 2021</p><h2>{heading}</h2><p>{FIRST}</p><p>{SECOND}</p></article>"
    )
    assert paragraphs(body) == (heading, FIRST, SECOND)


def test_body_that_only_linked_data_holds_is_read() -> None:
    """As on pages built by scripts."""
    data = {
        "@type": "NewsArticle",
        "headline": "Tide",
        "articleBody": f"<p>{FIRST}</p><p>{SECOND} &amp; more</p>",
    }
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    assert paragraphs('<div id="app">Loading</div>', script) == (FIRST, f"{SECOND} & more")


def test_scripts_styles_and_menus_are_no_text() -> None:
    """However much of the page they make up."""
    body = (
        f"<nav>Home</nav><article><p>{FIRST}</p><style>p {{}}</style><script>tide()</script>"
        f"<p>{SECOND}</p></article><footer>Terms</footer>"
    )
    assert paragraphs(body) == (FIRST, SECOND)


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "ul><li", "table><tr><td"])
def test_page_nested_without_end_is_an_error(tag: str) -> None:
    """Rather than an article without text, or a crash."""
    with pytest.raises(ReadingError, match=r"page\.html is nested too deeply: save it as text"):
        paragraphs(f"<{tag}>" * 100_000 + "deep words")


def test_deep_but_honest_nesting_is_read() -> None:
    """Deeper than the parser allows by default."""
    assert paragraphs("<p>" + "<span>" * 300 + FIRST) == (FIRST,)


def test_line_longer_than_the_parser_allows_by_itself_is_read() -> None:
    """The default limit is ten million characters."""
    assert sum(map(len, paragraphs(f"<p>{'word ' * 2_100_000}</p>"))) == 5 * 2_100_000 - 1


def test_tag_of_countless_attributes_keeps_its_text() -> None:
    """The parser would need hours."""
    attributes = " ".join(f'a{number}="x"' for number in range(200_000))
    assert paragraphs(f"<p {attributes}>{FIRST}</p>") == (FIRST,)


@pytest.mark.parametrize(
    "page",
    [
        "",
        " \n",
        "<html>",
        "<!DOCTYPE html>",
        "<html><!-- x --></html>",
        "<html><frameset><frame></frameset></html>",
    ],
)
def test_page_without_text_has_no_paragraphs(page: str) -> None:
    """Nor any metadata."""
    article = read_web(page, "page.html")
    assert (article.paragraphs, article.source.title) == ((), None)


def test_page_that_declares_another_encoding_is_read() -> None:
    """Its text is decoded already."""
    assert read_web(
        f'<?xml version="1.0" encoding="utf-16"?><html><body><p>{FIRST}</p></body></html>', "p"
    ).paragraphs == (FIRST,)


@pytest.mark.parametrize("character", ["\x0b", "\x1c", "\ufffe", "&#1;", "&#xB;", "&#xFFFF;", "&#11"])
def test_character_that_no_tree_may_hold_is_a_space(character: str) -> None:
    """Trafilatura's slower rules, which run on pages with little text, would fail on it."""
    assert paragraphs(f"<p>The tide{character} rose on Monday.</p>") == ("The tide rose on Monday.",)


def test_references_to_other_characters_are_read() -> None:
    """Those out of range are left to the parser as well."""
    assert paragraphs("<p>It&#39;s &#x201C;high&#8221; &#99999999; tide.</p>") == (
        "It's “high” \ufffd tide.",
    )
