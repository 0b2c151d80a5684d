"""How much is kept of what a file states about its articles, since each passage carries it.

No title, name or address is longer than a screen shows, and a note says what was cut.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa_bot.core.types import Article, Source

__all__ = ["LONGEST", "LONGEST_ID", "bound"]

LONGEST: Final = {"title": 500, "publication": 200, "author": 1_000}
"""Characters. The longest title of a paper has about 400, a paper of a laboratory some dozens of authors."""
_LONGEST_URL: Final = 2_000
"""An address that is cut leads nowhere: it is left out."""
LONGEST_ID: Final = 300
_DIGITS: Final = 16
_ELLIPSIS: Final = "…"


def bound(articles: Iterable[Article], note: str | None) -> tuple[tuple[Article, ...], str | None]:
    """The articles with bounded sources and ids, and the note with what was cut."""
    cuts: Counter[str] = Counter()
    bounded = tuple(
        replace(
            article,
            id=_bounded_id(article.id, article.source.path, cuts),
            source=_bounded(article.source, cuts),
        )
        for article in articles
    )
    told = [
        what if count == 1 or len(bounded) == 1 else f"{what} in {count} articles"
        for what, count in cuts.items()
    ]
    return bounded, "; ".join(filter(None, (note, *told))) or None


def _bounded(source: Source, cuts: Counter[str]) -> Source:
    changed: dict[str, Any] = {}
    for field, most in LONGEST.items():
        value = getattr(source, field)
        if value is not None and len(value) > most:
            changed[field] = _cut(value, most, ", " if field == "author" else " ")
            cuts[f"{field} cut to {most:,} characters"] += 1
    if source.url is not None and len(source.url) > _LONGEST_URL:
        changed["url"] = None
        cuts[f"address of more than {_LONGEST_URL:,} characters left out"] += 1
    return replace(source, **changed) if changed else source


def _cut(value: str, most: int, border: str) -> str:
    """The value cut at a border between words or names where one is near, with an ellipsis behind it."""
    kept = value[: most - len(_ELLIPSIS)]
    end = kept.rfind(border)
    return kept[: end if end > most // 2 else None].rstrip(" ,") + _ELLIPSIS


def _bounded_id(identifier: str, path: str, cuts: Counter[str]) -> str:
    """A long id in short, still another one for each article; a path is as long as it is."""
    if len(identifier) <= max(LONGEST_ID, len(path)):
        return identifier
    cuts[f"id cut to {LONGEST_ID} characters"] += 1
    digest = hashlib.sha256(identifier.encode(errors="replace")).hexdigest()[:_DIGITS]
    return f"{identifier[: LONGEST_ID - _DIGITS - len(_ELLIPSIS)]}{_ELLIPSIS}{digest}"
