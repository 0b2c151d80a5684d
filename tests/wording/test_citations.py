"""Each place where a story stands besides has a line that tells it apart."""

from qa_bot.core.types import Article, Source
from qa_bot.wording.citations import also_in_lines

OWN = Source("a.md", "Sugar in the canal", "The Dawn", "A. Bright", "2024-03-01", "https://dawn.example/1")


def lines(*others: Source, own: Source = OWN) -> list[str]:
    """Give the lines of an article."""
    return also_in_lines(Article("a.md", own, ("Text.",), others))


def test_title_publication_and_date_are_told_as_far_as_known() -> None:
    """What is unknown is left out, and without any of them the path tells."""
    assert lines() == []
    assert lines(Source("b.md", "Sweet water", "The Dusk", None, "2024-03-02")) == [
        "also in: Sweet water · The Dusk · 2024-03-02"
    ]
    assert lines(Source("b.md", None, "The Dusk"), Source("c.txt")) == ["also in: The Dusk", "also in: c.txt"]


def test_places_of_one_name_are_told_apart_by_their_paths() -> None:
    """The same file twice, and two copies in one publication."""
    twin = Source("copy/a.md", OWN.title, OWN.publication, None, OWN.date)
    dusk, again = Source("b.md", "Sweet water"), Source("c.md", "Sweet water")
    assert lines(twin, dusk, again) == ["also in: copy/a.md", "also in: Sweet water", "also in: c.md"]


def test_what_an_article_says_of_itself_is_cleaned() -> None:
    """One line, no escape sequence, no override; markup stays as it is."""
    hostile = Source("b\x1b[31m.md", "[red]\x1b]0;owned\x07Sweet\nwater[/]", "\u202eksuD", None, "\x00")
    assert lines(hostile, Source("b\x1b[31m\n.md")) == [
        "also in: [red]Sweet water[/] · ksuD",
        "also in: b .md",
    ]


def test_beyond_five_the_rest_is_counted() -> None:
    """A wire story may stand in a thousand papers."""
    others = [Source(f"{n}.md", f"Title {n}") for n in range(1205)]
    assert lines(*others[:5]) == [f"also in: Title {n}" for n in range(5)]
    assert lines(*others)[5:] == ["and in 1,200 more"]
