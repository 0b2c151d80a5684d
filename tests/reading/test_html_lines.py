"""A sentence stays whole in one paragraph, and paragraphs stay apart: inline markup, breaks, boxes, cells."""

import pytest
from made_pages import ENGLISH, GERMAN, H1, HEADLINE, JAPANESE, paragraphs, read

from qa_bot.reading.html.page import read_web

TEXT = paragraphs(*ENGLISH)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (
            "Calling <code>lamp.on(x)</code> lights it, while <code>lamp.off(x)</code> does not.",
            "Calling lamp.on(x) lights it, while lamp.off(x) does not.",
        ),
        ("Press <kbd>Ctrl</kbd>+<kbd>S</kbd> to save <samp>a.log</samp>.", "Press Ctrl+S to save a.log."),
        (
            (
                'The <strong><code class="x"><span>on</span></code></strong> flag of <a href="#">'
                "<code>lamp.c</code></a> is set."
            ),
            "The on flag of lamp.c is set.",
        ),
        ('The word <code lang="de">Turm</code> means <i lang="no">tower</i>.', "The word Turm means tower."),
        (
            "The rock is <del>200</del> <ins>300</ins> metres, H<sub>2</sub>O and <abbr>WHO</abbr> said so.",
            "The rock is 200 300 metres, H2O and WHO said so.",
        ),
        (
            'There were <x-tip data="a">three</x-tip> boats and <data>two</data> men.',
            "There were three boats and two men.",
        ),
        ("The keeper said <q>we go</q> and went.", "The keeper said we go and went."),
        ("The light&shy;house<wbr> is <b>t</b>all<i>,</i> they say.", "The lighthouse is tall, they say."),
        (
            (
                "It is <math><mi>I</mi><mo>=</mo><mfrac><mi>P</mi><msup><mi>r</mi>"
                "<mn>2</mn></msup></mfrac></math> there."
            ),
            "It is I = P/(r^2) there.",
        ),
        (
            '<math alttext="{\\displaystyle E=m}"><semantics><mrow><mi>E</mi><mo>=</mo>'
            "<mi>m</mi></mrow><annotation "
            'encoding="application/x-tex">E=m</annotation></semantics></math> holds.',
            "E = m holds.",
        ),
        (
            'It is <span class="katex"><span class="katex-mathml"><math><mi>a</mi><mo>+</mo>'
            "<mi>b</mi></math></span>"
            '<span class="katex-html" aria-hidden="true"><b>a</b><b>+</b><b>b</b></span></span> there.',
            "It is a + b there.",
        ),
        (
            'It is <span style="display: none"><math><mi>I</mi></math></span><img src="x" '
            'class="mwe-math-fallback-image-inline"> there.',
            "It is I there.",
        ),
        ('It is <script type="math/tex">x^2</script> there.', "It is x^2 there."),
    ],
)
def test_inline_markup_breaks_no_sentence(markup: str, text: str) -> None:
    """It adds no space either."""
    assert text in read(f"<article>{H1}<p>{markup}</p>{TEXT}</article>")


@pytest.mark.parametrize(
    "item", ["<ul><li>{}</li></ul>", "<blockquote>{}</blockquote>", "<h2>{}</h2>", "<dl><dd>{}</dd></dl>"]
)
def test_inline_code_breaks_no_item_nor_heading(item: str) -> None:
    """As in a paragraph."""
    markup = item.format("Use <code>lamp.on</code> at dusk, not before")
    assert "Use lamp.on at dusk, not before" in read(
        f"<article>{H1}{TEXT}{markup}<p>{GERMAN[0]}</p></article>"
    )


def test_code_in_a_block_is_a_paragraph() -> None:
    """It is not part of the sentence before it."""
    found = read(
        f"<article>{H1}{TEXT}<pre><code>lamp.on()\nlamp.off()</code></pre><p>{GERMAN[0]}</p></article>"
    )
    assert "lamp.on() lamp.off()" in found


@pytest.mark.parametrize(
    ("ruby", "text"),
    [
        (
            "<ruby>灯台<rp>(</rp><rt>とうだい</rt><rp>)</rp></ruby>の<ruby>光<rt>ひかり</rt></ruby>",
            "灯台の光",
        ),
        ("<ruby><rb>灯</rb><rb>台</rb><rt>とう</rt><rt>だい</rt></ruby>", "灯台"),
        ("<ruby>燈<rt>ㄉㄥ</rt>塔<rt>ㄊㄚˇ</rt></ruby>", "燈塔"),
    ],
)
def test_readings_above_characters_are_left_out(ruby: str, text: str) -> None:
    """Also in the title."""
    article = read_web(
        f"<html><body><h1>{ruby}</h1><p>{ruby}。{JAPANESE[0]}</p><p>{JAPANESE[1]}</p></body></html>", "p.html"
    )
    assert article.source.title == text
    assert article.paragraphs == (f"{text}。{JAPANESE[0]}", JAPANESE[1])


@pytest.mark.parametrize(
    "headline",
    [
        '<h1><span class="kicker">Coast</span>{}</h1>',
        '<h1><em class="over">Coast</em><span class="head">{}</span></h1>',
        '<h1><div class="topline">Coast</div><div>{}</div></h1>',
        '<h1><a href="/coast">Coast</a><br>{}</h1>',
        "<h1><small>Coast</small> {}</h1>",
        '<h1><span><span class="kicker">Coast</span><span>{}</span></span></h1>',
    ],
)
def test_kicker_is_no_part_of_the_headline(headline: str) -> None:
    """Neither in the title nor in the body."""
    page = (
        f"<html><head><title>{HEADLINE} - Coast Courier</title></head><body>"
        f"<article>{headline.format(HEADLINE)}{TEXT}</article></body></html>"
    )
    article = read_web(page, "p.html")
    assert article.source.title == HEADLINE
    assert article.paragraphs == ENGLISH


def test_line_below_a_headline_is_a_paragraph() -> None:
    """If the page declares the title without it."""
    headline = f"<h1><span>{HEADLINE}</span><span>Four metres of waves</span></h1>"
    page = f"<html><head><title>{HEADLINE}</title></head><body>{headline}{TEXT}</body></html>"
    article = read_web(page, "p.html")
    assert article.source.title == HEADLINE
    assert article.paragraphs == ("Four metres of waves", *ENGLISH)


def test_headline_that_begins_with_emphasis_stays_whole() -> None:
    """The emphasised words are part of it."""
    title = "Svala lifts doctor to the lighthouse"
    page = (
        f"<html><head><title>{title}</title></head><body><h1><em>Svala</em> lifts doctor to the "
        f"lighthouse</h1>{TEXT}</body></html>"
    )
    assert read_web(page, "p.html").source.title == title


@pytest.mark.parametrize(
    "lines",
    [
        "<br><br>".join(ENGLISH),
        "<br />\n&nbsp;<br />".join(ENGLISH),
        "<br>".join(ENGLISH),
        "".join(f"<div>{text}</div><div><br></div>" for text in ENGLISH),
        "".join(f'<div class="l"><span>{text}</span></div>' for text in ENGLISH),
        "<en-note>" + "".join(f"<div>{text}</div>" for text in ENGLISH) + "</en-note>",
        f"<div><span>{'<br><br>'.join(ENGLISH)}</span></div>",
        f"<p>{'<br><br>'.join(ENGLISH)}</p>",
        f"<table><tr><td><font size=2>{'<br><br>'.join(ENGLISH)}</font></td></tr></table>",
        "<table>" + "".join(f"<tr><td>{text}</td></tr>" for text in ENGLISH) + "</table>",
        "".join(f'<span style="display:block">{text}</span>' for text in ENGLISH),
        "".join(f"<x-paragraph>{text}</x-paragraph>" for text in ENGLISH),
        "<pre>" + "\n\n".join(text.replace(" the ", "\nthe ") for text in ENGLISH) + "</pre>",
    ],
)
def test_lines_that_breaks_or_boxes_part_are_paragraphs(lines: str) -> None:
    """Whatever markup separates them."""
    assert (
        read_web(f"<html><head><title>Log</title></head><body>{lines}</body></html>", "p.html").paragraphs
        == ENGLISH
    )


def test_headline_and_byline_before_a_double_break_are_lines_of_their_own() -> None:
    """In a page with only breaks."""
    body = f"<b>{HEADLINE}</b><br>By Ida Berg<br>28 February 2024<br><br>{'<br><br>'.join(ENGLISH)}"
    found = read_web(f"<html><head><title>Log</title></head><body>{body}</body></html>", "p.html").paragraphs
    assert found[0] == HEADLINE
    assert found[-4:] == ENGLISH


def test_lines_of_a_list_in_boxes_are_parted() -> None:
    """Although none of them is a sentence."""
    lines = ("Oil, two drums", "Bread", "Letters for Nils")
    assert set(lines) <= set(read_web("".join(f"<div>{line}</div>" for line in lines), "p.html").paragraphs)


def test_verse_within_a_paragraph_is_not_parted() -> None:
    """Its breaks are only layout, as elsewhere."""
    verse = "The lamp is lit,<br>the oil is low,<br>the keepers sit<br>and watch it go."
    assert verse.replace("<br>", " ") in read(f"<article>{H1}<p>{verse}</p>{TEXT}</article>")


@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "<blockquote>{}</blockquote>",
        "<blockquote><p>They wrote:</p>{}</blockquote>",
        "<ul><li>Who was there: {}</li></ul>",
        "<dl><dt>Who</dt><dd>{}</dd></dl>",
        "<figure>{}<figcaption>The keepers</figcaption></figure>",
        "<details><summary>Who</summary>{}</details>",
        "<center>{}</center>",
        "<div><div>{}</div></div>",
    ],
)
@pytest.mark.parametrize(
    "cells",
    ["<td>Nils Aa</td><td>11 years</td>", "<td>Nils<br>Aa</td><td><p>11</p><p>years</p></td>"],
)
def test_cells_of_a_row_are_one_line_and_not_glued(around: str, cells: str) -> None:
    """Wherever the table is."""
    table = (
        f"<table><tr><th colspan=2>Keepers</th></tr><tr>{cells}</tr><tr><td>Ole Moe</td><td>7 "
        "years</td></tr></table>"
    )
    found = read(f"<article>{H1}{TEXT}{around.format(table)}</article>")
    assert "Nils Aa 11 years" in found
    assert "Ole Moe 7 years" in found
