"""A mail as programs send and save it (.eml, or a .txt of its source) -> article.

The plain part is the text (RFC 2046), unless it is only a stub of the HTML part. Attachments are ignored. A
forwarded mail is the article if there is little text above it.
"""

from __future__ import annotations

import codecs
import re
from email import errors
from typing import TYPE_CHECKING, Final

from qa_bot.core.errors import ReadingError
from qa_bot.core.sanitizing import drop_unseen
from qa_bot.core.types import Article, Source
from qa_bot.language.marks import count_words
from qa_bot.reading.blocks.xhtml import read_blocks
from qa_bot.reading.boilerplate.segmentation import find_body, is_written
from qa_bot.reading.decoding.mime import decode_part, parse_message
from qa_bot.reading.decoding.text import decode_clean
from qa_bot.reading.decoding.xml import parse_html
from qa_bot.reading.html.words import is_page_line
from qa_bot.reading.metadata.headers import decode_header_value, source_by_headers
from qa_bot.reading.reader import Reading
from qa_bot.reading.text.forwarding import FEW_WORDS, open_forwarded
from qa_bot.reading.text.plain import read_plain
from qa_bot.reading.text.wrapping import paragraph_lines, split_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

__all__ = ["read", "read_mail"]

_MAILBOX_LINE: Final = re.compile(rb"From [^\r\n]*\r?\n")
_WEB: Final = ("text/html", "application/xhtml+xml")
_STUB: Final = 0.5
"""Share of the HTML part's words below which the plain text only says that there is more."""
_ADDRESS: Final = re.compile(r"<?\(?(?:https?://|www\.)\S+", re.IGNORECASE)
_BREAK: Final = re.compile(r"<br\b[^<>]*>\r?\n?", re.IGNORECASE)
_BREAK_MARK: Final = "\ue000"
_MOST_SIGNATURE_LINES: Final = 12
_DEEPEST: Final = 20


def read(data: bytes, path: str) -> Reading:
    """Read a mail: one article."""
    return Reading((read_mail(data, path),))


def read_mail(data: bytes, path: str) -> Article:
    """Read a mail; one without a text has no paragraphs.

    Raises:
        ReadingError: it is nested too deeply, or its text cannot be decoded.
    """
    content = data.removeprefix(codecs.BOM_UTF8).lstrip()
    message = parse_message(_MAILBOX_LINE.sub(b"", content, count=1) if content[:5] == b"From " else content)
    if not message.keys():
        return read_plain(decode_clean(data, path), path)
    try:
        return _article(message, path)
    except RecursionError as error:
        raise ReadingError(f"{path} is nested too deeply: save its text") from error


def _article(message: Message, path: str) -> Article:
    source = _source(message, path)
    lines = split_lines(drop_unseen(_text(message, path)))
    inner = next(_handed_on(message), None)
    if inner is not None and sum(map(count_words, lines)) <= FEW_WORDS:
        return _article(inner, path)
    source, lines = open_forwarded(source, lines)
    paragraphs = paragraph_lines(_without_signature(lines))
    body = find_body(paragraphs)
    kept = paragraphs if is_written(paragraphs, body) else body.paragraphs
    return Article(id=path, source=source, paragraphs=tuple(filter(_is_text, kept)) or body.paragraphs)


def _is_text(line: str) -> bool:
    """Check whether a line has words, and not those that letters to many readers add: "Unsubscribe here"."""
    return any(map(str.isalnum, line)) and not is_page_line(line)


def _source(message: Message, path: str) -> Source:
    fields: dict[str, str] = {}
    for name, value in message.raw_items():
        fields.setdefault(name.lower(), decode_header_value(_with_letters(str(value))))
    return source_by_headers(fields, path)


def _with_letters(value: str) -> str:
    """Decode the non-ASCII letters that some programs write into a header unencoded."""
    if value.isascii():
        return value
    content = value.encode("utf-8", "surrogateescape")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _text(part: Message, path: str, depth: int = 0) -> str:
    """Return the text of a message or of a part of it; "" without one."""
    kind = part.get_content_type()
    if depth > _DEEPEST or part.get_content_disposition() == "attachment" or kind == "message/rfc822":
        return ""
    if part.is_multipart():
        parts = [child for child in part.get_payload() if not isinstance(child, str)]
        if kind == "multipart/alternative":
            return _best(parts, path, depth)
        return "\n\n".join(filter(None, (_text(child, path, depth + 1) for child in parts)))
    if kind in _WEB:
        return _text_of_html(decode_part(part, path), path)
    if kind == "text/plain" or _is_unbound(part):
        text = decode_part(part, path)
        return _unflowed(text, delete=part.get_param("delsp") == "yes") if _is_flowed(part) else text
    return ""


def _best(parts: list[Message], path: str, depth: int) -> str:
    """Return the plain alternative, unless it is a stub; else the last of the others, the richest."""
    plain = next((part for part in parts if part.get_content_type() == "text/plain"), None)
    text = _text(plain, path, depth + 1) if plain is not None else ""
    others = [other for part in parts if part is not plain and (other := _text(part, path, depth + 1))]
    rich = others[-1] if others else ""
    return text if _words(text) and _words(text) >= _STUB * _words(rich) else rich or text


def _words(text: str) -> int:
    return count_words(_ADDRESS.sub("", text))


def _is_unbound(part: Message) -> bool:
    """Check whether a multipart has no usable boundary; the parser leaves it in one piece."""
    return any(isinstance(defect, errors.MultipartInvariantViolationDefect) for defect in part.defects)


def _is_flowed(part: Message) -> bool:
    return str(part.get_param("format") or "").lower() == "flowed"


def _unflowed(text: str, *, delete: bool) -> str:
    """Join lines that end in a space (RFC 3676), except the signature mark."""
    lines: list[str] = []
    goes_on = False
    for line in split_lines(text):
        if goes_on:
            lines[-1] += line.removeprefix(" ")
        else:
            lines.append(line.removeprefix(" "))  # a space at the start is stuffing
        goes_on = line.endswith(" ") and line != "-- " and bool(line.strip())
        if goes_on and delete:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _text_of_html(html: str, path: str) -> str:
    """Return the text of a page, line by line, with an empty line between blocks."""
    blocks = read_blocks(parse_html(_BREAK.sub(_BREAK_MARK, drop_unseen(html)), path))
    return "\n\n".join(block.text.replace(_BREAK_MARK, "\n") for block in blocks)


def _handed_on(message: Message) -> Iterator[Message]:
    """Return the mails attached to a mail."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            yield from (inner for inner in part.get_payload() if not isinstance(inner, str))


def _without_signature(lines: list[str]) -> list[str]:
    """Cut off what follows "-- ", if it is short."""
    marks = [index for index, line in enumerate(lines) if line.rstrip() == "--"]
    if not marks or sum(bool(line.strip()) for line in lines[marks[-1] + 1 :]) > _MOST_SIGNATURE_LINES:
        return lines
    return lines[: marks[-1]]
