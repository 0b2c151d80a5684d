"""A Word document is read as its text, whatever programs add to it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, nsmap

from qa_bot.core.errors import ReadingError
from qa_bot.reading.docx.document import read_docx
from qa_bot.reading.limits import MAX_EXPANDED_MEGABYTES, MEGABYTE

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document

WORD = nsmap["w"]
TIDE = (
    "The tide at Morrow Bay rose by two metres on Monday, and the harbour was closed for the rest of the day."
)
BOATS = "Boats were tied up twice, and the market moved to the school on the hill until the water fell again."


def saved(document: Document) -> bytes:
    """Return the bytes of a document's file."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_xml(*blocks: str) -> bytes:
    """Return a document with these elements as its body; `w:` is WordprocessingML."""
    document = docx.Document()
    for block in blocks:
        opening, rest = block.split(">", 1) if not block.split(">", 1)[0].endswith("/") else (block[:-2], "")
        element = f"{opening} {nsdecls('w')}>{rest}" if rest else f"{opening} {nsdecls('w')}/>"
        document.element.body.insert(len(document.element.body) - 1, parse_xml(element))
    return saved(document)


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Change one member of an archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, change(old.read(member)) if member == name else old.read(member))
    return stream.getvalue()


def report() -> Document:
    """Return a document with one element of each kind."""
    document = docx.Document()
    document.add_heading("High water in Morrow Bay", 0)
    document.add_paragraph("By Ada Moss | The Gazette | 12 May 2021")
    document.add_heading("What happened", 1)
    document.add_paragraph(TIDE)
    document.add_heading("What came next", 2)
    document.add_paragraph(BOATS)
    document.add_paragraph("ropes", style="List Bullet")
    document.add_paragraph("first the boats", style="List Number")
    document.add_paragraph("then the market", style="List Number")
    table = document.add_table(2, 2)
    for cell, text in zip(
        (*table.row_cells(0), *table.row_cells(1)), ("day", "metres", "Monday", "2"), strict=True
    ):
        cell.text = text
    return document


def test_document_is_read_as_its_words() -> None:
    """Headings are not paragraphs, lists keep their marks, table rows are lines."""
    article = read_docx(saved(report()), "notes/a.docx")
    assert article.paragraphs == (
        TIDE,
        BOATS,
        "- ropes",
        "1. first the boats",
        "2. then the market",
        "day | metres",
        "Monday | 2",
    )
    assert article.id == article.source.path == "notes/a.docx"


def test_source_is_what_the_page_shows() -> None:
    """The title comes from its style; author, publication and date come from the byline."""
    source = read_docx(saved(report()), "a.docx").source
    assert (source.title, source.author, source.publication, source.date, source.url) == (
        "High water in Morrow Bay",
        "Ada Moss",
        "The Gazette",
        "2021-05-12",
        None,
    )


def test_first_heading_is_the_title_where_no_style_is() -> None:
    """The heading must be of level one."""
    document = docx.Document()
    document.add_heading("Tides", 1)
    document.add_paragraph(TIDE)
    assert read_docx(saved(document), "a.docx").source.title == "Tides"


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Tides of the bay", "Tides of the bay"),
        ("Microsoft Word - tides.docx", None),
        ("tides_final2.docx", None),
        ("Document1", None),
        ("Untitled", None),
        ("Word Document", None),
        ("", None),
    ],
)
def test_title_property_counts_if_a_person_wrote_it(stated: str, title: str | None) -> None:
    """Programs write file names and their own names into it."""
    document = docx.Document()
    document.core_properties.title = stated
    document.add_paragraph(TIDE)
    assert read_docx(saved(document), "a.docx").source.title == title


def test_title_property_of_an_older_text_gives_way_to_the_page() -> None:
    """A copied file keeps the property; what the page shows is right."""
    document = report()
    document.core_properties.title = "Annual budget"
    assert read_docx(saved(document), "a.docx").source.title == "High water in Morrow Bay"


@pytest.mark.parametrize(
    ("stated", "author"),
    [
        ("Ines Calder", "Ines Calder"),
        ("Ines Calder; Ada Moss", "Ines Calder, Ada Moss"),
        ("python-docx", None),
        ("Microsoft Office User", None),
        ("Windows-Benutzer", None),
        ("admin", None),
        ("icalder", None),
        ("Acme Corp", None),
        ("", None),
    ],
)
def test_author_property_counts_if_it_is_a_person(stated: str, author: str | None) -> None:
    """The days on which the file was made are not a date of publication."""
    document = docx.Document()
    document.core_properties.author = stated
    document.add_paragraph(TIDE)
    source = read_docx(saved(document), "a.docx").source
    assert (source.author, source.date, source.publication) == (author, None, None)


def test_byline_goes_before_the_author_property() -> None:
    """The person who typed the text is not its author."""
    document = report()
    document.core_properties.author = "Ines Calder"
    assert read_docx(saved(document), "a.docx").source.author == "Ada Moss"


def test_first_line_is_the_title_where_nothing_else_says_so() -> None:
    """Only a line above the first paragraph counts: one below it may be a caption."""
    document = docx.Document()
    document.add_paragraph("High water in Morrow Bay")
    document.add_paragraph(TIDE)
    article = read_docx(saved(document), "a.docx")
    assert (article.source.title, article.paragraphs) == ("High water in Morrow Bay", (TIDE,))
    document = docx.Document()
    document.add_paragraph(TIDE)
    document.add_paragraph("High water in Morrow Bay")
    assert read_docx(saved(document), "a.docx").source.title is None


def test_tracked_changes_are_taken_as_accepted() -> None:
    """Deleted and moved-away text is gone, inserted text is there, joined paragraphs are one."""
    data = with_xml(
        "<w:p><w:r><w:t>The </w:t></w:r>"
        "<w:del><w:r><w:delText>low </w:delText><w:t>dry </w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>high </w:t></w:r></w:ins><w:moveFrom><w:r><w:t>red </w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>tide.</w:t></w:r></w:moveTo></w:p>",
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
        "<w:r><w:t xml:space='preserve'>It rose </w:t></w:r></w:p>",
        "<w:p><w:r><w:t>and fell.</w:t></w:r></w:p>",
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr>"
        "<w:tc><w:p><w:r><w:t>gone</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    )
    assert read_docx(data, "a.docx").paragraphs == ("The high tide.", "It rose and fell.")


def test_links_fields_controls_and_hidden_text_are_told_apart() -> None:
    """Their text is read; their instructions and hidden text are not."""
    data = with_xml(
        "<w:p><w:hyperlink><w:r><w:t>tide</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t>two</w:t><w:br/><w:t>rows"
        "</w:t></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>"
        "<w:fldSimple w:instr='DATE'><w:r><w:t> now.</w:t></w:r></w:fldSimple></w:p>",
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>in a control</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    )
    assert read_docx(data, "a.docx").paragraphs == ("tide two rows now.", "in a control")


def test_breaks_within_a_paragraph_part_sentences_and_verse() -> None:
    """Breaks are handled as in a book."""
    document = docx.Document()
    document.add_paragraph(f"{TIDE}\n{BOATS}")
    document.add_paragraph("The sea came in,\nThe boats went out,\nAnd no one said a word.")
    assert read_docx(saved(document), "a.docx").paragraphs == (
        TIDE,
        BOATS,
        "The sea came in, / The boats went out, / And no one said a word.",
    )


def test_text_box_is_read_once_behind_its_paragraph() -> None:
    """Word writes it twice, for newer and for older programs."""
    box = "<w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent>"
    compatible = "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    data = with_xml(
        f"<w:p><w:r><w:t>before</w:t></w:r><w:r><mc:AlternateContent {compatible}>"
        f"<mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert read_docx(data, "a.docx").paragraphs == ("before", "boxed")


def test_table_for_layout_is_read_as_paragraphs() -> None:
    """Its only cell, or a cell of several paragraphs, is a piece of the article."""
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = TIDE
    left, right = document.add_table(1, 2).row_cells(0)
    left.text = f"{BOATS} {BOATS}\n"
    left.add_paragraph(TIDE)
    right.text = "Aside"
    assert read_docx(saved(document), "a.docx").paragraphs == (TIDE, f"{BOATS} {BOATS}", TIDE, "Aside")


def test_heading_as_long_as_a_paragraph_is_one() -> None:
    """Some people style all of a text as headings."""
    document = docx.Document()
    document.add_heading(f"{TIDE} {BOATS}", 2)
    assert read_docx(saved(document), "a.docx").paragraphs == (f"{TIDE} {BOATS}",)


def test_document_without_text_has_no_paragraphs() -> None:
    """An empty file has none either."""
    assert read_docx(saved(docx.Document()), "a.docx").paragraphs == read_docx(b"", "a.docx").paragraphs == ()


def test_hostile_text_is_clean() -> None:
    """Overrides and tags that hide text are dropped; markup stays text."""
    document = docx.Document()
    document.core_properties.title = "A\u202e [/] title"
    document.add_paragraph("The [bold] tide\u202e rose\u200b on Monday.")
    article = read_docx(saved(document), "a.docx")
    assert (article.source.title, article.paragraphs) == ("A [/] title", ("The [bold] tide rose on Monday.",))


def test_styles_that_go_in_a_circle_end() -> None:
    """Each is based on the other."""
    circle = (
        b"<w:style w:type='paragraph' w:styleId='A'><w:name w:val='A'/><w:basedOn w:val='B'/></w:style>"
        b"<w:style w:type='paragraph' w:styleId='B'><w:name w:val='B'/><w:basedOn w:val='A'/></w:style>"
        b"</w:styles>"
    )
    data = with_xml("<w:p><w:pPr><w:pStyle w:val='A'/></w:pPr><w:r><w:t>tide</w:t></w:r></w:p>")
    data = changed(data, "word/styles.xml", lambda part: part.replace(b"</w:styles>", circle))
    assert read_docx(data, "a.docx").paragraphs == ("tide",)


def test_bomb_in_a_picture_is_refused() -> None:
    """Its declared size is checked."""
    stream = io.BytesIO(saved(report()))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.png", bytes(MAX_EXPANDED_MEGABYTES * MEGABYTE))
    with pytest.raises(ReadingError, match=rf"a\.docx unpacks to more than {MAX_EXPANDED_MEGABYTES} MB"):
        read_docx(stream.getvalue(), "a.docx")


def test_entities_in_a_document_stay_unresolved() -> None:
    """Neither the content of a file nor a bomb gets in."""
    data = changed(
        saved(report()),
        "word/document.xml",
        lambda part: re.sub(
            rb"<w:document",
            b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hosts">]><w:document',
            part,
            count=1,
        ).replace(b"The tide at", b"The tide &e; at"),
    )
    assert not any("localhost" in text for text in read_docx(data, "a.docx").paragraphs)
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)).encode()
    data = changed(
        saved(report()),
        "word/styles.xml",
        lambda part: part.replace(
            b"<w:styles", b'<!DOCTYPE d [<!ENTITY l0 "l">' + laughs + b"]><w:styles", 1
        ).replace(b'w:val="Normal"', b'w:val="&l9;"', 1),
    )
    with pytest.raises(ReadingError, match=r"a\.docx is damaged, or not a readable Word document"):
        read_docx(data, "a.docx")


def test_deep_document_is_an_error() -> None:
    """libxml2 limits the depth of a tree."""
    data = changed(
        saved(report()),
        "word/document.xml",
        lambda part: part.replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 300 + b"</w:sdt>" * 300),
    )
    with pytest.raises(ReadingError, match=r"^a\.docx "):
        read_docx(data, "a.docx")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"is an old Office document \(\.doc\)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "is locked with a password",
        ),
        (b"plain words", "is damaged or incomplete"),
    ],
)
def test_other_file_under_the_ending_says_what_it_is(data: bytes, message: str) -> None:
    """This covers an old document, one with a password, and a file that is no document."""
    with pytest.raises(ReadingError, match=rf"^a\.docx {message}"):
        read_docx(data, "a.docx")


@pytest.mark.parametrize(
    ("member", "kind"),
    [
        ("META-INF/container.xml", r"an e-book \(\.epub\)"),
        ("xl/workbook.xml", "a spreadsheet"),
        ("readme.txt", "a zip archive"),
    ],
)
def test_other_archive_under_the_ending_says_what_it_is(member: str, kind: str) -> None:
    """Its members identify it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(member, "x")
    with pytest.raises(
        ReadingError, match=rf"^a\.docx is {kind}.*, not a Word document: correct its file extension"
    ):
        read_docx(stream.getvalue(), "a.docx")


@pytest.mark.parametrize("name", ["[Content_Types].xml", "_rels/.rels", "word/document.xml"])
@pytest.mark.parametrize("content", [b"", b"<a/>", b"not xml", b"\xff\xfe\x00"])
def test_mangled_part_is_an_error(name: str, content: bytes) -> None:
    """python-docx raises low-level errors, which become ReadingError."""
    with pytest.raises(ReadingError, match=r"^a\.docx is "):
        read_docx(changed(saved(report()), name, lambda _: content), "a.docx")


def test_drop_cap_is_a_letter_of_its_paragraph() -> None:
    """Word makes it a separate paragraph, in a frame."""
    for place in ("drop", "margin"):
        frame = f'<w:pPr><w:framePr w:dropCap="{place}" w:lines="3"/></w:pPr>'
        cap = f"<w:p>{frame}<w:r><w:t>{TIDE[0]}</w:t></w:r></w:p>"
        rest = f"<w:p><w:r><w:t>{TIDE[1:]}</w:t></w:r></w:p>"
        assert read_docx(with_xml(cap, "<w:p></w:p>", rest), "a.docx").paragraphs[:1] == (TIDE,)
        data = with_xml(cap, rest)
        assert read_docx(data, "a.docx").paragraphs[:1] == (TIDE,)


def test_text_in_another_frame_is_a_paragraph() -> None:
    """It may be a note in the margin."""
    note = '<w:p><w:pPr><w:framePr w:w="100"/></w:pPr><w:r><w:t>Aside</w:t></w:r></w:p>'
    data = with_xml(f"<w:p><w:r><w:t>{TIDE}</w:t></w:r></w:p>", note)
    assert read_docx(data, "a.docx").paragraphs == (TIDE, "Aside")


def test_notes_stand_below_the_text_in_the_order_in_which_it_comes_to_them() -> None:
    """Footnotes and endnotes appear once each; separators and unreferenced notes do not."""
    note = '<w:{0} {1} w:id="{2}"><w:p><w:r><w:t>{3}</w:t></w:r></w:p></w:{0}>'
    footnotes = "".join(
        [
            note.format("footnote", 'w:type="separator"', -1, "line"),
            note.format("footnote", "", 1, "Nobody asked."),
            note.format("footnote", "", 2, "Since 4 March."),
            note.format("footnote", "", 3, "By the old gauge."),
        ]
    )
    endnotes = note.format("endnote", "", 2, "In the harbour's log.")
    document = docx.Document()
    for kind, notes in (("footnote", footnotes), ("endnote", endnotes)):
        relation = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}s"
        content = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
        xml = f'<w:{kind}s xmlns:w="{WORD}">{notes}</w:{kind}s>'.encode()
        part = Part(PackURI(f"/word/{kind}s.xml"), content, xml, document.part.package)
        document.part.relate_to(part, relation)
    paragraph = document.add_paragraph(TIDE)._p
    for kind, number in (("footnote", 3), ("endnote", 2), ("footnote", 2), ("footnote", 3)):
        run = parse_xml(f'<w:r xmlns:w="{WORD}"><w:{kind}Reference w:id="{number}"/></w:r>')
        paragraph.append(run)
    document.add_paragraph(BOATS)
    assert read_docx(saved(document), "a.docx").paragraphs == (
        TIDE,
        BOATS,
        "By the old gauge.",
        "In the harbour's log.",
        "Since 4 March.",
    )


def test_row_of_a_table_is_no_title() -> None:
    """This is so even if it looks like one."""
    document = docx.Document()
    table = document.add_table(2, 2)
    for number, text in enumerate(("Bay", "Height of the tide", "Morrow Bay", "two metres on Monday")):
        table.cell(number // 2, number % 2).text = text
    document.add_paragraph(TIDE)
    article = read_docx(saved(document), "a.docx")
    assert article.source.title is None
    assert article.paragraphs == ("Bay | Height of the tide", "Morrow Bay | two metres on Monday", TIDE)


def test_deep_headings_have_a_level_that_exists() -> None:
    """Word has nine levels, and a paragraph's own outline level counts too."""
    document = docx.Document()
    document.add_paragraph(TIDE)
    document.add_heading("Ninth", 9)
    document.add_paragraph(BOATS)
    assert [one.level for one in read_docx(saved(document), "a.docx").headings] == [6]
