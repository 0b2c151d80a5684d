"""A store while it changes: updates, several publishers, and some that were killed or overtaken."""
# ruff: noqa: D103  a test's name is its claim

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from commands import ROOT
from made_up_articles import ODD, asked, assert_same, built, district, ids
from store_servers import published
from tiny import TinyEncoder, ignore

from qa_bot.core.errors import IncompatibleIndexError, NoIndexError, StorageError
from qa_bot.index.build import build_from_articles
from qa_bot.index.opened import open_index
from qa_bot.stores import milvus
from qa_bot.stores.address import connect
from qa_bot.stores.opened import open_store
from qa_bot.stores.publish import publish

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qa_bot.stores.backend import Backend, Head


@pytest.fixture
def no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove rows at once where a store keeps them for those who still read them."""
    monkeypatch.setattr(milvus, "GRACE_S", 0.0)


def test_an_update_writes_and_removes_what_changed(store_address: str, tmp_path: Path) -> None:
    first = [*map(district, range(6)), ODD]
    assert (report := published(built(tmp_path / "one", first), store_address)).written == 7
    assert (report.articles, report.passages, report.removed) == (7, 32, 0)
    again = published(tmp_path / "one", store_address)
    assert (again.written, again.removed) == (0, 0)
    before = open_store(connect(store_address))
    second = [district(0), district(1, " and 3 herons"), *map(district, range(3, 7)), ODD]
    changed = published(built(tmp_path / "two", second), store_address)
    assert (changed.written, changed.removed) == (2, 2)
    after = open_store(connect(store_address))
    assert ids(asked(after, "Where are herons?"))[0].startswith("001.md")
    for question in ("herons", "bridge district 2", "bridge of district 6"):
        assert_same(asked(after, question), asked(open_index(tmp_path / "two"), question))
        assert_same(asked(before, question), asked(open_index(tmp_path / "one"), question))
    assert before.state != after.state


def test_each_publisher_owns_its_articles(store_address: str, tmp_path: Path) -> None:
    published(built(tmp_path / "a", [district(1), district(2)]), store_address, "a")
    published(built(tmp_path / "b", [district(2, " in the north"), district(3)]), store_address, "b")
    names = [one.id for one in open_store(connect(store_address)).store.entries()]
    assert names == ["001.md", "002.md", "b/002.md", "003.md"]
    published(built(tmp_path / "c", [district(2)]), store_address, "a")
    left = open_store(connect(store_address))
    assert [one.id for one in left.store.entries()] == ["002.md", "b/002.md", "003.md"]
    assert "b/002.md#1" in ids(asked(left, "bridge in the north"))
    article = left.store.article("b/002.md")
    assert article
    assert "in the north" in article.paragraphs[0]


class Overtaken:
    """A store in which another process publishes once, just before a head is to be replaced."""

    def __init__(self, backend: Backend, overtake: Callable[[], object]) -> None:
        self._backend, self._overtake = backend, [overtake]

    def __getattr__(self, name: str) -> Any:
        """Return what the store has."""
        return getattr(self._backend, name)

    def replace_head(self, origin: str, head: Head) -> bool:
        """Replace a head, once another process has done so."""
        for overtake in self._overtake:
            self._overtake = []
            overtake()
        return self._backend.replace_head(origin, head)


@pytest.mark.usefixtures("no_grace")
@pytest.mark.parametrize("published_before", [0, 1])
def test_a_publisher_that_was_overtaken_starts_again(
    store_address: str, tmp_path: Path, published_before: int
) -> None:
    """Both publish under one name; the last one wins, whole, and nothing of the other is left."""
    names = ("first", "other", "own")
    for number, name in enumerate(names):
        built(tmp_path / name, [district(1), district(2, f" for the {name} time"), district(5 + number)])
    for _ in range(published_before):
        published(tmp_path / "first", store_address)
    backend = Overtaken(connect(store_address), lambda: published(tmp_path / "other", store_address))
    publish(open_index(tmp_path / "own"), backend, "desk", ignore)
    found = open_store(connect(store_address))
    assert_same(asked(found, "district 2"), asked(open_index(tmp_path / "own"), "district 2"))
    assert [one.id for one in found.store.entries()] == ["001.md", "002.md", "007.md"]
    assert len(connect(store_address).keys("desk")) == 3 + 15


def test_two_writers_and_a_reader_do_not_disturb_each_other(store_address: str, tmp_path: Path) -> None:
    desks = {name: range(start, start + 6) for name, start in (("a", 0), ("b", 10))}
    for name, numbers in desks.items():
        built(tmp_path / name, [district(number) for number in numbers])
    published(tmp_path / "a", store_address, "a")
    wrong: list[BaseException] = []

    def write(name: str) -> None:
        try:
            for step in range(3):
                folder = tmp_path / f"{name}-{step}"
                built(folder, [district(number, f" in step {step}") for number in desks[name]])
                published(folder, store_address, name)
        except BaseException as error:  # noqa: BLE001  whatever it is, the test reports it
            wrong.append(error)

    writers = [threading.Thread(target=write, args=(name,)) for name in desks]
    for writer in writers:
        writer.start()
    reads = 0
    while any(writer.is_alive() for writer in writers):
        opened = open_store(connect(store_address))
        answer = asked(opened, "the bridge of district 3")
        assert ids(answer)[0] == "003.md#1"
        assert len(list(opened.store.all_passages())) == opened.store.passages
        reads += 1
    for writer in writers:
        writer.join()
    assert wrong == []
    assert reads
    final = open_store(connect(store_address))
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


@pytest.mark.usefixtures("no_grace")
@pytest.mark.parametrize("step", ["settle", "replace_head", "remove"])
def test_a_killed_writer_leaves_the_old_state_or_the_new_one(
    store_address: str, tmp_path: Path, step: str
) -> None:
    """Killed before this step, in a process of its own."""
    published(built(tmp_path / "one", [*map(district, range(5))]), store_address)
    built(tmp_path / "two", [district(0), district(1, " and 3 herons"), district(9)])
    path = os.pathsep.join(map(str, (ROOT, ROOT / "tests")))
    ended = subprocess.run(  # noqa: S603  the tests' own words
        [sys.executable, "-c", KILLED, str(tmp_path / "two"), store_address, step, "1"],
        env=os.environ | {"PYTHONPATH": path},
        check=False,
        capture_output=True,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    found = open_store(connect(store_address))
    expected = "two" if step == "remove" else "one"
    for question in ("herons", "bridge of district 4"):
        assert_same(asked(found, question), asked(open_index(tmp_path / expected), question))
    published(tmp_path / "two", store_address)
    after = open_store(connect(store_address))
    assert_same(asked(after, "herons"), asked(open_index(tmp_path / "two"), "herons"))
    keys = connect(store_address).keys("desk")
    assert len(keys) == after.store.articles + after.store.passages


def test_publishers_with_different_models_are_kept_apart(store_address: str, tmp_path: Path) -> None:
    published(built(tmp_path / "one", [district(1)]), store_address, "one")
    other = TinyEncoder("other", weights="other")
    build_from_articles(tmp_path / "two", [district(2)], other, ignore)
    with pytest.raises(IncompatibleIndexError, match="“one” published with tiny in float32, and this index"):
        published(tmp_path / "two", store_address, "two")
    assert open_store(connect(store_address)).store.articles == 1


def test_an_index_without_vectors_is_not_published(store_address: str, tmp_path: Path) -> None:
    index = open_index(built(tmp_path / "one", [district(1)]))
    unfinished = replace(index, manifest=replace(index.manifest, embedded=False))
    with pytest.raises(StorageError, match="has no vectors yet"):
        publish(unfinished, connect(store_address), "desk", ignore)
    with pytest.raises(NoIndexError, match="Nothing was published"):
        open_store(connect(store_address))
