"""The title of a page is its article's headline, even if the tab or a heading says something else."""

# ruff: noqa: E501, RUF001  (titles in many scripts, one a line)

import pytest

from qa_bot.reading.html.page import read_web
from qa_bot.reading.html.titles import clean_title, without_sections

BODY = (
    "<p>The tide rises over the quay of Morrow Bay twice a day, and the harbour was closed until Tuesday.</p>"
    "<p>Boats were tied up twice, and the market moved to the school on the hill until the water fell.</p>"
)
TITLE = "Tide rises over the quay"


def title(tab: str, body: str, head: str = "") -> str | None:
    """Read the title of a page."""
    return read_web(
        f"<html><head><title>{tab}</title>{head}</head><body>{body}</body></html>", "p"
    ).source.title


@pytest.mark.parametrize(
    "tab",
    [
        "Untitled Document", "Untitled", "Home", "Home Page", "index.html", ".:", "Startseite", "Unbenanntes Dokument",
        "Accueil", "Document sans titre", "Inicio", "Documento sin título", "Senza titolo", "Strona główna", "Главная",
        "无标题文档", "首页", "無題ドキュメント", "ホーム", "https://gazette.example/tide", "New Page 1", "",
    ],
)  # fmt: skip
def test_tab_that_says_nothing_leaves_the_title_to_the_headings(tab: str) -> None:
    """Of any level; without a heading, there is no title."""
    assert title(tab, f"<h1>{TITLE}</h1>{BODY}") == TITLE
    assert title(tab, f"<h2>{TITLE}</h2>{BODY}") == TITLE
    assert title(tab, f"<h1><a href='/'>Gazette</a></h1><h2>{TITLE}</h2>{BODY}") == TITLE
    assert title(tab, BODY) is None


@pytest.mark.parametrize(
    "body",
    [
        f"<header><a href='/'>Morrow Gazette</a></header><article><h1>{TITLE}</h1>{BODY}</article>",
        f"<a href='https://gazette.example/'>Morrow Gazette</a><h1>{TITLE}</h1>{BODY}",
        f"<h1>{TITLE}</h1>{BODY}<footer>© Morrow Gazette</footer>",
        f"<h1><a href='/'>Morrow Gazette</a></h1><div><h1>{TITLE}</h1>{BODY}</div>",
    ],
)
def test_tab_that_names_the_site_is_no_title(body: str) -> None:
    """The heading that shares its words with the text is."""
    assert title("Morrow Gazette", body) == TITLE


@pytest.mark.parametrize(
    "body",
    [
        f"<h1><a href='/'>All the news of the bay</a></h1><h2 class='post-title'>{TITLE}</h2>{BODY}",
        f"<h1 class='site-title'>All the news of the bay</h1><h2>{TITLE}</h2>{BODY}",
        f"<h1>Bay news</h1><h2>{TITLE}</h2>{BODY}",
        f"<div class='logo'><h1>Bay news</h1></div><h3 class='entry-title'>{TITLE}</h3>{BODY}",
        f"<h1><a href='https://bay.example/'>Bay news</a></h1>{BODY}",
    ],
)
def test_heading_of_the_site_is_no_title(body: str) -> None:
    """The declared title is, if the tab names the site too."""
    assert title("Bay news", body, f'<meta property="og:title" content="{TITLE}">') == TITLE


def test_title_of_the_tab_stays_where_the_only_heading_is_the_site() -> None:
    """The words of the text decide."""
    assert title(TITLE, f"<h1>Morrow Gazette</h1>{BODY}") == TITLE
    assert (
        title(
            f"{TITLE} — bay news for boats",
            f"<div class='sidebar'><h1><a href='/'>bay news for boats</a></h1></div><h1>{TITLE}</h1>{BODY}",
        )
        == TITLE
    )
    assert (
        title(
            f"{TITLE} - bay news for boats",
            f"<div><h1><a href='/'>bay news for boats</a></h1></div><h2>{TITLE}</h2>{BODY}",
        )
        == TITLE
    )


@pytest.mark.parametrize(
    ("tab", "said"),
    [
        (f"(4) {TITLE}", TITLE),
        (f"(99+) {TITLE}", TITLE),
        (f"[2] {TITLE}", TITLE),
        (f"● {TITLE}", TITLE),
        (f'(4) Ida Berg on X: "{TITLE}" / X', TITLE),
        (f'Ida Berg on Twitter: "{TITLE}" / Twitter', TITLE),
        (f"Ida Berg auf X: „{TITLE}“ / X", TITLE),
        (f"Ida Berg sur X : « {TITLE} » / X", TITLE),
        (f"Xユーザーのアダさん: 「{TITLE}」 / X", TITLE),
        ("(500) days at the quay", "(500) days at the quay"),
        (TITLE, TITLE),
    ],
)
def test_what_a_tab_adds_to_a_title_is_left_out(tab: str, said: str) -> None:
    """Message counts, and what a network adds around a post."""
    assert clean_title(tab) == said


@pytest.mark.parametrize(
    ("tab", "body", "wanted"),
    [
        ("渡轮恢复通航_科技_湖城网", "<div class='title'>渡轮恢复通航</div>", "渡轮恢复通航"),
        ("渡轮恢复通航_科技_湖城网", "", "渡轮恢复通航"),
        ("渡轮恢复通航-湖城网", "<h1>渡轮恢复通航</h1>", "渡轮恢复通航"),
        ("渡轮恢复通航-科技频道-湖城网", "", "渡轮恢复通航"),
        ("渡轮恢复通航 - 湖城新闻", "", "渡轮恢复通航"),
        ("渡轮恢复通航|湖城日报", "<p class='t'>渡轮恢复通航</p>", "渡轮恢复通航"),
        ("港の新しい船｜青木新聞", "", "港の新しい船"),
        ("港の新しい船 - 青木ニュース", "<h2>港の新しい船</h2>", "港の新しい船"),
        ("港の新しい船 : 青木新聞オンライン", "", "港の新しい船"),
        ("항구의 새 배 - 청목일보", "", "항구의 새 배"),
        ("항구의 새 배 : 청목 뉴스", "<h3>항구의 새 배</h3>", "항구의 새 배"),
        (
            "Tide rises over the quay - Ports - Gazette",
            "<div class='head'>Tide rises over the quay</div>",
            TITLE,
        ),
    ],
)
def test_sections_and_site_behind_a_title_are_left_out(tab: str, body: str, wanted: str) -> None:
    """Whatever separates them, also in scripts without spaces."""
    text = "<p>九年前停航的渡轮周五早晨恢复通航，首班船载有212名乘客从四号码头出发。</p>"
    assert title(tab, body + text) == wanted


def test_part_of_a_tab_that_a_heading_shows_is_the_title() -> None:
    """Even after the name of a journal."""
    body = f"<h1><a href='https://bay.example/'>Bay notes</a></h1><h3 class='post-title'>{TITLE}</h3>{BODY}"
    assert title(f"Bay notes: {TITLE}", body) == TITLE


def test_dash_within_a_title_parts_nothing() -> None:
    """Only a known site's name is split off."""
    assert without_sections("港－町の新しい船") == "港－町の新しい船"
    assert without_sections("Tide_rises") == "Tide_rises"
