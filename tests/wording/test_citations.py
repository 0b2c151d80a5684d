"""An article is cited by what it states, and each other place of a story has a line that distinguishes it."""
# ruff: noqa: D103  a test's name is its claim

from fake_engine import BARE, BRIDGE, HOSTILE, passages_of

from qa_bot.core.types import Article, Source
from qa_bot.wording.citations import also_in_lines, origin_of, position_of, title_of

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


def test_missing_fields_are_called_unknown() -> None:
    assert title_of(BARE.source) == f"unknown title ({BARE.source.path})"
    assert origin_of(BARE.source) == "unknown publication · unknown author · unknown date"
    assert origin_of(Source(path="a", publication=" ", author="\x1b", date="")).count("unknown") == 3


def test_known_fields_are_shown_as_the_article_states_them() -> None:
    assert origin_of(BRIDGE.source) == "The Quay Courier · Ilse Marrow · 2023-05-14"
    assert position_of(passages_of(BRIDGE)[1]) == "paragraph 2 of 4"


def test_metadata_is_cleaned() -> None:
    assert origin_of(HOSTILE.source) == "Red Post · [@click=app.quit]Press me[/] · 2020-13"
