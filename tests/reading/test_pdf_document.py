"""PDFs are read as they look: columns, paragraphs, hyphens, running heads, and metadata."""

from __future__ import annotations

import pytest
from pdfs import HEIGHT, Text, column, make_pdf

from qa_bot.core.errors import ReadingError
from qa_bot.reading.pdf.document import MOST_PAGES, read_pdf
from qa_bot.reading.pdf.layout import Line, order_blocks
from qa_bot.reading.pdf.paragraphs import join_paragraphs

PROSE = """The harbour office kept a careful record of each
vessel that passed the narrow channel, and every
evening somebody copied the list into a book that
nobody read."""
PROSE_JOINED = PROSE.replace("\n", " ")
MORE = """Nobody asked for those books until the breakwater
had to be mended, and then they were worth more
than all the measurements that the engineers had
made."""
MORE_JOINED = MORE.replace("\n", " ")
LAST = """Today there is a copy of each in the library, in a
room that is open on two days of the week."""
LAST_JOINED = LAST.replace("\n", " ")
LEFT, RIGHT = 60, 320
"""Left edges of two columns."""


def paragraphs(*pages: list[Text], **properties: str) -> list[str]:
    """Return the paragraphs of a file with these pages."""
    article, _ = read_pdf(make_pdf(pages, properties), "a.pdf")
    return list(article.paragraphs)


def test_lines_of_a_paragraph_are_joined() -> None:
    """Lines of a paragraph are joined."""
    assert paragraphs(column(PROSE)) == [PROSE_JOINED]


def test_columns_are_read_one_after_the_other() -> None:
    """Columns are read one after the other."""
    assert paragraphs([*column(PROSE, LEFT), *column(MORE, RIGHT)]) == [PROSE_JOINED, MORE_JOINED]


def test_columns_drawn_in_any_order_are_read_from_the_left() -> None:
    """Columns drawn in any order are read from left to right."""
    assert paragraphs([*column(MORE, RIGHT), *column(PROSE, LEFT)]) == [PROSE_JOINED, MORE_JOINED]


def test_columns_drawn_row_by_row_are_read_one_after_the_other() -> None:
    """Columns drawn row by row are read one after the other."""
    rows = zip(column(PROSE, LEFT), column(MORE, RIGHT), strict=True)
    assert paragraphs([line for row in rows for line in row]) == [PROSE_JOINED, MORE_JOINED]


def test_what_spans_columns_is_read_before_those_below_it() -> None:
    """A line across columns is read before the columns below it."""
    wide = Text(
        "A line across both of the columns, under the first two of them and over the others.", LEFT, 170
    )
    page = [
        *column(PROSE, LEFT, 200),
        *column(MORE, RIGHT, 200),
        wide,
        *column(MORE, LEFT, 100),
        *column(PROSE, RIGHT, 100),
    ]
    assert paragraphs(page) == [MORE_JOINED, PROSE_JOINED, wide.text, PROSE_JOINED, MORE_JOINED]


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    """A paragraph continues in the next column."""
    first, second, *rest = PROSE.splitlines()
    third = "\n".join(rest)
    page = [*column(f"{first}\n{second}", LEFT, 600), *column(f"{third}\n\n{MORE}", RIGHT, 100)]
    assert paragraphs(page) == [PROSE_JOINED, MORE_JOINED]


def test_a_paragraph_goes_on_past_a_footnote_on_the_next_page() -> None:
    """A paragraph continues on the next page, past a footnote."""
    first, second, *rest = PROSE.splitlines()
    third = "\n".join(rest)
    note = Text("1. A note that stands below the text.", 72, 700, 7)
    pages = [*column(f"{first}\n{second}", top=600), note], column(f"{third}\n\n{MORE}")
    assert paragraphs(*pages) == [PROSE_JOINED, note.text, MORE_JOINED]


def test_space_parts_paragraphs() -> None:
    """Space separates paragraphs."""
    assert paragraphs([*column(PROSE), *column(MORE, top=146)]) == [PROSE_JOINED, MORE_JOINED]


def test_an_indent_parts_paragraphs() -> None:
    """An indent separates paragraphs."""
    indented = column(MORE, top=136)
    indented[0] = Text(indented[0].text, 84, 136)
    assert paragraphs([*column(PROSE), *indented]) == [PROSE_JOINED, MORE_JOINED]


def test_a_line_that_ends_early_ends_its_paragraph() -> None:
    """A line that ends early ends its paragraph."""
    assert paragraphs(column(f"{PROSE}\n{MORE}")) == [PROSE_JOINED, MORE_JOINED]


def test_a_heading_does_not_run_into_the_text() -> None:
    """A heading does not run into the text."""
    heading = Text("What the books are for", 72, 148, 10, "bold")
    page = [*column(PROSE), heading, *column(MORE, top=160)]
    assert paragraphs(page) == [PROSE_JOINED, heading.text, MORE_JOINED]


def test_a_caption_does_not_run_into_the_text_around_it() -> None:
    """A caption does not run into the text around it."""
    first, second, *rest = PROSE.splitlines()
    third = "\n".join(rest)
    caption = "Figure 2: The channel at low water"
    page = [*column(f"{first}\n{second}"), *column(caption, top=300), *column(third, top=330)]
    assert paragraphs(page) == [PROSE_JOINED, caption]


def test_list_items_stay_apart_with_their_marks() -> None:
    """List items stay separate and keep their marks."""
    items = [part for n, item in enumerate(("rope", "tar", "canvas")) for part in _item(item, 100 + 12 * n)]
    assert paragraphs([*items, *column(PROSE, top=160)]) == ["• rope", "• tar", "• canvas", PROSE_JOINED]


def _item(text: str, top: float) -> tuple[Text, Text]:
    return Text("•", 72, top), Text(text, 90, top)


def test_list_items_without_marks_stay_apart() -> None:
    """List items without marks stay separate."""
    items = [
        "rope, which nobody may cut before he has paid for",
        "all of it",
        "tar",
        "canvas, but only the kind that came in the spring",
    ]
    assert paragraphs(column("\n".join(items))) == [" ".join(items[:2]), *items[2:]]


def test_a_row_of_a_table_is_a_line() -> None:
    """A row of a table is a line."""
    rows = (("Port", "Ships", "Tons"), ("Oslo", "12", "3400"), ("Bergen", "9", "2100"))
    page = [Text(cell, 72 + 80 * x, 100 + 12 * y) for y, row in enumerate(rows) for x, cell in enumerate(row)]
    assert paragraphs(page) == ["Port Ships Tons", "Oslo 12 3400", "Bergen 9 2100"]


def test_a_word_cut_at_the_end_of_a_line_is_joined() -> None:
    """A word split at the end of a line is joined."""
    assert paragraphs(column("Whoever reads the old account of it will under-\nstand why they kept it.")) == [
        "Whoever reads the old account of it will understand why they kept it."
    ]


@pytest.mark.parametrize("tail", ["the long-\nterm view", "the Anglo-\nSaxon view", "the 1914-\n1918 view"])
def test_an_honest_hyphen_at_the_end_of_a_line_stays(tail: str) -> None:
    """An author's hyphen at the end of a line stays."""
    text = f"Some took a long-term view of it, some did not, and some took {tail}."
    assert paragraphs(column(text)) == [text.replace("\n", "")]


def test_a_script_without_spaces_is_joined_without_them() -> None:
    """A script without spaces is joined without them."""
    texts = (
        "港の役所は毎晩船の一覧を書いた",
        "それを読む人はいなかったけれど",
        "堤防の修理に役立った。",
        "今では誰でもその本を読むことが",
        "できる。",
    )
    lines = [
        Line(text=text, left=72, top=100 + 15 * row, right=72 + 10 * len(text), bottom=110 + 15 * row)
        for row, text in enumerate(texts)
    ]
    found = [paragraph.text for paragraph in join_paragraphs(order_blocks(lines, 0))]
    assert found == ["".join(texts[:3]), "".join(texts[3:])]


def test_ligatures_are_letters() -> None:
    """Ligatures are read as letters."""
    text = "The o\x0ece could not \x0cnd the \x1dag."
    assert paragraphs([Text(text)]) == ["The office could not find the flag."]


def test_running_heads_and_page_numbers_are_dropped() -> None:
    """Running heads and page numbers are dropped."""
    texts = (PROSE, MORE, LAST)
    pages = [
        [Text(f"Harbour Studies {number}", 250, 40), *column(text), Text(str(number), 300, 770)]
        for number, text in enumerate(texts, 1)
    ]
    assert paragraphs(*pages) == [PROSE_JOINED, MORE_JOINED, LAST_JOINED]


def test_a_number_in_the_text_is_no_page_number() -> None:
    """A number in the text is not a page number."""
    assert paragraphs(column("The answer that they all had been waiting for was\n42\n")) == [
        "The answer that they all had been waiting for was 42"
    ]


def test_text_turned_on_the_page_is_dropped_and_a_turned_page_is_read() -> None:
    """Rotated text on a page is dropped, and a rotated page is read."""
    turned, _ = read_pdf(make_pdf([[*column(PROSE), *column(MORE, top=160)]], rotation=90), "a.pdf")
    assert list(turned.paragraphs) == [PROSE_JOINED, MORE_JOINED]
    sideways = make_pdf([column(PROSE)], rotation=90).replace(b"/Rotate 90", b"/Rotate 0")
    assert read_pdf(sideways, "a.pdf")[0].paragraphs == ()


def test_what_lies_outside_the_page_is_not_read() -> None:
    """Text outside the page is not read."""
    assert paragraphs(
        [*column(PROSE), Text("unseen", 72, HEIGHT + 50), Text("unseen too", 72, 300, 0.2)]
    ) == [PROSE_JOINED]


def test_control_characters_are_gone() -> None:
    """Control characters are dropped, or replaced by the ligatures that old TeX fonts put in their place."""
    assert paragraphs([Text("before \x1b[31m after \x07 it")]) == ["before ff[31m after it"]


def test_title_is_the_largest_text_of_the_first_page() -> None:
    """The title is the largest text of the first page."""
    page = [Text("A Record of the Harbour", 72, 60, 18), *column(PROSE)]
    article, _ = read_pdf(make_pdf([page], {"Title": "Another Name Of It"}), "a.pdf")
    assert article.source.title == "A Record of the Harbour"
    assert article.paragraphs == (PROSE_JOINED,)


def test_title_property_counts_where_no_text_is_larger() -> None:
    """The title property counts if no text is larger."""
    article, _ = read_pdf(make_pdf([column(PROSE)], {"Title": "The Harbour Books"}), "a.pdf")
    assert article.source.title == "The Harbour Books"


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - harbour.doc",
        "harbour_final_v2.indd",
        "report 2.docx",
        "untitled",
        "Untitled document",
    ],
)
def test_a_file_name_is_no_title(title: str) -> None:
    """A file name is not a title."""
    assert read_pdf(make_pdf([column(PROSE)], {"Title": title}), "a.pdf")[0].source.title is None


def test_byline_is_read_and_the_day_of_the_file_is_no_date() -> None:
    """The byline is read, and the day of the file is not a date."""
    page = [
        Text("A Record of the Harbour", 72, 60, 18),
        Text("By Maria Lindqvist | The Harbour Post | 12 March 2019", 72, 80),
        *column(PROSE, top=110),
    ]
    source = read_pdf(make_pdf([page], {"CreationDate": "D:20240506070809Z"}), "a.pdf")[0].source
    assert (source.author, source.publication, source.date) == (
        "Maria Lindqvist",
        "The Harbour Post",
        "2019-03-12",
    )
    plain = read_pdf(make_pdf([column(PROSE)], {"CreationDate": "D:20240506070809Z"}), "a.pdf")[0].source
    assert (plain.author, plain.publication, plain.date) == (None, None, None)


@pytest.mark.parametrize(
    ("author", "printed", "expected"),
    [
        ("Maria Lindqvist", "Maria Lindqvist", "Maria Lindqvist"),
        ("Maria Lindqvist", "", None),
        ("Microsoft Office User", "Microsoft Office User", None),
        ("mlindqv", "mlindqv", None),
    ],
)
def test_author_property_counts_if_it_is_a_name_on_the_page(
    author: str, printed: str, expected: str | None
) -> None:
    """The author property counts if it is a name on the page."""
    page = [Text("A Record of the Harbour", 72, 60, 18), Text(printed, 72, 80), *column(PROSE, top=110)]
    assert read_pdf(make_pdf([page], {"Author": author}), "a.pdf")[0].source.author == expected


def test_what_a_browser_prints_around_a_page_is_dropped_but_for_its_address() -> None:
    """What a browser prints around a page is dropped, except for the address."""

    def page(number: int, text: str) -> list[Text]:
        return [
            Text("3/4/2024, 7:08 AM", 30, 20, 8),
            Text("A Record of the Harbour | Post", 250, 20, 8),
            *column(text, top=100),
            Text("https://example.org/harbour", 30, 785, 8),
            Text(f"{number}/2", 560, 785, 8),
        ]

    first = [Text("A Record of the Harbour", 72, 60, 18), *page(1, PROSE)]
    made = {"Creator": "Mozilla Firefox 128", "Title": "A Record of the Harbour | Post"}
    article, _ = read_pdf(make_pdf([first, page(2, MORE)], made), "a.pdf")
    assert article.paragraphs == (PROSE_JOINED, MORE_JOINED)
    assert article.source.url == "https://example.org/harbour"
    assert (article.source.title, article.source.date) == ("A Record of the Harbour", None)
    single, _ = read_pdf(make_pdf([first], made), "a.pdf")
    assert single.paragraphs == (PROSE_JOINED,)


def test_menus_of_a_printed_web_page_are_no_paragraphs() -> None:
    """Menus of a printed web page are not paragraphs."""
    menu = column("Home\nWorld news\nSport\nWeather\nShop\nContact us", top=50)
    page = [*menu, Text("A Record of the Harbour", 72, 180, 18), *column(f"{PROSE}\n\n{MORE}", top=220)]
    article, _ = read_pdf(
        make_pdf([page], {"Creator": "Chromium", "Title": "A Record of the Harbour"}), "a.pdf"
    )
    assert article.paragraphs == (PROSE_JOINED, MORE_JOINED)


def test_pictures_of_text_are_said_to_need_ocr() -> None:
    """A note says that pictures of text need OCR."""
    article, note = read_pdf(_with_picture(make_pdf([[]])), "a.pdf")
    assert article.paragraphs == ()
    assert note == "has no text, only pictures: it needs OCR"
    _, partly = read_pdf(_with_picture(make_pdf([[], column(PROSE)])), "a.pdf")
    assert partly == "1 of 2 pages have no text, only pictures: they need OCR"


def _with_picture(data: bytes) -> bytes:
    """Return a file with a one-point grey picture on each page without text; offsets repair themselves."""
    picture = b"q 600 0 0 800 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
    return data.replace(
        b"<< /Length 0 >>\nstream\n\nendstream",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(picture), picture),
    )


def test_an_empty_page_has_no_note() -> None:
    """An empty page has no note."""
    article, note = read_pdf(make_pdf([[]]), "a.pdf")
    assert (article.id, article.paragraphs, note) == ("a.pdf", (), None)


def test_an_encrypted_file_says_that_it_needs_a_password() -> None:
    """The error for an encrypted file says that it needs a password."""
    lock = (
        f"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'01' * 32}> /U <{'02' * 32}> >>"
    )
    with pytest.raises(ReadingError, match=r"^a\.pdf needs a password: "):
        read_pdf(make_pdf([column(PROSE)], trailer=lock), "a.pdf")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"<html>no</html>", make_pdf([column(PROSE)])[:300]])
def test_a_broken_file_is_an_error_in_one_line(data: bytes) -> None:
    """A broken file raises an error of one line."""
    with pytest.raises(
        ReadingError, match=r"^a\.pdf is not a PDF, or is damaged: download or copy it again$"
    ):
        read_pdf(data, "a.pdf")


def test_too_many_pages_are_an_error_that_names_the_limit() -> None:
    """Too many pages raise an error that names the limit."""
    with pytest.raises(ReadingError, match=rf"^a\.pdf has 2,001 pages, more than {MOST_PAGES:,}: split it$"):
        read_pdf(make_pdf([[]] * (MOST_PAGES + 1)), "a.pdf")
