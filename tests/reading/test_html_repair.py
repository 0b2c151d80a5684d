"""An article is found wherever its page keeps it: stored for scripts, unclosed, in parts, wrongly named."""

import html
import json

import pytest
from made_pages import ENGLISH, FRENCH, GERMAN, H1, OTHERS, paragraphs, read

from qa_bot.reading.html.page import read_web

TEXT = paragraphs(*ENGLISH)
FRAME = f'<iframe srcdoc="{html.escape(TEXT)}"></iframe>'


@pytest.mark.parametrize(
    "stored",
    [
        f"<noscript>{TEXT}</noscript>",
        f'<template id="story">{TEXT}</template>',
        f'<iframe srcdoc="{html.escape(f"<html><body>{TEXT}</body></html>")}"></iframe>',
        f'<iframe srcdoc="{html.escape(FRAME)}"></iframe>',
        f'<script type="text/template">{TEXT}</script>',
        f'<script type="text/x-handlebars-template">{TEXT}</script>',
        f'<script type="text/template">{TEXT}</script><noscript>{TEXT}</noscript>',
    ],
)
def test_text_that_a_page_stores_for_its_scripts_is_read_once(stored: str) -> None:
    """The scripts of a saved page never run."""
    assert read(f'<main>{H1}<div id="app"></div>{stored}</main>') == ENGLISH


@pytest.mark.parametrize(
    "stored",
    [
        (
            "<noscript><p>Please enable JavaScript to see how the keepers of this rock live and "
            "work.</p></noscript>"
        ),
        '<iframe srcdoc="&lt;p&gt;Buy two lamps for the price of one, this week only.&lt;/p&gt;"></iframe>',
        "<template><p>Loading the story of {{name}}, please wait for a moment.</p></template>",
    ],
)
def test_less_than_the_page_shows_stays_stored(stored: str) -> None:
    """For example an embedded advertisement, or a request to enable scripts."""
    assert read(f"<main><article>{H1}{TEXT}</article>{stored}</main>") == ENGLISH


def test_shadow_roots_are_shown() -> None:
    """Nested, by the old and the new name of the attribute, and with a slot."""
    nested = (
        '<x-app><template shadowroot="open"><x-story><template shadowrootmode="open">'
        f"<article>{H1}{TEXT}</article></template></x-story></template></x-app>"
    )
    assert read(nested) == ENGLISH
    assert (
        read(
            f'<x-app><template shadowrootmode="closed">{H1}<slot></slot></template><div>{TEXT}</div></x-app>'
        )
        == ENGLISH
    )


@pytest.mark.parametrize(
    "opened",
    [
        '<nav class="crumbs"><a href="/">Home</a><div id="c">{}</div>',
        '<nav id="menu"><ul><li><a href="/">Home</a></li></ul><div>{}</div>',
        (
            '<div><aside class="sidebar"><div class="sidebar-sticky"><div id="nav_menu-8"><a '
            'href="/">Home</a>{}</div>'
        ),
        '<footer class="top-footer"><a href="/x">Imprint</a><div>{}</div>',
        '<form id="all"><aside class="left"><ul><li><a href="/">Home</a></li></ul><div>{}</div></form>',
        '<figure class="article">{}</figure>',
        '<div id="root" aria-hidden="true"><main>{}</main></div>',
    ],
)
def test_furniture_that_was_never_closed_gives_the_article_back(opened: str) -> None:
    """An element with the headline and the prose is not a menu, whatever its name."""
    assert (
        read_web(f"<html><body>{opened.format(H1 + TEXT)}</body></html>", "p.html").paragraphs[-4:] == ENGLISH
    )


@pytest.mark.parametrize(
    "wrapped",
    [
        '<div class="commentOnSelection"><div id="postContent">{}</div></div>',
        '<div id="commentable-area"><section class="story-text">{}</section></div>',
        '<article class="post has-comments"><div class="comment-enabled">{}</div></article>',
    ],
)
def test_wrapper_named_after_comments_is_no_comment(wrapped: str) -> None:
    """With real comments next to the text, within it, or without any."""
    comments = (
        '<div class="comments"><div class="comment"><p>The sea was flat as a table, I saw it.</p></div></div>'
    )
    assert read(f"<main>{H1}{wrapped.format(TEXT)}</main>") == ENGLISH
    assert read(f"<main>{H1}{wrapped.format(TEXT)}{comments}</main>") == ENGLISH
    assert read(f"<main>{H1}{wrapped.format(TEXT + comments)}</main>") == ENGLISH


REMARKS = ("It took 55 minutes, not 42, on my watch.", "The pier has no lift for wheelchairs.")


@pytest.mark.parametrize(
    "thread",
    [
        '<table class="comment-tree"><tr class="comtr"><td><div class="comment">{}</div></td></tr></table>',
        '<div class="commentarea"><div class="thing comment"><div class="md"><p>{}</p></div></div></div>',
        (
            '<ol class="comments"><li class="comments_subtree"><div class="comment_text">'
            "<p>{}</p></div></li></ol>"
        ),
        '<div class="post"><div class="postbody"><div class="content">{}</div></div></div>',
    ],
)
def test_thread_is_read_where_it_is_all_there_is(thread: str) -> None:
    """Its posts are the text, rather than comments on one."""
    found = read(
        '<h1><a href="/r">Who rode the ferry?</a></h1>' + "".join(map(thread.format, REMARKS)),
        title="Who rode the ferry?",
    )
    assert set(REMARKS) <= set(found)


@pytest.mark.parametrize(
    "thread",
    [
        '<div class="thing self"><div class="md">{}</div></div><div class="commentarea"><div '
        'class="nestedlisting">{}'
        "</div></div>",
        (
            '<table id="hnmain"><tr><td><div class="toptext">{}</div></td></tr><tr><td '
            'class="comment-tree">{}</td></tr></table>'
        ),
    ],
)
def test_thread_below_a_long_post_is_read(thread: str) -> None:
    """If the page belongs to a forum."""
    remarks = "".join(
        f'<div class="comment"><p><a>u</a> 1 point</p><p>{remark}</p></div>' for remark in REMARKS
    )
    assert set(ENGLISH[:2] + REMARKS) <= set(
        read(thread.format(paragraphs(*ENGLISH[:2]), remarks), title="Ferry")
    )


def test_declared_thread_keeps_its_answers() -> None:
    """However long the question is."""
    found = read(
        f'<div itemscope itemtype="https://schema.org/QAPage"><h1>How do I get to the rock?</h1>{TEXT}'
        '<div class="comments"><p>There is a boat on Saturdays, and no letter is needed.</p></div></div>'
    )
    assert "There is a boat on Saturdays, and no letter is needed." in found


QUESTIONS = (
    ("How long is the rock?", "It is 300 metres long at low tide and half of that in a storm."),
    ("Who lives on it?", "One keeper, and from November on two keepers with a dog."),
    ("May I land there?", "Only with a letter of the coastal office, and never at night."),
)


@pytest.mark.parametrize(
    "item",
    [
        '<h3><button aria-expanded="false">{}</button></h3><div class="panel">{}</div>',
        '<div class="item"><button class="q">{}</button><div class="a" hidden><p>{}</p></div></div>',
        '<h2><button aria-controls="p">{}</button></h2><div id="p" style="display: none">{}</div>',
        "<dl><dt><button>{}</button></dt><dd>{}</dd></dl>",
        "<details><summary>{}</summary><p>{}</p></details>",
    ],
)
def test_buttons_that_open_answers_are_headings(item: str) -> None:
    """The answers that they hide are read too."""
    found = read(
        "<main><h1>About the rock</h1>" + "".join(item.format(*pair) for pair in QUESTIONS) + "</main>"
    )
    assert found[-6:] == tuple(text for pair in QUESTIONS for text in pair)


def test_questions_that_only_linked_data_holds_are_read() -> None:
    """Each is followed by its answer."""
    data = {
        "@type": "FAQPage",
        "mainEntity": [
            {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}
            for question, answer in QUESTIONS
        ],
    }
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    assert read('<main><h1>About</h1><div id="app"></div></main>', head=script) == tuple(
        text for pair in QUESTIONS for text in pair
    )


@pytest.mark.parametrize("shown", ["", f"<p>{ENGLISH[0]}</p><button>Load more</button>"])
def test_live_blog_is_read_from_its_linked_data(shown: str) -> None:
    """Update by update, if the page shows none of them or only the first."""
    data = {
        "@type": ["NewsArticle", "LiveBlogPosting"],
        "headline": "Storm: live",
        "articleBody": "Follow the storm.",
        "liveBlogUpdate": [
            {"@type": "BlogPosting", "headline": f"Update {number}", "articleBody": f"<p>{text}</p>"}
            for number, text in enumerate(ENGLISH)
        ],
    }
    script = f'<script type="application/ld+json">{json.dumps({"@graph": [data]})}</script>'
    found = read(f"<main><h1>Storm: live</h1><div>{shown}</div></main>", title="Storm: live", head=script)
    assert found == tuple(line for number, text in enumerate(ENGLISH) for line in (f"Update {number}", text))


@pytest.mark.parametrize(
    "update",
    [
        '<article class="update"><time>1 pm</time><h3>News</h3><p>{}</p></article>',
        "<article><p>{}</p></article>",
        '<div class="post"><time>1 pm</time><p>{}</p></div>',
    ],
)
def test_updates_of_a_live_blog_are_parts_of_it(update: str) -> None:
    """Rather than stories of which only the first counts."""
    found = read(f"<main><h1>Storm</h1>{''.join(map(update.format, ENGLISH + OTHERS))}</main>", title="Storm")
    assert [text for text in found if text in ENGLISH + OTHERS] == [*ENGLISH, *OTHERS]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            '<div class="body article__body"><div>{}</div></div>',
            '<div class="body article__body"><div>{}</div></div>',
        ),
        ('<div class="article-body part-1">{}</div>', '<div class="article-body part-2">{}</div>'),
        ('<div id="article-body-1">{}</div>', '<div id="article-body-2">{}</div>'),
        ('<div itemprop="articleBody">{}</div>', '<div itemprop="articleBody">{}</div>'),
        (
            '<section class="story-body">{}</section>',
            '<section class="story-body"><h2>Later</h2>{}</section>',
        ),
    ],
)
@pytest.mark.parametrize(
    "texts", [(ENGLISH, OTHERS), (ENGLISH + OTHERS + GERMAN, FRENCH), (ENGLISH[:1], FRENCH)]
)
def test_article_in_parts_is_read_to_its_end(
    first: str, second: str, texts: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    """Whatever is between the parts, and however long each is."""
    found = read(
        f'<main><article class="main"><header>{H1}</header><div class="chunks">'
        f'<div class="grid">{first.format(paragraphs(*texts[0]))}</div><div class="ad">'
        "<aside>Ad</aside></div>"
        f'<div class="grid">{second.format(paragraphs(*texts[1]))}</div></div></article></main>'
    )
    assert tuple(text for text in found if text != "Later") == texts[0] + texts[1]


def test_story_below_a_story_is_no_part_of_it() -> None:
    """For example on pages that scroll on into the next article."""
    stories = "".join(
        f'<article class="story"><h1>{title}</h1>{paragraphs(*texts)}</article>'
        for title, texts in (
            ("Doctor lifted to the lighthouse", ENGLISH * 3),
            ("Choir sells its house", OTHERS),
        )
    )
    assert not set(OTHERS) & set(read(f'<div class="stream">{stories}</div>'))


NOTE = "Measured at low tide by the coastal office in 1988."


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        (
            '<sup><a href="#n1">1</a></sup>',
            '<section class="footnotes"><ol><li id="n1"><p>{} <a>↩</a></p></li></ol></section>',
        ),
        (
            '<a href="#n1"><sup>1</sup></a>',
            '<aside role="doc-endnotes"><h2>Notes</h2><ol><li id="n1">{}</li></ol></aside>',
        ),
        ('<a href="#_ftn1">[1]</a>', '<div><div id="ftn1"><p><a name="_ftn1">[1]</a> {}</p></div></div>'),
        ('<a href="#fn:1">*</a>', '<div class="endnotes"><div id="fn:1"><p>{}</p></div></div>'),
    ],
)
def test_note_that_a_mark_leads_to_is_read(mark: str, note: str) -> None:
    """Even outside the article."""
    found = read(f"<article>{H1}{TEXT}<p>The rock is 300 metres long.{mark}</p></article>{note.format(NOTE)}")
    assert found[:4] == ENGLISH
    assert any(text.startswith(NOTE) for text in found[5:])


@pytest.mark.parametrize("name", ["{}", "Nilsen and Aa, 200{}"])
def test_paragraph_of_many_citations_is_no_menu(name: str) -> None:
    """Its links lead to the list of works."""
    cited = ", ".join(f'<a href="#b{number}">{name.format(number)}</a>' for number in range(1, 7))
    works = "".join(
        f'<li id="b{n}">Author {n}. A title on tides, number {n}. Rocks, 200{n}.</li>' for n in range(1, 7)
    )
    found = read(
        f"<article><h2>Introduction</h2><p>Rocks are longer at low tide, as was shown [{cited}].</p>"
        f'<section class="bib"><h2>References</h2><ul>{works}</ul></section></article>'
    )
    assert any(text.startswith("Rocks are longer at low tide, as was shown [") for text in found)
