"""Every part of a version stands in one table, from which it is written, opened, examined and repaired."""

from pathlib import Path

import pytest
from test_doctor import _flip
from tiny import TinyEncoder, hits_of, ignore

from qa_bot.core.errors import DamagedIndexError
from qa_bot.index import dense
from qa_bot.index.build import build_index
from qa_bot.index.doctor import check, repair
from qa_bot.index.opened import open_index
from qa_bot.index.parts import COARSE, PARTS, STORE, WORDS, is_self_checking, part_of, parts_of
from qa_bot.index.storage import manifest, versions


@pytest.fixture
def coarse(corpus_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Build an index that has all parts, as one of a million passages has."""
    monkeypatch.setattr(dense, "COARSE_FROM", 1)
    build_index(tmp_path / "coarse", corpus_folder, TinyEncoder(), ignore)
    return tmp_path / "coarse"


def test_every_file_of_a_version_belongs_to_a_part(coarse: Path, index_folder: Path) -> None:
    """And every part has files; a small index lacks the coarse one."""
    for folder, expected in ((coarse, set(PARTS)), (index_folder, {p for p in PARTS if p.name != COARSE})):
        found = open_index(folder).manifest
        assert set(parts_of(found)) == expected
        assert {part_of(file) for file in found.files} == {part.name for part in expected}


def test_each_part_has_a_name_and_a_remedy_of_its_own() -> None:
    """The words of a version can be taken over from one that has no vectors yet."""
    assert len({part.name for part in PARTS}) == len({part.remedy for part in PARTS}) == len(PARTS)
    assert {STORE, "passages", "articles"} == WORDS
    assert [part.name for part in PARTS if part.needs_corpus] == [STORE]


def test_only_files_that_check_themselves_are_not_read_whole(
    coarse: Path, index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FAISS crashes on a damaged file, so it reads the coarse index after a comparison with its entry."""
    for folder, expected in ((index_folder, {"sqlite", "bin"}), (coarse, {"sqlite", "bin", "f16", "faiss"})):
        found = open_index(folder).manifest
        checked = {file.rpartition(".")[2] for file in found.files if is_self_checking(file, found)}
        assert checked == expected
    monkeypatch.setattr(manifest, "CHECKED_AT_OPEN", 0)
    _flip(versions.current_version(coarse) / COARSE)
    with pytest.raises(DamagedIndexError, match=rf"{COARSE} .*`qa-bot doctor --repair`"):
        open_index(coarse)


def test_a_coarse_index_answers_as_an_exact_one(coarse: Path, index_folder: Path) -> None:
    """With so few passages every one is nominated, and a score does not depend on the way of searching."""
    for question in ("Who opened the new bridge?", "a feline in a chimney", "oldest café"):
        found, expected = (
            [(hit.passage.id, hit.score) for hit in hits_of(open_index(folder), TinyEncoder(), question, 5)]
            for folder in (coarse, index_folder)
        )
        assert [name for name, _ in found] == [name for name, _ in expected]
        assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=1e-5)


def test_a_damaged_coarse_index_is_named_and_made_again(coarse: Path, corpus_folder: Path) -> None:
    """Of the vectors that are there; the same file as before."""
    path = versions.current_version(coarse) / COARSE
    before = path.read_bytes()
    _flip(path)
    (damage,) = check(coarse, corpus_folder).damages
    assert (damage.part, damage.lost.startswith("nothing is lost")) == (COARSE, True)
    encoder = TinyEncoder()
    assert repair(coarse, corpus_folder, encoder, ignore) == (COARSE,)
    assert check(coarse, corpus_folder).is_sound
    assert (versions.current_version(coarse) / COARSE).read_bytes() == before
    assert encoder.embedded == []
