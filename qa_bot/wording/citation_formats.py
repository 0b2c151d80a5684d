r"""Citations to take along: Markdown, plain text, BibTeX and CSL-JSON.

Only what the article states is cited; nothing is guessed, and authors stay whole, since a name alone does not
tell a person from an organisation. Text from articles is hostile: it is cleaned and escaped, so that it can
neither end a field nor become markup. All functions are pure.
"""

from __future__ import annotations

import datetime
import json
import re
from typing import TYPE_CHECKING, Any, Final

from qa_bot.core.copy_format import CopyFormat
from qa_bot.core.query_syntax import folded_words
from qa_bot.core.sanitizing import clean_line, plain
from qa_bot.wording.citations import position_of, title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qa_bot.core.types import Passage, Source

__all__ = ["bibtex", "citation_in", "cited", "csl_json", "date_parts", "markdown_text"]

_BIBTEX_ESCAPES: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # BibTeX counts braces even after a backslash
        "}": r"\textbraceright{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        **{char: f"\\{char}" for char in "#$%&_"},
    }
)
_MARKDOWN_MARKUP: Final = re.compile(
    r"[\\`*\[\]<>~]|&(?=#?\w+;)|!(?=\[)"
    r"|(?<![^\W_])(?<!_)_+|_+(?![^\W_]|_)"  # inside a word an underscore is no markup
)
_MARKDOWN_BLOCK: Final = re.compile(r"^[ \t]*(?:(\d{1,9})([.)])|([#+=-])?)", re.MULTILINE)
_ISO_DATE: Final = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)
_WEB: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_PERCENT: Final = {char: f"%{ord(char):02X}" for char in "\\{}<>()[]\"'`^| *_~"}
_KEY_WORDS: Final = frozenset({"a", "an", "the", "of", "on", "in", "to", "and", "for"})


def citation_in(form: CopyFormat, passage: Passage) -> str:
    """Return the citation of a passage."""
    return _CITATIONS[form](passage)


def cited(form: CopyFormat, text: str, passage: Passage) -> str:
    """Return words of a passage with its citation below; in Markdown as a block quote."""
    quote, citation = plain(text).strip(), citation_in(form, passage)
    if form is CopyFormat.MARKDOWN:
        return "\n".join(f"> {line}".rstrip() for line in [*markdown_text(quote).split("\n"), "", citation])
    return f"\u201c{quote}\u201d\n{citation}" if form is CopyFormat.PLAIN else f"{quote}\n\n{citation}"


def bibtex(passage: Passage) -> str:
    """Return an entry `@misc` with the fields that the article states."""
    source = passage.source
    year, month, day = (*(date_parts(source.date) or ()), None, None, None)[:3]
    fields = {
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in _authors(source)),
        "title": f"{{{_escaped(title_of(source))}}}",
        "howpublished": _escaped(source.publication),
        "year": str(year) if year else _escaped(source.date),
        "month": str(month or ""),
        "day": str(day or ""),
        "url": re.sub(r"[\\{}]", lambda match: _PERCENT[match[0]], _address(source)),
        "note": _escaped(position_of(passage)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{_key(source)},", *lines, "}"])


def csl_json(passage: Passage) -> str:
    """Return a CSL-JSON list of one item with the fields that the article states."""
    source, parts = passage.source, date_parts(passage.source.date)
    address, date = _address(source), clean_line(source.date or "")
    item: Mapping[str, Any] = {
        "id": _key(source),
        "type": "webpage" if address else "document",
        "title": title_of(source),
        "author": [{"literal": name} for name in _authors(source)],
        "container-title": clean_line(source.publication or ""),
        "issued": {"date-parts": [parts]} if parts else {"literal": date} if date else {},
        "URL": address,
        "note": position_of(passage),
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2)


def date_parts(date: str | None) -> list[int]:
    """Return year, month and day of an ISO date, as far as it has them; empty if it is no date."""
    text = clean_line(date or "")
    if not _ISO_DATE.fullmatch(text):
        return []
    try:
        datetime.date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return []
    return [int(part) for part in text.split("-")]


def markdown_text(text: str) -> str:
    """Return a text so that Markdown shows it as it is."""
    escaped = _MARKDOWN_MARKUP.sub(lambda match: "".join(f"\\{char}" for char in match[0]), text)
    return _MARKDOWN_BLOCK.sub(_without_block, escaped)


def _without_block(match: re.Match[str]) -> str:
    """Return the start of a line without what would begin a list, a heading or a block of code there."""
    number, point, sign = match.groups()
    return f"{number}\\{point}" if number else f"\\{sign}" if sign else ""


def _markdown(passage: Passage) -> str:
    source, address = passage.source, _address(passage.source)
    title = markdown_text(title_of(source))
    linked = f"[{title}]({''.join(_PERCENT.get(char, char) for char in address)})" if address else title
    return ", ".join([linked, *map(markdown_text, _origin(passage))])


def _plain(passage: Passage) -> str:
    source = passage.source
    return ", ".join(filter(None, [title_of(source), *_origin(passage), _address(source)]))


def _origin(passage: Passage) -> list[str]:
    """Return publication, author, date and paragraph, as far as they are stated."""
    source = passage.source
    stated = (clean_line(field or "") for field in (source.publication, source.author, source.date))
    return [*filter(None, stated), position_of(passage)]


def _authors(source: Source) -> list[str]:
    return [name for name in clean_line(source.author or "").split(", ") if name.strip()]


def _address(source: Source) -> str:
    """Return the address of a web page; "" if there is none, or it is none that is safe to open."""
    address = clean_line(source.url or "")
    return address if _WEB.fullmatch(address) else ""


def _key(source: Source) -> str:
    """Return a key such as "marrow2023harbour"; only ASCII letters and digits."""
    who = folded_words(next(iter(_authors(source)), "") or source.publication or "").split()[-1:]
    year = [str(part) for part in date_parts(source.date)[:1]]
    what = [word for word in folded_words(source.title or "").split() if word not in _KEY_WORDS][:1]
    return re.sub(r"[^a-z0-9]", "", "".join([*who, *year, *what])) or "article"


def _escaped(text: str | None) -> str:
    return clean_line(text or "").translate(_BIBTEX_ESCAPES)


_CITATIONS: Final[Mapping[CopyFormat, Callable[[Passage], str]]] = {
    CopyFormat.MARKDOWN: _markdown,
    CopyFormat.PLAIN: _plain,
    CopyFormat.BIBTEX: bibtex,
    CopyFormat.CSL_JSON: csl_json,
}
