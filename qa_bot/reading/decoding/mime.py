"""Parts of MIME messages, shared by mails and pages saved as one file.

It limits the parser, and decodes a part by the charset that it declares, or else by what fits.
"""

from __future__ import annotations

import contextlib
from email import message_from_bytes
from email.policy import Compat32
from typing import TYPE_CHECKING, Final

from qa_bot.core.errors import ReadingError
from qa_bot.reading.decoding.charsets import codec_of
from qa_bot.reading.decoding.text import decode

if TYPE_CHECKING:
    from email.message import Message

__all__ = ["decode_part", "parse_message"]

_TRIED_FIRST: Final = ("utf-8", "utf8", "ascii")
"""What `decode` always tries first."""
_LONGEST_HEADER: Final = 10_000
"""Characters. Browsers follow no longer address."""


class _ShortHeaders(Compat32):
    """Truncates headers: the parser's time for one grows with the square of its length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Parse a header from its lines."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]


def parse_message(data: bytes) -> Message:
    """Parse a message; `defects` lists its faults."""
    return message_from_bytes(data, policy=_ShortHeaders())


def decode_part(part: Message, path: str) -> str:
    """Return the text of a part of a file, called `path` in messages.

    Raises:
        ReadingError: the part is not text.
    """
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):  # a multipart declared as HTML
        raise ReadingError(f"{path} is damaged: its page is not text; save the page again")
    charset = part.get_content_charset()
    if charset is not None and charset not in _TRIED_FIRST:
        with contextlib.suppress(LookupError, ValueError):  # an unknown or wrong name
            return content.decode(codec_of(charset))
    return decode(content, path)
