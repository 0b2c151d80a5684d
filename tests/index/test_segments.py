"""An update shares what the version before has, and rows of what is gone are never found."""

from pathlib import Path

import numpy as np
import pytest
from test_doctor import _flip_in_place
from tiny import TinyEncoder, articles_of, hits_of, ignore, model, write_articles

from qa_bot.core.errors import DamagedIndexError
from qa_bot.core.query_syntax import NO_FILTERS
from qa_bot.core.types import Outcome
from qa_bot.index import dense, doctor, plan
from qa_bot.index.build import build_index
from qa_bot.index.opened import Index, open_index
from qa_bot.index.parts import ROWS
from qa_bot.index.storage import manifest, versions
from qa_bot.retrieval.filtering import select

ARTICLES = {
    f"{number:02}.md": f"The bridge {number} spans the river.\n\nThe ferry {number} ran for years."
    for number in range(10)
}
NEW = {"new.md": "A heron nests on the roof."}


@pytest.fixture(autouse=True)
def unused_rows_remain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Treat a small index as a large one."""
    monkeypatch.setattr(plan, "FEW", 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Build an index of ten articles of two passages, and return the folder of both."""
    write_articles(tmp_path / "corpus", ARTICLES)
    updated(tmp_path)
    return tmp_path


def updated(folder: Path, encoder: TinyEncoder | None = None) -> Index:
    """Bring the index up to date and open it."""
    build_index(folder / "index", folder / "corpus", model(encoder or TinyEncoder()), ignore)
    return open_index(folder / "index")


def inode_of_coarse(index: Index) -> int:
    """Return the inode of the coarse index."""
    return (index.version / "coarse.faiss").stat().st_ino


def texts_of(index: Index) -> list[str]:
    """Return the text of each passage, in order."""
    return [passage.text for _, passage in index.store.all_passages()]


def test_an_update_shares_all_segments_and_changes_none(folder: Path) -> None:
    """The version before opens as it was."""
    before = versions.current_version(folder / "index")
    content = {path: path.read_bytes() for path in before.rglob("*") if path.is_file()}
    write_articles(folder / "corpus", NEW)
    after = updated(folder).version
    shared = {
        path.relative_to(before)
        for path in content
        if (after / path.relative_to(before)).exists() and path.samefile(after / path.relative_to(before))
    }
    parts = {path.parts[0] for path in shared}
    assert parts == {"store", "passages", "articles", "embedded"}
    assert {path.name for path in shared if path.parts[0] == "embedded"} == {
        "header", "rows.idx", "vectors.f16", "tokens.bin"
    }  # fmt: skip
    assert {path: path.read_bytes() for path in content} == content


def test_a_changed_article_leaves_its_rows_unused(folder: Path) -> None:
    """The new text has the rows after all others, and the order is that of the files."""
    write_articles(folder / "corpus", {"03.md": "A lighthouse stands there."})
    found = updated(folder)
    store = found.store
    assert (store.articles, store.passages, store.rows) == (10, 19, 21)
    assert store.gone == [range(6, 8)]
    assert [entry.id for entry in store.entries()] == sorted(ARTICLES)
    assert texts_of(found)[6] == "A lighthouse stands there."
    assert store.row_of(store.passages_of("03.md")[0]) == 20
    assert store.fetch([5, 6, 7, 20]).keys() == {5, 20}
    assert 6 not in store.passing(NO_FILTERS).rows
    assert select(found, NO_FILTERS).allowed is None
    assert len(found.dense) == len(found.passage_bm25) == len(found.token_vectors) == 19


def test_nothing_of_a_removed_article_is_found(folder: Path) -> None:
    """Neither by words nor by vectors, nor by its name."""
    (folder / "corpus" / "03.md").unlink()
    found = updated(folder)
    question = "Which river does the bridge 3 span?"
    assert all(hit.passage.article != "03.md" for hit in hits_of(found, TinyEncoder(), question, 20))
    vector = TinyEncoder().encode_question(question).vector
    assert not {6, 7} & found.dense.search(vector, 20).keys()
    allowed = np.ones(found.store.rows, np.bool_)
    assert not {6, 7} & found.dense.search(vector, 20, allowed).keys()
    assert found.store.article("03.md") is None
    assert found.store.passages_of("03.md") == []
    assert doctor.check(folder / "index", folder / "corpus").is_sound


def test_tokens_are_counted_as_in_an_index_built_anew(folder: Path) -> None:
    """What went is taken off, and what came is added."""
    (folder / "corpus" / "03.md").unlink()
    write_articles(folder / "corpus", NEW)
    version = updated(folder).version
    anew = folder / "anew"
    build_index(anew, folder / "corpus", model(TinyEncoder()), ignore)
    counts = [
        np.trim_zeros(np.fromfile(one / "frequency.i64", np.int64), "b")
        for one in (version, versions.current_version(anew))
    ]
    assert (counts[0] == counts[1]).all()


def test_a_version_is_written_whole_when_many_rows_are_unused(folder: Path) -> None:
    """More than a fifth; nothing is embedded for that."""
    for number in range(3):
        (folder / "corpus" / f"{number:02}.md").unlink()
    encoder = TinyEncoder()
    found = updated(folder, encoder)
    assert (found.store.passages, found.store.rows) == (14, 14)
    assert encoder.embedded == []


def test_many_updates_one_after_the_other_answer_as_one(folder: Path) -> None:
    """Articles come, change and go; each segment is merged at some time."""
    encoder = TinyEncoder()
    for number in range(10, 40):
        write_articles(folder / "corpus", {f"{number}.md": f"The tower {number} fell."})
        if number % 5 == 0:
            write_articles(folder / "corpus", {f"{number - 3}.md": f"The tower {number} stands again."})
        found = updated(folder, encoder)
    anew = folder / "anew"
    build_index(anew, folder / "corpus", model(TinyEncoder()), ignore)
    other = open_index(anew)
    assert texts_of(found) == texts_of(other)
    assert articles_of(found) == articles_of(other)
    reports = [[(file.path, file.passages) for file in one.store.files()] for one in (found, other)]
    assert reports[0] == reports[1]
    assert found.store.rows > found.store.passages == other.store.passages
    best = [hits_of(one, TinyEncoder(), "Which tower stands again 30?", 1)[0] for one in (found, other)]
    assert best[0].passage == best[1].passage
    assert doctor.check(folder / "index", folder / "corpus").is_sound


def test_a_copy_is_kept_for_the_time_when_its_original_goes(folder: Path) -> None:
    """Its text is nowhere among the articles, and its file is not read again."""
    (folder / "corpus" / "zz.md").write_text((folder / "corpus" / "05.md").read_text(encoding="utf-8"))
    found = updated(folder)
    assert {file.path: file.outcome for file in found.store.files()}["zz.md"] is Outcome.DUPLICATE
    (folder / "corpus" / "05.md").unlink()
    kept = {one.read.path: one for one in found.store.readings(found.store.placed())}
    assert kept["zz.md"].rows == (None,)
    assert kept["zz.md"].read.articles[0].paragraphs == found.store.article("05.md").paragraphs  # type: ignore[union-attr]
    assert "zz.md" in {entry.id for entry in updated(folder).store.entries()}


def test_rows_after_the_coarse_index_are_compared_exactly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is shared until a tenth of the rows are new."""
    monkeypatch.setattr(dense, "COARSE_FROM", 1)
    write_articles(tmp_path / "corpus", ARTICLES)
    first = inode_of_coarse(updated(tmp_path))
    write_articles(tmp_path / "corpus", NEW)
    found = updated(tmp_path)
    assert inode_of_coarse(found) == first
    vector = TinyEncoder().encode_question(NEW["new.md"]).vector
    assert next(iter(found.dense.search(vector, 3))) == 20
    write_articles(tmp_path / "corpus", {"more.md": "Two.\n\nOf them."})
    assert inode_of_coarse(updated(tmp_path)) != first


def test_a_damaged_vector_beside_a_coarse_index_is_never_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the files are not read whole: one that the coarse index nominates, and one that came later."""
    monkeypatch.setattr(dense, "COARSE_FROM", 1)
    monkeypatch.setattr(manifest, "CHECKED_AT_OPEN", 0)
    write_articles(tmp_path / "corpus", ARTICLES)
    updated(tmp_path)
    write_articles(tmp_path / "corpus", NEW)
    version = updated(tmp_path).version
    first, last = sorted((version / ROWS).glob("*/vectors.f16"))
    vector = TinyEncoder().encode_question(NEW["new.md"]).vector
    _flip_in_place(first)
    opened = open_index(tmp_path / "index")
    with pytest.raises(DamagedIndexError):
        opened.dense.search(vector, 20)
    _flip_in_place(first)
    assert len(open_index(tmp_path / "index").dense.search(vector, 30)) > 20
    _flip_in_place(last)
    with pytest.raises(DamagedIndexError):
        open_index(tmp_path / "index")
