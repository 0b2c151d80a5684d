"""Each text is embedded once, whatever was killed, moved, renamed or damaged in between."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import ARTICLES
from tiny import TinyEncoder, ignore, model, write_articles

from qa_bot.core.types import Progress
from qa_bot.encoders.protocol import Embedding
from qa_bot.index import embed
from qa_bot.index.build import build_index
from qa_bot.index.opened import open_index
from qa_bot.index.storage import versions

PARAGRAPHS = [paragraph for text in ARTICLES.values() for paragraph in text.split("\n\n")]


class KilledError(BaseException):
    """Stands for the end of a process, which nothing can catch."""


class KilledEncoder(TinyEncoder):
    """An encoder whose process ends after some batches of passages."""

    def __init__(self, batches: int) -> None:
        super().__init__()
        self._left = batches + 1  # the projection's

    def encode_passages(self, texts: Sequence[str]) -> list[Embedding]:
        """Embed passages, or end."""
        if not self._left:
            raise KilledError
        self._left -= 1
        return super().encode_passages(texts)


def build(folder: Path, encoder: TinyEncoder) -> int:
    """Bring an index up to date; give the number of its passages."""
    return build_index(folder / "index", folder / "corpus", model(encoder), ignore).passages


def passages_in(texts: list[str]) -> list[str]:
    """Leave out what was embedded to fit the projection."""
    return [text for text in texts if text in PARAGRAPHS]


@pytest.mark.parametrize(("batches", "embedded"), [(0, 0), (1, 2), (2, 3), (3, 5), (4, 5)])
@pytest.mark.usefixtures("corpus_folder")
def test_what_was_embedded_before_a_kill_is_not_embedded_again(
    batches: int, embedded: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two passages a batch: five passages in three batches, the shortest, the longest, those between."""
    monkeypatch.setattr(embed, "_BATCH", 2)
    killed, encoder = KilledEncoder(batches), TinyEncoder()
    if batches < 3:
        with pytest.raises(KilledError):
            build(tmp_path, killed)
    else:
        build(tmp_path, killed)
    assert build(tmp_path, encoder) == 5
    before, after = passages_in(killed.embedded), passages_in(encoder.embedded)
    assert sorted(before + after) == sorted(PARAGRAPHS)
    assert len(before) == embedded
    assert not (tmp_path / "index" / embed.JOURNAL).exists()


@pytest.mark.usefixtures("corpus_folder")
def test_a_build_that_goes_on_counts_what_was_embedded_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of all that was to be embedded, not of the rest."""
    monkeypatch.setattr(embed, "_BATCH", 2)
    with pytest.raises(KilledError):
        build(tmp_path, KilledEncoder(1))
    steps = list[Progress]()
    build_index(tmp_path / "index", tmp_path / "corpus", model(TinyEncoder()), steps.append)
    assert [(step.done, step.total) for step in steps if step.stage == "embedding"] == [
        (2, 5),
        (4, 5),
        (5, 5),
    ]


def test_batches_of_short_and_long_texts_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the time which some take tells of the time that the others will."""
    monkeypatch.setattr(embed, "_BATCH", 2)
    texts = ["x" * length for length in range(1, 18)]
    batches = list(embed._batches(texts[::-1]))
    assert sorted(text for batch in batches for text in batch) == texts
    assert all(len(batch[-1]) - len(batch[0]) <= 1 for batch in batches)
    half = [len(text) for batch in batches[: len(batches) // 2] for text in batch]
    assert abs(sum(half) / len(half) - 9) < 2  # 9 is the mean of 1 to 17


@pytest.mark.usefixtures("index_folder")
def test_a_renamed_and_a_moved_paragraph_are_not_embedded_again(
    tmp_path: Path, corpus_folder: Path, encoder: TinyEncoder
) -> None:
    """Nor is one that a version before the last one had."""
    (corpus_folder / "bridge.md").rename(corpus_folder / "crossing.md")
    write_articles(corpus_folder, {"cat.md": PARAGRAPHS[3], "leeds.md": PARAGRAPHS[2]})
    build(tmp_path, encoder)
    (corpus_folder / "café.md").unlink()
    build(tmp_path, encoder)
    write_articles(corpus_folder, {"zurich.md": ARTICLES["café.md"]})
    build(tmp_path, encoder)
    assert encoder.embedded == []
    found = open_index(tmp_path / "index")
    texts = {passage.id: passage.text for _, passage in found.store.all_passages()}
    assert texts["zurich.md#1"] == ARTICLES["café.md"]
    assert texts["leeds.md#1"] == PARAGRAPHS[2]


def test_a_text_that_stands_twice_is_embedded_once(tmp_path: Path, encoder: TinyEncoder) -> None:
    """In articles that differ otherwise."""
    write_articles(
        tmp_path / "corpus", {"a.md": f"{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}", "b.md": PARAGRAPHS[0]}
    )
    assert build(tmp_path, encoder) == 3
    assert sorted(passages_in(encoder.embedded)) == sorted(PARAGRAPHS[:2])


@pytest.mark.usefixtures("corpus_folder")
def test_a_damaged_row_is_embedded_again_and_only_it(
    tmp_path: Path, index_folder: Path, encoder: TinyEncoder
) -> None:
    """Its neighbours are taken over from the damaged version."""
    version = versions.current_version(index_folder)
    (path,) = version.glob("embedded/*/vectors.f16")
    content = bytearray(path.read_bytes())
    content[0] ^= 1
    path.write_bytes(content)
    first = "The mayor opened the new bridge over the river Elbe on Monday."
    assert build(tmp_path, encoder) == 5
    assert encoder.embedded == [first]
    assert open_index(index_folder).store.passages == 5


@pytest.mark.usefixtures("index_folder")
def test_a_damaged_row_is_taken_from_another_version(
    tmp_path: Path, corpus_folder: Path, encoder: TinyEncoder
) -> None:
    """The one before the last has it whole, and does not share the file."""
    write_articles(corpus_folder, {"new.md": "A second ferry was launched."})
    build(tmp_path, TinyEncoder())
    for path in versions.current_version(tmp_path / "index").glob("embedded/*/vectors.f16"):
        size = path.stat().st_size
        path.unlink()
        path.write_bytes(b"\0" * size)
    assert build(tmp_path, encoder) == 6
    assert encoder.embedded == ["A second ferry was launched."]


@pytest.mark.usefixtures("corpus_folder")
def test_a_journal_of_another_model_is_not_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Vectors of two models never stand in one index."""
    monkeypatch.setattr(embed, "_BATCH", 2)
    with pytest.raises(KilledError):
        build(tmp_path, KilledEncoder(1))
    other = TinyEncoder("other", weights="second")
    build(tmp_path, other)
    assert sorted(passages_in(other.embedded)) == sorted(PARAGRAPHS)


@pytest.mark.usefixtures("corpus_folder")
def test_a_rebuild_takes_nothing_over(tmp_path: Path, index_folder: Path, encoder: TinyEncoder) -> None:
    """Every text is embedded, and a new version written."""
    before = versions.current_version(index_folder)
    build_index(index_folder, tmp_path / "corpus", model(encoder), ignore, rebuild=True)
    assert sorted(passages_in(encoder.embedded)) == sorted(PARAGRAPHS)
    assert versions.current_version(index_folder) != before
