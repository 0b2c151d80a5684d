"""An article -> Markdown with YAML front matter; the counterpart of reading/markdown.py.

Reading the file back yields the same paragraphs, headings and source; a paragraph that is a heading becomes
only a heading. For that, whatever Markdown would read as markup is escaped, and nothing else, so that the
file stays readable. Paragraphs and fields are clean lines, as every reader returns them.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

import yaml

if TYPE_CHECKING:
    from qa_bot.core.types import Article

__all__ = ["write_markdown"]

_FIELDS: Final = ("title", "publication", "author", "date", "url")
_UNBROKEN: Final = 1_000_000

_INLINE: Final = re.compile(
    r"""[\\`*\[]                            # escapes, code, emphasis, links and pictures
      | (?<![^\W_]) _ | _ (?![^\W_])       # emphasis; within a word it is none
      | < (?=[A-Za-z/!?])                  # tags and addresses
      | & (?=\#?\w+;)                      # entities
      | = (?==) | (?<==) =                 # highlights
      | % (?=%) | (?<=%) %                 # comments
      | \^ (?=[\w-]+$)                     # names of blocks
      | (?<!\S) \# (?=[^\W\d][\w/-]* (?:[\s,]+\#[^\W\d][\w/-]*)* [\s,]*$)   # tags
    """,
    re.VERBOSE,
)
_BLOCK: Final = re.compile(
    r"""\#{1,6} (?=\ |$)                   # headings
      | \+ (?=\+\+$)                      # front matter in TOML
      | >                                  # quotes
      | [-+] (?=\ |$)                      # list items
      | - (?=[-\ ]*$)                      # rules
      | ~ (?=~~)                           # code
    """,
    re.VERBOSE,
)
_NUMBER: Final = re.compile(r"([0-9]{1,9})([.)])(?= |$)", re.ASCII)
_ITEM: Final = re.compile(r"(?:-|[0-9]{1,9}\.) (?=.)", re.ASCII)
_CLOSING: Final = re.compile(r"(^|\s)(\#+)$")
_RULE: Final = re.compile(r"-[-\ ]*")


def write_markdown(article: Article, retrieved: date | None = None) -> str:
    """Return an article as Markdown; `retrieved`, the day it was fetched, is added to its metadata."""
    fields = {name: getattr(article.source, name) for name in _FIELDS}
    header: dict[str, str | date] = {name: _day(value) for name, value in fields.items() if value}
    if retrieved:
        header["retrieved"] = retrieved
    body = "\n\n".join(
        _heading(text, level) if level else _paragraph(text) for _, level, text in article.pieces()
    )
    return f"---\n{_yaml(header)}---\n\n{body}\n" if header else f"{body}\n"


def _day(value: str) -> str | date:
    """Return a full date as a date, which YAML writes without quotes."""
    try:
        return date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII) else value
    except ValueError:
        return value


def _yaml(fields: dict[str, str | date]) -> str:
    text: str = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=_UNBROKEN)
    return text


def _heading(text: str, level: int) -> str:
    """Write a heading, with trailing marks escaped."""
    return f"{'#' * level} {_CLOSING.sub(_escaped, _inline(text))}"


def _escaped(mark: re.Match[str]) -> str:
    return f"{mark[1]}\\{mark[2]}"


def _paragraph(line: str) -> str:
    """Write a paragraph; one that was a list item becomes a list item again."""
    item = None if _RULE.fullmatch(line) else _ITEM.match(line)
    if item:
        return item[0] + _block(line[item.end() :])
    return _block(line)


def _block(line: str) -> str:
    """Escape markup at the start of a line, and anywhere in it."""
    if number := _NUMBER.match(line):
        return rf"{number[1]}\{number[2]}" + _inline(line[number.end() :])
    if _BLOCK.match(line):
        return "\\" + line[0] + _inline(line[1:])
    return _inline(line)


def _inline(text: str) -> str:
    return _INLINE.sub(r"\\\g<0>", text)
