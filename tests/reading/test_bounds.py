"""Metadata of any kind of file is bounded, and a note says what was shortened."""

import json
from pathlib import Path

import pytest

from qa_bot.reading.bounds import LONGEST, LONGEST_ID
from qa_bot.reading.read import read_file

TEXT = "The tide at Morrow Bay rose by two metres on Monday, and the harbour was closed until Tuesday."
HUGE = "tide " * 200_000
NAMES = ", ".join(
    f"Ada M. Moss{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10 % 10]}{n // 100 * 'x'}" for n in range(1_000)
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", f"---\ntitle: {HUGE}\npublication: {HUGE}\n---\n\n{TEXT}\n"),
        ("a.jsonl", json.dumps({"title": HUGE, "publication": HUGE, "author": HUGE, "text": TEXT})),
        ("a.txt", f"Title: {HUGE}\nPublication: {HUGE}\nDate: 2021-05-12\n\n{TEXT}\n"),
        (
            "a.html",
            f"<html><head><title>{HUGE}</title></head><body><h1>{HUGE}</h1><p>{TEXT}</p></body></html>",
        ),
    ],
)
def test_no_field_is_longer_than_a_screen_shows(tmp_path: Path, name: str, content: str) -> None:
    """A title of a megabyte would be stored with each passage."""
    (tmp_path / name).write_text(content)
    (article,) = read_file(name, tmp_path).articles
    for field, most in LONGEST.items():
        assert len(getattr(article.source, field) or "") <= most
    assert len(article.source.url or "") <= 2_000


def test_report_says_what_was_cut(tmp_path: Path) -> None:
    """Values are cut between words or names; an address is left out rather than cut."""
    lines = [
        {
            "id": f"a{n}",
            "title": HUGE,
            "author": NAMES,
            "url": f"https://gazette.example/{HUGE.replace(' ', '')}",
            "text": TEXT,
        }
        for n in range(2)
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)))
    reading = read_file("a.jsonl", tmp_path)
    source = reading.articles[0].source
    assert source.title == "tide " * 98 + "tide…"
    assert source.author is not None
    assert source.author.endswith("…")
    assert NAMES.startswith(source.author.removesuffix("…") + ", ")
    assert source.url is None
    assert reading.note == (
        "title cut to 500 characters in 2 articles; author cut to 1,000 characters in 2 articles; "
        "address of more than 2,000 characters left out in 2 articles"
    )


def test_what_fits_is_as_it_was_and_nothing_is_told(tmp_path: Path) -> None:
    """The longest title within the limit stays whole."""
    title = "t" * LONGEST["title"]
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "title": title, "text": TEXT}))
    reading = read_file("a.jsonl", tmp_path)
    assert (reading.articles[0].source.title, reading.note) == (title, None)


def test_long_ids_stay_different(tmp_path: Path) -> None:
    """Ids distinguish articles."""
    lines = [{"id": HUGE + end, "text": TEXT} for end in "ab"]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)))
    first, second = read_file("a.jsonl", tmp_path).articles
    assert first.id != second.id
    assert len(first.id) == len(second.id) == LONGEST_ID
