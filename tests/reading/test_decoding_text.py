"""Bytes are decoded in their actual encoding, or an error says why they are not text."""

import codecs
import hashlib
from pathlib import Path

import pytest

from qa_bot.core.errors import ReadingError
from qa_bot.reading.decoding.text import decode, read_bytes
from qa_bot.reading.limits import MAX_MEGABYTES, MEGABYTE

RUSSIAN = "Вчера в порту открыли новый мост, и первый паром ушёл в полдень."
CHINESE = "昨天港口开放了一座新桥。第一艘渡轮中午出发。"
JAPANESE = "昨日、港に新しい橋が開通し、最初のフェリーが正午に出発した。"
SENTENCE = "The café\u2019s owner paid 5 € for a “naïve” painting."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_one_sentence_reads_the_same_from_each_encoding(encoding: str) -> None:
    """One sentence reads the same in each encoding."""
    assert decode(SENTENCE.encode(encoding), "a.txt") == SENTENCE


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_utf16_of_either_order_is_read_by_its_mark(mark: bytes) -> None:
    """UTF-16 of either byte order is read by its mark."""
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    assert decode(mark + SENTENCE.encode(encoding), "a.txt") == SENTENCE


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Größe und Maß für Öl", "latin-1"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "iso8859_5"),
        ("Zażółć gęślą jaźń.", "iso8859_2"),
        (CHINESE, "gb18030"),
        ("昨天港口開放了一座新橋。第一艘渡輪中午出發。", "big5"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
        ("어제 항구에 새 다리가 개통되었고 첫 배가 정오에 떠났다.", "euc_kr"),
    ],
)
def test_unmarked_encoding_is_told_by_its_letters(text: str, encoding: str) -> None:
    """An unmarked encoding is recognised by its letters."""
    assert decode(text.encode(encoding), "a.txt") == text


def test_encoding_that_a_page_declares_is_believed() -> None:
    """The encoding that a page declares is used."""
    page = '<meta charset="iso-8859-2"><p>Żółw</p>'
    assert decode(page.encode("iso-8859-2"), "a.html") == page


@pytest.mark.parametrize(
    ("declared", "real", "text"),
    [
        ("iso-8859-1", "gb18030", CHINESE),
        ("iso-8859-1", "cp1251", RUSSIAN),
        ("utf-8", "cp1252", SENTENCE),
        ("utf-16", "cp1252", SENTENCE),
        ("iso-8859-1", "cp1252", SENTENCE),
        ("gb2312", "gb18030", f"{CHINESE} 㐀镕"),
    ],
)
def test_declaration_that_lies_or_says_half_is_seen_through(declared: str, real: str, text: str) -> None:
    """A wrong or partial declaration is detected."""
    page = f'<meta charset="{declared}"><p>{text}</p>'
    assert decode(page.encode(real), "a.html") == page


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [SENTENCE, RUSSIAN, CHINESE, JAPANESE, "A short line\n"])
def test_wide_text_without_a_mark_is_read(text: str, encoding: str) -> None:
    """UTF-16 and UTF-32 without a mark are read."""
    assert decode(text.encode(encoding), "a.txt") == text


@pytest.mark.parametrize("name", ["undefined", "idna", "punycode", "hex", "no-such-encoding"])
def test_declared_name_that_decodes_nothing_is_passed_by(name: str) -> None:
    """Python has codecs that are not encodings, and each fails in its own way."""
    page = f"<meta charset={name}><p>Größe und Maß für Öl</p>"
    assert decode(page.encode("latin-1"), "a.html") == page


def test_utf8_with_one_broken_byte_loses_only_that() -> None:
    """UTF-8 with one broken byte loses only that byte."""
    data = ("é" * 20).encode() + b"\xff" + b" end"
    assert decode(data, "a.txt") == "é" * 20 + "\ufffd end"


@pytest.mark.parametrize("wrong", ["latin-1", "cp1252"])
@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize(
    "text",
    [SENTENCE, "Вчера открыли мост.", "昨天开放了一座新桥。", "Nesta página há ação à tarde", "🎉 Zażółć"],
)
def test_text_decoded_wrongly_is_repaired(text: str, wrong: str, times: int) -> None:
    """Wrongly decoded text is repaired, including the five bytes that Windows-1252 lacks."""
    garbled = text
    for _ in range(times):
        garbled = "".join(bytes([byte]).decode(wrong, "ignore") or chr(byte) for byte in garbled.encode())
    assert decode(garbled.encode(), "a.txt") == text
    assert decode(f"“Right” 桥.\n{garbled}\n".encode(), "a.txt") == f"“Right” 桥.\n{text}\n"


@pytest.mark.parametrize(
    "text",
    [
        "SÃO PAULO – A cidade amanheceu sem água; NAÇÃO é a palavra.",  # noqa: RUF001
        "“Curly” ‘quotes’, an ellipsis…, ﬁne ligatures, ｆｕｌｌ width and e\u0301 stay.",  # noqa: RUF001
        "MAÇÃ É FRUTA “BOA”, À VENDA",
        "Bücher „deutsch“ ‚einfach‘: 5 € à la carte",  # noqa: RUF001
        "昨天“很好”，他说。ｶﾀｶﾅ",  # noqa: RUF001
    ],
)
def test_honest_letters_stay(text: str) -> None:
    """Correct letters are unchanged."""
    assert decode(text.encode(), "a.txt") == text


def test_stray_nul_is_still_text() -> None:
    """Text with a stray NUL is still text."""
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
    """Binary data raises an error that says so."""
    with pytest.raises(ReadingError, match=r"photo\.txt looks like a binary file"):
        decode(data, "photo.txt")


def test_text_that_is_not_what_its_mark_announces_is_an_error() -> None:
    """Text in another encoding than its mark announces is an error."""
    with pytest.raises(ReadingError, match="UTF-16"):
        decode(codecs.BOM_UTF16_LE + b"abc", "a.txt")


def test_file_over_the_limit_is_an_error_that_names_the_limit(tmp_path: Path) -> None:
    """A file over the limit raises an error that names the limit."""
    file = tmp_path / "big.txt"
    with file.open("wb") as stream:
        stream.truncate(MAX_MEGABYTES * MEGABYTE + 1)
    with pytest.raises(ReadingError, match=rf"big\.txt is larger than {MAX_MEGABYTES} MB"):
        read_bytes(file, "big.txt")
