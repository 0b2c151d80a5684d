"""A fetched page is decoded by the encoding that the server names, as a browser would."""

from __future__ import annotations

import pytest
from site_on_loopback import PAGE, PARAGRAPHS

from qa_bot.adding.http import Page
from qa_bot.adding.page import read_page

pytestmark = pytest.mark.slow  # pages are read in a process of their own

URL = "https://example.org/bridge"


@pytest.mark.parametrize(
    ("charset", "codec", "words"),
    [
        ("ISO-8859-1", "cp1252", "“Schön teuer”"),
        ("latin1", "cp1252", "“Schön teuer”"),
        ("iso-8859-9", "cp1254", "“Şehir köprüsü”"),
        ("gb2312", "gb18030", "镕桥重新开放"),
        ("shift_jis", "cp932", "①新しい橋"),
        ("ks_c_5601-1987", "cp949", "똠방각하"),
        ("x-mac-roman", "mac-roman", "Schön teuer"),
    ],
)
def test_a_name_on_the_web_means_what_browsers_decode_it_as(charset: str, codec: str, words: str) -> None:
    """Often a larger encoding than Python's codec of that name."""
    page = PAGE.replace("The new bridge", f"{words} The new bridge")
    article = read_page(Page(URL, page.encode(codec), charset))
    assert article.paragraphs[1] == f"{words} {PARAGRAPHS[1]}"
    assert article.source.url == URL


@pytest.mark.parametrize(
    "charset", ["punycode", "utf-7", "unicode_escape", "raw_unicode_escape", "x-user-defined", "no-such-name"]
)
def test_a_name_that_browsers_do_not_decode_is_ignored(charset: str) -> None:
    """The reader then detects the encoding."""
    page = PAGE.replace("The new bridge", "“Schön teuer”, hieß es. The new bridge")
    article = read_page(Page(URL, page.encode("cp1252"), charset))
    assert article.paragraphs[1].startswith("“Schön teuer”, hieß es.")
