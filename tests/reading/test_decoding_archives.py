"""Untrusted archives are unpacked within the limits, or an error names the limit."""

import gzip
import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa_bot.core.errors import ReadingError
from qa_bot.reading.decoding.archives import gunzip, open_archive
from qa_bot.reading.decoding.xml import parse_xhtml, parse_xml
from qa_bot.reading.limits import (
    MAX_EXPANDED_MEGABYTES,
    MAX_MEGABYTES,
    MAX_MEMBERS,
    MAX_XML_DEPTH,
    MAX_XML_MEGABYTES,
    MEGABYTE,
)

ZEROS = bytes(MEGABYTE)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack members into a zip archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def overlapping(files: int, kernel: bytes) -> bytes:
    """Build a bomb whose members all share one compressed kernel, which zipfile's own reader cannot list."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(kernel) + packer.flush()
    checksum = zlib.crc32(kernel)
    sizes = (20, 0, 8, 0, 0, checksum, len(packed), len(kernel), 1, 0)
    local = b"PK\x03\x04" + struct.pack("<HHHHHLLLHH", *sizes) + b"a" + packed
    entry = b"PK\x01\x02" + struct.pack("<HHHHHHLLLHHHHHLL", 20, *sizes[:-1], 0, 0, 0, 0, 0, 0) + b"a"
    directory = entry * files
    end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, files, files, len(directory), len(local), 0)
    return local + directory + end


def test_member_is_given_as_it_was_packed() -> None:
    """Members may be stored or deflated, empty or not."""
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        archive = open_archive(zipped({"a": b"tide", "b/é": b""}, method), "a.zip")
        assert [archive.read(name) for name in ("a", "b/é")] == [b"tide", b""]


def test_member_that_is_not_there_is_an_error() -> None:
    """The error names the member."""
    with pytest.raises(ReadingError, match=r"a\.zip lacks its part 'b'"):
        open_archive(zipped({"a": b""}), "a.zip").read("b")


def test_bomb_is_refused_before_it_is_unpacked() -> None:
    """The error names the limit."""
    bomb = zipped({f"{number}": ZEROS for number in range(MAX_EXPANDED_MEGABYTES + 1)})
    assert len(bomb) < MEGABYTE
    tracemalloc.start()
    with pytest.raises(ReadingError, match=rf"a\.zip unpacks to more than {MAX_EXPANDED_MEGABYTES} MB"):
        open_archive(bomb, "a.zip")
    assert tracemalloc.get_traced_memory()[1] < 10 * MEGABYTE
    tracemalloc.stop()


def test_overlapping_members_are_refused() -> None:
    """This is Fifield's bomb, whose thousands of members share one kernel."""
    with pytest.raises(ReadingError, match="overlap"):
        open_archive(overlapping(50, ZEROS), "a.zip")
    assert open_archive(overlapping(1, ZEROS), "a.zip").read("a") == ZEROS


def test_nested_bomb_stays_packed() -> None:
    """This is 42.zip: an archive within an archive is a plain member, and never opened."""
    inner = zipped({f"{number}": ZEROS for number in range(100)})
    for _ in range(5):
        inner = zipped({f"{number}.zip": inner for number in range(16)}, zipfile.ZIP_STORED)[: 8 * MEGABYTE]
    nested = zipped({"0.zip": inner})
    assert open_archive(nested, "a.zip").read("0.zip") == inner


@pytest.mark.parametrize("declared", [0, 10, 2 * MEGABYTE])
@pytest.mark.parametrize("is_checksum_forged", [False, True])
def test_member_that_lies_about_its_size_unpacks_to_no_more_than_it_says(
    *, declared: int, is_checksum_forged: bool
) -> None:
    """Fifty megabytes with a declared size of ten bytes are not unpacked."""
    bomb = bytearray(zipped({"a": ZEROS * 50}))
    local, entry = 0, bomb.index(b"PK\x01\x02")
    size = struct.pack("<L", declared)
    bomb[local + 22 : local + 26] = bomb[entry + 24 : entry + 28] = size
    if is_checksum_forged:
        checksum = struct.pack("<L", zlib.crc32(bytes(declared)))
        bomb[local + 14 : local + 18] = bomb[entry + 16 : entry + 20] = checksum
    archive = open_archive(bytes(bomb), "a.zip")
    tracemalloc.start()
    if is_checksum_forged or declared == 0:
        assert archive.read("a") == bytes(declared)
    else:
        with pytest.raises(ReadingError, match="damaged"):
            archive.read("a")
    assert tracemalloc.get_traced_memory()[1] < 10 * MEGABYTE
    tracemalloc.stop()


def test_member_that_declares_too_much_is_damaged() -> None:
    """It ends before its declared size."""
    data = bytearray(zipped({"a": b"tide"}))
    entry = data.index(b"PK\x01\x02")
    data[22:26] = data[entry + 24 : entry + 28] = struct.pack("<L", 1000)
    with pytest.raises(ReadingError, match="damaged"):
        open_archive(bytes(data), "a.zip").read("a")


def test_encrypted_member_is_refused() -> None:
    """The error mentions the password."""
    data = bytearray(zipped({"a": b"tide"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ReadingError, match=r"a\.zip is encrypted with a password"):
        open_archive(bytes(data), "a.zip")


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_other_packing_methods_are_refused(method: int) -> None:
    """LZMA may request any amount of memory."""
    with pytest.raises(ReadingError, match="compressed in a way"):
        open_archive(zipped({"a": b"tide"}, method), "a.zip")


def test_absurd_number_of_members_is_refused() -> None:
    """The error names the limit."""
    with pytest.raises(ReadingError, match=rf"more than {MAX_MEMBERS:,} parts"):
        open_archive(zipped({str(number): b"" for number in range(MAX_MEMBERS + 1)}), "a.zip")


def test_truncated_archive_is_an_error_wherever_it_ends() -> None:
    """The directory of an archive is at its end."""
    data = zipped({"a": b"tide" * 100, "b": b"moon"})
    for length in range(len(data)):
        with pytest.raises(ReadingError, match=r"a\.zip is damaged|a\.zip is a"):
            open_archive(data[:length], "a.zip").read("a")


def test_flipped_byte_is_an_error_or_does_no_harm() -> None:
    """The checksum detects what the structure does not."""
    data = zipped({"a": b"The tide rose." * 20})
    outcomes: set[bool] = set()
    for place in range(len(data)):
        for flip in (1, 0x80, 0xFF):
            mangled = bytearray(data)
            mangled[place] ^= flip
            try:
                archive = open_archive(bytes(mangled), "a.zip")
                outcomes.update(archive.read(name) == b"The tide rose." * 20 for name in archive.names)
            except ReadingError as error:
                outcomes.add("\n" not in str(error))
    assert outcomes == {True}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Office document"),
        (b"{\\rtf1 tide}", "a rich text document"),
        (b"<!DOCTYPE html><p>tide", "a web page"),
        (gzip.compress(b"tide"), "a gzip file"),
    ],
)
def test_file_of_another_kind_is_named(data: bytes, kind: str) -> None:
    """The error says what the file really is."""
    with pytest.raises(ReadingError, match=rf"^a\.docx is {kind} \(\.\w+\): correct its file extension"):
        open_archive(data, "a.docx")


def test_gzip_is_unpacked_with_all_its_members() -> None:
    """Zeros at the end are padding."""
    data = gzip.compress(b"The tide ") + gzip.compress(b"rose.")
    assert gunzip(data, "a.gz") == gunzip(data + bytes(512), "a.gz") == b"The tide rose."
    assert gunzip(gzip.compress(b""), "a.gz") == gunzip(b"", "a.gz") == b""


def test_gzip_bomb_stops_at_the_limit() -> None:
    """The error names the limit."""
    exact = gzip.compress(ZEROS * MAX_MEGABYTES, 1)
    assert len(gunzip(exact, "a.gz")) == MAX_MEGABYTES * MEGABYTE
    bomb = gzip.compress(ZEROS, 1) * 2_000
    tracemalloc.start()
    with pytest.raises(ReadingError, match=rf"a\.gz is larger than {MAX_MEGABYTES} MB when unpacked"):
        gunzip(bomb, "a.gz")
    assert tracemalloc.get_traced_memory()[1] < 3 * MAX_MEGABYTES * MEGABYTE
    tracemalloc.stop()


def test_truncated_gzip_is_an_error_wherever_it_ends() -> None:
    """Half of a text is never returned as the whole."""
    data = gzip.compress(b"The tide rose." * 20)
    for length in range(1, len(data)):
        with pytest.raises(ReadingError, match=r"^a\.gz is "):
            gunzip(data[:length], "a.gz")


def test_garbage_behind_a_gzip_is_an_error() -> None:
    """It may be a member with a damaged header."""
    with pytest.raises(ReadingError, match="other data after its end"):
        gunzip(gzip.compress(b"tide") + b"garbage", "a.gz")


def test_damaged_gzip_is_an_error() -> None:
    """The checksum or the structure shows the damage."""
    data = bytearray(gzip.compress(b"The tide rose." * 20))
    data[-8] ^= 1
    with pytest.raises(ReadingError, match="damaged"):
        gunzip(bytes(data), "a.gz")
    with pytest.raises(ReadingError, match="damaged"):
        gunzip(bytes(data[:10]) + b"\xff" * 50, "a.gz")


def test_gzip_that_is_none_says_what_it_is() -> None:
    """A page with the wrong ending is identified."""
    with pytest.raises(ReadingError, match="is a web page"):
        gunzip(b"<html>tide", "a.gz")
    with pytest.raises(ReadingError, match="is no gzip file"):
        gunzip(b"tide", "a.gz")


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize("parse", [parse_xml, parse_xhtml])
@pytest.mark.parametrize(
    "document",
    [
        f'<!DOCTYPE a [<!ENTITY l0 "lol">{LAUGHS}]><a>&l9;</a>',
        f'<!DOCTYPE a [<!ENTITY l0 "lol">{LAUGHS}]><a t="&l9;"/>',
        f'<!DOCTYPE a [<!ENTITY q "{"q" * 100_000}">]><a>{"&q;" * 20_000}</a>',
        f'<!DOCTYPE a [<!ENTITY q "{"q" * 100_000}">]><a t="{"&q;" * 20_000}"/>',
        '<!DOCTYPE a [<!ENTITY a "&b;"><!ENTITY b "&a;">]><a t="&a;">&a;</a>',
    ],
    ids=["laughs", "laughs in an attribute", "quadratic", "quadratic in an attribute", "circle"],
)
def test_entity_bomb_gives_an_error_or_nothing(parse: Callable[[bytes, str], Any], document: str) -> None:
    """No entity is resolved."""
    try:
        root = parse(document.encode(), "a.xml")
    except ReadingError:
        return
    texts = [*root.itertext(tag="*"), root.get("t") or ""]
    assert "lol" not in "".join(texts)
    assert sum(map(len, texts)) < 100_000


def test_external_entity_is_not_read(tmp_path: Path) -> None:
    """This covers general entities, parameter entities and document types."""
    secret = tmp_path / "secret"
    secret.write_text("<!ENTITY s 'secret'>", encoding="utf-8")
    for document in (
        f'<!DOCTYPE a [<!ENTITY s SYSTEM "file://{secret}">]><a>&s;</a>',
        f'<!DOCTYPE a [<!ENTITY % p SYSTEM "file://{secret}"> %p;]><a>&s;</a>',
        f'<!DOCTYPE a SYSTEM "file://{secret}"><a>&s;</a>',
    ):
        for parse in (parse_xml, parse_xhtml):
            assert list(parse(document.encode(), "a.xml").itertext(tag="*")) == []


def test_deep_and_large_xml_names_the_limit() -> None:
    """No tree is built."""
    with pytest.raises(ReadingError, match=rf"deeper than {MAX_XML_DEPTH} elements"):
        parse_xml(b"<a>" * 1000 + b"</a>" * 1000, "a.xml")
    with pytest.raises(ReadingError, match=rf"more than {MAX_XML_MEGABYTES} MB of XML"):
        parse_xml(b" " * (MAX_XML_MEGABYTES * MEGABYTE + 1), "a.xml")
    assert parse_xml(b"<a>" * 200 + b"</a>" * 200, "a.xml").tag == "a"


def test_chapter_that_is_no_xml_is_read_as_html() -> None:
    """HTML's named entities are resolved."""
    assert "".join(parse_xhtml(b"<p>caf&eacute;<br>&nbsp;tide", "a").itertext()) == "café\xa0tide"
    assert "".join(parse_xhtml(b"<p>caf&eacute; &amp;&lt; &x;</p>", "a").itertext(tag="*")).startswith(
        "café &<"
    )
    assert parse_xhtml(b"", "a").tag == "html"
