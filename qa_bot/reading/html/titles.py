"""The title of an article, from its page's tab, meta tags and headings.

A tab may name the site, count messages or say "Untitled", and a heading may be the site's.
"""

# ruff: noqa: E501, RUF001  (words and marks of many scripts)

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from lxml.etree import XPath

from qa_bot.reading.html.markup import pieces_of, text_of
from qa_bot.reading.html.placement import is_here, is_listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from lxml.html import HtmlElement

__all__ = ["clean_title", "find_home_names", "find_shown_headline", "find_shown_part", "without_sections"]

_H1: Final = XPath("//h1[not(ancestor::nav or ancestor::footer)]")
_LOWER: Final = XPath(
    "//*[self::h2 or self::h3 or contains(@class, 'title') or contains(@class, 'headline') or contains(@class, 'Title')"
    " or contains(@id, 'title')][not(ancestor::nav or ancestor::footer or ancestor::head)][string-length(.) < 600]"
)
_LINKS: Final = XPath("//a[@href][string-length(.) < 80]")
_PROSE: Final = XPath(
    "//body//text()[string-length(normalize-space(.)) > 40][not(ancestor::footer or ancestor::script or ancestor::h1)]"
)
_HOME: Final = re.compile(
    r"(?:\.?/|(?:\./)?(?:index|default|home)\.\w{2,5}|(?:https?:)?//(?:web\.archive\.org/web/\w+/https?://)?[^/]+/?(?:index\.\w{2,5})?)",
    re.IGNORECASE,
)
_SITE_CLASS: Final = re.compile(
    r"logo|brand|masthead|(?:site|blog)-?(?:title|name|header)(?!\w)", re.IGNORECASE
)
_COUNTER: Final = re.compile(r"^\s*(?:[(\[]\d{1,2}\+?[)\]]|[●•🔴▶►⏸✱*]+)\s+(?=\S)")
_POSTED: Final = re.compile(
    r"""^.{1,120}?[:：]?\s*["“„«「『]\s*(?P<words>.{3,}?)\s*["”“»」』]?\s+/\s+(?:X|Twitter)$"""
)
_PLACEHOLDER: Final = re.compile(
    r"\W*|(?:untitled|new|neues?|blank)(?:[ -]?(?:document|page|post|dokument|seite|1))*\W*\d*|document|no title|\(?no subject\)?|page title|title"
    r"|(?:home|start|main|front|index|welcome|landing)(?:[ -]?page)?|homepage|startseite|willkommen|hauptseite|unbenannt(?:es dokument)?|ohne titel"
    r"|document sans (?:titre|nom)|sans titre|accueil|page d['’]accueil|bienvenue|documento sin t[ií]tulo|sin t[ií]tulo|inicio|portada|página de inicio"
    r"|documento sem t[ií]tulo|sem t[ií]tulo|in[ií]cio|página inicial|documento senza titolo|senza titolo|pagina iniziale|naamloos(?: document)?"
    r"|geen titel|bez tytułu|dokument bez tytułu|strona główna|без названия|без имени|документ без названия|главная(?: страница)?|namnlös|hem|forside|etusivu"
    r"|بدون عنوان|الرئيسية|无标题(?:文档|页面)?|未命名|首页|主页|首頁|無標題(?:文件)?|無題(?:ドキュメント)?|ホーム|トップ(?:ページ)?|タイトルなし|제목 ?없음|홈|메인"
    r"|(?:https?://|www\.)\S+|[\w-]+\.(?:html?|php|aspx?|jsp|pdf|docx?)|about:blank|loading\W*|undefined|null",
    re.IGNORECASE,
)
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_HAN_BORDER: Final = re.compile(
    r"\s*[_|｜丨]\s*|\s+[-－–—:]\s+|(?<=[\u3040-\ud7a3」』”！？])\s*[-－–—]+\s*(?=[\u3040-\ud7a3])"
)
_BORDER: Final = re.compile(r"\s+[-|–—·•:»_/]+\s+|\s*[|»｜_]\s*")
_SITE_SUFFIX: Final = re.compile(
    r"(?:网|網|日报|日報|晚报|早报|时报|時報|周刊|在线|中心|频道|新闻|新聞|资讯|社区|论坛|博客|ニュース|オンライン|デジタル|新聞社|ブログ|뉴스|일보|신문|닷컴|\.\w{2,3})$"
)
_LEAST_SHARED: Final = 0.4
"""Share of common words from which an h1 is the page's headline."""
_LEAST_ALIKE: Final = 0.8
"""The same for a lower heading, or what only looks like one: there are many more of them."""
_LEAST_OWN: Final = 0.5
"""Least share of the words of a title that its text uses."""
_LEAST_WORDS: Final = 3
_LEAST_WORD_LETTERS: Final = 4
_LEAST_TAB_WORDS: Final = 4
_LONGEST_TITLE: Final = 400
_MOST_HEADINGS: Final = 50
_MOST_LOWER: Final = 200
_LONGEST_PROSE: Final = 20_000


def clean_title(title: str) -> str:
    """Remove message counts and what a network adds; return "" for a placeholder ("Untitled")."""
    title = _COUNTER.sub("", title)
    posted = _POSTED.match(title)
    title = posted["words"] if posted is not None else title
    return "" if _PLACEHOLDER.fullmatch(title) else title


def find_home_names(tree: HtmlElement) -> frozenset[str]:
    """Return the texts of links to the front page, in lower case: mostly the name of the site."""
    links = _LINKS(tree)[: 4 * _MOST_LOWER]
    return frozenset(text_of(link).lower() for link in links if _HOME.fullmatch(link.get("href").strip())) - {
        ""
    }


def find_shown_headline(tree: HtmlElement, declared: Sequence[str], tab: str, sites: Collection[str]) -> str:
    """Return the heading most similar to what the page declares; "" without one.

    `sites` are names of the site, in lower case. If only the tab declares something and no heading repeats
    it, the words of the text decide between the two.
    """
    declared = [title for title in declared if title and title.lower() not in sites]
    headings = _texts(_H1(tree)[:_MOST_HEADINGS], sites)
    parted = _without_kicker(tree, [*declared, tab])
    headings = [parted, *headings] if parted and parted not in headings else headings
    lower = _texts(_LOWER(tree)[:_MOST_LOWER], sites)
    found = _most_like(headings, declared, _LEAST_SHARED)
    named_by_tab = _most_like(headings, [tab] if tab else [], _LEAST_SHARED)
    if _most(found, declared) < _LEAST_ALIKE:
        stated = set(map(_letters, declared))
        found = next((text for text in lower if _letters(text) in stated), found)
    if not found and not (named_by_tab and len(tab.split()) >= _LEAST_TAB_WORDS):
        longest = max(map(len, declared), default=0)
        found = _most_like([text for text in lower if len(text) <= longest], declared, _LEAST_ALIKE)
    found = found or named_by_tab
    if found or declared:
        return found
    parts = {
        _letters(part) for part in re.split(rf"{_BORDER.pattern}|:\s", tab) if part and _says_enough(part)
    }
    shown = next((text for text in lower if _letters(text) in parts), "")
    if shown:
        return shown
    single = (element for element in _LOWER(tree)[:_MOST_LOWER] if not is_listed(element, None))
    return _undeclared(tree, headings, _texts(single, sites), "" if tab.lower() in sites else tab)


def find_shown_part(tab: str, page: str, sites: Collection[str]) -> str:
    """Return the longest beginning of a tab's title that is the whole text of an element; "" without one."""
    for match in reversed(list((_HAN_BORDER if _UNSPACED.search(tab) else _BORDER).finditer(tab))):
        head = tab[: match.start()].strip()
        if (
            head.lower() not in sites
            and _says_enough(head)
            and re.search(rf">\s*{re.escape(head)}\s*<", page)
        ):
            return head
    return ""


def without_sections(title: str) -> str:
    """Remove sections and site from a Chinese, Japanese or Korean title: "题目_科技_湖城网"."""
    if not _UNSPACED.search(title):
        return title
    parts = _HAN_BORDER.split(title)
    if "_" in title and _says_enough(parts[0]):
        return parts[0]
    borders = [match.start() for match in _HAN_BORDER.finditer(title)]
    while borders and _SITE_SUFFIX.search(parts[len(borders)]) and _says_enough(title[: borders[0]]):
        title = title[: borders.pop()]
    return title


def _without_kicker(tree: HtmlElement, titles: Sequence[str]) -> str:
    """Return the part of a heading that is a declared title; a section's name may be the rest."""
    stated = {
        _letters(part)
        for title in titles
        for part in (title, *_BORDER.split(title)[:1])
        if _says_enough(part)
    }
    for heading in _H1(tree)[:_MOST_HEADINGS]:
        for text, _ in pieces_of(heading):
            if _letters(text) in stated:
                return text
    return ""


def _texts(elements: Iterable[HtmlElement], sites: Collection[str]) -> list[str]:
    texts = [text_of(element) for element in elements if is_here(element) and not _names_site(element)]
    return [text for text in texts if 0 < len(text) <= _LONGEST_TITLE and text.lower() not in sites]


def _names_site(element: HtmlElement) -> bool:
    """Check whether a heading names the site: it links to the front page, or is marked as a logo."""
    link = next(element.iter("a"), None) if element.tag != "a" else element
    link = link if link is not None else next(element.iterancestors("a"), None)
    if link is not None and _HOME.fullmatch((link.get("href") or "-").strip()):
        return True
    parent = element.getparent()
    marks = [element, parent] if parent is not None and parent.tag != "body" else [element]
    return any(
        _SITE_CLASS.search(f"{part.get('class') or ''} {part.get('id') or ''}"[:500]) for part in marks
    )


def _most_like(texts: list[str], titles: Sequence[str], least: float) -> str:
    first = {_letters(_BORDER.split(title)[0]) for title in titles}  # the site's name follows a dash
    best = max(texts, key=lambda text: (_letters(text) in first, _most(text, titles)), default="")
    return best if best and _most(best, titles) >= least else ""


def _most(text: str, titles: Sequence[str]) -> float:
    return max((_likeness(text, title) for title in titles), default=0.0)


def _likeness(heading: str, title: str) -> float:
    """Return the common words as a share of the shorter text, but of at least 0.7 of the longer one."""
    words, others = set(re.findall(r"\w+", heading.lower())), set(re.findall(r"\w+", title.lower()))
    if not words or not others:
        return 0.0
    return len(words & others) / max(min(len(words), len(others)), 0.7 * max(len(words), len(others)))


def _undeclared(tree: HtmlElement, headings: list[str], lower: list[str], tab: str) -> str:
    """Choose the headline of a page whose tab does not repeat it, by the words of the text."""
    prose = set(_words(" ".join(_PROSE(tree))[:_LONGEST_PROSE]))

    def share(text: str) -> float:
        words = _words(text)
        return sum(word in prose for word in words) / max(len(words), 1)

    best = max(headings, key=share, default="")
    if not tab:
        return best or next((text for text in lower if _says_enough(text) and share(text) > _LEAST_OWN), "")
    if best:
        return best if _says_enough(best) and share(best) >= max(share(tab), _LEAST_SHARED) else ""
    first = next(filter(_says_enough, lower), "")  # where the heading above it names the site
    return first if share(tab) <= _LEAST_OWN < share(first) else ""


def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def _words(text: str) -> list[str]:
    """Return the longer words of a text; pairs of characters in scripts without spaces."""
    words = [word for word in re.findall(r"\w+", text.lower()) if len(word) >= _LEAST_WORD_LETTERS]
    if _UNSPACED.search(text):
        words = [pair for word in re.findall(r"\w{2,}", text) for pair in map("".join, pairwise(word))]
    return words


def _says_enough(text: str) -> bool:
    return len(text.split()) >= _LEAST_WORDS or len(_UNSPACED.findall(text)) >= _LEAST_WORD_LETTERS
