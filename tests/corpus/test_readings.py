"""A reading comes back as it was, whether its articles are shown by the index or not."""

import pytest

from qa_bot.core.types import Article, Form, Heading, Outcome, Source
from qa_bot.corpus.duplicates import SentenceSet
from qa_bot.corpus.folder import FileRead
from qa_bot.corpus.readings import SavedReading, digest_of, pack, pack_saved, unpack_saved

SHOWN = Article(
    id="a.md",
    source=Source(path="a.md", title="Zürich"),
    paragraphs=("One sentence stands here.", "Two…"),
    headings=(Heading(1, 2, "A heading"),),
    forms=((2, Form.QUOTE),),
)
COPY = Article(id="a.md#2", source=Source(path="a.md"), paragraphs=("Another one.",))
READ = FileRead("a.md", Outcome.INDEXED, "a note", (SHOWN, COPY))
PLACE = range(5)


def restored(saved: SavedReading, shown: dict[int, Article]) -> SavedReading | None:
    """Write a reading and read it again."""
    return unpack_saved(saved.digest, *pack_saved(saved), shown, PLACE)


@pytest.mark.parametrize("rows", [(), (7, None), (7, 8)])
def test_a_reading_comes_back_with_its_sentences(rows: tuple[int | None, ...]) -> None:
    """An article that the index shows is not serialised, but taken from there."""
    saved = SavedReading(READ, digest_of(pack(READ)), rows)
    found = restored(saved, {7: SHOWN, 8: COPY})
    assert found
    assert found.read == READ
    assert list(found.read.sentences) == [SentenceSet.of(one.paragraphs) for one in READ.articles]
    assert (found.digest, found.rows, found.place) == (saved.digest, rows or (None, None), PLACE)


def test_a_reading_that_refers_to_a_missing_article_is_none() -> None:
    """Its file is read again."""
    assert restored(SavedReading(READ, "digest", (7, None)), {}) is None


@pytest.mark.parametrize(("content", "sentences"), [(b"", b""), (b"x", b""), (None, b"\1")])
def test_damaged_bytes_are_none(content: bytes | None, sentences: bytes) -> None:
    """Whichever of the two they are in."""
    packed = pack_saved(SavedReading(READ, "digest"))[0]
    assert unpack_saved("digest", packed if content is None else content, sentences, {}, PLACE) is None


def test_equal_readings_have_equal_bytes_and_others_do_not() -> None:
    """A name that is not UTF-8 has some too."""
    other = FileRead("a.md", Outcome.EMPTY)
    assert digest_of(pack(READ)) == digest_of(
        pack(FileRead("a.md", Outcome.INDEXED, "a note", (SHOWN, COPY)))
    )
    assert digest_of(pack(READ)) != digest_of(pack(other))
    strange = SavedReading(FileRead("caf\udce9.md", Outcome.FAILED, "torn"), "digest")
    found = restored(strange, {})
    assert found
    assert found.read == strange.read
