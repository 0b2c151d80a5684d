"""Limits on the metadata of an article, which every passage of it carries.

No title, name or address is longer than a screen shows. A note names what was shortened.
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
"""Characters. The longest paper titles have about 400; a large laboratory's paper lists dozens of authors."""
_LONGEST_URL: Final = 2_000
"""Characters. A shortened address leads nowhere, so a longer one is left out."""
LONGEST_ID: Final = 300
_DIGITS: Final = 16
_ELLIPSIS: Final = "…"


def bound(articles: Iterable[Article], note: str | None) -> tuple[tuple[Article, ...], str | None]:
    """Return the articles with bounded sources and ids, and the note extended with what was shortened."""
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
    """Shorten a value, between words or names where possible, and append an ellipsis."""
    kept = value[: most - len(_ELLIPSIS)]
    end = kept.rfind(border)
    return kept[: end if end > most // 2 else None].rstrip(" ,") + _ELLIPSIS


def _bounded_id(identifier: str, path: str, cuts: Counter[str]) -> str:
    """Shorten a long id and keep it unique; the path in it stays whole."""
    if len(identifier) <= max(LONGEST_ID, len(path)):
        return identifier
    cuts[f"id cut to {LONGEST_ID} characters"] += 1
    digest = hashlib.sha256(identifier.encode(errors="replace")).hexdigest()[:_DIGITS]
    return f"{identifier[: LONGEST_ID - _DIGITS - len(_ELLIPSIS)]}{_ELLIPSIS}{digest}"
