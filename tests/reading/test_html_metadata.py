"""A page's statements about its article are read in order of trust, and nothing is made up."""

import json

import pytest

from qa_bot.core.types import Source
from qa_bot.reading.html.page import read_web

BODY = (
    "<p>The tide at Morrow Bay rose by two metres on Monday, and the harbour was closed until Tuesday.</p>"
    "<p>Boats were tied up twice, and the market moved to the school on the hill until the water fell.</p>"
)


def source(head: str, top: str = "<h1>Tide rises</h1>", end: str = "") -> Source:
    """Read the source of a page whose article is between `top` and `end`."""
    return read_web(
        f"<html><head>{head}</head><body><article>{top}{BODY}</article>{end}</body></html>", "p"
    ).source


def linked(**fields: object) -> str:
    """Write a script of linked data for a news article."""
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


def meta(**named: str) -> str:
    """Write meta tags; "__" in a name becomes a colon."""
    return "".join(
        f'<meta name="{name.replace("__", ":")}" content="{value}">' for name, value in named.items()
    )


def test_linked_data_states_everything() -> None:
    """Also where names are objects, lists of them, or references within a graph."""
    graph = {
        "@graph": [
            {"@type": ["Person"], "@id": "#ada", "name": "Ada Moss"},
            {
                "@type": "BlogPosting",
                "headline": "Tide rises",
                "author": [{"@id": "#ada"}, {"@type": "Person", "name": "Ines Calder"}],
                "datePublished": "2021-05-12T08:00:00Z",
                "dateModified": "2021-06-01T08:00:00Z",
                "publisher": {"@type": "Organization", "name": "Bay Notes"},
                "mainEntityOfPage": {"@id": "https://notes.example/tide"},
            },
        ]
    }
    found = source(f'<script type="application/ld+json">{json.dumps(graph)}</script>')
    assert found == Source(
        path="p",
        title="Tide rises",
        publication="Bay Notes",
        author="Ada Moss, Ines Calder",
        date="2021-05-12",
        url="https://notes.example/tide",
    )


def test_shown_headline_goes_before_the_ones_for_machines() -> None:
    """The latter are reworded for search engines and cut for cards."""
    head = "<title>Bay tide 2021: how the tide rises - Gazette</title>" + meta(
        og__title="How the tide rises at the bay"
    )
    assert source(head, "<h1>How the tide rises</h1>").title == "How the tide rises"


def test_heading_that_names_the_site_is_no_headline() -> None:
    """The declared title is the headline."""
    head = meta(og__title="Tide rises", og__site_name="Gazette")
    assert source(head, "<h1>Gazette</h1><h2>Tide rises</h2>").title == "Tide rises"


@pytest.mark.parametrize(
    "tab",
    ["Tide rises - The Gazette", "Tide rises | News | The Gazette", "Tide rises – The Gazette"],  # noqa: RUF001
)
def test_publication_is_what_the_tab_adds_to_the_headline(tab: str) -> None:
    """The title does not contain it."""
    found = source(f"<title>{tab}</title>")
    assert (found.title, found.publication) == ("Tide rises", "The Gazette")


def test_publication_that_the_address_bears_out_goes_first() -> None:
    """Agencies publish on other sites, and platforms name themselves."""
    head = meta(og__site_name="U.S.", og__url="https://www.gazette.example/tide", publisher="Gazette")
    assert source(head).publication == "Gazette"
    head = linked(publisher={"name": "Blogger"}) + "<title>Gazette: Tide rises</title>"
    assert source(head).publication is None


def test_accounts_addresses_and_sections_are_no_names() -> None:
    """Each would be a guess."""
    head = meta(og__site_name="https://gazette.example", twitter__site="@gazette", author="@adamoss")
    found = source(head + meta(article__author="https://example.org/ada", byl="Business"))
    assert (found.publication, found.author) == (None, None)


def test_publication_is_not_its_own_author() -> None:
    """Even if linked data says so and there is no byline."""
    head = linked(author={"@type": "Organization", "name": "Gazette"}, publisher={"name": "Gazette"})
    assert source(head).author is None


@pytest.mark.parametrize(
    "byline",
    [
        '<p class="byline">By Ada Moss and Ines Calder, Staff Writers</p>',
        '<h4 class="author-list"><a href="/a">Ada Moss</a>, <a href="/i">Ines Calder</a></h4>',
        '<div class="Top-byline"><i>By</i> <a rel="author">Ada Moss</a> and <a>Ines Calder</a></div>',
        "<p>By Ada Moss and Ines Calder</p><p>May 12, 2021</p>",
    ],
)
def test_byline_names_the_authors(byline: str) -> None:
    """Whatever markup identifies it."""
    assert source("", f"<h1>Tide rises</h1>{byline}").author == "Ada Moss, Ines Calder"


def test_what_follows_the_name_in_a_byline_is_no_author() -> None:
    """Their paper, title or account."""
    byline = '<div class="byline"><b>Ada Moss</b><span>Bay Gazette</span><span>Biography</span></div>'
    assert source("", f"<h1>Tide rises</h1>{byline}").author == "Ada Moss"


def test_comments_and_lists_of_articles_state_nothing() -> None:
    """Neither their authors nor their dates."""
    end = (
        '<div id="comments"><i class="comment-author">Jo Troll</i><time datetime="2022-01-01">x</time></div>'
        '<aside><span class="author">Max Other</span><span class="date">May 12, 2021</span></aside>'
    )
    found = source("", end=end)
    assert (found.author, found.date) == (None, None)


@pytest.mark.parametrize(
    "row",
    [
        '<time datetime="2021-05-12T08:00:00Z">Wednesday</time>',
        '<span class="post-date">12 May 2021</span>',
        "<p>May 12, 2021</p>",
        "<p>Veröffentlicht am 12. Mai 2021</p>",
        '<span class="time">2021年5月12日 8時</span>',
        '<p>Updated <time datetime="2021-06-01">June 1</time></p><p class="posted">Posted 12 May 2021</p>',
    ],
)
def test_date_of_publication_is_read_from_the_page(row: str) -> None:
    """Rather than the date of an update, or of the clock above."""
    top = f'<div class="date">Sunday 1 August 2021</div></article><article><h1>Tide rises</h1>{row}'
    assert source("", top).date == "2021-05-12"


@pytest.mark.parametrize(
    "row",
    [
        "<p class='date'>Feb. 10</p>",
        "<p class='date'>03/04/2020</p>",
        "<p>Updated on June 1, 2021</p>",
    ],
)
def test_date_that_is_none_of_publication_is_unknown(row: str) -> None:
    """It lacks a year, is ambiguous, or is the date of an update."""
    assert source(meta(article__modified_time="2021-06-01"), f"<h1>Tide rises</h1>{row}").date is None


def test_published_goes_before_modified() -> None:
    """Wherever a page states both."""
    head = meta(article__modified_time="2021-06-01", article__published_time="2021-05-12T08:00:00Z")
    assert source(head).date == "2021-05-12"
    assert (
        source(linked(dateModified="2021-06-01", datePublished="Wed, 12 May 2021 08:00 GMT")).date
        == "2021-05-12"
    )


def test_address_is_the_canonical_one() -> None:
    """Unless it is the site's front page, which is a mistake."""
    og = meta(og__url="https://gazette.example/tide?from=card")
    assert (
        source('<link rel="canonical" href="https://gazette.example/tide">' + og).url
        == "https://gazette.example/tide"
    )
    assert (
        source('<link rel="canonical" href="https://gazette.example/">' + og).url
        == "https://gazette.example/tide?from=card"
    )
    assert source('<link rel="canonical" href="javascript:alert(1)">').url is None


def test_page_saved_by_a_browser_tells_its_address() -> None:
    """In the comment that browsers write above it."""
    comment = "<!-- saved from url=(0028)https://gazette.example/tide -->"
    page = f"<!DOCTYPE html>\n{comment}\n<html><body>{BODY}</body></html>"
    assert read_web(page, "p").source.url == "https://gazette.example/tide"


@pytest.mark.parametrize(
    "script", ["{", "[" * 100_000, "null", '"x"', '{"@type": 1, "author": [[1]], "headline": {}}']
)
def test_broken_linked_data_states_nothing(script: str) -> None:
    """The other statements still count."""
    found = source(f'<script type="application/ld+json">{script}</script>{meta(author="Ada Moss")}')
    assert (found.title, found.author, found.publication) == ("Tide rises", "Ada Moss", None)


def test_entities_and_wrappings_of_linked_data_are_undone() -> None:
    """As on pages that escape them twice."""
    data = json.dumps(
        {"@type": "Article", "headline": "Tide &amp; wind", "author": {"name": "Ada O&#39;Moss"}}
    )
    found = source(
        f'<script type="application/ld+json">//<![CDATA[\n{data}\n//]]></script>', "<h1>Tide &amp; wind</h1>"
    )
    assert (found.title, found.author) == ("Tide & wind", "Ada O'Moss")


def test_article_of_the_page_counts_not_one_it_lists() -> None:
    """By the similarity of the headlines."""
    other = linked(headline="Market moves uphill", author={"name": "Max Other"})
    assert source(
        other + linked(headline="Tide rises", author={"name": "Ada Moss"}) + "<title>Tide rises</title>"
    ).author == ("Ada Moss")
