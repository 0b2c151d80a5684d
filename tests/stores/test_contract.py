"""Every store answers as the index folder that was published to it, with the same scores."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from commands import ROOT, shared_cache
from made_up_articles import ODD, QUOTED, asked, assert_same, built, district
from store_servers import both
from tiny import TinyEncoder, ignore

from qa_bot.core.query_syntax import parse_question
from qa_bot.core.types import Article, Source
from qa_bot.encoders.loading import find_encoder
from qa_bot.encoders.model_files import DEFAULT_MODEL
from qa_bot.index.build import build_from_articles, build_index
from qa_bot.language.analyzer import terms_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qa_bot.encoders.protocol import Encoder
    from qa_bot.index.opened import Index
    from qa_bot.stores.opened import StoredIndex

    _RealSet = tuple[Path, list[str]]
    """An index folder and questions for it."""


@pytest.fixture(scope="module")
def library(store_place: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Index, StoredIndex]:
    """Return the index folder of 97 passages, all of which are candidates, and the store of the same."""
    folder = built(tmp_path_factory.mktemp("library") / "index", [*map(district, range(19)), ODD])
    return both(folder, f"{store_place}/library")


@pytest.mark.parametrize(
    "question",
    [
        "How much did the repair of the bridge cost in district 7?",
        "ferry tower",
        "brige of distict 12",
        "When was the lighthouse painted?",
        "老茶树有多少棵",
        "repaired -harbour",
        "How tall is Mount Everest?",
        'market publication:"The Tide" after:2015',
    ],
)
def test_answers_are_those_of_the_index_folder(library: tuple[Index, StoredIndex], question: str) -> None:
    index, stored = library
    assert_same(asked(stored, question), asked(index, question))


@pytest.mark.parametrize(
    ("line", "passes"),
    [
        (f"publication:'{QUOTED}'", True),
        ('publication:"Courier\'s"', True),
        ('author:"O\'Neill"', True),
        ("author:何秀兰", True),
        ("author:秀兰", False),
        ("title:100%", True),
        ('title:"10_%"', False),
        ('in:"%.md"', False),
        ('in:"it\'s 100%.md"', True),
        ("in:copy.md", True),
        ("title:\"x' OR '1'='1\"", False),
        ('author:"x\'); DROP TABLE articles"', False),
        ('url:"https://quay.example/it\'s?x=1"', True),
        ("after:2021-04 before:2021-05 publication:Tide", True),
    ],
)
def test_filters_neither_fail_nor_leak(
    library: tuple[Index, StoredIndex], line: str, *, passes: bool
) -> None:
    index, stored = library
    filters = parse_question(f"lighthouse {line}")[1]
    expected = index.store.passing(filters)
    assert stored.store.passing(filters) == expected
    assert (ODD.id in {one.article for one in stored.store.fetch(expected.rows).values()}) == passes
    assert_same(asked(stored, f"lighthouse {line}"), asked(index, f"lighthouse {line}"))
    assert stored.store.passages == index.store.passages


def test_nominees_include_the_best(store_place: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Of 400 passages of different lengths, of which a store nominates some at a time."""
    words = [
        f"{one}{other}" for one in ("lo", "mi", "ka", "tu", "re") for other in ("ban", "dor", "fex", "gul")
    ]
    draw = random.Random(7)  # noqa: S311  the same passages every time
    texts = [" ".join(draw.choices(words, range(1, 21), k=draw.randrange(3, 30))) for _ in range(400)]
    articles = [
        Article(id=f"{n}", source=Source(path=f"{n}"), paragraphs=(text,)) for n, text in enumerate(texts)
    ]
    folder = built(tmp_path_factory.mktemp("many") / "index", articles)
    index, stored = both(folder, f"{store_place}/many")
    known = list(dict.fromkeys(terms_of(" ".join(words))))
    allowed = np.arange(400) % 3 > 0
    for asked_terms in (known[:1], known[3:6], known[-4:], ["unknown"], []):
        for k in (1, 7, 50):
            for mask in (None, allowed):
                expected = index.passage_bm25.search(asked_terms, k, mask) if asked_terms else {}
                found = stored.passage_bm25.search(asked_terms, k, mask)
                assert list(found.values()) == pytest.approx(list(expected.values()), abs=1e-4)
        expected = index.passage_bm25.search_with_any(known[:2], asked_terms, 20) if asked_terms else {}
        found = stored.passage_bm25.search_with_any(known[:2], asked_terms, 20) if asked_terms else {}
        assert list(found.values()) == pytest.approx(list(expected.values()), abs=1e-4)
        for run in (asked_terms, asked_terms[:2], asked_terms[:1]):
            rows = index.passage_bm25.rows_with(run)
            assert rows == sorted(rows)
            assert stored.passage_bm25.rows_with(run) == rows
            for one in (index, stored):
                assert one.passage_bm25.rows_with(run, 2) == rows[:2]
    vector = TinyEncoder().encode_question(" ".join(words[:5])).vector
    for mask in (None, allowed, np.arange(400) < 9):
        best, near = (list(one.dense.search(vector, 10, mask).values()) for one in (index, stored))
        assert near == pytest.approx(best, abs=1e-3)


def test_the_catalogue_and_whole_articles_are_the_same(library: tuple[Index, StoredIndex]) -> None:
    index, stored = library
    one, other = index.store, stored.store
    assert other.entries() == one.entries()
    assert list(other.each_article()) == list(one.each_article())
    assert list(other.all_passages()) == list(one.all_passages())
    assert other.filter_values() == one.filter_values()
    assert other.unsearched(["paint"]) == one.unsearched(["paint"]) == ["Paint"]
    assert other.told_by("copy.md") == [ODD.id]
    assert [other.row_of(passage) for _, passage in one.all_passages()] == list(range(one.passages))
    assert (other.article("gone.md"), other.passages_of("gone.md")) == (None, [])


@pytest.fixture(scope="session")
def default_model(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    """Load the default model."""
    return find_encoder(DEFAULT_MODEL, shared_cache(tmp_path_factory) / "qa_bot", ignore)


@pytest.fixture(scope="session")
def real_sets(default_model: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, _RealSet]:
    """Index the sample articles and the Chinese ones with the default model."""
    folder = tmp_path_factory.mktemp("real")
    build_index(folder / "english", ROOT / "corpus", default_model, ignore)
    english = [one["question"] for one in _lines(ROOT / "corpus" / "questions.jsonl")]
    told = _lines(ROOT / "tests" / "data" / "chinese" / "first_writer.jsonl")
    articles = [
        Article(
            id=one["article"],
            source=Source(path=one["article"], title=one["title"]),
            paragraphs=tuple(one["paragraphs"]),
        )
        for one in told
    ]
    build_from_articles(folder / "chinese", articles, default_model, ignore)
    chinese = [one["question"] for each in told for one in each["questions"]]
    return {"english": (folder / "english", english[::6]), "chinese": (folder / "chinese", chinese[::4])}


def _lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["english", "chinese"])
def test_real_sets_are_answered_as_by_the_index_folder(
    store_address: str, default_model: Encoder, real_sets: Mapping[str, _RealSet], language: str
) -> None:
    folder, questions = real_sets[language]
    index, stored = both(folder, store_address)
    assert len(questions) >= 9
    for question in questions:
        assert_same(asked(stored, question, default_model), asked(index, question, default_model))
