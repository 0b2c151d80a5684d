"""An index is what the corpus folder holds, whatever happened to either."""

import gc
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import ARTICLES
from tiny import BrokenEncoder, TinyEncoder, article, hits_of, ignore, model, write_articles

from qa_bot.core.errors import (
    BusyIndexError,
    CorpusError,
    IncompatibleIndexError,
    NoIndexError,
)
from qa_bot.core.types import BuildReport, Outcome, Progress
from qa_bot.encoders.protocol import Embedding
from qa_bot.index import embed, version_writer
from qa_bot.index.build import build_from_articles, build_index
from qa_bot.index.opened import open_index
from qa_bot.index.storage import build_lock, versions
from qa_bot.language.analyzer import terms_of

PARAGRAPHS = [paragraph for text in ARTICLES.values() for paragraph in text.split("\n\n")]


def build(folder: Path, encoder: TinyEncoder) -> BuildReport:
    """Bring the index in `folder`/index up to date with `folder`/corpus."""
    return build_index(folder / "index", folder / "corpus", model(encoder), ignore)


def outcomes(report: BuildReport) -> dict[str, Outcome]:
    """Give each file's outcome."""
    return {file.path: file.outcome for file in report.files}


def file_of(folder: Path, pattern: str) -> Path:
    """Find the one file of the current version that a pattern names."""
    (found,) = versions.current_version(folder).glob(pattern)
    return found


# ------------------------------------------------------------------------------------------ building


def test_a_file_that_failed_is_tried_again(tmp_path: Path, corpus_folder: Path, encoder: TinyEncoder) -> None:
    """Also when nothing else has changed."""
    broken = corpus_folder / "broken.md"
    broken.write_text("---\ntitle: [\n---\nThe owl sat on the weathercock.\n", encoding="utf-8")
    for _ in range(2):
        assert outcomes(build(tmp_path, encoder))["broken.md"] is Outcome.FAILED
    broken.write_text("---\ntitle: Owl\n---\nThe owl sat on the weathercock.\n", encoding="utf-8")
    assert outcomes(build(tmp_path, encoder))["broken.md"] is Outcome.INDEXED


@pytest.mark.usefixtures("corpus_folder")
def test_a_new_index_holds_every_paragraph(tmp_path: Path, encoder: TinyEncoder) -> None:
    """In the store, as a vector, as token vectors and as words; the report counts them."""
    report = build(tmp_path, encoder)
    assert (report.articles, report.passages) == (3, 5)
    assert [(file.path, file.outcome, file.passages) for file in report.files] == [
        ("bridge.md", Outcome.INDEXED, 2),
        ("café.md", Outcome.INDEXED, 1),
        ("cat.md", Outcome.INDEXED, 2),
    ]
    found = open_index(tmp_path / "index")
    assert sorted(passage.text for _, passage in found.store.all_passages()) == sorted(PARAGRAPHS)
    assert [
        len(part) for part in (found.dense, found.token_vectors, found.passage_bm25, found.article_bm25)
    ] == [
        5,
        5,
        5,
        3,
    ]
    assert (found.model_name, found.model_fingerprint) == ("tiny", encoder.fingerprint)
    assert report.elapsed_s > 0


def test_rows_mean_the_same_passage_everywhere(index_folder: Path, encoder: TinyEncoder) -> None:
    """Each passage's own text finds its own row by vector, by token vectors and by words."""
    found = open_index(index_folder)
    for row, passage in found.store.all_passages():
        question = encoder.encode_question(passage.text)
        terms = terms_of(passage.text)
        reduced = found.token_vectors.reduce(question)
        similarities = found.token_vectors.max_similarities(reduced, range(5))
        late = {row: single.mean() for row, (single, _) in similarities.items()}
        assert next(iter(found.dense.search(question.vector, 1))) == row
        assert max(late, key=lambda other: late[other]) == row
        assert next(iter(found.passage_bm25.search(terms, 1))) == row
        assert next(iter(found.article_bm25.search(terms, 1))) == found.store.article_rows([row])[row]


def test_the_title_is_among_a_passages_words(tmp_path: Path, encoder: TinyEncoder) -> None:
    """It stands in the file's name here, and in no paragraph."""
    write_articles(tmp_path / "corpus", {"volcano.md": PARAGRAPHS[0], "quake.md": PARAGRAPHS[1]})
    build(tmp_path, encoder)
    found = open_index(tmp_path / "index")
    assert list(found.passage_bm25.search(terms_of("volcano"), 5)) == [1]
    assert list(found.article_bm25.search(terms_of("volcano"), 5)) == [1]


@pytest.mark.usefixtures("corpus_folder")
def test_nothing_new_writes_nothing(tmp_path: Path, index_folder: Path, encoder: TinyEncoder) -> None:
    """No version, no embedding; every file is unchanged."""
    before = versions.current_version(index_folder)
    report = build(tmp_path, encoder)
    assert set(outcomes(report).values()) == {Outcome.UNCHANGED}
    assert (report.articles, report.passages) == (3, 5)
    assert versions.current_version(index_folder) == before
    assert encoder.embedded == []


@pytest.mark.usefixtures("index_folder")
def test_only_new_texts_are_embedded(tmp_path: Path, corpus_folder: Path, encoder: TinyEncoder) -> None:
    """A paragraph more in one file and a copy of an old one in another."""
    added = "The ferry that crossed the river until now made its last trip."
    write_articles(corpus_folder, {"bridge.md": f"{ARTICLES['bridge.md']}\n\n{added}"})
    write_articles(corpus_folder, {"copy.md": f"{PARAGRAPHS[2]}\n\n{PARAGRAPHS[0]}"})
    report = build(tmp_path, encoder)
    assert encoder.embedded == [added]
    assert outcomes(report) == {
        "bridge.md": Outcome.INDEXED,
        "café.md": Outcome.UNCHANGED,
        "cat.md": Outcome.UNCHANGED,
        "copy.md": Outcome.INDEXED,
    }
    assert report.passages == 5 + 1 + 2


def test_an_index_brought_up_to_date_ranks_like_a_new_one(
    tmp_path: Path, corpus_folder: Path, index_folder: Path, encoder: TinyEncoder
) -> None:
    """What was taken over is what would have been made."""
    write_articles(corpus_folder, {"alps.md": "Two climbers reached the summit in spite of snow and wind."})
    (corpus_folder / "cat.md").unlink()
    build(tmp_path, encoder)
    build_index(tmp_path / "anew", corpus_folder, model(encoder), ignore)
    for question in ("Who built the bridge?", "café in Zürich", "summit snow", "firemen"):
        updated, new = (
            hits_of(open_index(folder), encoder, question, 10) for folder in (index_folder, tmp_path / "anew")
        )
        assert [(hit.passage, hit.rank) for hit in updated] == [(hit.passage, hit.rank) for hit in new]
        assert [hit.score for hit in updated] == pytest.approx([hit.score for hit in new], abs=0.02)


def test_a_deleted_article_leaves_no_hit(
    tmp_path: Path, corpus_folder: Path, index_folder: Path, encoder: TinyEncoder
) -> None:
    """Neither by its words nor by its vectors."""
    (corpus_folder / "cat.md").unlink()
    report = build(tmp_path, encoder)
    found = open_index(index_folder)
    assert (report.articles, report.passages) == (2, 3)
    assert found.store.article("cat.md") is None
    assert found.passage_bm25.search(terms_of("firemen chimney almonds"), 10) == {}
    hits = hits_of(found, encoder, PARAGRAPHS[2], 10)
    assert {hit.passage.article for hit in hits} == {"bridge.md", "café.md"}


def test_an_edited_title_reaches_the_index(
    tmp_path: Path, corpus_folder: Path, index_folder: Path, encoder: TinyEncoder
) -> None:
    """Although no text is new."""
    path = corpus_folder / "cat.md"
    path.write_text(path.read_text(encoding="utf-8").replace("title: cat", "title: Rescue"), encoding="utf-8")
    assert outcomes(build(tmp_path, encoder))["cat.md"] is Outcome.INDEXED
    assert encoder.embedded == []
    found = open_index(index_folder)
    assert [passage.source.title for passage in found.store.passages_of("cat.md")] == ["Rescue", "Rescue"]


def test_a_long_paragraph_is_split_and_says_so(tmp_path: Path) -> None:
    """Its parts are passages, whose ids have the part behind the point."""
    long = "The dog barked at dawn. The cat ran home fast. The bird sang all day."
    write_articles(tmp_path / "corpus", {"a.md": f"{PARAGRAPHS[0]}\n\n{long}"})
    build(tmp_path, TinyEncoder(max_tokens=14))
    passages = open_index(tmp_path / "index").store.passages_of("a.md")
    assert [(passage.id, passage.text) for passage in passages] == [
        ("a.md#1", PARAGRAPHS[0]),
        ("a.md#2.1", "The dog barked at dawn. The cat ran home fast."),
        ("a.md#2.2", "The bird sang all day."),
    ]


def test_a_folder_without_an_article_makes_an_empty_index(tmp_path: Path, encoder: TinyEncoder) -> None:
    """It opens, and finds nothing."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "picture.png").write_bytes(b"\x89PNG")
    report = build(tmp_path, encoder)
    assert outcomes(report) == {"picture.png": Outcome.UNSUPPORTED}
    found = open_index(tmp_path / "index")
    assert (report.passages, len(found.dense), len(found.article_bm25)) == (0, 0, 0)
    assert hits_of(found, encoder, "anything", 5) == ()


def test_every_outcome_is_kept_with_the_index(
    tmp_path: Path, corpus_folder: Path, encoder: TinyEncoder
) -> None:
    """So it can be shown later."""
    write_articles(corpus_folder, {"z.md": ARTICLES["bridge.md"]})
    (corpus_folder / "empty.txt").write_text("", encoding="utf-8")
    (corpus_folder / "picture.png").write_bytes(b"\x89PNG")
    (corpus_folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    report = build(tmp_path, encoder)
    assert Counter(outcomes(report).values()) == {
        Outcome.INDEXED: 3,
        Outcome.DUPLICATE: 1,
        Outcome.EMPTY: 1,
        Outcome.UNSUPPORTED: 1,
        Outcome.FAILED: 1,
    }
    assert open_index(tmp_path / "index").store.files() == report.files


def test_a_corpus_that_is_missing_or_empty_leaves_the_index(
    tmp_path: Path, index_folder: Path, encoder: TinyEncoder
) -> None:
    """The error is the corpus's, and what was built still opens."""
    with pytest.raises(CorpusError, match="no corpus folder"):
        build(tmp_path, encoder)
    (tmp_path / "corpus").mkdir()
    with pytest.raises(CorpusError, match="is empty"):
        build(tmp_path, encoder)
    assert len(open_index(index_folder).dense) == 5


def test_progress_tells_what_is_being_done(tmp_path: Path, corpus_folder: Path, encoder: TinyEncoder) -> None:
    """No stage is complete while it goes on, and what follows it is told before it begins."""
    steps: list[Progress] = []
    build_index(tmp_path / "index", corpus_folder, model(encoder), steps.append)
    assert list(dict.fromkeys(step.stage for step in steps)) == [
        "reading",
        "comparing articles",
        "cutting articles",
        "preparing to embed",
        "embedding",
        "writing",
    ]
    last = {step.stage: (step.done, step.total) for step in steps}
    assert last["reading"] == (3, 3)
    assert last["embedding"] == (5, 5)
    assert last["writing"][0] == last["writing"][1]


def test_a_build_that_fails_leaves_the_index_in_use(
    tmp_path: Path, corpus_folder: Path, index_folder: Path
) -> None:
    """A bug surfaces as itself, and the next build ends well."""
    before = versions.current_version(index_folder)
    write_articles(corpus_folder, {"new.md": "Something that nobody has read before happened today."})
    with pytest.raises(ZeroDivisionError):
        build(tmp_path, BrokenEncoder(ZeroDivisionError()))
    assert versions.current_version(index_folder) == before
    assert len(open_index(index_folder).dense) == 5
    assert build(tmp_path, TinyEncoder()).passages == 6
    assert len(list((index_folder / "versions").iterdir())) == 2


def test_a_build_that_fails_while_writing_leaves_nothing_behind_for_long(
    tmp_path: Path, corpus_folder: Path, index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was half written is removed by the next build."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    write_articles(corpus_folder, {"new.md": "Something that nobody has read before happened today."})
    with monkeypatch.context() as patch:
        patch.setattr(embed, "write_rows", fail)
        with pytest.raises(ZeroDivisionError):
            build(tmp_path, TinyEncoder())
    assert len(open_index(index_folder).dense) == 5
    build(tmp_path, TinyEncoder())
    assert all(not path.name.startswith(".") for path in (index_folder / "versions").iterdir())
    assert len(open_index(index_folder).dense) == 6


@pytest.mark.usefixtures("corpus_folder")
def test_a_vector_that_is_none_never_gets_into_an_index(tmp_path: Path) -> None:
    """An encoder that gives NaN is a bug, told before anything is swapped in."""

    class NotANumberEncoder(TinyEncoder):
        def encode_passages(self, texts: Sequence[str]) -> list[Embedding]:
            found = super().encode_passages(texts)
            return [replace(one, vector=one.vector * np.float32("nan")) for one in found]

    with pytest.raises(ValueError, match="unit length"):
        build(tmp_path, NotANumberEncoder())
    with pytest.raises(NoIndexError):
        open_index(tmp_path / "index")


@pytest.mark.usefixtures("corpus_folder")
def test_a_second_builder_is_refused(tmp_path: Path, index_folder: Path, encoder: TinyEncoder) -> None:
    """The first one is not disturbed, nor is a reader."""
    with build_lock.building(index_folder), pytest.raises(BusyIndexError):
        build(tmp_path, encoder)
    assert len(open_index(index_folder).dense) == 5


def test_an_open_index_answers_through_builds_beside_it(
    tmp_path: Path, corpus_folder: Path, index_folder: Path, encoder: TinyEncoder
) -> None:
    """Its version stays as long as it does, and not a build longer."""
    found = open_index(index_folder)
    for number in range(3):
        write_articles(corpus_folder, {"new.md": f"Something happened {number} times in the town of Ulm."})
        build(tmp_path, encoder)
    hits = hits_of(found, encoder, "firemen chimney", 10)
    assert hits[0].passage.id == "cat.md#1"
    assert len(hits) == 5
    version = found.version
    assert version.exists()
    assert len(versions.all_versions(index_folder)) == 3
    del found, hits
    gc.collect()
    write_articles(corpus_folder, {"new.md": "Something else happened in the town of Ulm."})
    build(tmp_path, encoder)
    assert not version.exists()
    assert len(versions.all_versions(index_folder)) == 2


def test_articles_that_stand_in_no_folder_are_indexed_too(tmp_path: Path, encoder: TinyEncoder) -> None:
    """As an evaluation's do; an empty list is an empty index."""
    build_from_articles(tmp_path / "some", [article("x", "One.", "Two.")], model(encoder), ignore)
    assert [passage.id for passage in open_index(tmp_path / "some").store.passages_of("x")] == ["x#1", "x#2"]
    build_from_articles(tmp_path / "none", [], model(encoder), ignore)
    assert len(open_index(tmp_path / "none").dense) == 0


# -------------------------------------------------------------------------------------- another model


@pytest.mark.usefixtures("corpus_folder")
def test_another_model_embeds_everything_anew(tmp_path: Path, index_folder: Path) -> None:
    """Vectors of two models never stand in one index."""
    other = TinyEncoder("other", weights="second")
    build(tmp_path, other)
    assert set(PARAGRAPHS) <= set(other.embedded)
    found = open_index(index_folder)
    assert (found.model_name, found.model_fingerprint) == ("other", other.fingerprint)


@pytest.mark.usefixtures("corpus_folder")
def test_a_model_of_another_size_embeds_everything_anew(tmp_path: Path, index_folder: Path) -> None:
    """The new vectors have their own length."""
    build(tmp_path, TinyEncoder(weights="wide", dimension=700))
    assert open_index(index_folder).manifest.model.dimension == 700


@pytest.mark.usefixtures("corpus_folder")
def test_a_shorter_reach_cuts_paragraphs_anew(tmp_path: Path, index_folder: Path) -> None:
    """How many tokens are read is part of what an index is."""
    report = build(tmp_path, TinyEncoder(weights="short", max_tokens=8))
    assert report.passages > 5
    assert len(open_index(index_folder).dense) == report.passages


# ---------------------------------------------------------------------------------- building again


@pytest.mark.usefixtures("corpus_folder")
def test_an_index_of_another_format_is_told_and_built_anew(
    tmp_path: Path, index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names both formats and the command; the embeddings are those that there were."""
    written, known = version_writer.FORMAT, version_writer.FORMAT + 1
    monkeypatch.setattr(version_writer, "FORMAT", known)
    with pytest.raises(IncompatibleIndexError, match=rf"format {written}, not {known}\. Run `qa-bot index`"):
        open_index(index_folder)
    encoder = TinyEncoder()
    assert build(tmp_path, encoder).passages == 5
    assert open_index(index_folder).manifest.format == known
    assert encoder.embedded == []


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("pattern", ["store/head.sqlite", "manifest.json"])
@pytest.mark.usefixtures("corpus_folder")
def test_building_again_heals_a_damaged_index(pattern: str, tmp_path: Path, index_folder: Path) -> None:
    """Although no article has changed."""
    _flip(file_of(index_folder, pattern))
    assert build(tmp_path, TinyEncoder()).passages == 5
    assert len(open_index(index_folder).dense) == 5
