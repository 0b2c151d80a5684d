"""The publication date of an article, from the markup of its page.

The date of an update, of another story, of a reported fact, or of today does not count.
"""

# ruff: noqa: E501, RUF001  (words and marks of many scripts)

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from lxml.etree import XPath

from qa_bot.core.sanitizing import clean_line
from qa_bot.reading.html.head import beside, find_heading, texts_below
from qa_bot.reading.html.markup import text_of
from qa_bot.reading.html.placement import is_of_facts, is_told, states_this
from qa_bot.reading.metadata.dates import find_dates, to_iso

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

__all__ = ["find_published", "is_labelled_date"]

_CANDIDATES: Final = XPath(
    "//*[self::time or @class or @datetime or @title or @itemprop][not(self::meta or self::link or self::body)]"
)
_DATE_CLASS: Final = re.compile(
    r"date(?![a-z]*base)|datum|fecha|data-pub|publish|posted|time|meta|info|by-?line|author", re.IGNORECASE
)
_LENGTH: Final = XPath("string-length(.)")
_UPDATED: Final = re.compile(
    r"updat|modif|aktualisiert|geändert|bijgewerkt|mis à jour|actualizad|atualizad|aggiornat|zaktualizowan|обновлен|изменен"
    r"|uppdaterad|opdateret|oppdatert|päivitetty|güncelle|تحديث|更新|修改|수정|last edited|(?:^|\W)stand\s?:",
    re.IGNORECASE,
)
_ISSUED: Final = re.compile(r"publi[scz]|posted|first", re.IGNORECASE)
_PUBLISHED: Final = re.compile(
    r"(?:publi(?:shed|ziert|cado|cada|é|cato|kováno)|posted|writ(?:e|ten)(?: on)?|created|veröffentlicht|erstellt|erschienen|gepubliceerd|geplaatst"
    r"|pubblicato|opublikowano|dodano|опубликовано|publicerad|publisert|udgivet|julkaistu|yayın\w*|نشر\w*|入力|입력|등록|작성|発行|公開|掲載|投稿|发布|發布|发表"
    r"|时间)[^\d]{0,30}$",
    re.IGNORECASE,
)
_LABELLED_DATE: Final = XPath(
    '//text()[contains(., "19") or contains(., "20") or contains(., "٢٠") or contains(., "۲۰")][string-length(.) < 120]'
    "[not(parent::script or parent::style or parent::title)]"
)
_MACHINE: Final = (
    "datetime",
    "content",
    "data-datetime",
    "data-date",
    "data-time",
    "data-published",
    "title",
)
"""Attributes with the moment that a page shows as "6:20 PM" or "this morning"."""
_DIGITS: Final = re.compile(r"(?:19|20)\d{6}(?:T\S*)?")
_LONGEST_WEEKDAY: Final = 14
"""Most characters before the date in a title attribute; in the title of a story, more words precede it."""
_LONGEST: Final = 1_000
_LONGEST_ROW: Final = 60
_LONGEST_DATE_ROW: Final = 40
_MOST_ROWS_ABOVE: Final = 2
_LONGEST_DATED: Final = 200
_MOST_PARTS_OF_ROW: Final = 10
_MOST_CANDIDATES: Final = 40


def find_published(tree: HtmlElement, headline: str) -> str | None:
    """Return the publication date from times, dated elements and labels; dates of updates do not count."""
    heading = find_heading(tree, headline)
    behind, above = beside(_dated(tree), tree, heading)
    return (
        _first_dated(behind, heading)
        or _first_labelled(tree, heading)
        or _first_below(tree, heading)
        or _first_dated(above, heading)
        or _right_above(heading)
    )


def is_labelled_date(line: str) -> bool:
    """Check whether a row begins with a date label and contains a date: "Write : 2023-11-07 14:12"."""
    dates = find_dates(line)
    return bool(dates) and (
        _PUBLISHED.fullmatch(line[: dates[0][0]].strip(" :：|-")) is not None
        or _UPDATED.match(line[: dates[0][0]]) is not None
    )


def _dated(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in _CANDIDATES(tree):
        title = element.get("title") or ""
        is_dated = (
            element.tag == "time"
            or element.get("datetime")
            or element.get("itemprop") == "datePublished"
            or _DATE_CLASS.search((element.get("class") or "")[:_LONGEST_DATED])
        )
        if (is_dated or (title and len(title) <= _LONGEST_ROW and find_dates(title))) and _LENGTH(
            element
        ) < _LONGEST:
            yield element


def _first_dated(elements: list[HtmlElement], heading: HtmlElement | None) -> str | None:
    for element in elements[:_MOST_CANDIDATES]:
        if _is_elsewhere(element, heading):
            continue
        text = text_of(element)[:_LONGEST_DATED]
        date = None if _is_update(element, text) else _machine_date(element) or _first_published(text)
        if date is not None:
            return date
    return None


def _right_above(heading: HtmlElement | None) -> str | None:
    """Return the date in one of the rows just above the headline, whatever its markup."""
    rows = islice(heading.itersiblings(preceding=True), _MOST_ROWS_ABOVE) if heading is not None else ()
    for element in rows:
        row = text_of(element)
        date = _first_published(row) if len(row) <= _LONGEST_DATE_ROW else None
        if date is not None and element.tag not in {"nav", "header"} and not _is_elsewhere(element, heading):
            return date
    return None


def _first_labelled(tree: HtmlElement, heading: HtmlElement | None) -> str | None:
    for text in _LABELLED_DATE(tree)[:_MOST_CANDIDATES]:
        line = clean_line(text)
        for start, date in find_dates(line):
            if _PUBLISHED.search(line[:start]) and not _is_elsewhere(text.getparent(), heading):
                return date
    return None


def _first_below(tree: HtmlElement, heading: HtmlElement | None) -> str | None:
    below = texts_below(tree, heading)
    for label, text in zip(("", *below), below, strict=False):
        date = _first_published(text) if len(text) <= _LONGEST_ROW else None
        if date is not None and not _UPDATED.search(label[:_LONGEST_ROW]):
            return date
    return None


def _is_elsewhere(element: HtmlElement, heading: HtmlElement | None) -> bool:
    if not states_this(element, heading) or is_of_facts(element):
        return True
    return element.get("itemprop") != "datePublished" and element.get("pubdate") is None and is_told(element)


def _machine_date(element: HtmlElement) -> str | None:
    for part in (element, *element.iter("abbr", "time")):
        for name in _MACHINE:
            value = (part.get(name) or "")[:_LONGEST_DATED]
            dates = find_dates(value)
            if dates and (name != "title" or dates[0][0] <= _LONGEST_WEEKDAY):
                return dates[0][1]
            if name != "title" and _DIGITS.fullmatch(value):
                return to_iso(value)
    return None


def _first_published(text: str) -> str | None:
    """Return the first date of a row that is not labelled as an update."""
    end = 0
    for start, date in find_dates(text):
        label = text[end:start]
        if _PUBLISHED.search(label) or not _UPDATED.search(label):
            return date
        end = start
    return None


def _is_update(element: HtmlElement, text: str) -> bool:
    """Check whether a time is labelled as an update, by its class or by the row that contains it."""
    if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
        return False
    if _UPDATED.search(text):
        return _first_published(text) is None
    previous, parent = element.getprevious(), element.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else ""
    if before and _UPDATED.search(before[-_LONGEST_ROW:]) and not _PUBLISHED.search(before[-_LONGEST_ROW:]):
        return True
    is_row = parent is not None and len(parent) <= _MOST_PARTS_OF_ROW
    labels = f"{element.get('class') or ''} {text_of(parent)[:_LONGEST_ROW] if is_row else ''}"
    return _UPDATED.search(labels) is not None and _ISSUED.search(labels) is None
