"""Footnotes: texts at the foot of a page that marks in the article link to.

A list of references is not a note.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from qa_bot.core.sanitizing import clean_line
from qa_bot.language.marks import count_words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["find_notes"]

_MARK: Final = re.compile(
    r"[\[(]?\s*(?:\d{1,3}|[*†‡§¶#]{1,3}|[a-z]|[ivx]{1,5}|(?:note|n|fn|anm\.?)\s*\d{1,3})\s*[\])]?",
    re.IGNORECASE,
)
_BIBLIOGRAPHY: Final = re.compile(
    r"cite_note|cite[-_]|bib|references?|reflist|ref-list|literatur|works", re.IGNORECASE
)
_BACK: Final = re.compile(r"[\s↩↑⤴︎\ufe0e^]+$|^[\s↑^]+")
_LEAD: Final = re.compile(r"^\s*[\[(]?(?:\d{1,3}|[*†‡])[\])]?[.:]?\s+(?=\D)")
_LEAST_WORDS: Final = 5
_MOST_NOTES: Final = 300


def find_notes(tree: HtmlElement) -> list[str]:
    """Return the texts of the notes that the page's marks link to, in the order of the marks."""
    marks = [
        link
        for link in tree.iter("a")
        if (link.get("href") or "").startswith("#") and _MARK.fullmatch(clean_line(link.text_content()))
    ]
    if not marks:
        return []
    targets = {
        element.get("id") or element.get("name"): element
        for element in tree.iter()
        if isinstance(element.tag, str) and (element.get("id") or element.get("name"))
    }
    notes: dict[HtmlElement, str] = {}
    for mark in marks[:_MOST_NOTES]:
        target = targets.get((mark.get("href") or "")[1:])
        note = _box(target) if target is not None else None
        if note is None or note in notes or note in mark.iterancestors() or _is_bibliography(note):
            continue
        text = _LEAD.sub("", _BACK.sub("", clean_line(note.text_content())))
        if count_words(text) >= _LEAST_WORDS:
            notes[note] = text
    return list(notes.values())


def _box(target: HtmlElement) -> HtmlElement | None:
    """Return the block that a target is, begins, or is in; None without one."""
    for element in (target, *target.iterancestors()):
        if element.tag in {"li", "p", "div", "dd", "aside", "td"}:
            return element
        if element.tag not in {"a", "span", "sup", "b", "strong", "em", "i"}:
            return None
    return None


def _is_bibliography(note: HtmlElement) -> bool:
    names = [
        part.get(key) or ""
        for part in (note, *note.iterancestors())
        if part.tag != "body"
        for key in ("id", "class", "role")
    ]
    return any(map(_BIBLIOGRAPHY.search, names))
