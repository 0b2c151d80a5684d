"""What encoding a declared name means."""

import codecs

import pytest

from qa_bot.reading.decoding.charsets import codec_of


@pytest.mark.parametrize(
    ("declared", "codec", "text"),
    [
        ("ISO-8859-1", "cp1252", "“quay”"),
        ("us-ascii", "cp1252", "€ 9"),
        ("latin-1", "cp1252", "“quay”"),
        ("8859", "cp1252", "“quay”"),
        ("cp936", "gb18030", "㐫"),
        ("latin5", "cp1254", "“ş”"),
        ("gb2312", "gb18030", "㐫"),
        ("shift_jis", "cp932", "①"),
        ("Shift-JIS", "cp932", "①"),
        ("ks_c_5601-1987", "cp949", "똠"),
        ("big5", "big5hkscs", "𠝹"),
        ("x-mac-roman", "mac-roman", "é"),
        ("utf-16", "utf-16", "a"),
        ("iso-2022-kr", "iso-2022-kr", "가"),
        ("cp866", "cp866", "ж"),
        ("cp437", "cp437", "ü"),
    ],
)
def test_a_declared_name_means_what_it_means_on_the_web(declared: str, codec: str, text: str) -> None:
    """Else what Python means by it."""
    assert codecs.lookup(codec_of(declared)) == codecs.lookup(codec)
    assert text.encode(codec).decode(codec_of(declared)) == text


@pytest.mark.parametrize("declared", ["no-such-charset", "", "x" * 1000])
def test_a_name_that_nobody_knows_is_left_to_python(declared: str) -> None:
    """Which raises LookupError."""
    with pytest.raises(LookupError):
        b"a".decode(codec_of(declared))
