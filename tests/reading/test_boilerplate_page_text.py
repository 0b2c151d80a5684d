"""A whole page copied as text: the body begins below its headline and ends before other stories."""

import pytest

from qa_bot.reading.text.plain import read_plain

MENU = (
    "Home",
    "News",
    "Politics",
    "Region",
    "Sport",
    "Culture",
    "Weather",
    "Archive",
    "Log in",
    "Jobs",
    "E-Paper",
)
TITLE = "Ferry to Quay Island runs again"
BODY = (
    "The ferry to Quay Island runs again from Monday, nine years after a storm broke the pier at Morrow Bay.",
    "It takes forty minutes, carries sixty people and twelve cars, and leaves the bay at seven each morning.",
    "“We had begun to forget what the island looks like from the water,” said Ines Calder, the mayor.",
)
STANDFIRST = (
    "For nine years whoever wanted to reach the island had to ask a fisherman; that is over from Monday on."
)
CAPTION = (
    "The new ferry at the pier of Morrow Bay, which divers had to build anew stone by stone in two summers."
)
COMMENTS = (
    "I was on the first boat that ever crossed, and it was colder, wetter and far more fun than this one.",
    "Twelve cars on an island with three streets. Who wants them there, and where will they stand?",
    "My grandfather sold tickets on the old one for thirty years and never once got over himself.",
    "So the bay has money for a ferry and none for the school roof, which has leaked since before the storm.",
)
LEADS = (
    "Two brothers who bake bread in the old mill say that they will close it unless the road is mended.",
    "The council voted by nine to four for a tunnel below the market, although nobody can tell its cost.",
    "A seal that slept on the steps of the town hall for a week has gone, and children still bring herring.",
)


def page(*lines: str) -> str:
    """Put each line into a paragraph of its own."""
    return "\n\n".join(lines)


def comments(*, ago: str, reply: str) -> list[str]:
    """Return readers' comments, each with a name, a time and a button."""
    return [line for text in COMMENTS for line in ("gullwatcher", ago, text, reply)]


def stories() -> list[str]:
    """Return teasers of other stories, each a headline and a paragraph."""
    names = ("Mill may close", "Council wants a tunnel", "The seal has left town")
    return [line for pair in zip(names, LEADS, strict=True) for line in pair]


HEAD = (*MENU, TITLE, "By Ada Moss", "12 May 2021")


def test_comments_longer_than_the_article_are_no_body() -> None:
    """Comments longer than the article are not its body."""
    readers = comments(ago="2 hours ago", reply="Reply")
    text = page(*HEAD, *BODY[:2], "Share", "4 comments", *readers, "Imprint")
    article = read_plain(text, "a.txt")
    assert article.paragraphs == BODY[:2]
    assert article.source.title == TITLE


def test_comments_that_nothing_heads_are_told_by_their_buttons() -> None:
    """Comments without a heading are recognised by their buttons."""
    text = page(*HEAD, *BODY, *comments(ago="3 days ago", reply="Reply"), "Forum rules")
    assert read_plain(text, "a.txt").paragraphs == BODY


@pytest.mark.parametrize(
    ("heading", "ago", "reply"),
    [
        ("23 Kommentare", "vor 3 Stunden", "Antworten"),
        ("Kommentare (23)", "vor 2 Tagen", "Antworten"),
        ("Voir les 4 commentaires", "il y a 2 heures", "Répondre"),
        ("Comentarios", "Hace 4 horas", "Responder"),
        ("Commenti (4)", "3 ore fa", "Rispondi"),
        ("Ver todos os comentários (4)", "há 2 dias", "Responder"),
        ("Reacties (4)", "2 uur geleden", "Reageer"),
        ("最新评论", "3小时前", "回复"),
        ("コメント", "2時間前", "返信"),
    ],
)
def test_comments_in_other_languages_are_no_body(heading: str, ago: str, reply: str) -> None:
    """Comments in other languages are not the body."""
    text = page(*HEAD, *BODY[:2], heading, *comments(ago=ago, reply=reply), "Top")
    article = read_plain(text, "a.txt")
    assert article.paragraphs == BODY[:2]
    assert article.source.title == TITLE


@pytest.mark.parametrize(
    "heading",
    [
        "More stories",
        "Read next",
        "Mehr zum Thema",
        "Das könnte Sie auch interessieren",
        "Sur le même thème",
        "Les plus lus",
        "Te puede interesar",
        "Leggi anche",
        "Leia também",
        "Lees ook",
        "相关新闻",
        "関連ニュース",
    ],
)
def test_other_stories_below_the_body_are_left_out(heading: str) -> None:
    """Other stories below the body are left out, though each has a paragraph."""
    assert read_plain(page(*HEAD, *BODY, heading, *stories(), "Imprint"), "a.txt").paragraphs == BODY


def test_body_begins_below_standfirst_caption_and_byline() -> None:
    """The body begins below the standfirst, caption and byline of a page that has them."""
    text = page(*MENU, TITLE, STANDFIRST, CAPTION, "By Ada Moss", "12 May 2021", *BODY, "Share", *MENU)
    article = read_plain(text, "a.txt")
    assert article.paragraphs == BODY
    assert (article.source.title, article.source.date) == (TITLE, "2021-05-12")


def test_consent_before_the_headline_is_no_body() -> None:
    """A consent notice before the headline is not the body, however long it is."""
    consent = (
        "We and our 900 partners keep information on your device and read it there, in order to show you "
        "advertising that fits, to count who saw it, and to learn what else may be worth building some day.",
        "You can choose again whenever you like by pressing the button at the foot of each page, and what "
        "you choose holds here alone, on this device, until you remove what the browser has stored.",
    )
    article = read_plain(page(*consent, "More options", "Agree", *HEAD, *BODY, "Share", *MENU), "a.txt")
    assert article.paragraphs == BODY
    assert article.source.title == TITLE


@pytest.mark.parametrize(
    "ago", ["1 hour ago", "vor 2 Stunden", "il y a 3 heures", "hace 5 horas", "3 ore fa"]
)
def test_time_ago_is_a_row_and_no_headline(ago: str) -> None:
    """A time ago is a row and not a headline."""
    article = read_plain(page(*MENU, TITLE, ago, *BODY, "Share", *MENU), "a.txt")
    assert article.source.title == TITLE
    assert ago not in article.paragraphs


def test_notice_about_the_article_is_no_headline() -> None:
    """A notice about the article, right next to the byline, is not the headline."""
    notice = "This article is more than 4 years old"
    text = page(*MENU, notice, TITLE, notice, "By Ada Moss", "12 May 2021", *BODY, "Share", *MENU)
    assert read_plain(text, "a.txt").source.title == TITLE


def test_headline_goes_before_teasers_captions_and_kickers() -> None:
    """The headline wins over teasers above it, captions below it and a kicker."""
    teasers = ("Mill at Ness may close for good", "Council wants a tunnel below the market")
    caption = "The pier of Morrow Bay from the water"
    text = page(
        *MENU, *teasers, "Island traffic", TITLE, "Ada Moss", "12 May 2021", caption, *BODY, "Share", *MENU
    )
    assert read_plain(text, "a.txt").source.title == TITLE


def test_headline_in_a_script_without_spaces_is_found() -> None:
    """A headline in a script without spaces is found by its pairs of characters."""
    menu = (
        "首页",
        "新闻",
        "财经",
        "体育",
        "登录",
        "注册",
        "天气",
        "视频",
        "图片",
        "论坛",
        "招聘",
        "市场今日收盘上涨",
    )
    title = "海湾轮渡周一恢复通航"
    body = (
        "九年前的风暴毁坏了码头、航道和灯塔。海湾轮渡将于周一恢复通航。单程需要四十分钟。可以运载六十名乘客和十二辆汽车。",
        "市长表示居民们几乎忘记了从水上看岛屿是什么样子。通航以后学校的孩子每天都可以乘坐轮渡回家过夜。",
    )
    article = read_plain(page(*menu, title, "2021年5月12日 08:21", *body, "责任编辑 某人", "分享到"), "a.txt")
    assert article.source.title == title
    assert article.paragraphs == body


def test_furniture_in_a_language_that_nobody_listed_is_told_by_its_place() -> None:
    """Boilerplate in an unlisted language is recognised by its place."""
    menu = (
        "Ubzr",
        "Arjf",
        "Fcbeg",
        "Phygher",
        "Jrngure",
        "Nepuvir",
        "Ybt va",
        "Wbof",
        "R-Cncre",
        "Uryc",
        "Nobhg",
    )
    text = page(
        *menu, TITLE, "Nqn Zbff", "12.05.2021", *BODY, "Funer guvf", *menu, "Zber fgbevrf", *stories()
    )
    article = read_plain(text, "a.txt")
    assert article.source.title == TITLE
    assert article.paragraphs == BODY


def test_article_copied_from_its_headline_on_is_kept() -> None:
    """An article copied from its headline on is kept, with its date."""
    article = read_plain(page(TITLE, "By Ada Moss", "12 May 2021", *BODY), "a.txt")
    assert article.paragraphs == BODY
    assert (article.source.title, article.source.author, article.source.date) == (
        TITLE,
        "Ada Moss",
        "2021-05-12",
    )


def test_dates_inside_a_body_do_not_cut_it() -> None:
    """Dates above parts of a body do not split it."""
    parts = (BODY[0], BODY[1], "3 May 2019", BODY[2], LEADS[0], "4 May 2019", LEADS[1], LEADS[2])
    article = read_plain(page(*MENU, TITLE, "By Ada Moss", *parts, "Share", *MENU), "a.txt")
    assert article.paragraphs[:2] == BODY[:2]
    assert article.paragraphs[-1] == LEADS[2]


def test_page_without_a_headline_has_no_title() -> None:
    """A page without a headline has no title: menu entries are not titles."""
    menu = (*MENU, "Jobs and flats", "Harbour tours for schools", "Letters")
    article = read_plain(page(*menu, *BODY, "Share", *MENU), "a.txt")
    assert article.source.title is None
    assert article.paragraphs == BODY


def test_menu_in_one_line_is_no_paragraph() -> None:
    """A menu in one line is not a paragraph, however long it is."""
    menu = " ".join(3 * (*MENU, "Harbour Tours", "Flats and Houses", "Used Boats", "Local Elections"))
    article = read_plain(page(menu, *HEAD[-3:], *BODY[:2], menu + " Imprint", menu), "a.txt")
    assert article.paragraphs == BODY[:2]
    assert article.source.title == TITLE


def test_list_of_names_in_one_line_is_a_paragraph() -> None:
    """A list of names in one line is a paragraph, though nearly all words have capitals."""
    names = ", ".join(5 * ("Ines Calder", "Ada Moss", "Ben Ott", "Lena Brook"))
    assert read_plain(page(*HEAD, BODY[0], names, BODY[1], "Share", *MENU), "a.txt").paragraphs[1] == names
