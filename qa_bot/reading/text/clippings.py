"""Markdown as note programs and clippers write it -> plain Markdown with the same text.

Their marks are not words: highlights, wikilinks and embedded pictures, comments, block names, task boxes,
callouts, footnotes and lines of tags. Code stays as it is. `adding.markdown` escapes what counts as a mark
here.
"""

from __future__ import annotations

import re
from typing import Final

from qa_bot.language.sentence_ends import ends_like_sentence

__all__ = ["LABELLED", "without_note_marks"]

_FENCE: Final = re.compile(r"[ >]{0,8}(?P<mark>```+|~~~+)")
_CODE: Final = re.compile(r"``[^`\n]+``|`[^`\n]+`")
_HELD: Final = "\0"
"""Cleaned text never contains it."""
_KEPT: Final = re.compile(f"{_HELD}([0-9]+){_HELD}")

_CALLOUT: Final = re.compile(
    r"^(?P<marks>[ >]*>[ ]?)\[!(?P<kind>[\w|-]+)\][+-]?[ \t]*(?P<title>.*)$", re.MULTILINE
)
_EXCERPT: Final = re.compile(r"^> #{1,6} Excerpt[ \t]*\n(?:>.*(?:\n|\Z))*", re.MULTILINE)
"""The page's description, which a clipper puts above the article."""
_TASK: Final = re.compile(
    r"^([ >]*(?:[-*+]|[0-9]{1,9}[.)])[ ]+)\[[^\[\]\n\w]\][ ]+|^([ >]*(?:[-*+])[ ]+)\[[xX]\][ ]+", re.M
)
_TAGS: Final = re.compile(
    r"^[ >]*(?:[-*+][ ])?#[^\W\d][\w/-]*(?:[ \t,]+#[^\W\d][\w/-]*)*[ \t,]*$", re.MULTILINE
)
_TAGS_BEHIND: Final = re.compile(r"(?<=[.!?…\"'”’»)])(?:[ \t]+#[^\W\d][\w/-]*)+[ \t]*$", re.MULTILINE)  # noqa: RUF001
_NOTE: Final = re.compile(r"^\[\^[^\]\s]{1,80}\]:[ \t]*", re.MULTILINE)
_NOTE_MARK: Final = re.compile(r"(?<!\\)\[\^[^\]\s]{1,80}\]")
_INLINE_NOTE: Final = re.compile(r"(?<!\\)\^\[([^\[\]\n]{1,1000})\]")
_COMMENT: Final = re.compile(r"(?<![\w%\\])%%(?!%).*?%%(?!%)", re.DOTALL)
_PICTURE: Final = re.compile(r"!\[\[[^\[\]\n]{0,500}\]\]")
_LINK: Final = re.compile(
    r"(?<!\\)\[\[(?P<target>[^\[\]\n|]{0,500}?)(?:\\?\|(?P<shown>[^\[\]\n]{0,500}))?\]\](?!\()"
)
_HIGHLIGHT: Final = re.compile(r"(?<![\w=\\])==(?=[^\s=])([^=\n]+(?:=[^=\n]+)*)(?<=[^\s])==(?![\w=])")
_BLOCK_NAME: Final = re.compile(r"(?:(?<=\s)|^)\^(?=[\w-]*[A-Za-z])[A-Za-z0-9-]{2,}[ \t]*$", re.MULTILINE)
LABELLED: Final = re.compile(
    r"[ ]{0,3}(?:[-*+][ ]+)?[*_]{0,2}(?P<label>[^\W\d_][\w -]{0,24}?)[*_]{0,2}[ ]?::?[*_]{0,2}"
    r"(?:[ \t]+(?P<value>\S.*))?"
)
"""A line of a list of metadata: "- Author: [[Ada Moss]]", "**URL:** ...", "date:: ...\""""


def without_note_marks(text: str) -> str:
    """Remove the marks; text without them stays as it is."""
    held: list[str] = []

    def hold(code: str) -> str:
        held.append(code)
        return f"{_HELD}{len(held) - 1}{_HELD}"

    kept = _CODE.sub(lambda code: hold(code[0]), _hold_blocks(text.replace(_HELD, ""), hold))
    return _KEPT.sub(lambda place: held[int(place[1])], _cleared(kept))


def _hold_blocks(text: str, hold: object) -> str:
    """Replace fenced code by placeholders, including the fences."""
    found: list[str] = []
    fence = ""
    code: list[str] = []
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            code.append(line)
            if mark is not None and mark["mark"].startswith(fence) and line.strip(" >`~") == "":
                found.append(hold("\n".join(code)))  # type: ignore[operator]
                fence, code = "", []
        elif mark is not None:
            fence, code = mark["mark"], [line]
        else:
            found.append(line)
    if code:
        found.append(hold("\n".join(code)))  # type: ignore[operator]
    return "\n".join(found)


def _cleared(text: str) -> str:
    if "> #" in text:
        text = _EXCERPT.sub("", text)
    if "%%" in text:
        text = _COMMENT.sub("", text)
    if "[" in text:
        text = _CALLOUT.sub(_callout, text)
        text = _TASK.sub(lambda task: task[1] or task[2], text)
        text = _INLINE_NOTE.sub(r" (\1)", _NOTE_MARK.sub("", _NOTE.sub("\n", text)))
        text = _LINK.sub(_shown, _PICTURE.sub("", text))
    if "==" in text:
        text = _HIGHLIGHT.sub(r"\1", text)
    if "^" in text:
        text = _BLOCK_NAME.sub("", text)
    return _TAGS_BEHIND.sub("", _TAGS.sub("", text)) if "#" in text else text


def _callout(line: re.Match[str]) -> str:
    """Rewrite the first line of a callout: its title becomes a heading, unless it is a sentence."""
    title, marks = line["title"].strip(), line["marks"]
    if not title:
        return marks.rstrip()
    return f"{marks}{title}\n{marks}" if ends_like_sentence(title) else f"{marks}###### {title}"


def _shown(link: re.Match[str]) -> str:
    if link["shown"] is not None:
        return link["shown"].strip()
    note, _, section = link["target"].partition("#")
    section = "" if section.startswith("^") else section.replace("#", " > ")
    return " > ".join(filter(None, (note.strip(), section.strip())))
