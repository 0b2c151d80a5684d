"""Every kind of file yields clean articles, or an error that names the file and its fault."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from growth import LINEAR, growth

from qa_bot.core.errors import ReadingError, UnsupportedFileError
from qa_bot.core.types import Article
from qa_bot.reading.read import SUPPORTED_SUFFIXES, Reading, read_file

AUTHORS = "Ada Moss, Ines Calder"
TIDE = (
    "The tide at Morrow Bay rose by two metres on Monday, and the harbour was closed for the rest of the day."
)
HOSTILE = "\x1b]0;owned\x07The \x1b[31mred\x1b[0m [/] [bold] tide\u202e rose\x00 on Monday."
CLEAN = "The red [/] [bold] tide rose on Monday."


def read(tmp_path: Path, name: str, content: str | bytes) -> Reading:
    """Write a file and read it."""
    data = content if isinstance(content, bytes) else content.encode()
    (tmp_path / name).write_bytes(data)
    return read_file(name, tmp_path)


def read_one(tmp_path: Path, name: str, content: str | bytes) -> Article:
    """Write a file of one article and read it."""
    (article,) = read(tmp_path, name, content).articles
    return article


def test_front_matter_gives_the_source(tmp_path: Path) -> None:
    """Front matter provides the source."""
    article = read_one(
        tmp_path,
        "note.md",
        "---\ntitle: Tides\nsource: The Gazette\nauthors: [Ada Moss, By Ines Calder]\ndate: 2021-05-12\n"
        "link: https://example.org/tides\n---\n# Other heading\n\nThe tide rose.\n",
    )
    source = article.source
    assert (source.title, source.publication, source.author) == (
        "Tides",
        "The Gazette",
        "Ada Moss, Ines Calder",
    )
    assert (source.date, source.url, source.path) == ("2021-05-12", "https://example.org/tides", "note.md")
    assert article.id == "note.md"


def test_markdown_is_read_as_its_words(tmp_path: Path) -> None:
    """Markdown is read as plain text."""
    article = read_one(
        tmp_path,
        "note.md",
        "# The *tide*\n\nIt **rose** by [two\nmetres](https://example.org).\n\n## Later\n\n"
        "- first\n- second\n\n"
        "```py\nx = 1\n```\n\n> said she\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<div>raw</div>\n",
    )
    assert article.source.title == "The tide"
    assert article.paragraphs == (
        "It rose by two metres.",
        "- first",
        "- second",
        "x = 1",
        "said she",
        "a | b",
        "1 | 2",
        "raw",
    )


def test_rule_at_the_top_is_no_front_matter(tmp_path: Path) -> None:
    """A rule at the top is not front matter."""
    assert read_one(tmp_path, "a.md", "---\n\nfirst\n\n---\n\nsecond").paragraphs == ("first", "second")


def test_a_colon_in_a_title_needs_no_quotes(tmp_path: Path) -> None:
    """People write it so, and it is unambiguous."""
    header = (
        "title: Correction: the court's ruling\nauthor: Ada Moss\nsource: Gazette: City\ndate: 2021-05-12"
    )
    source = read_one(tmp_path, "a.md", f"---\n{header}\n---\ntext").source
    assert (source.title, source.author) == ("Correction: the court's ruling", "Ada Moss")
    assert (source.publication, source.date) == ("Gazette: City", "2021-05-12")


@pytest.mark.parametrize(
    "header", ["title: [", "date: 2021-02-31", "a: b: c", "title: a: b\nx: [", "title: [a: b"]
)
def test_bad_front_matter_names_the_file(tmp_path: Path, header: str) -> None:
    """The error for bad front matter names the file."""
    with pytest.raises(ReadingError, match=r"bad\.md.*front matter is not valid YAML"):
        read(tmp_path, "bad.md", f"---\n{header}\n---\ntext")


@pytest.mark.parametrize(
    "header",
    [
        "a: !!bool maybe",
        "a: !!int ''",
        "a: !!float ''",
        "a: !!timestamp foo",
        "a: !!timestamp 2021-05-12 25:00:00",
        "a: " + "1:" * 300 + "1.0",
        "a: " + "9" * 5000,
        "a: " + "[" * 5000,
    ],
)
def test_front_matter_that_breaks_its_own_tags_names_the_file(tmp_path: Path, header: str) -> None:
    """PyYAML's constructors raise low-level errors, which become ReadingError."""
    with pytest.raises(
        ReadingError, match=r"bad\.md.*front matter is not valid YAML \(.+\): correct it$"
    ) as caught:
        read(tmp_path, "bad.md", f"---\n{header}\n---\ntext")
    assert "NoneType" not in str(caught.value)


def test_front_matter_number_of_too_many_digits_is_unknown(tmp_path: Path) -> None:
    """The article is read anyway."""
    number = "0x" + "f" * 5000
    article = read_one(tmp_path, "a.md", f"---\ntitle: {number}\n? {number}\n: key\n---\ntext")
    assert (article.source.title, article.paragraphs) == (None, ("text",))


def test_bad_front_matter_names_the_line(tmp_path: Path) -> None:
    """The error for bad front matter names the line."""
    with pytest.raises(ReadingError, match=r"bad\.md, line 3"):
        read(tmp_path, "bad.md", "---\ntitle: x\na: b: c\n---\ntext")


PAGE = """<!DOCTYPE html><html><head><title>Tide rises - Gazette</title>
<meta property="og:title" content="Tide rises"><meta property="og:site_name" content="Gazette">
<meta name="author" content="By Ada Moss">
<meta property="article:published_time" content="2021-05-12T08:00:00Z">
<link rel="canonical" href="https://example.org/tide"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<article><h1>Tide rises</h1><p>The tide at Morrow Bay rose by two metres on Monday, and the <b>harbour</b> was
closed for the rest of the day.</p><h2>What came next</h2>
<p>Boats were tied up twice, and the market moved to the
school on the hill until the water fell.</p></article><footer>Copyright 2021 Gazette</footer></body></html>"""


def test_page_gives_its_source_and_paragraphs(tmp_path: Path) -> None:
    """A page provides its source and paragraphs."""
    article = read_one(tmp_path, "tide.html", PAGE)
    source = article.source
    assert (source.title, source.author, source.publication) == ("Tide rises", "Ada Moss", "Gazette")
    assert (source.date, source.url) == ("2021-05-12", "https://example.org/tide")
    assert TIDE in article.paragraphs
    assert not any("Copyright" in text or "Home" in text for text in article.paragraphs)


def test_heading_of_a_page_is_not_glued_to_a_paragraph(tmp_path: Path) -> None:
    """The heading of a page stays separate from its paragraphs."""
    paragraphs = read_one(tmp_path, "tide.html", PAGE).paragraphs
    assert all(text == "What came next" or "What came next" not in text for text in paragraphs)
    assert "Tide rises" not in paragraphs


def test_page_states_nothing_and_nothing_is_guessed(tmp_path: Path) -> None:
    """A page that states nothing has no metadata; nothing is guessed."""
    source = read_one(tmp_path, "a.html", "<p>On 3 June 1871 the tower of the town was finished.</p>").source
    assert (source.author, source.publication, source.date, source.url) == (None, None, None, None)


def test_page_saved_as_text_is_read_as_a_page(tmp_path: Path) -> None:
    """A page saved as text is read as a page."""
    assert read_one(tmp_path, "tide.txt", PAGE).source.publication == "Gazette"


def test_lines_of_json_are_articles(tmp_path: Path) -> None:
    """Lines of JSON are articles."""
    lines = [
        {
            "id": "a1",
            "title": "Tide",
            "source": "Gazette",
            "author": "Ada Moss",
            "date": "May 12, 2021",
            "text": "x\n\ny",
        },
        {"_id": "4", "title": "", "text": "One line.\nNext line."},
        {"paragraphs": ["p", " ", "q"]},
    ]
    reading = read(tmp_path, "all.jsonl", "\n".join(map(json.dumps, lines)))
    first, second, third = reading.articles
    assert (first.id, first.paragraphs, first.source.date, first.source.path) == (
        "a1",
        ("x", "y"),
        "2021-05-12",
        "all.jsonl",
    )
    assert (second.id, second.source.title, second.paragraphs) == ("4", None, ("One line.", "Next line."))
    assert (third.id, third.paragraphs) == ("all.jsonl:3", ("p", "q"))
    assert reading.note is None


def test_bad_lines_cost_only_themselves_and_are_named(tmp_path: Path) -> None:
    """Bad lines affect only themselves and are named."""
    reading = read(
        tmp_path, "a.jsonl", '{"id": "a", "text": "x"}\nnope\n{"id": "a", "text": "y"}\n[1]\n{"id": "b"}\n'
    )
    assert [article.paragraphs for article in reading.articles] == [("x",)]
    assert reading.note == (
        "4 of 5 lines were not articles: line 2 is not JSON; line 3 repeats the id 'a'; "
        "line 4 is not a JSON object; line 5 has no text"
    )


def test_file_of_bad_lines_only_is_an_error(tmp_path: Path) -> None:
    """A file with bad lines only is an error."""
    with pytest.raises(ReadingError, match=r"a\.jsonl contains no article: line 1 is not JSON"):
        read(tmp_path, "a.jsonl", "[" * 100_000)


def test_question_set_is_no_article_file(tmp_path: Path) -> None:
    """A question set is not an article file."""
    with pytest.raises(UnsupportedFileError, match="a test question set, not articles"):
        read(tmp_path, "q.jsonl", '{"id": "q1", "question": "When?", "answers": []}')


@pytest.mark.parametrize("name", ["paper.odt", "archive.tar.gz", "noending"])
def test_other_kinds_are_unsupported(tmp_path: Path, name: str) -> None:
    """Other kinds of files are unsupported."""
    with pytest.raises(UnsupportedFileError, match=name):
        read(tmp_path, name, "x")


@pytest.mark.parametrize("suffix", sorted(SUPPORTED_SUFFIXES))
def test_empty_file_has_no_paragraphs(tmp_path: Path, suffix: str) -> None:
    """It has no article either, and a note says so."""
    reading = read(tmp_path, f"empty{suffix}", b"")
    assert reading == Reading((), "the file is empty")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", HOSTILE),
        ("a.TXT", HOSTILE.replace("\x00", "").encode("utf-16")),
        ("a.md", HOSTILE),
        ("a.html", f"<html><body><p>{HOSTILE}</p></body></html>"),
        ("a.jsonl", json.dumps({"text": HOSTILE})),
    ],
)
def test_hostile_text_is_clean_in_every_format(tmp_path: Path, name: str, content: str | bytes) -> None:
    """Malicious text is cleaned in every format."""
    assert read_one(tmp_path, name, content).paragraphs == (CLEAN,)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_huge_line_is_read_in_linear_time(tmp_path: Path, suffix: str) -> None:
    """Nothing of it is lost."""

    def read_line(words: int) -> None:
        article = read_one(tmp_path, f"huge{suffix}", "word " * words)
        assert sum(map(len, article.paragraphs)) == words * 5 - 1

    read_line(200_000)
    assert growth(read_line, 20_000) < LINEAR


@pytest.mark.parametrize("suffix", sorted(SUPPORTED_SUFFIXES))
def test_binary_is_an_error_in_every_format(tmp_path: Path, suffix: str) -> None:
    """The error names the file."""
    with pytest.raises(ReadingError, match=re.escape(f"photo{suffix} ")):
        read(tmp_path, f"photo{suffix}", bytes(range(256)) * 4)


def test_missing_file_is_an_error(tmp_path: Path) -> None:
    """A missing file is an error."""
    with pytest.raises(ReadingError, match=r"gone\.txt"):
        read_file("gone.txt", tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_file_that_may_not_be_read_is_an_error(tmp_path: Path) -> None:
    """A file without permission to read it is an error."""
    (tmp_path / "locked.txt").write_text("x", encoding="utf-8")
    (tmp_path / "locked.txt").chmod(0)
    with pytest.raises(ReadingError, match=r"locked\.txt cannot be read: change"):
        read_file("locked.txt", tmp_path)


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("../outside.txt", "a link out of the corpus folder"),
        ("..", "a link out of the corpus folder"),
        (".", "a link to a folder"),
        ("folder", "a link to a folder"),
        ("link.txt", "a broken link"),
        ("nothing.txt", "a broken link"),
    ],
)
def test_link_that_is_not_followed_says_so(tmp_path: Path, target: str, reason: str) -> None:
    """This is so for supported and unsupported endings."""
    root = tmp_path / "corpus"
    (root / "folder").mkdir(parents=True)
    (tmp_path / "outside.txt").write_text("secret", encoding="utf-8")
    for name in ("link.txt", "link"):
        (root / name).symlink_to(target)
        with pytest.raises(UnsupportedFileError, match=rf"^{name} is {reason}, which is not followed"):
            read_file(name, root)


def test_link_within_the_folder_is_read(tmp_path: Path) -> None:
    """This is so too if the folder itself is reached by a link."""
    root = tmp_path / "corpus"
    root.mkdir()
    (root / "a.txt").write_text(TIDE, encoding="utf-8")
    (root / "b.txt").symlink_to("a.txt")
    (tmp_path / "way").symlink_to(root)
    (article,) = read_file("b.txt", tmp_path / "way").articles
    assert article.paragraphs == (TIDE,)


def test_name_beyond_unicode_is_read_and_shown(tmp_path: Path) -> None:
    """A name that is not Unicode is read and shown."""
    name = os.fsdecode(b"caf\xe9.txt")
    assert read_one(tmp_path, name, "It rained all day.").id == "caf\ufffd.txt"


def test_importing_the_package_loads_no_library() -> None:
    """Importing the package loads no library."""
    code = (
        "import sys, qa_bot.reading.read; "
        "print({'trafilatura', 'lxml', 'markdown_it', 'yaml', 'charset_normalizer'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  (our own code)
    assert done.stdout.strip() == "set()"
