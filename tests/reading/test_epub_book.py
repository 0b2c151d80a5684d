"""A book is read as its chapters, in order, and as nothing else."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field

import pytest

from qa_bot.core.errors import ReadingError
from qa_bot.reading.epub.book import read_epub
from qa_bot.reading.limits import MAX_EXPANDED_MEGABYTES, MAX_XML_DEPTH, MEGABYTE

TIDE = (
    "The tide at Morrow Bay rose by two metres on Monday, and the harbour was closed for the rest of the day."
)
BOATS = "Boats were tied up twice, and the market moved to the school on the hill until the water fell again."
METADATA = (
    "<dc:title>Tides and Boats</dc:title>"
    "<dc:creator>Ada Moss</dc:creator><dc:creator>Ines Calder</dc:creator>"
    "<dc:date>2021-05-12</dc:date><dc:identifier>https://example.org/tides</dc:identifier>"
)


@dataclass
class Book:
    """An EPUB under construction."""

    chapters: dict[str, str]
    """Content of the body, by file name below OPS/."""
    metadata: str = METADATA
    nav: str | None = None
    ncx: str | None = None
    guide: str = ""
    spine: list[str] | None = None
    body: dict[str, str] = field(default_factory=dict)
    """Attributes of a chapter's body."""
    others: dict[str, bytes] = field(default_factory=dict)

    def data(self) -> bytes:
        """Return the packed file."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
            archive.writestr(
                "META-INF/container.xml",
                '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
                '<rootfile full-path="OPS/package.opf" media-type="application/oebps-package+xml"/>'
                "</rootfiles></container>",
            )
            archive.writestr("OPS/package.opf", self.package())
            for name, content in self.chapters.items():
                archive.writestr(f"OPS/{name}", page(content, self.body.get(name, "")))
            if self.nav is not None:
                archive.writestr("OPS/nav.xhtml", page(self.nav))
            if self.ncx is not None:
                ncx = f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{self.ncx}</navMap></ncx>'
                archive.writestr("OPS/toc.ncx", ncx)
            for name, data in self.others.items():
                archive.writestr(name, data)
        return stream.getvalue()

    def package(self) -> str:
        """Return the package document."""
        items = [
            f'<item id="{name}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"/>'
            for name in self.chapters
        ]
        if self.nav is not None:
            items.append(
                '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
            )
        if self.ncx is not None:
            items.append('<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>')
        spine = [f'<itemref idref="{name}"/>' for name in self.spine or self.chapters]
        return (
            '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf"'
            f' xmlns:dc="http://purl.org/dc/elements/1.1/" version="3.0"><metadata>{self.metadata}</metadata>'
            f'<manifest>{"".join(items)}</manifest><spine toc="ncx">{"".join(spine)}</spine>'
            f"<guide>{self.guide}</guide></package>"
        )

    def read(self) -> list[tuple[str | None, tuple[str, ...]]]:
        """Return title and paragraphs of each chapter."""
        return [(article.source.title, article.paragraphs) for article in read_epub(self.data(), "a.epub")]


def page(content: str, attributes: str = "") -> str:
    """Wrap a chapter's content in an EPUB 3 page."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"'
        f' xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head><body {attributes}>'
        f"{content}</body></html>"
    )


def paragraphs(content: str) -> tuple[str, ...]:
    """Return the paragraphs of a book with a single chapter."""
    ((_, texts),) = Book({"a.xhtml": f"<h1>Chapter</h1>{content}"}).read()
    return texts


def nav(*entries: tuple[str, str]) -> str:
    """Return the table of contents of an EPUB 3."""
    items = "".join(f'<li><a href="{href}">{label}</a></li>' for href, label in entries)
    landmarks = '<nav epub:type="landmarks"><ol><li><a href="b.xhtml">No</a></li></ol></nav>'
    return f'{landmarks}<nav epub:type="toc"><ol>{items}</ol></nav>'


def ncx(*entries: tuple[str, str]) -> str:
    """Return the table of contents of an EPUB 2."""
    return "".join(
        f'<navPoint><navLabel><text>{label}</text></navLabel><content src="{href}"/></navPoint>'
        for href, label in entries
    )


def test_chapters_are_articles_in_the_order_of_the_spine() -> None:
    """The order of the files does not matter."""
    book = Book(
        {"b.xhtml": f"<h2>Boats</h2><p>{BOATS}</p>", "a b.xhtml": f"<h2>Tides</h2><p>{TIDE}</p>"},
        spine=["a b.xhtml", "b.xhtml"],
    )
    first, second = read_epub(book.data(), "books/a.epub")
    assert (first.id, first.source.title, first.paragraphs) == ("books/a.epub:1", "Tides", (TIDE,))
    assert (second.id, second.source.title, second.paragraphs) == ("books/a.epub:2", "Boats", (BOATS,))
    assert (first.source.publication, first.source.author, first.source.date, first.source.url) == (
        "Tides and Boats",
        "Ada Moss, Ines Calder",
        "2021-05-12",
        "https://example.org/tides",
    )
    assert first.source.path == "books/a.epub"


@pytest.mark.parametrize("version", [2, 3])
def test_chapter_without_a_heading_has_its_entry_as_title(version: int) -> None:
    """The table of contents of either version counts; a heading takes precedence."""
    entries = (("a.xhtml", "First part"), ("b.xhtml#top", "Second part"), ("c.xhtml", "Third part"))
    book = Book({"a.xhtml": f"<p>{TIDE}</p>", "b.xhtml": f"<p>{BOATS}</p>", "c.xhtml": f"<h1>Own</h1>{TIDE}"})
    if version == 2:
        book.ncx = ncx(*entries)
    else:
        book.nav = nav(*entries)
    assert book.read() == [("First part", (TIDE,)), ("Second part", (BOATS,)), ("Own", (TIDE,))]


@pytest.mark.parametrize("version", [2, 3])
def test_file_of_several_chapters_is_parted_at_their_entries(version: int) -> None:
    """A file that continues a chapter belongs to the previous one."""
    entries = (("a.xhtml#one", "One"), ("a.xhtml#two", "Two"), ("c.xhtml", "Three"))
    book = Book(
        {
            "a.xhtml": f'<h2 id="one">One</h2><p>{TIDE}</p><a id="two"/><h2>Two</h2><p>{BOATS}</p>',
            "b.xhtml": f"<p>{TIDE}</p>",
            "c.xhtml": f"<p>{TIDE}</p>",
        }
    )
    if version == 2:
        book.ncx = ncx(*entries)
    else:
        book.nav = nav(*entries)
    assert book.read() == [("One", (TIDE,)), ("Two", (BOATS, TIDE)), ("Three", (TIDE,))]


def test_sections_of_a_chapter_do_not_part_it() -> None:
    """Entries below that of the chapter are sections."""
    book = Book({"a.xhtml": f'<h1>Tides</h1><p>{TIDE}</p><h2 id="s">Boats</h2><p>{BOATS}</p>'})
    book.nav = (
        '<nav epub:type="toc"><ol><li><a href="a.xhtml">Tides</a>'
        '<ol><li><a href="a.xhtml#s">Boats</a></li></ol></li></ol></nav>'
    )
    assert book.read() == [("Tides", (TIDE, BOATS))]


def test_number_and_name_of_a_chapter_are_one_title() -> None:
    """A section's heading is not part of it, nor is the book's title."""
    book = Book(
        {
            "a.xhtml": f"<h1>Chapter 1</h1><h2>High water</h2><p>{TIDE}</p><h2>Later</h2><p>{BOATS}</p>",
            "b.xhtml": f"<h1>Tides and Boats</h1><h2>Ebb</h2><h3>At noon</h3><p>{TIDE}</p>",
        }
    )
    assert book.read() == [("Chapter 1: High water", (TIDE, BOATS)), ("Ebb", (TIDE,))]


def test_pages_that_are_no_chapters_are_left_out() -> None:
    """Cover, title page, copyright page and contents are left out, marked or not."""
    book = Book(
        {
            "cover.xhtml": '<img src="c.png" alt="Cover"/>',
            "title.xhtml": "<h1>Tides and Boats</h1><p>Ada Moss</p>",
            "unmarked.xhtml": "<h1>Tides and Boats</h1><p>Ada Moss</p><p>Moss &amp; Sons</p><p>2021</p>",
            "half.xhtml": "<p>Tides and Boats</p>",
            "copy.xhtml": f"<p>Copyright © 2021 Ada Moss. All rights reserved.</p><p>{TIDE}</p>",
            "toc.xhtml": "<h2>Contents</h2>"
            + "".join(f'<p><a href="{n}.xhtml">Tide {n}</a></p>' for n in range(9)),
            "list.xhtml": "".join(f'<p><a href="{n}.xhtml">Tide {n} in the bay</a></p>' for n in range(9)),
            "a.xhtml": f"<h2>Tides</h2><p>{TIDE}</p>",
            "empty.xhtml": "<h2>Pictures</h2>",
        },
        guide='<reference type="title-page" href="title.xhtml"/>',
    )
    assert book.read() == [("Tides", (TIDE,))]


@pytest.mark.parametrize("kind", ["titlepage", "copyright-page", "toc"])
def test_page_is_left_out_by_its_type(kind: str) -> None:
    """The types are EPUB 3's structural semantics."""
    book = Book({"a.xhtml": f"<p>{TIDE}</p>"})
    assert len(book.read()) == 1
    book.body["a.xhtml"] = f'epub:type="{kind}"'
    assert book.read() == []


def test_short_chapter_is_one_all_the_same() -> None:
    """Its heading marks it as a chapter."""
    assert Book({"a.xhtml": "<h2>Ebb</h2><p>The sea left.</p>"}).read() == [("Ebb", ("The sea left.",))]


def test_paragraphs_are_kept_as_they_are() -> None:
    """Headings stay separate, quotes and emphasis stay inside, nested blocks are split."""
    assert paragraphs(
        "<h2>Later</h2><p>It <em>rose</em> by\n two&nbsp;metres.</p><div>Then<p>it fell.</p>At last.</div>"
        "<blockquote><p>“Ebb”, said she.</p></blockquote>"
    ) == ("It rose by two metres.", "Then", "it fell.", "At last.", "“Ebb”, said she.")


def test_breaks_are_spaces_or_borders() -> None:
    """Paragraphs are split at breaks after a full stop, and at two breaks in a row."""
    assert paragraphs(
        "<p>The tide<br/>rose.<br/>It fell.</p><p>one<br/><br/>two</p><h2>A<br/>heading</h2><p>x<br/></p>"
    ) == ("The tide rose.", "It fell.", "one", "two", "x")


def test_verse_is_readable() -> None:
    """A stanza is a paragraph with separate lines; prose broken by hand is joined."""
    assert paragraphs(
        "<p>The sea came in,<br/>The boats went out,<br/>And no one said a word.</p>"
        "<p>The tide at Morrow Bay rose by two metres on Monday<br/>"
        "and the harbour was closed for the rest of the<br/>day</p>"
    ) == (
        "The sea came in, / The boats went out, / And no one said a word.",
        "The tide at Morrow Bay rose by two metres on Monday and the harbour was closed for the rest of the "
        "day",
    )


def test_lists_and_tables_read_as_in_markdown() -> None:
    """They have marks and bars; a table for layout is paragraphs."""
    assert paragraphs(
        f"<ul><li>ropes</li><li><p>sails</p><ol><li>one</li></ol></li></ul><ol start='3'><li>three</li>"
        f"</ol><table><tr><th>day</th><th>metres</th></tr><tr><td>Monday</td><td><p>2</p></td></tr></table>"
        f"<table><tr><td><p>{TIDE}</p><p>{BOATS}</p></td></tr></table>"
    ) == ("- ropes", "- sails", "1. one", "3. three", "day | metres", "Monday | 2", TIDE, BOATS)


def test_numbers_of_notes_and_pages_are_no_words() -> None:
    """Scripts, hidden text, drawings and ruby are dropped too; a note keeps its number."""
    content = (
        "<p>The<sup><a href='b.xhtml#n'>2</a></sup> tide<a epub:type='noteref' href='#n'>1</a> rose"
        "<span class='pagenum'>[12]</span>.<script>x()</script><span hidden=''>y</span>"
        "<span style='display: none'>z</span><svg><text>s</text></svg></p>"
        "<p><sup><a href='#r'>1</a></sup> A note.<a role='doc-backlink' href='#r'>↩</a></p>"
        "<p><ruby>潮<rt>しお</rt></ruby></p>"
    )
    assert paragraphs(content) == ("The tide rose.", "1 A note.", "潮")
    assert paragraphs(content + "<p>not closed") == ("The tide rose.", "1 A note.", "潮", "not closed")


def test_metadata_states_no_more_than_it_should() -> None:
    """A translator is not an author, a conversion not a publication, a program not a person."""
    chapters = {"a.xhtml": f"<p>{TIDE}</p>"}
    metadata = (
        '<dc:title>Tides</dc:title><dc:creator opf:role="trl">Ines Calder</dc:creator>'
        '<dc:creator opf:file-as="Moss, Ada">Moss, Ada</dc:creator>'
        '<dc:creator id="e">Some Editor</dc:creator><meta refines="#e" property="role">edt</meta>'
        '<dc:date opf:event="conversion">2022-01-01</dc:date>'
        '<dc:date opf:event="publication">1998-04</dc:date>'
        "<dc:identifier>urn:isbn:123</dc:identifier>"
    )
    (article,) = read_epub(Book(chapters, metadata).data(), "a.epub")
    source = article.source
    assert (source.title, source.author, source.date, source.url) == (None, "Ada Moss", "1998-04", None)
    metadata = (
        "<dc:creator>Unknown</dc:creator><dc:date>0101-01-01T00:00:00+00:00</dc:date>"
        '<dc:date opf:event="modification">2022-01-01</dc:date>'
    )
    (article,) = read_epub(Book(chapters, metadata).data(), "a.epub")
    assert (article.source.author, article.source.date, article.source.publication) == (None, None, None)


def test_hostile_text_is_clean() -> None:
    """This covers the text, the title and the metadata."""
    book = Book(
        {"a.xhtml": "<h1>A\u202e [/] title</h1><p>The [bold] tide\u202e rose\u200b on Monday.</p>"},
        "<dc:title>T\u202eides</dc:title>",
    )
    (article,) = read_epub(book.data(), "a.epub")
    assert (article.source.title, article.source.publication) == ("A [/] title", "Tides")
    assert article.paragraphs == ("The [bold] tide rose on Monday.",)


def test_encrypted_chapters_are_refused_and_scrambled_fonts_are_not() -> None:
    """The error mentions DRM."""
    book = Book({"a.xhtml": f"<p>{TIDE}</p>"})
    encryption = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData'
        ' xmlns="http://www.w3.org/2001/04/xmlenc#"><CipherData><CipherReference URI="{}"/></CipherData>'
        "</EncryptedData></encryption>"
    )
    book.others["META-INF/encryption.xml"] = encryption.format("OPS/font.otf").encode()
    assert book.read() == [(None, (TIDE,))]
    book.others["META-INF/encryption.xml"] = encryption.format("OPS/a.xhtml").encode()
    with pytest.raises(ReadingError, match=r"^a\.epub is protected by DRM"):
        book.read()


def test_broken_chapter_is_read_as_a_browser_would() -> None:
    """This covers unclosed tags, lone ampersands and HTML's entities."""
    assert paragraphs("<p>Ropes & sails<p>caf&eacute;<br>open") == ("Ropes & sails", "café open")


def test_deep_chapter_is_an_error() -> None:
    """Content below the parser's maximum depth would be lost silently."""
    for content in ("<div>" * 100_000 + TIDE, "<div>" * 300 + TIDE + "</div>" * 300):
        with pytest.raises(
            ReadingError, match=rf"^a\.epub nests its XML deeper than {MAX_XML_DEPTH} elements"
        ):
            Book({"a.xhtml": content}).read()


def test_chapter_that_is_named_a_thousand_times_is_read_once() -> None:
    """Otherwise a small book could take any amount of time."""
    assert len(Book({"a.xhtml": f"<p>{TIDE}</p>"}, spine=["a.xhtml"] * 1000).read()) == 1


def test_missing_chapter_costs_only_itself() -> None:
    """So does a malformed table of contents, or one that points nowhere."""
    book = Book({"a.xhtml": f"<p>{TIDE}</p>"}, spine=["a.xhtml", "gone.xhtml"], ncx="<navPoint>")
    assert book.read() == [(None, (TIDE,))]
    book.ncx = ncx(("../../../etc/passwd", "x"), ("http://[", "y"), ("https://example.org/a.xhtml", "z"))
    assert book.read() == [(None, (TIDE,))]


def test_entities_of_a_book_stay_unresolved() -> None:
    """A chapter may declare any."""
    data = Book({"a.xhtml": f"<p>{TIDE}</p>"}).data()
    hostile = page(f"<p>{TIDE} &e;</p>").replace(
        "<!DOCTYPE html>", '<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/hosts">]>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, hostile if name.endswith("a.xhtml") else old.read(name))
    (article,) = read_epub(stream.getvalue(), "a.epub")
    assert article.paragraphs == (TIDE,)


def test_bomb_in_a_book_is_refused() -> None:
    """Its declared size is checked, and the error names the limit."""
    book = Book({"a.xhtml": TIDE}, others={"OPS/x.png": bytes(MAX_EXPANDED_MEGABYTES * MEGABYTE)})
    with pytest.raises(ReadingError, match=rf"^a\.epub unpacks to more than {MAX_EXPANDED_MEGABYTES} MB"):
        book.read()


def test_empty_file_holds_no_chapters() -> None:
    """A book of pictures has none either."""
    assert read_epub(b"", "a.epub") == ()
    assert Book({"a.xhtml": "<img src='a.png'/>"}).read() == []


def test_other_archive_under_the_ending_says_what_it_is() -> None:
    """Its members identify it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "x")
    with pytest.raises(ReadingError, match=r"^a\.epub is a Word document \(\.docx\), not an e-book"):
        read_epub(stream.getvalue(), "a.epub")


@pytest.mark.parametrize("content", [b"", b"<a/>", b"not xml"])
@pytest.mark.parametrize("name", ["META-INF/container.xml", "OPS/package.opf", "META-INF/encryption.xml"])
def test_mangled_part_is_an_error_or_leaves_nothing(name: str, content: bytes) -> None:
    """The error is one line."""
    data = Book({"a.xhtml": TIDE}, others={"META-INF/encryption.xml": b"<a/>"}).data()
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    if content == b"<a/>" and name != "META-INF/container.xml":
        assert len(read_epub(stream.getvalue(), "a.epub")) == (name != "OPS/package.opf")
        return
    with pytest.raises(ReadingError, match=r"^a\.epub "):
        read_epub(stream.getvalue(), "a.epub")
