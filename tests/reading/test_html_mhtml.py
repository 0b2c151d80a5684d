"""A page saved as one file is read as the page that it contains."""

from __future__ import annotations

import base64
import quopri

import pytest

from qa_bot.core.errors import ReadingError
from qa_bot.reading.html.mhtml import read_mhtml

TIDE = "The tide at Morrow Bay rose by two metres on Monday, and the harbour café was closed all day."
PAGE = (
    "<html><head><title>Tide rises</title></head><body><article><h1>Tide rises</h1>"
    f"<p>{TIDE}</p></article></body></html>"
)
ADDRESS = "https://example.org/tide?x=1"


def saved(
    page: bytes,
    *,
    encoding: str = "quoted-printable",
    content_type: str = "text/html",
    head: str = f"Snapshot-Content-Location: {ADDRESS}\r\n",
    start: str = "",
    before: str = "",
    end: str = "\r\n--line--\r\n",
) -> bytes:
    """Save a page as Chromium does: a multipart with the page first and a picture after it."""
    body = quopri.encodestring(page) if encoding == "quoted-printable" else base64.encodebytes(page)
    return (
        (
            f"From: <Saved by Blink>\r\n{head}Subject: Tide rises\r\nMIME-Version: 1.0\r\n"
            f'Content-Type: multipart/related;\r\n\ttype="text/html";{start}\r\n\tboundary="line"\r\n\r\n\r\n'
            f"{before}--line\r\nContent-Type: {content_type}\r\nContent-ID: <frame-1@mhtml.blink>\r\n"
            f"Content-Transfer-Encoding: {encoding}\r\nContent-Location: {ADDRESS}\r\n\r\n"
        ).encode()
        + body.replace(b"\n", b"\r\n")
        + b"\r\n--line\r\nContent-Type: image/png\r\n"
        + b"Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
        + end.encode()
    )


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "utf-16"])
def test_page_is_read_in_its_encoding(encoding: str, charset: str) -> None:
    """The encoding that its part states."""
    data = saved(PAGE.encode(charset), encoding=encoding, content_type=f'text/html; charset="{charset}"')
    article = read_mhtml(data, "notes/a.mhtml")
    assert (article.source.title, article.paragraphs) == ("Tide rises", (TIDE,))
    assert article.id == article.source.path == "notes/a.mhtml"


@pytest.mark.parametrize("charset", ["undefined", "no-such", "ascii", "idna", '"a\x00b"'])
def test_wrong_name_of_an_encoding_is_passed_by(charset: str) -> None:
    """The bytes decide."""
    data = saved(PAGE.encode(), content_type=f"text/html; charset={charset}")
    assert read_mhtml(data, "a.mht").paragraphs == (TIDE,)


def test_address_is_where_the_page_was_saved_from() -> None:
    """By either header, if it is a web address and the page states none itself."""
    assert read_mhtml(saved(PAGE.encode()), "a.mhtml").source.url == ADDRESS
    folded = f"Snapshot-Content-Location: {ADDRESS[:20]}\r\n {ADDRESS[20:]}\r\n"
    assert read_mhtml(saved(PAGE.encode(), head=folded), "a.mhtml").source.url == ADDRESS
    assert read_mhtml(saved(PAGE.encode(), head=""), "a.mhtml").source.url == ADDRESS
    own = PAGE.replace("<title>", '<link rel="canonical" href="https://example.org/own"><title>')
    assert read_mhtml(saved(own.encode()), "a.mhtml").source.url == "https://example.org/own"
    local = saved(PAGE.encode()).replace(ADDRESS.encode(), b"file:///home/ada/tide.html")
    assert read_mhtml(local, "a.mhtml").source.url is None


def test_part_that_start_names_is_the_page() -> None:
    """Not the frame before it."""
    frame = (
        "--line\r\nContent-Type: text/html\r\nContent-ID: <frame-0>\r\n\r\n"
        "<html><p>An advertisement.</p></html>\r\n"
    )
    data = saved(PAGE.encode(), before=frame, start='\r\n\tstart="<frame-1@mhtml.blink>";')
    assert read_mhtml(data, "a.mhtml").paragraphs == (TIDE,)
    unnamed = saved(PAGE.encode(), before=frame)
    assert read_mhtml(unnamed, "a.mhtml").paragraphs == ("An advertisement.",)


def test_page_without_other_parts_is_read() -> None:
    """As some programs save it."""
    data = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + PAGE.encode()
    assert read_mhtml(data, "a.mht").paragraphs == (TIDE,)
    assert read_mhtml(PAGE.encode(), "a.mht").paragraphs == (TIDE,)


def test_file_that_lacks_only_pictures_is_whole_enough() -> None:
    """The page comes first in it."""
    assert read_mhtml(saved(PAGE.encode(), end=""), "a.mhtml").paragraphs == (TIDE,)


def test_file_that_ends_within_its_page_is_an_error() -> None:
    """Half an article must not pass for all of it."""
    data = saved(PAGE.encode())
    with pytest.raises(ReadingError, match=r"^a\.mhtml is incomplete"):
        read_mhtml(data[: data.index(b"harbour")], "a.mhtml")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"plain words", "contains no web page"),
        (b"\x00\x01\x02" * 100, "contains no web page"),
        (b"%PDF-1.7", "is a PDF document"),
        (b"PK\x03\x04" + bytes(60), "is a zip archive"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\nx", "is damaged"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\nx", "is damaged"),
        (b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx", "contains no web page"),
        (
            b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nAAECAwQFBgc=",
            "looks like a binary file",
        ),
    ],
)
def test_broken_file_is_an_error_that_says_so(data: bytes, message: str) -> None:
    """In one line, with the file's name."""
    with pytest.raises(ReadingError, match=rf"^a\.mhtml {message}"):
        read_mhtml(data, "a.mhtml")


def test_parts_within_parts_without_end_are_an_error_or_nothing() -> None:
    """The parser recurses into each."""
    data = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000)
    )
    with pytest.raises(ReadingError, match=r"^a\.mhtml "):
        read_mhtml(data + b"Content-Type: text/html\r\n\r\n<p>x", "a.mhtml")


def test_header_without_end_is_cut_off() -> None:
    """The parser's time for it would grow with the square of its length."""
    data = b"Content-Type: text/html; " + b"a=b; " * 300_000 + b"\r\n\r\n" + PAGE.encode()
    assert read_mhtml(data, "a.mhtml").paragraphs == (TIDE,)


def test_empty_file_has_no_paragraphs() -> None:
    """As in every format."""
    assert read_mhtml(b"", "a.mhtml").paragraphs == ()


def test_hostile_text_is_clean() -> None:
    """Terminal escape sequences are removed whole."""
    page = PAGE.replace("The tide", "\x1b]0;owned\x07The \x1b[31mtide\u202e")
    assert read_mhtml(saved(page.encode()), "a.mhtml").paragraphs == (TIDE,)
