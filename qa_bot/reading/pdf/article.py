"""The pages of a printed document, and its properties -> article.

The title is set in the largest letters, or is a title property that reads like a title. The author is named
on the page. The date is the one that the page states for the article, never the day on which the file was
made or printed. What a browser prints around a page is not part of the article.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qa_bot.core.types import Article, Source
from qa_bot.language.marks import count_words
from qa_bot.reading.boilerplate.page_text import find_metadata
from qa_bot.reading.boilerplate.segmentation import Body, find_body
from qa_bot.reading.metadata.names import clean_authors, is_personal_name
from qa_bot.reading.pdf.layout import order_blocks, rows_of
from qa_bot.reading.pdf.paragraphs import join_paragraphs
from qa_bot.reading.pdf.running_heads import drop_running_heads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa_bot.reading.pdf.layout import Line
    from qa_bot.reading.pdf.paragraphs import Paragraph

__all__ = ["Properties", "read_printed"]

_BROWSER: Final = re.compile(
    r"chrom(?:e|ium)|mozilla|firefox|safari|webkit|skia/pdf|wkhtmltopdf", re.IGNORECASE
)
_OFFICE: Final = re.compile(r"google docs", re.IGNORECASE)
_PRINTED_ON: Final = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: .*)?", re.IGNORECASE
)
_ADDRESS: Final = re.compile(r"(?:https?|file)://\S+")
_CUT_OFF: Final = ("…", "...")

_LARGER: Final = 1.15
"""Minimum height of a title, in heights of the text."""
_LONGEST_TITLE: Final = 300
_LEAST_TITLE_WORDS: Final = 2
_LEAST_TITLE_LETTERS: Final = 4
_MOST_TITLE_WORDS: Final = 40
_SHARED_WORDS: Final = 0.7
"""Minimum share of a headline's words that are in the title property."""
_NO_TITLE: Final = re.compile(
    r"^(?:microsoft|untitled|powerpoint|slide|document\b|layout|print)|\.(?:docx?|pdf|indd|tex|dvi|html?|pptx?|rtf|odt"
    r"|pages|qxd|txt|ps|eps)\b|^\w+://|[\\_]|^\S*\d\S*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file states about the document and the program that made it, as clean lines; may be empty."""

    title: str = ""
    author: str = ""
    creator: str = ""
    producer: str = ""

    @property
    def is_web_page(self) -> bool:
        """Whether a browser made it."""
        made_by = f"{self.creator} {self.producer}"
        return _BROWSER.search(made_by) is not None and not _OFFICE.search(made_by)


def read_printed(pages: Sequence[Sequence[Line]], properties: Properties, path: str) -> Article:
    """Read the lines of a document's pages, in drawing order."""
    url = None
    if properties.is_web_page:
        url = _address(pages)
        pages = [_without_print_marks(lines) for lines in pages]
    kept = drop_running_heads(pages)
    blocks = [block for number, lines in enumerate(kept) for block in order_blocks(lines, number)]
    paragraphs = join_paragraphs(blocks)
    lines = [paragraph.text for paragraph in paragraphs]
    headline = _headline(paragraphs, properties)
    start = 0 if headline is None else headline + 1
    body = _shifted(find_body(lines[start:]), start)
    metadata = find_metadata(lines, body)
    if headline is None:
        title = _stated_title(properties) or _bold(metadata.title, paragraphs)
    else:
        title = lines[headline]
    source = Source(
        path=path,
        title=title,
        publication=metadata.publication,
        author=metadata.author or _author(properties, " ".join(lines[: start + 10])),
        date=metadata.date,
        url=url,
    )
    text = body.paragraphs if properties.is_web_page else lines
    taken = (metadata.rows - {metadata.title}) | {title}  # a heading may look like one to find_metadata
    return Article(
        id=path, source=source, paragraphs=tuple(line for line in text if line not in taken) or tuple(text)
    )


def _shifted(body: Body, by: int) -> Body:
    return Body(body.start + by, body.end + by, body.paragraphs)


def _without_print_marks(lines: Sequence[Line]) -> list[Line]:
    """Drop a first row with the time of printing, and a last row with an address."""
    rows = rows_of(lines)
    marks: set[Line] = set()
    if rows and any(_PRINTED_ON.fullmatch(line.text) for line in rows[0]):
        marks.update(rows[0])
    if rows and any(_ADDRESS.fullmatch(line.text) for line in rows[-1]):
        marks.update(rows[-1])
    return [line for line in lines if line not in marks]


def _address(pages: Sequence[Sequence[Line]]) -> str | None:
    """Return the address that a browser prints below each page, unless it is truncated."""
    found = {
        line.text
        for lines in pages
        for row in rows_of(lines)[-1:]
        for line in row
        if _ADDRESS.fullmatch(line.text)
    }
    if len(found) != 1:
        return None
    address = found.pop()
    return address if address.startswith("http") and not address.endswith(_CUT_OFF) else None


def _headline(paragraphs: Sequence[Paragraph], properties: Properties) -> int | None:
    """Find the largest paragraph of the first page that can be a title.

    A web page sets its menus and its name in large letters too, and they may fill its first pages. There the
    headline is the large paragraph that has the most words of the title property.
    """
    least_size = _LARGER * _text_size(paragraphs)
    stated = _words(properties.title)
    best, found = (0.0, 0.0), None
    for index, paragraph in enumerate(paragraphs):
        if paragraph.page > 0 and not properties.is_web_page:
            break
        words = _words(paragraph.text)
        if paragraph.size < least_size or len(words) > _MOST_TITLE_WORDS or not _is_telling(paragraph.text):
            continue
        shared = len(words & stated)
        if properties.is_web_page and shared < _SHARED_WORDS * len(words):
            continue
        rank = (float(shared), paragraph.size) if properties.is_web_page else (paragraph.size, 0.0)
        if rank > best:
            best, found = rank, index
    return found


def _is_telling(text: str) -> bool:
    """Check whether a text can be a title, even of one word, rather than an initial or a number."""
    return sum(char.isalpha() for char in text) >= _LEAST_TITLE_LETTERS and "@" not in text


def _text_size(paragraphs: Sequence[Paragraph]) -> float:
    """Return the height in which most of the text is set."""
    sizes: Counter[int] = Counter()
    for paragraph in paragraphs:
        sizes[round(paragraph.size * 2)] += len(paragraph.text)
    return max(sizes, key=lambda size: sizes[size]) / 2 if sizes else 0.0


def _stated_title(properties: Properties) -> str | None:
    """Return the title property, unless it is a file name or comes from a template."""
    title = properties.title
    if len(title) > _LONGEST_TITLE or count_words(title) < _LEAST_TITLE_WORDS or _NO_TITLE.search(title):
        return None
    return title


def _bold(title: str | None, paragraphs: Sequence[Paragraph]) -> str | None:
    """Return what looks like a title if it begins the document in bold; any first line looks like one."""
    first = paragraphs[0] if paragraphs else None
    return title if first is not None and first.text == title and first.lines[0].bold else None


def _author(properties: Properties, head: str) -> str | None:
    """Return the author property if it is a person's name that also appears in the head of the document."""
    names = (clean_authors(properties.author) or "").split(", ")
    stated = [name for name in names if is_personal_name(name) and name.split()[-1] in head]
    return ", ".join(stated) or None


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))
