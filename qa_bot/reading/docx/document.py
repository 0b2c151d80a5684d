"""A Word document (.docx) -> article.

Only this module, `text` and `styles` use python-docx. The text is read as if all tracked changes were
accepted, without hidden text, headers, footers and tables of contents; notes follow it. Headings are not
paragraphs, as in Markdown. The days on which a file was made and changed are not its date of publication.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from lxml import etree

from qa_bot.core.errors import ReadingError
from qa_bot.core.sanitizing import clean_line
from qa_bot.core.types import Article, Source
from qa_bot.language.marks import count_words
from qa_bot.language.sentence_ends import ends_like_sentence
from qa_bot.reading.blocks.headings import Piece, article_of
from qa_bot.reading.boilerplate.page_text import find_metadata
from qa_bot.reading.boilerplate.segmentation import Body
from qa_bot.reading.decoding.archives import Archive, open_archive
from qa_bot.reading.decoding.xml import check_size
from qa_bot.reading.docx.styles import Kind
from qa_bot.reading.docx.text import Block, WordText
from qa_bot.reading.metadata.names import clean_authors, is_personal_name
from qa_bot.reading.reader import Reading
from qa_bot.reading.signatures import describe_archive, is_locked_office_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as WordDocument

__all__ = ["read", "read_docx"]

_CONTENT: Final = "word/document.xml"
_READ: Final = (".xml", ".rels")
_STRICT: Final = b"purl.oclc.org/ooxml"
_DOCX_FAULTS: Final = (
    PythonDocxError,
    OpcError,
    etree.LxmlError,
    ValueError,  # not a Word document by its content type; an invalid number
    LookupError,  # a relationship without its part
    AttributeError,  # a part of another kind than expected
    TypeError,
    RecursionError,  # a chain of parts, each related to the next
    AssertionError,
)
"""What python-docx raises for malformed documents, which it does not check for."""
_LEAST_PROSE_WORDS: Final = 15
_MOST_TITLE_WORDS: Final = 30
_NO_TITLE: Final = re.compile(
    r"(?:untitled|unbenannt|sans titre|powerpoint presentation|microsoft word\b.*"
    r"|(?:new |neues )?(?:microsoft )?(?:word|office)[ -]?(?:document|dokument)?"
    r"|(?:document|dokument|doc|draft|template|normal|title|titel)\W*\d*"
    r"|[^ ]*[/\\].*|.*\.(?:docx?|dotx?|odt|rtf|pdf|html?|txt|indd))",
    re.IGNORECASE,
)
_NO_PERSON: Final = re.compile(
    r"\b(?:microsoft|office|windows|apple|google|lenovo|acer|asus|dell|inc|ltd|llc|gmbh|corp|company|department"
    r"|university|institute|python|docx|owner|customer|client|unknown|default)\b",
    re.IGNORECASE,
)


def read(data: bytes, path: str) -> Reading:
    """Read a Word document: one article."""
    return Reading((read_docx(data, path),))


def read_docx(data: bytes, path: str) -> Article:
    """Read a Word document; one without text yields an article without paragraphs.

    Raises:
        ReadingError: it is encrypted, damaged, of another kind, or over the limits of reading.
    """
    if not data:
        return Article(id=path, source=Source(path=path), paragraphs=())
    document = _open(data, path)
    try:
        text = WordText(document)
        blocks = list(text.blocks())
        notes = [block.text for block in text.notes()]
        stated = clean_line(document.core_properties.title), clean_line(document.core_properties.author)
    except _DOCX_FAULTS as error:
        raise _malformed(path) from error
    return _article(blocks, notes, *stated, path=path)


def _open(data: bytes, path: str) -> WordDocument:
    if is_locked_office_file(data):
        raise ReadingError(f"{path} is locked with a password: save it without one")
    archive = open_archive(data, path)
    if _CONTENT not in archive.names and "[Content_Types].xml" not in archive.names:
        kind = describe_archive(archive.names)
        raise ReadingError(f"{path} is {kind}, not a Word document: correct its file extension")
    checked = _repacked(archive, path)
    try:
        return Document(checked)
    except _DOCX_FAULTS as error:
        if "_rels/.rels" in archive.names and _STRICT in archive.read("_rels/.rels"):
            message = (
                f"{path} is a Strict Open XML document, which is not supported: save it as a Word document"
            )
            raise ReadingError(message) from error
        if _CONTENT not in archive.names:
            kind = describe_archive(archive.names)
            raise ReadingError(
                f"{path} is {kind}, not a Word document: correct its file extension"
            ) from error
        raise _malformed(path) from error


def _repacked(archive: Archive, path: str) -> io.BytesIO:
    """Return the archive that python-docx opens: XML unpacked within the limits, everything else empty.

    python-docx unpacks every part at once, pictures too, and relies on the sizes that the archive declares.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as copy:
        for name in archive.names:
            part = archive.read(name) if name.lower().endswith(_READ) else b""
            check_size(part, path)
            copy.writestr(name, part)
    packed.seek(0)
    return packed


def _malformed(path: str) -> ReadingError:
    return ReadingError(f"{path} is damaged, or not a readable Word document: save it again")


def _article(
    blocks: Sequence[Block], notes: Sequence[str], core_title: str, core_author: str, *, path: str
) -> Article:
    lines = [block.text for block in blocks]
    pieces = _pieces(blocks)
    body = Body(_body_start(blocks), len(blocks), tuple(piece.text for piece in pieces if not piece.level))
    metadata = find_metadata(lines, body)
    own_title = _own_title(blocks)
    above = [block.text for block in blocks[: body.start] if not block.is_row]
    headline = metadata.title if metadata.title in above else None  # a caption may look like a title
    title = core_title if _is_real(core_title, own_title, lines) else own_title or headline
    # The heuristic's headline is a paragraph if the document has another title.
    rows = metadata.rows - ({metadata.title} if metadata.title != title else set())
    source = Source(
        path=path,
        title=title,
        publication=metadata.publication,
        author=metadata.author or _person(core_author),
        date=metadata.date,
    )
    kept = [piece for piece in pieces if piece.text not in rows and piece.text != title]
    if all(piece.level for piece in kept):  # only headings are left
        kept = [*kept, *map(Piece, body.paragraphs)]
    return article_of(path, source, [*kept, *map(Piece, notes)], apart=True)


def _body_start(blocks: Sequence[Block]) -> int:
    """Return the index of the first prose paragraph: title, byline and date are above or just below it."""
    for index, block in enumerate(blocks):
        words = count_words(block.text)
        if block.kind is Kind.TEXT and words >= _LEAST_PROSE_WORDS and ends_like_sentence(block.text):
            return index
    return 0


def _pieces(blocks: Sequence[Block]) -> list[Piece]:
    """Return all blocks; if all are headings, or one is as long as a paragraph, headings are paragraphs."""
    pieces = [
        Piece(block.text, block.level if count_words(block.text) <= _MOST_TITLE_WORDS else 0)
        for block in blocks
    ]
    return pieces if any(not piece.level for piece in pieces) else [Piece(block.text) for block in blocks]


def _own_title(blocks: Sequence[Block]) -> str | None:
    """Return the first paragraph in the title style; else the first heading of level one."""
    for kind in (Kind.TITLE, Kind.FIRST_HEADING):
        for block in blocks:
            if block.kind is kind and count_words(block.text) <= _MOST_TITLE_WORDS:
                return block.text
    return None


def _is_real(core_title: str, own_title: str | None, lines: Sequence[str]) -> bool:
    """Check that a title is not a program's default, or left over from an older document."""
    if not core_title or _NO_TITLE.fullmatch(core_title):
        return False
    return own_title is None or core_title.casefold() in (line.casefold() for line in lines)


def _person(core_author: str) -> str | None:
    names = [name for part in core_author.split(";") if (name := clean_authors(part)) is not None]
    persons = [name for name in names if all(map(is_personal_name, name.split(", ")))]
    return ", ".join(name for name in persons if not _NO_PERSON.search(name)) or None
