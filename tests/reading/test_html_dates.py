"""The date of a page is the day on which its article was published, whatever other dates it shows."""

# ruff: noqa: E501, RUF001  (rows of pages in many scripts, one a line)

import pytest

from qa_bot.reading.html.page import read_web

BODY = (
    "<p>The tide at Morrow Bay rose by two metres on Monday, and the harbour was closed until Tuesday.</p>"
    "<p>Boats were tied up twice, and the market moved to the school on the hill until the water fell.</p>"
    "<p>Two ships lay outside for a day, and the pilot rowed out to them with bread and the post.</p>"
)


def page(top: str, *, above: str = "", body: str = BODY, below: str = "") -> str:
    """Write a page whose article begins with `top`."""
    return (
        "<html><head><title>Tide rises over the quay - Gazette</title></head><body><header><a href='/'>Gazette</a>"
        f"</header>{above}<div class='post'>{top}{body}</div>{below}</body></html>"
    )


HEADLINE = "<h1>Tide rises over the quay</h1>"


@pytest.mark.parametrize(
    "top",
    [
        f'<p class="post-date">12 May 2021</p>{HEADLINE}',
        f'<div class="meta"><span class="date">12 May 2021</span></div>{HEADLINE}',
        f'<time datetime="2021-05-12">Wednesday</time>{HEADLINE}',
        f'<div class="entry-date">12. Mai 2021</div><header>{HEADLINE}</header>',
        f'<header><span class="date">12.05.2021</span>{HEADLINE}</header>',
        f'<p class="date">12 mai 2021</p><p class="kicker">Ports</p>{HEADLINE}',
        f'{HEADLINE}<p class="meta">Veröffentlicht am 12.05.2021 um 10:15 Uhr</p>',
        f'{HEADLINE}<p>Erstellt: 12.5.2021</p>',
        f'{HEADLINE}<span class="datum">12.05.2021, 10:15</span>',
        f'{HEADLINE}<p>12.05.2021 | 10:15</p>',
        f'{HEADLINE}<span class="fecha">12 de mayo de 2021</span>',
        f'{HEADLINE}<span class="data">12 maja 2021</span>',
        f'{HEADLINE}<time>١٢ مايو ٢٠٢١</time>',
        f'{HEADLINE}<p class="date">12 أيار 2021</p>',
        f'{HEADLINE}<p>نشر في: 12 مايو 2021</p>',
        f'{HEADLINE}<p class="date">१२ मई २०२१</p>',
        f"{HEADLINE}<span class='posted'>Posted at <abbr class='published' title='2021-05-12T18:20:00+02:00'>6:20 PM</abbr></span>",
        f'{HEADLINE}<span class="date" title="2021-05-12 09:41">this morning</span>',
        f'{HEADLINE}<span class="time" title="Wednesday, 12 May 2021 at 09:41">3 h</span>',
        f'{HEADLINE}<time title="12.05.2021 09:41">vor 3 Stunden</time>',
        f'{HEADLINE}<div class="postmeta"><a class="timestamp" data-date="2021-05-12T09:41Z">3h ago</a></div>',
        f'{HEADLINE}<p>Write : 2021-05-12 14:12:30 Update : 2021-05-13 15:10:11</p>',
        f'{HEADLINE}<p>입력 2021.05.12 14:12 수정 2021.05.13 15:10</p>',
        f'{HEADLINE}<p>Published 12 May 2021 | Updated 13 May 2021</p>',
        f'{HEADLINE}<p>Updated 13 May 2021 | Published 12 May 2021</p>',
        f'{HEADLINE}<div class="date">Aktualisiert: 13.05.2021, veröffentlicht: 12.05.2021</div>',
        f'{HEADLINE}<div class="date">Publié le 12 mai 2021 - Mis à jour le 13 mai 2021</div>',
        f'{HEADLINE}<div class="date">公開日：2021年5月12日 更新日：2021年5月13日</div>',
        f'{HEADLINE}<div class="info">2021-05-12 08:12 来源：湖城日报</div>',
        f'{HEADLINE}<div class="info">发布时间：2021-05-12</div>',
        f'{HEADLINE}<p>Опубликовано: 12 мая 2021, обновлено: 13 мая 2021</p>',
    ],
)  # fmt: skip
def test_date_of_publication_is_found(top: str) -> None:
    """Above or below the headline, in attributes, with dots, in other scripts, next to an update's."""
    assert read_web(page(top), "p").source.date == "2021-05-12"


@pytest.mark.parametrize(
    "html",
    [
        page(HEADLINE, above='<div class="topbar"><span class="date">Sunday 1 August 2021</span></div>'),
        page(HEADLINE, above='<header><span class="current-date">1 August 2021</span></header>'),
        page(HEADLINE, above='<div class="clock"><time datetime="2021-08-01">Sunday</time></div>'),
        page(f'{HEADLINE}<table class="infobox"><tr><th>Opened</th><td><i class="published">1 May 1957</i></td></tr></table>'),
        page(f'{HEADLINE}<table><tr><th>Built</th><td><time datetime="1957-05-01">1 May 1957</time></td></tr></table>'),
        page(f'{HEADLINE}<table><tr><td>Geboren</td><td class="date">1. Mai 1957</td></tr></table>'),
        page(f'{HEADLINE}<dl><dt>Release date</dt><dd class="date">1 May 1957</dd></dl>'),
        page(f'{HEADLINE}<aside class="portable-infobox"><span class="date">1 May 1957</span></aside>'),
        page(f'{HEADLINE}<p>Ada Moss (born <span class="bday published">1957-05-01</span>) kept the harbour of Morrow Bay for thirty years and more.</p>'),
        page(f'{HEADLINE}<p>On <time datetime="1957-05-01">1 May 1957</time> the first ship came through the new lock, and the town had a holiday for it.</p>'),
        page(f'{HEADLINE}<figure><img><figcaption class="date">The quay on 1 May 1957</figcaption></figure>'),
        page(HEADLINE, below='<article><h2><a href="/2">Market moves uphill</a></h2><time datetime="2021-08-01">1 August</time></article>'),
        page(HEADLINE, below='<div class="card"><h3>Market moves uphill</h3><span class="date">1 August 2021</span></div>'),
        page(HEADLINE, above='<ul><li><a href="/2"><h3>Market moves uphill</h3></a><time datetime="2021-08-01">1 August</time></li></ul>'),
        page(f"{HEADLINE}<p>Zuletzt aktualisiert: 1.8.2021</p>"),
        page(f"{HEADLINE}<p class='date'>更新日：2021年8月1日</p>"),
        page(f"{HEADLINE}<p class='date'>Обновлено 1 августа 2021</p>"),
    ],
)  # fmt: skip
def test_other_dates_are_none_of_publication(html: str) -> None:
    """A clock, a fact, a caption, another story, an update."""
    assert read_web(html, "p").source.date is None


@pytest.mark.parametrize("card", ["article", "li", "div"])
def test_page_of_teasers_has_no_date(card: str) -> None:
    """Each of its cards has one."""
    cards = "".join(
        f'<{card} class="card"><h2><a href="/{n}">Story number {n} of the harbour</a></h2><p>The tide rose again, and boats '
        f'were tied up twice at the quay of Morrow Bay.</p><time datetime="2021-0{n}-01">1.{n}.</time></{card}>'
        for n in range(1, 6)
    )
    html = f"<html><head><title>Water - Gazette</title></head><body><main><h1>Water</h1>{cards}</main></body></html>"
    assert read_web(html, "p").source.date is None


@pytest.mark.parametrize(
    "row",
    [
        "<p>Write : 2021-05-12 14:12:30 Update : 2021-05-13 15:10:11</p>",
        "<p>Veröffentlicht am 12.05.2021 um 10:15 Uhr</p>",
        "<p>Publié le 12 mai 2021</p>",
        "<p>Опубликовано: 12 мая 2021</p>",
        "<p>입력 2021.05.12 14:12 수정 2021.05.13 15:10</p>",
        "<p>Stand: 12.05.2021</p>",
    ],
)
def test_row_of_dates_is_no_paragraph(row: str) -> None:
    """It is metadata."""
    assert len(read_web(page(HEADLINE + row), "p").paragraphs) == BODY.count("<p>")
