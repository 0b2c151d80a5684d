"""Small PDFs for tests, written by hand: lines of text at places, in the order in which they are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH, HEIGHT = 600, 800
FONTS = {"regular": "Times-Roman", "bold": "Times-Bold", "even": "Courier"}


@dataclass(frozen=True)
class Text:
    """A line of text whose baseline begins at a place, in points from the page's top left corner."""

    text: str
    left: float = 72
    top: float = 100
    size: float = 10
    font: str = "regular"


def column(text: str, left: float = 72, top: float = 100, pitch: float = 12, size: float = 10) -> list[Text]:
    """The lines of `text` under each other."""
    return [Text(line, left, top + pitch * number, size) for number, line in enumerate(text.splitlines())]


def make_pdf(
    pages: Sequence[Sequence[Text]],
    properties: Mapping[str, str] | None = None,
    *,
    rotation: int = 0,
    trailer: str = "",
) -> bytes:
    """Write pages; with a rotation of 90 the text is drawn so that the turned page shows it upright."""
    fonts = " ".join(
        f"/{key} << /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
        for key, name in FONTS.items()
    )
    size = (HEIGHT, WIDTH) if rotation else (WIDTH, HEIGHT)
    entries = " ".join(f"/{key} ({_escaped(value)})" for key, value in (properties or {}).items())
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        f"<< {entries} >>",
    ]
    for number, texts in enumerate(pages):
        content = "\n".join(_drawn(text, rotation) for text in texts)
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Rotate {rotation}"
            f" /Resources << /Font << {fonts} >> >> /Contents {5 + 2 * number} 0 R >>",
            f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream",
        ]
    return _file(objects, trailer)


def _drawn(text: Text, rotation: int) -> str:
    matrix = f"0 1 -1 0 {text.top} {text.left}" if rotation else f"1 0 0 1 {text.left} {HEIGHT - text.top}"
    return f"BT /{text.font} {text.size} Tf {matrix} Tm ({_escaped(text.text)}) Tj ET"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _file(objects: Sequence[str], trailer: str) -> bytes:
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 3 0 R {trailer} >>\nstartxref\n{len(data)}\n"
    )
    return data + end.encode() + b"%%EOF\n"
