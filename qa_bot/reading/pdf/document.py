"""A PDF -> article; the only user of pdfium.

It reads the upright text of the pages, and the properties that describe the article (the day on which the
file was made does not).

pypdfium2 was chosen over pdfminer.six, which analyses layouts itself. On 57 web pages printed by Chromium,
pdfminer.six joined menus with text (F1 of the bodies 0.78, against 0.91 with the lines of this reader, both
with find_body alone) and took seven times as long, and three times as long on pages full of text.
"""

from __future__ import annotations

import ctypes
import math
import re
from contextlib import closing
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from qa_bot.core.errors import ReadingError
from qa_bot.core.sanitizing import clean_line
from qa_bot.reading.pdf.article import Properties, read_printed
from qa_bot.reading.pdf.layout import Line
from qa_bot.reading.reader import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa_bot.core.types import Article

__all__ = ["MOST_PAGES", "read", "read_pdf"]

MOST_PAGES: Final = 2000

_WIDEST_GAP: Final = 1.0
"""Maximum gap within a line, in its height; a wider one may separate columns or cells."""
_LEAST_SPACE: Final = 0.2
"""Minimum gap between words, in their height."""
_OVERPRINT: Final = 0.5
"""How far a character may reach back over the previous one."""
_SHARED_HEIGHT: Final = 0.4
"""Minimum share of a character's height within its line: an exponent's, not the next line's."""
_LEAST_SIZE: Final = 1.0
"""Points; smaller text cannot be read."""
_SIDEWAYS: Final = (90, 270)
_MOST_SLANT: Final = 0.1
"""Radians from upright."""
_BOLD: Final = re.compile(r"bold|black|heavy|demi|cmbx|sfbx", re.IGNORECASE)
_CUT_WORD_MARKS: Final = "\x02\ufffe"
"""What pdfium returns for a hyphen at the end of a line."""
_SYMBOLS: Final = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "▪", "\uf076": "▪", "\uf02d": "–"}  # noqa: RUF001
"""Bullets of Word's symbol fonts; other private characters are icons."""
_LIGATURES: Final = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
_TEX: Final = {
    "\x0b": "ff", "\x0c": "fi", "\x0e": "ffi", "\x0f": "ffl",
    "\x10": "“", "\x11": "”", "\x15": "–", "\x16": "—", "\x7f": "-", "\x88": "•",  # noqa: RUF001
    "\x1b": "ff", "\x1c": "fi", "\x1d": "fl", "\x1e": "ffi", "\x1f": "ffl",
}  # fmt: skip
"""What old TeX files, whose bitmap fonts have no names, use in place of control characters."""
_TRANSLATION: Final = str.maketrans(
    {chr(code): None for code in range(0xE000, 0xF900)}
    | _SYMBOLS
    | _LIGATURES
    | _TEX
    | dict.fromkeys(_CUT_WORD_MARKS, "-")
)
_NAME_BYTES: Final = 128


def read(data: bytes, path: str) -> Reading:
    """Read a PDF: one article, and a note about what it lacks."""
    article, note = read_pdf(data, path)
    return Reading((article,), note)


def read_pdf(data: bytes, path: str) -> tuple[Article, str | None]:
    """Read a PDF, and return a note for a person, such as that pages are pictures of text.

    A file without any text yields an article without paragraphs.

    Raises:
        ReadingError: the file is encrypted, broken or longer than MOST_PAGES.
    """
    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            return _read(document, path)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise ReadingError(f"{path} needs a password: save it without one") from error
        if error.err_code == pdfium.FPDF_ERR_SECURITY:
            raise ReadingError(
                f"{path} has an unsupported kind of protection: save it unprotected"
            ) from error
        raise ReadingError(f"{path} is not a PDF, or is damaged: download or copy it again") from error


def _read(document: pypdfium2.PdfDocument, path: str) -> tuple[Article, str | None]:
    count = len(document)
    if count > MOST_PAGES:
        raise ReadingError(f"{path} has {count:,} pages, more than {MOST_PAGES:,}: split it")
    pages: list[list[Line]] = []
    pictures = damaged = 0
    for number in range(count):
        try:
            with closing(document[number]) as page:
                lines = list(_lines(page))
                pictures += not lines and _has_picture(page)
        except pypdfium2.PdfiumError:
            lines = []
            damaged += 1
        pages.append(lines)
    if damaged == count:
        raise ReadingError(f"{path} has no readable page: download or copy it again")
    found = document.get_metadata_dict()
    properties = Properties(*(clean_line(found[key]) for key in ("Title", "Author", "Creator", "Producer")))
    return read_printed(pages, properties, path), _note(count, pictures, damaged)


def _note(count: int, pictures: int, damaged: int) -> str | None:
    faults = []
    if pictures == count:
        faults.append("has no text, only pictures: it needs OCR")
    elif pictures:
        faults.append(f"{pictures:,} of {count:,} pages have no text, only pictures: they need OCR")
    if damaged:
        faults.append(f"{damaged:,} of {count:,} pages are damaged")
    return "; ".join(faults) or None


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]))


class _Char(NamedTuple):
    text: str
    number: int
    left: float
    top: float
    right: float
    bottom: float


def _lines(page: pypdfium2.PdfPage) -> Iterator[Line]:
    """Yield the lines of a page that are upright on it, in drawing order."""
    place = _Place(page)
    with closing(page.get_textpage()) as text:
        run: list[_Char] = []
        for char in _chars(text, place):
            if run and not _in_one_line(run[-1], char):
                yield from _line(run, text, place)
                run = []
            run.append(char)
        yield from _line(run, text, place)


def _chars(text: pypdfium2.PdfTextPage, place: _Place) -> Iterator[_Char]:
    """Yield the visible characters, each with the space before it."""
    box = pdfium.FS_RECTF()
    space, end = "", math.inf
    for number in range(text.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(text.raw, number))
        if char.isspace() and char not in _TEX:
            space = " "
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text.raw, number, box):
            continue
        left, top, right, bottom = place.of(box)
        if left - end > _LEAST_SPACE * (bottom - top):  # pdfium misses the spaces of some files that kern
            space = " "
        yield _Char(space + char, number, left, top, right, bottom)
        space, end = "", right


def _in_one_line(char: _Char, following: _Char) -> bool:
    _, _, left, top, right, bottom = char
    _, _, next_left, next_top, next_right, next_bottom = following
    size = min(bottom - top, next_bottom - next_top)
    if min(bottom, next_bottom) - max(top, next_top) < _SHARED_HEIGHT * size:
        return False
    if next_left >= left - _OVERPRINT * size:  # the letters of a ligature share one place
        return next_left - right <= _WIDEST_GAP * size
    return -_OVERPRINT * size <= left - next_right <= _WIDEST_GAP * size  # written right to left


def _line(run: Sequence[_Char], text: pypdfium2.PdfTextPage, place: _Place) -> Iterator[Line]:
    words = clean_line("".join(char.text for char in run).translate(_TRANSLATION))
    if not words or not place.is_upright(pdfium.FPDFText_GetCharAngle(text.raw, run[0].number)):
        return
    line = Line(
        text=words,
        left=min(char.left for char in run),
        top=median(char.top for char in run),
        right=max(char.right for char in run),
        bottom=median(char.bottom for char in run),
        bold=all(_is_bold(text, char) for char in (run[0], run[-1])),
    )
    if place.shows(line):
        yield line


def _is_bold(text: pypdfium2.PdfTextPage, char: _Char) -> bool:
    name = ctypes.create_string_buffer(_NAME_BYTES)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text.raw, char.number, name, _NAME_BYTES, flags)
    return _BOLD.search(name.value.decode("latin-1")) is not None


class _Place:
    """Converts places in the file, whose y grows upward, to places on the page as shown."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._left, self._bottom, self._right, self._top = page.get_cropbox()
        self._rotation: int = page.get_rotation()

    def of(self, box: pdfium.FS_RECTF) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom, from the top left corner."""
        left, right = box.left - self._left, box.right - self._left
        below, above = box.bottom - self._bottom, box.top - self._bottom
        width, height = self._right - self._left, self._top - self._bottom
        if self._rotation == 90:  # noqa: PLR2004  (degrees, as the next two)
            return below, left, above, right
        if self._rotation == 180:  # noqa: PLR2004
            return width - right, below, width - left, above
        if self._rotation == 270:  # noqa: PLR2004
            return height - above, width - right, height - below, width - left
        return left, height - above, right, height - below

    def shows(self, line: Line) -> bool:
        """Check whether a line is on the page and large enough to be read."""
        width, height = self._right - self._left, self._top - self._bottom
        if self._rotation in _SIDEWAYS:
            width, height = height, width
        if not math.isfinite(line.right - line.left) or not _LEAST_SIZE <= line.size <= height:
            return False
        return line.left < width and line.right > 0 and line.top < height and line.bottom > 0

    def is_upright(self, angle: float) -> bool:
        """Check whether text at an angle, in radians, is upright on the page as shown."""
        return abs(math.remainder(angle + math.radians(self._rotation), math.tau)) <= _MOST_SLANT
