"""Each place where a story stands besides has a line that tells it apart."""

from qa_bot.core.types import Article, Source
from qa_bot.wording.citations import also_in_lines

OWN = Source(
    path="a.md",
    title="Sugar in the canal",
    publication="The Dawn",
    author="A. Bright",
    date="2024-03-01",
    url="https://dawn.example/1",
)


def lines(*others: Source, own: Source = OWN) -> list[str]:
    """Give the lines of an article."""
    return also_in_lines(Article(id="a.md", source=own, paragraphs=("Text.",), also_in=others))


def test_title_publication_and_date_are_told_as_far_as_known() -> None:
    """What is unknown is left out, and without any of them the path tells."""
    assert lines() == []
    assert lines(
        Source(path="b.md", title="Sweet water", publication="The Dusk", author=None, date="2024-03-02")
    ) == ["also in: Sweet water · The Dusk · 2024-03-02"]
    assert lines(Source(path="b.md", title=None, publication="The Dusk"), Source(path="c.txt")) == [
        "also in: The Dusk",
        "also in: c.txt",
    ]


def test_places_of_one_name_are_told_apart_by_their_paths() -> None:
    """The same file twice, and two copies in one publication."""
    twin = Source(path="copy/a.md", title=OWN.title, publication=OWN.publication, author=None, date=OWN.date)
    dusk, again = Source(path="b.md", title="Sweet water"), Source(path="c.md", title="Sweet water")
    assert lines(twin, dusk, again) == ["also in: copy/a.md", "also in: Sweet water", "also in: c.md"]


def test_what_an_article_says_of_itself_is_cleaned() -> None:
    """One line, no escape sequence, no override; markup stays as it is."""
    hostile = Source(
        path="b\x1b[31m.md",
        title="[red]\x1b]0;owned\x07Sweet\nwater[/]",
        publication="\u202eksuD",
        author=None,
        date="\x00",
    )
    assert lines(hostile, Source(path="b\x1b[31m\n.md")) == [
        "also in: [red]Sweet water[/] · ksuD",
        "also in: b .md",
    ]


def test_beyond_five_the_rest_is_counted() -> None:
    """A wire story may stand in a thousand papers."""
    others = [Source(path=f"{n}.md", title=f"Title {n}") for n in range(1205)]
    assert lines(*others[:5]) == [f"also in: Title {n}" for n in range(5)]
    assert lines(*others)[5:] == ["and in 1,200 more"]
