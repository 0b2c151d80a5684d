"""Two addresses of one page are equal, and those of two pages are not."""

from __future__ import annotations

import pytest

from qa_bot.core.page_addresses import address_in, address_key, is_at

PAGE = "https://www.quay.example/news/bridge?id=3"


@pytest.mark.parametrize(
    "address",
    [
        "http://quay.example/news/bridge?id=3",
        "HTTPS://WWW.Quay.Example:443/news/bridge/?id=3#crossing",
        "quay.example/news/bridge?id=3",
        "https://quay.example/news/bridge?utm_source=mail&id=3&utm_medium=x&fbclid=1",
        "https://quay.example/news/brid%67e?id=3",
        "https://quay.example/news/bridge?id=3&access_token=abcdef",
        "https://ada:secret@quay.example/news/bridge?id=3",
    ],
)
def test_scheme_www_slash_fragment_tracking_and_secrets_do_not_matter(address: str) -> None:
    """Each is the same page."""
    assert address_key(address) == address_key(PAGE) == "quay.example/news/bridge?id=3"


@pytest.mark.parametrize(
    "address",
    [
        "https://quay.example/news/bridge",
        "https://quay.example/news/bridge?id=4",
        "https://quay.example/news/Bridge?id=3",
        "https://quay.example:8080/news/bridge?id=3",
        "https://news.quay.example/news/bridge?id=3",
        "https://quay.example/news/bridge2?id=3",
    ],
)
def test_another_page_is_another(address: str) -> None:
    """By its host, port, path or parameters."""
    assert address_key(address) != address_key(PAGE)
    assert not is_at(address, PAGE)


@pytest.mark.parametrize(
    "text", ["", "bridge", "mailto:ada@quay.example", "file:///etc/passwd", "https://", "http://["]
)
def test_what_is_no_web_address_has_no_key(text: str) -> None:
    """And is no article's address."""
    assert address_key(text) == ""
    assert not is_at(text, text)
    assert not is_at(None, text)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://quay.example", True),
        ("https://www.quay.example/news/bridge", True),
        ("https://quay.example?p=3", True),
        ("https://quay.example.net/a", False),
        ("https://bay.quay.example/a", False),
        (None, False),
    ],
)
def test_a_host_alone_stands_for_its_pages(address: str | None, found: bool) -> None:
    """Not for hosts below it."""
    assert is_at(address, "www.quay.example/") is found


@pytest.mark.parametrize(
    "text",
    [
        "https://quay.example/news/bridge",
        " <https://quay.example/news/bridge> ",
        "http://localhost:8000/a",
        "quay.example/news",
        "www.quay.example",
        "https://quay.example/news/bridge.",
        "http://127.0.0.1:8000/a",
        "日本.example/a",
    ],
)
def test_a_text_that_is_an_address(text: str) -> None:
    """Without what people put around it."""
    assert address_in(text) == text.strip(" <>.")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "What does https://quay.example/news say?",
        "node.js",
        "Booking.com",
        "and/or",
        "3.5/4",
        "U.S./China",
        "https://",
        "mailto:ada@quay.example",
        "title:bridge",
        "10:30",
    ],
)
def test_a_text_that_is_none(text: str) -> None:
    """A word with a dot is a word."""
    assert address_in(text) == ""
