"""Labelled lines at the top of a text are its metadata; the same lines elsewhere are text."""

import pytest

from qa_bot.core.types import Source
from qa_bot.reading.metadata.headers import read_headers


def test_mail_states_sender_subject_and_date() -> None:
    """A mail states sender, subject and date."""
    mail = [
        "Received: from a.example",
        "\tby b.example; Mon, 10 Feb 2020",
        "From: Ada Moss <ada@example.org>",
        "To: crew@example.org",
        "Subject: =?utf-8?q?Caf=C3=A9_opens?=",
        " on Saturday",
        "Date: Tue, 11 Feb 2020 09:06:00 +0800",
        "",
        "The café opened.",
    ]
    assert read_headers(mail, "a.txt") == (
        Source(path="a.txt", title="Café opens on Saturday", author="Ada Moss", date="2020-02-11"),
        7,
    )


def test_saved_article_states_what_its_labels_say() -> None:
    """A saved article states what its labels say."""
    lines = [
        "",
        "Title: A Light Returns",
        "Author: By Ada Moss and Ben Ott",
        "Source: The Morrow Gazette",
        "Date: Feb. 10",
        "URL: https://example.org/a",
        "The lamp was lit.",
    ]
    stated = Source(
        path="a.txt",
        title="A Light Returns",
        publication="The Morrow Gazette",
        author="Ada Moss, Ben Ott",
        url="https://example.org/a",
    )
    assert read_headers(lines, "a.txt") == (stated, 6)


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [""],
        ["To: everyone", "The end is near."],
        ["Date: 10 Feb 2020", "The end is near."],
        ["The lamp was lit.", "From: Ada Moss", "Subject: lamp", ""],
        ["Breaking: lamp lit", "From: Ada Moss", "Subject: lamp", ""],
    ],
)
def test_text_without_headers_states_nothing(lines: list[str]) -> None:
    """A text without headers states nothing."""
    assert read_headers(lines, "a.txt") == (Source(path="a.txt"), 0)


@pytest.mark.parametrize(
    "value", ["=?no-such-charset?b?4pyT?=", "=?utf-û?q?x?=", "=?utf-8?b?4?=", "=?utf-8?q?=ff?="]
)
def test_header_that_cannot_be_decoded_is_no_error(value: str) -> None:
    """A header that cannot be decoded is not an error."""
    source, behind = read_headers([f"Subject: {value}", "From: desk@example.org", ""], "a.txt")
    assert source.title
    assert behind == 2
