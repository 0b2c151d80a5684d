"""The author of a page is whoever its byline names; other words in an author's place do not count."""

# ruff: noqa: E501, RUF001  (rows of pages in many scripts, one a line)

import pytest

from qa_bot.reading.html.page import read_web

BODY = (
    "<p>The tide at Morrow Bay rose by two metres on Monday, and the harbour was closed until Tuesday.</p>"
    "<p>Boats were tied up twice, and the market moved to the school on the hill until the water fell.</p>"
    "<p>Two ships lay outside for a day, and the pilot rowed out to them with bread and the post.</p>"
)


def author(byline: str, *, head: str = "", above: str = "", below: str = "") -> str | None:
    """Read the author of a page with this byline under its headline."""
    page = (
        f"<html><head><title>Tide rises over the quay - Gazette</title>{head}</head><body>"
        f"<header><a href='/'>Gazette</a></header>{above}<article><h1>Tide rises over the quay</h1>"
        f"{byline}{BODY}</article>{below}</body></html>"
    )
    return read_web(page, "p").source.author


@pytest.mark.parametrize(
    "byline",
    [
        '<p class="byline">Von Ada Moss und Ines Calder</p>',
        '<p class="byline">Text: Ada Moss und Ines Calder, Fotos: Max Other</p>',
        '<p class="author">Par Ada Moss et Ines Calder</p>',
        '<p class="author">Par Ada Moss et Ines Calder, photos Max Other</p>',
        '<p class="autor">Por: Ada Moss y Ines Calder</p>',
        '<p class="autor">Por Ada Moss e Ines Calder</p>',
        '<p class="autore">di Ada Moss e Ines Calder</p>',
        '<p class="auteur">Door Ada Moss en Ines Calder</p>',
        '<p class="forfatter">Av Ada Moss og Ines Calder</p>',
        '<p class="author">Autorzy: Ada Moss, Ines Calder</p>',
        '<p class="byline">Ada Moss in Port Calder and Ines Calder in San Moreno</p>',
        '<p class="byline">By Ada Moss in London and Ines Calder in New York</p>',
        '<p class="byline"><a rel="author">Ada Moss</a> in Berlin und <a rel="author">Ines Calder</a></p>',
        '<p class="byline"><a rel="author">Ada Moss</a> <a rel="author">Ines Calder</a></p>',
        '<ul class="authors"><li>Ada Moss</li><li>Ines Calder</li></ul>',
        '<div class="author">Ada Moss</div><div class="author">Ines Calder</div>',
        '<div class="authors"><span class="name">Ada Moss</span><span class="name">Ines Calder</span></div>',
        '<p class="byline">By <a href="/author/ada">Ada Moss</a>, Political Editor, and <a href="/author/i">Ines Calder</a></p>',
        '<span itemprop="author"><span itemprop="name">Ada Moss</span></span>'
        '<span itemprop="author"><span itemprop="name">Ines Calder</span></span>',
        "<p>Geschrieben von Ada Moss und Ines Calder</p>",
        "<p>Veröffentlicht am 12. Mai 2021 von Ada Moss und Ines Calder</p>",
        "<p>Écrit par Ada Moss et Ines Calder</p>",
        "<div>Autoren: Ada Moss, Ines Calder</div>",
    ],
)
def test_both_authors_are_read(byline: str) -> None:
    """In several languages, with places, roles and photographers between and after the names."""
    assert author(byline) == "Ada Moss, Ines Calder"


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ('<div class="author"><a href="#">Teilen</a> <a href="/autor/am">Ada Moss</a></div>', "Ada Moss"),
        ('<div class="author"><button>Seguir</button> <span>Ada Moss</span></div>', "Ada Moss"),
        ('<div class="byline"><span>Partager</span><span>Par Ada Moss</span></div>', "Ada Moss"),
        ('<span class="firma">Ada Moss</span>', "Ada Moss"),
        ('<span class="article-auteur">Ada Moss</span>', "Ada Moss"),
        ('<div class="verfasser">Ada Moss</div>', "Ada Moss"),
        ('<div class="c-redakteur">Ada Moss</div>', "Ada Moss"),
        ('<div class="писатель автор">Анна Берг</div>', "Анна Берг"),
        ('<div class="author">Автор: Анна Берг</div>', "Анна Берг"),
        ("<p>Текст: Анна Берг</p>", "Анна Берг"),
        (
            '<div class="author"><span class="given-name">Ada</span><span class="family-name">Moss</span></div>',
            "Ada Moss",
        ),
        ('<div class="author"><b class="surname">Moss</b> <b class="vorname">Ada</b></div>', "Ada Moss"),
        ('<p class="byline">By <span>Ada</span> <span>van Moss</span></p>', "Ada van Moss"),
        ('<p class="byline">Ada (A.J.) Moss</p>', "Ada (A.J.) Moss"),
        ('<p class="byline">By Ada “Addie” Moss</p>', "Ada “Addie” Moss"),
        ('<p class="byline">By Ada Moss (Berlin)</p>', "Ada Moss"),
        ('<p class="byline">By Ada Moss, Jr.</p>', "Ada Moss Jr."),
        ('<p class="byline">By Ada Moss, PhD</p>', "Ada Moss"),
        ('<p class="byline">By Dr. Ada Moss, M.D., and staff</p>', "Dr. Ada Moss"),
        ('<p class="author">Von Ada Moss, Morrow</p>', "Ada Moss"),
        ('<p class="byline">Words: Ada Moss / Pictures: Max Other</p>', "Ada Moss"),
        ('<p class="byline">Fotos und Text: Ada Moss</p>', "Ada Moss"),
        ('<p class="byline">Texte et photos : Ada Moss</p>', "Ada Moss"),
        ('<p class="byline">Texto: Ada Moss | Fotografía: Max Other</p>', "Ada Moss"),
        ('<p class="byline">Foto: Max Other, Text: Ada Moss</p>', "Ada Moss"),
        ('<p class="byline">By Ada Moss. Photographs by Max Other</p>', "Ada Moss"),
        ('<p class="author">Por Ada Moss y Gasset</p>', "Ada Moss y Gasset"),
        (
            '<figure><img><figcaption>A quay. <i class="author">Max Other</i>, CC BY-SA 4.0</figcaption></figure><p class="author">Ada Moss</p>',
            "Ada Moss",
        ),
        (
            '<div class="photo-credit"><span class="author">Max Other</span></div><p>By Ada Moss</p>',
            "Ada Moss",
        ),
        (
            '<div class="image__copyright">© <span class="author">Max Other</span></div><p class="byline">By Ada Moss</p>',
            "Ada Moss",
        ),
        ('<p class="byline">Mittwoch, 12. Mai 2021, von Ada Moss</p>', "Ada Moss"),
        ('<p class="byline">12 mai 2021 | Ada Moss</p>', None),
        ('<p class="byline">Eine Analyse von Ada Moss</p>', "Ada Moss"),
        ('<p class="byline">Ein Kommentar von Ada Moss</p>', "Ada Moss"),
        ('<p class="byline">Une enquête de Ada Moss</p>', "Ada Moss"),
        ('<p class="byline">Von dpa</p>', "dpa"),
        ('<span itemprop="author" itemscope><meta itemprop="name" content="Ada Moss"></span>', "Ada Moss"),
    ],
)
def test_name_is_read_whole_and_alone(byline: str, name: str | None) -> None:
    """Without buttons, labels and photographers, and not cut at a bracket, a comma or an element."""
    assert author(byline) == name


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("<p class='author'>作者：李明</p>", "李明"),
        ("<div class='info'>2021-09-30 来源：湖城日报 作者：李明 编辑：王芳</div>", "李明"),
        ("<div>来源：湖城日报 | 作者：李明</div>", "李明"),
        ("<p>文／李明</p>", "李明"),
        ("<p>撰文：李明 摄影：王芳</p>", "李明"),
        ("<p>本报记者 李明 王芳</p>", "李明, 王芳"),
        ("<p>记者：李明、王芳</p>", "李明, 王芳"),
        ("<p>【記者李明／台北報導】</p>", "李明"),
        ("<p class='author'>筆者：山田 太郎</p>", "山田 太郎"),
        ("<p>執筆：山田太郎、鈴木さくら</p>", "山田太郎, 鈴木さくら"),
        ("<p>取材・文：山田太郎　写真：鈴木花子</p>", "山田太郎"),
        ("<p>文：山田太郎</p>", "山田太郎"),
        ("<p>ライター：ジョン・スミス</p>", "ジョン・スミス"),
        ("<p class='byline'>김민수 기자</p>", "김민수"),
        ("<p class='byline'>김민수 기자 minsu@gazette.example</p>", "김민수"),
        ("<p>글 김민수</p>", "김민수"),
        ("<p>작성자: 김민수</p>", "김민수"),
        ("<p>责任编辑：王芳</p>", None),
        ("<p class='author'>编辑：王芳</p>", None),
        ("<p class='author'>写真：鈴木花子</p>", None),
        ("<p class='author'>新华社</p>", None),
        ("<p class='author'>编辑部</p>", None),
        ("<p class='author'>基者</p>", None),
        ("<p class='byline'>بقلم: ليلى حداد</p>", "ليلى حداد"),
        ("<p>كتبت: ليلى حداد</p>", "ليلى حداد"),
    ],
)
def test_rows_in_other_scripts_name_the_author(byline: str, name: str | None) -> None:
    """Rather than the editor, the source or the photographer."""
    assert author(byline) == name


@pytest.mark.parametrize(
    "byline",
    [
        '<p class="byline">Springfield, Germany</p>',
        '<p class="byline">London</p>',
        '<p class="byline">SAN FRANCISCO</p>',
        '<p class="byline">Bad Homburg, Deutschland</p>',
        '<p class="byline">Lyon, France</p>',
        '<p class="author">Córdoba, Argentina</p>',
        '<p class="byline">Buenos Aires</p>',
        '<p class="byline">Portland, Ore.</p>',
        '<p class="byline">Kraków, Polska</p>',
        '<p class="byline">Montag, 3. Mai 2021</p>',
        '<p class="byline">Lunes 3 de mayo de 2021</p>',
        '<p class="author">Mercredi</p>',
        '<p class="byline">poniedziałek, 3 maja 2021</p>',
        '<p class="byline">понедельник, 3 мая 2021</p>',
        '<p class="author">Friday</p>',
        '<span class="author">Stand: 3.5.2021</span>',
        '<span class="author">Zuletzt aktualisiert: 3. Mai 2021</span>',
        '<span class="author">Mis à jour le 3 mai 2021</span>',
        '<span class="author">Publicado: 3 de mayo de 2021</span>',
        '<div class="author-info"><h4>Über den Autor</h4></div>',
        '<div class="author-box"><h4>About the Author</h4></div>',
        '<div class="author">Auteur</div>',
        '<div class="author"><span>Autore:</span></div>',
        '<div class="author">Share</div>',
        '<div class="author"><a href="#">Copiar enlace</a></div>',
        '<div class="author"><a href="#">Imprimer</a></div>',
        '<div class="author"><a href="#">Folgen</a></div>',
        '<div class="author">Подписаться</div>',
        '<p class="byline">Foto: Max Other</p>',
        '<p class="byline">Photo by Max Other</p>',
        '<p class="byline">Bild: Max Other / CC BY 4.0</p>',
        '<p class="byline">Edited by Max Other</p>',
        '<p class="byline">Traducido por Max Other</p>',
        '<p class="author">von Redaktion</p>',
        '<p class="author">La Redacción</p>',
        '<p class="author">Redazione</p>',
        '<p class="author">admin</p>',
        '<p class="author">Kein Autor</p>',
        '<p class="byline">Sports Desk</p>',
        '<figure><img><figcaption class="byline">Max Other</figcaption></figure>',
        "<p>A short story by Max Other is read at the quay</p>",
        "<p>The harbour was painted in 1921 by Max Other</p>",
    ],
)
def test_what_is_no_person_is_no_author(byline: str) -> None:
    """Places, days, labels, buttons, photographers, newsrooms and placeholders."""
    assert author(byline) is None


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        (["Krol, Anna"], "Anna Krol"),
        (["Jaap, Marius de"], "Marius de Jaap"),
        (["van Gogh, Vincent"], "Vincent van Gogh"),
        (["Krol, Anna M."], "Anna M. Krol"),
        (["Krol, Anna", "Berg, Ida"], "Anna Krol, Ida Berg"),
        (["Krol, Anna; Berg, Ida"], "Anna Krol, Ida Berg"),
        (["Krol, Anna and Berg, Ida"], "Anna Krol, Ida Berg"),
        (["Moss, Stanley"], "Stanley Moss"),
        (["Ada Moss, Gazette"], "Ada Moss"),
        (["Anna Krol, Ida Berg"], "Anna Krol, Ida Berg"),
        (["Reuters, AFP"], "Reuters, AFP"),
        (["Unknown"], None),
        (["No Author"], None),
        (["Sin autor"], None),
        (["Kein Autor"], None),
        (["Auteur inconnu"], None),
        (["Unbekannt"], None),
        (["N/A"], None),
        (["undefined"], None),
        (["Site Admin"], None),
        (["Super User"], None),
        (["Your Name"], None),
        (["{{ author.name }}"], None),
        (["Неизвестен"], None),
        (["佚名"], None),
        (["匿名"], None),
        (["編集部"], None),
        (["관리자"], None),
        (["von Ada Moss"], "Ada Moss"),
        (["Redaktion"], None),
        (["山田太郎"], "山田太郎"),
        (["李明"], "李明"),
    ],
)
@pytest.mark.parametrize("name", ["author", "citation_author", "dc.creator"])
def test_declared_names_are_read_in_their_order(stated: list[str], names: str | None, name: str) -> None:
    """A family name that comes first is moved last, and a publishing program's placeholder is ignored."""
    assert author("", head="".join(f'<meta name="{name}" content="{one}">' for one in stated)) == names


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ('<div class="stream"><div class="item"><h3>Market moves uphill</h3><i class="author">Max Other</i></div></div>', ""),
        ('<ul><li><a href="/2"><h3>Market moves uphill</h3></a><i class="byline">By Max Other</i></li></ul>', ""),
        ('<article><h2><a href="/2">Market moves uphill</a></h2><p class="byline">By Max Other</p></article>', ""),
        ("", '<div class="more"><div class="card"><h3>Market moves uphill</h3><i class="author">Max Other</i></div></div>'),
        ("", '<section><div><h4><a href="/2">Market moves uphill</a></h4><span class="author">Max Other</span></div></section>'),
        ("", '<article><h2>Market moves uphill</h2><span class="author">Max Other</span><p>Stalls stand at the school.</p></article>'),
        ("", '<div class="teaser"><a href="/2"><h3>Market moves uphill again</h3></a><a rel="author" href="/m">Max Other</a></div>'),
    ],
)  # fmt: skip
def test_author_of_another_story_is_none_of_this(above: str, below: str) -> None:
    """Whether the other story stands above or below."""
    assert author("", above=above, below=below) is None
    assert author('<p class="byline">By Ada Moss</p>', above=above, below=below) == "Ada Moss"


@pytest.mark.parametrize(
    "row",
    [
        '<p class="autor">Por: Ada Moss</p>',
        '<p class="author">著者：後山大樹</p>',
        '<div class="info">2021-09-30 08:12 来源：湖城日报 作者：李明 责任编辑：王芳</div>',
        '<p class="author">Von Ada Moss und Ines Calder</p>',
        "<p>Text: Ada Moss</p>",
    ],
)
def test_row_that_names_the_author_is_no_paragraph(row: str) -> None:
    """The source shows it already."""
    page = f"<html><head><title>Tide rises</title></head><body><article><h1>Tide rises</h1>{row}{BODY}</article></body></html>"
    assert len(read_web(page, "p").paragraphs) == BODY.count("<p>")


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        (
            '<div class="byline"><a href="/author/am">Ada Mos<span class="last-letter">s</span></a></div>',
            "Ada Moss",
        ),
        (
            '<dl class="meta"><dt>Author:</dt><dd>Ada Moss</dd><dt>Publish date:</dt><dd>May 12, 2021</dd></dl>',
            "Ada Moss",
        ),
        (
            '<ul class="author-info"><li>Ada Moss</li><li><a class="author" href="/author/am">Biography</a></li></ul>',
            "Ada Moss",
        ),
        ('<div class="refs-credits"><div class="refs-author">by Ada Moss</div></div>', "Ada Moss"),
        ('<div class="meta">Por <a href="/autor/am">Ada Moss</a> | 12 de mayo de 2021</div>', "Ada Moss"),
    ],
)
def test_parts_of_a_byline_are_told_apart(byline: str, name: str) -> None:
    """A letter in its own element belongs to its word; the next label belongs to the next value."""
    assert author(byline) == name


def test_wrapper_of_the_article_may_be_called_a_sidebar() -> None:
    """It may also contain a heading further down."""
    text = "".join(
        f"<p>{n} ships lay outside for a day, and the pilot rowed out to them with bread and the post, as he had done each winter since the harbour froze for the first time.</p>"
        for n in range(4)
    )
    page = (
        "<html><head><title>Tide rises over the quay</title></head><body><div class='container right-sidebar'>"
        "<header><h1>Tide rises over the quay</h1></header><article><p class='byline'>By Ada Moss</p>"
        f"{text}<h2>Letters from the harbour</h2></article></div></body></html>"
    )
    assert read_web(page, "p").source.author == "Ada Moss"
