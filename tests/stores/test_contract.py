"""Every store answers as the index folder that was published to it, and survives what happens to stores."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from commands import ROOT, shared_cache
from store_servers import BUCKET, STORES, both, milvus_server, object_store, published
from tiny import TinyEncoder, ignore, model

from qa_bot.answering.answerer import Answerer
from qa_bot.core.query_syntax import parse_question
from qa_bot.core.types import Article, Heading, Source
from qa_bot.encoders.loading import find_encoder
from qa_bot.encoders.model_files import DEFAULT_MODEL
from qa_bot.index.build import build_from_articles, build_index
from qa_bot.index.opened import open_index
from qa_bot.language.analyzer import terms_of
from qa_bot.stores import lance, milvus
from qa_bot.stores.address import connect
from qa_bot.stores.opened import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qa_bot.core.types import Answer
    from qa_bot.encoders.protocol import Encoder
    from qa_bot.index.opened import Index
    from qa_bot.index.protocol import ArticleIndex
    from qa_bot.stores.opened import StoredIndex

    _RealSet = tuple[Path, list[str]]
    """An index folder and questions for it."""

SUBJECTS = ("bridge", "harbour", "ferry", "tower", "market")
QUOTED = 'The "Quay" Courier\'s 100% Review'
ODD = Article(
    id="it's 100%.md",
    source=Source(
        path="it's 100%.md",
        title='The mayor\'s "plan": 100% done',
        publication=QUOTED,
        author="Aoife O'Neill, 何秀兰",
        date="2021-04-02",
        url="https://quay.example/it's?x=1",
    ),
    paragraphs=("The lighthouse was painted white in April.", "何秀兰说老茶树有四十棵。"),
    headings=(Heading(1, 2, "Paint"),),
    also_in=(Source(path="copy.md", title="Copied", publication="The Tide", date="2021-04"),),
)


_NUMBERS = count()


@pytest.fixture(scope="module", params=STORES)
def place(request: pytest.FixtureRequest) -> Iterator[str]:
    """Start a kind of store, and return the address that its libraries are below."""
    if request.param == "lance":  # with every row indexed at once; the other kind looks through new rows
        with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
            patched.setattr(lance, "UNINDEXED", 0)
            yield f"lance://{folder}"
        return
    if request.param == "milvus":
        with tempfile.TemporaryDirectory() as folder, milvus_server(Path(folder)) as (server, _):
            yield server
        return
    with object_store() as variables, pytest.MonkeyPatch.context() as patched:
        for name, value in variables.items():
            patched.setenv(name, value)
        yield f"s3://{BUCKET}"


@pytest.fixture
def address(place: str) -> str:
    """Return the address of an empty store."""
    return f"{place}/library{next(_NUMBERS)}"


@pytest.fixture(scope="module")
def library(place: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Index, StoredIndex]:
    """Return the index folder of 97 passages, all of which are candidates, and the store of the same."""
    folder = built(tmp_path_factory.mktemp("library") / "index", [*map(district, range(19)), ODD])
    return both(folder, f"{place}/library")


def district(number: int, more: str = "") -> Article:
    """Make an article of five passages."""
    return Article(
        id=f"{number:03}.md",
        source=Source(
            path=f"{number:03}.md",
            title=f"Repairs in district {number}",
            publication=("The Quay Courier", "The Tide")[number % 2],
            author="Ilse Marrow",
            date=f"20{10 + number % 12}-0{1 + number % 9}-11",
        ),
        paragraphs=tuple(
            f"The {subject} of district {number} was repaired for {number * 7 + place} crowns{more}."
            for place, subject in enumerate(SUBJECTS)
        ),
    )


def built(folder: Path, articles: Sequence[Article]) -> Path:
    """Index articles with the tiny encoder."""
    build_from_articles(folder, articles, model(TinyEncoder()), ignore)
    return folder


def asked(index: ArticleIndex, question: str, encoder: Encoder | None = None) -> Answer:
    words, filters = parse_question(question)
    return Answerer(index, encoder or TinyEncoder()).ask(words, 5, filters)


def ids(answer: Answer) -> list[str]:
    return [hit.passage.id for hit in answer.hits]


def assert_same(one: Answer, other: Answer) -> None:
    """Compare passages, scores and verdict."""
    assert [hit.passage for hit in one.hits] == [hit.passage for hit in other.hits]
    assert [hit.score for hit in one.hits] == pytest.approx([hit.score for hit in other.hits], abs=1e-4)
    assert [hit.raw.bm25 for hit in one.hits] == pytest.approx([hit.raw.bm25 for hit in other.hits], abs=1e-4)
    assert one.confidence == pytest.approx(other.confidence, abs=1e-4)
    assert (one.verdict, one.filtered) == (other.verdict, other.filtered)
    assert missing_from(one) == missing_from(other)


def missing_from(answer: Answer) -> object:
    """Return what an answer says is missing, without scores."""
    missing = answer.missing
    outside = missing.outside.passage if missing and missing.outside else None
    return missing and (missing.words, missing.files, missing.articles_left_out, outside)


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
        ("in:9%", False),
        ('in:"it\'s 100%.md"', True),
        ("in:copy.md", True),
        ("title:\"x' OR '1'='1\"", False),
        ('author:"x\'); DROP TABLE articles"', False),
        ('url:"https://quay.example/it\'s?x=1"', True),
        ("after:2021-04 before:2021-05 publication:Tide", True),
    ],
)
def test_filters_neither_fail_nor_leak(address: str, tmp_path: Path, line: str, passes: bool) -> None:
    index, stored = both(built(tmp_path / "index", [district(1), ODD]), address)
    filters = parse_question(f"lighthouse {line}")[1]
    expected = index.store.passing(filters)
    assert stored.store.passing(filters) == expected
    assert (ODD.id in {one.article for one in stored.store.fetch(expected.rows).values()}) == passes
    assert_same(asked(stored, f"lighthouse {line}"), asked(index, f"lighthouse {line}"))
    assert stored.store.passages == index.store.passages


def test_nominees_include_the_best(place: str, tmp_path_factory: pytest.TempPathFactory) -> None:
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
    index, stored = both(folder, f"{place}/library{next(_NUMBERS)}")
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
        assert stored.passage_bm25.rows_with(asked_terms) == index.passage_bm25.rows_with(asked_terms)
        assert stored.passage_bm25.rows_with(asked_terms[:2]) == index.passage_bm25.rows_with(asked_terms[:2])
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


def test_an_update_writes_and_removes_what_changed(address: str, tmp_path: Path) -> None:
    first = [*map(district, range(6)), ODD]
    assert (report := published(built(tmp_path / "one", first), address)).written == 7
    assert (report.articles, report.passages, report.removed) == (7, 32, 0)
    again = published(tmp_path / "one", address)
    assert (again.written, again.removed) == (0, 0)
    before = open_store(connect(address))
    second = [district(0), district(1, " and 3 herons"), *map(district, range(3, 7)), ODD]
    changed = published(built(tmp_path / "two", second), address)
    assert (changed.written, changed.removed) == (2, 2)
    after = open_store(connect(address))
    assert ids(asked(after, "Where are herons?"))[0].startswith("001.md")
    for question in ("herons", "bridge district 2", "bridge of district 6"):
        assert_same(asked(after, question), asked(open_index(tmp_path / "two"), question))
        assert_same(asked(before, question), asked(open_index(tmp_path / "one"), question))
    assert before.state != after.state


def test_each_publisher_owns_its_articles(address: str, tmp_path: Path) -> None:
    published(built(tmp_path / "a", [district(1), district(2)]), address, "a")
    published(built(tmp_path / "b", [district(2, " in the north"), district(3)]), address, "b")
    names = [one.id for one in open_store(connect(address)).store.entries()]
    assert names == ["001.md", "002.md", "b/002.md", "003.md"]
    published(built(tmp_path / "c", [district(2)]), address, "a")
    left = open_store(connect(address))
    assert [one.id for one in left.store.entries()] == ["002.md", "b/002.md", "003.md"]
    assert "b/002.md#1" in ids(asked(left, "bridge in the north"))
    article = left.store.article("b/002.md")
    assert article
    assert "in the north" in article.paragraphs[0]


def test_two_writers_and_a_reader_do_not_disturb_each_other(address: str, tmp_path: Path) -> None:
    desks = {name: range(start, start + 6) for name, start in (("a", 0), ("b", 10))}
    for name, numbers in desks.items():
        built(tmp_path / name, [district(number) for number in numbers])
    published(tmp_path / "a", address, "a")
    wrong: list[BaseException] = []

    def write(name: str) -> None:
        try:
            for step in range(3):
                folder = tmp_path / f"{name}-{step}"
                built(folder, [district(number, f" in step {step}") for number in desks[name]])
                published(folder, address, name)
        except BaseException as error:  # noqa: BLE001  whatever it is, the test reports it
            wrong.append(error)

    writers = [threading.Thread(target=write, args=(name,)) for name in desks]
    for writer in writers:
        writer.start()
    reads = 0
    while any(writer.is_alive() for writer in writers):
        opened = open_store(connect(address))
        answer = asked(opened, "the bridge of district 3")
        assert ids(answer)[0] == "003.md#1"
        assert len(list(opened.store.all_passages())) == opened.store.passages
        reads += 1
    for writer in writers:
        writer.join()
    assert wrong == []
    assert reads
    final = open_store(connect(address))
    assert final.store.articles == 12
    assert all("in step 2" in passage.text for _, passage in final.store.all_passages())


KILLED = """
import os, signal, sys
from pathlib import Path
from store_servers import published
from qa_bot.stores.address import connect
calls = 0
def kill(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
def after(name, count):
    backend = type(connect(sys.argv[2]))
    real = getattr(backend, name)
    def counted(self, *arguments):
        global calls
        calls += 1
        if calls == count:
            kill()
        return real(self, *arguments)
    setattr(backend, name, counted)
after(sys.argv[3], int(sys.argv[4]))
published(Path(sys.argv[1]), sys.argv[2])
"""


@pytest.mark.parametrize("step", ["settle", "replace_head", "remove"])
def test_a_killed_writer_leaves_the_old_state_or_the_new_one(
    address: str, tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before this step, in a process of its own."""
    published(built(tmp_path / "one", [*map(district, range(5))]), address)
    built(tmp_path / "two", [district(0), district(1, " and 3 herons"), district(9)])
    path = os.pathsep.join(map(str, (ROOT, ROOT / "tests")))
    ended = subprocess.run(  # noqa: S603  the tests' own words
        [sys.executable, "-c", KILLED, str(tmp_path / "two"), address, step, "1"],
        env=os.environ | {"PYTHONPATH": path},
        check=False,
        capture_output=True,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    found = open_store(connect(address))
    expected = "two" if step == "remove" else "one"
    for question in ("herons", "bridge of district 4"):
        assert_same(asked(found, question), asked(open_index(tmp_path / expected), question))
    monkeypatch.setattr(milvus, "GRACE_S", 0.0)
    published(tmp_path / "two", address)
    after = open_store(connect(address))
    assert_same(asked(after, "herons"), asked(open_index(tmp_path / "two"), "herons"))
    keys = connect(address).keys("desk")
    assert len(keys) == after.store.articles + after.store.passages


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
    address: str, default_model: Encoder, real_sets: Mapping[str, _RealSet], language: str
) -> None:
    folder, questions = real_sets[language]
    index, stored = both(folder, address)
    assert len(questions) >= 9
    for question in questions:
        assert_same(asked(stored, question, default_model), asked(index, question, default_model))
