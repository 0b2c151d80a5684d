"""What is foreign to a page's article is left out, in the languages of many pages; the article stays."""

import pytest
from made_pages import ENGLISH, FRENCH, GERMAN, H1, JAPANESE, OTHERS, paragraphs, read

from qa_bot.reading.html.page import read_web

TEXT = paragraphs(*ENGLISH)
OLD = "Old version: nobody was hurt and the crane was not used at all."


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>{}</p>",
        '<div hidden="hidden"><p>{}</p></div>',
        '<p style="color:red; display : none;">{}</p>',
        '<p style="visibility:hidden">{}</p>',
        '<p style="position:absolute;left:-9999px">{}</p>',
        '<p class="note sr-only">{}</p>',
        '<p class="past">{}</p>',
        "<dialog><p>{}</p></dialog>",
    ],
)
def test_hidden_text_is_not_read(hidden: str) -> None:
    """By an attribute, a style, or a rule in the page."""
    styles = (
        "<style>p { margin: 0 } .past { display: none } @media print { .story { display: none } }</style>"
    )
    body = f'<article class="story">{H1}{TEXT}{hidden.format(OLD)}</article>'
    assert read(body, head=styles) == ENGLISH


@pytest.mark.parametrize(
    "hidden",
    [
        '<div class="paid-content" style="display:none">{}</div>',
        '<div hidden="until-found">{}</div>',
        '<div id="rest" hidden>{}</div><button aria-controls="rest">Go on</button>',
    ],
)
def test_rest_of_a_text_that_a_click_shows_is_read(hidden: str) -> None:
    """It is hidden at first, or from readers who do not pay."""
    assert (
        read(f"<article>{H1}{paragraphs(*ENGLISH[:3])}{hidden.format(paragraphs(ENGLISH[3]))}</article>")
        == ENGLISH
    )


def test_article_that_waits_for_a_script_to_show_it_is_read() -> None:
    """More is hidden than shown."""
    assert (
        read(f'<div style="display:none">{H1}{TEXT}</div><p>One moment, please, while this loads.</p>')[:4]
        == ENGLISH
    )


def test_hidden_words_go_out_of_a_sentence() -> None:
    """And the sentence stays whole."""
    sentence = 'The lamp <span style="display:none">(old text)</span>is lit each evening at six on the rock.'
    assert "The lamp is lit each evening at six on the rock." in read(
        f"<article>{H1}<p>{sentence}</p>{TEXT}</article>"
    )


ENGLISH_CONSENT = (
    "<p>We and our 612 vendors keep and read information on your device, such as cookies, to "
    "measure advertising.</p>"
    "<p>You may take your consent back at any time under Privacy choices at the foot of each page.</p>"
)
GERMAN_CONSENT = (
    "<p>Wir und unsere 612 Partner speichern Informationen auf Ihrem Endgerät, um Werbung zu messen.</p>"
    "<p>Ihre Einwilligung können Sie jederzeit unter Datenschutz widerrufen.</p>"
)
FRENCH_CONSENT = (
    "<p>Avec nos 612 partenaires, nous lisons des données personnelles, dont des cookies, pour "
    "la publicité.</p>"
    "<p>Votre consentement peut être retiré à tout moment au pied de chaque page.</p>"
)


@pytest.mark.parametrize(
    ("texts", "consent"),
    [
        (
            ENGLISH,
            f'<div class="consent"><h2>Your privacy</h2>{ENGLISH_CONSENT}<button>I accept</button></div>',
        ),
        (
            ENGLISH,
            f'<div class="ovl"><div>{ENGLISH_CONSENT}</div><div><button><b>AGREE</b></button></div></div>',
        ),
        (GERMAN, f'<div class="layer-3">{GERMAN_CONSENT}<button>Alle akzeptieren</button></div>'),
        (GERMAN, f'<div role="dialog" aria-modal="true">{GERMAN_CONSENT}<button>OK</button></div>'),
        (FRENCH, f'<div class="didomi-popup">{FRENCH_CONSENT}<a href="#">Tout accepter</a></div>'),
    ],
)
@pytest.mark.parametrize("place", ["{consent}{article}", "{article}{consent}"])
def test_consent_dialogue_is_no_part_of_a_short_article(
    texts: tuple[str, ...], consent: str, place: str
) -> None:
    """Before or after it, named or not."""
    article = f'<div class="story">{H1}{paragraphs(*texts[:2])}</div>'
    assert read(place.format(consent=consent, article=article)) == texts[:2]


def test_article_about_consent_is_read() -> None:
    """It has the words, but no button."""
    texts = (
        (
            "Cookies are files that partners of a website keep on your device, and consent to them "
            "is a matter of privacy."
        ),
        (
            "The court ruled that consent by scrolling is none, and that advertising partners must "
            "be named one by one."
        ),
    )
    assert read(f"<article>{H1}{paragraphs(*texts)}</article>") == texts


@pytest.mark.parametrize(
    ("texts", "heading", "remarks"),
    [
        (
            ENGLISH,
            "3 Comments",
            ("The sea was flat as a table, I saw it.", "There were waves of six metres."),
        ),
        (GERMAN, "Kommentare (2)", ("Das war doch jedem klar, der dort fährt.", "Der Kran ist ein Skandal.")),
        (FRENCH, "Commentaires", ("Tout le monde le savait depuis des années.", "La grue est une honte.")),
        (ENGLISH, "Comentarios", ("Todo el mundo lo sabía desde hace años.", "La grúa no se revisó nunca.")),
        (ENGLISH, "Commenti", ("Lo sapevano tutti da anni, bastava passarci.", "La gru è uno scandalo.")),
        (ENGLISH, "Reacties", ("Dat wist toch iedereen die daar gevaren heeft.", "De kraan is een schande.")),
        (ENGLISH, "Комментарии", ("Кран не проверяли уже много лет.", "Куда смотрел город?")),
        (JAPANESE, "コメント", ("そんなことはみんな知っていた。", "クレーンは何年も点検されていない。")),
    ],
)
@pytest.mark.parametrize(
    "make",
    [
        '<div class="box"><h3>{}</h3>{}</div>',
        "<section><h2>{}</h2><ul>{}</ul></section>",
        "<h3>{}</h3>{}",
    ],
)
def test_comments_are_told_by_their_heading(
    texts: tuple[str, ...], heading: str, remarks: tuple[str, ...], make: str
) -> None:
    """In a box without a name, or next to the article without a box."""
    tag = "li" if "<ul>" in make else "div"
    items = "".join(
        f'<{tag} class="e"><b>Ida</b> <span>12:30</span><p>{remark}</p></{tag}>' for remark in remarks
    )
    assert read(f'<div class="story">{H1}{paragraphs(*texts)}{make.format(heading, items)}</div>') == texts


@pytest.mark.parametrize(
    "name",
    [
        'class="leserkommentare"',
        'id="comentarios"',
        'class="commentaires"',
        'id="reacties"',
        'class="yorumlar"',
        'id="disqus_thread"',
        'data-testid="comments-section"',
        'itemprop="comment"',
    ],
)
def test_comments_are_told_by_their_name(name: str) -> None:
    """In the languages of their programmers."""
    remark = "<p>The sea was flat as a table on that day, I saw it.</p>"
    assert read(f'<div class="story">{H1}{TEXT}</div><div {name}><div>{remark}</div></div>') == ENGLISH


def _teasers(item: str, count: int = 3) -> str:
    return "".join(
        item.format(href=f"/{n}", title=text[:40], text=text) for n, text in enumerate(OTHERS[:count])
    )


@pytest.mark.parametrize(
    "item",
    [
        '<div class="c"><h3><a href="{href}">{title}</a></h3><p>{text}</p></div>',
        '<div class="c"><h3>{title}</h3><p>{text}</p><a href="{href}">Read more</a></div>',
        '<a href="{href}"><h3>{title}</h3><p>{text}</p></a>',
        '<article><h2><a href="{href}">{title}</a></h2><p>{text}</p></article>',
        (
            '<div class="c"><a href="{href}"><strong>{title}</strong></a><p>{text} <a '
            'href="{href}">more</a></p></div>'
        ),
    ],
)
@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("place", ["{story}<div>{stream}</div>", "<div>{stream}</div>{story}"])
def test_summaries_of_other_stories_are_left_out(item: str, count: int, place: str) -> None:
    """Though they are longer than the article."""
    story = f'<div class="s"><article>{H1}{paragraphs(*ENGLISH[:2])}</article></div>'
    assert read(place.format(story=story, stream=_teasers(item, count))) == ENGLISH[:2]


@pytest.mark.parametrize(
    "heading",
    ["More stories", "Das könnte Sie auch interessieren", "À lire aussi", "Te puede interesar", "関連記事"],
)
def test_what_stands_below_more_stories_is_left_out(heading: str) -> None:
    """Even within the article's own box."""
    item = '<div class="c"><h3><a href="{href}">{title}</a></h3><p>{text}</p></div>'
    assert (
        read(f"<main>{H1}{paragraphs(*ENGLISH[:2])}<h2>{heading}</h2>{_teasers(item)}</main>") == ENGLISH[:2]
    )


@pytest.mark.parametrize(
    "label", ["Read also:", "<strong>READ MORE</strong>", "Lesen Sie auch:", "Lee también:"]
)
def test_pointer_between_paragraphs_is_left_out(label: str) -> None:
    """It is a label and a link."""
    pointer = f'<p>{label} <a href="/x">Brewery buys the choir house of Tarn</a></p>'
    body = f"<article>{H1}{paragraphs(*ENGLISH[:2])}{pointer}{paragraphs(*ENGLISH[2:])}</article>"
    assert read(body) == ENGLISH


def test_article_that_collects_links_is_read() -> None:
    """Its headings are links, but not a row of boxes."""
    items = _teasers('<h2><a href="{href}">{title}</a></h2><p>{text}</p>')
    assert set(OTHERS) <= set(read(f"<article>{H1}<p>{ENGLISH[0]}</p>{items}</article>"))


OFFICES = [
    f"Office of {name}"
    for name in ["Water", "Roads", "Births", "Boats", "Trees", "Fish", "Tax", "Maps", "Salt", "Parks"]
] * 5


@pytest.mark.parametrize(
    "menu",
    [
        '<div class="menu">' + "".join(f'<div><a href="/x">{name}</a></div>' for name in OFFICES) + "</div>",
        "<ul>" + "".join(f'<li><a href="/x">{name}</a></li>' for name in OFFICES) + "</ul>",
        "<div>" + " | ".join(f'<a href="/x">{name}</a>' for name in OFFICES) + "</div>",
        "<div>" + "".join(f'<div onclick="go()">{name}</div>' for name in OFFICES) + "</div>",
    ],
)
def test_menu_is_no_paragraph_of_a_short_article(menu: str) -> None:
    """Whether its boxes contain links or not."""
    assert read(f'<div>{menu}<div class="txt">{H1}<div>{ENGLISH[0]}</div></div></div>') == ENGLISH[:1]


CLUBS = range(1, 19)


@pytest.mark.parametrize(
    "results",
    [
        "<table>"
        + "".join(f"<tr><td>{n}. SC Club {n} {n + 3} : {n + 9} +{n}</td></tr>" for n in CLUBS)
        + "</table>",
        "<table>"
        + "".join(f"<tr><td>{n}.</td><td>Club {n}</td><td>{n}:{n}</td></tr>" for n in CLUBS)
        + "</table>",
        "<ul>" + "".join(f"<li>{n}. SC Club {n} {n + 3} : {n + 9} +{n}</li>" for n in CLUBS) + "</ul>",
    ],
)
@pytest.mark.parametrize("place", ["{results}{story}", "{story}{results}"])
def test_league_table_beside_an_article_is_left_out(results: str, place: str) -> None:
    """The article is the shorter of the two."""
    story = f'<div class="entry">{H1}<div>{ENGLISH[0]}<br>{ENGLISH[1]}</div></div>'
    body = place.format(results=f"<div>{results}</div>", story=story)
    assert read(f'<div class="site">{body}</div>') == ENGLISH[:2]


def test_table_within_an_article_is_read() -> None:
    """Even with as many figures."""
    rows = "".join(f"<tr><td>Club {n}</td><td>{n}</td></tr>" for n in CLUBS)
    assert "Club 7 7" in read(f"<article>{H1}{TEXT}<table>{rows}</table></article>")


@pytest.mark.parametrize(
    ("texts", "offer"),
    [
        (
            ENGLISH,
            '<div class="paywall"><h2>This article is for subscribers</h2><p>Your three free '
            "articles are used up. "
            "Subscribe from 1 euro a month on.</p><p>Already a subscriber? Log in here.</p></div>",
        ),
        (
            ENGLISH,
            '<div class="box-7"><h2>Keep reading for one crown</h2><p>Subscribe now and get '
            "unlimited access for "
            "one crown a month.</p><p>Already a subscriber? Sign in.</p></div>",
        ),
        (
            GERMAN,
            '<div class="paywall-box"><h3>Weiterlesen mit Küste+</h3><p>Testen Sie Küste+ einen '
            "Monat für 1 Euro, "
            "monatlich kündbar.</p><p>Bereits Abonnent? Hier anmelden.</p></div>",
        ),
        (
            FRENCH,
            '<section class="offre"><p>Il vous reste 80 % de cet article à lire. La suite est '
            "réservée aux abonnés."
            "</p><p>Déjà abonné ? Se connecter</p></section>",
        ),
        (
            JAPANESE,
            '<div class="kaiin"><p>この記事は有料会員記事です。残り820文字</p>'
            "<p>ログインして続きを読む</p></div>",
        ),
    ],
)
def test_offer_of_a_subscription_is_left_out(texts: tuple[str, ...], offer: str) -> None:
    """Where a text breaks off."""
    assert read(f"<article>{H1}{paragraphs(*texts[:2])}{offer}</article>") == texts[:2]


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "ANZEIGE",
        "Publicidad",
        "Publicité",
        "Реклама",
        "広告",
        "Article continues below advertisement",
        "Story continues after the ad",
        "Your browser does not support the video tag.",
    ],
)
def test_line_that_no_article_has_is_left_out(line: str) -> None:
    """Between paragraphs, in a box, or as a paragraph of its own."""
    body = f"{H1}<p>{ENGLISH[0]}</p><div>{line}</div><p>{ENGLISH[1]}</p><p>{line}</p><p>{ENGLISH[2]}</p>"
    assert read(f"<article>{body}</article>") == ENGLISH[:3]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (
            '<a href="x">View this email in your browser</a>',
            "<p>You are receiving this email because you signed up.</p><a>Unsubscribe from this list</a>",
        ),
        (
            '<p>Email not displaying correctly? <a href="x">View it in your browser</a>.</p>',
            "<p>You can <a>update your preferences</a> or <a>unsubscribe from this list</a>.</p>",
        ),
        (
            '<a href="x">Im Browser ansehen</a>',
            "<p>Sie erhalten diese E-Mail, weil Sie sich angemeldet haben.</p><a>Newsletter abbestellen</a>",
        ),
        (
            '<a href="x">Voir cet e-mail dans votre navigateur</a>',
            "<p>Vous recevez cet e-mail car vous êtes inscrit.</p><a>Se désabonner de cette liste</a>",
        ),
    ],
)
def test_letter_goes_without_its_ways_out(above: str, below: str) -> None:
    """Saved as a page of tables."""
    rows = "".join(f"<tr><td>{cell}</td></tr>" for cell in (above, f"<h1>Light Letter</h1>{TEXT}", below))
    letter = f"<html><head><title>Light Letter</title></head><body><table>{rows}</table></body></html>"
    assert read_web(letter, "letter.html").paragraphs == ENGLISH


@pytest.mark.parametrize(
    "mark",
    [
        '<span class="mw-editsection"><span>[</span><a href="/e">edit</a><span>]</span></span>',
        " [Bearbeiten | Quelltext bearbeiten]",
        " [modifier | modifier le code]",
        "[編集]",
        '<a class="headerlink" href="#k">¶</a>',
    ],
)
def test_marks_for_editing_are_no_part_of_a_heading(mark: str) -> None:
    """Neither are permalink signs."""
    body = f'<div class="mw-parser-output"><p>{ENGLISH[0]}</p><h2>Keepers{mark}</h2><p>{ENGLISH[1]}</p></div>'
    assert read(body) == (ENGLISH[0], "Keepers", ENGLISH[1])
