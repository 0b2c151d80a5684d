"""The name of a publication, chosen from the names on its page, and removed from the title.

A name that the page's address or a second statement confirms ranks above an unconfirmed one. An address, an
account or a name without letters does not count.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["choose_publication", "without_publication"]

_BORDER: Final = r"\s+[-|–—·•:»/]+\s+|\s*[|»]\s*"  # noqa: RUF001  (the dashes and bars of browser tabs)
_HOST: Final = re.compile(r"https?://([^/:?#]+)")
_ADDRESS: Final = re.compile(r"https?:|@|//|\.\w+/", re.IGNORECASE)
_DOMAIN: Final = re.compile(r"[a-z0-9-]+(?:\.[a-z]{2,})+")
_SECOND_LEVEL: Final = frozenset({"co", "com", "org", "net", "ac", "gov"})
_PLATFORMS: Final = frozenset({"blogger", "wordpress", "wordpresscom", "tumblr"})
_LONGEST: Final = 80


def choose_publication(
    declared: Sequence[str], *, tab_titles: Sequence[str], headlines: Iterable[str], url: str
) -> str | None:
    """Choose from the declared names, most trusted first, and those after the headline in tab titles."""
    heads = [headline for headline in headlines if headline]
    site = _site(url)
    added = [name for title in tab_titles for name in _behind(title, heads, site)]
    names = [name for name in [*declared, *added] if _is_name(name)]
    if not names:
        return None
    votes = Counter(map(_letters, [*dict.fromkeys(declared), *dict.fromkeys(added)]))
    best = max(range(len(names)), key=lambda i: (_trust(names[i], site, votes), -i))
    return _without_motto(names[best], site).removeprefix("www.")


def without_publication(title: str, publication: str | None) -> str:
    """Remove the " - Publication" or "Publication: " that browser tabs add to a title."""
    if not publication:
        return title
    pieces = re.split(f"({_BORDER}|:\\s+)", title)
    name = _letters(publication)
    for keep, rest in ((pieces[:-2], pieces[-1]), (pieces[2:], pieces[0])):
        if keep and name and name in (_letters(rest), _letters(rest).removeprefix("the")):
            return "".join(keep).strip()
    for count in range(3, len(pieces), 2):  # a name that has bars of its own
        if _letters("".join(pieces[-count:])) == name:
            return "".join(pieces[: -count - 1]).strip() or title
        if _letters("".join(pieces[:count])) == name:
            return "".join(pieces[count + 1 :]).strip() or title
    return title


def _behind(title: str, heads: Sequence[str], site: str) -> list[str]:
    """Return the part after the headline in a tab title: the one that matches the address, else the last."""
    for head in heads:
        at = title.lower().find(head.lower())
        parts = [part.strip() for part in re.split(_BORDER, title[at + len(head) :])] if at >= 0 else []
        if len(parts) > 1 and not parts[0] and parts[-1]:
            return [next((part for part in parts[1:] if _letters(part) == site), parts[-1])]
    return []


def _trust(name: str, site: str, votes: Counter[str]) -> tuple[int, int]:
    letters = _letters(name)
    is_site = bool(site) and (
        letters == site or _letters(_without_motto(name, site)) == site or site in letters
    )
    borne_out = is_site or votes[letters] > 1 or letters.removeprefix("the") in site
    return int(borne_out), int(_DOMAIN.fullmatch(name) is None)


def _without_motto(name: str, site: str) -> str:
    """Remove a motto: "Gazette | News of the bay" at gazette.example is "Gazette"."""
    parts = re.split(_BORDER, name)
    return parts[0].strip() if len(parts) > 1 and _letters(parts[0]) == site else name


def _is_name(name: str) -> bool:
    if len(name) > _LONGEST or not any(char.isalpha() for char in name):
        return False
    letters = _letters(name)
    return len(letters) > 1 and letters not in _PLATFORMS and not _ADDRESS.search(name)


def _site(url: str) -> str:
    """Return the letters of the name in an address: "example" for https://www.example.co.uk/tide."""
    host = _HOST.match(url)
    labels = host[1].lower().split(".") if host else []
    labels = labels[:-1]
    if len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels = labels[:-1]
    return _letters(labels[-1]) if labels else ""


def _letters(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum())
