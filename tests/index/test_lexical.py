"""BM25 is the published formula, and a question is words and nothing else."""

import math
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from qa_bot.core.errors import DamagedIndexError
from qa_bot.index import lexical
from qa_bot.index.lexical import TantivyIndex, write_lexical
from qa_bot.index.protocol import LexicalIndex
from qa_bot.language.analyzer import terms_of

TEXTS = ["alpha beta", "beta gamma gamma", "delta"]


def built(folder: Path, texts: Sequence[str]) -> TantivyIndex:
    """Write an index and open it."""
    write_lexical(folder, enumerate(texts))
    return TantivyIndex.open(folder)


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    """Three texts of two, three and one words."""
    return built(tmp_path / "words", TEXTS)


def bm25(count: int, length: int, *, having: int, texts: int = 3, mean: float = 2.0) -> float:
    """Compute a term's BM25 (k1 1.2, b 0.75) in a text; `having` texts of all have it."""
    rarity = math.log(1 + (texts - having + 0.5) / (having + 0.5))
    return rarity * count * (1.2 + 1) / (count + 1.2 * (1 - 0.75 + 0.75 * length / mean))


def test_scores_are_the_published_formula(index: LexicalIndex) -> None:
    """A term once in two words; twice in three words; terms add up."""
    assert index.search(["beta"], 5) == pytest.approx(
        {0: bm25(1, 2, having=2), 1: bm25(1, 3, having=2)}, rel=1e-5
    )
    assert index.search(["gamma"], 5) == pytest.approx({1: bm25(2, 3, having=1)}, rel=1e-5)
    assert index.search(["alpha", "beta"], 5)[0] == pytest.approx(
        bm25(1, 2, having=1) + bm25(1, 2, having=2), rel=1e-5
    )


def test_a_needed_term_admits_a_text_and_the_other_terms_rank_it(index: LexicalIndex) -> None:
    """Of those that have one, the one that has the rest comes first; one that has none is not found."""
    assert list(index.search_with_any(["alpha", "gamma"], ["beta", "delta"], 5)) == [0, 1]
    assert index.search_with_any(["alpha", "gamma"], ["beta"], 5)[0] == pytest.approx(
        bm25(1, 2, having=2), rel=1e-5
    )
    assert index.search_with_any(["delta"], [], 5) == {2: 0.0}
    assert index.search_with_any([], ["beta"], 5) == {}


def test_the_best_come_first_and_k_bounds_them(index: LexicalIndex) -> None:
    """The shorter text is the better one."""
    assert list(index.search(["beta"], 2)) == [0, 1]
    assert list(index.search(["beta"], 1)) == [0]


@pytest.mark.parametrize("k", [3, 10**12, 2**70])
def test_k_above_the_number_of_texts_gives_all_that_match(index: LexicalIndex, k: int) -> None:
    """Room is made for the texts that there are, not for k."""
    assert set(index.search(["beta"], k)) == {0, 1}


def test_known_rows_are_scored_as_a_search_scores_them(index: LexicalIndex) -> None:
    """A row without any of the terms is left out."""
    assert index.score(["beta"], [1, 2]) == {1: index.search(["beta"], 5)[1]}
    assert index.score(["beta"], []) == {}
    assert index.score([], [0, 1]) == {}


def test_no_terms_find_nothing(index: LexicalIndex) -> None:
    """Neither do unknown ones."""
    assert index.search([], 5) == {}
    assert index.search(["omega"], 5) == {}


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    """No texts, no hits."""
    index = built(tmp_path / "words", [])
    assert len(index) == 0
    assert index.search(["beta"], 5) == {}
    assert index.frequency("beta") == 0


def test_frequency_counts_texts_not_occurrences(index: LexicalIndex) -> None:
    """Gamma stands twice in one text."""
    assert [index.frequency(term) for term in ("beta", "gamma", "omega")] == [2, 1, 0]


def test_equal_texts_score_the_same(tmp_path: Path) -> None:
    """So the tie is left to the passage's id."""
    index = built(tmp_path / "words", ["same words"] * 4)
    assert len(set(index.search(["same"], 4).values())) == 1


def test_a_finished_index_opens_with_the_same_scores(index: LexicalIndex, tmp_path: Path) -> None:
    """Opening needs nothing but the folder."""
    opened = TantivyIndex.open(tmp_path / "words")
    assert len(opened) == 3
    assert opened.search(["beta"], 5) == index.search(["beta"], 5)


def test_other_scripts_are_words_too(tmp_path: Path) -> None:
    """A word of Cyrillic letters is found."""
    index = built(tmp_path / "words", ["мост через реку", "Zürich"])
    assert list(index.search(terms_of("мост".upper()), 5)) == [0]
    assert list(index.search(terms_of("zurich"), 5)) == [1]


@pytest.mark.parametrize("name", ["meta.json", ".managed.json"])
@pytest.mark.parametrize("content", [b"", b"{}", b"\xff" * 200])
def test_a_folder_whose_book_keeping_is_lost_is_damaged(name: str, content: bytes, tmp_path: Path) -> None:
    """The error names the folder and the command, or the index opens whole."""
    folder = tmp_path / "words"
    built(folder, TEXTS)
    (folder / name).write_bytes(content)
    with pytest.raises(DamagedIndexError, match=r"words is not .*`qa-bot doctor --repair`"):
        TantivyIndex.open(folder)


def test_a_folder_without_an_index_is_damaged(tmp_path: Path) -> None:
    """Whether it is empty or missing."""
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(DamagedIndexError):
            TantivyIndex.open(folder)


def test_an_open_index_survives_its_files_being_cut(tmp_path: Path) -> None:
    """The operating system would end a process that has mapped them."""
    index = built(tmp_path / "words", TEXTS)
    before = index.search(terms_of(TEXTS[0]), 5)
    for path in (tmp_path / "words").iterdir():
        os.truncate(path, 0)
    assert index.search(terms_of(TEXTS[0]), 5) == before


def test_an_index_opens_where_there_is_no_room_for_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a very large one is not copied at all."""

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    expected = built(tmp_path / "words", TEXTS).search(terms_of(TEXTS[0]), 5)
    monkeypatch.setattr("shutil.copyfile", fail)
    assert TantivyIndex.open(tmp_path / "words").search(terms_of(TEXTS[0]), 5) == expected
    monkeypatch.setattr(lexical, "COPIED_BYTES", 0)
    assert TantivyIndex.open(tmp_path / "words").search(terms_of(TEXTS[0]), 5) == expected


def test_only_errors_of_the_library_are_blamed_on_the_disk(tmp_path: Path) -> None:
    """Not those of what the texts come from."""

    def texts() -> Iterator[str]:
        yield "alpha"
        raise ValueError("no such stemmer")

    with pytest.raises(ValueError, match=r"^no such stemmer$"):
        write_lexical(tmp_path / "words", enumerate(texts()))
