"""Bytes become text by what they are, or an error says what they are not."""

import codecs
import hashlib
from pathlib import Path

import pytest

from qa_bot.errors import ReadingError
from qa_bot.reading.decoding import decode, read_bytes
from qa_bot.reading.limits import MAX_MEGABYTES, MEGABYTE

SENTENCE = "The café\u2019s owner paid 5 € for a “naïve” painting."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_one_sentence_reads_the_same_from_each_encoding(encoding: str) -> None:
    """One sentence reads the same from each encoding."""
    assert decode(SENTENCE.encode(encoding), "a.txt") == SENTENCE


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_utf16_of_either_order_is_read_by_its_mark(mark: bytes) -> None:
    """UTF-16 of either order is read by its mark."""
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    assert decode(mark + SENTENCE.encode(encoding), "a.txt") == SENTENCE


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Größe und Maß für Öl", "latin-1"),
        ("Вчера в порту открыли новый мост, и первый паром ушёл в полдень.", "cp1251"),
        ("昨天港口开放了一座新桥。第一艘渡轮中午出发。", "gb18030"),
    ],
)
def test_unmarked_encoding_is_told_by_its_letters(text: str, encoding: str) -> None:
    """Unmarked encoding is told by its letters."""
    assert decode(text.encode(encoding), "a.txt") == text


def test_encoding_that_a_page_declares_is_believed() -> None:
    """Encoding that a page declares is believed."""
    page = '<meta charset="iso-8859-2"><p>Żółw</p>'
    assert decode(page.encode("iso-8859-2"), "a.html") == page


@pytest.mark.parametrize("name", ["undefined", "idna", "punycode", "hex", "no-such-encoding"])
def test_declared_name_that_decodes_nothing_is_passed_by(name: str) -> None:
    """Python has codecs that are no encodings, and each fails in its own way."""
    page = f"<meta charset={name}><p>Größe und Maß für Öl</p>"
    assert decode(page.encode("latin-1"), "a.html") == page


def test_utf8_with_one_broken_byte_loses_only_that() -> None:
    """UTF-8 with one broken byte loses only that."""
    data = ("é" * 20).encode() + b"\xff" + b" end"
    assert decode(data, "a.txt") == "é" * 20 + "\ufffd end"


def test_text_decoded_twice_is_repaired() -> None:
    """Text decoded twice is repaired."""
    assert decode(SENTENCE.encode().decode("latin-1").encode(), "a.txt") == SENTENCE


def test_honest_letters_that_look_decoded_twice_stay() -> None:
    """Honest letters that look decoded twice stay."""
    text = "The sequence Ã© shows that a café menu was read as Latin-1."
    assert decode(text.encode(), "a.txt") == text


def test_stray_nul_is_still_text() -> None:
    """Stray NUL is still text."""
    assert decode(b"A sentence of some length with one \x00 in it.", "a.txt").startswith("A sentence")


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)),
        b"\x00\x01\x02\x03",
        b"\x7fELF" + bytes(60),
        b"".join(hashlib.sha256(bytes([n])).digest() for n in range(99)),
    ],
)
def test_binary_is_an_error_that_says_so(data: bytes) -> None:
    """Binary is an error that says so."""
    with pytest.raises(ReadingError, match=r"photo\.txt looks binary"):
        decode(data, "photo.txt")


def test_text_that_is_not_what_its_mark_announces_is_an_error() -> None:
    """Text that is not what its mark announces is an error."""
    with pytest.raises(ReadingError, match="UTF-16"):
        decode(codecs.BOM_UTF16_LE + b"abc", "a.txt")


def test_file_over_the_limit_is_an_error_that_names_the_limit(tmp_path: Path) -> None:
    """File over the limit is an error that names the limit."""
    file = tmp_path / "big.txt"
    with file.open("wb") as stream:
        stream.truncate(MAX_MEGABYTES * MEGABYTE + 1)
    with pytest.raises(ReadingError, match=rf"big\.txt is larger than {MAX_MEGABYTES} MB"):
        read_bytes(file, "big.txt")
