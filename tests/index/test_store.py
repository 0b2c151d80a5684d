"""What was read comes back verbatim, by passage row and by article id."""

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from tiny import TinyEncoder, article
from written_parts import write_store

from qa_bot.core.errors import DamagedIndexError
from qa_bot.core.types import Article, FileReport, Form, Outcome, Slice, Source
from qa_bot.index.passages import cut_articles
from qa_bot.index.store import Store

SOURCE = Source(
    path="ü/a.md",
    title="A title",
    publication="The Paper",
    author="A. Writer, B. Writer",
    date="2020-05",
    url="https://example.org/a",
)
LONG = "Zürich 🎉 wählt heute. Bern wählt morgen. Genf wählt nie."
ARTICLES = [
    Article(id="ü/a.md", source=SOURCE, paragraphs=("Erster Absatz.", LONG), forms=((2, Form.QUOTE),)),
    article("b.md", "Only one."),
    article("b.md#1", "A passage's lookalike."),
]
FILES = [
    FileReport("ü/a.md", Outcome.INDEXED, None, 4),
    FileReport("b.md", Outcome.FAILED, "it is broken"),
]


def cut(*articles: Article) -> list[tuple[Article, list[Slice]]]:
    """Cut articles for an encoder that reads four words at most."""
    return list(zip(articles, cut_articles(articles, TinyEncoder(max_tokens=6)), strict=True))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Three articles; the encoder reads four words at most."""
    path = tmp_path / "store"
    write_store(path, cut(*ARTICLES), FILES)
    return Store(path)


def test_passages_are_verbatim_slices_with_their_ids(store: Store) -> None:
    """Offsets count characters, so a flag or an umlaut shifts nothing."""
    assert [(passage.id, passage.text) for passage in store.passages_of("ü/a.md")] == [
        ("ü/a.md#1", "Erster Absatz."),
        ("ü/a.md#2.1", "Zürich 🎉 wählt heute."),
        ("ü/a.md#2.2", "Bern wählt morgen."),
        ("ü/a.md#2.3", "Genf wählt nie."),
    ]


def test_a_passage_carries_its_source_and_its_place(store: Store) -> None:
    """No screen looks anything up."""
    passage = store.fetch([2])[2]
    assert passage.source == SOURCE
    assert (passage.article, passage.paragraph, passage.paragraphs) == ("ü/a.md", 2, 2)


def test_what_an_article_does_not_state_stays_unknown(store: Store) -> None:
    """None is not turned into an empty text."""
    assert store.fetch([4])[4].source == Source(path="b.md")


def test_rows_count_from_zero_in_the_order_written(store: Store) -> None:
    """Passages and articles alike."""
    assert [row for row, _ in store.all_passages()] == [0, 1, 2, 3, 4, 5]
    assert store.article_rows([0, 3, 4, 5]) == {0: 0, 3: 0, 4: 1, 5: 2}
    assert (store.articles, store.passages) == (3, 6)


def test_a_whole_article_comes_back_as_it_was(store: Store) -> None:
    """Source and paragraphs."""
    assert [store.article(one.id) for one in ARTICLES] == ARTICLES


def test_the_places_where_a_story_stands_besides_come_back_in_order(tmp_path: Path) -> None:
    """With the article and with each of its passages; an article without any beside it has none."""
    one = replace(
        ARTICLES[0],
        also_in=(
            Source(path="z.md", title=None, publication="L'Île", author=None, date="2020"),
            SOURCE,
            Source(path="a.md"),
        ),
    )
    write_store(tmp_path / "s", cut(one, ARTICLES[1]), [])
    store = Store(tmp_path / "s")
    assert [store.article(name) for name in ("ü/a.md", "b.md")] == [one, ARTICLES[1]]
    assert [passage.also_in for _, passage in store.all_passages()] == [one.also_in] * 4 + [()]


def test_the_row_of_a_passage_is_told(store: Store) -> None:
    """Also where an article's id looks like a passage's."""
    assert [store.row_of(passage) for _, passage in store.all_passages()] == [0, 1, 2, 3, 4, 5]


def test_the_parts_of_a_split_paragraph_are_told(store: Store) -> None:
    """By their article's row and their paragraph; a passage that is whole is left out."""
    assert store.split_paragraphs(range(9)) == {1: (0, 2), 2: (0, 2), 3: (0, 2)}
    assert store.split_paragraphs([0, 4]) == store.split_paragraphs([]) == {}


def test_unknown_articles_and_rows_are_not_found(store: Store) -> None:
    """Nothing is made up."""
    assert store.article("missing.md") is None
    assert store.passages_of("missing.md") == []
    assert store.fetch([99]) == {}
    assert store.fetch([]) == {}
    assert store.article_rows([]) == {}


def test_many_rows_are_fetched_at_once(store: Store) -> None:
    """SQLite allows a query only so many variables."""
    store._database.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 10)
    assert sorted(store.fetch(range(100))) == [0, 1, 2, 3, 4, 5]
    assert sorted(store.article_rows(range(100))) == [0, 1, 2, 3, 4, 5]


def test_files_come_by_path_with_outcome_and_reason(store: Store) -> None:
    """Every file of the build has its row."""
    assert store.files() == tuple(sorted(FILES, key=lambda file: file.path))


def test_a_store_without_articles_opens(tmp_path: Path) -> None:
    """Nothing is in it."""
    write_store(tmp_path / "s", [], [])
    store = Store(tmp_path / "s")
    assert (store.articles, store.passages, store.files(), list(store.all_passages())) == (0, 0, (), [])


def test_a_store_is_never_written_to_again(store: Store) -> None:
    """SQLite itself refuses."""
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store._database.execute("DELETE FROM s0.articles")


def test_a_folder_of_any_name_will_do(tmp_path: Path) -> None:
    """What an address would read as its own marks is a name's letter here."""
    folder = tmp_path / "50% of #1? ünd"
    folder.mkdir()
    write_store(folder / "s", [], FILES)
    assert len(Store(folder / "s").files()) == 2


def test_several_threads_read_at_once(store: Store) -> None:
    """Each gets what it asked for."""
    found: list[int] = []

    def read() -> None:
        found.extend(len(store.passages_of("ü/a.md")) for _ in range(50))

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [4] * 200


@pytest.mark.parametrize("content", [None, b"", b"no database at all", b"SQLite format 3\0" + b"\0" * 4096])
def test_a_file_that_is_no_store_is_damaged(content: bytes | None, tmp_path: Path) -> None:
    """The error names the file and the command."""
    path = tmp_path / "store"
    write_store(path, cut(*ARTICLES))
    (path / "head.sqlite").unlink()
    if content is not None:
        (path / "head.sqlite").write_bytes(content)
    with pytest.raises(DamagedIndexError, match=r"store is not .*`qa-bot doctor --repair`"):
        Store(path)


def test_damage_inside_is_told_when_it_is_met(tmp_path: Path) -> None:
    """A store whose first page is whole opens; reading the rest is not left to SQLite's own error."""
    path = tmp_path / "store"
    write_store(path, cut(*(article(f"{n}.md", "words " * 200) for n in range(50))))
    (segment,) = (path / "segments").iterdir()
    content = segment.read_bytes()
    store = Store(path)
    counted = store.articles
    del store
    segment.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(DamagedIndexError, match="`qa-bot doctor --repair`"):
        assert Store(path).article("1.md")
    assert counted == 50
