"""One small sound file of each kind that is read, all telling the same made-up story."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from email.message import EmailMessage
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

TITLE: Final = "Harbour seals return to Morrow Bay"
AUTHOR: Final = "Ada Moss"
PUBLICATION: Final = "The Quay Courier"
DATE: Final = "2021-05-12"
PARAGRAPHS: Final = (
    "After eleven years away, harbour seals have come back to Morrow Bay, the town's warden said on Tuesday.",
    "Forty-two animals were counted on the sandbank below the old lighthouse, nine of them pups.",
    "The warden, Ines Calder, asked walkers to keep their dogs away from the bank until the end of August.",
    "Fishermen are less pleased: they say that every seal eats four kilograms of fish a day.",
)
_DATELINE: Final = "May 12, 2021"


def write_samples(folder: Path) -> list[str]:
    """Write a file of each kind; gives their names, sorted."""
    for name, data in _samples().items():
        (folder / name).write_bytes(data)
    return sorted(_samples())


def _samples() -> dict[str, bytes]:
    page = _page()
    text = "\n\n".join(("Home", "News", TITLE, f"By {AUTHOR} | {PUBLICATION} | {_DATELINE}", *PARAGRAPHS))
    line = {
        "id": "seals",
        "title": TITLE,
        "author": AUTHOR,
        "publication": PUBLICATION,
        "date": DATE,
        "paragraphs": PARAGRAPHS,
    }
    front = f"---\ntitle: {TITLE}\nauthor: {AUTHOR}\npublication: {PUBLICATION}\ndate: {DATE}\n---\n"
    return {
        "a.txt": text.encode(),
        "wide.txt": text.encode("utf-16"),
        "a.md": (front + "\n\n".join(PARAGRAPHS)).encode(),
        "a.html": page.encode(),
        "a.mhtml": _mhtml(page),
        "a.jsonl": json.dumps(line).encode() + b"\n",
        "a.json": json.dumps([line | {"id": None}], indent=1).encode(),
        "a.eml": _mail(),
        "a.pdf": _pdf(),
        "a.docx": _docx(),
        "a.epub": _epub(),
        "a.html.gz": gzip.compress(page.encode(), 1, mtime=0),
        "a.txt.gz": gzip.compress(text.encode(), 1, mtime=0),
    }


def _mail() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"{AUTHOR} <desk@quay.example>", "readers@quay.example", TITLE
    mail["Date"] = f"{_DATELINE} 08:00:00 +0000"
    mail.set_content("\n\n".join(PARAGRAPHS), cte="quoted-printable")
    return mail.as_bytes()


def _page() -> str:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{TITLE} - {PUBLICATION}</title>'
        f'<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="{PUBLICATION}">'
        f'<meta name="author" content="{AUTHOR}">'
        f'<meta property="article:published_time" content="{DATE}T08:00:00Z">'
        '<link rel="canonical" href="https://quay.example/seals"></head><body><nav><a href="/">Home</a></nav>'
        f'<article><h1>{TITLE}</h1><p class="byline">By {AUTHOR}</p>{body}</article>'
        f"<footer>Copyright 2021 {PUBLICATION}</footer></body></html>"
    )


def _mhtml(page: str) -> bytes:
    head = (
        "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://quay.example/seals\r\n"
        f"Subject: {TITLE}\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="part"\r\n\r\n'
        "--part\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
        "Content-Location: https://quay.example/seals\r\n\r\n"
    )
    return f"{head}{page}\r\n--part--\r\n".encode()


def _pdf() -> bytes:
    """Write a page with a title and paragraphs by hand: the form is plain text that can be mangled."""
    lines = [
        f"BT /F1 20 Tf 72 740 Td ({TITLE}) Tj ET",
        f"BT /F1 10 Tf 72 710 Td (By {AUTHOR}, {_DATELINE}) Tj ET",
    ]
    height = 680
    for paragraph in PARAGRAPHS:
        words = paragraph.split()
        for start in range(0, len(words), 11):
            lines.append(f"BT /F1 10 Tf 72 {height} Td ({' '.join(words[start : start + 11])}) Tj ET")
            height -= 13
        height -= 13
    stream = "\n".join(lines)
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    data, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    data += (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
        f"startxref\n{len(data)}\n%%EOF\n"
    )
    return data.encode("ascii")


def _docx() -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.author = ""
    document.add_heading(TITLE, level=0)
    document.add_paragraph(f"By {AUTHOR}, {_DATELINE}")
    for text in PARAGRAPHS:
        document.add_paragraph(text)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _epub() -> bytes:
    chapter = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    files = {
        "META-INF/container.xml": (
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
            '<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/>'
            "</rootfiles></container>"
        ),
        "book.opf": (
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f'<dc:identifier id="id">seals</dc:identifier><dc:title>{PUBLICATION}</dc:title>'
            f"<dc:creator>{AUTHOR}</dc:creator><dc:date>{DATE}</dc:date><dc:language>en</dc:language></metadata>"
            '<manifest><item id="c1" href="c1.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="c1"/></spine></package>'
        ),
        "c1.xhtml": (
            '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>1</title></head>'
            f"<body><h1>{TITLE}</h1>{chapter}</body></html>"
        ),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()
