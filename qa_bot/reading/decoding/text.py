"""The bytes of a file -> text, in whatever encoding.

It also decides what counts as text. The result is a str, or a ReadingError whose message names the file.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from typing import TYPE_CHECKING, Final

import charset_normalizer

from qa_bot.core.errors import ReadingError
from qa_bot.core.sanitizing import drop_unseen
from qa_bot.reading.decoding.charsets import codec_of
from qa_bot.reading.decoding.mojibake import is_garbled, undo_double_decoding
from qa_bot.reading.decoding.utf16 import decode_wide
from qa_bot.reading.limits import MAX_MEGABYTES, MEGABYTE

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["decode", "decode_clean", "read_bytes"]

_BOMS: Final = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL_BYTES: Final = bytes(sorted({*range(32), 127} - set(b"\a\b\t\n\v\f\r\x1b")))
_BINARY_SHARE: Final = 0.05  # a stray NUL is not binary; compressed data has 10% control bytes
_GUESS_BYTES: Final = 200_000  # enough to identify an encoding
_HEAD_BYTES: Final = 2_000
_DECLARED: Final = re.compile(rb"charset=[\"']?([A-Za-z][\w-]{1,30})")
_MESS: Final = 0.1  # share of improbable characters above which a guess is refused
_WESTERN: Final = ["cp1252"]  # covers Latin-1, its subset
_OTHERS: Final = [
    *("cp1250", "cp1251", "koi8_r", "iso8859_5", "cp866"),
    *("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"),
]
_LATIN_2: Final = ["iso8859_2"]  # the detector skips it together with cp1250, which is similar
_JAPANESE_ESCAPES: Final = (b"\x1b$B", b"\x1b$@")


def read_bytes(file: Path, path: str) -> bytes:
    """Read `file`, called `path` in messages.

    Raises:
        ReadingError: the file is missing, not permitted, not a regular file, or too large.
    """
    try:
        if not file.is_file():
            raise ReadingError(f"{path} cannot be read: it may have been removed")
        if file.stat().st_size > MAX_MEGABYTES * MEGABYTE:
            raise ReadingError(f"{path} is larger than {MAX_MEGABYTES} MB: split it into smaller files")
        return file.read_bytes()
    except PermissionError as error:
        raise ReadingError(f"{path} cannot be read: change its permissions") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or error
        raise ReadingError(f"{path} cannot be read ({reason}): check the disk, or remove the file") from error


def decode_clean(data: bytes, path: str) -> str:
    """Decode as `decode` does, and drop invisible characters.

    Raises:
        ReadingError: the bytes are not text.
    """
    return drop_unseen(decode(data, path))


def decode(data: bytes, path: str) -> str:
    """Decode the bytes of the file at `path`: by byte order mark, as UTF-8, else by the best fit.

    Raises:
        ReadingError: the bytes are not text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode_marked(data, encoding, path)
    if _is_binary(data):
        text = decode_wide(data)
        if text is not None:
            return text
        raise ReadingError(f"{path} looks like a binary file: remove it or save it as text")
    if any(escape in data for escape in _JAPANESE_ESCAPES):
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode("iso2022_jp")
    try:
        return undo_double_decoding(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _decode_unmarked(data, path)


def _decode_marked(data: bytes, encoding: str, path: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8-sig":
            return _decode_unmarked(data.removeprefix(codecs.BOM_UTF8), path)
        message = f"{path} is not {encoding.upper()} text, as its first bytes say: save it as UTF-8"
        raise ReadingError(message) from error


def _decode_unmarked(data: bytes, path: str) -> str:
    damaged = data.decode("utf-8", errors="replace")
    bad, good = damaged.count("\ufffd"), len(re.findall("[^\x00-\x7f\ufffd]", damaged))
    if bad * 10 <= good:  # UTF-8 with a few broken characters, as after a truncated download
        return damaged
    declared = _DECLARED.search(data[:_HEAD_BYTES])
    if declared is not None:
        with contextlib.suppress(LookupError, UnicodeError):  # an unknown or wrong name, or `undefined`
            text = data.decode(_declared_encoding(declared))
            if not is_garbled(text):
                return text
    sample = data if len(data) <= _GUESS_BYTES else data[:_GUESS_BYTES].rpartition(b"\n")[0]
    for encodings in (_WESTERN, _OTHERS, _LATIN_2):  # all at once, a short Western text passes for Polish
        guess = charset_normalizer.from_bytes(sample, cp_isolation=encodings, threshold=_MESS).best()
        if guess is not None:
            return data.decode(guess.encoding, errors="replace")
    raise ReadingError(f"{path} looks like a binary file, or has an unknown encoding: save it as UTF-8")


def _declared_encoding(declared: re.Match[bytes]) -> str:
    """Return the codec for the name that a page declares.

    Raises:
        LookupError: a page in this encoding could not declare a name in ASCII.
    """
    name = codec_of(declared[1].decode("ascii"))
    if name.replace("_", "-").startswith(("utf-16", "utf-32", "ucs")):
        raise LookupError(name)
    return name


def _is_binary(data: bytes) -> bool:
    control = len(data) - len(data.translate(None, _CONTROL_BYTES))
    return control > _BINARY_SHARE * len(data)
