"""An index of each released format is refused by name, and the next build replaces it.

The indexes in tests/data/formats were made by the programs that wrote these formats, of three articles and
with the tiny encoder, eight dimensions wide.
"""

import tarfile
from pathlib import Path

import pytest
from conversation_sets import DATA
from tiny import TinyEncoder, hits_of, ignore, model, write_articles

from qa_bot.core.errors import IncompatibleIndexError
from qa_bot.index import doctor
from qa_bot.index.build import build_index
from qa_bot.index.opened import open_index
from qa_bot.index.version_writer import FORMAT

FORMATS = range(1, FORMAT)
SAVED = 3
"""The first format whose embeddings are found by the hash of their text."""

ARTICLES = {
    "bridge.md": (
        "The mayor opened the new bridge over the river Elbe on Monday.\n\n"
        "It replaces a ferry that ran for ninety years."
    ),
    "café.md": "The oldest café in Zürich sells almonds.",
    "cat.md": "Firemen rescued a cat from a chimney in Leeds.",
}


@pytest.fixture(params=FORMATS)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> int:
    """Put the index of a format into a folder, and the articles that it was built from beside it."""
    with tarfile.open(DATA / "formats" / f"{request.param}.tar.xz") as archive:
        archive.extractall(tmp_path / "index", filter="data")
    write_articles(tmp_path / "corpus", ARTICLES)
    return int(request.param)


def test_every_released_format_is_tried() -> None:
    """A new format comes with an index of the one before it."""
    found = sorted(int(path.name.partition(".")[0]) for path in (DATA / "formats").iterdir())
    assert found == list(FORMATS)


def test_an_index_of_another_format_is_refused_by_its_number(released: int, tmp_path: Path) -> None:
    """The command that helps is named, and nothing is changed."""
    before = sorted((tmp_path / "index").rglob("*"))
    for use in (open_index, lambda folder: doctor.check(folder, tmp_path / "corpus")):
        with pytest.raises(
            IncompatibleIndexError, match=rf"has format {released}, not {FORMAT}.*`qa-bot index`"
        ):
            use(tmp_path / "index")
    assert sorted((tmp_path / "index").rglob("*")) == before


def test_the_next_build_replaces_it_with_the_embeddings_that_it_has(released: int, tmp_path: Path) -> None:
    """Only what the formats before the third had embedded is embedded again."""
    encoder = TinyEncoder(dimension=8)
    build_index(tmp_path / "index", tmp_path / "corpus", model(encoder), ignore)
    found = open_index(tmp_path / "index")
    texts = [passage.text for _, passage in found.store.all_passages()]
    assert texts == [text for article in ARTICLES.values() for text in article.split("\n\n")]
    again = [text for text in encoder.embedded if text in texts]
    assert sorted(again) == ([] if released >= SAVED else sorted(texts))
    (best, *_) = hits_of(found, TinyEncoder(dimension=8), "Who opened the bridge?", 1)
    assert best.passage.id == "bridge.md#1"
    assert doctor.check(tmp_path / "index", tmp_path / "corpus").is_sound
