"""The form of a page's paragraphs: list items, quotations, code and rows of tables, by their text."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from qa_bot.core.sanitizing import clean_line
from qa_bot.core.types import Form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

__all__ = ["paragraph_forms"]

_FORMS: Final = {"li": Form.ITEM, "blockquote": Form.QUOTE, "pre": Form.CODE}
_BLOCKS: Final = frozenset("p div ul ol li blockquote pre table section article dl figure".split())  # noqa: SIM905
_DEEPEST: Final = 12
"""Levels above a paragraph that are looked at."""
_MOST_PARTS: Final = 200
"""Parts of a paragraph that are looked at, so that the time stays linear on any page."""


def paragraph_forms(page: _Element) -> dict[str, Form]:
    """Return the form of each paragraph of a page that is more than prose, by its text."""
    found: dict[str, Form] = {}
    for row in page.iter("tr"):
        cells = [
            clean_line("".join(islice(cell.itertext(), _MOST_PARTS))) for cell in islice(row, _MOST_PARTS)
        ]
        if len(cells) > 1:
            found.setdefault(clean_line(" ".join(cells)), Form.ROW)
    for element in page.iter("p", *_FORMS):
        form = _form(element)
        if form and (text := _own_text(element)):
            found.setdefault(text, form)
    return found


def _form(element: _Element) -> Form | None:
    if element.tag in _FORMS:
        return _FORMS[element.tag]
    above = islice(element.iterancestors(), _DEEPEST)
    return next((_FORMS[one.tag] for one in above if one.tag in _FORMS), None)


def _own_text(element: _Element) -> str:
    """Return the text of an element up to the first block in it."""
    return clean_line("".join(islice(_parts(element), _MOST_PARTS)))


def _parts(element: _Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in _BLOCKS:
            return
        if isinstance(child.tag, str):
            yield " " if child.tag == "br" else "".join(islice(child.itertext(), _MOST_PARTS))
        yield child.tail or ""
